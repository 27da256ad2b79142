#!/usr/bin/env python3
"""Checks the code tables of engine/terms/data: format, check digits, contradictions, and that what the engine
names has codes. Prints one line a finding and a closing count; exit code 0 when there is none, else 1.
usage: tests/terminology.py [folder of the project]"""
import collections
import csv
import itertools
import pathlib
import re
import sys

SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
RXNORM, DMD = "http://www.nlm.nih.gov/research/umls/rxnorm", "https://dmd.nhs.uk"
COLUMNS = ["concept_id", "system", "code", "display", "kind", "strength_value", "strength_unit", "form", "source", "note"]
NOT_CODES = {"concepts.csv", "drug-names.csv", "orderables.csv", "no_code_found.csv"}

# The tables in which the code of such a concept is looked for; where there is none, no_code_found.csv says so.
# dm+d names products, not substances; orders of vaccines come as CVX or SNOMED CT.
TABLES_OF = {
    "allergy": ("snomed-ct",),
    "condition": ("snomed-ct", "icd-10-cm", "icd-10", "icd-10-gm"),
    "drug": ("rxnorm", "snomed-ct", "atc"),
    "lab": ("loinc",),
    "observation": ("loinc",),
    "procedure": ("snomed-ct",),
    "reaction": ("snomed-ct", "icd-10-cm"),
    "vaccine": ("cvx", "snomed-ct"),
}

# A hospital without a licence builds without the table (data/NOTICE.md); what only it holds is then no finding.
CODE_TABLES = ("atc", "cvx", "dmd", "icd-10", "icd-10-cm", "icd-10-gm", "icd-10-pcs", "loinc", "rxnorm", "snomed-ct", "v3-route")

# Two concepts may stand on one code only when both are true of it.
BOTH_TRUE = {
    # an order of the hepatic function panel is an order of each of its tests
    ("lab/albumin", "lab/alt"),
    ("lab/albumin", "lab/ast"),
    ("lab/alt", "lab/ast"),
    # a subtype and what it comes with
    ("condition/amyopathic-dermatomyositis", "condition/dermatomyositis"),
    ("condition/amyopathic-dermatomyositis", "condition/juvenile-dermatomyositis"),
    ("condition/calcinosis", "condition/dermatomyositis"),
    ("condition/dermatomyositis", "condition/drug-induced-myopathy"),
    ("condition/dermatomyositis", "condition/myositis-with-respiratory-involvement"),
    ("condition/dermatomyositis", "condition/overlap-myositis"),
    ("condition/dermatopolymyositis", "condition/myositis-with-respiratory-involvement"),
    ("condition/drug-induced-myopathy", "condition/polymyositis"),
    ("condition/interstitial-lung-disease", "condition/myositis-with-respiratory-involvement"),
    ("condition/interstitial-lung-disease", "condition/polymyositis"),
    ("condition/juvenile-dermatomyositis", "condition/myositis-with-respiratory-involvement"),
    ("condition/juvenile-dermatomyositis", "condition/overlap-myositis"),
    ("condition/myositis-with-respiratory-involvement", "condition/polymyositis"),
    ("condition/overlap-myositis", "condition/polymyositis"),
    # a disease and its kind, stage or cause
    ("condition/ckd", "condition/ckd-stage-1"),
    ("condition/ckd", "condition/ckd-stage-2"),
    ("condition/ckd", "condition/ckd-stage-3"),
    ("condition/ckd", "condition/ckd-stage-4"),
    ("condition/ckd", "condition/ckd-stage-5"),
    ("condition/ckd", "condition/esrd"),
    ("condition/adrenal-crisis", "condition/adrenal-insufficiency"),
    ("condition/antiphospholipid-syndrome", "condition/hypercoagulable-state"),
    ("condition/aspiration-pneumonia", "condition/pneumonia"),
    ("condition/asthma", "condition/asthma-severe"),
    ("condition/bed-confinement", "condition/immobility"),
    ("condition/autoimmune-hepatitis", "condition/liver-disease"),
    ("condition/coronary-artery-disease", "condition/myocardial-infarction"),
    ("condition/diarrhoea", "reaction/gastrointestinal"),
    ("condition/hyperviscosity", "condition/malignancy"),
    ("condition/hypogammaglobulinaemia", "condition/primary-immunodeficiency"),
    ("condition/iga-deficiency", "condition/primary-immunodeficiency"),
    ("condition/immobility", "condition/unable-to-walk"),
    ("condition/immunosuppressed-state", "condition/primary-immunodeficiency"),
    ("condition/inflammatory-arthritis", "condition/rheumatoid-arthritis"),
    ("condition/kawasaki", "condition/systemic-vasculitis"),
    ("condition/polymyalgia-giant-cell", "condition/systemic-vasculitis"),
    ("condition/cirrhosis", "condition/liver-disease"),
    ("condition/cirrhosis", "reaction/hepatotoxicity"),
    ("condition/liver-disease", "reaction/hepatotoxicity"),
    ("condition/contraception", "condition/sterilization"),
    ("condition/hepatitis-b", "condition/hepatitis-c"),
    ("condition/aspiration-pneumonia", "condition/pneumonia"),
    ("condition/hiv", "condition/pneumocystis-pneumonia"),
    ("condition/hyperglycemia", "condition/prediabetes"),
    ("condition/haemolytic-anaemia-autoimmune", "reaction/haemolysis"),
    ("condition/nausea-vomiting", "reaction/gastrointestinal"),
    ("condition/lactation", "observation/breastfeeding-status"),
    ("condition/long-term-immunosuppression", "procedure/immunosuppressive-therapy"),
    # a drug and its class or route; L04AA06 is mycophenolic acid and covers mofetil
    ("drug/ace-inhibitor", "drug/verapamil"),
    ("drug/clarithromycin", "drug/lansoprazole"),
    ("drug/clarithromycin", "drug/omeprazole"),
    ("drug/nivolumab", "drug/relatlimab"),
    ("drug/immunoglobulin-human", "drug/ivig"),
    ("drug/immunoglobulin-human", "drug/scig"),
    ("drug/mycophenolate-mofetil", "drug/mycophenolic-acid"),
    # a substance on an allergy list
    ("allergy/sulfonamide", "allergy/trimethoprim"),
    ("allergy/sulfonamide", "drug/sulfamethoxazole"),
    ("allergy/sulfonamide", "drug/sulfamethoxazole-trimethoprim"),
    ("allergy/sulfonamide", "drug/sulfonamide-class"),
    # tests and examinations that answer two questions
    ("lab/methylmercaptopurine", "lab/thiopurine-metabolites"),
    ("lab/nudt15-genotype", "lab/tpmt-genotype"),
    ("lab/thioguanine-nucleotides", "lab/thiopurine-metabolites"),
    ("procedure/ct-chest", "procedure/ct-chest-abdomen-pelvis"),
}

# Abbreviations that nobody writes in small letters: a name with one was made from its id.
ABBREVIATION = re.compile(r"\b(alp|alt|ast|bcg|bmi|cbc|ck|ckd|cn1a|crp|ct|dna|dxa|egfr|esr|g6pd|ggt|hbc|hbeag|hbs|hbsag|hbv|"
                          r"hba1c|hcv|hiv|hmgcr|hpv|hrct|iga|igg|igm|igra|iim|ipv|ldh|mcv|mda5|mmr|mri|nsaid|nudt15|opv|pet|"
                          r"rna|rsv|srp|tb|tpmt|wbc)\b")

# Short forms that stand for two drugs or that were read as another one: never in drug-names.csv.
TWO_DRUGS = {"aza", "azt", "cya", "cyc", "csa", "cp", "dex", "fa", "hc", "lef", "mp", "mpa", "mpm", "pred", "rtx", "sxt", "tac", "tmp"}

VERHOEFF_D = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
              "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"]
VERHOEFF_P = ["0123456789", "1576283094"]
for _ in range(6):
    VERHOEFF_P.append("".join(VERHOEFF_P[-1][int(d)] for d in VERHOEFF_P[1]))


def is_snomed(code):
    """A concept id: 6 to 18 digits, concept partition, Verhoeff check digit."""
    if not re.fullmatch(r"[1-9]\d{5,17}", code) or code[-3:-1] not in ("00", "10"):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(VERHOEFF_D[check][int(VERHOEFF_P[place % 8][int(digit)])])
    return check == 0


def is_loinc(code):
    match = re.fullmatch(r"(LA|LP)?(\d{1,8})-(\d)", code)
    if not match:
        return False
    total = 0
    for place, digit in enumerate(reversed(match[2])):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    # The letters of answer and part codes add a constant, found from 560 published codes.
    letters = {None: (0, 0), "LA": (5, 8), "LP": (8, 3)}[match[1]][len(match[2]) % 2]
    return (-total - letters) % 10 == int(match[3])


def pattern(expression):
    return lambda code: re.fullmatch(expression, code) is not None


IS_CODE = {
    SNOMED: is_snomed,
    DMD: is_snomed,
    LOINC: is_loinc,
    RXNORM: pattern(r"[1-9]\d{0,7}"),
    "http://hl7.org/fhir/sid/icd-10-cm": pattern(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"),
    "http://hl7.org/fhir/sid/icd-10": pattern(r"[A-Z]\d\d(\.\d{1,2})?"),
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm": pattern(r"[A-Z]\d\d(\.\d{1,2})?"),
    "http://www.cms.gov/Medicare/Coding/ICD10": pattern(r"[0-9A-HJ-NP-Z]{7}"),
    "http://www.whocc.no/atc": pattern(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?"),
    "http://hl7.org/fhir/sid/cvx": pattern(r"\d{2,3}"),
    "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration": pattern(r"[A-Z]+"),
}
UNIT = re.compile(r"(mg|ug|g|\[iU\]|meq)(/\d*\.?\d*mL|/\{actuat\}|/mg|/h)?|%|\{cells\}|\[PFU\]|\{x\}")


def may_share(one, other):
    """Whether two concepts, in alphabetical order, may stand on one code."""
    # A class stands on the codes of its members.
    of_class = "-class" in (one[-6:], other[-6:]) and {one.split("/")[0], other.split("/")[0]} <= {"drug", "vaccine"}
    return of_class or (one, other) in BOTH_TRUE


class Findings:
    def __init__(self):
        self.count = 0

    def add(self, where, what):
        self.count += 1
        print(f"{where}: {what}")


def read(path, columns, findings):
    """The rows of a table, each with its line; an absent table has none."""
    if not path.exists():
        return []
    raw = path.read_bytes()
    if raw.startswith(b"\xef\xbb\xbf") or b"\r" in raw or not raw.endswith(b"\n"):
        findings.add(path.name, "must be UTF-8 without byte order mark, with LF line ends")
    reader = csv.reader(raw.decode("utf-8").splitlines(keepends=True), strict=True)
    if next(reader, None) != columns:
        findings.add(path.name, f"the header must be {','.join(columns)}")
        return []
    rows = []
    for fields in reader:
        where = f"{path.name} line {reader.line_num}"
        if len(fields) != len(columns):
            findings.add(where, f"{len(fields)} fields instead of {len(columns)}")
            continue
        if any(field != field.strip() for field in fields):
            findings.add(where, "blank before or behind a field")
        rows.append((where, dict(zip(columns, fields))))
    return rows


def check_row(where, row, findings):
    is_code = IS_CODE.get(row["system"])
    if is_code is None:
        findings.add(where, f"unknown code system {row['system']}")
    elif not is_code(row["code"]):
        findings.add(where, f"malformed or mistyped code {row['code']}")
    for column in ("display", "kind", "source"):
        if not row[column]:
            findings.add(where, f"no {column}")
    values, units = row["strength_value"].split(" / "), row["strength_unit"].split(" / ")
    if len(values) != len(units) or bool(row["strength_value"]) != bool(row["strength_unit"]):
        findings.add(where, "strength and unit do not match")
    elif row["strength_value"] and not all(re.fullmatch(r"\d+(\.\d+)?", v) for v in values):
        findings.add(where, f"strength {row['strength_value']} is not a number")
    elif row["strength_value"] and not all(UNIT.fullmatch(u) for u in units):
        findings.add(where, f"unit {row['strength_unit']} is not on the list")


def check_order(table, rows, findings):
    previous = None
    for where, row in rows:
        key = (row["concept_id"], row["system"], row["code"])
        if previous is not None and key <= previous:
            findings.add(where, "repeated" if key == previous else f"not in order ({table} is sorted by concept, system, code)")
        previous = key


def check_meanings(codes, findings):
    """No code carries two concepts that exclude each other, and no exact row hides the prefix above it."""
    shared = collections.defaultdict(set)
    prefixes = collections.defaultdict(set)
    for _, row in codes:
        system = SNOMED if row["system"] == DMD else row["system"]
        shared[system, row["code"]].add(row["concept_id"])
        if row["kind"] == "disorder-prefix":
            prefixes[system, row["code"].replace(".", "")].add(row["concept_id"])
    for (system, code), concepts in sorted(shared.items()):
        for pair in itertools.combinations(sorted(concepts), 2):
            if not may_share(*pair):
                findings.add(f"{system} {code}", f"means {pair[0]} and {pair[1]}; if both are true list them in BOTH_TRUE")
        flat = code.replace(".", "")
        above = next((prefixes[system, flat[:n]] for n in range(len(flat) - 1, 2, -1) if (system, flat[:n]) in prefixes), set())
        for hidden in sorted(above - concepts):
            findings.add(f"{system} {code}", f"hides the prefix row of {hidden}: repeat that concept on this code")
    used = {pair for concepts in shared.values() for pair in itertools.combinations(sorted(concepts), 2)}
    return sorted(BOTH_TRUE - used)


def check_names(concepts, findings):
    seen = {}
    for where, row in concepts:
        name, family = row["name"], row["concept_id"].split("/")[0]
        if not re.fullmatch(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", row["concept_id"]):
            findings.add(where, f"malformed concept {row['concept_id']}")
        if not name:
            findings.add(where, f"{row['concept_id']} has no name")
        elif ABBREVIATION.search(name):
            findings.add(where, f"\"{name}\" is a name made from its id")
        if family != "route" and seen.setdefault((family, name), where) != where:
            findings.add(where, f"\"{name}\" is also the name in {seen[family, name]}")


def check_drug_names(names, known, codes, findings):
    """Every name has a source and means one drug, the one that the code tables give it."""
    coded = collections.defaultdict(set)
    for _, row in codes:
        if row["kind"] in ("ingredient", "precise-ingredient", "brand-name") and not row["concept_id"].endswith("-class"):
            coded[row["display"].casefold()].add(row["concept_id"])
    seen, previous = {}, None
    for where, row in names:
        concept, name = row["concept_id"], row["name"]
        folded = re.sub(r"[\s-]+", " ", name.casefold())
        if concept not in known or not concept.startswith("drug/"):
            findings.add(where, f"{concept} is not a drug of concepts.csv")
        if row["kind"] not in ("brand", "generic", "abbreviation") or not row["source"]:
            findings.add(where, f"\"{name}\" has no source, or is neither brand, generic nor abbreviation")
        if folded in TWO_DRUGS or len(folded) < 3:
            findings.add(where, f"\"{name}\" may mean two drugs")
        if seen.setdefault(folded, where) != where:
            findings.add(where, f"\"{name}\" stands in {seen[folded]} too")
        if coded.get(name.casefold(), {concept}) != {concept}:
            findings.add(where, f"\"{name}\" is {', '.join(sorted(coded[name.casefold()]))} in the code tables")
        key = (concept, name.casefold())
        if previous is not None and key <= previous:
            findings.add(where, "not in order (sorted by concept, name)")
        previous = key


def named_in_sources(root):
    """Concepts that headers and rules name, by file."""
    family = "allergy|condition|drug|lab|observation|procedure|reaction|route|vaccine|value"
    found = {}
    for folder in ("engine", "cards"):
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            for one in re.findall(rf"\b({family})::(\w+)", path.read_text(encoding="utf-8")):
                found.setdefault(one, path.relative_to(root))
    return found


def tables_of(codes):
    """The tables in which each concept has a code."""
    found = collections.defaultdict(set)
    for where, row in codes:
        found[row["concept_id"]].add(where.split(".csv")[0])
    return found


def check_coded(known, codes, excused, left_out, findings):
    """Every concept has a code somewhere, or stands without table in no_code_found.csv. Says how many have none."""
    found = tables_of(codes)
    nowhere = {row["concept_id"] for _, row in excused if not row["table"]}
    for concept in sorted(known - set(found) - nowhere) if not left_out else ():
        findings.add("concepts.csv", f"{concept} has no code; find one or give the reason in no_code_found.csv")
    seen = set()
    for where, row in excused:
        concept, table = row["concept_id"], row["table"]
        if concept not in known or not row["reason"] or (concept, table) in seen:
            findings.add(where, f"{concept} is unknown, has no reason, or stands here twice")
        if table in found.get(concept, ()) or (not table and concept in found):
            findings.add(where, f"{concept} has a code after all")
        seen.add((concept, table))
    return len(known - set(found))


def check_named(root, known, codes, excused, left_out, findings):
    """What the engine and the cards name exists, and has a code in each table of its family or an excuse."""
    found = tables_of(codes)
    excuses = {(row["concept_id"], row["table"]) for _, row in excused}
    by_constant = {concept.replace("-", "_").replace("/", "::"): concept for concept in known}
    for (family, name), path in sorted(named_in_sources(root).items()):
        concept = by_constant.get(f"{family}::{name}")
        if concept is None:
            findings.add(path, f"{family}::{name} is not in concepts.csv")
            continue
        for table in TABLES_OF.get(family, ()):
            class_of_drugs = table == "rxnorm" and concept.endswith("-class")
            if table in found.get(concept, ()) or table in left_out or class_of_drugs:
                continue
            if not excuses & {(concept, table), (concept, "")}:
                findings.add(path, f"{concept} has no code in {table}.csv; find one or say in no_code_found.csv why not")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent)
    data = root / "engine" / "terms" / "data"
    findings = Findings()
    concepts = read(data / "concepts.csv", ["concept_id", "name"], findings)
    known = {row["concept_id"] for _, row in concepts}
    check_names(concepts, findings)

    codes = []
    for path in sorted(data.glob("*.csv")):
        if path.name in NOT_CODES:
            continue
        rows = read(path, COLUMNS, findings)
        check_order(path.name, rows, findings)
        for where, row in rows:
            check_row(where, row, findings)
            if row["concept_id"] not in known:
                findings.add(where, f"{row['concept_id']} is not in concepts.csv")
        codes += rows
    left_out = [name for name in CODE_TABLES if not (data / f"{name}.csv").exists()]
    for pair in () if left_out else check_meanings(codes, findings):
        findings.add("BOTH_TRUE", f"{pair[0]} and {pair[1]} share no code any more")

    excused = read(data / "no_code_found.csv", ["concept_id", "table", "reason"], findings)
    without = check_coded(known, codes, excused, left_out, findings)
    check_named(root, known, codes, excused, left_out, findings)

    names = read(data / "drug-names.csv", ["concept_id", "name", "kind", "source", "note"], findings)
    check_drug_names(names, known, codes, findings)

    displays = {(row["concept_id"], row["system"], row["code"]): row["display"] for _, row in codes}
    seen = set()
    for where, row in read(data / "orderables.csv", ["concept_id", "system", "code", "display", "mg_per_unit"], findings):
        display = displays.get((row["concept_id"], row["system"], row["code"]))
        if display != row["display"] and not (display is None and left_out):
            findings.add(where, f"{row['concept_id']} {row['code']} does not stand so in the code tables")
        wanted = (row["concept_id"], row["mg_per_unit"])
        if wanted in seen:
            findings.add(where, f"{row['concept_id']} has two codes to order it by")
        seen.add(wanted)

    if left_out:
        print(f"left out: {', '.join(f'{name}.csv' for name in left_out)}")
    print(f"{len(codes)} rows, {len(known)} concepts ({without} without a code), {len(names)} drug names, {len(seen)} orderables: "
          f"{findings.count} findings")
    return 1 if findings.count else 0


if __name__ == "__main__":
    sys.exit(main())
