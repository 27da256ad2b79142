"""Forms of a call that real clients and proxies send: media types, encodings, methods, a byte order mark: JSN-7, REQ-1, REQ-4."""
import gzip
import json

from check_request import cards, refused, sign
from checks import check, same
from client import http
from samples import hooks, path_of, request

whole = json.dumps(request()).encode()


@check("JSN-7 every charset parameter is harmless; the body is UTF-8 whatever it says")
def _(service):
    for kind in ("application/json; charset=iso-8859-1", 'application/json;charset="utf-8"', "APPLICATION/JSON;CHARSET=UTF-16",
                 "application/json;", "application/json; x=y; charset=utf-8", "application/fhir+json; fhirVersion=4.0", ""):
        same(service.call("POST", sign, whole, {"Content-Type": kind}).status, 200, kind)
    refused(service, 400, json.dumps(request()).encode("utf-16"), headers={"Content-Type": "application/json;charset=utf-16"})


@check("JSN-7 a 415 says what would be taken")
def _(service):
    for kind in ("text/json", "application/xml", "multipart/form-data; boundary=x", "application/vnd.api+json", "json", "*/*"):
        answer = service.call("POST", sign, whole, {"Content-Type": kind})
        same((answer.status, answer.header("Accept-Post")), (415, "application/json"), kind)
        assert "application/json" in answer.issue()
    for coding in ("gzip", "deflate", "br", "gzip, identity"):
        answer = service.call("POST", sign, gzip.compress(whole), {"Content-Encoding": coding})
        same((answer.status, answer.header("Accept-Encoding")), (415, "identity"), coding)
        assert "compression" in answer.issue()
    same(service.call("POST", sign, whole, {"Content-Encoding": "Identity"}).status, 200, "no coding")
    same(service.call("POST", sign + "/feedback", {"feedback": []}, {"Content-Type": "text/plain"}).status, 415, "feedback")


@check("JSN-1 a byte order mark in front of the text is passed over, once, and elsewhere it is not JSON")
def _(service):
    mark = b"\xef\xbb\xbf"
    same(cards(service, mark + whole), cards(service, whole))
    for wrong in (mark * 2 + whole, whole + mark, b" " + mark + whole, mark, mark[:2] + whole):
        refused(service, 400, wrong)


@check("JSN-1 what the client would rather have changes nothing: JSON, not compressed")
def _(service):
    for fields in ({"Accept": "application/xml"}, {"Accept": "text/html, */*;q=0.1"}, {"Accept": "application/fhir+json"},
                   {"Accept-Encoding": "gzip, deflate, br"}, {"Accept-Charset": "utf-16"}, {"Accept-Language": "de"}):
        for answer in (service.call("POST", sign, whole, fields), service.call("GET", "/cds-services", headers=fields)):
            same((answer.status, answer.header("Content-Type")), (200, "application/json"), fields)
            same(answer.header("Content-Encoding"), "", fields)
            answer.json()


@check("REQ-1 DSC-15 every other method is 405 with the list of those that go, at places that exist")
def _(service):
    places = [(path_of(hook), "POST, OPTIONS") for hook in hooks] + [(sign + "/feedback", "POST, OPTIONS")]
    for path, methods in [*places, ("/cds-services", "GET, HEAD, OPTIONS")]:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
            if method in methods:
                continue
            answer = service.call(method, path, None if method in ("GET", "HEAD", "TRACE") else {})
            same((answer.status, answer.header("Allow")), (405, methods), f"{method} {path}")
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        same(service.call(method, "/cds-services/nope", None if method in ("GET", "HEAD") else {}).status, 404, method)


@check("REQ-16 ids are compared as they are: other letters and cut ones are 404")
def _(service):
    for path in ("/cds-services/IIM-ORDER-SIGN", "/cds-services/iim-order-sig", "/cds-services/order-sign",
                 "/cds-services/iim-order-sign.json", "/CDS-SERVICES/iim-order-sign", "/cds-services/iim-order-sign%00"):
        same(service.call("POST", path, request()).status, 404, path)


@check("REQ-4 hookInstance of every UUID version and case is taken, other text too, and no cards depend on it")
def _(service):
    want = cards(service, request())
    for one in ("d1577c69-dfbe-11ec-ba6d-3e05e953b2ea", "D1577C69-DFBE-44AD-BA6D-3E05E953B2EA", "not-a-uuid", "0" * 10_000,
                "{d1577c69-dfbe-11ec-ba6d-3e05e953b2ea}", "<script>", "00000000-0000-0000-0000-000000000000"):
        same(cards(service, request() | {"hookInstance": one}), want, one[:40])


@check("REQ-6,8 calls as clients of CDS Hooks 1.0 write them: user beside context, scopes of SMART 1.0, no encounter")
def _(service):
    want = cards(service, request())
    token = {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "scope": "patient/Patient.read", "subject": "cds"}
    old = request() | {"user": "Practitioner/1", "fhirServer": "http://hospital.example/fhir", "redirect": "http://x",
                       "fhirAuthorization": token}
    same(cards(service, old), want)
    old["prefetch"] = {key: None if value.get("total") == 0 else value for key, value in old["prefetch"].items()}
    same(cards(service, old), want, "null for what is empty, as 1.0 says")
    for hook in ("medication-prescribe", "order-review", "Order-Sign"):
        refused(service, 400, request() | {"hook": hook}, "order-sign")


@check("SEC-11 a token is used up by a call that is let in, whatever becomes of the call", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    empty = request() | {"prefetch": {}}
    for body, fields, status in ((b"{", {}, 400), (whole, {"Content-Type": "text/plain"}, 415), (empty, {}, 412)):
        token = ehr.bearer()
        same(service.call("POST", sign, body, {"Authorization": token} | fields).status, status, "first")
        same(service.call("POST", sign, whole, {"Authorization": token}).status, 401, f"again after {status}")
    token = ehr.bearer()
    head = http("POST", sign, headers={"Authorization": token, "Content-Length": "99999999"})
    same(service.connect().send(head).answer().status, 413, "refused before anybody looks at the token")
    same(service.call("POST", sign, whole, {"Authorization": token}).status, 200, "it was not used")
