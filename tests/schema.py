#!/usr/bin/env python3
"""Checks JSON documents against the CDS Hooks schema and the rules it cannot express.

    tests/schema.py <definition> FILE...   each file must be valid, e.g. cdsResponse, discoveryResponse;
                                           of a folder, each .json in it, and there must be one
    tests/schema.py --samples [DIRECTORY]  v*.json must be valid and i*.json must not

Exit 0: as it should be. 1: a document is not. 2: wrong use.
"""
import json
import pathlib
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent / "schema"
SCHEMA = json.loads((HERE / "cds-hooks.schema.json").read_text(encoding="utf-8"))
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


def faults_of(document, definition):
    schema = {"$ref": f"#/definitions/{definition}", "definitions": SCHEMA["definitions"]}
    found = [
        f"$.{'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in jsonschema.Draft7Validator(schema).iter_errors(document)
    ]
    return found + empty_values(document) + (card_faults(document) if definition == "cdsResponse" else [])


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
    if len(arguments) < 2 or arguments[0] not in SCHEMA["definitions"]:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    return 0 if check_all(arguments[1:], arguments[0]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
