"""Requests for the protocol checks: one patient with dermatomyositis, one prednisone draft."""
import copy
import datetime
import json
import pathlib

captured_folder = pathlib.Path(__file__).resolve().parent.parent / "captured"
captured_on = "2026-11-20"
hooks = ("patient-view", "order-select", "order-sign", "medication-refill", "encounter-discharge", "order-dispatch",
         "encounter-start", "problem-list-item-create", "allergyintolerance-create")
services = {hook: f"iim-{hook}" for hook in hooks}
rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm"


def day(ago=0):
    return (datetime.date.today() - datetime.timedelta(days=ago)).isoformat()


def path_of(hook):
    return f"/cds-services/{services[hook]}"


def bundle(*resources):
    return {"resourceType": "Bundle", "type": "searchset", "total": len(resources),
            "entry": [{"resource": one} for one in resources]}


def patient(patient_id="p1"):
    return {"resourceType": "Patient", "id": patient_id, "gender": "female", "birthDate": "1975-04-12"}


def condition(code="M33.10", system="http://hl7.org/fhir/sid/icd-10-cm", text="Dermatomyositis", patient_id="p1"):
    status = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    return {"resourceType": "Condition", "id": "c1", "subject": {"reference": f"Patient/{patient_id}"},
            "clinicalStatus": {"coding": [{"system": status, "code": "active"}]},
            "code": {"coding": [{"system": system, "code": code, "display": text}], "text": text},
            "onsetDateTime": day(60), "recordedDate": day(60)}


def draft(code="198145", text="Prednisone 10 MG Oral Tablet", tablets=6, order_id="request-123", patient_id="p1"):
    ucum = "http://unitsofmeasure.org"
    return {"resourceType": "MedicationRequest", "id": order_id, "status": "draft", "intent": "order",
            "subject": {"reference": f"Patient/{patient_id}"}, "authoredOn": day(),
            "medicationCodeableConcept": {"text": text, "coding": [{"system": rxnorm, "code": code, "display": text}]},
            "dosageInstruction": [{
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": tablets, "system": ucum, "code": "{pill}"}}]}],
            "dispenseRequest": {"expectedSupplyDuration": {"value": 60, "unit": "days", "system": ucum, "code": "d"}}}


def empty_prefetch():
    keys = ("statements", "medications", "observations", "allergies", "immunizations", "procedures",
            "serviceRequests", "medicationAdministrations")
    return {key: bundle() for key in keys}


def allergy(patient_id="p1"):
    return {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": f"Patient/{patient_id}"},
            "code": {"text": "Trimethoprim"}}


def names_of(orders):
    return [f"{one['resourceType']}/{one['id']}" for one in orders]


def context_of(hook, drafts):
    """The smallest context of the hook as its newest version writes it (checklist 14)."""
    context = {"userId": "Practitioner/1", "patientId": "p1"}
    if hook in ("order-select", "order-sign"):
        context["draftOrders"] = bundle(*drafts)
    if hook == "order-select":
        context["selections"] = names_of(drafts)
    if hook == "medication-refill":
        context["medications"] = bundle(*drafts)
    if hook in ("encounter-start", "encounter-discharge"):
        context["encounterId"] = "e1"
    if hook == "order-dispatch":
        del context["userId"]
        context |= {"dispatchedOrders": names_of(drafts), "performer": "Organization/1"}
    if hook == "problem-list-item-create":
        context["conditions"] = bundle(condition())
    if hook == "allergyintolerance-create":
        context["allergyIntolerance"] = allergy()
    return context


def request(hook="order-sign", drafts=None, conditions=None, prefetch=None):
    """A whole request; `conditions` defaults to dermatomyositis, `prefetch` overrides keys."""
    context = context_of(hook, [draft()] if drafts is None else drafts)
    given = {"patient": patient(), "conditions": bundle(*([condition()] if conditions is None else conditions))}
    return {"hook": hook, "hookInstance": "7c5f1c88-4d2b-4a53-9a0e-0d5a0b7a9a11", "context": context,
            "prefetch": given | empty_prefetch() | (prefetch or {})}


def changed(original, *path, to=None):
    """A copy with one member set, or removed when `to` is not given."""
    copied = copy.deepcopy(original)
    place = copied
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return copied


def captured(name):
    """A captured call, its dates moved to today: the service has a clock."""
    text = (captured_folder / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text.replace(captured_on, day()))


def captured_names(starts):
    return sorted(file.stem for file in captured_folder.glob("*.json") if file.stem.startswith(starts))


def topics(answer):
    return [card["source"]["topic"]["code"] for card in answer.json()["cards"]]


def said(cards):
    """What the cards say and offer; why, and what was not checked, may be told in other words."""
    return [(card["summary"], card["indicator"], [one["label"] for one in card.get("suggestions", [])]) for card in cards]


def without_uuids(value):
    """Cards as they compare between two calls."""
    if isinstance(value, dict):
        return {key: without_uuids(inner) for key, inner in value.items() if key != "uuid"}
    if isinstance(value, list):
        return [without_uuids(inner) for inner in value]
    return value
