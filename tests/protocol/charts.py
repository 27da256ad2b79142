"""A FHIR server of the tests and requests that name it, for the checks of FHIR access."""
import json
from urllib.parse import urlsplit

from checks import same
from samples import bundle, condition, patient, path_of, request, without_uuids

sign = path_of("order-sign")
token = {"access_token": "fhir-access-4711", "token_type": "Bearer", "expires_in": 300, "scope": "user/*.read", "subject": "iim"}


class Chart:
    """Answers as a FHIR server with the chart of one patient would."""

    def __init__(self, **resources):
        self.kept = {"Patient": [patient()], "Condition": [condition()]} | resources

    def __call__(self, asked):
        parts = urlsplit(asked.path)
        names = parts.path.split("/")[2:]  # after /open or /closed
        there = self.kept.get(names[0], [])
        if len(names) == 2:
            found = [one for one in there if one["id"] == names[1]]
            return (200, {}, json.dumps(found[0])) if found else (404, {}, b"{}")
        return 200, {"Content-Type": "application/fhir+json"}, json.dumps(bundle(*there))


def with_server(service, body, place="closed", authorization=token):
    """The request, its FHIR server and its token; the stub begins anew with a whole chart."""
    service.stub.asked.clear()
    service.stub.answers.clear()
    service.stub.otherwise = Chart()
    more = {"fhirServer": service.stub.url("/" + place, "127.0.0.1")}
    return body | more | ({"fhirAuthorization": authorization} if authorization else {})


def without(*keys):
    body = request()
    body["prefetch"] = {key: value for key, value in body["prefetch"].items() if key not in keys}
    return body


def cards(service, body):
    answer = service.call("POST", sign, body)
    same(answer.status, 200, f"status with {answer.body[:300]}")
    return without_uuids(answer.json()["cards"])


def asked(service):
    return [one.path.split("/", 2)[2] for one in service.stub.asked]


def incomplete(found):
    return any("**Not checked**" in card["detail"] for card in found)
