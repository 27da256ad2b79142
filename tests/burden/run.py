#!/usr/bin/env python3
"""Alert burden: a synthetic clinic orders, and the cards are counted.

    tests/burden/run.py build/dev/cds-hooks/iim-cds [--patients 1000] [--seed 7] [--write]

What README.md says of it must be what was counted, with the clinic as it stands there; --write writes it. Fails when an order event of a patient with myositis brings more than 1.0 cards on average, when fewer than half of the
events are silent, or when a patient without myositis gets a card of a rule that is about myositis."""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "protocol")]
import clinic  # noqa: E402
from client import Service, http  # noqa: E402

MOST_CARDS, LEAST_SILENT = 1.0, 0.5


def cards_of(connection, request):
    connection.send(http("POST", "/cds-services/iim-order-sign", request, {"Content-Type": "application/json"}))
    answer = connection.answer()
    assert answer.status == 200, answer.body[:500]
    return answer.json()["cards"]


def ask(connection, events):
    return [(kind, cards_of(connection, request)) for kind, request in events]


def rules_for_everyone(binary):
    listed = json.loads(subprocess.run([binary, "rules", "--format", "json"], check=True, capture_output=True).stdout)
    return {rule["id"] for rule in listed["rules"] if rule["anyIndication"]}


def report(name, answers):
    counts = sorted(len(cards) for _, cards in answers)
    mean = sum(counts) / len(counts)
    silent = sum(count == 0 for count in counts) / len(counts)
    print(f"{name}: {len(counts)} order events, {mean:.2f} cards each, 95th percentile {counts[int(0.95 * len(counts))]}, "
          f"silent {100 * silent:.0f} %")
    topics = collections.Counter(card["source"]["topic"]["code"] for _, cards in answers for card in cards)
    for topic, count in topics.most_common():
        print(f"  {topic:42} {100 * count / len(counts):5.1f} in 100 events")
    for kind in sorted({kind for kind, _ in answers}):
        of_kind = [len(cards) for each, cards in answers if each == kind]
        print(f"  orders of kind {kind:12} {len(of_kind):5} events, {sum(of_kind) / len(of_kind):.2f} cards each")
    return mean, silent, topics


def readme_sentence(treated, mean, silent, others):
    told = sum(bool(cards) for _, cards in others)
    rest = "none at all" if told == 0 else f"one or more in {100 * told / len(others):.1f} %"
    return (f"How often the rules speak is measured on a synthetic clinic (`tests/burden`): {len(treated)} order events of patients with "
            f"myositis bring {mean:.2f}\ncards each, {100 * silent:.0f} % bring none, and {len(others)} of patients without it bring {rest}. "
            "The clinic's shares are assumptions, not epidemiology.")


def readme_fault(sentence, write):
    """What README.md says is not what was counted, unless it is to be written."""
    readme = HERE.parent.parent / "README.md"
    begin, end = "<!-- burden: written by tests/burden/run.py -->", "<!-- burden end -->"
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    wanted = f"{before}{begin}\n{sentence}\n{end}{rest.split(end)[1]}"
    if write:
        readme.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        return "README.md says otherwise: run tests/burden/run.py --write"
    return None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("--patients", type=int, default=1000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--write", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(options.binary, folder)
        connection = service.connect()
        treated = ask(connection, clinic.events(options.seed, options.patients, clinic.myositis_patient, clinic.drafts_for))
        others = ask(connection, clinic.events(options.seed, options.patients, clinic.other_patient, clinic.other_drafts))
        connection.close()
        service.terminate()
        service.finish()
    mean, silent, _ = report("patients with myositis", treated)
    _, _, topics = report("patients without myositis", others)
    faults = []
    if mean > MOST_CARDS:
        faults.append(f"{mean:.2f} cards for an order event, at most {MOST_CARDS} is the aim")
    if silent < LEAST_SILENT:
        faults.append(f"{100 * silent:.0f} % of the order events are silent, at least {100 * LEAST_SILENT:.0f} % is the aim")
    strange = set(topics) - rules_for_everyone(options.binary)
    if strange:
        faults.append(f"cards for patients without myositis: {', '.join(sorted(strange))}")
    as_in_readme = options.patients == 1000 and options.seed == 7
    if as_in_readme and (fault := readme_fault(readme_sentence(treated, mean, silent, others), options.write)):
        faults.append(fault)
    print("\n".join(faults) or "alert burden: within its limits")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
