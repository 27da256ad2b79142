#!/usr/bin/env python3
"""Fails when a file includes a layer above its own, or a library through another door than the one it has.

Layers: fhir <- engine <- cards <- cds-hooks. Doors keep what is large, unsafe or slow to compile in one place."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
order = ["fhir", "engine", "cards", "cds-hooks"]

session, client, server = "cds-hooks/http/session.cpp", "cds-hooks/http/client.cpp", "cds-hooks/http/server.cpp"
config = ("cds-hooks/config.cpp", "cds-hooks/config_value.hpp", "cds-hooks/config_value.cpp")
doors = {  # what is included -> who may include it
    "rapidjson/": ("fhir/rapidjson.hpp",),
    "fhir/rapidjson.hpp": ("fhir/json.cpp", "fhir/writer.cpp"),
    "simdjson": ("fhir/json.cpp", "fhir/json_text.cpp", "fhir/rapidjson.hpp"),
    "boost/beast": (session, "cds-hooks/http/head.hpp", client),
    "boost/asio/ssl": (session, client, "cds-hooks/http/tls.cpp", "cds-hooks/http/tls.hpp"),
    "boost/asio": (session, "cds-hooks/http/session.hpp", server, client, "cds-hooks/config.cpp", "cds-hooks/config_check.cpp",
                   "cds-hooks/auth/key_source.cpp", "cds-hooks/http/lookup.cpp", "cds-hooks/http/parallel.cpp", "cds-hooks/store/lane.hpp", "cds-hooks/store/audit.cpp"),
    "boost/asio/awaitable.hpp": ("cds-hooks/",),  # whoever waits; who does I/O is named above and below
    "boost/asio/thread_pool.hpp": ("cds-hooks/store/", server),  # where disks are waited for
    "toml++": config,
    "CLI/": ("cds-hooks/main.cpp",),
    "spdlog": ("cds-hooks/log.cpp",),
    "prometheus/": ("cds-hooks/metrics.cpp",),
    "sqlite3.h": ("cds-hooks/store/",),
    "libpq-fe.h": ("cds-hooks/store/",),
    "openssl/": ("cds-hooks/auth/", "cds-hooks/http/tls.cpp", "cds-hooks/store/"),
    "iostream": ("cds-hooks/cli/",),
    "regex": (),
    "nlohmann": (),
}
only_in = {  # a layer's own ground: what it is about has no business with these
    "engine": ("fhir/json.hpp", "fhir/writer.hpp"),
}
reads_json = ("engine/facts/",)  # the one place of the engine that knows resources


def allowed(name, doorkeepers):
    return any(name == keeper or (keeper.endswith("/") and name.startswith(keeper)) for keeper in doorkeepers)


def door_of(target):
    """The longest door that fits: boost/asio/ssl before boost/asio."""
    fitting = [door for door in doors if target == door or (target.startswith(door) and door not in ("regex", "iostream"))]
    return max(fitting, key=len, default=None)


def complaints(name, text):
    """(line, what is wrong) for the includes of one file, named relative to the project."""
    layer = name.split("/")[0]
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*["<]([^">]+)', line)
        if not found:
            continue
        target = found[1]
        if layer in order and target.split("/")[0] in order[order.index(layer) + 1:]:
            yield number, f"{layer} must not include {target}"
        if target.startswith("tests/") and layer != "tests":
            yield number, "only tests include tests"
        if target.startswith("../"):
            yield number, "write the path from the project's root"
        door = door_of(target)
        if door and layer != "tests" and not allowed(name, doors[door]):
            yield number, f"include {target} only in: {', '.join(doors[door]) or 'nothing'}"
        if layer == "engine" and target in only_in["engine"] and not allowed(name, reads_json):
            yield number, f"the engine reads JSON only in {reads_json[0]}"
    if layer == "engine" and not allowed(name, reads_json):
        for number, line in enumerate(text.splitlines(), 1):
            if "facts().context" in line or "find_resource(" in line:
                yield number, f"the engine reads JSON only in {reads_json[0]}: make it a field of the facts"


self_tests = [  # file, include, is a fault
    ("fhir/json.cpp", '"fhir/rapidjson.hpp"', False),
    ("fhir/date.cpp", '"fhir/rapidjson.hpp"', True),
    ("fhir/json.cpp", "<rapidjson/document.h>", True),
    ("fhir/json.cpp", '"engine/hook.hpp"', True),
    ("engine/judge.cpp", '"fhir/date.hpp"', False),
    ("engine/judge.cpp", '"cards/card.hpp"', True),
    ("engine/rules/x.cpp", '"fhir/json.hpp"', True),
    ("engine/facts/gather.hpp", '"fhir/json.hpp"', False),
    ("cards/card.hpp", '"cds-hooks/answer.hpp"', True),
    ("cds-hooks/answer.cpp", '"cards/json.hpp"', False),
    (session, "<boost/beast/http/read.hpp>", False),
    ("cds-hooks/routes.cpp", "<boost/beast/http/read.hpp>", True),
    ("cds-hooks/http/server.cpp", "<boost/beast/core.hpp>", True),
    ("cds-hooks/http/server.cpp", "<boost/asio/io_context.hpp>", False),
    ("cds-hooks/http/server.cpp", "<boost/asio/ssl/stream.hpp>", True),
    ("cds-hooks/routes.cpp", "<regex>", True),
    ("cds-hooks/cli/evaluate.cpp", "<iostream>", False),
    ("cards/text.cpp", "<iostream>", True),
    ("cards/text.cpp", '"tests/support/expectation.hpp"', True),
    ("cards/text.cpp", '"../fhir/json.hpp"', True),
]


def self_test():
    return [f"self-test: {name} including {target} should {'' if wrong else 'not '}be a fault"
            for name, target, wrong in self_tests
            if bool(list(complaints(name, f"#include {target}"))) != wrong]


def main():
    found = self_test()
    files = sorted(file for folder in [*order, "tests"] for file in (root / folder).rglob("*.[ch]pp"))
    for file in files:
        name = file.relative_to(root).as_posix()
        found += [f"{name}:{line}: {why}" for line, why in complaints(name, file.read_text(encoding="utf-8"))]
    print("\n".join(found + [f"layers: {len(files)} files, {len(found)} faults"]))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
