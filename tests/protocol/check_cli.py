"""The command line: exit codes and sentences."""
import json
import pathlib
import subprocess
import tempfile

from checks import check_alone, same
from samples import changed, request


def run(exe, *arguments, given=""):
    done = subprocess.run([exe, *arguments], input=given, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


@check_alone("CLI version, help, wrong use")
def version_and_help(exe, _):
    code, out, _ = run(exe, "--version")
    assert code == 0 and out.startswith("iim-cds "), out
    same(run(exe, "--help")[0], 0, "help")
    for wrong in ((), ("dance",), ("serve", "--dance"), ("evaluate",), ("rules", "--format", "xml")):
        code, _, err = run(exe, *wrong)
        assert code == 2 and err, wrong


@check_alone("CLI evaluate")
def evaluate(exe, _):
    code, out, err = run(exe, "evaluate", "--now", "2026-11-20", "-", given=json.dumps(request()))
    assert code == 0 and not err and "cards" in json.loads(out), (code, err)
    code, out, err = run(exe, "evaluate", "-", given=json.dumps(changed(request(), "context", "patientId")))
    assert code == 1 and "context.patientId" in out and "400" in err, (code, out, err)
    code, out, err = run(exe, "evaluate", "--hook", "patient-view", "-", given=json.dumps(request()))
    assert code == 1 and "patient-view" in out, (code, out, err)
    nameless = json.dumps(changed(request(), "hook"), indent=1)
    assert run(exe, "evaluate", "-", given=nameless)[0] == 1, "a request that names no hook"
    for command in (("evaluate",), ("facts",), ("explain", "--rule", "R01")):
        code, out, err = run(exe, *command, "--hook", "order-sign", "-", given="\n" + nameless)
        assert code == 0 and out, (command, code, out, err)
    for wrong in (("--now", "soon", "-"), ("--now", "2026-13-01", "-"), ("--now", "2026-11", "-"), ("--hook", "x", "-"),
                  ("/no/such/file",)):
        code, out, err = run(exe, "evaluate", *wrong, given=json.dumps(request()))
        assert code == 2 and not out and wrong[-2 if wrong[-1] == "-" else -1] in err, (wrong, code, err)
    for moment in ("2026-11-20T09:30:00+01:00", "2026-11-20T08:30:00Z"):
        same(run(exe, "evaluate", "--now", moment, "-", given=json.dumps(request()))[0], 0, moment)


@check_alone("CLI rules")
def rules(exe, _):
    code, out, _ = run(exe, "rules", "--format", "json")
    found = json.loads(out)["rules"]
    same(code, 0)
    for rule in found:
        assert rule["id"] and rule["title"] and rule["why"] and rule["hooks"] and rule["reviewed"], rule
    for form in ("text", "markdown"):
        code, out, _ = run(exe, "rules", "--format", form)
        assert code == 0 and all(rule["id"] in out for rule in found), form


@check_alone("CLI configuration")
def configuration(exe, _):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "c.toml"

        def outcome(text):
            file.write_text(text)
            return run(exe, "check-config", str(file))
        same(outcome('[policy]\n"mono.min_mg" = 12\n')[0], 0)
        for text, words in (('colour = 1\n', ("c.toml:1", "colour")), ('profile = "production"\n', ("production",)),
                            ('\n[policy.mono]\nmin_mg = 50\n', ("c.toml:3", "mono.min_mg", "20")),
                            ('listen = "0.0.0.0:8080"\n', ("loopback",)), ('x = [\n', ("TOML",))):
            code, out, err = outcome(text)
            assert code == 2 and not out and all(word in err for word in words), (text, code, err)
        code, _, err = run(exe, "serve", "--listen", "0.0.0.0:0")
        assert code == 2 and "loopback" in err, err
        same(run(exe, "check-config", "/no/such/file")[0], 2)


@check_alone("CLI facts")
def facts(exe, _):
    code, out, err = run(exe, "facts", "--now", "2026-11-20", "-", given=json.dumps(request()))
    assert code == 0 and not err and "[MedicationRequest/request-123]" in out and "[Condition/c1]" in out, (code, out, err)
    sources = {}
    for name, body in (("with", request()), ("without", changed(request(), "prefetch", "statements"))):
        listed = json.loads(run(exe, "facts", "--json", "-", given=json.dumps(body))[1])["sources"]
        sources[name] = next(one["delivery"] for one in listed if "statements" in one["what"])
    assert "without entries" in sources["with"] and "did not come" in sources["without"], sources
    code, out, _ = run(exe, "facts", "--json", "-", given=json.dumps(request()))
    assert code == 0 and json.loads(out)["orders"][0]["source"] == "MedicationRequest/request-123", out
    code, out, err = run(exe, "facts", "-", given=json.dumps(changed(request(), "context", "patientId")))
    assert code == 1 and "context.patientId" in out and "400" in err, (code, out, err)
    code, out, err = run(exe, "facts", "-", given="{")
    assert code == 1 and "OperationOutcome" in out, (code, out, err)
    same(run(exe, "facts", "/no/such/file")[0], 2)


@check_alone("CLI explain")
def explain(exe, _):
    for name in ("R01", "r01", "steroid-monotherapy"):
        code, out, err = run(exe, "explain", "--rule", name, "-", given=json.dumps(request()))
        assert code == 0 and not err and "It says (" in out and "\n  T  " in out, (code, out, err)
    code, out, _ = run(exe, "explain", "--rule", "R01", "-", given=json.dumps(request(conditions=[])))
    assert code == 0 and "It stays silent" in out and "\n  F  " in out, out
    code, out, err = run(exe, "explain", "--rule", "R99", "-", given=json.dumps(request()))
    assert code == 2 and "steroid-monotherapy" in err and not out, (code, out, err)
    same(run(exe, "explain", "-", given=json.dumps(request()))[0], 2, "no rule named")


@check_alone("CLI terms")
def terms(exe, _):
    for what, words in (("8640", ("drug/prednisone", "rxnorm.csv", "source")),
                        ("http://loinc.org|5196-1", ("lab/hbsag", "loinc.csv")),
                        ("lab/tpmt-activity", ("lab/tpmt-activity", "http://loinc.org|")),
                        ("prednisone 20 mg tablet", ("drug/prednisone", "20 mg"))):
        code, out, err = run(exe, "terms", what)
        assert code == 0 and not err and all(word in out for word in words), (what, code, out, err)
    code, out, err = run(exe, "terms", "no such thing")
    assert code == 1 and not out and "overlay" in err, (code, out, err)


@check_alone("CLI local codes")
def overlay(exe, _):
    with tempfile.TemporaryDirectory() as folder:
        config, table = pathlib.Path(folder) / "c.toml", pathlib.Path(folder) / "site.csv"
        config.write_text('[terminology]\noverlay = "site.csv"\n')
        code, _, err = run(exe, "check-config", str(config))
        assert code == 2 and "site.csv" in err, (code, err)
        table.write_text("system,code,concept\nurn:lab,TP1,lab/tpmt-activity\n")
        code, out, err = run(exe, "check-config", str(config))
        assert code == 0 and "1 local codes" in out, (code, out, err)
        code, out, err = run(exe, "terms", "--config", str(config), "urn:lab|TP1")
        assert code == 0 and "lab/tpmt-activity" in out and "line 2" in out, (code, out, err)
        table.write_text("system,code,concept\nurn:lab,TP1,lab/tpmt\n")
        for command in (("check-config", str(config)), ("evaluate", "--config", str(config), "-")):
            code, _, err = run(exe, *command, given=json.dumps(request()))
            assert code == 2 and "line 2, column 3 (concept)" in err, (command, code, err)
