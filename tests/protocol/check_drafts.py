"""The orders of a request: ORD-*."""
import copy
import json

from checks import check, same
from samples import bundle, changed, draft, path_of, request, rxnorm, topics, without_uuids

sign, select = path_of("order-sign"), path_of("order-select")
azathioprine = draft("197388", "Azathioprine 50 MG Oral Tablet", 1, "aza")
aza_text = "Azathioprine 50 MG Oral Tablet"


def cards(service, body):
    answer = service.call("POST", path_of(body["hook"]), body)
    same(answer.status, 200, f"status with {answer.body[:200]}")
    return without_uuids(answer.json()["cards"])


def found(service, body):
    return [card["source"]["topic"]["code"] for card in cards(service, body)]


@check("ORD-1 the Bundle of drafts may be of any type or none")
def _(service):
    want = cards(service, request())
    for kind in ("collection", "searchset", "transaction", "batch-response"):
        same(cards(service, changed(request(), "context", "draftOrders", "type", to=kind)), want, kind)
    same(cards(service, changed(request(), "context", "draftOrders", "type")), want, "no type")


@check("ORD-2 orders of other types are skipped, beside drugs and alone")
def _(service):
    others = [{"resourceType": kind, "id": f"o{number}", "status": "draft", "intent": "order",
               "subject": {"reference": "Patient/p1"}, "patient": {"reference": "Patient/p1"}}
              for number, kind in enumerate(("DeviceRequest", "NutritionOrder", "VisionPrescription", "CommunicationRequest",
                                             "ServiceRequest", "ProcedureRequest", "SupplyRequest", "ZzzRequest"))]
    same(cards(service, request(drafts=[*others, draft()])), cards(service, request()), "beside a drug")
    for one in others:
        same(cards(service, request(drafts=[one])), [], one["resourceType"])


@check("ORD-4 order-select: cards about what is selected; the other draft counts as given")
def _(service):
    def chosen(drafts, *names):
        return found(service, changed(request("order-select", drafts=drafts), "context", "selections",
                                      to=[f"MedicationRequest/{name}" for name in names]))
    both = [draft(order_id="pred"), azathioprine]
    assert "tpmt-before-azathioprine" not in chosen(both, "pred")
    assert "tpmt-before-azathioprine" in chosen(both, "aza")
    assert "pjp-prophylaxis-missing" in chosen([draft(order_id="pred")], "pred")
    prophylaxis = draft("198334", "Sulfamethoxazole 400 MG / Trimethoprim 80 MG Oral Tablet", 1, "tmp")
    assert "pjp-prophylaxis-missing" not in chosen([draft(order_id="pred"), prophylaxis], "pred"), "it is in the basket"


@check("ORD-5 a selection that is no draft is ignored")
def _(service):
    body = request("order-select")
    body["context"]["selections"].append("MedicationRequest/zzz")
    same(cards(service, body), cards(service, request("order-select")), "beside a real one")
    same(cards(service, changed(request("order-select"), "context", "selections", to=["MedicationRequest/zzz"])), [], "alone")


@check("ORD-7 order-sign looks at every entry, whatever its status")
def _(service):
    want = found(service, request())
    assert "steroid-monotherapy" in want
    for status in ("active", "draft", "unknown", None):  # on-hold neither protects nor exposes (catalogue 2.5, F25)
        order = draft() | {"status": status}
        same(found(service, request(drafts=[order])), want, status)


def without_drug(**more):
    order = copy.deepcopy(azathioprine)
    del order["medicationCodeableConcept"]
    return order | more


def medication(**more):
    return {"resourceType": "Medication", "id": "med1",
            "code": {"text": aza_text, "coding": [{"system": rxnorm, "code": "197388", "display": aza_text}]}} | more


@check("ORD-8 the drug is known by concept, contained, entry of the Bundle, prefetch")
def _(service):
    reference = {"reference": "Medication/med1"}
    by_entry = request(drafts=[without_drug(medicationReference=reference), medication()])
    by_prefetch = request(drafts=[without_drug(medicationReference=reference)],
                          prefetch={"medications": bundle(medication())})
    absolute = copy.deepcopy(by_entry)
    absolute["fhirServer"] = "https://ehr.example.org/fhir"
    absolute["context"]["draftOrders"]["entry"][0]["resource"]["medicationReference"] = {
        "reference": "https://ehr.example.org/fhir/Medication/med1"}
    contained = without_drug(medicationReference={"reference": "#m"}, contained=[medication(id="m")])
    for name, body in {"concept": request(drafts=[azathioprine]), "contained": request(drafts=[contained]),
                       "entry": by_entry, "prefetch": by_prefetch, "absolute": absolute}.items():
        assert "tpmt-before-azathioprine" in found(service, body), name


@check("ORD-8 a drug known only by the words of its reference is not passed over")
def _(service):
    named = without_drug(medicationReference={"reference": "Medication/elsewhere", "display": aza_text})
    assert found(service, request(drafts=[named])), "a drug known by its words"
    nameless = without_drug(medicationReference={"reference": "Medication/elsewhere"})
    answer = service.call("POST", sign, request(drafts=[nameless]))
    same(answer.status, 200, "a drug that is not known")


@check("ORD-8 the first code of several may be the ingredient (Epic)")
def _(service):
    order = copy.deepcopy(azathioprine)
    order["medicationCodeableConcept"]["coding"].insert(0, {"system": rxnorm, "code": "1256", "display": "azathioprine"})
    order["medicationCodeableConcept"]["coding"].append({"system": "urn:oid:1.2.840.114350.1.13", "code": "4711"})
    assert "tpmt-before-azathioprine" in found(service, request(drafts=[order]))


def with_doses(*doses):
    order = draft("198145", "Prednisone 10 MG Oral Tablet", 1)
    mg = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    order["dosageInstruction"][0]["doseAndRate"] = [
        {"type": {"coding": [{"system": "http://epic.com/CodeSystem/dose-rate-type", "code": kind}], "text": kind},
         "doseQuantity": {"value": value} | mg} for kind, value in doses]
    return order


@check("ORD-10 calculated, admin-amount and ordered are one dose, never a sum")
def _(service):
    def dose(*doses):
        return found(service, request(drafts=[with_doses(*doses)]))
    low, high = dose(("ordered", 6)), dose(("ordered", 60))
    assert "pjp-prophylaxis-missing" in high and "pjp-prophylaxis-missing" not in low, (low, high)
    threefold = dose(("calculated", 6), ("admin-amount", 6), ("ordered", 6))
    same(threefold, low, "6 mg said three times (18 mg as a sum)")
    same(dose(("calculated", 60), ("admin-amount", 60), ("ordered", 60)), high, "60 mg said three times")
    same(dose(("ordered", 60), ("calculated", 6)), high, "ordered counts, wherever it stands")
    same(dose(("calculated", 60), ("ordered", 6)), low, "ordered counts, wherever it stands")


@check("ORD-11 a requester that is only a data-absent-reason, and none at all")
def _(service):
    absent = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
    want = cards(service, request())
    for requester in (absent, {"display": "somebody"}, {"reference": "Practitioner/1"}):
        same(cards(service, request(drafts=[draft() | {"requester": requester}])), want, str(requester)[:40])


@check("ORD-6 partial drafts: any member may be missing")
def _(service):
    for hook in ("order-select", "order-sign"):
        for member in draft():
            if member not in ("resourceType", "id"):
                body = request(hook, drafts=[changed(draft(), member)])
                same(service.call("POST", path_of(hook), body).status, 200, f"{hook} without {member}")


@check("ORD-9 draftOrders missing: the refusal names context.draftOrders")
def _(service):
    for hook in ("order-sign", "order-select"):
        answer = service.call("POST", path_of(hook), changed(request(hook), "context", "draftOrders"))
        same(answer.status, 400, hook)
        assert "context.draftOrders" in answer.issue(), json.dumps(answer.json())


@check("ORD-2 an empty basket has no cards about orders")
def _(service):
    same(topics(service.call("POST", select, request("order-select", drafts=[]))), [])
