"""FHIR servers that fail, mislead or may not be asked: FHA-5 to FHA-9, FHA-11, REQ-7, REQ-13."""
import json
import time

import callers
import certificates
import stubs
from charts import Chart, asked, cards, incomplete, sign, token, with_server, without
from check_identity import checked, with_production
from checks import check, check_alone, same
from client import Service
from samples import bundle, changed, condition, patient, request


@check("FHA-5 no redirect and no next link to another place is followed", on="ehr")
def _(service):
    elsewhere = service.foreign.url("/open/Condition?page=2", "127.0.0.1")
    chart = Chart()
    for made in ((302, {"Location": elsewhere}, b""), (307, {"Location": "/open/Observation"}, b""),
                 (200, {}, json.dumps(bundle(condition()) | {"link": [{"relation": "next", "url": elsewhere}]}))):
        body = with_server(service, without("conditions"))
        service.stub.otherwise = lambda one, made=made: made if "Condition" in one.path else chart(one)
        answer = service.call("POST", sign, body)
        assert answer.status == 200, answer.body[:200]
        same(len(service.stub.asked), 1, f"asked with {made[0]}")
    same(service.foreign.asked, [], "asked elsewhere")


@check("FHA-6 a server that is not on the list is never asked", on="ehr")
def _(service):
    for server in (service.foreign.url("/open", "127.0.0.1"), "http://169.254.169.254/", "http://127.0.0.1:22/", "http://[::1]:80/",
                   service.stub.url("/other", "127.0.0.1"), service.stub.url("/open", "127.0.0.1") + "@evil.example/",
                   service.stub.url("/closed/../other", "127.0.0.1"), service.stub.url("/closed", "127.0.0.1") + "?x=", "", 5):
        body = with_server(service, changed(request(), "prefetch")) | {"fhirServer": server}
        same(service.call("POST", sign, body).status, 412, f"{server}: nothing came and nothing may be asked")
        same((service.foreign.asked, service.stub.asked), ([], []), server)


@check_alone("REQ-7 http is refused in production, and in the demo not asked unless that is configured")
def _(exe, folder):
    base = callers.configuration(folder).replace(', "http://127.0.0.1:9"', "")
    tail = '[ehr]\nenabled = true\n[[ehr.server]]\nbase = "http://ehr.example.org/fhir"\nissuers = ["https://ehr.example.org"]\n'
    code, err = checked(exe, folder, with_production(base) + tail)
    assert code == 2 and "http" in err, (code, err)
    same(checked(exe, folder, with_production(base) + tail.replace("http://ehr", "https://ehr"))[0], 0, "https")
    stub = stubs.Stub()
    stub.otherwise = Chart()
    service = Service(exe, folder, ('[outbound]\nnetworks = ["127.0.0.0/8"]\n[ehr]\nenabled = true\n[[ehr.server]]\n'
                                    f'base = "{stub.url("/open", "127.0.0.1")}"\nwithout_token = true\n'))
    body = changed(request(), "prefetch") | {"fhirServer": stub.url("/open", "127.0.0.1"), "fhirAuthorization": token}
    answer = service.call("POST", sign, body)
    service.terminate()
    same(service.finish()[0], 0, "exit code")
    same((answer.status, stub.asked), (412, []), "asked over http")


@check("FHA-7 an open server is asked without a token only where that is configured", on="ehr")
def _(service):
    cards(service, with_server(service, without("conditions"), "open", None))
    same([one.headers.get("authorization") for one in service.stub.asked], [None], "the open one")
    cards(service, with_server(service, without("observations"), "closed", None))
    same(asked(service), [], "the closed one")


failures = [(status, {}, b"{}") for status in (401, 403, 404, 429, 500, 503)] + [
    (200, {}, b"<html>"), (200, {}, b""), (200, {}, b"[" * 5000), (200, {"Content-Length": "100"}, b"{"), (204, {}, b""),
    (200, {}, json.dumps({"resourceType": "OperationOutcome", "issue": []})), (200, {}, b'{"resourceType":"Bundle","entry":5}'),
    (200, {}, json.dumps(patient("p2"))), (200, {}, b'"x"')]


@check("FHA-8 a server that fails: 412 where nothing came, said in the advice where something did, never 500", on="ehr")
def _(service):
    for made in failures:
        body = with_server(service, changed(request(), "prefetch"))
        service.stub.otherwise = made
        answer = service.call("POST", sign, body)
        said = answer.status == 200 and "not available" in answer.json()["cards"][0]["summary"]  # a Bundle that cannot be read
        assert answer.status == 412 or said, f"all fail with {made[0]} {made[2][:20]}: {answer.body[:200]}"
        body = with_server(service, without("medications"))
        service.stub.otherwise = made
        assert incomplete(cards(service, body)), f"{made} is not said"
        same(len(service.stub.asked), 1, "asked once")


@check("FHA-9 questions go out at the same time, and paging ends", on="ehr")
def _(service):
    chart = Chart()

    def slowly(one):
        time.sleep(0.3)
        return chart(one)
    body = with_server(service, changed(request(), "prefetch"))
    service.stub.otherwise = slowly
    cards(service, body)
    began = [one.at for one in service.stub.asked]
    assert len(began) == 10 and max(began) - min(began) < 1.5, began  # one after the other: 2.7 s

    def endless(one):
        more = {"link": [{"relation": "next", "url": service.stub.url("/closed/Condition?page=x", "127.0.0.1")}]}
        return 200, {}, json.dumps(bundle(condition()) | more)
    body = with_server(service, without("conditions"))
    service.stub.otherwise = endless
    assert incomplete(cards(service, body)), "pages that were not read are said"
    assert len(service.stub.asked) <= 3, asked(service)


@check("REQ-13 at the deadline the answer comes, and says what was not checked; without anything 412", on="ehr")
def _(service):
    for body, status in ((without("medications"), 200), (changed(request(), "prefetch"), 412)):
        body = with_server(service, body)

        def late(_):
            time.sleep(4)
            return 200, {}, json.dumps(bundle())
        service.stub.otherwise = late
        began = time.monotonic()
        answer = service.call("POST", sign, body)
        took = time.monotonic() - began
        same(answer.status, status, answer.body[:200])
        assert 1.5 < took < 3.8, took
        assert status != 200 or incomplete(answer.json()["cards"]), "not said"


@check_alone("FHA-11 a FHIR server with another certificate is not talked to")
def _(exe, folder):
    real, other = certificates.make(folder, "ehr"), certificates.make(folder, "authority")
    for authority, status in ((real, 200), (other, 412)):
        stub = stubs.Stub(real)
        stub.otherwise = Chart()
        service = Service(exe, folder, (
            f'[outbound]\nca_file = "{authority.certificate}"\nnetworks = ["127.0.0.0/8", "::1/128"]\n[ehr]\nenabled = true\n'
            f'[[ehr.server]]\nbase = "{stub.url("/closed")}"\nclient_id = "iim"\n'))
        body = changed(request(), "prefetch") | {"fhirServer": stub.url("/closed"), "fhirAuthorization": token}
        answer = service.call("POST", sign, body)
        service.terminate()
        same(service.finish()[0], 0, "exit code")
        same((answer.status, bool(stub.asked)), (status, status == 200), f"certificate of {authority.certificate}")
