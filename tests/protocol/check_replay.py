"""What real clients sent, sent again."""
import copy
import pathlib
import subprocess
import sys
import tempfile

from checks import check, same
from samples import captured, captured_names, condition, draft, empty_prefetch, bundle, path_of, patient
from samples import request, services, topics

trial = {"trial-view": "patient-view", "trial-select": "order-select", "trial-sign": "order-sign"}
schema = pathlib.Path(__file__).resolve().parent.parent / "schema.py"


def replay(service, call, body):
    hook = trial[call["path"].rsplit("/", 1)[-1]]
    return service.call(call["method"], f"/cds-services/{services[hook]}", body, call["headers"])


def with_myositis(body):
    """The captured body as it would come from an EHR that follows our discovery document."""
    whole = copy.deepcopy(body)
    patient_id = whole["context"]["patientId"]
    whole["prefetch"] = empty_prefetch() | {"patient": patient(patient_id),
                                            "conditions": bundle(condition(patient_id=patient_id))}
    return whole


def follows_schema(kind, folder):
    files = sorted(str(file) for file in pathlib.Path(folder).glob("*.json"))
    done = subprocess.run([sys.executable, str(schema), kind, *files], capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]


@check("replay: every captured call gets 200 or 412; without draftOrders 400 (ORD-9)")
def _(service):
    for name in captured_names(("order", "patient", "other")):
        call = captured(name)
        body = call["body"]
        lacks_orders = body["hook"].startswith("order") and "draftOrders" not in body["context"]
        want = (400,) if lacks_orders else (200,) if body.get("prefetch") else (200, 412)
        answer = replay(service, call, body)
        assert answer.status in want, f"{name}: {answer.status}"
        if answer.status == 200:
            assert isinstance(answer.json()["cards"], list), name
        else:
            answer.issue()


@check("replay: order-sign without prefetch is 412 (PFD-13)")
def _(service):
    call = captured("order-sign")
    same(replay(service, call, call["body"]).status, 412)


@check("replay: order-select before a drug is chosen has no cards")
def _(service):
    call = captured("order-select-no-medication")
    same(replay(service, call, call["body"]).body, b'{"cards":[]}')


@check("replay: prednisone 60 mg a day for 30 days in myositis: steroid-monotherapy and pjp-prophylaxis-missing")
def _(service):
    call = captured("order-sign")
    found = topics(replay(service, call, with_myositis(call["body"])))
    for topic in ("steroid-monotherapy", "pjp-prophylaxis-missing"):
        assert topic in found, found


@check("replay: the same without myositis: nothing")
def _(service):
    call = captured("order-sign")
    body = with_myositis(call["body"])
    body["prefetch"]["conditions"] = bundle()
    same(replay(service, call, body).body, b'{"cards":[]}')


@check("replay: azathioprine without TPMT: tpmt-before-azathioprine")
def _(service):
    azathioprine = draft("197388", "Azathioprine 50 MG Oral Tablet", 1)
    same("tpmt-before-azathioprine" in topics(service.call("POST", path_of("order-sign"), request(drafts=[azathioprine]))),
         True, "tpmt-before-azathioprine among the cards")


@check("SRC-4 CAR-1 every card has a topic and a uuid of its own, fresh in each call")
def _(service):
    def uuids():
        cards = service.call("POST", path_of("order-sign"), request()).json()["cards"]
        assert cards and all(card["source"]["topic"]["code"] for card in cards)
        return [card["uuid"] for card in cards]
    first, second = uuids(), uuids()
    same(len(set(first + second)), len(first) + len(second), "different uuids")


@check("JSN-4 RSP-1 the answers to real clients follow the schema")
def _(service):
    with tempfile.TemporaryDirectory() as folder:
        count = 0
        for name in captured_names(("order", "patient", "other")):
            call = captured(name)
            for body in (call["body"], with_myositis(call["body"])):
                answer = replay(service, call, body)
                if answer.status == 200:
                    count += 1
                    (pathlib.Path(folder) / f"{name}-{count}.json").write_bytes(answer.body)
        assert count > 8, count
        follows_schema("cdsResponse", folder)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "discovery.json").write_bytes(service.call("GET", "/cds-services").body)
        follows_schema("discoveryResponse", folder)
