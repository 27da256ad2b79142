"""The checklist of the protocol as data, and the table id → tests → result."""
import csv
import pathlib

from checks import ids_of

file = pathlib.Path(__file__).resolve().parent / "checklist.csv"
# Ours; the client's, which is then shown kept and broken; a fact that no test can show, which is no pass.
duties = ("service", "client", "fact")


def items():
    with file.open(encoding="utf-8", newline="") as rows:
        found = list(csv.DictReader(rows))
    ids = [one["id"] for one in found]
    assert len(ids) == len(set(ids)), "an id stands twice"
    for one in found:
        assert one["duty"] in duties and one["source"] and one["title"], f"{one['id']} is not complete"
        assert bool(one["note"]) == (one["duty"] == "fact"), f"{one['id']}: a fact, and only a fact, says why it has no test"
    return found


def result_of(item, outcomes):
    """"pass", "FAIL", "NO TEST", or "fact": nothing that a program could show."""
    mine = [fault for name, fault in outcomes if item["id"] in ids_of(name)]
    if any(mine):
        return "FAIL"
    if item["duty"] == "fact":
        return "fact"
    return "pass" if mine else "NO TEST"


def tests_of(item, outcomes):
    names = []
    for name, fault in outcomes:
        plain = name.removesuffix(" [tls]")
        if item["id"] in ids_of(name) and plain not in names:
            names.append(plain)
    both = {name for name, _ in outcomes if name.endswith(" [tls]")}
    return "; ".join(name + (" (plain and TLS)" if f"{name} [tls]" in both else "") for name in names)


def table(outcomes):
    """The table as Markdown, and the ids without a test or with a failed one. An id in a check's name that the
    checklist does not have is a fault too."""
    lines = ["# The CDS Hooks checklist, item by item", "", "| id | requirement | duty | source | tests | result |",
             "| --- | --- | --- | --- | --- | --- |"]
    wrong, counts = [], {}
    rows = items()
    for item in rows:
        result = result_of(item, outcomes)
        counts[result] = counts.get(result, 0) + 1
        if result in ("FAIL", "NO TEST"):
            wrong.append(f"{item['id']} {result}")
        lines.append(f"| {item['id']} | {item['title']} | {item['duty']} | {item['source']} | "
                     f"{tests_of(item, outcomes) or item['note']} | {result} |")
    known = {item["id"] for item in rows}
    wrong += [f"{one} is not in the checklist ({name})" for name, _ in outcomes for one in ids_of(name) if one not in known]
    said = ", ".join(f"{count} {result}" for result, count in sorted(counts.items()))
    return "\n".join([*lines, "", f"{len(rows)} ids: {said}", ""]), wrong
