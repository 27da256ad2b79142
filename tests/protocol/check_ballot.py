"""What CDS Hooks 3.0 adds to discovery behind the switch `discovery.ballot_3`, and what comes under its keys: PFT-6 to PFT-9."""
import copy
import json
import re

from check_templates import listed, token_fields, tokens
from check_drain import until
from checks import check, same
from samples import bundle, draft, path_of, request, rxnorm, topics, without_uuids

# The whole of PFT-7: element paths, ofType(<a FHIR type>), resolve(), today(), days added or taken, alternatives by "|".
step = r"(?:[a-z][A-Za-z]*|ofType\([A-Z][A-Za-z]+\)|resolve\(\))"
path = rf"context(?:\.{step})+"
date = r"today\(\)(?: [+-] [0-9]+ days)?"
allowed = re.compile(rf"(?:{path}|{date})(?:\|(?:{path}|{date}))*")
resources_of = {"draftOrders", "medications", "dispatchedOrders"}  # members of a context that hold or name resources
by_key = {
    "draftMedications": {"order-select", "order-sign", "medication-refill"}, "dispatchedRequests": {"order-dispatch"},
    "dispatchedMedications": {"order-dispatch"},
    "recentAdministrations": {"order-select", "order-sign", "medication-refill", "order-dispatch", "encounter-discharge"}}


def azathioprine(medication_id="m1"):
    return {"resourceType": "Medication", "id": medication_id, "code": {"coding": [{"system": rxnorm, "code": "197388"}]}}


def by_reference(order_id="request-123"):
    order = draft(order_id=order_id)
    del order["medicationCodeableConcept"]
    return order | {"medicationReference": {"reference": "Medication/m1"}}


def asking(service):
    """The services that ask for anything: at one hook no rule speaks."""
    return [one for one in listed(service) if "prefetch" in one]


def cards(service, body):
    answer = service.call("POST", path_of(body["hook"]), body)
    same(answer.status, 200, answer.body[:200])
    return without_uuids(answer.json()["cards"])


@check("PFT-6,7 behind the switch: element paths and functions of the closed set, each beside the ten plain queries", on="ballot")
def _(service):
    found = {}
    for one in asking(service):
        same(len([query for query in one["prefetch"].values() if tokens(query) == ["context.patientId"]]), 10, one["hook"])
        for key, query in list(one["prefetch"].items())[10:]:
            found.setdefault(key, set()).add(one["hook"])
            assert re.fullmatch(r"[A-Z][A-Za-z]+\?[^?{}\s]+=(?:[^?{}\s]|\{\{[^{}]+\}\})+", query), query
            for token in tokens(query):
                assert allowed.fullmatch(token), token
                first = token.split(".")[1] if token.startswith("context.") else None
                assert first is None or first in token_fields[one["hook"]] | resources_of, (one["hook"], token)
    same(found, by_key, "keys and their hooks")


@check("PFT-8 behind the switch: no variable of an earlier entry, so the order of the keys means nothing", on="ballot")
def _(service):
    assert not any("%" in query for one in asking(service) for query in one["prefetch"].values())


@check("PFT-9 behind the switch: today() narrows no list that is asked for whole", on="ballot")
def _(service):
    for one in asking(service):
        for query in one["prefetch"].values():
            kind = query.split("?")[0].split("/")[0]
            plain = [other for other in one["prefetch"].values() if other.startswith(kind) and "today" not in other]
            assert "today" not in query or plain, query


@check("PFT-6,9 DSC-17 without the switch nothing of it is said: the rest is the same, byte for byte", on="ballot")
def _(service):
    import client  # a service of the same binary without the switch
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        plain = client.Service(service.exe, folder)
        off = plain.call("GET", "/cds-services").body
        plain.terminate()
        same(plain.finish()[0], 0, "exit code")
    on = service.call("GET", "/cds-services").json()
    for one in on["services"]:
        del one["version"], one["hookVersion"]
        if "prefetch" in one:
            one["prefetch"] = {key: query for key, query in one["prefetch"].items() if key not in by_key}
    same(json.dumps(on, separators=(",", ":"), ensure_ascii=False).encode(), off, "without the additions")


@check("PFT-6 ORD-8 the answer under draftMedications: the drug behind a draft's reference is known", on="ballot")
def _(service):
    for hook in ("order-sign", "order-select", "medication-refill"):
        coded = draft(code="197388", text="")
        coded["medicationCodeableConcept"] = azathioprine()["code"]
        want = topics(service.call("POST", path_of(hook), request(hook, drafts=[coded])))
        assert "tpmt-before-azathioprine" in want or hook == "medication-refill", want
        for answer in (bundle(azathioprine()), azathioprine(), bundle(azathioprine("other"), azathioprine())):
            body = request(hook, drafts=[by_reference()], prefetch={"draftMedications": answer})
            same(topics(service.call("POST", path_of(hook), body)), want, hook)


@check("PFT-6 what clients make of a query they cannot read is no data and no fault", on="ballot")
def _(service):
    want = cards(service, request(drafts=[by_reference()]))
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]}
    literal = "Medication?_id={{context.draftOrders.entry.resource.ofType(MedicationRequest).medication.resolve().id}}"
    for odd in (None, bundle(), failed, literal, "", 5, [], {}):
        body = request(drafts=[by_reference()], prefetch={"draftMedications": odd})
        same(cards(service, body), want, str(odd)[:40])
        same(cards(service, request(prefetch={"recentAdministrations": odd})), cards(service, request()), str(odd)[:40])


@check("PFT-6 order-dispatch: the orders and drugs that its references name", on="ballot")
def _(service):
    cyclophosphamide = {"coding": [{"system": rxnorm, "code": "3002"}]}
    order = draft(text="") | {"status": "active", "medicationCodeableConcept": cyclophosphamide}
    named = request("order-dispatch", drafts=[order])
    listed_order = copy.deepcopy(named)
    listed_order["prefetch"]["medications"] = bundle(order)
    drug = {"resourceType": "Medication", "id": "m1", "code": cyclophosphamide}
    named["prefetch"] |= {"dispatchedRequests": bundle(by_reference() | {"status": "active"}),
                          "dispatchedMedications": bundle(drug), "medications": bundle()}
    want = topics(service.call("POST", path_of("order-dispatch"), listed_order))
    assert "cyclophosphamide-safety" in want, want
    log = len(service.logged())
    same(topics(service.call("POST", path_of("order-dispatch"), named)), want, "by reference")
    assert "undelivered-order" not in service.logged()[log:], "the order came"
    named["prefetch"]["dispatchedRequests"] = bundle()
    assert "cyclophosphamide-safety" not in topics(service.call("POST", path_of("order-dispatch"), named)), "nothing came"
    until(lambda: "undelivered-order" in service.logged()[log:], "the log tells")


@check("PFT-9 a dose that comes under both keys counts once", on="ballot")
def _(service):
    given = {"resourceType": "MedicationAdministration", "id": "a1", "status": "completed",
             "subject": {"reference": "Patient/p1"}, "effectiveDateTime": request()["prefetch"]["conditions"]["entry"][0][
                 "resource"]["onsetDateTime"], "medicationCodeableConcept": {"coding": [{"system": rxnorm, "code": "121191"}]}}
    whole = request(prefetch={"medicationAdministrations": bundle(given)})
    twice = request(prefetch={"medicationAdministrations": bundle(given), "recentAdministrations": bundle(given)})
    same(cards(service, twice), cards(service, whole))
