#!/usr/bin/env python3
"""Writes concepts.hpp: one constant a concept of data/concepts.csv, so that a rule cannot name what is not there."""
import csv
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:3])
rows = list(csv.DictReader(source.open(encoding="utf-8", newline="")))
families = {}
for index, row in enumerate(rows, 1):
    family, _, name = row["concept_id"].partition("/")
    families.setdefault(family, []).append((name.replace("-", "_"), index, row["name"]))

lines = ["// Generated from engine/terms/data/concepts.csv by engine/terms/generate.py; do not edit.",
         "#pragma once", "", '#include "engine/terms/concept.hpp"', "", "namespace iim::engine {", ""]
for family, members in families.items():
    lines.append(f"namespace {family} {{")
    lines += [f"inline constexpr Concept {name}{{{index}}};  // {words}" for name, index, words in members]
    lines += [f"}}  // namespace {family}", ""]
lines += [f"inline constexpr std::uint16_t concept_count = {len(rows)};", "", "}  // namespace iim::engine", ""]

text = "\n".join(lines)
if not target.exists() or target.read_text(encoding="utf-8") != text:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
