#!/usr/bin/env python3
"""The service and a FHIR server with real search: python3 tests/e2e/run.py <path to iim-cds> <working folder>

What a vignette prefetches is put on the server instead, and the call brings its address and a token only: the cards
must be those of the vignette with its prefetch (checklist FHA-2), also when the server answers in pages of two
(PFD-7) and when some keys come with the call and the rest does not (PFD-2). Every eighth vignette; all of them when
IIM_THOROUGH is set.

Needs node (18 or later) and npm, which fetches what package-lock.json names; without them, or without network, exit code 77: skipped."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "protocol"))
from client import Service  # noqa: E402

token = "e2e-token"
categories = "http://terminology.hl7.org/CodeSystem/observation-category"


def install(folder):
    """The packages of package-lock.json below the working folder: the source tree stays as it is. False when npm cannot
    fetch them, as on a machine without network."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "fhir_server.mjs"):
        shutil.copy(here / name, folder / name)
    done = folder / "node_modules" / ".package-lock.json"
    if not done.exists() or done.stat().st_mtime < (here / "package-lock.json").stat().st_mtime:
        try:
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                           cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=300)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(f"npm could not fetch the packages of the FHIR server: {error}")
            return False
    return True


class FhirServer:
    def __init__(self, folder):
        self.process = subprocess.Popen(["node", "fhir_server.mjs"], cwd=folder, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.strip().isdigit():
            raise SystemExit(f"the FHIR server did not start: {line}")
        self.root = f"http://127.0.0.1:{line.strip()}"
        self.base = self.root + "/fhir"

    def send(self, method, path, resource=None):
        data = None if resource is None else json.dumps(resource).encode()
        call = urllib.request.Request(self.root + path, data=data, method=method)
        with urllib.request.urlopen(call, timeout=30) as answer:
            return json.load(answer)

    def hold(self, resources):
        self.send("DELETE", "/")
        for resource in resources:
            self.send("PUT", f"/fhir/{resource['resourceType']}/{resource['id']}", resource)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def resources_of(value):
    """What stands under a prefetch key; None for what no server would answer."""
    if value is None:
        return []
    if not isinstance(value, dict) or "resourceType" not in value:
        return None
    if value["resourceType"] == "OperationOutcome":
        return None
    if value["resourceType"] != "Bundle":
        return [value]
    if any(link.get("relation") == "next" for link in value.get("link", [])):
        return None
    found = [entry.get("resource") for entry in value.get("entry", [])]
    if any(not isinstance(one, dict) or one.get("resourceType") == "OperationOutcome" for one in found):
        return None
    return found


def storable(resource, number, patient):
    """As an EHR holds it: with an id, its patient, and observations with a category."""
    resource = dict(resource)
    resource.setdefault("id", f"made-{number}")
    kind = resource["resourceType"]
    if kind == "Observation":
        resource.setdefault("category", [{"coding": [{"system": categories, "code": "laboratory"}]}])
    if kind != "Patient" and kind != "Medication":
        holder = "patient" if kind in ("AllergyIntolerance", "Immunization") else "subject"
        resource.setdefault(holder, {"reference": f"Patient/{patient}"})
    return resource


class Chart:
    """The record behind a vignette, or nothing usable: then `resources` is None."""

    keys = ("patient", "conditions", "medications", "statements", "observations", "allergies", "immunizations",
            "procedures", "serviceRequests", "medicationAdministrations")

    def __init__(self, request):
        self.request = request
        prefetch = request.get("prefetch") or {}
        patient = request["context"]["patientId"]
        self.resources = None
        if not set(self.keys) >= set(prefetch):
            return
        found = []
        for value in prefetch.values():
            some = resources_of(value)
            if some is None:
                return
            found += some
        held = [storable(one, number, patient) for number, one in enumerate(found)]
        if all(self.is_found(one, patient) for one in held) and len({(r["resourceType"], r["id"]) for r in held}) == len(held):
            self.resources = held

    @staticmethod
    def is_found(resource, patient):
        """Whether the service's own queries would find it."""
        kind, subject = resource["resourceType"], resource.get("subject") or resource.get("patient") or {}
        if not re.fullmatch(r"[A-Za-z0-9.-]{1,64}", resource["id"]):
            return False
        if kind == "Patient":
            return resource["id"] == patient
        if kind == "Medication":
            return True
        if kind == "ServiceRequest" and resource.get("status") not in ("active", "draft", "on-hold"):
            return False
        if kind == "Observation":
            codes = [coding.get("code") for one in resource["category"] for coding in one.get("coding", [])]
            if not {"laboratory", "vital-signs", "exam", "procedure"} & set(codes):
                return False
        return subject.get("reference") == f"Patient/{patient}" and kind in (
            "Condition", "MedicationRequest", "MedicationStatement", "Observation", "AllergyIntolerance",
            "Immunization", "Procedure", "ServiceRequest", "MedicationAdministration")

    def prefetched(self):
        """All keys: as the server would answer them."""
        by_key = {key: [] for key in self.keys}
        for resource in self.resources:
            by_key[key_of[resource["resourceType"]]].append(resource)
        whole = {key: {"resourceType": "Bundle", "type": "searchset",
                       "entry": [{"resource": one} for one in found]} for key, found in by_key.items()}
        return self.request | {"prefetch": whole}

    def to_fetch(self, server, keep=()):
        """Without prefetch but for some keys, with the server's address and a token."""
        request = self.prefetched()
        request["prefetch"] = {key: request["prefetch"][key] for key in keep}
        request["fhirServer"] = server.base
        request["fhirAuthorization"] = {"access_token": token, "token_type": "Bearer", "expires_in": 300,
                                        "scope": "patient/*.read", "subject": "iim-cds"}
        return request


key_of = {"Patient": "patient", "Condition": "conditions", "MedicationRequest": "medications",
          "MedicationStatement": "statements", "Observation": "observations", "AllergyIntolerance": "allergies",
          "Immunization": "immunizations", "Procedure": "procedures", "ServiceRequest": "serviceRequests",
          "MedicationAdministration": "medicationAdministrations", "Medication": "medications"}


def cards_of(service, request):
    answer = service.call("POST", f"/cds-services/iim-{request['hook']}", request)
    assert answer.status == 200, f"{answer.status} {answer.body[:300]}"
    text = re.sub(r'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}', "uuid", answer.body.decode())
    return json.loads(text)


def check(service, server, chart):
    """None, or what differs."""
    want = cards_of(service, chart.prefetched())
    server.hold(chart.resources)
    for what, size, keep in (("all fetched", 1000, ()), ("in pages of two", 2, ()),
                             ("half of it prefetched", 1000, ("patient", "medications", "allergies", "serviceRequests"))):
        server.send("PUT", f"/page/{size}")
        got = cards_of(service, chart.to_fetch(server, keep))
        if got != want:
            return f"{what}: {json.dumps(got)[:1500]}\n  prefetched: {json.dumps(want)[:1500]}"
    return None


def charts():
    step = 1 if os.environ.get("IIM_THOROUGH") else 8
    for file in sorted((here.parent / "vignettes").glob("*/*/request.json"))[::step]:
        request = json.loads(file.read_text(encoding="utf-8"))
        chart = Chart(request)
        if chart.resources:
            yield f"{file.parent.parent.name}/{file.parent.name}", chart


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: node and npm are not installed")
        return 77
    folder = pathlib.Path(sys.argv[2]).resolve()
    if not install(folder):
        print("skipped: the packages of the FHIR server are not there")
        return 77
    server = FhirServer(folder)
    failed = total = 0
    with tempfile.TemporaryDirectory() as place:
        service = Service(str(pathlib.Path(sys.argv[1]).resolve()), place,
                          "[outbound]\nplain_http = true\nnetworks = [\"127.0.0.0/8\"]\n"
                          "[ehr]\nenabled = true\ndeadline_ms = 10000\npages = 100\n"
                          f"[[ehr.server]]\nbase = \"{server.base}\"\n")
        try:
            for name, chart in charts():
                total += 1
                difference = check(service, server, chart)
                if difference:
                    failed += 1
                    print(f"{name}: {difference}")
        finally:
            service.terminate()
            service.finish()
            server.stop()
    print(f"{total - failed} of {total} vignettes give the same cards from a FHIR server as from prefetch")
    return 1 if failed or total < 50 else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except urllib.error.HTTPError as error:
        sys.exit(f"the FHIR server refused {error.url}: {error.read()[:500]}")
