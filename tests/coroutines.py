#!/usr/bin/env python3
"""Fails on what g++ 12 miscompiles: a brace or a capturing lambda sharing one expression with co_await.

Measured faults (double free, or no compilation): an aggregate temporary or a capturing lambda as an argument of the
awaited call, and co_await inside braces. Naming the value first is always fine. Coroutine lambdas with captures are
refused as well: the captures die before the coroutine does."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
folders = ("fhir", "engine", "cards", "cds-hooks", "tests")

literal = re.compile(r'R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
comment = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
keyword = r"(?!(?:try|else|do|const|noexcept|mutable|override|final)\b)"
awaited_in_braces = re.compile(r"(?<!\w)(?:" + keyword + r"\w+|=|\(|,|return)\s*\{[^;{}]*\bco_await\b")
captures = r"\[\s*[&=\w*][^\]\[]*\]"
coroutine_lambda = re.compile(r"(?<![\w)\]])" + captures + r"\s*\([^()]*\)[^;{}]*->\s*[\w:]*awaitable\b")


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def expression_after(text, start):
    """The rest of the expression that begins with co_await: to the ';' or the bracket that ends it."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(text[at], 0)
        if depth < 0 or (text[at] == ";" and depth == 0):
            return text[start:at]
    return text[start:]


def faults(text):
    """(line, what is wrong) for every fault in one file's text."""
    text = comment.sub(blank, literal.sub(blank, text))

    def line(at):
        return text.count("\n", 0, at) + 1
    for await_ in re.finditer(r"\bco_await\b", text):
        rest = expression_after(text, await_.end())
        if re.search(r"[\w>(,]\s*\{", re.sub(captures + r"\s*(?:\([^()]*\))?\s*(?:mutable)?\s*\{", "[", rest)):
            yield line(await_.start()), "brace-initialised temporary in a co_await expression: name it first"
        if re.search(r"[(,]\s*" + captures + r"\s*[({]", rest):
            yield line(await_.start()), "capturing lambda in a co_await expression: name it first"
    for braced in awaited_in_braces.finditer(text):
        yield line(braced.start()), "co_await inside braces: await into a name first"
    for found in coroutine_lambda.finditer(text):
        yield line(found.start()), "coroutine lambda with captures: write a function with parameters"


bad = {
    "aggregate argument": "auto r = co_await f(Call{body, 3});",
    "braced argument": "co_await f({body, 3});",
    "braced initializer list": 'co_await f({"a", "b"});',
    "awaits inside an aggregate": "Pair p{co_await x(), co_await y()};",
    "awaits inside a braced return": "return {co_await x(), 1};",
    "capturing lambda": "co_await asio::co_spawn(ex, [s = std::move(s)] { return s; }, use_awaitable);",
    "lambda that captures all": "co_await run(ex, [&] { go(); });",
    "template aggregate": "co_await f(std::pair<int, std::string>{1, s});",
    "over several lines": "co_await f(\n    a,\n    Call{\n        body});",
    "coroutine lambda with captures": "auto f = [this](int n) -> asio::awaitable<void> { co_return; };",
}
good = {
    "named first": "Call call{body, 3}; auto r = co_await f(std::move(call));",
    "in a condition": "if (auto [e, n] = co_await read(s); e) { co_return; }",
    "conditional": "auto r = co_await (fast ? a() : b());",
    "block after": "while (co_await next()) { use(Call{1}); }",
    "function body": "asio::awaitable<void> f() { co_await g(); }",
    "try": "try { co_await g(); } catch (...) { failed = true; }",
    "lambda without captures": "co_await run(ex, [] { go(); });",
    "index": "co_await g(list[i], table[n]);",
    "in a comment": "// co_await f({1})\n/* co_await f(Call{1}); */",
    "in a text": 'say("co_await f({1})"); say(R"(co_await f({1});)");',
    "structured binding": "const auto [error, count] = co_await asio::async_write(stream, parts, nothrow);",
    "lambda that is no coroutine": "post(io, [this] { drain(); });",
}


def self_test():
    """The checker itself: every fault is seen, no good form is."""
    return ([f"self-test: not seen: {name}" for name, text in bad.items() if not list(faults(text))]
            + [f"self-test: wrongly flagged: {name}: {list(faults(text))}" for name, text in good.items()
               if list(faults(text))])


def main():
    found = self_test()
    files = sorted(file for folder in folders for file in (root / folder).rglob("*.[ch]pp"))
    for file in files:
        found += [f"{file.relative_to(root)}:{line}: {why}" for line, why in faults(file.read_text(encoding="utf-8"))]
    print("\n".join(found + [f"coroutines: {len(files)} files, {len(found)} faults"]))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
