"""TLS of the service's own port: versions, files, slow and half-open clients, reload without losing anybody, mutual TLS."""
import json
import os
import pathlib
import resource
import signal
import socket
import ssl
import subprocess
import threading
import time

import certificates
from check_drain import until
from checks import check_alone, same
from client import Closed, Connection, Service, http
from samples import path_of, request


def settings(pair, more=""):
    return f'[tls]\ncertificate = "{pair.certificate}"\nkey = "{pair.key}"\n{more}'


def start(exe, folder, more="", pair=None):
    pair = pair or certificates.make(folder, "server")
    return Service(exe, folder, settings(pair, more), authority=pair.certificate), pair


def stop(service):
    service.terminate()
    code, _, err = service.finish()
    assert code == 0 and "Sanitizer" not in err, f"ended with {code}: {err[-3000:]}"


def serial_of(connection):
    return connection.socket.getpeercert()["serialNumber"]


def context(authority, client=None):
    made = ssl.create_default_context(cafile=authority)
    if client:
        made.load_cert_chain(client.certificate, client.key)
    return made


def refused(service, tls):
    """True when the handshake, or the first answer after it (TLS 1.3 tells a client late), fails."""
    try:
        connection = Connection(service.port, tls=tls)
        connection.send(http("GET", "/healthz")).answer()
        return False
    except (Closed, OSError):  # ssl.SSLError is one
        return True


@check_alone("SEC-2 TLS 1.2 and 1.3 and nothing older, HTTP/1.1 by ALPN, no plain port")
def versions(exe, folder):
    service, _ = start(exe, folder)
    for version, fine in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
        tls = context(service.authority)
        tls.set_ciphers("ALL:@SECLEVEL=0")
        tls.minimum_version = tls.maximum_version = version
        same(refused(service, tls), not fine, version.name)
    for offered, chosen in ((["http/1.1"], "http/1.1"), (["h2", "http/1.1"], "http/1.1"), ([], None)):
        tls = context(service.authority)
        if offered:
            tls.set_alpn_protocols(offered)
        same(Connection(service.port, tls=tls).socket.selected_alpn_protocol(), chosen, offered)
    tls = context(service.authority)
    tls.set_alpn_protocols(["h2"])
    assert refused(service, tls), "h2 alone"
    plain = Connection(service.port).send(http("GET", "/cds-services"))
    assert plain.ends() or not plain.rest.startswith(b"HTTP"), "an answer in plain text"
    stop(service)


@check_alone("SEC-2 weak suites, compression and renegotiation are refused")
def weak(exe, folder):
    service, _ = start(exe, folder)
    for suites in ("AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "NULL", "aNULL"):
        tls = context(service.authority)
        tls.minimum_version = tls.maximum_version = ssl.TLSVersion.TLSv1_2
        try:
            tls.set_ciphers(suites + ":@SECLEVEL=0")
        except ssl.SSLError:
            continue  # this machine's OpenSSL has no such suite
        assert refused(service, tls), suites
    same(Connection(service.port, tls=context(service.authority)).socket.compression(), None, "compression")
    asked = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{service.port}", "-tls1_2", "-CAfile", service.authority],
        input=b"R\n", capture_output=True, timeout=30)
    assert b"RENEGOTIATING" in asked.stdout + asked.stderr and b"no renegotiation" in asked.stderr, asked.stderr[-500:]
    same(service.call("GET", "/healthz").status, 200, "alive")
    stop(service)


@check_alone("SEC-2 files that cannot be used stop the start with a sentence")
def bad_files(exe, folder):
    pair, other = certificates.make(folder, "server"), certificates.make(folder, "other")
    place = pathlib.Path(folder)
    open_key, secret_key, rubbish = place / "open.key", place / "secret.key", place / "rubbish.pem"
    open_key.write_bytes(pathlib.Path(pair.key).read_bytes())
    open_key.chmod(0o644)
    rubbish.write_text("no certificate")
    rubbish.chmod(0o600)
    subprocess.run(["openssl", "ec", "-in", pair.key, "-out", str(secret_key), "-aes128", "-passout", "pass:word"],
                   check=True, capture_output=True)
    cases = [
        (pair.certificate, place / "nowhere.key", ("tls.key", "cannot be read")),
        (place / "nowhere.pem", pair.key, ("tls.certificate", "cannot be read")),
        (rubbish, pair.key, ("tls.certificate", "PEM")),
        (pair.certificate, rubbish, ("tls.key", "PEM")),
        (pair.certificate, open_key, ("tls.key", "everybody", "chmod 600")),
        (pair.certificate, other.key, ("tls.key", "does not belong")),
        (pair.certificate, secret_key, ("tls.key", "passphrase")),
    ]
    for certificate, key, words in cases:
        file = place / "bad.toml"
        file.write_text(f'[tls]\ncertificate = "{certificate}"\nkey = "{key}"\n')
        for command in (["serve", "--config", str(file), "--listen", "127.0.0.1:0"], ["check-config", str(file)]):
            done = subprocess.run([exe, *command], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
            same(done.returncode, 2, f"{command[0]} with {key}")
            for word in words:
                assert word in done.stderr, f"{word} in {done.stderr}"


@check_alone("HTTP a slow or half-open handshake ends by its own limit and holds up nobody")
def slow_handshake(exe, folder):
    service, _ = start(exe, folder, "[timeouts]\nhandshake_ms = 1500\n")
    silent, half = Connection(service.port), Connection(service.port).send(b"\x16\x03\x01\x02\x00\x01")
    crowd = [Connection(service.port) for _ in range(200)]
    began = time.monotonic()
    same(service.call("GET", "/healthz").status, 200, "while others shake hands")
    assert silent.ends() and half.ends()
    assert 1.0 < time.monotonic() - began < 20, time.monotonic() - began
    for one in crowd:
        assert one.ends()
    stop(service)


class Load:
    """Clients that call all the time, on kept and on new connections, until told to stop."""

    def __init__(self, service, authority, clients=4):
        self.service, self.authority, self.going, self.answers, self.faults = service, authority, True, 0, []
        self.serials = set()
        self.threads = [threading.Thread(target=self.call, args=(kept,)) for kept in [True, False] * (clients // 2)]
        for thread in self.threads:
            thread.start()

    def call(self, kept):
        body = http("POST", path_of("order-sign"), request())
        connection = None
        while self.going:
            try:
                if connection is None or not kept:
                    connection = Connection(self.service.port, tls=context(self.authority))
                    self.serials.add(serial_of(connection))
                same(connection.send(body).answer().status, 200, "under load")
                self.answers += 1
            except Exception as error:
                self.faults.append(repr(error))
                return

    def end(self):
        self.going = False
        for thread in self.threads:
            thread.join()
        assert not self.faults, self.faults[:3]


@check_alone("SEC-2 SIGHUP takes the new certificate for new connections and drops none, also under load")
def reload(exe, folder):
    place = pathlib.Path(folder)
    hospital = certificates.make(folder, "hospital")
    service, pair = start(exe, folder, pair=certificates.make(folder, "server", issuer=hospital))
    service.tls = context(hospital.certificate)
    old = service.connect()
    first = serial_of(old)
    load = Load(service, hospital.certificate)
    for round_ in range(3):
        renewed = certificates.make(folder, f"renewed-{round_}", issuer=hospital)
        os.replace(renewed.key, pair.key)
        os.replace(renewed.certificate, pair.certificate)
        before = len(load.serials)
        service.process.send_signal(signal.SIGHUP)
        until(lambda: len(load.serials) > before, "a new connection sees the new certificate")
    until(lambda: load.answers > 40 or load.faults, "calls go on")
    load.end()
    same(len(load.serials), 4, "certificates that were seen")
    same(old.send(http("GET", "/healthz")).answer().status, 200, "the oldest connection")
    same(serial_of(old), first, "its certificate")

    good = serial_of(service.connect())
    (place / "server.crt").write_text("rubbish")
    service.process.send_signal(signal.SIGHUP)
    until(lambda: "tls-not-reloaded" in service.logged(), "the log says that the files cannot be used")
    said = next(json.loads(line) for line in service.logged().splitlines() if "tls-not-reloaded" in line)
    same(said["level"], "warning")
    same(serial_of(service.connect()), good, "the certificate after a bad reload")
    stop(service)


@check_alone("SEC-3 mutual TLS: required and optional")
def mutual(exe, folder):
    hospital, stranger = certificates.make(folder, "hospital"), certificates.make(folder, "stranger")
    client = certificates.make(folder, "client", issuer=hospital)
    impostor = certificates.make(folder, "impostor", issuer=stranger)
    for asked, without in (("required", False), ("optional", True)):
        more = f'client_certificates = "{asked}"\nclient_ca = "{hospital.certificate}"\n'
        service, _ = start(exe, folder, more)
        good = context(service.authority, client)
        for _ in range(3):  # the later ones may resume the session
            assert not refused(service, good), f"{asked}, a good one"
        same(refused(service, context(service.authority)), not without, f"{asked}, none")
        assert refused(service, context(service.authority, impostor)), f"{asked}, of a stranger"
        stop(service)


@check_alone("HTTP clients too many get 503 over TLS; idle TLS connections end at the drain")
def crowded(exe, folder):
    service, _ = start(exe, folder, "[limits]\nconnections = 2\n")
    seated = [service.connect() for _ in range(2)]
    for one in seated:
        same(one.send(http("GET", "/healthz")).answer().status, 200, "seated")
    same(service.connect().answer().status, 503, "one too many")
    began = time.monotonic()
    service.terminate()
    for one in seated:
        assert one.ends()
    same(service.finish()[0], 0, "exit code")
    assert time.monotonic() - began < 8, "idle connections hold up the end"


def resident(service):
    pages = int(pathlib.Path(f"/proc/{service.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def many_idle(service, count, connect):
    """Opens them all; a call on a connection of its own, and one on the first and the last, are answered quickly."""
    before = resident(service)
    held = [connect() for _ in range(count)]
    until(lambda: service.call("POST", path_of("order-sign"), request()).status == 200, "a call among the idle")
    began = time.monotonic()
    for connection in (held[0], held[-1]):
        same(connection.send(http("GET", "/healthz")).answer().status, 200, "an idle one wakes")
    assert time.monotonic() - began < 5
    return held, (resident(service) - before) / count


@check_alone("HTTP 10000 idle connections cost little and hold up nobody")
def idle(exe, folder):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(10_000, hard - 2_000)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 1_000), hard))
    try:
        service = Service(exe, folder, f"[limits]\nconnections = {count + 100}\n[timeouts]\nidle_ms = 600000\n")
        held, each = many_idle(service, count, service.connect)
        sanitized = "asan" in exe or "tsan" in exe
        assert each < 64 * 1024 or sanitized, f"{each:.0f} bytes a connection"
        for connection in held[: count // 2]:  # gone without a word
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        same(service.call("POST", path_of("order-sign"), request()).status, 200, "after resets")
        began = time.monotonic()
        stop(service)
        assert time.monotonic() - began < 20, "the drain of idle connections"
        for connection in held[count // 2:]:
            connection.close()

        service, _ = start(exe, folder, "[limits]\nconnections = 2000\n[timeouts]\nidle_ms = 600000\n")
        held, each = many_idle(service, 1_000, service.connect)
        assert each < 128 * 1024 or "asan" in exe, f"{each:.0f} bytes a TLS connection"
        stop(service)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
