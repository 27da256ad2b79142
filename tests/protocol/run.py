#!/usr/bin/env python3
"""Protocol checks against the real binary: python3 tests/protocol/run.py <path to iim-cds> [options]

    --table FILE   writes the table id → tests → result there (Markdown)
    --only WORDS   runs only the checks whose name contains the words; no table

One line a check, named by the ids of the CDS Hooks checklist; exit code 1 when one fails or an id has no test."""
import concurrent.futures
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import importlib

import checklist
import checks
from setups import Setups


def load():
    """Every check_*.py registers its checks."""
    for file in sorted(pathlib.Path(__file__).resolve().parent.glob("check_*.py")):
        importlib.import_module(file.stem)


def wanted_jobs(wanted):
    """(name, function, set-up) of the checks on services: each of "plain" a second time on "tls"."""
    jobs = [job for job in checks.on_services if wanted(job[0])]
    return jobs + [(f"{name} [tls]", function, "tls") for name, function, on in jobs if on == "plain"]


def run_on(outcomes, setups, on, jobs):
    """The checks of one service, one after the other."""
    try:
        service = setups.start(on)
    except Exception as error:
        outcomes.add(f"the service of {on} starts", str(error)[:600])
        for name, _ in jobs:
            outcomes.add(name, f"did not run: the service of {on} does not start")
        return
    for name, function in jobs:
        if not outcomes.attempt(name, function, service) and service.process.poll() is not None:
            outcomes.add(f"the service of {on} lives", f"ended with {service.process.returncode}: "
                                                       f"{service.finish()[2][-3000:]}")
            service = setups.start(on)
    outcomes.attempt(f"the service of {on} ends well", setups.stop, on)


def run_alone(outcomes, exe, name, function):
    with tempfile.TemporaryDirectory() as folder:
        outcomes.attempt(name, function, exe, folder)


def run_all(outcomes, exe, wanted):
    """Services at the same time, on few threads: most checks wait for an answer, a few for a clock."""
    jobs = wanted_jobs(wanted)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        setups = Setups(exe, folder)
        for on in dict.fromkeys(on for _, _, on in jobs):
            pool.submit(run_on, outcomes, setups, on, [(name, function) for name, function, where in jobs if where == on])
        for name, function in checks.alone:
            if wanted(name):
                pool.submit(run_alone, outcomes, exe, name, function)


def arguments_of(given):
    """The binary, and the options; None for wrong use."""
    if not given or len(given) % 2 == 0 or any(name not in ("--table", "--only") for name in given[1::2]):
        return None
    return str(pathlib.Path(given[0]).resolve()), dict(zip(given[1::2], given[2::2]))


def main():
    arguments = arguments_of(sys.argv[1:])
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    exe, options = arguments
    load()
    outcomes = checks.Outcomes()

    def wanted(name):
        return options.get("--only", "") in name
    run_all(outcomes, exe, wanted)
    missing = {name for name, *_ in [*wanted_jobs(wanted), *checks.alone] if wanted(name)} - {name for name, _ in outcomes.all}
    for name in sorted(missing):
        outcomes.add(name, "did not end")
    if "--only" not in options:
        text, wrong = checklist.table(outcomes.all)
        outcomes.add("the table of the checklist", "; ".join(wrong))
        print("\n" + text)
        if "--table" in options:
            pathlib.Path(options["--table"]).write_text(text, encoding="utf-8")
    total = len(outcomes.all)
    print(f"{total - outcomes.failed()} of {total} protocol checks passed")
    return 1 if outcomes.failed() else 0


sys.exit(main())
