"""What discovery says beyond its shape: versions, extensions, and the prefetch templates (DSC-*, PFT-*)."""
import copy
import json
import re

from checks import check, check_alone, same
from client import Service
from samples import changed, path_of, request, without_uuids

# The fields of each hook's context that its page marks as prefetch tokens and that hold one primitive.
token_fields = {
    "patient-view": {"userId", "patientId", "encounterId"}, "order-select": {"userId", "patientId", "encounterId"},
    "order-sign": {"userId", "patientId", "encounterId"}, "order-dispatch": {"patientId", "performer"},
    "medication-refill": {"userId", "patientId", "encounterId"}, "encounter-start": {"userId", "patientId", "encounterId"},
    "encounter-discharge": {"userId", "patientId", "encounterId"},
    "allergyintolerance-create": {"userId", "patientId", "encounterId"},
    "problem-list-item-create": {"userId", "patientId", "encounterId"}}
users = {"userPractitionerId", "userPractitionerRoleId", "userPatientId", "userRelatedPersonId"}
published = {"order-sign": {"1.0", "1.1.0"}, "order-dispatch": {"1.1"}, "medication-refill": {"0.1.0"},
             "allergyintolerance-create": {"0.1.0"}, "problem-list-item-create": {"0.1.0"}}
read_types = {"Patient", "Condition", "MedicationRequest", "MedicationStatement", "Observation", "AllergyIntolerance",
              "Immunization", "Procedure", "ServiceRequest", "MedicationAdministration"}


def listed(service):
    found = service.call("GET", "/cds-services").json()["services"]
    assert found
    return found


def templates(service):
    return [(one["hook"], key, query) for one in listed(service) for key, query in one.get("prefetch", {}).items()]


def tokens(query):
    return re.findall(r"\{\{(.*?)\}\}", query)


@check_alone("DSC-3 with every rule off that may be: a list still; the rule that may not be off keeps it from being empty")
def _(exe, folder):
    import check_cli
    _, out, _ = check_cli.run(exe, "rules", "--format", "json")
    ids = [rule["id"] for rule in json.loads(out)["rules"]]
    off = "".join(f'[policy.rule."{one}"]\nenabled = false\n' for one in ids if one != "methotrexate-daily-dosing")
    service = Service(exe, folder, off)
    answer = service.call("GET", "/cds-services")
    same(answer.status, 200)
    assert isinstance(answer.json()["services"], list)
    for one in answer.json()["services"]:
        same(service.call("POST", path_of(one["hook"]), request(one["hook"])).body, b'{"cards":[]}', one["hook"])
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check("DSC-2 the body is an object with the list services")
def _(service):
    body = service.call("GET", "/cds-services").json()
    assert isinstance(body, dict) and isinstance(body["services"], list) and set(body) <= {"services", "extension"}


@check("DSC-4 every service names its hook")
def _(service):
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", one["hook"]) for one in listed(service))


@check("DSC-5 every service has a title")
def _(service):
    assert all(one["title"].strip() for one in listed(service))


@check("DSC-6 every service has a description in plain text")
def _(service):
    assert all(one["description"].strip() and not re.search(r"[<>*_`\[\]]", one["description"]) for one in listed(service))


@check("DSC-8 prefetch is an object of texts")
def _(service):
    for one in listed(service):
        if "prefetch" in one:
            assert one["prefetch"] and all(isinstance(query, str) and query for query in one["prefetch"].values())


@check("DSC-10 version is left out")
def _(service):
    assert all("version" not in one for one in listed(service))


@check("DSC-11 hookVersion is left out")
def _(service):
    assert all("hookVersion" not in one for one in listed(service))


@check("DSC-10,11 behind the switch: version 2.0.1, never STU3, and the published hookVersion", on="ballot")
def _(service):
    for one in listed(service):
        same(one["version"], "2.0.1", one["hook"])
        assert one["hookVersion"] in published.get(one["hook"], {"1.0"}), (one["hook"], one["hookVersion"])
        same(service.call("POST", path_of(one["hook"]), request(one["hook"])).status, 200, one["hook"])


@check("DSC-14 extensions of discovery, if any, have names of a domain")
def _(service):
    body = service.call("GET", "/cds-services").json()
    for one in [body, *body["services"]]:
        assert all("." in name for name in one.get("extension", {})), one.get("extension")


@check("DSC-15 what discovery does not do is a refusal with an OperationOutcome")
def _(service):
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = service.call(method, "/cds-services", {})
        same((answer.status, answer.header("Content-Type")), (405, "application/fhir+json"), method)
        assert "GET" in answer.header("Allow"), answer.header("Allow")
        answer.issue()


@check("PFT-1 every template is a relative read or a search of one type")
def _(service):
    for _, _, query in templates(service):
        assert re.fullmatch(r"[A-Z][A-Za-z]+(/\{\{[^{}]+\}\}|\?[^?\s]+=[^?\s]+)", query), query


@check("PFT-2 every brace belongs to a token")
def _(service):
    for _, _, query in templates(service):
        assert tokens(query) and not re.search(r"[{}]", re.sub(r"\{\{[^{}]+\}\}", "", query)), query


@check("PFT-3 every token is context and a field: clients of 1.0 understand it")
def _(service):
    for _, _, query in templates(service):
        assert all(re.fullmatch(r"context\.[A-Za-z]+", token) for token in tokens(query)), query


@check("PFT-4 every token is context and a field, or a user's id")
def _(service):
    for _, _, query in templates(service):
        assert all(token in users or token.startswith("context.") for token in tokens(query)), query


@check("PFT-5 every field is one that the hook's page marks as a token")
def _(service):
    for hook, _, query in templates(service):
        assert {token.removeprefix("context.") for token in tokens(query)} <= token_fields[hook], (hook, query)


@check("PFT-6 no path goes into the context")
def _(service):
    for _, _, query in templates(service):
        assert all(token.count(".") == 1 for token in tokens(query)), query


@check("PFT-7 no function is used, as is or with the ballot's additions")
def _(service):
    assert not any("(" in token or "|" in token for _, _, query in templates(service) for token in tokens(query))


@check("PFT-8 no variable of an earlier entry is used")
def _(service):
    assert not any("%" in query for _, _, query in templates(service))


@check("PFT-9 no today(): dates are filtered in the service")
def _(service):
    assert not any("today" in query or "date=" in query for _, _, query in templates(service))


@check("PFT-10 a user under the key of a whole-reference template is tolerated")
def _(service):
    want = without_uuids(service.call("POST", path_of("order-sign"), request()).json())
    for user in ({"resourceType": "Practitioner", "id": "1", "name": [{"family": "X"}]},
                 {"resourceType": "PractitionerRole", "id": "1"}, "{{context.userId}}", None):
        body = request(prefetch={"user": user})
        same(without_uuids(service.call("POST", path_of("order-sign"), body).json()), want, str(user)[:40])


@check("PFT-11 searches use parameters of R4's recommended subset, each once")
def _(service):
    for _, _, query in templates(service):
        names = [pair.split("=")[0] for pair in query.partition("?")[2].split("&") if pair]
        same(sorted(names), sorted(set(names)), query)
        assert set(names) <= {"patient", "category", "code", "status", "_sort", "_count", "_id"}, query


@check("PFT-12 keys in another order, and queries that failed under other keys, change nothing")
def _(service):
    body = request()
    want = without_uuids(service.call("POST", path_of("order-sign"), body).json())
    turned = copy.deepcopy(body) | {"prefetch": dict(reversed(body["prefetch"].items()))}
    same(without_uuids(service.call("POST", path_of("order-sign"), turned).json()), want, "order of keys")
    other = request(prefetch={"PATIENT": None, "zzz-user": {"resourceType": "OperationOutcome"}, "": 5})
    same(without_uuids(service.call("POST", path_of("order-sign"), other).json()), want, "other keys")
    named = copy.deepcopy(body)
    named["prefetch"] = {f"{key}-user": value for key, value in named["prefetch"].items()}
    same(without_uuids(service.call("POST", path_of("order-sign"), named).json()), want, "keys as Epic's sites name them")


@check("PFT-13 every type is asked for once, and only types that are read")
def _(service):
    for one in listed(service):
        types = [re.match(r"[A-Za-z]+", query)[0] for query in one.get("prefetch", {}).values()]
        same(len(types), len(set(types)), one["hook"])
        assert set(types) <= read_types, set(types) - read_types


@check("PFT-12 a text that was never filled in, as the sandbox sends it, is no data")
def _(service):
    for text in ("{{context.encounterId}}", "Encounter/{{context.encounterId}}"):
        body = request(prefetch={"procedures": text})
        without = changed(request(), "prefetch", "procedures")
        same(without_uuids(service.call("POST", path_of("order-sign"), body).json()),
             without_uuids(service.call("POST", path_of("order-sign"), without).json()), text)
