"""Who may call: every token that must be let in, and every one that must not (SEC-4 to SEC-15, SEC-18, DSC-16)."""
import json
import threading
import time

import tokens
from callers import (algorithms, call, example_issuer, example_token, let_in, public, select, sign, turned_away)
from check_drain import until
from checks import check, same


@check("SEC-4 a bearer token, once, its scheme in any case; nothing else", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    for scheme in ("Bearer", "bearer", "BEARER", "bEaReR"):
        let_in(service, f"{scheme} {ehr.token()}", scheme)
    good = ehr.bearer()
    for wrong in (None, "", "Bearer", "Bearer ", "Basic dXNlcjpwdw==", ehr.token(), [good, good], [good, ehr.bearer()],
                  ["Basic eA==", good], f"{good}, {good}", f"Bearer Bearer {ehr.token()}", f"Bearer\t{ehr.token()}x",
                  f"Bearer {ehr.token()} x", f"DPoP {ehr.token()}", "Negotiate x"):
        turned_away(service, wrong, str(wrong)[:60])
    for path in (select, sign + "/feedback"):
        turned_away(service, None, path, path)
    same(call(service, None, "/cds-services", method="GET").status, 200, "discovery is open")
    same(service.call("GET", "/healthz").status, 200, "health is open")


@check("COR-1 COR-4 preflights need no token, and a browser may read a 401", on="auth")
def _(service):
    fields = {"Origin": "http://127.0.0.1:8080", "Access-Control-Request-Method": "POST",
              "Access-Control-Request-Headers": "authorization,content-type"}
    for path in ("/cds-services", sign, sign + "/feedback"):
        same(service.call("OPTIONS", path, headers=fields).status, 204, path)
    answer = call(service, None)
    same((answer.status, answer.header("Access-Control-Allow-Origin")), (401, "*"))


def signed_as(key, alg):
    """A token by `key` whose header says `alg`, whatever the key is."""
    made = tokens.compact({"alg": alg, "typ": "JWT", "kid": key.kid})
    claims = tokens.compact(tokens.claims_of({"iss": "https://ehr.example.org", "aud": public + sign}))
    return "Bearer " + tokens.signed(key, made, claims)


@check("SEC-5 no alg none in any spelling, no shared secret, not even one keyed with the public key", on="auth")
def _(service):
    ehr, rsa = service.callers["ehr"], service.callers["rsa"]
    claims = {"iss": ehr.iss, "aud": public + sign}
    for alg in ("none", "None", "NONE", "nOnE", "", None):
        turned_away(service, "Bearer " + tokens.unsigned(ehr.key, alg, **claims), f"alg {alg}")
        turned_away(service, signed_as(ehr.key, alg), f"alg {alg}, signed")
    for caller in (ehr, rsa):
        for secret in (caller.key.public_pem(), caller.key.public_pem().strip(), json.dumps(caller.key.jwk()).encode(), b""):
            for alg in ("HS256", "HS384", "HS512"):
                turned_away(service, "Bearer " + tokens.symmetric(caller.key, secret, alg, **claims), alg)
    for alg in ("es384", "ES384 ", "RSA-OAEP", "dir", "EdDSA", "ES256K", "A128KW", 5, ["ES384"], {"a": 1}):
        turned_away(service, signed_as(ehr.key, alg), str(alg))


@check("SEC-6 ES384 and RS384 are accepted, others where an issuer may use them", on="auth")
def _(service):
    for name in ("ehr", "rsa", *algorithms):
        let_in(service, service.callers[name].bearer(), name)


@check("SEC-6 key, curve and alg must fit; RSA of 1024 bits and keys for encryption are none", on="auth")
def _(service):
    ehr, rsa = service.callers["ehr"].key, service.callers["rsa"].key
    for key, algs in ((ehr, ("ES256", "ES512", "RS384", "PS384")), (rsa, ("ES384", "RS256", "RS512", "PS384"))):
        for alg in algs:
            turned_away(service, signed_as(key, alg), f"{key.alg} said to be {alg}")
    for name in ("weak", "encrypting"):
        turned_away(service, service.callers[name].bearer(), name)
    token = service.callers["ehr"].token()
    turned_away(service, "Bearer " + token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"), "another signature")
    head, body, signature = token.split(".")
    for zero in (b"\0" * 96, b"\0" * 95, b"\xff" * 96, b""):
        turned_away(service, f"Bearer {head}.{body}.{tokens.base64url(zero)}", "a signature of nothing")
    turned_away(service, "Bearer " + tokens.token(rsa, {"kid": ehr.kid}, iss="https://ehr.example.org", aud=public + sign),
                "signed by another key")


@check("SEC-7 kid: missing, wrong, hostile; Epic's with + / = works", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    let_in(service, service.callers["epic"].bearer(), "Epic's kid")
    let_in(service, ehr.bearer(header={"typ": None}), "without typ")
    for kid in (None, "", "ehr-2", "EHR-1", "ehr-1 ", "../../../etc/passwd", "ehr-1' OR '1'='1", "ehr-1\0", 5, ["ehr-1"], {},
                "x" * 5000):
        turned_away(service, ehr.bearer(header={"kid": kid}), f"kid {str(kid)[:20]}")


@check("SEC-7 crit, and keys inside the token, are not listened to", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    for crit in (["exp"], [], ["b64"], "exp", {}):
        turned_away(service, ehr.bearer(header={"crit": crit}), f"crit {crit}")
    evil = tokens.Key.new(service.folder, "ES384", "ehr-1")
    claims = {"iss": ehr.iss, "aud": public + sign}
    for header in ({}, {"jwk": evil.jwk()}, {"x5c": ["MIIB"]}, {"x5u": "https://evil.example/x"}, {"jwk": evil.jwk(), "kid": None}):
        turned_away(service, tokens.bearer(evil, header, **claims), f"header {list(header)}")
    let_in(service, ehr.bearer(header={"jwk": evil.jwk(), "zzz": {"a": [1]}}), "unknown members beside a good signature")


@check("SEC-8 the issuer must be known, as written; its jku too", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    let_in(service, ehr.bearer(header={"jku": "https://ehr.example.org/jwks.json"}), "its own jku")
    for iss in ("https://other.example.org", "https://ehr.example.org/", "https://EHR.example.org", "", None, 5, [ehr.iss],
                "https://epic.example.org/fhir"):
        turned_away(service, ehr.bearer(iss=iss), f"iss {iss}")
    for jku in ("https://evil.example/jwks.json", "http://ehr.example.org/jwks.json", "https://ehr.example.org/jwks.json#x",
                "https://ehr.example.org/jwks.json/../x", "http://169.254.169.254/latest/meta-data", "http://127.0.0.1:22/",
                "https://[::1]/", "file:///etc/passwd", "", 5, [], None):
        if jku is not None:
            turned_away(service, ehr.bearer(header={"jku": jku}), f"jku {jku}")


@check("SEC-9 aud: a text or a list with the address called; another service's is refused", on="auth")
def _(service):
    ehr, here = service.callers["ehr"], public + sign
    for aud in (here, [here], ["https://x.example", here], "http://127.0.0.1:9" + sign):
        let_in(service, ehr.bearer(aud=aud), str(aud))
    for aud in (public + select, public, public + "/cds-services", here + "/feedback", here + "?x=1", here.upper(),
                "https://evil.example" + sign, sign, f"http://127.0.0.1:{service.port}{sign}", "sand_man", "", [], None, 5,
                {here: 1}, [5, here]):
        turned_away(service, ehr.bearer(aud=aud), str(aud))
    let_in(service, service.callers["epic"].bearer(aud="sand_man"), "an audience that was agreed for this issuer")
    doubled = sign.replace("/iim", "//iim")  # what the sandbox calls when its user ends discovery's address with a slash
    let_in(service, ehr.bearer(doubled), "the address as it was called", doubled)


@check("SEC-9 DSC-18 slashes too many name no other place: neither in aud nor in the address called", on="auth")
def _(service):
    ehr, here = service.callers["ehr"], public + sign
    for aud in (here + "/", here + "//", here.replace("/iim-", "//iim-"), public + "/" + sign):
        let_in(service, ehr.bearer(aud=aud), aud)
        let_in(service, ehr.bearer(aud=here), aud, path=aud.removeprefix(public))
    for aud in (public + select + "/", public + "/", public + "/cds-services/", here + "/x", here + "/feedback/", here + "/."):
        turned_away(service, ehr.bearer(aud=aud), aud)


@check("SEC-10 exp and iat are numbers; expired, not yet issued and too long are refused", on="auth")
def _(service):
    ehr, now = service.callers["ehr"], int(time.time())
    for good in ({"exp": now + 3599, "iat": now}, {"exp": now - 30, "iat": now - 300}, {"exp": now + 300, "iat": now + 30},
                 {"exp": now + 300.5, "iat": now - 0.5}):
        let_in(service, ehr.bearer(**good), str(good))
    for wrong in ({"exp": now - 120, "iat": now - 400}, {"exp": now + 400, "iat": now + 120}, {"exp": now + 3700},
                  {"exp": None}, {"iat": None}, {"exp": str(now + 300)}, {"iat": str(now)}, {"exp": now, "iat": now},
                  {"exp": now - 1, "iat": now}, {"exp": 1e308}, {"exp": -1}, {"exp": True}, {"exp": [now + 300]}, {"iat": 0},
                  {"exp": 10 ** 30}):
        turned_away(service, ehr.bearer(**wrong), str(wrong))


@check("SEC-11 a jti is taken once for each issuer, also of many at the same moment", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    again = ehr.bearer()
    let_in(service, again, "first")
    turned_away(service, again, "second")
    turned_away(service, ehr.bearer(jti=json.loads(decoded(again))["jti"]), "another token of the same jti")
    for jti in (None, "", 5, [], {}):
        turned_away(service, ehr.bearer(jti=jti), f"jti {jti}")
    let_in(service, ehr.bearer(jti="one"), "its own")
    let_in(service, service.callers["epic"].bearer(jti="one"), "the same of another issuer")
    bad, good = ehr.bearer(aud="x", jti="two"), ehr.bearer(jti="two")
    turned_away(service, bad, "a refused token")
    let_in(service, good, "its jti was not used up")
    token, seen = ehr.bearer(), []
    threads = [threading.Thread(target=lambda: seen.append(call(service, token).status)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(sorted(seen), [200] + [401] * 15, "16 at once")


def decoded(bearer):
    part = bearer.split(".")[1]
    return tokens.base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@check("SEC-12 tenant: one of the list where there is a list, anything elsewhere", on="auth")
def _(service):
    many = service.callers["tenants"]
    for tenant in ("t1", "t2"):
        let_in(service, many.bearer(tenant=tenant), tenant)
    for tenant in ("t3", "T1", "", None, 5, ["t1"]):
        turned_away(service, many.bearer(tenant=tenant), f"tenant {tenant}")
    for tenant in ("anything", None):
        let_in(service, service.callers["ehr"].bearer(tenant=tenant), f"no list, tenant {tenant}")


@check("SEC-15 sub and unknown claims are tolerated; nbf in the future is not", on="auth")
def _(service):
    ehr, now = service.callers["ehr"], int(time.time())
    for claims in ({"sub": "client"}, {"nbf": now - 300}, {"nbf": now + 30}, {"zzz": {"a": [1]}}, {"sub": "x", "azp": "y"}):
        let_in(service, ehr.bearer(**claims), str(claims))
    for claims in ({"nbf": now + 120}, {"nbf": "soon"}, {"nbf": []}):
        turned_away(service, ehr.bearer(**claims), str(claims))


@check("SEC-13 malformed, huge and doubled: the same 401 as for all others", on="auth")
def _(service):
    ehr = service.callers["ehr"]
    head, body, signature = ehr.token().split(".")
    claims = json.dumps(tokens.claims_of({"iss": ehr.iss, "aud": public + sign}))
    header = tokens.compact(tokens.header_of(ehr.key, {}))
    doubled = [claims.replace('{"', '{"iss":"https://x","', 1), claims[:-1] + ',"exp":9999999999}', claims[:-1] + ',"aud":"x"}']
    for wrong in ("..", "x", "a.b", "a.b.c.d", f"{head}.{body}", f"{head}.{body}.", f".{body}.{signature}", f"{head}..{signature}",
                  f"{head}={'='}.{body}.{signature}", f"{head}.{body}.{signature}=", f"{head}.{body}.+/{signature[2:]}",
                  f"{head} .{body}.{signature}", "x" * 7000):
        turned_away(service, f"Bearer {wrong}", wrong[:40])
    for payload in (b"", b"null", b"[]", b'"x"', b"{", claims.encode() + b"{}", b"\xff" + claims.encode(), b"\xef\xbb\xbf" + claims.encode(),
                    *(one.encode() for one in doubled), b"[" * 3000):
        turned_away(service, "Bearer " + tokens.signed(ehr.key, header, payload), f"claims {payload[:30]}")
    for odd in (b"{}", b"[]", b"null", header[:-1] + b',"alg":"ES384"}', header[:-1] + b',"kid":"ehr-1"}', b"{" * 2000):
        turned_away(service, "Bearer " + tokens.signed(ehr.key, odd, claims.encode()), f"header {odd[:30]}")


@check("SEC-18 the specification's example token verifies, and is refused because it is old", on="auth")
def _(service):
    turned_away(service, "Bearer " + example_token, "the example token")
    lines = lambda: [line for line in service.logged().splitlines() if example_issuer in line]  # noqa: E731
    until(lines, "the log says so")
    assert "expired" in lines()[-1], lines()[-1]


@check("DSC-16 discovery protected: its own address as audience", on="protected")
def _(service):
    ehr = service.callers["ehr"]
    turned_away(service, None, "no token", "/cds-services", "GET")
    turned_away(service, ehr.bearer(), "a service's token", "/cds-services", "GET")
    for path in ("/cds-services", "/cds-services/"):
        same(call(service, ehr.bearer(path), path, method="GET").status, 200, path)
    turned_away(service, ehr.bearer("/cds-services"), "discovery's token on a service")
    let_in(service, ehr.bearer(), "a service's token on the service")
    same(service.call("OPTIONS", "/cds-services").status, 204, "preflight")
    same(service.call("GET", "/healthz").status, 200, "health")
