#!/usr/bin/env python3
"""Protocol checks against the real binary: python3 tests/protocol/run.py <path to iim-cds>

One line a check, named by the ids of the CDS Hooks checklist; exit code 1 when one fails."""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import checks
import check_discovery, check_hooks, check_http, check_replay, check_request  # noqa: E401,F401  they register their checks
from check_cli import run_cli
from check_drain import alone, run_alone
from client import Service

# A busy machine must not fail a check; the checks of slow clients start services with short limits.
config = """
[timeouts]
header_ms = 60000
body_ms = 60000
linger_ms = 60000
"""


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    exe = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        failed, service = checks.run(lambda: Service(exe, folder, config))
        service.terminate()
        code, _, err = service.finish()
    if code != 0 or "Sanitizer" in err:
        failed += 1
        print(f"FAIL  the service ended with {code}: {err[-3000:]}")
    cli_count, cli_failed = run_cli(exe)
    failed += cli_failed + run_alone(exe)
    total = len(checks.everything) + len(alone) + cli_count + 1
    print(f"{total - failed} of {total} protocol checks passed")
    return 1 if failed else 0


sys.exit(main())
