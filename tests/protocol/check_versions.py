"""FHIR versions, hook versions and names, documentation: VER-*."""
import copy
import json
import pathlib

from checks import check, same
from samples import bundle, condition, draft, hooks, path_of, patient, request, without_uuids

sign = path_of("order-sign")
root = pathlib.Path(__file__).resolve().parents[2]
library = {"patient-view", "order-select", "order-sign", "order-dispatch", "medication-refill", "encounter-start",
           "encounter-discharge", "appointment-book", "allergyintolerance-create", "problem-list-item-create"}


def answer(service, body):
    found = service.call("POST", path_of(body["hook"]), body)
    assert found.status in (200, 400, 422), (found.status, found.body[:200])
    if found.status != 200:
        found.issue()
    return found


def topics(service, body):
    found = answer(service, body)
    same(found.status, 200, found.body[:200])
    return [card["source"]["topic"]["code"] for card in found.json()["cards"]]


def stu3_draft():
    """STU3 writes the dose as dosage.doseQuantity, the basis in `context`, the requester as an agent."""
    order = draft()
    dose = order["dosageInstruction"][0].pop("doseAndRate")[0]["doseQuantity"]
    order["dosageInstruction"][0]["doseQuantity"] = dose
    return order | {"context": {"reference": "Encounter/1"}, "requester": {"agent": {"reference": "Practitioner/1"}}}


def stu3_condition():
    return condition() | {"clinicalStatus": "active", "verificationStatus": "confirmed"}


def dstu2_draft():
    return {"resourceType": "MedicationOrder", "id": "order-123", "status": "draft", "patient": {"reference": "Patient/p1"},
            "dateWritten": draft()["authoredOn"], "medicationCodeableConcept": draft()["medicationCodeableConcept"],
            "dosageInstruction": [{"text": "6 tablets daily", "doseQuantity": {"value": 6}}]}


@check("VER-1 R4 is read; STU3 gives the same advice or says what it could not read; DSTU2 is refused with words")
def _(service):
    want = topics(service, request())
    assert "steroid-monotherapy" in want
    in_stu3 = topics(service, request(drafts=[stu3_draft()], conditions=[stu3_condition()]))
    assert in_stu3 == want or "data-not-evaluable" in in_stu3, in_stu3
    refused = answer(service, request(drafts=[dstu2_draft()]))
    same(refused.status, 422)
    assert "DSTU2" in refused.issue()


@check("VER-2 FHIR versions mixed in one context do no harm")
def _(service):
    same(answer(service, request(drafts=[draft(), dstu2_draft()])).status, 422, "beside R4: nothing is passed over")
    mixed = [draft(), stu3_draft() | {"id": "b"}, {"resourceType": "ProcedureRequest", "id": "c", "status": "draft"}]
    assert "steroid-monotherapy" in topics(service, request(drafts=mixed))
    body = request(prefetch={"medications": bundle(dstu2_draft(), draft(order_id="x") | {"status": "active"})})
    same(answer(service, body).status, 200, "in the prefetch")


@check("VER-3 old drafts never look like nothing to say, in any basket")
def _(service):
    for hook in ("order-sign", "order-select", "medication-refill"):
        found = answer(service, request(hook, drafts=[dstu2_draft()]))
        assert found.status in (400, 422), (hook, found.status)
    told = answer(service, request(drafts=[stu3_draft()]))
    assert told.json()["cards"], "an STU3 draft of prednisone 60 mg"
    said = {"com.epic.cdshooks.request.fhir-version": "DSTU2"}
    assert answer(service, request() | {"extension": said}).status in (200, 400, 422)


@check("VER-4 members that a hook gains later are ignored")
def _(service):
    for hook in hooks:
        body = request(hook)
        want = without_uuids(answer(service, body).json())
        for odd in ("x", 5, None, [], {"resourceType": "Bundle", "entry": [5]}):
            later = copy.deepcopy(body)
            later["context"] |= {"newInVersion9": odd, "careTeam": odd}
            same(without_uuids(answer(service, later).json()), want, f"{hook} {odd}")


@check("VER-5 our hooks are those of the library")
def _(service):
    found = {one["hook"] for one in service.call("GET", "/cds-services").json()["services"]}
    assert found and found <= library, found - library


@check("VER-6 category as an object, long ids, references of any form, numbers as text")
def _(service):
    want = topics(service, request())
    category = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/medicationrequest-category", "code": "community"}]}
    long_id = "e" * 194
    odd = [draft() | {"category": category}, draft() | {"category": [category]}, draft(order_id=long_id),
           draft() | {"subject": {"reference": "https://ehr.example.org/fhir/Patient/p1", "display": "P"}},
           draft() | {"identifier": [{"use": "usual"}], "dosageInstruction": draft()["dosageInstruction"] * 1}]
    for one in odd:
        same(topics(service, request(drafts=[one])), want, json.dumps(one)[:120])
    own = {"patient": patient(long_id)}
    body = request(drafts=[draft(patient_id=long_id)], conditions=[condition(patient_id=long_id)], prefetch=own)
    body["context"]["patientId"] = long_id
    same(topics(service, body), want, "a patient's id of 194 characters")


@check("VER-7 the README tells hooks, prefetch keys, client profiles and limits")
def _(service):
    told = (root / "README.md").read_text(encoding="utf-8")
    listed = service.call("GET", "/cds-services").json()["services"]
    words = {one["hook"] for one in listed} | {key for one in listed for key in one.get("prefetch", {})} | {
        "CDS Hooks 2.0.1", "412", "FHIR R4", "overlay", "scope", "systemActions"}
    same([word for word in sorted(words) if word not in told], [], "not told")
