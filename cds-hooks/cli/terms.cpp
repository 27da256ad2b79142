#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/knowledge.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::CodeRow;
using engine::Terms;

std::string where(const CodeRow& row) {
    const std::string_view whose = row.local ? "the site's own table, " : "";
    return fmt::format("{}{} line {}", whose, row.file, row.line);
}

std::string labelled(std::string_view label, std::string_view text) {
    return text.empty() ? std::string() : fmt::format("    {:<8} {}\n", label, text);
}

void print(const Terms& terms, const CodeRow& row) {
    const std::string_view id = row.what ? terms.id(row.what) : "the whole system";
    const std::string_view name = row.what ? terms.name(row.what) : std::string_view();
    fmt::print("  {}  {}\n", id, name);
    if (!row.in_force) fmt::print("    not in force: the site's own table says otherwise\n");
    const std::string_view below = row.prefix ? " and every code below it" : "";
    fmt::print("    {:<8} {}|{}{}\n", "code", row.system, row.code, below);
    fmt::print(
        "{}{}{}", labelled("display", row.display), labelled("kind", row.kind), labelled("row", where(row))
    );
    fmt::print("{}{}", labelled("source", row.source), labelled("note", row.note));
}

std::pair<std::string_view, std::string_view> parts(std::string_view what) {
    const auto bar = what.find('|');
    if (bar == what.npos) return {{}, what};
    return {what.substr(0, bar), what.substr(bar + 1)};
}

bool print_code(const Terms& terms, std::string_view what) {
    const auto [system, code] = parts(what);
    const auto rows = terms.rows(system, code);
    if (rows.empty()) return false;
    fmt::print("{} means here:\n", what);
    for (const CodeRow& row : rows) {
        print(terms, row);
        if (!system.empty() && row.system != system) fmt::print("{}", labelled("read as", row.system));
    }
    return true;
}

bool print_concept(const Terms& terms, std::string_view what) {
    const engine::Concept found = terms.find(what);
    if (!found) return false;
    auto rows = terms.rows(found);
    std::ranges::stable_sort(rows, {}, &CodeRow::system);
    fmt::print("{}: {}; {} codes\n", terms.id(found), terms.name(found), rows.size());
    for (const CodeRow& row : rows)
        fmt::print(
            "  {}|{}{}  {}{}{}\n",
            row.system,
            row.code,
            row.prefix ? " and below" : "",
            row.display,
            row.local ? fmt::format("  ({})", where(row)) : std::string(),
            row.in_force ? "" : "  (not in force)"
        );
    if (const auto order = terms.orderable(found))
        fmt::print("  suggestions order it as {}|{}\n", order->system, order->code);
    return true;
}

bool print_drug(const Terms& terms, std::string_view what) {
    const auto meaning = terms.lookup_drug_text(what);
    if (!meaning) return false;
    fmt::print("as the name of a drug: {}  {}\n", terms.id(meaning->concept_), terms.name(meaning->concept_));
    if (meaning->product && meaning->product->mg_per_unit)
        fmt::print("    strength {} mg\n", *meaning->product->mg_per_unit);
    return true;
}

}  // namespace

int terms(const std::string& what, const std::string& config_file) {
    const Knowledge knowledge = knowledge_of(config_of(config_file));
    const Terms& tables = knowledge.terms;
    if (print_concept(tables, what) || print_code(tables, what) || print_drug(tables, what)) return fine;
    fmt::print(
        stderr,
        "iim-cds: nothing is known of \"{}\"; a local code can be given a meaning in the site's own table "
        "(overlay under [terminology])\n",
        what
    );
    return input_is_bad;
}

}  // namespace iim::service::cli
