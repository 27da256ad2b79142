#!/usr/bin/env python3
"""Runs clang-tidy 14 over the project's own sources; fails on any finding.

    tests/tidy.py BUILD [FILE...]   BUILD: a configured build folder (cmake --preset tidy); FILE: only these

Most of the time of a run goes into the headers, which all sources share. So sources are looked at in batches: a batch is a
generated file that includes them, in BUILD/tidy-batches. A batch that does not compile (two sources use one name for
different things) is taken apart again.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 14
OWN_HEADERS_AND_SOURCES = "--header-filter=/(fhir|engine|cards|cds-hooks|tests)/.*\\.[ch]pp$"
# In a batch a source is an included file, and its includes come twice.
NOT_IN_A_BATCH = "--checks=-bugprone-suspicious-include,-readability-duplicate-include,-misc-unused-using-decls"
# A rule has names that every rule has, and defines nothing that a header declares but itself: each in a namespace of its own.
OWN_NAMESPACE = """namespace batch_{number} {{
namespace iim {{
using namespace ::iim;
namespace engine {{
using namespace ::iim::engine;
}}
}}
#include "{path}"
}}
"""


def commands(build):
    """The compile command of every source that the build compiles, below the project and not generated."""
    found = {}
    for each in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(each["directory"], each["file"]).resolve()
        if path.suffix == ".cpp" and ROOT in path.parents and build not in path.parents:
            found.setdefault(path, each)
    return found


def flags(command, path):
    """What must be alike for two sources to share a batch: everything but the names of the source and its object."""
    words = command["command"].split()
    return " ".join(word for word in words if not word.endswith((".cpp", ".o", ".d")))


def own_names(path):
    """Names that a source declares for itself, as far as lines at the margin show them."""
    names, inside = set(), False
    for line in path.read_text(encoding="utf-8").splitlines():
        inside = line == "namespace {" or (inside and line != "}  // namespace")
        if inside and re.match(r"(?!using |namespace |public:|private:|template\b)\w", line):
            declared = re.match(r".*?(\w+)\s*(?:\(|\{|=|;|:(?!:)|$)", line)
            names.add(declared[1] if declared else line)
    return names


def is_rule(path):
    return path.parent == ROOT / "engine" / "rules"


def batches(build, paths):
    """Lists of sources of one folder with the same flags and no name twice."""
    known, groups = commands(build), {}
    for path in paths:
        key = (path.parent, flags(known[path], path)) if path in known else path
        groups.setdefault(key, []).append(path)
    made = []
    for group in groups.values():
        rooms = []  # (sources, names)
        for path in group:
            names = set() if is_rule(path) else own_names(path)
            room = next((each for each in rooms if len(each[0]) < BATCH and not names & each[1]), None)
            if room is None:
                room = ([], set())
                rooms.append(room)
            room[0].append(path)
            room[1].update(names)
        made += [sources for sources, _ in rooms]
    return made


def write_batch(build, sources):
    """The generated file and a database that knows how to compile it."""
    name = re.sub(r"\W", "_", str(sources[0].relative_to(ROOT))) + f"_{len(sources)}"
    folder = build / "tidy-batches" / name
    folder.mkdir(parents=True, exist_ok=True)
    includes = dict.fromkeys(line for path in sources for line in path.read_text(encoding="utf-8").splitlines()
                             if line.startswith("#include"))
    text = "\n".join(includes) + "\n"
    for number, path in enumerate(sources):
        text += OWN_NAMESPACE.format(number=number, path=path) if is_rule(path) else f'#include "{path}"\n'
    file = folder / "batch.cpp"
    file.write_text(text, encoding="utf-8")
    own = next((each / ".clang-tidy" for each in sources[0].parents if (each / ".clang-tidy").exists()), None)
    if own and own.parent != ROOT:  # the configuration of the sources' folder; the root's is inherited from there too
        shutil.copy(own, folder)
    command = dict(commands(build)[sources[0]])
    words = command["command"].split()
    command["command"] = " ".join(str(file) if word.endswith(".cpp") else word for word in words)
    command["file"] = str(file)
    (folder / "compile_commands.json").write_text(json.dumps([command]), encoding="utf-8")
    return file


def run(tool, folder, file, *more):
    found = subprocess.run([tool, "--quiet", "-p", str(folder), *more, str(file)], cwd=ROOT, capture_output=True, text=True)
    # "N warnings generated" counts what system headers hold; only findings are printed on standard output.
    return found.stdout.strip() or (found.stderr.strip() if found.returncode else "")


def check(tool, build, sources):
    """(source, findings) for each source with findings."""
    if len(sources) == 1:
        text = run(tool, build, sources[0])
        return [(sources[0], text)] if text else []
    file = write_batch(build, sources)
    text = run(tool, file.parent, file, OWN_HEADERS_AND_SOURCES, NOT_IN_A_BATCH)
    if not text:
        return []
    if "clang-diagnostic-error" not in text:
        return [(sources[0].parent, text)]
    half = len(sources) // 2
    return check(tool, build, sources[:half]) + check(tool, build, sources[half:])


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    tool = shutil.which("clang-tidy-14")
    if not tool:
        print("clang-tidy-14 is missing: run deploy/install-deps --tests", file=sys.stderr)
        return 1
    build = pathlib.Path(arguments[0]).resolve()
    files = [pathlib.Path(each).resolve() for each in arguments[1:]] or sorted(commands(build))
    parts = batches(build, files)
    findings = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for found in pool.map(lambda part: check(tool, build, part), parts):
            for path, text in found:
                findings += 1
                print(f"== {path.relative_to(ROOT)}\n{text}", flush=True)
    print(f"clang-tidy: {len(files)} files in {len(parts)} batches, {findings} with findings")
    return 1 if findings or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
