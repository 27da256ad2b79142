"""What came as prefetched data, in every form it comes: PFD-*, REQ-17."""
import json

from check_request import cards, refused, sign
from checks import check, check_alone, same
from client import Service
from samples import bundle, changed, condition, draft, patient, path_of, request, said, topics


@check("PFD-13 no data and no way to fetch it: 412")
def _(service):
    for hook in ("patient-view", "order-select", "order-sign"):
        for body in (changed(request(hook), "prefetch"), request(hook) | {"prefetch": {}},
                     request(hook) | {"prefetch": None}):
            refused(service, 412, body, "prefetch", path=path_of(hook))


@check("PFD-9,13 a key that nobody asked for does not stand for data: 412 as without it")
def _(service):
    for value in (None, {"resourceType": "Basic"}, bundle(), "x"):
        refused(service, 412, request() | {"prefetch": {"foo": value}}, "prefetch")
    found = request() | {"prefetch": {"foo": bundle(condition())}}  # what stands there is data all the same
    same(service.call("POST", sign, found).status, 200)


@check("PFD-5 a failed list of statements or administrations leaves the list of drugs incomplete, and that is said")
def _(service):
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for key in ("statements", "medicationAdministrations"):
        told = " ".join(card["detail"] for card in cards(service, request(prefetch={key: outcome})))
        assert "steroid-sparing agent in the part of the medication list that came" in told, (key, told)
        assert "Pneumocystis prophylaxis: medication list not complete" in told, (key, told)
        whole = cards(service, request(prefetch={key: bundle()}))
        assert whole and not any("not complete" in card["detail"] for card in whole), key


@check("PFD-3 null is an answer: there is none")
def _(service):
    emptied = request(prefetch={"observations": None})
    same(cards(service, emptied), cards(service, request(prefetch={"observations": bundle()})))
    same(service.call("POST", sign, request() | {"prefetch": {"patient": None}}).status, 200, "only a null")


@check("PFD-5 an OperationOutcome under a key is no data: 412 alone, 200 beside data")
def _(service):
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    refused(service, 412, request() | {"prefetch": {"patient": outcome, "conditions": outcome}})
    same(service.call("POST", sign, request(prefetch={"observations": outcome})).status, 200)


@check("PFD-6,8,10,11 Bundles of any type, bare resources, outcome entries")
def _(service):
    want = cards(service, request())
    outcome = {"search": {"mode": "outcome"}, "resource": {"resourceType": "OperationOutcome", "issue": []}}
    for form in (bundle(condition()) | {"type": "collection"}, changed(bundle(condition()), "type"), condition(),
                 changed(bundle(condition()), "entry", to=[outcome, {"resource": condition()}])):
        same(cards(service, request(prefetch={"conditions": form})), want, json.dumps(form)[:80])
    same(cards(service, request(prefetch={"patient": bundle(patient())})), want, "Patient in a Bundle")


@check("PFD-5 a list that cannot be read is no empty list")
def _(service):
    def without(key):
        return cards(service, changed(request(), "prefetch", key))
    for key in ("conditions", "medications", "allergies"):
        for odd in ("x", 5, {"resourceType": "Bundle", "entry": {}}, ["x"], [None],
                    {"resourceType": "Bundle", "entry": [{"resource": 5}]},
                    {"resourceType": "Bundle", "entry": [None]}):
            same(said(cards(service, request(prefetch={key: odd}))), said(without(key)), f"{key} = {odd}")


@check("PFD-9 other keys do not matter")
def _(service):
    huge = bundle(*[{"resourceType": "Encounter", "id": str(i)} for i in range(5000)])
    same(cards(service, request(prefetch={"other": huge})), cards(service, request()))


@check("PFD-12 absolute and relative references are one patient")
def _(service):
    absolute = changed(condition(), "subject", "reference", to="https://ehr.example.org/fhir/Patient/p1")
    same(cards(service, request(conditions=[absolute])), cards(service, request()))


@check("PFD-14 thin data is not a refusal")
def _(service):
    thin = {"resourceType": "Patient", "id": "p1"}
    same(service.call("POST", sign, request(prefetch={"patient": thin})).status, 200)


@check("REQ-17 another patient's data never becomes advice")
def _(service):
    refused(service, 400, request(prefetch={"patient": patient("p2")}), "prefetch.patient")
    answer = service.call("POST", sign, request(conditions=[condition(patient_id="p2")]))
    same(answer.status, 200)
    assert "steroid-monotherapy" not in topics(answer) and "ermatomyositis" not in answer.body.decode()


@check("REQ-17 a draft of another patient is refused, never passed over in silence")
def _(service):
    other, own = draft(order_id="other", patient_id="p2"), draft()
    for drafts in ([other], [own, other], [other, own]):
        refused(service, 400, request(drafts=drafts), "context.draftOrders")
    absolute = changed(own, "subject", "reference", to="https://ehr.example.org/fhir/Patient/p1")
    same(cards(service, request(drafts=[absolute])), cards(service, request()))


@check("PFD-13 Bundles that cannot be read are no data")
def _(service):
    for entry in (5, "x", {}, [5], [{"resource": 7}]):
        junk = {"resourceType": "Bundle", "entry": entry}
        refused(service, 412, changed(request(), "prefetch", to={"conditions": junk}), "prefetch")
        told = service.call("POST", sign, request(prefetch={"conditions": junk}))
        same(told.status, 200)
        assert "not available" in told.body.decode(), "silent about the diagnoses"


@check_alone("REQ-17 the operator is told of another patient's resources, without their ids")
def _(exe, folder):
    service = Service(exe, folder)
    other = condition(patient_id="somebody-else-4711") | {"id": "c2"}
    same(service.call("POST", sign, request(conditions=[condition(), other])).status, 200)
    same(service.call("POST", sign, request()).status, 200)
    service.terminate()
    code, _, err = service.finish()
    same(code, 0, "exit code")
    odd = [json.loads(line).get("odd", {}).get("other-patient") for line in err.splitlines() if '"event":"call"' in line]
    same(odd, [1, None], "told")
    assert "somebody-else" not in err, err
