"""Keys that are fetched, TLS, mutual TLS, what starts and what is written down: SEC-1 to 3, 14, 16, 17, 19, 21."""
import json
import pathlib
import re
import ssl
import time

import callers
import certificates
import tokens
from callers import call, let_in, sign, turned_away
from check_cli import run
from checks import check, check_alone, same
from client import Connection, Service, http
from samples import request

production = 'profile = "production"\n'


def checked(exe, folder, text):
    """Exit code and message of check-config."""
    file = pathlib.Path(folder) / "checked.toml"
    file.write_text(text, encoding="utf-8")
    code, _, err = run(exe, "check-config", str(file))
    return code, err


def with_production(text):
    """A configuration of the demo made one of production: plain HTTP, TLS at the proxy."""
    return production + "tls_ends_at_proxy = true\n" + text + '[cors]\norigins = ["https://ehr.example.org"]\n'


@check_alone("SEC-1 production does not start without issuers, TLS and a public address; with them it does")
def _(exe, folder):
    whole = with_production(callers.configuration(folder).replace(', "http://127.0.0.1:9"', ""))
    same(checked(exe, folder, whole), (0, ""), "whole")
    for what, text in {"nothing": production, "no TLS": whole.replace("tls_ends_at_proxy = true\n", ""),
                       "no authentication": whole.replace("required = true", "required = false"),
                       "no issuer": whole.split("\n[[auth.issuer]]")[0] + "\n",
                       "no address": re.sub(r"public_base_urls.*\n", "", whole)}.items():
        code, err = checked(exe, folder, text)
        assert code == 2 and err, f"{what}: {code} {err}"
        code, _, err = run(exe, "serve", "--config", str(pathlib.Path(folder) / "checked.toml"), "--listen", "127.0.0.1:0")
        assert code == 2 and err, f"serve with {what}: {code}"


@check_alone("SEC-19 the public sandbox may call in the demo only; whoever has not its key may not")
def _(exe, folder):
    demo = 'public_sandbox = true\npublic_base_urls = ["https://cds.example.org/iim"]\n[auth]\nrequired = true\n'
    same(checked(exe, folder, demo)[0], 0, "demo")
    whole = with_production(callers.configuration(folder).replace(', "http://127.0.0.1:9"', ""))
    code, err = checked(exe, folder, "public_sandbox = true\n" + whole)
    assert code == 2 and "sandbox" in err, (code, err)
    for named in ('iss = "https://sandbox.cds-hooks.org"\njwks_file = "keys.json"\n',
                  'iss = "https://ehr.example.org"\njku = ["https://sandbox.cds-hooks.org/.well-known/jwks.json"]\n',
                  'iss = "https://ehr.example.org"\njku = ["https://SANDBOX.cds-hooks.org:443//.well-known/jwks.json"]\n'):
        code, err = checked(exe, folder, whole + "\n[[auth.issuer]]\n" + named)
        assert code == 2 and "sandbox" in err, (named, code, err)
    service = Service(exe, folder, demo)
    fake = callers.Caller("https://sandbox.cds-hooks.org", tokens.Key.new(folder, "ES384", "44823f3d-0b01-4a6c-a80e-b9d3e8a7226f"),
                          "https://sandbox.cds-hooks.org/.well-known/jwks.json")
    turned_away(service, fake.bearer(), "another key of that name")
    turned_away(service, None, "no token")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check("SEC-14 keys from the jku: fetched once, kept, several in a set", on="fetched")
def _(service):
    good, stub = service.callers["good"], service.stub
    more = tokens.Key.new(service.folder, "ES384", "good-2")
    stub.answers["/good.json"] = (200, {"Content-Type": "application/json"}, tokens.key_set(
        {"kty": "oct", "k": "AAAA", "kid": "x"}, {"kty": "EC"}, good.key.jwk(use="enc", kid="enc"), good.key, more))
    for _ in range(3):
        let_in(service, good.bearer(), "the first key")
    let_in(service, callers.Caller(good.iss, more, good.jku).bearer(), "the second key")
    same(stub.count("/good.json"), 1, "fetches")
    asked = stub.asked[-1]
    assert "authorization" not in asked.headers and "cookie" not in asked.headers, asked
    new = callers.Caller(good.iss, tokens.Key.new(service.folder, "ES384", "good-3"), good.jku)
    for _ in range(5):
        turned_away(service, new.bearer(), "a key of no set")
    assert stub.count("/good.json") <= 2, "fetched for every unknown kid"
    stub.answers["/good.json"] = (200, {}, tokens.key_set(good.key, new.key))
    end = time.monotonic() + 20
    while call(service, new.bearer()).status != 200:
        assert time.monotonic() < end, "a key that was rotated in is never found"
        time.sleep(0.5)
    let_in(service, good.bearer(), "the first key after that")


@check("SEC-14 redirects, errors, huge, slow and unreadable key sets let nobody in", on="fetched")
def _(service):
    who, stub = service.callers, service.stub
    right = tokens.key_set(who["moved"].key)
    stub.answers["/elsewhere.json"] = (200, {}, right)
    stub.answers["/moved.json"] = (302, {"Location": stub.url("/elsewhere.json")}, b"")
    stub.answers["/big.json"] = (200, {}, tokens.key_set(who["big"].key) + " " * 3_000_000)
    stub.answers["/broken.json"] = (500, {}, tokens.key_set(who["broken"].key))
    stub.answers["/text.json"] = (200, {}, "<html>not a key set</html>")

    def slow(_):
        time.sleep(2.5)
        return 200, {}, tokens.key_set(who["slow"].key)
    stub.answers["/slow.json"] = slow
    for name in ("moved", "big", "broken", "text", "slow", "down"):
        turned_away(service, who[name].bearer(), name)
    same(stub.count("/elsewhere.json"), 0, "redirects followed")
    same(service.call("GET", "/healthz").status, 200, "alive")


@check("SEC-17 nothing is fetched for an unknown issuer, a foreign jku or a malformed token", on="fetched")
def _(service):
    good, stub = service.callers["good"], service.stub
    before = len(stub.asked)
    trap = stub.url("/trap.json")
    stub.answers["/trap.json"] = (200, {}, tokens.key_set(good.key))
    for header, claims in (({"jku": trap}, {}), ({"jku": trap}, {"iss": "https://unknown.example.org"}),
                           ({"jku": stub.url("/good.json"), "alg": "none"}, {"iss": "https://down.example.org"}),
                           ({"jku": stub.url("/text.json")}, {}), ({"jku": stub.url("/good.json") + "?x"}, {}),
                           ({"jku": stub.url("/good.json", "127.0.0.1")}, {}), ({"crit": ["x"]}, {"iss": "https://down.example.org"}),
                           ({"kid": None}, {"iss": "https://down.example.org"})):
        turned_away(service, good.bearer(header=header, **claims), f"{header} {claims}")
    same([one.path for one in stub.asked[before:]], [], "asked for")


@check_alone("SEC-11 a token that was used stays used after a restart")
def _(exe, folder):
    text = callers.configuration(folder)
    token = None
    for turn in range(2):
        service = Service(exe, folder, text)
        token = token or callers.all_of(folder)["ehr"].bearer()
        (turned_away if turn else let_in)(service, token, f"start {turn + 1}")
        service.terminate()
        same(service.finish()[0], 0, "exit code")


@check("SEC-2 TLS 1.2 and 1.3 on every page, nothing older, and no plain HTTP on that port", on="tls_only")
def _(service):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=service.authority)
        context.minimum_version = context.maximum_version = version
        for method, path, body in (("GET", "/cds-services", None), ("POST", sign, request()), ("POST", sign + "/feedback", {})):
            connection = Connection(service.port, tls=context)
            assert connection.send(http(method, path, body)).answer().status in (200, 400), path
            connection.close()
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    for _ in range(2):
        try:
            Connection(service.port, tls=old)
            raise AssertionError("TLS 1.1 was taken")
        except (ssl.SSLError, ConnectionError):
            pass
    plain = Connection(service.port, timeout=20).send(http("GET", "/cds-services"))
    try:
        assert plain.answer().status in (400, 426), "plain HTTP was answered"
    except Exception as error:
        assert type(error).__name__ in ("Closed", "IndexError", "ValueError"), error


@check("SEC-3 mutual TLS: a client without a certificate of ours is turned away", on="mutual")
def _(service):
    def get(pair):
        context = ssl.create_default_context(cafile=service.authority)
        if pair:
            context.load_cert_chain(pair.certificate, pair.key)
        connection = Connection(service.port, tls=context)
        try:
            return connection.send(http("GET", "/cds-services")).answer().status
        finally:
            connection.close()
    same(get(service.client), 200, "the hospital's certificate")
    stranger = certificates.make(service.folder, "stranger")
    for wrong in (None, stranger):
        try:
            status = get(wrong)
        except Exception:
            continue
        raise AssertionError(f"{wrong} was answered {status}")


def everything_written(folder, service):
    """All that the service wrote: its log, and every file it made."""
    texts = [service.logged().encode()]
    for file in pathlib.Path(folder).rglob("*"):
        if file.is_file() and file.suffix not in (".pem", ".toml") and not file.name.endswith(("jwks.json", "key")):
            texts.append(file.read_bytes())
    return b"\n".join(texts)


@check_alone("SEC-16 FHA-4 no token, no part of one, no name and no comment in logs, audit or store")
def _(exe, folder):
    service = Service(exe, folder, callers.configuration(folder))
    ehr = callers.all_of(folder)["ehr"]
    body = request()
    body["prefetch"]["patient"]["name"] = [{"family": "Zebedee-Quartermain"}]
    body |= {"fhirServer": "https://ehr.example.org/fhir", "fhirAuthorization": {
        "access_token": "access-secret-4711", "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "iim"}}
    sent = [ehr.token(), ehr.token(aud="https://x.example"), ehr.token(header={"kid": "no"})]
    same([call(service, f"Bearer {token}", body=body).status for token in sent], [200, 401, 401], "calls")
    service.terminate()
    same(service.finish()[0], 0, "exit code")
    written = everything_written(folder, service)
    assert b"ehr.example.org" in written, "the issuer is written down"
    for token in sent:
        for part in token.split("."):
            assert part[:40].encode() not in written, f"part of a token: {part[:40]}"
    for word in (b"access-secret-4711", b"Quartermain", b"Zebedee"):
        assert word not in written, word


@check_alone("SEC-16 the log says which iss, jku or aud nobody registered, bounded and never the token")
def _(exe, folder):
    service = Service(exe, folder, callers.configuration(folder))
    ehr = callers.all_of(folder)["ehr"]
    odd = "https://odd.example/\"\\'\u20ac" + "x" * 300
    sent = [ehr.token(iss="https://ehr.example.org/"), ehr.token(header={"jku": "https://elsewhere.example/keys"}),
            ehr.token(aud="https://cds.example.org/iim/cds-services/iim-patient-view"),
            ehr.token(aud=[f"https://{one}.example" for one in "abcde"]), ehr.token(iss=odd)]
    for token in sent:
        turned_away(service, "Bearer " + token)
    service.terminate()
    _, _, err = service.finish()
    told = [json.loads(line)["event"] for line in err.splitlines() if "refused" in line]
    same(len(told), len(sent), str(told))
    for line, words in zip(told, (["iss 'https://ehr.example.org/'"], ["iss 'https://ehr.example.org'", "jku 'https://elsewhere.example/keys'"],
                                  ["call of https://ehr.example.org refused", "iim-patient-view'", "called '/cds-services/iim-order-sign'"],
                                  ["'https://a.example', 'https://b.example', 'https://c.example', ..."], ["iss 'https://odd.example/", "xxx...'"])):
        for word in words:
            assert word in line, (word, line)
        assert len(line) < 400, line
    for token in sent:
        for part in token.split("."):
            assert part[:40] not in err, "a part of a token"


@check_alone("SEC-21 an audit line for each call: who, when, which patient as a hash, rules, cards")
def _(exe, folder):
    service = Service(exe, folder, callers.configuration(folder) + '[store]\ndata_dir = "kept"\n')
    ehr = callers.all_of(folder)["ehr"]
    answer = call(service, ehr.bearer(sub="iim-client"))
    same(answer.status, 200)
    turned_away(service, None, "no token")
    service.terminate()
    same(service.finish()[0], 0, "exit code")
    lines = [json.loads(line) for line in (pathlib.Path(folder) / "kept" / "audit.jsonl").read_text().splitlines()]
    mine = [line for line in lines if line.get("status") == 200]
    same(len(mine), 1, f"lines of the call in {lines}")
    text = json.dumps(mine[0])
    for card in answer.json()["cards"]:
        assert card["uuid"] in text and card["source"]["topic"]["code"] in text, card["uuid"]
    assert "https://ehr.example.org" in text and "iim-client" in text and "iim-order-sign" in text and re.search(r"20\d\d-\d\d-\d\dT", text), text
    assert '"p1"' not in text and "Patient/p1" not in text, "the patient's id in plain"
