"""Stopping: nothing that was asked goes unanswered. Runs on services of its own."""
import re
import tempfile
import time

from checks import same
from client import Service, http
from samples import path_of, request

config = """
[timeouts]
drain_notice_ms = 1500
drain_grace_ms = 10000
"""


def drained(exe, folder):
    """Readiness turns, then the port closes; idle connections end, a request under way is answered."""
    service = Service(exe, folder, config)
    idle = service.connect()
    same(idle.send(http("GET", "/healthz")).answer().status, 200, "before")
    call = http("POST", path_of("order-sign"), request())
    busy = service.connect().send(call[:-5])
    time.sleep(0.3)
    service.terminate()
    time.sleep(0.2)
    same(service.call("GET", "/readyz").status, 503, "readiness while draining")
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


def grace_ends(exe, folder):
    """A client that never finishes does not hold the service beyond the grace period."""
    service = Service(exe, folder, "[timeouts]\ndrain_grace_ms = 500\nbody_ms = 60000\n")
    stuck = service.connect().send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1")
    time.sleep(0.3)
    began = time.monotonic()
    service.terminate()
    code, _, _ = service.finish()
    same(code, 0, "exit code")
    assert 0.3 < time.monotonic() - began < 5
    assert stuck.ends()


def crowded(exe, folder):
    """Over the limit of connections: 503 and closed; room again when one leaves."""
    service = Service(exe, folder, "[limits]\nconnections = 2\n")
    held = [service.connect() for _ in range(2)]
    for one in held:
        same(one.send(http("GET", "/healthz")).answer().status, 200, "inside the limit")
    third = service.connect()
    answer = third.answer()
    same((answer.status, answer.header("Retry-After")), (503, "1"), "third connection")
    held[0].close()
    time.sleep(0.3)
    same(service.call("GET", "/healthz").status, 200, "after one left")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


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
    service.terminate()
    same(service.finish()[0], 0, "exit code")


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
    same(len(re.findall(r'"event":"call"', out)), 2, "lines")


alone = {
    "drain: readiness 503, port closed, idle ended, busy answered, exit 0": drained,
    "drain: the grace period ends": grace_ends,
    "HTTP connections over the limit are turned away": crowded,
    "DSC-1 COR-5 path prefix and list of origins": base_path_and_origins,
    "SEC-16 ERR-3 the log names nobody": nothing_personal_in_the_log,
}


def run_alone(exe):
    """Runs the checks of this file; the number that failed."""
    failed = 0
    for name, function in alone.items():
        try:
            with tempfile.TemporaryDirectory() as folder:
                function(exe, folder)
            print(f"ok    {name}")
        except Exception as error:
            failed += 1
            print(f"FAIL  {name}: {type(error).__name__} {error}")
    return failed
