"""Stopping, slow clients, too many clients, the log. Stopping: nothing that was asked goes unanswered. Runs on services of its own."""
import json
import re
import time

from checks import check_alone, same
from client import Service, http
from samples import path_of, request

config = """
[timeouts]
drain_notice_ms = 4000
drain_grace_ms = 60000
"""


patience = 20  # seconds: far below the 60 that an idle connection has, far above the delays of a busy machine


def until(holds, what, seconds=patience):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def ends_after(service, data, trickle=b""):
    """Seconds until the server ends a connection on which `data` comes, then `trickle` again and again, if any."""
    connection = service.connect().send(data)
    began = time.monotonic()
    if not trickle:
        assert connection.ends(), "the server answered"
        return time.monotonic() - began
    try:
        while time.monotonic() - began < 2 * patience:
            connection.send(trickle)
            time.sleep(0.1)
    except ConnectionError:
        pass
    return time.monotonic() - began


@check_alone("HTTP slow clients are cut off")
def slow_clients(exe, folder):
    """A header or body that stalls or trickles is cut off by its own limit, not by that of an idle connection."""
    service = Service(exe, folder, "[timeouts]\nheader_ms = 1000\nbody_ms = 2000\n")
    post = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
    assert 0.9 < ends_after(service, post) < patience, "header stalls"
    assert 1.9 < ends_after(service, post + b"\r\n12") < patience, "body stalls"
    assert 0.9 < ends_after(service, b"G", trickle=b"G") < patience, "header trickles"
    assert 1.9 < ends_after(service, post + b"\r\n", trickle=b"1") < patience, "body trickles"
    same(service.call("GET", "/healthz").status, 200, "alive")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("drain: readiness 503, port closed, idle ended, busy answered, exit 0")
def drained(exe, folder):
    """Readiness turns, then the port closes; idle connections end, a request under way is answered."""
    service = Service(exe, folder, config)
    idle = service.connect()
    same(idle.send(http("GET", "/healthz")).answer().status, 200, "before")
    call = http("POST", path_of("order-sign"), request())
    busy = service.connect().send(call[:-5])
    time.sleep(0.3)
    service.terminate()
    until(lambda: service.call("GET", "/readyz").status == 503, "readiness while draining", seconds=3)
    assert idle.ends(), "idle connection"
    try:
        service.connect()
        raise AssertionError("the port is still open")
    except ConnectionRefusedError:
        pass
    answer = busy.send(call[-5:]).answer()
    same((answer.status, answer.header("Connection").lower()), (200, "close"), "request under way")
    assert busy.ends()
    code, _, err = service.finish()
    same(code, 0, "exit code")
    assert "Sanitizer" not in err, err[-3000:]


@check_alone("drain: the grace period ends")
def grace_ends(exe, folder):
    """A client that never finishes does not hold the service beyond the grace period."""
    service = Service(exe, folder, "[timeouts]\ndrain_notice_ms = 1000\ndrain_grace_ms = 1500\nbody_ms = 300000\n")
    stuck = service.connect().send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
    time.sleep(0.3)
    began = time.monotonic()
    service.terminate()
    code, _, _ = service.finish()
    same(code, 0, "exit code")
    assert 2.4 < time.monotonic() - began < patience
    assert stuck.ends()


@check_alone("HTTP connections over the limit are turned away")
def crowded(exe, folder):
    """Over the limit of connections: 503 and closed; room again when one leaves."""
    service = Service(exe, folder, "[limits]\nconnections = 2\n")
    held = [service.connect() for _ in range(2)]
    for one in held:
        same(one.send(http("GET", "/healthz")).answer().status, 200, "inside the limit")
    third = service.connect()
    answer = third.answer()
    same((answer.status, answer.header("Retry-After")), (503, "1"), "third connection")
    same(answer.header("Access-Control-Allow-Origin"), "*", "readable by a browser")
    answer.issue()
    held[0].close()
    until(lambda: service.call("GET", "/healthz").status == 200, "room after one left")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("HTTP bodies over the budget of memory are turned away")
def memory_is_bounded(exe, folder):
    """Bodies under way share a budget: 503 beyond it, room again when one is done. No length counts as the longest."""
    service = Service(exe, folder, "[limits]\nbody_bytes = 4096\nbodies_bytes = 6000\n")
    post = b"POST /cds-services/iim-order-sign HTTP/1.1\r\nHost: x\r\n"
    # The answer to the expectation comes once the share is taken: until then another call could take it first.
    first = service.connect().send(post + b"Content-Length: 3000\r\nExpect: 100-continue\r\n\r\n")
    same(first.answer().status, 100, "the first has its share")
    first.send(b"{")
    assert too_many(service.connect().send(post + b"Content-Length: 3001\r\n\r\n{")), "the budget is spent"
    assert too_many(service.connect().send(post + b"Transfer-Encoding: chunked\r\n\r\n")), "chunked"
    same(service.call("POST", "/cds-services/iim-order-sign", b"{}").status, 400, "what still fits")
    same(first.send(b" " * 2999).answer().status, 400, "the first is answered")
    same(service.connect().send(post + b"Content-Length: 3001\r\n\r\n{" + b" " * 3000).answer().status, 400, "room again")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


def too_many(connection):
    """True when the request that was begun on it is answered 503 at once."""
    connection.socket.settimeout(patience)
    try:
        answer = connection.answer()
    except TimeoutError:
        return False
    finally:
        connection.close()
    same((answer.status, answer.header("Retry-After")), (503, "1"), "no memory left")
    answer.issue()
    return True


@check_alone("DSC-1 COR-5 path prefix and list of origins")
def base_path_and_origins(exe, folder):
    """DSC-1 with a path prefix; COR-5 with a list of origins."""
    service = Service(exe, folder, 'base_path = "/iim"\n[cors]\norigins = ["https://ehr.example.org"]\n')
    same(service.call("GET", "/iim/cds-services").status, 200, "under the prefix")
    same(service.call("GET", "/cds-services").status, 404, "outside the prefix")
    same(service.call("POST", "/iim/cds-services/iim-order-sign", request()).status, 200, "service")
    known = service.call("GET", "/iim/cds-services", headers={"Origin": "https://ehr.example.org"})
    same((known.header("Access-Control-Allow-Origin"), known.header("Vary")), ("https://ehr.example.org", "Origin"))
    other = service.call("GET", "/iim/cds-services", headers={"Origin": "https://evil.example.org"})
    same((other.status, other.header("Access-Control-Allow-Origin"), other.header("Vary")), (200, "", "Origin"))
    from_ehr = {"Origin": "https://ehr.example.org"}
    large = service.call("POST", "/", headers=from_ehr | {"Content-Length": "99999999"})
    same((large.status, large.header("Access-Control-Allow-Origin")), (413, "https://ehr.example.org"), "413")
    bad = service.connect().send(http("POST", "/", headers=from_ehr | {"Transfer-Encoding": "chunked"}) + b"no chunk\r\n\r\n")
    bad = bad.answer()
    same((bad.status, bad.header("Access-Control-Allow-Origin")), (400, "https://ehr.example.org"), "bad chunk")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("SEC-16 ERR-3 the log names nobody")
def nothing_personal_in_the_log(exe, folder):
    """SEC-16, ERR-3: no token, name, id or body in what the service writes; one line a call."""
    service = Service(exe, folder)
    body = request()
    body["context"]["patientId"] = "Quartermain-4711"
    body["hookInstance"] = "9a0e0d5a-0000-4000-8000-00c04fd430c8"
    body["prefetch"] = {"patient": {"resourceType": "Patient", "id": "Quartermain-4711", "name": [{"family": "Zebedee"}]}}
    service.call("POST", path_of("order-sign"), body, {"Authorization": "Bearer secret-token"})
    service.call("POST", path_of("order-sign"), b'{"Zebedee":')
    service.terminate()
    code, out, err = service.finish()
    same(code, 0, "exit code")
    for word in ("Quartermain", "Zebedee", "secret-token", "9a0e0d5a"):
        assert word not in out + err, word
    same(len(re.findall(r'"event":"call"', err)), 2, "lines")


@check_alone("REQ-4 ORD-5 VER-3 what is odd about a request is logged")
def oddities_in_the_log(exe, folder):
    """REQ-4, ORD-5: what a client does wrong without harm is told to the operator, by codes of ours."""
    service = Service(exe, folder)
    body = request("order-select") | {"hookInstance": "no-uuid-at-all"}
    body["context"]["selections"].append("MedicationRequest/zzz")
    same(service.call("POST", path_of("order-select"), body).status, 200)
    same(service.call("POST", path_of("order-sign"), request()).status, 200)
    old = {"resourceType": "ProcedureRequest", "id": "pr-1", "status": "draft", "code": {"text": "MRI"}}  # VER-3
    same(service.call("POST", path_of("order-sign"), request(drafts=[old])).status, 200)
    service.terminate()
    _, _, err = service.finish()
    calls = [json.loads(line) for line in err.splitlines() if '"event":"call"' in line]
    same([call.get("odd") for call in calls],
         [{"hook-instance-no-uuid": 1, "unknown-selection": 1}, None, {"older-fhir-draft": 1}], "oddities")
    assert "zzz" not in err and "no-uuid-at-all" not in err, err


@check_alone("serve greets on standard output and logs on standard error")
def greeting(exe, folder):
    """Standard output tells a human what to try; standard error is the log, one JSON object a line."""
    service = Service(exe, folder, 'base_path = "/iim"\n')
    service.terminate()
    code, _, err = service.finish()
    same(code, 0, "exit code")
    for words in (f"http://127.0.0.1:{service.port}/iim/cds-services", "iim-order-sign", "request.json", "curl"):
        assert words in service.greeting, (words, service.greeting)
    same([json.loads(line)["event"] for line in err.splitlines()], ["started", "stopped"], "log")
