"""Discovery, prefetch templates, CORS, other pages: DSC-*, PFT-*, COR-*."""
import re

from checks import check, same
from client import http
from samples import captured, captured_names, path_of, request, services


@check("DSC-1 discovery is GET /cds-services, 200, JSON")
def _(service):
    answer = service.call("GET", "/cds-services")
    same(answer.status, 200, "status")
    assert answer.header("Content-Type").startswith("application/json")


@check("DSC-2,4,5,6,7 every service has hook, title, description and an id of plain characters that can be called")
def _(service):
    found = service.call("GET", "/cds-services").json()["services"]
    same({one["hook"]: one["id"] for one in found}, services, "hooks and ids")
    for one in found:
        assert one["title"] and one["description"], one
        assert re.fullmatch(r"[A-Za-z0-9._~-]+", one["id"])
        assert service.call("POST", f"/cds-services/{one['id']}", {}).status != 404


@check("DSC-9 usageRequirements tells what happens without data")
def _(service):
    for one in service.call("GET", "/cds-services").json()["services"]:
        assert "412" in one["usageRequirements"] or "prefetch" not in one, one


@check("DSC-12,13 one id a hook")
def _(service):
    ids = [one["id"] for one in service.call("GET", "/cds-services").json()["services"]]
    same(len(ids), len(set(ids)), "ids")


@check("DSC-17 the same bytes for every caller")
def _(service):
    first = service.call("GET", "/cds-services").body
    same(service.call("GET", "/cds-services", headers={"Authorization": "Bearer x"}).body, first)


@check("DSC-18 slash at the end, doubled slashes, query, absolute URL")
def _(service):
    want = service.call("GET", "/cds-services").body
    for path in ("/cds-services/", "//cds-services", "/cds-services?x=1", f"http://127.0.0.1:{service.port}/cds-services"):
        answer = service.call("GET", path)
        same((answer.status, answer.body), (200, want), path)
    same(service.call("POST", "/cds-services//iim-order-sign", request()).status, 200, "service after doubled slash")
    same(service.call("POST", "/cds-services/iim-order-sign/", request()).status, 200, "service with slash at the end")


@check("DSC-18 HEAD tells the length and sends no body")
def _(service):
    whole = service.call("GET", "/cds-services")
    head = service.call("HEAD", "/cds-services")
    same((head.status, head.header("Content-Length")), (200, str(len(whole.body))))


@check("HEAD and OPTIONS where nothing is read: a status, no body, and the connection goes on")
def _(service):
    for method, path, status in (("HEAD", "/nothing", 404), ("HEAD", path_of("order-sign"), 405), ("OPTIONS", "*", 204),
                                 ("OPTIONS", path_of("order-sign"), 204), ("HEAD", "/healthz", 200)):
        connection = service.connect().send(http(method, path))
        same(connection.answer(head_only=True).status, status, f"{method} {path}")
        same(connection.send(http("GET", "/healthz")).answer().status, 200, f"after {method} {path}")
    assert "POST" in service.call("OPTIONS", path_of("order-sign")).header("Allow")
    connection = service.connect().send(http("HEAD", "/healthz", headers={"Expect": "tea"}))
    same(connection.answer(head_only=True).status, 417, "HEAD refused")
    assert connection.ends(), "a refused HEAD has no body"


@check("JSN-2,3 discovery has no null, empty text, empty list or empty object")
def _(service):
    def walk(value):
        assert value not in (None, "", [], {}), value
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)
    walk(service.call("GET", "/cds-services").json())


@check("PFT-1,2,4,11 each template is one read or one plain search, each parameter at most once")
def _(service):
    for one in service.call("GET", "/cds-services").json()["services"]:
        same(len(one.get("prefetch", {})), 0 if one["hook"] == "allergyintolerance-create" else 10, "keys")
        for key, template in one.get("prefetch", {}).items():
            assert re.fullmatch(r"[A-Z][A-Za-z]+(/\{\{context\.patientId\}\}|\?[^?\s]+)", template), template
            same(set(re.findall(r"\{\{([^}]*)\}\}", template)), {"context.patientId"}, key)
            names = [pair.split("=")[0] for pair in template.partition("?")[2].split("&") if pair]
            same(len(names), len(set(names)), key)
            assert not set(names) & {"_include", "_revinclude"}, template


@check("COR-1,2,3,6,7 preflights of the sandbox are answered without credentials")
def _(service):
    for name in captured_names("preflight"):
        call = captured(name)
        path = call["path"].replace("trial-view", "iim-patient-view")
        answer = service.call("OPTIONS", path, headers=call["headers"])
        same(answer.status, 204, path)
        same(answer.header("Access-Control-Allow-Origin"), "*", path)
        allowed = answer.header("Access-Control-Allow-Headers").lower()
        assert "authorization" in allowed and "content-type" in allowed, allowed
        for method in ("GET", "POST", "OPTIONS"):
            assert method in answer.header("Access-Control-Allow-Methods"), method
        assert int(answer.header("Access-Control-Max-Age")) > 0


@check("COR-4 every answer may be read by a browser, errors too")
def _(service):
    origin = {"Origin": "http://127.0.0.1:8080"}
    sign = path_of("order-sign")
    calls = [("GET", "/cds-services", None, 200), ("GET", "/nothing", None, 404), ("GET", sign, None, 405),
             ("POST", sign, request(), 200), ("POST", sign, b"{", 400), ("POST", "/cds-services/nope", {}, 404),
             ("POST", sign + "/feedback", {}, 400), ("OPTIONS", "/nothing", None, 404)]
    for method, path, body, status in calls:
        answer = service.call(method, path, body, origin)
        same((answer.status, answer.header("Access-Control-Allow-Origin")), (status, "*"), f"{method} {path}")


@check("COR-4 ERR-1 JSN-9 what is refused below the pages may be read too, says why, and is not stored")
def _(service):
    sign = path_of("order-sign")
    for fields, status in (({"Content-Length": "99999999"}, 413), ({"X": "a" * 9000}, 431), ({"Expect": "tea"}, 417),
                           ({"Content-Length": "+1"}, 400), ({"Transfer-Encoding": "gzip"}, 400)):
        answer = service.call("POST", sign, headers={"Origin": "http://127.0.0.1:8080"} | fields)
        same((answer.status, answer.header("Access-Control-Allow-Origin")), (status, "*"), str(fields)[:40])
        same((answer.header("Content-Type"), answer.header("Cache-Control")), ("application/fhir+json", "no-store"))
        answer.issue()


@check("COR-5 no Allow-Credentials beside *")
def _(service):
    assert not service.call("GET", "/cds-services", headers={"Origin": "http://x"}).header("Access-Control-Allow-Credentials")


@check("REQ-1 GET on a service is 405 with Allow")
def _(service):
    answer = service.call("GET", path_of("order-sign"))
    same((answer.status, answer.header("Allow")), (405, "POST, OPTIONS"))
    same(service.call("POST", "/cds-services", {}).status, 405, "POST on discovery")


@check("REQ-16 unknown ids and paths are 404 with an OperationOutcome")
def _(service):
    for method, path in (("POST", "/cds-services/nope"), ("POST", "/cds-services/nope/feedback"), ("GET", "/"),
                         ("GET", "/cds-servicesx"), ("POST", "/cds-services/iim-order-sign/other")):
        answer = service.call(method, path, {} if method == "POST" else None)
        same(answer.status, 404, path)
        answer.issue()


@check("health: alive and ready")
def _(service):
    same(service.call("GET", "/healthz").status, 200, "alive")
    same(service.call("GET", "/readyz").status, 200, "ready")
