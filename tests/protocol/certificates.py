"""Certificates for tests, by the openssl program: made anew in each run, so that none is kept and none runs out."""
import pathlib
import subprocess
from typing import NamedTuple


class Pair(NamedTuple):
    certificate: str
    key: str


def make(folder, name, host="localhost", issuer=None):
    """A certificate for `host` and 127.0.0.1 with its key; its own authority unless `issuer` signs it."""
    place = pathlib.Path(folder)
    pair = Pair(str(place / f"{name}.crt"), str(place / f"{name}.key"))
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
               "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1",
               "-keyout", pair.key, "-out", pair.certificate]
    if issuer:
        command += ["-CA", issuer.certificate, "-CAkey", issuer.key, "-addext", "basicConstraints=critical,CA:FALSE"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return pair
