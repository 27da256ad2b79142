"""Clients that prove who they are, for the checks of identity: their keys, tokens and configuration."""
import dataclasses
import pathlib

import tokens
from client import http
from checks import same
from samples import path_of, request

public = "https://cds.example.org/iim"  # what clients write in front of /cds-services
sign, select = path_of("order-sign"), path_of("order-select")
algorithms = ("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
example_issuer = "https://fhir-ehr.example.com/"
example_keys = """{"keys": [{"kty": "EC", "use": "sig", "crv": "P-384", "kid": "example-kid", "alg": "ES384",
"x": "46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk",
"y": "XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI"}]}"""
# Printed in CDS Hooks 2.0.1, "Trusting CDS Clients"; made for an address of 2011 and long expired.
example_token = (
    "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCIsImtpZCI6ImV4YW1wbGUta2lkIiwiamt1IjoiaHR0cHM6Ly9maGlyLWVoci5leGFtcGxlLmNvbS9qd2t"
    "fdXJpIn0.eyJpc3MiOiJodHRwczovL2ZoaXItZWhyLmV4YW1wbGUuY29tLyIsInN1YiI6ImNsaWVudF9pZCIsImF1ZCI6Imh0dHBzOi8vY2RzLmV4YW"
    "1wbGUub3JnL2Nkcy1zZXJ2aWNlcy9zb21lLXNlcnZpY2UiLCJleHAiOjE0MjI1Njg4NjAsImlhdCI6MTMxMTI4MDk3MCwianRpIjoiZWUyMmIwMjEtZ"
    "TFiNy00NjExLWJhNWItOGVlYzZhMzNhYzFlIiwidGVuYW50IjoiMmRkZDZjM2EtOGU5YS00NGM2LWEzMDUtNTIxMTFhZDMwMmEyIn0.CUFPkplnWd6Y"
    "GIvzoHolWCQBDsCL8QtTWKGg_QFpS169WrqDGzktRi-_we6-6rVzbjerU27ZKww_SW0-b9RTz-dPJNcqsueMio8r6EqXUXhbLm_ch3XFSbDlGHDl_tqo")


@dataclasses.dataclass
class Caller:
    iss: str
    key: tokens.Key
    jku: str = ""

    def token(self, path=sign, header=None, **claims):
        made = {"jku": self.jku} if self.jku else {}
        return tokens.token(self.key, made | (header or {}), **({"iss": self.iss, "aud": public + path} | claims))

    def bearer(self, path=sign, header=None, **claims):
        return "Bearer " + self.token(path, header, **claims)


made = {}  # folder → callers: keys are made once


def all_of(folder):
    place = pathlib.Path(folder)
    if place not in made:
        made[place] = {
            "ehr": Caller("https://ehr.example.org", tokens.Key.new(place, "ES384", "ehr-1")),
            "rsa": Caller("https://ehr.example.org", tokens.Key.new(place, "RS384", "ehr-2")),
            "epic": Caller("https://epic.example.org/fhir", tokens.Key.new(place, "RS384", "a+b/c==")),
            "tenants": Caller("https://many.example.org", tokens.Key.new(place, "ES384", "many-1")),
        } | {alg: Caller("https://all.example.org", tokens.Key.new(place, alg, f"all-{alg}")) for alg in algorithms}
    return made[place]


def issuer(iss, file, more=""):
    return f'\n[[auth.issuer]]\niss = "{iss}"\njwks_file = "{file}"\n{more}'


def configuration(folder, more=""):
    """Text of a configuration, and the key sets beside it."""
    place, who = pathlib.Path(folder), all_of(folder)
    weak = tokens.Key.new(place, "RS384", "weak", bits=1024)
    encrypting = tokens.Key.new(place, "ES384", "for-encryption")
    tokens.write_key_set(place / "ehr.json", who["ehr"].key, who["rsa"].key, weak, encrypting.jwk(use="enc"))
    who["weak"] = Caller("https://ehr.example.org", weak)
    who["encrypting"] = Caller("https://ehr.example.org", encrypting)
    tokens.write_key_set(place / "epic.json", who["epic"].key)
    tokens.write_key_set(place / "many.json", who["tenants"].key)
    tokens.write_key_set(place / "all.json", *[who[alg].key for alg in algorithms])
    (place / "example.json").write_text(example_keys, encoding="utf-8")
    return (f'public_base_urls = ["{public}", "http://127.0.0.1:9"]\n[auth]\nrequired = true\n{more}'
            + issuer("https://ehr.example.org", "ehr.json", 'jku = ["https://ehr.example.org/jwks.json"]\n')
            + issuer("https://epic.example.org/fhir", "epic.json", 'audiences = ["sand_man"]\n')
            + issuer("https://many.example.org", "many.json", 'tenants = ["t1", "t2"]\n')
            + issuer("https://all.example.org", "all.json", f"algorithms = {list(algorithms)}\n".replace("'", '"'))
            + issuer(example_issuer, "example.json", 'jku = ["https://fhir-ehr.example.com/jwk_uri"]\n'
                     'audiences = ["https://cds.example.org/cds-services/some-service"]\n'))


fetched_names = ("good", "moved", "big", "slow", "broken", "text", "down")


def fetched_callers(folder, stub):
    return {name: Caller(f"https://{name}.example.org", tokens.Key.new(folder, "ES384", f"{name}-1"), stub.url(f"/{name}.json"))
            for name in fetched_names}


def fetched_configuration(stub, pair):
    issuers = "".join(f'\n[[auth.issuer]]\niss = "https://{name}.example.org"\njku = ["{stub.url(f"/{name}.json")}"]\n'
                      for name in fetched_names)
    return (f'public_base_urls = ["{public}"]\n[outbound]\nca_file = "{pair.certificate}"\nnetworks = ["127.0.0.0/8", "::1/128"]\n'
            f"[auth]\nrequired = true\nfetch_limit_ms = 1500\nrefetch_interval_s = 5\n{issuers}")


def call(service, authorization, path=sign, body=None, method="POST"):
    """`authorization` is the value of the field, a list of several, or None."""
    sent = body if body is not None or method != "POST" else request(path.strip("/").split("/iim-")[1].split("/")[0])
    return service.call(method, path, sent, {"Authorization": authorization, "Origin": "https://ehr.example.org"})


def let_in(service, authorization, what="", path=sign):
    answer = call(service, authorization, path)
    same(answer.status, 200, f"{what}: {answer.body[:100]}")


def turned_away(service, authorization, what="", path=sign, method="POST"):
    """Always the same 401: no body, no reason."""
    answer = call(service, authorization, path, method=method)
    same((answer.status, answer.body, answer.header("WWW-Authenticate")), (401, b"", "Bearer"), what)
    fields = set(answer.headers) - {"date", "server", "connection"}
    assert fields <= {"content-length", "content-type", "www-authenticate", "cache-control", "vary",
                      "access-control-allow-origin", "access-control-expose-headers"}, fields


def raw(method, path, authorization):
    return http(method, path, request() if method == "POST" else None, {"Authorization": authorization})
