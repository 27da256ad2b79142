#include "cds-hooks/cli/feedback_words.hpp"

#include "fhir/writer.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string_view>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using store::Report;
using store::RuleReport;

constexpr double percent = 100;

/// As the writer takes it.
int count(std::int64_t cards) {
    return static_cast<int>(std::min<std::int64_t>(cards, std::numeric_limits<int>::max()));
}

double share(std::int64_t hits, std::int64_t of) {
    return of > 0 ? static_cast<double>(hits) / static_cast<double>(of) : 0;
}

void put_line(std::string& out, std::string_view what, std::int64_t cards, std::int64_t of) {
    const store::Interval within = store::wilson(cards, of);
    fmt::format_to(
        std::back_inserter(out),
        "  {:<28} {:>7}  {:>5.1f} %  ({:.1f} to {:.1f})\n",
        what,
        cards,
        share(cards, of) * percent,
        within.low * percent,
        within.high * percent
    );
}

/// A cell that holds no more than its text: quoted, and no formula to a spreadsheet.
std::string cell(std::string_view text) {
    std::string quoted = "\"";
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        quoted += '\'';
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

struct Ending {
    std::string_view outcome, reason;
    std::int64_t cards;
};

void put_row(std::string& out, const RuleReport& rule, const Ending& ending) {
    const store::Interval within = store::wilson(ending.cards, rule.shown);
    fmt::format_to(
        std::back_inserter(out),
        "{},{},{},{},{},{:.4f},{:.4f},{:.4f}\n",
        cell(rule.rule),
        rule.shown,
        ending.outcome,
        cell(ending.reason),
        ending.cards,
        share(ending.cards, rule.shown),
        within.low,
        within.high
    );
}

void write_share(fhir::Writer& out, std::string_view name, std::int64_t cards, std::int64_t of) {
    const store::Interval within = store::wilson(cards, of);
    out.key(name).begin_object().member("cards", count(cards));
    out.member("share", share(cards, of)).member("low", within.low).member("high", within.high);
    out.end_object();
}

void write_rule(fhir::Writer& out, const RuleReport& rule) {
    out.begin_object().member("rule", std::string_view(rule.rule));
    out.member("shown", count(rule.shown));
    write_share(out, "accepted", rule.accepted, rule.shown);
    write_share(out, "overridden", rule.overridden, rule.shown);
    write_share(out, "ignored", rule.ignored(), rule.shown);
    out.key("reasons").begin_array();
    for (const RuleReport::Reason& each : rule.reasons) {
        const store::Interval within = store::wilson(each.cards, rule.shown);
        out.begin_object().member("reason", std::string_view(each.code));
        out.member("cards", count(each.cards)).member("share", share(each.cards, rule.shown));
        out.member("low", within.low).member("high", within.high).end_object();
    }
    out.end_array().end_object();
}

}  // namespace

std::string text_of(const Report& report) {
    std::string out = "Cards and what became of them: number, share of those shown, 95 % interval (Wilson)\n";
    for (const RuleReport& rule : report.rules) {
        fmt::format_to(std::back_inserter(out), "\n{}\n  {:<28} {:>7}\n", rule.rule, "shown", rule.shown);
        put_line(out, "accepted", rule.accepted, rule.shown);
        put_line(out, "overridden", rule.overridden, rule.shown);
        for (const RuleReport::Reason& each : rule.reasons)
            put_line(out, "  " + each.code, each.cards, rule.shown);
        put_line(out, "ignored", rule.ignored(), rule.shown);
    }
    if (report.rules.empty()) out += "\nNo card was shown in this time.\n";
    if (report.unknown > 0)
        fmt::format_to(
            std::back_inserter(out),
            "\nFeedback for cards that are not (or no longer) known: {}\n",
            report.unknown
        );
    return out;
}

std::string csv_of(const Report& report) {
    std::string out = "rule,shown,outcome,reason,cards,share,low,high\n";
    for (const RuleReport& rule : report.rules) {
        put_row(out, rule, {"accepted", "", rule.accepted});
        for (const RuleReport::Reason& each : rule.reasons)
            put_row(out, rule, {"overridden", each.code, each.cards});
        put_row(out, rule, {"ignored", "", rule.ignored()});
    }
    return out;
}

std::string json_of(const Report& report) {
    fhir::Writer out;
    out.begin_object().key("rules").begin_array();
    for (const RuleReport& rule : report.rules) write_rule(out, rule);
    out.end_array().member("unknown", count(report.unknown)).end_object();
    return out.take() + "\n";
}

}  // namespace iim::service::cli
