"""What a request may be: JSN-*, REQ-*, ORD-*, ERR-*, VER-3."""
import json
import threading

from checks import check, same
from samples import bundle, changed, draft, path_of, patient, request, without_uuids

sign = path_of("order-sign")


def refused(service, status, body, *words, path=sign, headers=None):
    """The call is refused with this status and an OperationOutcome that says these words."""
    answer = service.call("POST", path, body, headers)
    same(answer.status, status, "status")
    same(answer.header("Content-Type"), "application/fhir+json", "Content-Type")
    text = answer.issue()
    for word in words:
        assert word in text, f"{word!r} is not in {text}"


def cards(service, body, path=sign):
    answer = service.call("POST", path, body)
    same(answer.status, 200, "status")
    return without_uuids(answer.json()["cards"])


@check("JSN-1,9 advice is JSON and is not to be stored")
def _(service):
    answer = service.call("POST", sign, request())
    same((answer.status, answer.header("Cache-Control")), (200, "no-store"))
    assert answer.header("Content-Type").startswith("application/json")
    assert isinstance(answer.json()["cards"], list)


@check("JSN-5 comments and commas at the end are refused, with the place")
def _(service):
    refused(service, 400, b'{\n  "hook": "order-sign",\n  // no\n}', "line 3", "byte 28")
    refused(service, 400, b'{"hook":"order-sign",}', "line 1, column 22")


@check("JSN-6 unknown members change nothing")
def _(service):
    plain, odd = request(), request()
    odd["zzz"] = odd["context"]["zzz"] = odd["extension"] = {"a": [1]}
    odd["prefetch"]["zzz"] = {"a": [1]}
    odd["fhirAuthorization"] = {"zzz": {"a": [1]}}
    same(cards(service, odd), cards(service, plain))


@check("JSN-7 media types")
def _(service):
    for kind in ("application/json", "application/json;charset=UTF-8", "Application/JSON ; charset=utf-8",
                 "application/fhir+json", None):
        same(service.call("POST", sign, request(), {"Content-Type": kind}).status, 200, kind)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        refused(service, 415, request(), "application/json", headers={"Content-Type": kind})
    refused(service, 415, request(), headers={"Content-Encoding": "gzip"})


@check("JSN-8 depth: 10 000 levels are refused, the service lives")
def _(service):
    for deep in (b"[" * 10000, b'{"a":' * 10000, b"[" * 10000 + b"]" * 10000):
        refused(service, 400, deep)
    same(service.call("GET", "/healthz").status, 200, "alive")


@check("JSN-8 doubled members are refused")
def _(service):
    text = json.dumps(request())
    refused(service, 400, text.replace('{"hook":', '{"hook":"patient-view","hook":', 1), "hook", "twice")
    refused(service, 400, text.replace('"context": {', '"context": {"patientId":"p2",', 1), "patientId", "twice")
    refused(service, 400, text.replace('"prefetch": {', '"prefetch": {"patient":null,', 1), "patient", "twice")


@check("JSN-8 a doubled member is refused at any depth of the context, and in the drugs of the record")
def _(service):
    text = json.dumps(request())
    dose = '"doseQuantity": {"value": 6'
    for written in (dose + ', "value": 60', dose.replace("6", "60") + ', "value": 6'):
        refused(service, 400, text.replace(dose, written, 1), "value", "twice", "context")
    refused(service, 400, text.replace('"periodUnit": "d"', '"periodUnit": "wk", "periodUnit": "d"', 1), "periodUnit", "twice")
    twice = text.replace('"draftOrders": {', '"draftOrders": {"entry": [], ', 1)
    refused(service, 400, twice, "entry", "twice", "context")
    given = draft(order_id="rec-1") | {"status": "active"}
    for key, order in (("medications", given), ("zzz", given), ("statements", {
            "resourceType": "MedicationStatement", "id": "s1", "status": "active", "subject": given["subject"],
            "medicationCodeableConcept": given["medicationCodeableConcept"], "dosage": given["dosageInstruction"]})):
        body = json.dumps(request(prefetch={key: bundle(order)}))
        start = body.index('"prefetch"')
        for old, new, name in ((dose, dose + ', "value": 60', "value"), ('"status": "active"', '"status": "active", "status": "stopped"', "status")):
            refused(service, 400, body[:start] + body[start:].replace(old, new, 1), name, "twice", f"prefetch.{key}")


@check("JSN-8 bytes that are not text are refused")
def _(service):
    text = json.dumps(request()).encode()
    refused(service, 400, text.replace(b"Practitioner/1", b"\xff\xfe"))
    refused(service, 400, text + b"\x00")
    refused(service, 400, text + b"{}")
    refused(service, 400, b"")


@check("REQ-1 the body is an object")
def _(service):
    for body in (b"null", b"[]", b'"x"', b"1"):
        refused(service, 400, body, "object")


@check("REQ-2 hook missing, null or a number")
def _(service):
    for body in (changed(request(), "hook"), request() | {"hook": None}, request() | {"hook": 7}):
        refused(service, 400, body, "hook")


@check("REQ-3 the hook of another service: both are named")
def _(service):
    refused(service, 400, request("patient-view"), "patient-view", "order-sign")


@check("REQ-4 hookInstance: missing is refused, any text is taken")
def _(service):
    refused(service, 400, changed(request(), "hookInstance"), "hookInstance")
    refused(service, 400, request() | {"hookInstance": 5}, "hookInstance")
    for instance in ("D1577C69-DFBE-44AD-BA6D-3E05E953B2EA", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "not-a-uuid"):
        same(service.call("POST", sign, request() | {"hookInstance": instance}).status, 200, instance)


@check("REQ-5 a repeated hookInstance is fine; REQ-15 the same cards")
def _(service):
    same(cards(service, request()), cards(service, request()))


@check("REQ-6 a token without fhirServer is ignored")
def _(service):
    token = {"access_token": "t", "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "y"}
    same(service.call("POST", sign, request() | {"fhirAuthorization": token}).status, 200)


@check("REQ-9 context and its required members")
def _(service):
    refused(service, 400, changed(request(), "context"), "context")
    refused(service, 400, request() | {"context": []}, "context")
    for member in ("patientId", "userId"):
        for hook in ("patient-view", "order-select", "order-sign"):
            refused(service, 400, changed(request(hook), "context", member), f"context.{member}", path=path_of(hook))
        refused(service, 400, changed(request(), "context", member, to=5), f"context.{member}")
    refused(service, 400, request() | {"prefetch": "x"}, "prefetch")


@check("REQ-9 order-select without selections is read as all selected")
def _(service):
    select = path_of("order-select")
    all_selected = request("order-select")
    same(cards(service, changed(all_selected, "context", "selections"), select), cards(service, all_selected, select))
    for wrong in ("MedicationRequest/request-123", [1], [None], [""], ["MedicationRequest/request-123", {}]):
        refused(service, 400, changed(all_selected, "context", "selections", to=wrong), "context.selections", path=select)


@check("ORD-5 a selection that is no draft: no cards")
def _(service):
    body = changed(request("order-select"), "context", "selections", to=["MedicationRequest/zzz"])
    same(cards(service, body, path_of("order-select")), [])


@check("ORD-9 draftOrders missing or of a wrong type is named")
def _(service):
    for hook in ("order-sign", "order-select"):
        refused(service, 400, changed(request(hook), "context", "draftOrders"), "context.draftOrders", path=path_of(hook))
        for wrong in ([], "x", 5, {"entry": []}, {"resourceType": "Bundle", "entry": {}}):
            refused(service, 400, changed(request(hook), "context", "draftOrders", to=wrong), "context.draftOrders",
                    path=path_of(hook))


@check("ORD-9 a draft that is no resource is named, not passed over")
def _(service):
    for entry, where in ((5, "entry[1]"), (None, "entry[1]"), ({"resource": "x"}, "entry[1].resource"),
                         ({"resource": [draft()]}, "entry[1].resource"),
                         ({"resource": {"id": "x"}}, "entry[1].resource.resourceType")):
        body = request()
        body["context"]["draftOrders"]["entry"].append(entry)
        refused(service, 400, body, f"context.draftOrders.{where}")
    body = request()
    body["context"]["draftOrders"]["entry"].append({"fullUrl": "urn:uuid:7c5f1c88-4d2b-4a53-9a0e-0d5a0b7a9a11"})
    same(cards(service, body), cards(service, request()))


@check("ORD-6 an order form without a drug yet: 200 and no cards, with data and without")
def _(service):
    form = {"resourceType": "MedicationRequest", "id": "request-123", "status": "draft", "intent": "order",
            "subject": {"reference": "Patient/p1"}}
    for hook in ("order-select", "order-sign"):
        for body in (request(hook, drafts=[form]), changed(request(hook, drafts=[form]), "prefetch")):
            same(cards(service, body, path_of(hook)), [], hook)


@check("ORD-1 draftOrders without type, and empty")
def _(service):
    whole = request()
    same(cards(service, changed(whole, "context", "draftOrders", "type")), cards(service, whole))
    same(cards(service, changed(whole, "context", "draftOrders", to={"resourceType": "Bundle"})), [])


@check("ORD-6 a draft without drug, without prefetch: no cards")
def _(service):
    bare = {"resourceType": "MedicationRequest", "id": "request-123", "status": "draft",
            "subject": {"reference": "Patient/p1"}}
    for hook in ("order-sign", "order-select"):
        body = changed(request(hook, drafts=[bare]), "prefetch")
        answer = service.call("POST", path_of(hook), body)
        same((answer.status, answer.body), (200, b'{"cards":[]}'), hook)


@check("VER-3 DSTU2 drafts are refused, not passed over in silence")
def _(service):
    old = {"resourceType": "MedicationOrder", "id": "order-123", "patient": {"reference": "Patient/p1"},
           "medicationCodeableConcept": draft()["medicationCodeableConcept"]}
    refused(service, 422, request(drafts=[old]), "DSTU2", "context.draftOrders")


@check("RSP-2 no myositis and no drug of ours: exactly an empty list")
def _(service):
    ibuprofen = draft("197805", "Ibuprofen 400 MG Oral Tablet", 1)
    answer = service.call("POST", sign, request(drafts=[ibuprofen], conditions=[]))
    same((answer.status, answer.body), (200, b'{"cards":[]}'))


@check("ERR-1,3 refusals do not repeat what was sent")
def _(service):
    secret = "Zebedee-Quartermain-4711"
    for body in (request() | {"hook": secret + "<script>"}, changed(request(), "context", "userId", to={"x": secret}),
                 changed(request(), "context", "patientId", to="Patient/" + secret),
                 request(prefetch={"patient": patient(secret)}), f'{{"hook":"{secret}",}}'):
        answer = service.call("POST", sign, body)
        same(answer.status, 400, "status")
        assert secret not in answer.body.decode()


@check("REQ-14 50 calls at once, independent answers")
def _(service):
    want, wrong = cards(service, request()), []

    def one():
        try:
            if cards(service, request()) != want:
                wrong.append("other cards")
        except Exception as error:
            wrong.append(error)
    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(wrong, [], "differences")


@check("hostile shapes never break the service")
def _(service):
    for odd in (None, True, 1e308, -1, "", "x" * 100000, [], {}, [[]], [None], {"resourceType": 5},
                {"resourceType": "Bundle", "entry": [None, 5, {"resource": None}, {"resource": []}]}):
        for key in request()["prefetch"]:
            status = service.call("POST", sign, request(prefetch={key: odd})).status
            assert status in (200, 400), f"{key} = {str(odd)[:40]}: {status}"
        for member in ("medicationCodeableConcept", "dosageInstruction", "authoredOn", "id", "subject", "status"):
            body = request(drafts=[draft() | {member: odd}])
            same(service.call("POST", sign, body).status, 200, f"{member} = {str(odd)[:40]}")
