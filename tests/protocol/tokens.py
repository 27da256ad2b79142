"""Keys and signed tokens for tests, as a client makes them: the openssl command signs, the rest is Python's own.

    key = tokens.Key.new(folder, "ES384")                     # or RS384, ES256, PS256 …
    tokens.write_key_set(folder / "jwks.json", key)           # what a hospital hands over
    tokens.bearer(key, iss="https://ehr.example", aud=url)    # "Bearer eyJ…", for five minutes, used once

A claim or header member of None is left out; any value may be given, wrong ones too."""
import base64
import dataclasses
import hashlib
import hmac
import json
import pathlib
import subprocess
import time
import uuid

curves = {"ES256": ("prime256v1", "P-256", 32), "ES384": ("secp384r1", "P-384", 48), "ES512": ("secp521r1", "P-521", 66)}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, stdin=b""):
    return subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True, check=True).stdout


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


@dataclasses.dataclass
class Key:
    """A private key in a file, and the name its public half is known by."""
    file: pathlib.Path
    alg: str
    kid: str

    @classmethod
    def new(cls, folder, alg="ES384", kid=None, bits=2048):
        kid = kid or str(uuid.uuid4())
        file = pathlib.Path(folder) / f"{uuid.uuid4().hex}.pem"
        kind = (["-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curves[alg][0]}"] if alg in curves
                else ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}"])
        openssl("genpkey", *kind, "-out", file)
        return cls(file, alg, kid)

    def public_pem(self):
        return openssl("pkey", "-in", self.file, "-pubout")

    def jwk(self, **changes):
        """The public half as a JSON Web Key; `changes` replace members, None removes one."""
        jwk = {"kid": self.kid, "use": "sig", "alg": self.alg}
        if self.alg in curves:
            _, name, width = curves[self.alg]
            point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-2 * width:]
            jwk |= {"kty": "EC", "crv": name, "x": base64url(point[:width]), "y": base64url(point[width:])}
        else:
            modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode().strip().split("=")[1]
            jwk |= {"kty": "RSA", "n": base64url(bytes.fromhex(modulus)), "e": "AQAB"}
        return {name: value for name, value in (jwk | changes).items() if value is not None}

    def sign(self, data, alg=None):
        alg = alg or self.alg
        options = (["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if alg.startswith("PS") else [])
        signature = openssl("dgst", f"-sha{alg[2:]}", "-sign", self.file, *options, stdin=data)
        return raw_signature(signature, curves[self.alg][2]) if self.alg in curves else signature


def raw_signature(der, width):
    """r and s side by side, as JOSE has them, from the DER that openssl writes."""
    def integer(at):
        length = der[at + 1]
        return int.from_bytes(der[at + 2:at + 2 + length], "big").to_bytes(width, "big"), at + 2 + length
    at = 2 if der[1] < 0x80 else 3
    r, at = integer(at)
    s, _ = integer(at)
    return r + s


def key_set(*keys):
    """The text of a JWK Set of keys and of JWKs already made."""
    return json.dumps({"keys": [key.jwk() if isinstance(key, Key) else key for key in keys]})


def write_key_set(file, *keys):
    pathlib.Path(file).write_text(key_set(*keys), encoding="utf-8")


def header_of(key, changes):
    made = {"alg": key.alg, "typ": "JWT", "kid": key.kid} | (changes or {})
    return {name: value for name, value in made.items() if value is not None}


def claims_of(claims):
    now = int(time.time())
    made = {"iat": now, "exp": now + 300, "jti": str(uuid.uuid4())} | claims
    return {name: value for name, value in made.items() if value is not None}


def signed(key, header, payload):
    """A token of these very bytes: for what no honest client writes."""
    text = f"{base64url(header)}.{base64url(payload)}"
    return f"{text}.{base64url(key.sign(text.encode()))}"


def token(key, header=None, **claims):
    """A token of `claims` (iss and aud at least), signed by `key`."""
    return signed(key, compact(header_of(key, header)), compact(claims_of(claims)))


def bearer(key, header=None, **claims):
    return "Bearer " + token(key, header, **claims)


def unsigned(key, alg="none", **claims):
    """A token that says it needs no signature, and has none."""
    return f'{base64url(compact(header_of(key, {"alg": alg})))}.{base64url(compact(claims_of(claims)))}.'


def symmetric(key, secret, alg="HS256", **claims):
    """A token signed with a shared secret: for attacks, the text of the public key."""
    text = f'{base64url(compact(header_of(key, {"alg": alg})))}.{base64url(compact(claims_of(claims)))}'
    return f'{text}.{base64url(hmac.new(secret, text.encode(), getattr(hashlib, "sha" + alg[2:])).digest())}'
