"""Configurations as they are delivered, and what is said of those that cannot be."""
import json
import pathlib
import re
import signal
import socket

import callers
import certificates
import samples
from check_cli import run
from check_drain import until
from checks import check_alone, same
from client import Service

deploy = pathlib.Path(__file__).resolve().parent.parent.parent / "deploy"


@check_alone("configuration: the documented example is taken, and every key in it")
def example(exe, folder):
    code, said, err = run(exe, "check-config", str(deploy / "iim-cds.example.toml"))
    same(code, 0, err)
    text = (deploy / "iim-cds.example.toml").read_text(encoding="utf-8")
    keys = re.findall(r"^#?([a-z_0-9]+|\"[a-z_0-9.]+\") = ", text, re.M)
    assert len(keys) > 150, len(keys)
    whole = pathlib.Path(folder) / "whole.toml"
    whole.write_text(re.sub(r"^#(?=[a-z\"\[])", "", text, flags=re.M), encoding="utf-8")
    code, _, err = run(exe, "check-config", str(whole))
    same(code, 2, "names files that are not there")
    assert "is not a key" not in err and "not TOML" not in err, err


@check_alone("SEC-1 configuration: the production example starts once its certificate is there")
def production(exe, folder):
    place = pathlib.Path(folder)
    text = (deploy / "config" / "production.toml").read_text(encoding="utf-8")
    (place / "iim-cds.toml").write_text(text, encoding="utf-8")
    code, _, err = run(exe, "check-config", str(place / "iim-cds.toml"))
    same(code, 2, "without its certificate")
    assert "tls.certificate" in err, err
    (place / "tls").mkdir()
    pair = certificates.make(place / "tls", "server")
    pathlib.Path(pair.certificate).rename(place / "tls" / "server.pem")
    code, said, err = run(exe, "check-config", str(place / "iim-cds.toml"))
    same(code, 0, err)
    for word in ("production", "TLS", "https://ehr.hospital.example/fhir", "cards for epic", "SQLite", "policy"):
        assert word in said, f"{word} in {said}"
    service = Service(exe, place, text.replace("127.0.0.1:9464", "127.0.0.1:0"), authority=str(place / "tls" / "server.pem"))
    same(service.call("GET", "/cds-services").status, 200, "discovery")
    same(service.call("POST", "/cds-services/iim-order-sign", {}).status, 401, "a call without token")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("configuration: key, value, line and range are named")
def refused(exe, folder):
    file = pathlib.Path(folder) / "bad.toml"
    for text, words in (("\n[limits]\nbody_bytes = 7\n", (":3:", "limits.body_bytes", "7", "1024")),
                        ("[auth]\nskew_s = 600\n", (":2:", "auth.skew_s", "600", "60")),
                        ("[store]\nkind = \"oracle\"\n", (":2:", "store.kind", "oracle", "postgres")),
                        ("colour = 1\n", (":1:", "colour", "listen"))):
        file.write_text(text)
        code, _, err = run(exe, "check-config", str(file))
        same(code, 2, text)
        for word in words:
            assert word in err, f"{word} in {err}"


@check_alone("metrics are served at a door of their own, and hold no patient")
def metrics(exe, folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    service = Service(exe, folder, f'[metrics]\nlisten = "127.0.0.1:{port}"\n')
    body = samples.request()
    same(service.call("POST", samples.path_of("order-sign"), body).status, 200, "a call")
    same(service.call("GET", "/metrics").status, 404, "on the port of the services")
    own, service.port = service.port, port
    page = service.call("GET", "/metrics")
    same((page.status, page.header("Content-Type").split(";")[0]), (200, "text/plain"), "the page")
    text = page.body.decode()
    assert 'iim_requests_total{service="iim-order-sign",status="200"} 1' in text, text[:500]
    assert "iim_connections " in text and "iim_store_healthy 1" in text and "iim_build_info" in text
    assert body["context"]["patientId"] not in text
    for path in ("/", "/cds-services", "/cds-services/iim-order-sign"):
        same(service.call("GET", path).status, 404, path)
    same(service.call("POST", "/metrics", {}).status, 404, "POST")
    service.port = own
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("SIGHUP does not end a service that has files to read again")
def hang_up(exe, folder):
    service = Service(exe, folder, 'public_base_urls = ["https://a.example"]\n[[auth.issuer]]\niss = "https://x.example"\n'
                                   'jku = ["https://x.example/keys"]\n')
    service.process.send_signal(signal.SIGHUP)  # may come before the service listens to it
    same(service.call("GET", "/healthz").status, 200, "alive")
    service.process.send_signal(signal.SIGHUP)
    until(lambda: '"reloaded"' in service.logged(), "the log says so")
    same(service.call("GET", "/healthz").status, 200, "still alive")
    service.terminate()
    same(service.finish()[0], 0, "exit code")


@check_alone("SEC-14 a key set that cannot be used at SIGHUP is a warning, changes nothing, and is not called reloaded")
def bad_keys(exe, folder):
    service = Service(exe, folder, callers.configuration(folder))
    ehr, keys = callers.all_of(folder)["ehr"], pathlib.Path(folder) / "ehr.json"
    good = keys.read_text(encoding="utf-8")

    def events():
        return [json.loads(line) for line in service.logged().splitlines() if "reloaded" in line]
    same(service.call("GET", "/healthz").status, 200, "it listens to signals")
    keys.write_text("rubbish", encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)
    until(lambda: events(), "the log says so")
    callers.let_in(service, ehr.bearer(), "with the keys of before")
    same([one["level"] for one in events()], ["warning"], str(events()))
    assert "keys-not-reloaded" in events()[0]["event"] and "ehr.json" in events()[0]["event"], events()
    keys.write_text(good, encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)
    until(lambda: len(events()) == 2, "the next one is heard")
    same((events()[1]["level"], events()[1]["event"]), ("info", "reloaded"))
    service.terminate()
    same(service.finish()[0], 0, "exit code")
