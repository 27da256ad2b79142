"""Links, system actions and extensions, on the cards of all vignettes: LNK-*, SYS-*, EXT-*."""
import pathlib
import re
from urllib.parse import urlsplit

import corpus
from checks import check, same
from samples import path_of, request, without_uuids

readme = pathlib.Path(__file__).resolve().parents[2] / "README.md"
epic = "com.epic.cdshooks.request."
known_extensions = {
    f"{epic}bpa-trigger-action": "23", f"{epic}cds-hooks-su-version": "2.0.1", f"{epic}fhir-version": "4.0",
    f"{epic}criteria-id": "1234", "davinci-crd.configuration": {"alt-drug": True}, "davinci-crd.requestedVersion": "2.2"}


@check("LNK-1 a link has label, url and type, and the url a scheme and a host", on="cards")
def _(service):
    for case, link in corpus.links(service):
        parts = urlsplit(link["url"])
        assert link["label"].strip() and parts.scheme in ("https", "http") and parts.hostname, case.name


@check("LNK-2 the type of a link is absolute or smart", on="cards")
def _(service):
    assert {link["type"] for _, link in corpus.links(service)} <= {"absolute", "smart"}


@check("LNK-3 appContext stands only on smart links", on="cards")
def _(service):
    for case, link in corpus.links(service):
        assert "appContext" not in link or link["type"] == "smart", case.name


@check("LNK-4 no link carries anything about the patient, in its context or its address", on="cards")
def _(service):
    for case, link in corpus.links(service):
        assert "appContext" not in link, case.name
        parts = urlsplit(link["url"])
        assert not parts.query and not parts.fragment and not parts.username, link["url"]
    assert len({link["url"] for _, link in corpus.links(service)}) < 100, "addresses made for each patient"


@check("LNK-5 autolaunchable is never sent", on="cards")
def _(service):
    for case, link in corpus.links(service):
        assert "autolaunchable" not in link, case.name


@check("LNK-6 every host that is linked to is named in the README", on="cards")
def _(service):
    told = readme.read_text(encoding="utf-8")
    hosts = {urlsplit(link["url"]).hostname for _, link in corpus.links(service)}
    hosts |= {urlsplit(card["source"]["url"]).hostname for _, card in corpus.cards(service) if "url" in card["source"]}
    same([host for host in sorted(hosts) if not re.search(rf"(?<![\w.]){re.escape(host)}\b", told)], [], "hosts not told")


@check("SYS-3 no answer to any vignette or captured call has a system action", on="cards")
def _(service):
    for case in corpus.cases(service):
        assert not any("systemActions" in one for one in corpus.objects(case.answer)), case.name


@check("SYS-4 nor in the old place, an extension of the answer", on="cards")
def _(service):
    for case in corpus.cases(service):
        assert "systemActions" not in case.answer.get("extension", {}), case.name


@check("SYS-5 actions have nothing that feedback could name", on="cards")
def _(service):
    for case, action in corpus.actions(service):
        assert set(action) <= {"type", "description", "resource", "resourceId", "extension"}, (case.name, sorted(action))


@check("EXT-1 in what is ours the name extension is an extension", on="cards")
def _(service):
    found = [one["extension"] for case in corpus.cases(service) for one in corpus.objects(case.answer) if "extension" in one]
    found += [one["extension"] for one in corpus.objects(service.call("GET", "/cds-services").json()) if "extension" in one]
    assert len(found) > 100 and all(isinstance(one, dict) for one in found)


@check("EXT-2 an extension is an object with something in it", on="cards")
def _(service):
    for case, card in corpus.cards(service):
        assert "extension" not in card or (isinstance(card["extension"], dict) and card["extension"]), case.name


@check("EXT-3 names in extensions belong to a domain or a published guide", on="cards")
def _(service):
    names = {name for _, card in corpus.cards(service) for name in card.get("extension", {})}
    assert names and all(re.fullmatch(r"(davinci-crd|[a-z]+\.[a-z-]+)\.[A-Za-z.-]+", name) for name in names), names


@check("EXT-3 for Epic too", on="epic")
def _(service):
    names = {name for _, card in corpus.cards(service) for name in card.get("extension", {})}
    assert f"com.epic.cdshooks.card.detail.content-type" in names, names
    assert all(re.fullmatch(r"(davinci-crd|[a-z]+\.[a-z-]+)\.[A-Za-z.-]+", name) for name in names), names


@check("EXT-4 every known extension of a request may be missing, wrong or unknown")
def _(service):
    def cards(extension):
        answer = service.call("POST", path_of("order-sign"), request() | {"extension": extension})
        same(answer.status, 200, str(extension)[:80])
        return without_uuids(answer.json()["cards"])
    want = cards(known_extensions)
    same(want, without_uuids(service.call("POST", path_of("order-sign"), request()).json()["cards"]), "without any")
    for name in known_extensions:
        same(cards({other: value for other, value in known_extensions.items() if other != name}), want, f"without {name}")
        for wrong in (None, 5, [], {"a": {}}, "x" * 1000):
            same(cards(known_extensions | {name: wrong}), want, f"{name} = {str(wrong)[:20]}")
    for whole in (None, [], "x", 5):
        same(cards(whole), want, f"extension = {whole}")
