"""The command line: exit codes and sentences."""
import json
import pathlib
import subprocess
import tempfile

from checks import same
from samples import changed, request


def run(exe, *arguments, given=""):
    done = subprocess.run([exe, *arguments], input=given, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def version_and_help(exe):
    code, out, _ = run(exe, "--version")
    assert code == 0 and out.startswith("iim-cds "), out
    same(run(exe, "--help")[0], 0, "help")
    for wrong in ((), ("dance",), ("serve", "--dance"), ("evaluate",), ("rules", "--format", "xml")):
        code, _, err = run(exe, *wrong)
        assert code == 2 and err, wrong


def evaluate(exe):
    code, out, err = run(exe, "evaluate", "--now", "2026-11-20", "-", given=json.dumps(request()))
    assert code == 0 and not err and "cards" in json.loads(out), (code, err)
    code, out, err = run(exe, "evaluate", "-", given=json.dumps(changed(request(), "context", "patientId")))
    assert code == 1 and "context.patientId" in out and "400" in err, (code, out, err)
    code, out, err = run(exe, "evaluate", "--hook", "patient-view", "-", given=json.dumps(request()))
    assert code == 1 and "patient-view" in out, (code, out, err)
    for wrong in (("--now", "soon", "-"), ("--now", "2026-13-01", "-"), ("--now", "2026-11", "-"), ("--hook", "x", "-"),
                  ("/no/such/file",)):
        code, out, err = run(exe, "evaluate", *wrong, given=json.dumps(request()))
        assert code == 2 and not out and wrong[-2 if wrong[-1] == "-" else -1] in err, (wrong, code, err)
    for moment in ("2026-11-20T09:30:00+01:00", "2026-11-20T08:30:00Z"):
        same(run(exe, "evaluate", "--now", moment, "-", given=json.dumps(request()))[0], 0, moment)


def rules(exe):
    code, out, _ = run(exe, "rules", "--format", "json")
    found = json.loads(out)["rules"]
    same(code, 0)
    for rule in found:
        assert rule["id"] and rule["title"] and rule["why"] and rule["hooks"] and rule["reviewed"], rule
    for form in ("text", "markdown"):
        code, out, _ = run(exe, "rules", "--format", form)
        assert code == 0 and all(rule["id"] in out for rule in found), form


def configuration(exe):
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


alone = {"CLI version, help, wrong use": version_and_help, "CLI evaluate": evaluate, "CLI rules": rules,
         "CLI configuration": configuration}


def run_cli(exe):
    """Runs the checks of this file: how many there are, and how many failed."""
    failed = 0
    for name, function in alone.items():
        try:
            function(exe)
            print(f"ok    {name}")
        except Exception as error:
            failed += 1
            print(f"FAIL  {name}: {type(error).__name__} {error}")
    return len(alone), failed
