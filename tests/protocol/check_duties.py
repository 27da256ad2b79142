"""What clients must do, kept and broken, and the form of all answers: REQ-*, PFD-*, ERR-*, JSN-*, SEC-20."""
import json
import random
from urllib.parse import urlsplit

import corpus
from checks import check, same
from samples import bundle, changed, condition, path_of, request, said, without_uuids

sign = path_of("order-sign")
token = {"access_token": "x" * 40, "token_type": "Bearer", "expires_in": 300, "scope": "user/Patient.read", "subject": "iim"}


def cards(service, body):
    answer = service.call("POST", path_of(body["hook"]), body)
    same(answer.status, 200, f"status with {answer.body[:200]}")
    return without_uuids(answer.json()["cards"])


def walk(value, name=None):
    """No null, "", [] or {} outside FHIR; only cards and services may be empty."""
    if isinstance(value, dict) and "resourceType" in value:
        return
    assert value is not None and value != "" and value != {}, name
    assert value != [] or name in ("cards", "services"), name
    for key, inner in value.items() if isinstance(value, dict) else ():
        walk(inner, key)
    for inner in value if isinstance(value, list) else ():
        walk(inner, f"in {name}")


@check("JSN-2 no answer has null, empty text, empty list or empty object", on="cards")
def _(service):
    for case in corpus.cases(service):
        walk(case.answer)


@check("JSN-3 members without a value are left out", on="cards")
def _(service):
    bare = [card for _, card in corpus.cards(service) if "suggestions" not in card]
    assert bare and all("selectionBehavior" not in card for card in bare)
    assert any("links" not in card for _, card in corpus.cards(service))


@check("REQ-1 the body is an object at the service's address, kept and broken")
def _(service):
    same(service.call("POST", sign, request()).status, 200, "kept")
    for body in ("[]", "5", '"order-sign"', "null", "", "hook=order-sign"):
        same(service.call("POST", sign, body).status, 400, body)
    same(service.call("PUT", sign, request()).status, 405, "PUT")


@check("REQ-8 fhirAuthorization missing, whole, each member missing or wrong: works on prefetch alone")
def _(service):
    want = cards(service, request())
    server = {"fhirServer": "https://ehr.example.org/fhir"}
    same(cards(service, request() | server | {"fhirAuthorization": token}), want, "whole")
    for member in token:
        same(cards(service, request() | server | {"fhirAuthorization": changed(token, member)}), want, f"no {member}")
        for wrong in (None, [], {}, -1, 1e300, "x"):
            body = request() | server | {"fhirAuthorization": token | {member: wrong}}
            same(cards(service, body), want, f"{member} = {wrong}")
    for wrong in (None, [], "x", 5):
        same(cards(service, request() | server | {"fhirAuthorization": wrong}), want, f"{wrong}")


@check("REQ-7 fhirServer of any form never breaks a call with data")
def _(service):
    want = cards(service, request())
    for server in ("http://ehr.example.org/fhir", "ftp://x", "", "javascript:alert(1)", 5, None, [], "https://[::1", "//x",
                   "https://user:pw@ehr.example.org/fhir", "x" * 100000):
        same(cards(service, request() | {"fhirServer": server, "fhirAuthorization": token}), want, str(server)[:30])


@check("REQ-10 prefetch missing or without anything: 412, with an OperationOutcome; with one key: 200")
def _(service):
    for prefetch in (None, {}):
        answer = service.call("POST", sign, request() | {"prefetch": prefetch})
        same(answer.status, 412, prefetch)
        assert "prefetch" in answer.issue()
    same(service.call("POST", sign, changed(request(), "prefetch")).status, 412, "missing")
    same(service.call("POST", sign, request() | {"prefetch": {"conditions": bundle(condition())}}).status, 200, "one key")


@check("REQ-11 an extension of any content is ignored")
def _(service):
    want = cards(service, request())
    for extension in ({}, {"com.example.x": {"a": [1, {"b": None}]}}, {"x": "y" * 10000}, {"systemActions": []}):
        same(cards(service, request() | {"extension": extension}), want, str(extension)[:40])


@check("REQ-15 the same calls in another order give the same cards", on="cards")
def _(service):
    bodies = [body for _, body in corpus.requests()[::30]]
    first = [without_uuids(answer) for answer in corpus.ask(service, bodies)]
    second = [without_uuids(answer) for answer in corpus.ask(service, reversed(bodies))]
    same(second, list(reversed(first)), "answers")


@check("PFD-4 a Bundle without entries: total 0, an empty list, an outcome entry, null are one")
def _(service):
    warning = {"resource": {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "processing"}]}}
    for key in ("observations", "medications", "conditions", "allergies"):
        want = cards(service, request(prefetch={key: None}))
        for empty in ({"resourceType": "Bundle", "type": "searchset", "total": 0}, bundle(),
                      {"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": [warning]},
                      {"resourceType": "Bundle"}):
            same(cards(service, request(prefetch={key: empty})), want, f"{key} = {empty}")


@check("PFD-5 a failed key is said to be missing, an empty one is not")
def _(service):
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for key in ("medications", "conditions"):
        told = cards(service, request(prefetch={key: failed}))
        assert all("not or not fully answered by the record: " in card["detail"] for card in told), key
        same(said(told), said(cards(service, changed(request(), "prefetch", key))), key)
    assert cards(service, request(prefetch={"medications": failed})) != cards(service, request(prefetch={"medications": None}))


@check("PFD-7 a page of several without access: the same cards, and the rest is said to be missing")
def _(service):
    paged = bundle() | {"total": 90, "link": [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]}
    body = request(prefetch={"medications": paged})
    told = said(cards(service, body))
    same(told, said(cards(service, changed(request(), "prefetch", "medications"))), "as if it had not come whole")


refused = [("{", 400), (json.dumps(changed(request(), "hook")), 400), (json.dumps(changed(request(), "prefetch")), 412),
           (json.dumps(changed(request(), "context")), 400), (json.dumps(request("patient-view")), 400)]


@check("ERR-1 every refusal has an OperationOutcome with severity, code, text and the place")
def _(service):
    for body, status in refused:
        answer = service.call("POST", sign, body)
        same(answer.status, status, body[:40])
        issue = answer.json()["issue"][0]
        assert issue["severity"] in ("error", "fatal") and issue["code"] and issue["details"]["text"] and issue["diagnostics"]
    assert "prefetch" in service.call("POST", sign, refused[2][0]).json()["issue"][0]["diagnostics"]


@check("ERR-2 its media type is application/fhir+json")
def _(service):
    for body, status in refused:
        same(service.call("POST", sign, body).header("Content-Type"), "application/fhir+json", status)
    for method, path in (("GET", sign), ("GET", "/nothing"), ("POST", "/cds-services/nope")):
        same(service.call(method, path, {} if method == "POST" else None).header("Content-Type"), "application/fhir+json", path)


def spoiled(dice):
    """A request with one member somewhere replaced, removed or doubled into nonsense; names in every corner."""
    body = request()
    body["prefetch"]["patient"]["name"] = [{"family": "Quartermain", "given": ["Zebedee"]}]
    body["prefetch"]["patient"]["identifier"] = [{"value": "mrn-4711-secret"}]
    body["fhirAuthorization"] = token | {"access_token": "secret-token-4711"}
    place = body
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = dice.choice([key for key in keys if key != "hook"] or [None])
        if key is None:
            return body
        if not isinstance(place[key], (dict, list)) or dice.random() < 0.3:
            place[key] = dice.choice([None, 5, -1e308, "Quartermain", [], {}, ["Zebedee"], {"mrn-4711-secret": 1}, True])
            return body
        place = place[key]


@check("ERR-3 400 spoiled requests: no 500, and no refusal repeats a name, a number or a token")
def _(service):
    dice, seen = random.Random(4711), {}
    connection = service.connect()
    for _ in range(400):
        text = json.dumps(spoiled(dice))
        if dice.random() < 0.1:
            text = text[:dice.randrange(len(text))]
        answer = connection.send(corpus.http("POST", sign, text)).answer()
        seen[answer.status] = seen.get(answer.status, 0) + 1
        assert answer.status in (200, 400, 412, 422), (answer.status, text)
        for word in ("Quartermain", "Zebedee", "4711", "secret", "engine/", ".cpp", "std::"):
            assert answer.status == 200 or word not in answer.body.decode(), (word, answer.body)
    assert seen.get(400, 0) > 30 and seen.get(200, 0) > 30, seen


@check("SEC-20 hostile text in a chart makes no link, no code and no address of its own", on="cards")
def _(service):
    from check_cards import card_texts
    hosts = {urlsplit(link["url"]).hostname for _, link in corpus.links(service)}
    bodies = [card_texts.with_text(body, " ".join(card_texts.HOSTILE)) for _, body in corpus.requests()[3::50]]
    found = 0
    for answer in corpus.ask(service, bodies):
        for card in answer["cards"]:
            assert {urlsplit(link["url"]).hostname for link in card.get("links", [])} <= hosts, card["links"]
            for one in card.get("suggestions", []):
                for action in one.get("actions", []):
                    found += 1
                    text = json.dumps(action["resource"]) if action["type"] == "create" else ""
                    assert "<script" not in text and "javascript:" not in text, text[:300]
    assert found > 20, found
