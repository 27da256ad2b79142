"""What was acknowledged is kept, whatever happens to the process, the database or the disk; what is not kept is not
acknowledged; and advice goes on in any case. What clinicians overrode stays quiet as long as the catalogue says."""
import concurrent.futures
import contextlib
import csv
import datetime
import io
import json
import pathlib
import resource
import sqlite3
import subprocess
import threading
import time
import uuid

from checks import check_alone, same
from client import Closed, Service
from postgres import Postgres
from samples import draft, path_of, request, topics

sign = path_of("order-sign")
feedback = sign + "/feedback"
steroid, daily = "steroid-monotherapy", "methotrexate-daily-dosing"


def stamp():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def item(card=None, reason=None, outcome="overridden"):
    one = {"card": card or str(uuid.uuid4()), "outcome": outcome, "outcomeTimestamp": stamp()}
    return one | ({"overrideReason": {"reason": {"code": reason}}} if reason else {})


def store_of(folder, more=""):
    return f'[store]\ndata_dir = "{folder}/kept"\n{more}'


def stored(folder):
    """The card of each row of feedback."""
    file = pathlib.Path(folder) / "kept" / "feedback.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as data:
        return [card for card, in data.execute("SELECT card FROM feedback")]


def asked(**draft_of):
    return request(drafts=[draft(**draft_of)])


def ask(service, body=None):
    answer = service.call("POST", sign, body or request())
    same(answer.status, 200, "advice")
    return answer


def card_of(answer, topic):
    return next(card for card in answer.json()["cards"] if card["source"]["topic"]["code"] == topic)


def send(service, *items):
    return service.call("POST", feedback, {"feedback": list(items)})


def acknowledged(service, *items):
    answer = send(service, *items)
    same((answer.status, answer.body), (200, b""), "feedback")


def refused_for_now(service, one):
    answer = send(service, one)
    same(answer.status, 503, "feedback")
    assert int(answer.header("retry-after")) > 0, answer.headers
    answer.issue()


def eventually(service, one, seconds=20):
    """Sends the same item until it is acknowledged, as a client does."""
    until = time.monotonic() + seconds
    while send(service, one).status != 200:
        assert time.monotonic() < until, "feedback is still refused"
        time.sleep(0.2)


def quick(action, seconds, what):
    began = time.monotonic()
    action()
    took = time.monotonic() - began
    assert took < seconds, f"{what} took {took:.1f} s"


def load_until(service, stop, kept):
    """Feedback as fast as it goes; what was acknowledged is added to `kept`."""
    while not stop.is_set():
        items = [item() for _ in range(3)]
        try:
            if send(service, *items).status == 200:
                kept += [one["card"] for one in items]
        except (Closed, OSError):
            return


@check_alone("FBK-8 kill -9 during feedback load: what was acknowledged is there once")
def _(exe, folder):
    kept = []
    for _ in range(2):
        service = Service(exe, folder, store_of(folder))
        stop = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(4) as clients:
            for _ in range(4):
                clients.submit(load_until, service, stop, kept)
            time.sleep(1.5)
            service.process.kill()
            stop.set()
        service.finish()
    assert len(kept) > 50, f"only {len(kept)} items were acknowledged"
    rows = stored(folder)
    same(len(rows), len(set(rows)), "rows and different cards")
    same(set(kept) - set(rows), set(), "acknowledged and lost")


@check_alone("FBK-8 feedback sent again after kill -9 changes nothing")
def _(exe, folder):
    one = item()
    for _ in range(2):
        service = Service(exe, folder, store_of(folder))
        acknowledged(service, one)
        service.process.kill()
        service.finish()
    same(stored(folder).count(one["card"]), 1, "rows")


@check_alone("PostgreSQL goes away: advice goes on, feedback is refused with Retry-After, nothing acknowledged is lost")
def _(exe, folder):
    with Postgres() as server:
        service = Service(exe, folder, store_of(folder, f'kind = "postgres"\npostgres = "{server.conninfo}"\n'))
        before, during, frozen, after = item(), item(), item(), item()
        acknowledged(service, before)
        assert steroid in topics(ask(service))

        server.stop()
        for _ in range(5):
            quick(lambda: ask(service), 5, "advice without the database")
        quick(lambda: refused_for_now(service, during), 15, "the refusal")
        server.start()
        eventually(service, during)

        server.freeze()
        try:
            for _ in range(5):
                quick(lambda: ask(service), 5, "advice while the database hangs")
            quick(lambda: refused_for_now(service, frozen), 15, "the refusal")
        finally:
            server.freeze(False)
        eventually(service, frozen)
        eventually(service, after)
        rows = server.rows("SELECT card FROM feedback")
        for one in (before, during, frozen, after):
            same(rows.count(one["card"]), 1, "rows")
        service.terminate()
        same(service.finish()[0], 0, "exit code")


@check_alone("PostgreSQL is not there at the start: the service starts and advises")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder, f'kind = "postgres"\npostgres = "host={folder} dbname=none"\n'))
    assert steroid in topics(ask(service))
    refused_for_now(service, item())
    service.terminate()
    same(service.finish()[0], 0, "exit code")


def gone_before_long(topic, asked_again, what, seconds=20):
    """A look-up that takes longer than read_limit_ms shows the card once more: advice does not wait for a busy machine."""
    until = time.monotonic() + seconds
    while topic in topics(asked_again()):
        assert time.monotonic() < until, what
        time.sleep(0.2)


@check_alone("two services on one PostgreSQL know the same feedback")
def _(exe, folder):
    with Postgres() as server:
        secret = pathlib.Path(folder) / "shared.key"
        secret.write_text("0123456789abcdef" * 4)
        text = f'kind = "postgres"\npostgres = "{server.conninfo}"\nhash_key_file = "{secret}"\n'
        services = []
        for name in ("one", "two"):
            (pathlib.Path(folder) / name).mkdir()
            services.append(Service(exe, f"{folder}/{name}", store_of(f"{folder}/{name}", text)))
        shown = card_of(ask(services[0]), steroid)
        acknowledged(services[1], item(shown["uuid"], "specialist-plan"))
        for service in services:
            gone_before_long(steroid, lambda: ask(service), "it was overridden")
            service.terminate()
            same(service.finish()[0], 0, "exit code")


@check_alone("a full disk: advice goes on, feedback is refused with Retry-After, nothing acknowledged is lost")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder))
    before, during = item(), item()
    acknowledged(service, before)
    pid = service.process.pid
    unlimited = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (16, unlimited[1]))  # no file can grow
    assert steroid in topics(ask(service))
    refused_for_now(service, during)
    assert steroid in topics(ask(service))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    eventually(service, during)
    service.terminate()
    same(service.finish()[0], 0, "exit code")
    for one in (before, during):
        same(stored(folder).count(one["card"]), 1, "rows")


@check_alone("an override keeps the card quiet for this patient, until the facts get worse")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder))
    shown = card_of(ask(service), steroid)
    assert steroid in topics(ask(service)), "nothing was said of it yet"
    acknowledged(service, item(shown["uuid"]))
    assert steroid in topics(ask(service)), "closing a card without a reason says nothing"
    acknowledged(service, item(shown["uuid"], "specialist-plan"))
    gone_before_long(steroid, lambda: ask(service), "it was overridden")
    gone_before_long(steroid, lambda: ask(service, asked(order_id="another")), "it was overridden for the patient")
    gone_before_long(steroid, lambda: ask(service, asked(tablets=5)), "less is not worse")
    assert steroid in topics(ask(service, asked(tablets=8))), "80 mg is worse than 60 mg"
    elsewhere = json.loads(json.dumps(request()).replace("p1", "p2"))
    assert steroid in topics(ask(service, elsewhere)), "another patient"
    service.process.kill()
    service.finish()
    service = Service(exe, folder, store_of(folder))
    gone_before_long(steroid, lambda: ask(service), "it was overridden before the restart")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("a never-event is overridden for one order only")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder))

    def methotrexate(order_id):
        return asked(code="105585", text="methotrexate 2.5 MG Oral Tablet", tablets=4, order_id=order_id)
    shown = card_of(ask(service, methotrexate("one")), daily)
    same(shown["indicator"], "critical")
    acknowledged(service, item(shown["uuid"], "data-incorrect"))
    gone_before_long(daily, lambda: ask(service, methotrexate("one")), "it was overridden")
    assert daily in topics(ask(service, methotrexate("two"))), "another order"
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("iim-cds feedback report counts shown, accepted, overridden by reason and ignored")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder))
    cards = [card_of(ask(service), steroid) for _ in range(4)]
    pick = [{"id": cards[0]["suggestions"][0]["uuid"]}]
    acknowledged(service, item(cards[0]["uuid"], outcome="accepted") | {"acceptedSuggestions": pick},
                 item(cards[1]["uuid"], "data-incorrect"), item(cards[2]["uuid"]), item())
    service.terminate()
    same(service.finish()[0], 0, "exit code")

    def report(*options):
        done = subprocess.run([exe, "feedback", "report", "--data", f"{folder}/kept", *options], capture_output=True, text=True)
        same((done.returncode, done.stderr), (0, ""), "feedback report")
        return done.stdout
    found = json.loads(report("--format", "json"))
    rule = next(one for one in found["rules"] if one["rule"] == steroid)
    same((rule["shown"], rule["accepted"]["cards"], rule["overridden"]["cards"], rule["ignored"]["cards"]), (4, 1, 2, 1))
    same({one["reason"]: one["cards"] for one in rule["reasons"]}, {"data-incorrect": 1, "none given": 1})
    same([round(rule["accepted"][end], 3) for end in ("low", "high")], [0.046, 0.699], "the interval of 1 of 4")
    same(found["unknown"], 1, "unknown cards")
    rows = [row for row in csv.DictReader(io.StringIO(report("--format", "csv"))) if row["rule"] == steroid]
    same(sorted((row["outcome"], row["reason"], row["cards"]) for row in rows),
         [("accepted", "", "1"), ("ignored", "", "1"), ("overridden", "data-incorrect", "1"), ("overridden", "none given", "1")])
    assert steroid in report() and "data-incorrect" in report(), report()
    same(json.loads(report("--format", "json", "--since", "2100-01-01"))["rules"], [], "from 2100 on")
    for wrong, code in ((["--data", f"{folder}/nowhere"], 1), (["--since", "yesterday"], 2), (["--format", "xml"], 2)):
        done = subprocess.run([exe, "feedback", "report", *wrong], capture_output=True, text=True)
        same((done.returncode, bool(done.stderr)), (code, True), str(wrong))


@check_alone("SEC-16 SEC-21 neither the store, nor the audit, nor the log holds an id, a name or a comment that is not wanted")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder, "keep_comments = false\n"))
    body = json.loads(json.dumps(request()).replace("p1", "patient-4711"))
    body["prefetch"]["patient"]["name"] = [{"family": "Quartermain"}]
    shown = card_of(ask(service, body), steroid)
    one = item(shown["uuid"], "specialist-plan")
    one["overrideReason"]["userComment"] = "spoke with Zebedee"
    acknowledged(service, one)
    service.terminate()
    _, out, log = service.finish()
    kept = pathlib.Path(folder) / "kept"
    written = b"".join(file.read_bytes() for file in kept.iterdir()) + out.encode() + log.encode()
    assert (kept / "audit.jsonl").exists() and shown["uuid"].encode() in written
    for word in (b"patient-4711", b"Quartermain", b"Zebedee", b"request-123"):
        assert word not in written, word
