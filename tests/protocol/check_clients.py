"""What differs from client to client, keyed on the `iss` of its token: PFT-12, SRC-4, LNK-6, ACT-1, CAR-11 (checklist 19.13)."""
import copy
import pathlib
from urllib.parse import urlsplit

import callers
from check_cli import run
from check_drain import until
from checks import check, check_alone, same
from client import Service
from samples import bundle, draft, patient, path_of, request, without_uuids

sign = path_of("order-sign")
keys = ("patient", "conditions", "medications", "statements", "observations", "allergies", "immunizations", "procedures",
        "serviceRequests", "medicationAdministrations", "draftMedications", "dispatchedRequests")


def ask(service, who, body):
    """The cards of one call of this client."""
    answer = callers.call(service, service.callers[who].bearer(), body=body)
    same(answer.status, 200, answer.body[:200])
    return without_uuids(answer.json()["cards"])


def renamed(body, **names):
    """The request with other names for some prefetch keys."""
    made = copy.deepcopy(body)
    for key, name in names.items():
        made["prefetch"][name] = made["prefetch"].pop(key)
    return made


def myositis():
    return request(drafts=[draft(), draft("197388", "Azathioprine 50 MG Oral Tablet", 1, "request-124")])


@check("PFT-12 a client's own names for keys: the same cards as under the keys", on="profiled")
def _(service):
    want = ask(service, "ehr", myositis())
    assert want
    for names in ({"conditions": "Diagnosen"}, {"conditions": "diagnosen-user", "observations": "MYO LABS"},
                  {"observations": "myo-labs"}, {"observations": "MYO_VITALS"}, {"patient": "PAT", "medications": "Meds List"}):
        same(ask(service, "ehr", renamed(myositis(), **names)), want, names)


@check("PFT-12 PFD-3 null and a failed attempt mean under an alias what they mean under its key", on="profiled")
def _(service):
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for value in (None, bundle(), failed, "{{context.patientId}}"):
        body = request(prefetch={"observations": value})
        same(ask(service, "ehr", renamed(body, observations="MYO LABS")), ask(service, "ehr", body), value)


@check("PFT-12 an alias of one client is an unknown key of another", on="profiled")
def _(service):
    unknown = ask(service, "tenants", renamed(myositis(), conditions="zzz"))
    same(ask(service, "tenants", renamed(myositis(), conditions="Diagnosen")), unknown, "of another")
    same(ask(service, "tenants", renamed(myositis(), conditions="SITE DX")), ask(service, "tenants", myositis()), "of [client]")
    unknown = ask(service, "ehr", renamed(myositis(), conditions="zzz"))
    same(ask(service, "ehr", renamed(myositis(), conditions="SITE DX")), unknown, "a table of its own replaces [client]")


@check("PFT-12 the key and an alias of it: the key answers, and the operator is told", on="profiled")
def _(service):
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for value in (None, bundle(), failed):
        plain = request(prefetch={"observations": value})
        beside = copy.deepcopy(plain)
        for other in (None, bundle(), failed):
            beside["prefetch"]["MYO LABS"] = other
            before = service.logged().count("prefetch-alias-beside-key")
            same(ask(service, "ehr", beside), ask(service, "ehr", plain), f"{value} beside {other}")
            until(lambda: service.logged().count("prefetch-alias-beside-key") > before, "the log tells")
            same(service.logged().count("prefetch-alias-beside-key") - before, 1, "told")


@check("PFT-12 REQ-17 another patient under an alias is refused as under the key", on="profiled")
def _(service):
    answer = callers.call(service, service.callers["ehr"].bearer(),
                          body=renamed(request(prefetch={"patient": patient("p2")}), patient="PAT"))
    same(answer.status, 400, answer.body[:100])
    assert "prefetch.PAT" in answer.issue()


@check_alone("PFT-12 an alias of an unknown key stops the start with the keys there are")
def _(exe, folder):
    file = pathlib.Path(folder) / "bad.toml"
    for text in ('[client]\nprefetch_aliases = { "MYO LABS" = "labz" }\n',
                 '[[auth.issuer]]\niss = "x"\nclient = { prefetch_aliases = { "MYO LABS" = "labz" } }\n'):
        file.write_text(text)
        for command in (("check-config", str(file)), ("serve", "--config", str(file), "--listen", "127.0.0.1:0")):
            code, _, err = run(exe, *command)
            same(code, 2, err)
            assert all(word in err for word in ("MYO LABS", "labz", *keys)), err


@check_alone("PFT-12 the same names count for a request that is judged from a file")
def _(exe, folder):
    import json
    place = pathlib.Path(folder)
    (place / "c.toml").write_text('[client]\nprefetch_aliases = { "MYO DX" = "conditions" }\n')
    cards = []
    for name, body in (("plain", myositis()), ("named", renamed(myositis(), conditions="MYO DX"))):
        (place / f"{name}.json").write_text(json.dumps(body))
        code, out, err = run(exe, "evaluate", str(place / f"{name}.json"), "--config", str(place / "c.toml"))
        same(code, 0, err)
        cards.append(without_uuids(json.loads(out)["cards"]))
    same(cards[1], cards[0])


@check("CAR-11 a client's card limit: what finds no place is named on one card, critical cards stay", on="profiled")
def _(service):
    whole, few = ask(service, "tenants", myositis()), ask(service, "ehr", myositis())
    assert len(whole) > 2, len(whole)
    critical = [card for card in whole if card["indicator"] == "critical"]
    same(len(few), max(2, len(critical) + 1), "cards")
    same(few[-1]["source"]["topic"]["code"], "more-findings")
    assert all(any(card["summary"] == one["summary"] for one in few) for card in critical)


@check("LNK-6 a client's list of hosts: links to others are left out", on="profiled")
def _(service):
    hosts = {urlsplit(link["url"]).hostname for card in ask(service, "ehr", myositis()) for link in card.get("links", [])}
    same(hosts, {"doi.org"})
    assert all("links" not in card for card in ask(service, "silent", myositis())), "no host at all"


@check("ACT-1 JSN-2 a client's actions: a suggestion that needs another is left out, not cut down", on="profiled")
def _(service):
    def offered(who):
        found = ask(service, who, myositis())
        assert all("suggestions" not in card or card["suggestions"] for card in found)
        assert all(("selectionBehavior" in card) == ("suggestions" in card) for card in found)
        return [one for card in found for one in card.get("suggestions", [])]
    types = {action["type"] for one in offered("tenants") for action in one.get("actions", [])}
    assert types > {"create"}, types
    same({action["type"] for one in offered("ehr") for action in one.get("actions", [])}, {"create"})
    same([one for one in offered("silent") if one.get("actions")], [])


@check("SRC-4 CAR-3 a client's topics and form of the detail", on="profiled")
def _(service):
    for card in ask(service, "tenants", myositis()):
        assert card["source"]["topic"]["code"].isalnum() and "**" not in card["detail"], card
    assert any("-" in card["source"]["topic"]["code"] for card in ask(service, "ehr", myositis()))
    for card in ask(service, "epic", myositis()):
        same(card["extension"]["com.epic.cdshooks.card.detail.content-type"], "text/markdown")
        assert all(len(one["actions"]) == 1 and one["actions"][0]["type"] != "update" for one in card.get("suggestions", [])
                   if one.get("actions")), card


@check_alone("VER-7 README and the documented example tell of every key of a client")
def _(exe, folder):
    root = pathlib.Path(__file__).resolve().parents[2]
    for name in ("README.md", "deploy/iim-cds.example.toml"):
        text = (root / name).read_text(encoding="utf-8")
        for key in ("profile", "detail", "topics", "actions", "max_cards", "link_hosts", "prefetch_aliases", "audiences",
                    "ballot_3"):
            assert key in text, f"{key} in {name}"


@check_alone("PFT-12 two aliases of one key, each alone and both")
def _(exe, folder):
    service = Service(exe, folder, '[client]\nprefetch_aliases = { LABS = "observations", VITALS = "observations" }\n')
    want = without_uuids(service.call("POST", sign, request()).json())
    for names in (("LABS",), ("VITALS",), ("LABS", "VITALS")):
        body = copy.deepcopy(request())
        del body["prefetch"]["observations"]
        body["prefetch"] |= {name: bundle() for name in names}
        same(without_uuids(service.call("POST", sign, body).json()), want, names)
    service.terminate()
    same(service.finish()[0], 0, "exit code")
