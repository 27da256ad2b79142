"""The requests of the vignettes, their dates moved to today, and what the service answers: cards of every rule."""
import datetime
import functools
import json
import pathlib
import re
from typing import NamedTuple

from client import http
from samples import path_of

vignettes = pathlib.Path(__file__).resolve().parent.parent / "vignettes"
a_date = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")


class Case(NamedTuple):
    name: str
    request: dict
    answer: dict


def moved(text, days):
    def one(found):
        try:
            return (datetime.date.fromisoformat(found[0]) + datetime.timedelta(days)).isoformat()
        except ValueError:
            return found[0]
    return a_date.sub(one, text)


@functools.cache
def requests():
    """(name, request) of every second vignette that is answered with cards: enough of every rule."""
    found = []
    for file in sorted(vignettes.glob("*/*/request.json"))[::2]:
        expected = json.loads((file.parent / "expected.json").read_text(encoding="utf-8"))
        if expected.get("status", 200) != 200:
            continue
        days = (datetime.datetime.now(datetime.timezone.utc).date() - datetime.date.fromisoformat(expected["now"][:10])).days
        body = json.loads(moved(file.read_text(encoding="utf-8"), days))
        found.append((f"{file.parent.parent.name}/{file.parent.name}", body))
    assert len(found) > 500, f"{len(found)} vignettes"
    return found


def ask(service, bodies):
    """One answer a request, over one connection."""
    connection = service.connect()
    answers = []
    for body in bodies:
        answer = connection.send(http("POST", path_of(body["hook"]), body)).answer()
        assert answer.status == 200, (answer.status, answer.body[:300])
        answers.append(answer.json())
    connection.close()
    return answers


@functools.cache
def cases(service):
    asked = requests()[::service.__dict__.get("every", 1)]
    answers = ask(service, [body for _, body in asked])
    return [Case(name, body, answer) for (name, body), answer in zip(asked, answers)]


def cards(service):
    found = [(case, card) for case in cases(service) for card in case.answer["cards"]]
    assert len(found) > 100, f"only {len(found)} cards"
    return found


def suggestions(service):
    found = [(case, card, one) for case, card in cards(service) for one in card.get("suggestions", [])]
    assert len(found) > 200, f"only {len(found)} suggestions"
    return found


def actions(service, kind=None):
    """(case, action), of one type or of all."""
    found = [(case, action) for case, _, one in suggestions(service) for action in one.get("actions", [])
             if kind in (None, action["type"])]
    assert len(found) > 10, f"only {len(found)} actions of type {kind}"
    return found


def links(service):
    found = [(case, link) for case, card in cards(service) for link in card.get("links", [])]
    assert len(found) > 100, f"only {len(found)} links"
    return found


def objects(value, inside_fhir=False):
    """Every object of ours in an answer: what lies in a FHIR resource is not ours."""
    if isinstance(value, dict):
        if "resourceType" in value and not inside_fhir:
            return
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)
