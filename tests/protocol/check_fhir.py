"""What the service reads itself from the client's FHIR server: FHA-*, PFD-*, ORD-3, DVC-14."""
import pathlib
from urllib.parse import unquote

from charts import Chart, asked, cards, sign, token, with_server, without
from check_templates import read_types
from checks import check, same
from samples import bundle, changed, condition, draft, request, rxnorm

readme = pathlib.Path(__file__).resolve().parents[2] / "README.md"


@check("PFD-1 what came with the call is not asked for; nor is null, nor a failed attempt (PFD-3, PFD-5)", on="ehr")
def _(service):
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    for body in (request(), request(prefetch={"observations": None}), request(prefetch={"observations": failed})):
        cards(service, with_server(service, body))
        same(asked(service), [], "asked for")


@check("PFD-2 an absent key is asked for as discovery writes it, and nothing else", on="ehr")
def _(service):
    want = cards(service, request())
    listed = next(one for one in service.call("GET", "/cds-services").json()["services"] if one["hook"] == "order-sign")
    for key, query in listed["prefetch"].items():
        found = cards(service, with_server(service, without(key)))
        same([unquote(one) for one in asked(service)], [query.replace("{{context.patientId}}", "p1")], key)
        same(found, want, f"{key} fetched")


@check("PFD-15 FHA-2 a call without prefetch gives the same cards as one with it", on="ehr")
def _(service):
    want = cards(service, request())
    same(cards(service, with_server(service, changed(request(), "prefetch"))), want, "nothing came")
    same(len(asked(service)), 10, "questions")
    same(cards(service, with_server(service, request() | {"prefetch": {}})), want, "an empty object came")


@check("FHA-1 only the documented types are read", on="ehr")
def _(service):
    cards(service, with_server(service, changed(request(), "prefetch")))
    assert {one.split("?")[0].split("/")[0] for one in asked(service)} <= read_types | {"Medication"}, asked(service)
    assert all(one.method == "GET" for one in service.stub.asked)


@check("FHA-3 the token is on every call", on="ehr")
def _(service):
    cards(service, with_server(service, changed(request(), "prefetch")))
    same({one.headers.get("authorization") for one in service.stub.asked}, {"Bearer fhir-access-4711"}, "tokens")


@check("FHA-3 a token that is not for us, not whole or not a bearer token is not used", on="ehr")
def _(service):
    for wrong in ({"token_type": "mac"}, {"token_type": 5}, {"access_token": ""}, {"access_token": None}, {"access_token": 5},
                  {"subject": "another"}, {"patient": "p2"}, {"expires_in": -1}, {"access_token": "a b\r\nX: y"}):
        cards(service, with_server(service, without("observations"), authorization=token | wrong))
        same(asked(service), [], wrong)
    cards(service, with_server(service, without("observations"), authorization=token | {"patient": "p1", "zzz": {"a": 1}}))
    same(len(asked(service)), 1, "patient as in the context, unknown members")


@check("DVC-14 tokens of a few seconds are used at once", on="ehr")
def _(service):
    for seconds in (5, 30, 3600):
        cards(service, with_server(service, without("conditions"), authorization=token | {"expires_in": seconds}))
        same(len(asked(service)), 1, seconds)


@check("FHA-10 FHIR JSON is asked for, and what a careless server adds is left out", on="ehr")
def _(service):
    cards(service, with_server(service, changed(request(), "prefetch")))
    assert all("application/fhir+json" in one.headers["accept"] for one in service.stub.asked)
    body = with_server(service, without("conditions"))
    service.stub.otherwise = Chart(Condition=[condition("M33.20", text="Polymyositis of somebody else", patient_id="p2"), condition()])
    found = service.call("POST", sign, body)
    same(found.status, 200)
    assert b"somebody else" not in found.body, "another patient's diagnosis"


@check("PFD-7 the pages that did not come with the call are read", on="ehr")
def _(service):
    def page(place, relation="next"):
        return bundle() | {"link": [{"relation": relation, "url": service.stub.url(place, "127.0.0.1")}]}
    want = cards(service, request())
    body = with_server(service, request(prefetch={"conditions": page("/closed/Condition?page=2")}))
    same(cards(service, body), want, "the diagnosis stands on page 2")
    same(asked(service), ["Condition?page=2"], "asked for")
    body = with_server(service, request(prefetch={"conditions": page("/closed/Condition?page=2")}), authorization=None)
    cards(service, body)
    same(asked(service), [], "without a token")
    body = with_server(service, request(prefetch={"conditions": page("/other/Condition?page=2")}))
    cards(service, body)
    same(asked(service), [], "outside the base")


@check("ORD-3 a draft is never asked for; the Medication that it names is (ORD-8)", on="ehr")
def _(service):
    text = "Azathioprine 50 MG Oral Tablet"
    order = changed(draft("197388", text, 1, "draft-4711"), "medicationCodeableConcept")
    order["medicationReference"] = {"reference": "Medication/med1"}
    body = with_server(service, request(drafts=[order]))
    service.stub.otherwise = Chart(Medication=[{"resourceType": "Medication", "id": "med1", "code": {
        "text": text, "coding": [{"system": rxnorm, "code": "197388", "display": text}]}}])
    found = [card["source"]["topic"]["code"] for card in cards(service, body)]
    same(asked(service), ["Medication/med1"], "asked for")
    assert "tpmt-before-azathioprine" in found, found
    cards(service, with_server(service, changed(request(drafts=[draft(order_id="draft-4711")]), "prefetch")))
    assert not any("draft-4711" in one for one in asked(service)), asked(service)


@check("FHA-12 the README tells a site what to register: client id, scopes, keys, and why")
def _(_):
    told = readme.read_text(encoding="utf-8")
    words = ["client_id", "scope", *sorted(f"{kind}.r" for kind in read_types)]
    same([word for word in words if word not in told], [], "not told")
