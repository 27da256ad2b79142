#include "cds-hooks/cli/rules_text.hpp"

#include "engine/coverage/catalogue.hpp"
#include "engine/policy.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace iim::service::cli {
namespace {

using engine::Parameter;
using engine::Policy;
using engine::Rule;

/// A line of the description: what it is called, and one sentence or several items.
struct Entry {
    std::string_view name;
    std::vector<std::string> items;
};

std::string yes_or_no(bool value) {
    return value ? "yes" : "no";
}

std::vector<std::string> moments_of(const Rule& rule) {
    std::vector<std::string> all;
    for (const Occasion& one : occasions)
        if (is_asked(rule, one.hook))
            all.push_back(fmt::format("when {} ({})", one.when, engine::to_string(one.hook)));
    return all;
}

std::string subjects_of(const Rule& rule) {
    const Policy standard;
    const bool every =
        rule.any_indication_policy ? standard.*rule.any_indication_policy : rule.any_indication;
    const std::string_view who =
        every ? "every patient with such an order" : "patients with myositis in the record";
    return fmt::format("{}{}", who, rule.any_indication_policy ? " (a site may change this)" : "");
}

/// UCUM as people write it.
std::string readable(const std::string& unit) {
    return unit == "10*9/L" ? "x 10^9/L" : unit == "d" ? "days" : unit == "h" ? "hours" : unit;
}

std::vector<std::string> thresholds_of(const Rule& rule) {
    std::vector<std::string> all;
    for (const std::string_view name : rule.parameters) {
        const ParameterWords words = words_of(name);
        const std::string unit = words.unit.empty() ? "" : " " + readable(words.unit);
        const std::string allowed =
            words.allowed.empty() ? "" : fmt::format("   (a site may set {})", words.allowed);
        all.push_back(fmt::format("{} = {}{}{}", name, words.value, unit, allowed));
    }
    return all;
}

std::vector<std::string> evidence_of(const Rule& rule) {
    std::vector<std::string> all;
    for (const engine::Evidence& one : rule.evidence)
        all.push_back(one.url.empty() ? std::string(one.title) : fmt::format("{} <{}>", one.title, one.url));
    return all;
}

std::vector<Entry> entries_of(const Rule& rule) {
    std::vector<Entry> all{
        {"Why", {std::string(rule.why)}},
        {"Asked", moments_of(rule)},
        {"Looks at", {subjects_of(rule)}},
        {"Strongest card", {rule.may_be_critical ? "critical" : "warning"}},
        {"Thresholds", thresholds_of(rule)},
        {"May be overridden for", {fmt::format("{}", fmt::join(rule.override_codes, ", "))}},
        {"Evidence", evidence_of(rule)},
        {"Version", {fmt::format("{}, priority {}", rule.version, to_string(rule.priority))}},
        {"Clinical review", {std::string(rule.reviewed)}},
    };
    std::erase_if(all, [](const Entry& one) { return one.items.empty() || one.items.front().empty(); });
    return all;
}

/// Breaks between words; a word longer than the line stands alone.
std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
    std::string all;
    std::size_t column = 0;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (column > 0 && column + 1 + word.size() > width) {
            all += '\n';
            all += indent;
            column = 0;
        } else if (column > 0) {
            all += ' ';
            ++column;
        }
        all += word;
        column += word.size();
    }
    return all;
}

/// The catalogue's text as Markdown that shows it as it is.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view("*_<>[]|#\\").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// The rule in the catalogue's words. Placeholders and lists stand in braces there, which is plain text here.
std::string catalogue_page(const Rule& rule) {
    const engine::CatalogueEntry* const entry = engine::catalogue_entry(rule.number);
    if (!entry) return {};
    const auto section = [](std::string_view name, std::string_view words) {
        return words.empty() ? std::string() : fmt::format("**{}.** {}\n\n", name, escaped(words));
    };
    return section("When", entry->when) + section("Not when", entry->not_when)
           + section("When data are missing", entry->missing_data) + section("How strong", entry->indicator)
           + section("What the card says", entry->summary) + section("What one click offers", entry->offers)
           + "**Known false alarms.** None reported yet beside what stands under \"Not when\"; "
             "`iim-cds feedback report` shows what clinicians override.\n\n";
}

}  // namespace

ParameterWords words_of(std::string_view name) {
    const Parameter* const one = engine::parameter(name);
    if (!one) return {};
    const Policy standard;
    ParameterWords words;
    words.unit = one->unit;
    if (one->number) {
        words.value = fmt::format("{}", standard.*one->number);
        words.allowed = fmt::format("{} to {}", one->min, one->max);
    } else if (one->flag) {
        words.value = yes_or_no(standard.*one->flag);
        words.allowed = yes_or_no(!(standard.*one->flag));
    } else if (one->choice) {
        words.value = standard.*one->choice;
        words.allowed = fmt::format("{}", fmt::join(one->choices, " or "));
    } else if (one->order) {
        words.value = fmt::format("{}", fmt::join(standard.*one->order, ", "));
        words.allowed = "another order";
    }
    return words;
}

std::string text_of(const Rule& rule) {
    constexpr std::string_view indent = "                          ";
    std::string text = fmt::format("{}  {}  [{}]\n", rule.number, rule.title, rule.id);
    for (const Entry& entry : entries_of(rule)) {
        std::string_view name = entry.name;
        for (const std::string& item : entry.items) {
            text += fmt::format("  {:<22}  {}\n", name, wrapped(item, 94, indent));
            name = "";
        }
    }
    return text;
}

std::string markdown_of(const Rule& rule) {
    std::string text = fmt::format("## {} {} (`{}`)\n\n", rule.number, rule.title, rule.id);
    text += catalogue_page(rule);
    for (const Entry& entry : entries_of(rule)) {
        if (entry.items.size() == 1) {
            text += fmt::format("- {}: {}\n", entry.name, entry.items.front());
            continue;
        }
        text += fmt::format("- {}:\n", entry.name);
        for (const std::string& item : entry.items) text += fmt::format("  - {}\n", item);
    }
    return text;
}

}  // namespace iim::service::cli
