#!/usr/bin/env python3
"""Fails when a C++ file is not as clang-format 14 and .clang-format would write it."""
import pathlib
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
tool = shutil.which("clang-format-14") or shutil.which("clang-format")
if not tool:
    sys.exit("clang-format-14 is missing: run deploy/install-deps --tests")
files = sorted(str(path.relative_to(root))
               for folder in ("fhir", "engine", "cards", "cds-hooks", "tests")
               for path in (root / folder).rglob("*.[ch]pp"))
found = subprocess.run([tool, "--dry-run", "--Werror", *files], cwd=root, capture_output=True, text=True)
wrong = sorted({line.split(":")[0] for line in found.stderr.splitlines() if "warning:" in line or "error:" in line})
for name in wrong:
    print(f"{name}: not formatted; run {pathlib.Path(tool).name} -i {name}")
print(f"format: {len(files)} files, {len(wrong)} to mend")
sys.exit(bool(wrong) or found.returncode != 0 or not files)
