"""Feedback: FBK-*. What is stored is read from the service's own SQLite file."""
import contextlib
import copy
import datetime
import pathlib
import sqlite3
import uuid

from callers import call, sign, turned_away
from checks import check, check_alone, same
from client import Service
from samples import captured, captured_names, request, topics

path = sign + "/feedback"
when = datetime.datetime.now(datetime.timezone.utc)


def stamp(minutes_ago=0):
    return (when - datetime.timedelta(minutes=minutes_ago)).strftime("%Y-%m-%dT%H:%M:%S.123Z")


def a_card(service):
    """A card shown for a patient whom no other check knows."""
    me = f"patient-{uuid.uuid4()}"
    body = request()
    text = body | {"context": body["context"] | {"patientId": me}}
    text["prefetch"] = copy.deepcopy(body["prefetch"])
    text["prefetch"]["patient"]["id"] = me
    for place in (text["prefetch"]["conditions"], text["context"]["draftOrders"]):
        for entry in place["entry"]:
            entry["resource"]["subject"] = {"reference": f"Patient/{me}"}
    return next(card for card in service.call("POST", sign, text).json()["cards"] if card.get("suggestions"))


def send(service, *items):
    return service.call("POST", path, {"feedback": list(items)})


def accepted(card, **more):
    return {"card": card["uuid"], "outcome": "accepted", "outcomeTimestamp": stamp(),
            "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}]} | more


def overridden(card, **more):
    return {"card": card["uuid"] if isinstance(card, dict) else card, "outcome": "overridden", "outcomeTimestamp": stamp()} | more


def stored(service, card=None):
    """Rows of feedback, of one card or of all."""
    file = next(pathlib.Path(service.folder).rglob("feedback.sqlite"))
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as data:
        data.row_factory = sqlite3.Row
        rows = [dict(row) for row in data.execute("SELECT * FROM feedback")]
    name = card["uuid"] if isinstance(card, dict) else card
    return [row for row in rows if card is None or row["card"] == name]


def taken(service, *items):
    answer = send(service, *items)
    same((answer.status, answer.body), (200, b""), str(items)[:200])


@check("FBK-1 feedback is POST at the service's address and /feedback; 404 for services that are not there", on="feedback")
def _(service):
    taken(service, accepted(a_card(service)))
    same(service.call("POST", "/cds-services/nope/feedback", {"feedback": []}).status, 404)
    same(service.call("GET", path).status, 405)


@check_alone("FBK-1 where feedback is not kept it is not offered: 404")
def _(exe, folder):
    service = Service(exe, folder, '[store]\nkind = "none"\n')
    status = service.call("POST", path, {"feedback": []}).status
    service.terminate()
    same(service.finish()[0], 0, "exit code")
    same(status, 404, "feedback without a store")


@check("FBK-2 the list feedback: missing or wrong 400, several all stored, empty 200", on="feedback")
def _(service):
    for wrong in ("{}", '{"feedback":null}', '{"feedback":{}}', '{"feedback":"x"}', "[]", "5", "{"):
        answer = service.call("POST", path, wrong)
        same((answer.status, answer.header("Content-Type")), (400, "application/fhir+json"), wrong)
        answer.issue()
    taken(service)
    three = [a_card(service) for _ in range(3)]
    taken(service, *[accepted(card) for card in three])
    same([len(stored(service, card)) for card in three], [1, 1, 1], "rows")
    same(service.call("POST", path, {"feedback": []}, {"Content-Type": "text/plain"}).status, 415, "media type")


@check("FBK-3 a card that is not known is taken; one that is missing or no text is not", on="feedback")
def _(service):
    unknown = str(uuid.uuid4())
    taken(service, overridden(unknown))
    same(len(stored(service, unknown)), 1, "counted")
    for wrong in (None, "", 5, [], {}):
        same(send(service, overridden("x") | {"card": wrong}).status, 400, wrong)


@check("JSN-8 a doubled member in feedback is refused, and nothing of it is stored", on="feedback")
def _(service):
    item = '{"card":"4e0a3a1e-3785-4ac0-9d1f-0f5a5f2d9c11","outcome":"accepted","outcome":"overridden"}'
    for body in (f'{{"feedback":[{item}]}}', '{"feedback":[],"feedback":[]}'):
        answer = service.call("POST", path, body)
        same(answer.status, 400, body)
        assert "twice" in answer.issue(), answer.body


@check("FBK-4 outcome is accepted or overridden; others are refused, the rest is stored", on="feedback")
def _(service):
    good = a_card(service)
    for wrong in ("ignored", "Accepted", "", None, 5, []):
        card = a_card(service)
        same(send(service, accepted(card, outcome=wrong)).status, 400, wrong)
        same(stored(service, card), [], wrong)
    answer = send(service, accepted(good), accepted(a_card(service), outcome="maybe"))
    same(answer.status, 200, "one of two")
    same([row["outcome"] for row in stored(service, good)], ["accepted"], "the other is stored")


@check("FBK-5 accepted without its suggestions is refused; an unknown suggestion is stored", on="feedback")
def _(service):
    for wrong in (None, [], {}, "x", [{}], [5], [{"id": 5}], [{"id": ""}]):
        card = a_card(service)
        same(send(service, accepted(card, acceptedSuggestions=wrong)).status, 400, wrong)
        same(stored(service, card), [], wrong)
    card = a_card(service)
    taken(service, accepted(card, acceptedSuggestions=[{"id": str(uuid.uuid4())}, {"id": card["suggestions"][0]["uuid"]}]))
    assert card["suggestions"][0]["uuid"] in stored(service, card)[0]["suggestions"]


@check("FBK-6 overridden with reason, comment, both or neither", on="feedback")
def _(service):
    card = a_card(service)
    reason = card["overrideReasons"][0]
    for number, given in enumerate(({"reason": reason}, {"userComment": "seen by Dr Zebedee"},
                                    {"reason": {"code": reason["code"]}, "userComment": "both"}, {}, None)):
        one = a_card(service)
        taken(service, overridden(one, **({} if given is None else {"overrideReason": given})))
        row = stored(service, one)[0]
        same(row["outcome"], "overridden")
        same(row["reason"], reason["code"] if number in (0, 2) else "", given)
    assert "Zebedee" not in service.logged(), "a comment in the log"


@check("FBK-7 timestamps in UTC, with fractions, with an offset, missing, unreadable", on="feedback")
def _(service):
    instants = {stamp(): 123, when.strftime("%Y-%m-%dT%H:%M:%SZ"): 0,
                (when + datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00"): 0,
                when.strftime("%Y-%m-%dT%H:%M:%S.123456789Z"): 123}
    for text, fraction in instants.items():
        card = a_card(service)
        taken(service, accepted(card, outcomeTimestamp=text))
        same(stored(service, card)[0]["stated"], int(when.timestamp()) * 1000 + fraction, text)
    for odd in ("yesterday", "", 5, None, "2026-13-40T00:00:00Z"):
        answer = send(service, accepted(a_card(service), outcomeTimestamp=odd))
        assert answer.status in (200, 400), (odd, answer.status)


@check("FBK-8 the same again changes nothing; another time or outcome is another item", on="feedback")
def _(service):
    card = a_card(service)
    for _ in range(3):
        taken(service, accepted(card))
    taken(service, accepted(card), accepted(card))
    same(len(stored(service, card)), 1, "rows after five")
    taken(service, accepted(card, outcomeTimestamp=stamp(5)), overridden(card))
    same(len(stored(service, card)), 3, "rows after another time and another outcome")


@check("FBK-9 cards that nobody answers about come again as they are", on="feedback")
def _(service):
    found = [topics(service.call("POST", sign, request())) for _ in range(5)]
    assert found[0] and all(one == found[0] for one in found), found


@check("FBK-10 feedback needs a token, for its own address or the service's", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    item = {"feedback": [overridden(str(uuid.uuid4()))]}
    turned_away(service, None, "no token", path)
    for good in (path, sign, path + "/", sign + "/"):
        answer = call(service, ehr.bearer(good), path, item)
        same((answer.status, answer.body), (200, b""), good)
    for wrong in ("/cds-services", "/cds-services/iim-patient-view", "/cds-services/iim-patient-view/feedback", path + "/x"):
        turned_away(service, ehr.bearer(wrong), wrong, path)


@check("FBK-11 the answer is 200 without a body", on="feedback")
def _(service):
    answer = send(service, accepted(a_card(service)))
    same((answer.status, answer.body, answer.header("Content-Length")), (200, b"", "0"))
    same(answer.header("Cache-Control"), "no-store")


@check("FBK-12 what the sandbox sent, and Epic's variants", on="feedback")
def _(service):
    for name in captured_names("feedback"):
        answer = service.call("POST", path, captured(name)["body"])
        same((answer.status, answer.body), (200, b""), name)
    card = a_card(service)
    code = card["overrideReasons"][0]["code"]
    for given in ({"overrideReasons": {"reason": {"code": code}}}, {"overrideReasons": [{"reason": {"code": code}}]},
                  {"overrideReason": {"extension": {"com.epic.cdshooks.feedback.overrideReason.text": "x"}}},
                  {"overrideReasons": {"extension": {"com.epic.cdshooks.feedback.overrideReason.id": "12"}}},
                  {"overrideReason": {"reason": {"code": code}}}, {"extension": {"a.b": 1}}, {"zzz": []}):
        one = a_card(service)
        taken(service, overridden(one, **given))
        same(len(stored(service, one)), 1, given)
    taken(service, overridden("card-12345-not-a-uuid"))
    same(len(stored(service, "card-12345-not-a-uuid")), 1, "an id that is no UUID")


@check("hostile feedback never breaks the service", on="feedback")
def _(service):
    for odd in (None, True, 1e308, -1, "x" * 100000, [], {}, [[]], {"code": {"code": 5}}, "\x00", "'; DROP TABLE feedback;--"):
        for member in ("card", "outcome", "outcomeTimestamp", "acceptedSuggestions", "overrideReason", "overrideReasons"):
            status = send(service, accepted(a_card(service)) | {member: odd}).status
            assert status in (200, 400), (member, str(odd)[:30], status)
    same(send(service, *[overridden(str(uuid.uuid4())) for _ in range(2000)]).status, 200, "2000 items")
