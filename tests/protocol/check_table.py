"""The table of the checklist notices what it must: ids without a test, failed ones, and ids that do not exist."""
import checklist
from checks import check_alone, ids_of, same


@check_alone("table: an id without a test, with a failed one, or unknown is a fault; a fact is no pass")
def _(_, __):
    ids = [item["id"] for item in checklist.items()]
    facts = [item["id"] for item in checklist.items() if item["duty"] == "fact"]
    same(len(ids), 209, "ids")
    all_pass = [(f"{one} shown", "") for one in ids if one not in facts]
    text, wrong = checklist.table(all_pass)
    same(wrong, [], "faults of a whole run")
    assert f"{len(facts)} fact, {len(ids) - len(facts)} pass" in text, text[-200:]
    same(checklist.table(all_pass[1:])[1], [f"{ids[0]} NO TEST"], "one test less")
    same(checklist.table([*all_pass, (f"{ids[5]} again [tls]", "broken")])[1], [f"{ids[5]} FAIL"], "one failed")
    same(len(checklist.table([*all_pass, ("SEC-99 x", "")])[1]), 1, "an id of no checklist")


@check_alone("table: the ids in front of a check's name")
def _(_, __):
    for name, want in (("SEC-7 kid missing", ["SEC-7"]), ("PFD-6,8,10 a", ["PFD-6", "PFD-8", "PFD-10"]),
                       ("COR-4 ERR-1 JSN-9 b", ["COR-4", "ERR-1", "JSN-9"]), ("replay: SEC-7", []), ("HTTP 400", []),
                       ("REQ-5: c; REQ-15", ["REQ-5"]), ("x SEC-7", [])):
        same(ids_of(name), want, name)
