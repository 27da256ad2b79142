#!/usr/bin/env python3
"""Checks JSON documents against the CDS Hooks schema and the rules it cannot express, and the resources that
suggestions create against FHIR R4.

    tests/schema.py <definition> FILE...   each file must be valid, e.g. cdsResponse, discoveryResponse;
                                           of a folder, each .json in it, and there must be one;
                                           epicResponse: a cdsResponse for the client profile epic
    tests/schema.py --samples [DIRECTORY]  v*.json must be valid and i*.json must not

Exit 0: as it should be. 1: a document is not. 2: wrong use.
"""
import json
import pathlib
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent / "schema"
SCHEMA = json.loads((HERE / "cds-hooks.schema.json").read_text(encoding="utf-8"))
FHIR = json.loads((HERE / "fhir-r4.schema.json").read_text(encoding="utf-8"))
CREATED = {"MedicationRequest", "ServiceRequest", "Task", "CommunicationRequest", "CarePlan"}
TAKEN_BY_EPIC = {"MedicationRequest", "ServiceRequest"}
MAY_BE_EMPTY = {"cards", "services"}


def empty_values(value, path="$", name=None):
    """Paths of null, "", [] and {} outside embedded FHIR (checklist JSN-2)."""
    if isinstance(value, dict) and "resourceType" in value:
        return []
    if value is None or value == "" or value == {} or (value == [] and name not in MAY_BE_EMPTY):
        return [f"{path} is {json.dumps(value)}"]
    if isinstance(value, dict):
        return [fault for key, each in value.items() for fault in empty_values(each, f"{path}.{key}", key)]
    if isinstance(value, list):
        return [fault for index, each in enumerate(value) for fault in empty_values(each, f"{path}[{index}]")]
    return []


def fhir_faults(value, definition, path):
    schema = {"$ref": f"#/definitions/{definition}", "definitions": FHIR["definitions"]}
    return [
        f"{path}.{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in jsonschema.Draft6Validator(schema).iter_errors(value)
    ]


def dosage_faults(dosage, path):
    """Invariants of FHIR that a schema cannot express (tim-1, tim-2, tim-5, and our own: text and structure)."""
    repeat = dosage.get("timing", {}).get("repeat", {})
    faults = []
    if ("period" in repeat) != ("periodUnit" in repeat):
        faults.append("a period and its unit stand together")
    if repeat.get("period", 1) <= 0 or repeat.get("frequency", 1) <= 0:
        faults.append("frequency and period are above 0")
    if sum(name.startswith("bounds") for name in repeat) > 1:
        faults.append("there is one bounds[x]")
    if not dosage.get("text"):
        faults.append("the instruction has no text")
    return [f"{path}: {fault}" for fault in faults]


def resource_faults(action, path):
    """A created resource is whole and valid R4; of a changed draft only the new instruction is ours."""
    resource = action.get("resource", {})
    kind, dosages = resource.get("resourceType"), resource.get("dosageInstruction", [])
    faults = []
    if action["type"] == "create":
        if kind not in CREATED:
            return [f"{path}: creates a {kind}"]
        faults += fhir_faults(resource, kind, path)
        if kind == "MedicationRequest" and sum(name.startswith("medication") for name in resource) != 1:
            faults.append(f"{path}: one medication[x] is needed")
        if resource.get("status") != "draft" or resource.get("intent", "order") != "order":
            faults.append(f"{path}: is no draft order")
        if not (resource.get("for") if kind == "Task" else resource.get("subject")):
            faults.append(f"{path}: is for no patient")
    # Where only a note is added, the instruction is as the user wrote it.
    if action.get("description", "").endswith("The instruction stays."):
        return faults
    for dosage in dosages:
        if "doseAndRate" in dosage or action["type"] == "create":
            faults += fhir_faults(dosage, "Dosage", path)
        faults += dosage_faults(dosage, path)
    return faults


def action_faults(document):
    faults = []
    for index, card in enumerate(document.get("cards", [])):
        for number, suggestion in enumerate(card.get("suggestions", [])):
            for action in suggestion.get("actions", []):
                if action.get("type") in ("create", "update"):
                    where = f"$.cards[{index}].suggestions[{number}] ({action.get('description', '')})"
                    faults += resource_faults(action, where)
    return faults


def card_faults(document):
    """Uuids stand once (SUG-2), and alternatives have one favourite at most (SUG-3)."""
    faults, seen = [], set()
    for index, card in enumerate(document.get("cards", [])):
        suggestions = card.get("suggestions", [])
        for uuid in [card.get("uuid")] + [each.get("uuid") for each in suggestions]:
            if uuid in seen and uuid is not None:
                faults.append(f"$.cards[{index}]: uuid {uuid} stands twice")
            seen.add(uuid)
        favourites = sum(bool(each.get("isRecommended")) for each in suggestions)
        if card.get("selectionBehavior") == "at-most-one" and favourites > 1:
            faults.append(f"$.cards[{index}]: {favourites} recommended suggestions of which one may be taken")
    return faults


def epic_faults(document):
    """What Epic takes (checklist 17.3)."""
    faults = []
    for index, card in enumerate(document.get("cards", [])):
        path = f"$.cards[{index}]"
        code = card["source"]["topic"]["code"]
        if not (code.isascii() and code.isalnum() and len(code) <= 100):
            faults.append(f"{path}: topic {code}")
        if card.get("selectionBehavior", "any") != "any":
            faults.append(f"{path}: selectionBehavior is not any")
        if "extension" not in card or "com.epic.cdshooks.card.detail.content-type" not in card["extension"]:
            faults.append(f"{path}: the detail's content type is not told")
        for suggestion in card.get("suggestions", []):
            actions = suggestion.get("actions", [])
            if len(actions) > 1:
                faults.append(f"{path}: {len(actions)} actions in one suggestion")
            if any(action["type"] == "update" for action in actions):
                faults.append(f"{path}: an update")
            for action in actions:
                if action["type"] == "create" and action["resource"].get("resourceType") not in TAKEN_BY_EPIC:
                    faults.append(f"{path}: creates a {action['resource'].get('resourceType')}")
    return faults


def faults_of(document, definition):
    if definition == "epicResponse":
        return faults_of(document, "cdsResponse") or epic_faults(document)
    schema = {"$ref": f"#/definitions/{definition}", "definitions": SCHEMA["definitions"]}
    found = [
        f"$.{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in jsonschema.Draft7Validator(schema).iter_errors(document)
    ]
    if definition == "cdsResponse" and not found:
        found = card_faults(document) + action_faults(document)
    return found + empty_values(document)


def read(path):
    def refuse(pairs):
        members = dict(pairs)
        if len(members) != len(pairs):
            raise ValueError("a member stands twice")
        return members

    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"), object_pairs_hook=refuse)


def check(path, definition):
    try:
        faults = faults_of(read(path), definition)
    except ValueError as error:
        faults = [str(error)]
    for fault in faults:
        print(f"{path}: {fault}")
    return not faults


def documents(path):
    path = pathlib.Path(path)
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def check_all(paths, definition):
    files = [document for path in paths for document in documents(path)]
    wrong = [path for path in files if not check(path, definition)]
    print(f"{definition}: {len(files)} documents, {len(wrong)} not valid")
    return bool(files) and not wrong


def check_samples(directory):
    right = True
    samples = sorted(pathlib.Path(directory).glob("[iv]*.json"))
    for path in samples:
        sample = read(path)  # {"definition": …, "valid": …, "why": …, "instance": the document}
        valid = not faults_of(sample["instance"], sample["definition"])
        if valid != path.name.startswith("v"):
            print(f"{path}: is {'valid' if valid else 'not valid'}, but its name says otherwise")
            right = False
    if not samples:
        print(f"{directory}: no samples")
    return right and bool(samples)


def main(arguments):
    if arguments[:1] == ["--samples"] and len(arguments) <= 2:
        return 0 if check_samples(arguments[1] if arguments[1:] else HERE / "samples") else 1
    if len(arguments) < 2 or arguments[0] not in {*SCHEMA["definitions"], "epicResponse"}:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    return 0 if check_all(arguments[1:], arguments[0]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
