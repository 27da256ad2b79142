"""Suggestions and their actions, on the cards of all vignettes: SUG-*, ACT-*."""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import corpus
from checks import check, same
from corpus import actions, suggestions

schema = pathlib.Path(__file__).resolve().parent.parent / "schema.py"


def resources(value):
    """Every resource in a request, those inside others too."""
    if isinstance(value, dict):
        if "resourceType" in value:
            yield value
        for inner in value.values():
            yield from resources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from resources(inner)


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def known(body):
    """Type/id → resource of everything that the request holds."""
    return {f"{one['resourceType']}/{one['id']}": one for one in resources(body) if one.get("id")}


def drugs_of(suggestion):
    return frozenset(json.dumps(action["resource"].get("medicationCodeableConcept"), sort_keys=True)
                     for action in suggestion.get("actions", [])
                     if action["type"] == "create" and action["resource"]["resourceType"] == "MedicationRequest")


@check("SUG-1 every suggestion has a label", on="cards")
def _(service):
    for case, _, one in suggestions(service):
        assert one["label"].strip(), case.name


@check("SUG-2 every suggestion has a uuid, none stands twice", on="cards")
def _(service):
    uuids = [one["uuid"] for _, _, one in suggestions(service)]
    assert all(uuids) and len(set(uuids)) == len(uuids)


@check("SUG-3 of alternatives one at most is recommended", on="cards")
def _(service):
    favourites = []
    for case, card in corpus.cards(service):
        count = sum(one.get("isRecommended") is True for one in card.get("suggestions", []))
        assert count <= 1 or card["selectionBehavior"] == "any", case.name
        assert all(one.get("isRecommended", True) is True for one in card.get("suggestions", [])), "false is left out"
        favourites.append(count)
    assert max(favourites) > 0, "nothing is ever recommended"


@check("SUG-4 alternatives are suggestions of their own: none holds the drugs of two others", on="cards")
def _(service):
    several = 0
    for case, card in corpus.cards(service):
        if card.get("selectionBehavior") != "at-most-one" or len(card["suggestions"]) < 2:
            continue
        several += 1
        sets = [drugs_of(one) for one in card["suggestions"]]
        for place, mine in enumerate(sets):
            parts = {other for number, other in enumerate(sets) if number != place and other and other < mine}
            assert len(parts) < 2, f"{case.name}: {card['suggestions'][place]['label']}"
    assert several > 50, several


@check("SUG-5 what a suggestion creates refers only to what the client has", on="cards")
def _(service):
    for case, _, one in suggestions(service):
        there = known(case.request) | {f"Patient/{case.request['context']['patientId']}": None}
        siblings = {f"{action['resource']['resourceType']}/{action['resource'].get('id')}": None
                    for action in one.get("actions", []) if "resource" in action}
        for action in one.get("actions", []):
            for reference in references(action.get("resource")) if action["type"] == "create" else ():
                inside = {"#" + str(each.get("id")) for each in action["resource"].get("contained", [])}
                name = "/".join(reference.split("/")[-2:])
                assert name in there or name in siblings or reference in inside, f"{case.name}: {reference}"


@check("SUG-6 actionSelectionBehavior is never sent", on="cards")
def _(service):
    for case, _, one in suggestions(service):
        assert "actionSelectionBehavior" not in one, case.name


@check("ACT-1 actions are create, update or delete; each occurs", on="cards")
def _(service):
    same({action["type"] for _, action in actions(service)}, {"create", "update", "delete"}, "types")


@check("ACT-2 every action has a description", on="cards")
def _(service):
    for case, action in actions(service):
        assert action["description"].strip(), case.name


@check("ACT-3 what is created is a draft order of this patient", on="cards")
def _(service):
    for case, action in actions(service, "create"):
        resource = action["resource"]
        assert "resourceId" not in action and "id" not in resource, case.name
        same(resource["status"], "draft", case.name)
        if resource["resourceType"] != "CommunicationRequest":  # which has no intent in R4
            same(resource["intent"], "order", case.name)
        whose = resource["for" if resource["resourceType"] == "Task" else "subject"]
        same(whose["reference"].split("/")[-1], case.request["context"]["patientId"], case.name)


@check("ACT-3 JSN-4 created resources are valid FHIR R4", on="cards")
def _(service):
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(corpus.cases(service)[::8]):
            (pathlib.Path(folder) / f"{number}.json").write_text(json.dumps(case.answer), encoding="utf-8")
        done = subprocess.run([sys.executable, str(schema), "cdsResponse", folder], capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]


def changes(before, after):
    """The members that differ between two resources."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


@check("ACT-4 an update is the whole draft; only the instruction, its course, the amount or a note differ", on="cards")
def _(service):
    for case, action in actions(service, "update"):
        resource = action["resource"]
        before = known(case.request)[f"{resource['resourceType']}/{resource['id']}"]
        differ = changes(before, resource)
        assert differ and differ <= {"dosageInstruction", "courseOfTherapyType", "dispenseRequest", "note",
                                     "medicationCodeableConcept"}, (case.name, differ)


@check("ACT-4 extensions and unknown members of a draft survive its update", on="cards")
def _(service):
    cases = [case for case, _ in actions(service, "update")][::12]
    odd = {"extension": [{"url": "urn:x", "valueDecimal": 1.10}], "_status": {"id": "s"}, "zzz": {"a": [1, None]},
           "identifier": [{"system": "urn:placer", "value": "1.0e5"}]}
    bodies = [copy.deepcopy(case.request) for case in cases]
    for body in bodies:
        for one in resources(body["context"]):
            if one["resourceType"] == "MedicationRequest":
                one |= {name: value for name, value in odd.items() if name not in one}
    survived = 0
    for case, answer in zip(cases, corpus.ask(service, bodies)):
        for action in (action for card in answer["cards"] for one in card.get("suggestions", [])
                       for action in one.get("actions", []) if action["type"] == "update"):
            for name, value in odd.items():
                assert name in action["resource"], (case.name, name)
            same({name: action["resource"][name] for name in ("zzz", "_status")},
                 {name: odd[name] for name in ("zzz", "_status")}, case.name)
            assert odd["extension"][0] in action["resource"]["extension"], case.name
            survived += 1
    assert survived >= len(cases) // 2, survived


@check("ACT-5 a delete names Type/id and carries no resource", on="cards")
def _(service):
    for case, action in actions(service, "delete"):
        assert re.fullmatch(r"[A-Z][A-Za-z]+/[A-Za-z0-9.-]+", action["resourceId"]), action
        assert "resource" not in action, case.name


@check("ACT-6 what is updated or deleted stands among the orders of the request", on="cards")
def _(service):
    for case, action in actions(service):
        resource = action.get("resource", {})
        named = action.get("resourceId") or f"{resource['resourceType']}/{resource.get('id')}"
        if action["type"] != "create":
            assert named in known(case.request["context"]) or dispatched(case, named), f"{case.name}: {named}"


def dispatched(case, named):
    return case.request["hook"] == "order-dispatch" and named in known(case.request)


@check("ACT-7 a replacement is a delete and a create of one suggestion", on="cards")
def _(service):
    swaps = 0
    for case, card, one in suggestions(service):
        gone = {action["resourceId"].split("/")[0] for action in one.get("actions", []) if action["type"] == "delete"}
        new = {action["resource"]["resourceType"] for action in one.get("actions", []) if action["type"] == "create"}
        if gone and one["label"].startswith("Replace"):
            assert new, f"{case.name}: {one['label']}"
            swaps += gone <= new
    assert swaps > 20, "orders replaced by one of the same type"
