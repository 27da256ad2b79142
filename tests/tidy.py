#!/usr/bin/env python3
"""Runs clang-tidy 14 over the project's own sources; fails on any finding.

    tests/tidy.py BUILD [FILE...]   BUILD: a configured build folder (cmake --preset tidy); FILE: only these
"""
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def sources(build):
    """Every source that the build compiles, below the project and not generated."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    files = {pathlib.Path(each["directory"], each["file"]).resolve() for each in commands}
    return sorted(path for path in files
                  if path.suffix == ".cpp" and ROOT in path.parents and build not in path.parents)


def check(tool, build, path):
    found = subprocess.run([tool, "--quiet", "-p", str(build), str(path)], cwd=ROOT, capture_output=True, text=True)
    # "N warnings generated" counts what system headers hold; only findings are printed on standard output.
    return path, found.stdout.strip() or (found.stderr.strip() if found.returncode else "")


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tool = shutil.which("clang-tidy-14")
    if not tool:
        print("clang-tidy-14 is missing: run deploy/install-deps --tests", file=sys.stderr)
        return 1
    build = pathlib.Path(arguments[0]).resolve()
    files = [pathlib.Path(each).resolve() for each in arguments[1:]] or sources(build)
    findings = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for path, text in pool.map(lambda each: check(tool, build, each), files):
            if text:
                findings += 1
                print(f"== {path.relative_to(ROOT)}\n{text}", flush=True)
    print(f"clang-tidy: {len(files)} files, {findings} with findings")
    return 1 if findings or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
