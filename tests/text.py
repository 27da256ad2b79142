#!/usr/bin/env python3
"""Reads what a clinician reads: the texts of all answers to the vignettes, rendered by a maintained Markdown renderer
(cmark-gfm, with raw HTML let through so that it would be seen).

    tests/text.py RESPONSES          a folder of answers as the program `vignettes` leaves them
    tests/text.py --hostile IIM-CDS  asks the program about vignettes with long names and hostile text in every
                                     free-text field (every 24th; with IIM_THOROUGH all of them)

Exit 0: as it should be. 1: a text is not. 2: wrong use.
"""
import concurrent.futures
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

VIGNETTES = pathlib.Path(__file__).resolve().parent / "vignettes"
SUMMARY_LIMIT = 139
LINE_LIMIT = 1000
SHOWN_TAGS = {"p", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"}
DIRECTIONS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
FREE_TEXT = {"text", "display", "family", "valueString", "patientInstruction", "comment", "title", "description"}
GOOD = """**Why this appears**

- Order: azathioprine

| Option | Fit | Because |
| --- | --- | --- |
| a | fits | b |

Decision support; clinical judgement applies. Rule `x` v1.0.0.
"""
#: What a reader must not overlook: each is put in place of "azathioprine".
BAD = ("<b>x</b>", "<!-- x -->", "[x](https://x.example)", "![x](x.png)", "https://x.example", "x@x.example", "*x*", "a\n# b",
       "a\n1. b", "a\n> b", "a\n\n---", "a\n\n```\nb", "~~x~~", "a\tb", "a\n\n| a | fits | b | c |")
HOSTILE = (
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "x](javascript:alert(1))", "[a](http://evil.example)",
    "![a](http://evil.example/a.png)", "<http://evil.example>", "http://evil.example/x www.evil.example a@evil.example",
    "a | b | c", "`code` ``` fence", "**bold** _i_ ~~s~~", "\u202eltr\u202c \u200f\u2067x\u2069", "a\r\n# head\n\n- item\n> quote\n1. one",
    "&lt;b&gt; &#60;i&#62; &nbsp;", "\\", "end\\", "<!-- comment", "--- === ***", "[^1]: note", "\x00\x1b[31mred",
)
LONG = ("Methotrexate sodium film-coated gastro-resistant tablet 2.5 mg (as methotrexate disodium), calendar pack of 24 in "
        "push-through strips, Donaudampfschifffahrtsgesellschaft Pharmaceuticals International parallel import")


class Shown(html.parser.HTMLParser):
    """What a browser would make of a rendered text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.tables, self.rows, self.cells, self.text = [], 0, [], 0, []

    def handle_starttag(self, tag, attrs):
        if tag not in SHOWN_TAGS or any(name != "align" for name, _ in attrs):
            self.faults.append(f"<{tag} {attrs}> is rendered")
        self.tables += tag == "table"
        if tag == "tr":
            self.cells = 0
        self.cells += tag in {"td", "th"}

    def handle_endtag(self, tag):
        if tag == "tr":
            self.rows.append(self.cells)

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.faults.append("an HTML comment is rendered")

    def handle_decl(self, decl):
        self.faults.append("a declaration is rendered")

    def handle_pi(self, data):
        self.faults.append("a processing instruction is rendered")


def render(markdown):
    renderer = ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"]
    return subprocess.run(renderer, input=markdown, capture_output=True, text=True, check=True).stdout


def cells(line):
    return len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) - 1


def detail_faults(detail):
    shown = Shown()
    shown.feed(render(detail))
    shown.close()
    faults = shown.faults
    lines = detail.split("\n")
    if any(CONTROLS.search(line) for line in lines):
        faults.append("a control character")
    if any(len(line) > 2 * LINE_LIMIT + 20 for line in lines):
        faults.append("a line without end")
    headings = [line for line in lines if line.startswith("**")]
    if not headings or any(not line.endswith("**") for line in headings):
        faults.append("the headings do not stand alone")
    tables = [line for line in lines if line.startswith("| ---")]
    rows = [line for line in lines if line.startswith("| ") and line not in tables]
    if shown.tables != len(tables) or len(shown.rows) != len(rows) or any(cells(row) != 3 for row in rows):
        faults.append(f"of {len(tables)} tables with {len(rows)} rows {shown.tables} with {len(shown.rows)} are rendered")
    if "Decision support; clinical judgement applies." not in "".join(shown.text):
        faults.append("the last line is missing")
    return faults


def plain_texts(card):
    yield "summary", card["summary"]
    for suggestion in card.get("suggestions", []):
        yield "label", suggestion["label"]
        for action in suggestion.get("actions", []):
            yield "description", action["description"]
    for link in card.get("links", []):
        yield "link", link["label"]


def card_faults(card):
    faults = detail_faults(card["detail"]) if "detail" in card else ["no detail"]
    for name, text in plain_texts(card):
        if not text or text != text.strip() or CONTROLS.search(text):
            faults.append(f"{name}: {text!r}")
    if len(card["summary"]) > SUMMARY_LIMIT:
        faults.append(f"the summary has {len(card['summary'])} characters")
    if DIRECTIONS.search(json.dumps([card["detail"], *plain_texts(card)], ensure_ascii=False)):
        faults.append("characters that turn or hide their neighbours")
    for link in card.get("links", []):
        if not link["url"].startswith("https://") or "evil" in link["url"]:
            faults.append(f"a link to {link['url']}")
    return faults


def check(answers):
    """Prints the faults of (name, answer) pairs; True when there were cards and no fault."""
    cards = [(name, card) for name, answer in answers for card in answer["cards"]]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lambda each: card_faults(each[1]), cards))
    wrong = 0
    for (name, card), faults in zip(cards, found):
        wrong += bool(faults)
        for fault in faults:
            print(f"{name}: {card['summary']}: {fault}")
    print(f"{len(cards)} cards of {len(answers)} answers, {wrong} with faults")
    return bool(cards) and not wrong


def reads_well():
    """A reader that overlooks what it must find proves nothing."""
    overlooked = [bad for bad in BAD if not detail_faults(GOOD.replace("azathioprine", bad))]
    if overlooked or detail_faults(GOOD):
        print(f"this test overlooks {overlooked}; of a good text it says {detail_faults(GOOD)}")
    return not overlooked and not detail_faults(GOOD)


def with_text(value, text, key=""):
    """The request with `text` behind (long names: in place of) what stands in every free-text field."""
    if isinstance(value, dict):
        return {name: with_text(each, text, name) for name, each in value.items()}
    if isinstance(value, list):
        return [with_text(each, text, key) for each in value]
    if isinstance(value, str) and (key in FREE_TEXT or key == "given"):
        return text if text == LONG else f"{value} {text}"
    return value


def hostile_answers(program):
    every = 1 if os.environ.get("IIM_THOROUGH") else 24
    folders = sorted(path.parent for path in VIGNETTES.rglob("request.json"))[::every]

    def ask(place):
        folder = folders[place]
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        if "status" in expected:
            return []
        request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        found = []
        for text in (LONG, HOSTILE[place % len(HOSTILE)], " ".join(HOSTILE)):
            answer = subprocess.run(
                [program, "evaluate", "--now", expected["now"], "-"], input=json.dumps(with_text(request, text)),
                capture_output=True, text=True)
            name = f"{folder.relative_to(VIGNETTES)} with {text[:30]!r}"
            try:
                found.append((name, json.loads(answer.stdout)))
            except ValueError:
                print(f"{name}: no answer: {answer.stderr[-300:]}")
                found.append((name, {"cards": [{"summary": "", "detail": ""}]}))
        return found

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        return [each for some in pool.map(ask, range(len(folders))) for each in some]


def main(arguments):
    if shutil.which("cmark-gfm") is None:
        print("tests/text.py: cmark-gfm was not found. Run deploy/install-deps --tests.", file=sys.stderr)
        return 1
    if not reads_well():
        return 1
    if len(arguments) == 2 and arguments[0] == "--hostile":
        answers = hostile_answers(arguments[1])
        told = "evil.example" in json.dumps([answer for _, answer in answers])
        if not told:
            print("the hostile text reached no card: nothing was tested")
        return 0 if check(answers) and told else 1
    if len(arguments) == 1 and pathlib.Path(arguments[0]).is_dir():
        files = sorted(pathlib.Path(arguments[0]).glob("*.json"))
        return 0 if check([(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in files]) else 1
    print(__doc__.strip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
