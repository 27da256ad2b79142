"""What of Da Vinci CRD a clinical service takes over, and what it leaves: DVC-*."""
import json
import re
import subprocess
import time

import corpus
from checks import check, same
from client import http
from samples import changed, draft, path_of, request, without_uuids

associated = "davinci-crd.associated-resource"
sign = path_of("order-sign")


def about(card):
    return [one["reference"] for one in card.get("extension", {}).get(associated, [])]


def entries(body):
    """Type/id → order of the orders that a request is about."""
    found = {}
    for basket in ("draftOrders", "medications"):
        for entry in (body["context"].get(basket) or {}).get("entry", []):
            order = entry.get("resource") or {}
            found[f"{order.get('resourceType')}/{order.get('id')}"] = order
    return found


@check("DVC-1 no CRD version is claimed; a requested one is tolerated")
def _(service):
    discovery = service.call("GET", "/cds-services")
    assert b"davinci-crd.version" not in discovery.body
    for wanted in ("2.0", "2.2", "99", 5, ["2.1"]):
        body = request() | {"extension": {"davinci-crd.requestedVersion": wanted}}
        same(service.call("POST", sign, body).status, 200, wanted)


@check("DVC-2 configuration options, if declared, are well formed")
def _(service):
    kinds = {"boolean": bool, "integer": int}
    for one in service.call("GET", "/cds-services").json()["services"]:
        options = one.get("extension", {}).get("davinci-crd.configuration-options", [])
        for option in options:
            assert option["code"] and option["name"] and option["description"], option
            assert isinstance(option["default"], kinds[option["type"]]), option


@check("DVC-3 configuration in a request: known, unknown, of a wrong type, missing")
def _(service):
    def answer(extension):
        found = service.call("POST", sign, request() | {"extension": extension})
        same(found.status, 200, str(extension)[:80])
        return without_uuids(found.json()["cards"])
    want = answer({})
    for given in ({"alt-drug": True}, {"zzz": False, "coverage": True}, {"max-cards": "many"}, [], "x", None, {"zzz": {}}):
        same(answer({"davinci-crd.configuration": given}), want, given)


@check("DVC-4 the order that a card names in its extension stands in the request", on="cards")
def _(service):
    named = 0
    for case, card in corpus.cards(service):
        text = json.dumps(case.request)
        for reference in about(card):
            kind, _, name = reference.partition("/")
            assert f'"{kind}"' in text and f'"{name}"' in text or reference in text, f"{case.name}: {reference}"
            named += 1
    assert named > 500, named


@check("DVC-4 both drafts are told apart")
def _(service):
    drafts = [draft(order_id="pred"), draft("197388", "Azathioprine 50 MG Oral Tablet", 1, "aza")]
    cards = service.call("POST", sign, request(drafts=drafts)).json()["cards"]
    by_topic = {card["source"]["topic"]["code"]: about(card) for card in cards}
    same(by_topic["tpmt-before-azathioprine"], ["MedicationRequest/aza"], "about")
    assert "MedicationRequest/pred" in by_topic["pjp-prophylaxis-missing"], by_topic


def words_of(order):
    concept = order.get("medicationCodeableConcept") or order.get("code") or {}
    texts = [concept.get("text") or ""] + [one.get("display") or "" for one in concept.get("coding", [])]
    return {word.lower() for text in texts for word in re.findall(r"[A-Za-z]{5,}", text)} - {"tablet", "sodium", "injection"}


@check("DVC-5 a card about one of several orders names its drug in words", on="cards")
def _(service):
    seen = 0
    for case, card in corpus.cards(service):
        orders = entries(case.request)
        names = [words_of(orders[one]) for one in about(card) if one in orders]
        if len(orders) < 2 or len(about(card)) != 1 or not names or not names[0]:
            continue
        seen += 1
        told = (card["summary"] + card["detail"]).lower()
        assert any(word in told for word in names[0]), f"{case.name}: {card['summary']}: {names[0]}"
    assert seen > 30, seen


@check("DVC-6 every card has a topic", on="cards")
def _(service):
    for case, card in corpus.cards(service):
        assert card["source"]["topic"]["code"], case.name


@check("DVC-7 every suggestion has a uuid", on="cards")
def _(service):
    for case, _, one in corpus.suggestions(service):
        assert re.fullmatch(r"[0-9a-f-]{36}", one["uuid"]), case.name


@check("DVC-8 no conditional create is sent", on="cards")
def _(service):
    for case, action in corpus.actions(service):
        assert "davinci-crd.if-none-exist" not in action.get("extension", {}), case.name


@check("DVC-9 critical comes only from rules that may say it", on="cards")
def _(service):
    told = subprocess.run([service.exe, "rules", "--format", "json"], capture_output=True, text=True, check=True).stdout
    may = {rule["id"] for rule in json.loads(told)["rules"] if rule["mayBeCritical"]}
    critical = {card["source"]["topic"]["code"] for _, card in corpus.cards(service) if card["indicator"] == "critical"}
    assert critical and critical <= may, critical - may


@check("DVC-10 what the detail links to stands in links too; the reason stands first", on="cards")
def _(service):
    for case, card in corpus.cards(service):
        assert card["detail"].startswith("**"), case.name
        listed = {link["url"] for link in card.get("links", [])}
        for url in re.findall(r"https?://[^\s)>\]]+", card["detail"]):
            assert url in listed, f"{case.name}: {url}"


@check("DVC-11 no coverage information is sent", on="cards")
def _(service):
    for case, action in corpus.actions(service):
        assert "coverage-information" not in json.dumps(action), case.name


@check("DVC-12 400, 412 and 422 are told apart, each with an OperationOutcome")
def _(service):
    old = {"resourceType": "MedicationOrder", "id": "order-123", "patient": {"reference": "Patient/p1"}}
    for status, body in ((400, changed(request(), "context", "patientId")), (412, changed(request(), "prefetch")),
                         (422, request(drafts=[old]))):
        answer = service.call("POST", sign, body)
        same(answer.status, status)
        assert answer.json()["issue"][0]["details"]["text"], answer.body


def times(service, count=120):
    connection = service.connect()
    body = http("POST", sign, request())
    taken = []
    for _ in range(count):
        began = time.monotonic()
        same(connection.send(body).answer().status, 200)
        taken.append(time.monotonic() - began)
    connection.close()
    return sorted(taken)


@check("DVC-13 nine calls of ten take less than 5 s")
def _(service):
    taken = times(service, 50)
    assert taken[int(len(taken) * 0.9)] < 5, taken[-5:]


@check("REQ-12 with data in the request 95 of 100 calls take less than 500 ms")
def _(service):
    taken = times(service)
    assert taken[int(len(taken) * 0.95)] < 0.5, taken[-15:]


@check("DVC-15 no two cards of one answer say the same", on="cards")
def _(service):
    for case in corpus.cases(service):
        summaries = [card["summary"] for card in case.answer["cards"]]
        same(len(set(summaries)), len(summaries), f"{case.name}: {summaries}")
