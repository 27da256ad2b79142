"""What every card must be, shown on the cards of all vignettes: RSP-*, CAR-*, SRC-*, COD-*."""
import importlib.util
import pathlib
import re
from urllib.parse import urlsplit

import corpus
from checks import check, same
from samples import draft, path_of, request

tests = pathlib.Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("card_texts", tests / "text.py")
card_texts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(card_texts)

severity = {"critical": 0, "warning": 1, "info": 2}


def each_card(service, holds):
    """Every card of every answer holds; the first that does not is told."""
    for case, card in corpus.cards(service):
        assert holds(card), f"{case.name}: {card['summary']}"


def is_url(text):
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@check("RSP-1 the answer is an object with the list cards", on="cards")
def _(service):
    for case in corpus.cases(service):
        assert isinstance(case.answer["cards"], list) and all(isinstance(card, dict) for card in case.answer["cards"])


@check("RSP-2 no advice is exactly an empty list of cards")
def _(service):
    body = request(drafts=[draft("197805", "Ibuprofen 400 MG Oral Tablet", 1)], conditions=[])
    same(service.call("POST", path_of("order-sign"), body).body, b'{"cards":[]}')


@check("RSP-3 no systemActions member in any answer", on="cards")
def _(service):
    assert all("systemActions" not in case.answer for case in corpus.cases(service))


@check("RSP-4 an extension of the answer has names of its own domain", on="cards")
def _(service):
    for case in corpus.cases(service):
        same(set(case.answer) - {"extension"}, {"cards"}, case.name)
        assert all("." in name for name in case.answer.get("extension", {})), case.name


@check("RSP-5 order-select and then order-sign: each time the whole answer")
def _(service):
    def topics(hook, tablets):
        body = request(hook, drafts=[draft(tablets=tablets)])
        return [card["source"]["topic"]["code"] for card in service.call("POST", path_of(hook), body).json()["cards"]]
    first = topics("order-sign", 6)
    assert "steroid-monotherapy" in topics("order-select", 6)
    topics("order-select", 5)
    same(topics("order-sign", 6), first, "after order-select and a changed draft")


@check("CAR-1 every card has a uuid of version 4, none stands twice", on="cards")
def _(service):
    version_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    each_card(service, lambda card: version_4.fullmatch(card["uuid"]))
    uuids = [card["uuid"] for _, card in corpus.cards(service)]
    same(len(set(uuids)), len(uuids), "different uuids")


@check("CAR-2 summaries have fewer than 140 characters, with names that never end too", on="cards")
def _(service):
    each_card(service, lambda card: 0 < len(card["summary"]) < 140 and "\n" not in card["summary"])
    long = [card_texts.with_text(body, card_texts.LONG) for _, body in corpus.requests()[::25]]
    wide = [card_texts.with_text(body, "Ωμέγα-ιατρική-ουσία🧪" * 12) for _, body in corpus.requests()[::25]]
    cards = [card for answer in corpus.ask(service, long + wide) for card in answer["cards"]]
    assert len(cards) > 50, len(cards)
    assert any(card_texts.LONG[:20] in card["summary"] + card["detail"] for card in cards), "the long name reached no card"
    for card in cards:
        assert 0 < len(card["summary"]) < 140 and "\ufffd" not in card["summary"], card["summary"]


@check("CAR-3 the detail is Markdown in which foreign text is dead", on="cards")
def _(service):
    bodies = [card_texts.with_text(body, " ".join(card_texts.HOSTILE)) for _, body in corpus.requests()[7::40]]
    cards = [card for answer in corpus.ask(service, bodies) for card in answer["cards"]]
    assert any("evil" in card["detail"] for card in cards), "the hostile text reached no card"
    for card in cards:
        same(card_texts.card_faults(card), [], card["summary"])


@check("CAR-4 the indicator is info, warning or critical; each occurs", on="cards")
def _(service):
    same({card["indicator"] for _, card in corpus.cards(service)}, set(severity), "indicators")


@check("CAR-5 every card has a source", on="cards")
def _(service):
    each_card(service, lambda card: isinstance(card["source"], dict) and card["source"])


@check("CAR-6 suggestions, where there are any, are a list with something in it", on="cards")
def _(service):
    each_card(service, lambda card: "suggestions" not in card
              or (isinstance(card["suggestions"], list) and len(card["suggestions"]) > 0))
    assert corpus.suggestions(service)


@check("CAR-7 selectionBehavior stands beside suggestions and nowhere else", on="cards")
def _(service):
    each_card(service, lambda card: ("suggestions" in card) == ("selectionBehavior" in card))
    same({card.get("selectionBehavior") for _, card in corpus.cards(service)}, {None, "any", "at-most-one"}, "values")


@check("CAR-8 override reasons have code, system and display, each code once", on="cards")
def _(service):
    reasons = 0
    for case, card in corpus.cards(service):
        codes = [one["code"] for one in card.get("overrideReasons", [])]
        same(len(codes), len(set(codes)), case.name)
        for one in card.get("overrideReasons", []):
            assert one["code"] and one["system"] and one["display"], case.name
            reasons += 1
    assert reasons > 500, reasons


@check("CAR-9 links, where there are any, are a list with something in it", on="cards")
def _(service):
    each_card(service, lambda card: "links" not in card or (isinstance(card["links"], list) and len(card["links"]) > 0))
    assert corpus.links(service)


@check("CAR-10 an extension of a card is an object with something in it", on="cards")
def _(service):
    each_card(service, lambda card: "extension" not in card
              or (isinstance(card["extension"], dict) and len(card["extension"]) > 0))
    assert any("extension" in card for _, card in corpus.cards(service))


@check("CAR-11 one card a rule and order, the most severe first", on="cards")
def _(service):
    for case in corpus.cases(service):
        ranks = [severity[card["indicator"]] for card in case.answer["cards"]]
        same(ranks, sorted(ranks), f"{case.name}: severity in the order of cards")
        about = [(card["source"]["topic"]["code"], one["reference"]) for card in case.answer["cards"]
                 for one in card.get("extension", {}).get("davinci-crd.associated-resource", [])]
        same(len(about), len(set(about)), f"{case.name}: {about}")


@check("CAR-11 two drafts, each with its own cards, none doubled")
def _(service):
    two = [draft(order_id="a"), draft("197388", "Azathioprine 50 MG Oral Tablet", 1, "b")]
    answer = service.call("POST", path_of("order-sign"), request(drafts=two)).json()["cards"]
    topics = [card["source"]["topic"]["code"] for card in answer]
    assert "tpmt-before-azathioprine" in topics and "pjp-prophylaxis-missing" in topics, topics
    same(len(topics), len(set(topics)), "topics")


@check("SRC-1 every source has a label", on="cards")
def _(service):
    each_card(service, lambda card: card["source"]["label"].strip())


@check("SRC-2 the source's url is absolute and the same for all: pages about one card are links", on="cards")
def _(service):
    each_card(service, lambda card: "url" not in card["source"] or is_url(card["source"]["url"]))
    same(len({card["source"].get("url") for _, card in corpus.cards(service)}), 1, "different urls")


@check("SRC-3 no icon is named that was not drawn as the specification wants it", on="cards")
def _(service):
    each_card(service, lambda card: "icon" not in card["source"])


@check("SRC-4 one constant topic a rule, with one display", on="cards")
def _(service):
    shown = {}
    for case, card in corpus.cards(service):
        topic = card["source"]["topic"]
        assert re.fullmatch(r"[a-z0-9-]{1,100}", topic["code"]), topic
        shown.setdefault(topic["code"], set()).add((topic["system"], topic["display"]))
    assert len(shown) > 30 and all(len(one) == 1 for one in shown.values()), shown


@check("SRC-4 for Epic the topic is letters and digits", on="epic")
def _(service):
    codes = {card["source"]["topic"]["code"] for _, card in corpus.cards(service)}
    assert len(codes) > 30 and all(re.fullmatch(r"[A-Za-z0-9]{1,100}", code) for code in codes), codes


@check("COD-1 every coding of ours has a code and a system", on="cards")
def _(service):
    for case, card in corpus.cards(service):
        for one in [card["source"]["topic"], *card.get("overrideReasons", [])]:
            assert set(one) <= {"code", "system", "display"} and one["code"].strip() and is_uri(one["system"]), one


def is_uri(text):
    return re.fullmatch(r"(https?://|urn:)\S+", text) is not None
