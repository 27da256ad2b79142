#!/usr/bin/env python3
"""Shows that tests/terminology.py finds what it is there to find: each case spoils a copy of the tables in one way.
usage: tests/terminology_test.py"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path("engine/terms/data")


def first_row(path, concept):
    return next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(concept + ","))


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistype(table, concept, code, wrong):
    return lambda root: replace(root / DATA / table, f"{concept},{code[0]},{code[1]},", f"{concept},{code[0]},{wrong},")


def repeat_a_row(root):
    row = first_row(root / DATA / "loinc.csv", "lab/mcv")
    replace(root / DATA / "loinc.csv", row, f"{row}\n{row}")


def two_meanings(root):
    row = first_row(root / DATA / "loinc.csv", "lab/potassium")
    replace(root / DATA / "loinc.csv", row, row.replace("lab/potassium", "lab/platelets") + "\n" + row)


def no_source(root):
    row = first_row(root / DATA / "loinc.csv", "lab/mcv")
    replace(root / DATA / "loinc.csv", row, ",".join("" if n == 8 else field for n, field in enumerate(row.split(","))))


def unknown_concept(root):
    replace(root / DATA / "loinc.csv", "lab/mcv,", "lab/mcw,")


def name_in_source(words):
    return lambda root: (root / "engine" / "new.cpp").write_text(words, encoding="utf-8")


def without_code(root):
    replace(root / DATA / "concepts.csv", "lab/mcv,", "lab/mcu,a test nobody codes\nlab/mcv,")


def add_name(row):
    def spoil(root):
        path = root / DATA / "drug-names.csv"
        path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    return spoil


def needless_excuse(root):
    path = root / DATA / "no_code_found.csv"
    path.write_text(path.read_text(encoding="utf-8") + "lab/mcv,loinc,none found\n", encoding="utf-8")


def no_excuse(root):
    path = root / DATA / "no_code_found.csv"
    replace(path, first_row(path, "condition/hiv-inconclusive,snomed-ct") + "\n", "")
    name_in_source("condition::hiv_inconclusive drug::statin_class")(root)


def leave_out(root):
    (root / DATA / "atc.csv").unlink()


CASES = [
    # what is spoiled, how, what must be said, the exit code
    ("nothing", lambda root: None, r" 0 findings$", 0),
    ("a SNOMED CT check digit", mistype("snomed-ct.csv", "condition/asthma", ("http://snomed.info/sct", "195967001"), "195967002"),
     r"malformed or mistyped code 195967002", 1),
    ("a LOINC check digit", mistype("loinc.csv", "lab/mcv", ("http://loinc.org", "787-2"), "787-3"), r"mistyped code 787-3", 1),
    ("a row", repeat_a_row, r"repeated", 1),
    ("a meaning", two_meanings, r"means lab/platelets and lab/potassium", 1),
    ("a source", no_source, r"no source", 1),
    ("a name of another drug", add_name("drug/zoledronic-acid,zzprednisone,brand,,"), r"has no source", 1),
    ("a name that two drugs have", add_name("drug/zoledronic-acid,Zyloprim,brand,here,"), r"\"Zyloprim\" stands in", 1),
    ("an ambiguous abbreviation", add_name("drug/zoledronic-acid,zz MPA,brand,here,\ndrug/zoledronic-acid,AZA,abbreviation,here,"),
     r"\"AZA\" may mean two drugs", 1),
    ("a concept", unknown_concept, r"lab/mcw is not in concepts\.csv", 1),
    ("a name in C++", name_in_source("lab::no_such_test"), r"lab::no_such_test is not in concepts\.csv", 1),
    ("the excuse of a named concept", no_excuse, r"condition/hiv-inconclusive has no code in snomed-ct\.csv", 1),
    ("the codes of a concept", without_code, r"lab/mcu has no code", 1),
    ("an excuse", needless_excuse, r"lab/mcv has a code after all", 1),
    ("a whole table", leave_out, r"left out: atc\.csv", 0),
]


def main():
    failed = 0
    for what, spoil, want, code in CASES:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            shutil.copytree(TESTS.parent / DATA, root / DATA)
            (root / "cards").mkdir()
            spoil(root)
            found = subprocess.run([sys.executable, TESTS / "terminology.py", root], capture_output=True, text=True, check=False)
            if found.returncode != code or not re.search(want, found.stdout, re.M):
                failed += 1
                print(f"spoiled {what}: exit code {found.returncode}, wanted {code} and {want!r}\n{found.stdout[-1500:]}{found.stderr}")
    print(f"{len(CASES)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
