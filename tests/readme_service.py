#!/usr/bin/env python3
"""Keeps true what README.md and deploy/ say of the service: what to type in at an EHR, and every key of the configuration.

    tests/readme_service.py <iim-cds>           they must say what the program says
    tests/readme_service.py <iim-cds> --write   write it

Exit 0: as it should be. 1: something differs. 2: wrong use.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- register: written by tests/readme_service.py -->", "<!-- register end -->"
EXAMPLE = ROOT / "deploy" / "iim-cds.example.toml"


def discovery(program):
    """What a client reads: from the running service."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--data", folder],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            for line in process.stdout:
                if found := re.search(r"services +(http://\S+)", line):
                    return json.loads(urllib.request.urlopen(found[1], timeout=30).read())["services"]
        finally:
            process.terminate()
            process.communicate(timeout=30)
    raise SystemExit("the service did not start")


def resources(prefetch):
    """The types that are read: those of the queries, and Medication, which orders refer to."""
    return [query.split("?")[0].split("/")[0] for query in prefetch.values()] + ["Medication"]


def hosts(catalogue):
    """Where a card may lead: links to sources, the calculator of fracture risk, and source.url (cards/json.cpp)."""
    found = {re.match(r"https://([^/]+)", one["url"])[1] for rule in catalogue["rules"] for one in rule.get("evidence", []) if "url" in one}
    for file in (one for layer in ("cards", "engine") for one in (ROOT / layer).rglob("*.[ch]pp")):
        found |= {host for host in re.findall(r'"https://([a-z0-9.-]+)', file.read_text(encoding="utf-8")) if host in known_hosts}
    assert found <= set(known_hosts), f"a host that README does not explain: {found - set(known_hosts)}"
    return found


known_hosts = {
    "doi.org": "published sources (`card.links`); may have to be allowed at the EHR",
    "frax.shef.ac.uk": "the fracture risk calculator (`card.links`); as well",
    "iim-cds.dev": "the name of a code system (`card.source.topic.system`): no link, and no page stands there",
}


def registration(services, catalogue):
    rules = catalogue["rules"]
    prefetch = services[0]["prefetch"]
    assert all(service.get("prefetch", prefetch) == prefetch for service in services), "the services ask for different data"
    silent = ", ".join(f"`{service['id']}`" for service in services if "prefetch" not in service)
    types = resources(prefetch)
    rows = ["Services, each by POST to `<public base URL>/cds-services/<id>`; feedback to that address with `/feedback`:", "",
            "| hook | id |", "|---|---|"]
    rows += [f"| {service['hook']} | `{service['id']}` |" for service in services]
    rows += ["", f"Prefetch, the same for every service but {silent}, which asks for nothing:", "", "| key | query |", "|---|---|"]
    rows += [f"| `{key}` | `{query}` |" for key, query in prefetch.items()]
    rows += ["", "Scopes, for an EHR that gives the service a token to read what is missing. SMART App Launch 2:", "",
             "```", " ".join(f"patient/{one}.rs" for one in types), "```", "", "SMART App Launch 1:", "",
             "```", " ".join(f"patient/{one}.read" for one in types), "```", "",
             "Topics (`card.source.topic`, system `https://iim-cds.dev/rules`; what a \"do not show again\" of an EHR hangs on), in "
             "brackets as the `epic` profile writes them:", "",
             ", ".join(f"`{rule['id']}` (`{rule['id'].replace('-', '')}`)" for rule in rules), "",
             "Three more topics stand on cards that no rule made; a \"do not show again\" of `more-findings` would hide findings that a full "
             "answer had no room for:", "",
             ", ".join(f"`{one['id']}` (`{one['id'].replace('-', '')}`: {one['title'].lower()})" for one in catalogue["notices"]), "",
             f"Override reasons (`card.overrideReasons`), system `{catalogue['overrideReasons'][0]['system']}`; each card offers some of them:", "",
             "| code | display |", "|---|---|"]
    rows += [f"| `{one['code']}` | {one['display']} |" for one in catalogue["overrideReasons"]]
    rows += ["", "Hosts that cards name; no address holds anything of the patient:", "",
             "| host | what for |", "|---|---|"]
    rows += [f"| `{host}` | {known_hosts[host]} |" for host in sorted(hosts(catalogue))]
    return "\n".join(rows)


def differences(program, write):
    """What is not as it should be, after writing it if that was asked."""
    wanted = {}
    listed = subprocess.run([program, "rules", "--format", "json"], check=True, capture_output=True, text=True)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    body = registration(discovery(program), json.loads(listed.stdout))
    wanted[ROOT / "README.md"] = f"{before}{BEGIN}\n{body}\n{END}{rest.split(END)[1]}"
    wanted[EXAMPLE] = subprocess.run([program, "check-config", "--example"], check=True, capture_output=True, text=True).stdout
    for file, content in wanted.items():
        if write:
            file.write_text(content, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != content:
            yield f"{file.relative_to(ROOT)} is not what the program says: run tests/readme_service.py --write"


def main(arguments):
    places = [one for one in arguments if one != "--write"]
    if len(places) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(differences(places[0], "--write" in arguments))
    print("\n".join(found) or "README.md and deploy/iim-cds.example.toml say what the program says")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
