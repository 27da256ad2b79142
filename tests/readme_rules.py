#!/usr/bin/env python3
"""Keeps the table of rules in README.md true: one row a rule, made from the rules' own metadata and from what
they answer to their vignettes.

    tests/readme_rules.py <iim-cds> <answers>           the table in README.md must be this one
    tests/readme_rules.py <iim-cds> <answers> --write   write it

<answers> is the folder in which the vignettes program leaves its answers. The example of a rule is the
strongest card that its vignettes got, of the first such vignette in the order of their names.

Exit 0: as it should be. 1: README.md differs. 2: wrong use.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- rules: written by tests/readme_rules.py -->", "<!-- rules end -->"
STRENGTH = ["info", "warning", "critical"]


def strongest_cards(folder):
    """Rule id → (indicator, summary) of its strongest card."""
    best = {}
    for file in sorted(folder.glob("*.json")):
        for card in json.loads(file.read_text(encoding="utf-8"))["cards"]:
            topic = card["source"].get("topic", {}).get("code")
            known = best.get(topic)
            if known is None or STRENGTH.index(card["indicator"]) > STRENGTH.index(known[0]):
                best[topic] = (card["indicator"], card["summary"])
    return best


def escaped(text):
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def table(rules, cards):
    rows = ["| rule | id | about | strongest | for example |", "|---|---|---|---|---|"]
    for rule in rules:
        indicator, summary = cards.get(rule["id"], ("", ""))
        rows.append(
            f"| {rule['number']} | `{rule['id']}` | {escaped(rule['title'])} | {indicator} | {escaped(summary)} |"
        )
    return "\n".join(rows)


def main(arguments):
    write = "--write" in arguments
    places = [one for one in arguments if one != "--write"]
    if len(places) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    listed = subprocess.run([places[0], "rules", "--format", "json"], check=True, capture_output=True, text=True)
    rules = json.loads(listed.stdout)["rules"]
    cards = strongest_cards(pathlib.Path(places[1]))
    mute = [rule["id"] for rule in rules if rule["id"] not in cards]
    if mute:
        print("no vignette got a card of: " + ", ".join(mute), file=sys.stderr)
        return 1
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = f"{before}{BEGIN}\n{table(rules, cards)}\n{END}{after}"
    if write:
        readme.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        print("the table of rules in README.md is not that of the program: run tests/readme_rules.py --write", file=sys.stderr)
        return 1
    print(f"{len(rules)} rules in README.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
