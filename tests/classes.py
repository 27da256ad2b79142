#!/usr/bin/env python3
"""Fails when a class of engine/terms (group::x) has no reader in the product, or when a file lists what a class has.

A class that nobody asks for is a fact that no rule knows; a copy of one stays behind when the class grows."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
layers = ["fhir", "engine", "cards", "cds-hooks"]

space = r"namespace (?:iim::engine::)?(group|allergen) \{"
definition = r"inline constexpr (?:std::array|auto) (\w+)\b([^;]*);"
local_list = r"\bconstexpr std::array (\w+)\{([^;]*)\};"
member = r"\b(?:drug|condition|lab|vaccine|procedure|observation|allergy|reaction)::\w+"


def classes_of(text):
    """{"group::nsaids": what it is made of} of one header."""
    found, inside = {}, None
    for one in re.finditer(rf"{space}|{definition}|\}}  // namespace", text):
        if one[1]:
            inside = "group::allergen::" if one[1] == "allergen" else "group::"
        elif one[2] and inside:
            found[inside + one[2]] = one[3]
        elif not one[2]:
            inside = "group::" if inside == "group::allergen::" else None
    return found


def unread(classes, product):
    """Those that no file outside the headers names, and no class that is read is made of."""
    named = set(re.findall(r"group::(?:allergen::)?\w+", product))
    read = {name for name in classes if name in named}
    while True:
        parts = {name for name in classes if "allergen" not in name
                 and any(re.search(rf"(?<!:)\b{name[7:]}\b", classes[reader]) for reader in read)}
        if parts <= read:
            return sorted(set(classes) - read)
        read |= parts


def copies(classes, text):
    """(list, class) where a list of two or more has the members of a class that is written out."""
    whole = {frozenset(re.findall(member, made_of)): name for name, made_of in classes.items() if "joined" not in made_of}
    for name, listed in re.findall(local_list, text):
        members = frozenset(re.findall(member, listed))
        if len(members) > 1 and members in whole:
            yield name, whole[members]


sample = """namespace iim::engine::group {
inline constexpr std::array a{drug::x, drug::y};
inline constexpr std::array b{drug::z};
inline constexpr auto c = joined(a, std::array{drug::w});
namespace allergen {
inline constexpr std::array a{allergy::x};
}  // namespace allergen
}  // namespace iim::engine::group
"""
self_tests = [  # product, classes without a reader, copies
    ("", ["group::a", "group::allergen::a", "group::b", "group::c"], []),
    ("is_any(group::c)", ["group::allergen::a", "group::b"], []),  # c is made of a
    ("is_any(group::a) group::allergen::a group::b group::c", [], []),
    ("group::allergen::a", ["group::a", "group::b", "group::c"], []),
    ("group::bb group::a", ["group::allergen::a", "group::b", "group::c"], []),
    ("group::a group::b group::c group::allergen::a constexpr std::array mine{drug::y, drug::x};", [], [("mine", "group::a")]),
    ("group::a group::b group::c group::allergen::a constexpr std::array mine{drug::y};", [], []),
]


def self_test():
    classes = classes_of(sample)
    return [f"self-test: {product!r}" for product, lonely, copied in self_tests
            if unread(classes, product) != lonely or list(copies(classes, product)) != copied]


def main():
    found = self_test()
    files = sorted(file for layer in layers for file in (root / layer).rglob("*.[ch]pp"))
    text = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}
    headers = [name for name in text if name.startswith("engine/terms/") and re.search(space, text[name])]
    classes = {name: made_of for header in headers for name, made_of in classes_of(text[header]).items()}
    product = {name: text[name] for name in text if name not in headers}
    found += [f"{name} has no reader: use it or delete it" for name in unread(classes, "\n".join(product.values()))]
    found += [f"{name}: {listed} is {known}" for name in product for listed, known in copies(classes, product[name])]
    print("\n".join(found + [f"classes: {len(classes)} classes, {len(found)} faults"]))
    return 1 if found or not classes else 0


if __name__ == "__main__":
    sys.exit(main())
