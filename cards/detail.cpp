#include "cards/detail.hpp"

#include "cards/actions.hpp"
#include "cards/markdown.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::Evidence;
using engine::Finding;
using engine::OptionRow;
using engine::Rule;
using markdown::Place;

void append_heading(std::string& out, std::string_view text) {
    if (!out.empty()) out += '\n';
    out += "**";
    markdown::append(out, text);
    out += "**\n\n";
}

void append_bullet(std::string& out, std::string_view text) {
    const std::string line = markdown::escape(text, Place::line_start);
    if (!line.empty()) out.append("- ").append(line).append("\n");
}

std::string_view words(OptionRow::Verdict verdict) noexcept {
    switch (verdict) {
    case OptionRow::Verdict::fits: return "fits";
    case OptionRow::Verdict::caution: return "caution";
    case OptionRow::Verdict::avoid: return "avoid";
    }
    return "";
}

void append_options(std::string& out, std::span<const OptionRow> options) {
    if (options.empty()) return;
    out += "\n| Option | Fit | Because |\n| --- | --- | --- |\n";
    for (const OptionRow& each : options) {
        out += "| ";
        markdown::append(out, each.option);
        out += " | ";
        out += words(each.verdict);
        out += " | ";
        markdown::append(out, each.because);
        out += " |\n";
    }
}

/// Facts first, then what they mean.
void append_why(std::string& out, const Finding& finding, const engine::Patient& patient) {
    if (finding.about) append_bullet(out, fmt::format("Order: {}", order_name(*finding.about, patient)));
    for (const std::string& each : finding.why) append_bullet(out, each);
    if (!finding.rule->why.empty()) append_bullet(out, finding.rule->why);
}

void append_merged(std::string& out, const Finding& finding, const engine::Patient& patient) {
    append_heading(out, finding.summary.empty() ? finding.rule->title : finding.summary);
    append_why(out, finding, patient);
    for (const std::string& each : finding.consider) append_bullet(out, each);
    append_options(out, finding.options);
}

void append_consider(std::string& out, const Finding& leader, const Offer* offer) {
    const bool notes = offer && !offer->not_offered.empty();
    if (leader.consider.empty() && leader.options.empty() && !notes) return;
    append_heading(out, "Consider");
    for (const std::string& each : leader.consider) append_bullet(out, each);
    if (notes)
        for (const std::string& each : offer->not_offered) append_bullet(out, each);
    append_options(out, leader.options);
}

template <class T, class Same>
void add_once(std::vector<T>& list, const T& one, Same same) {
    if (std::ranges::none_of(list, [&](const T& each) { return same(each, one); })) list.push_back(one);
}

void append_not_checked(std::string& out, const Problem& problem, std::span<const std::string> more) {
    std::vector<std::string> lines;
    for (const Finding* const finding : problem.findings)
        for (const std::string& each : finding->not_checked) add_once(lines, each, std::equal_to<>());
    for (const std::string& each : more) add_once(lines, each, std::equal_to<>());
    append_section(out, "Not checked", lines);
}

void append_evidence(std::string& out, const Problem& problem) {
    std::vector<const Evidence*> all;
    for (const Finding* const finding : problem.findings)
        for (const Evidence& each : finding->rule->evidence)
            add_once(all, &each, [](const Evidence* a, const Evidence* b) { return a->key == b->key; });
    if (all.empty()) return;
    append_heading(out, "Evidence");
    for (const Evidence* const each : all)
        append_bullet(
            out, each->title.empty() ? std::string(each->key) : fmt::format("{} ({})", each->title, each->key)
        );
}

/// "Rule `a` v1.0.0", and the merged rules behind the leader.
std::string rules_text(const Problem& problem) {
    std::vector<const Rule*> rules;
    for (const Finding* const each : problem.findings) add_once(rules, each->rule, std::equal_to<>());
    std::string text;
    for (const Rule* const each : rules) {
        text += text.empty() ? "Rule " : ", with ";
        text += fmt::format("`{}` v{}", each->id, each->version);
    }
    return text;
}

}  // namespace

void append_section(std::string& out, std::string_view heading, std::span<const std::string> lines) {
    if (lines.empty()) return;
    append_heading(out, heading);
    for (const std::string& each : lines) append_bullet(out, each);
}

void append_footer(std::string& out, std::string_view rules, std::string_view policy_hash) {
    if (!out.empty()) out += '\n';
    out += "Decision support; clinical judgement applies. ";
    if (!rules.empty()) out.append(rules).append(", ");
    out += rules.empty() ? "Policy `" : "policy `";
    out.append(policy_hash).append("`.\n");
}

std::string detail_of(const Problem& problem, const engine::Patient& patient, const DetailParts& parts) {
    const Finding& leader = problem.leader();
    std::string out;
    out.reserve(2048);
    append_heading(out, "Why this appears");
    append_why(out, leader, patient);
    append_consider(out, leader, parts.offer);
    for (std::size_t at = 1; at < problem.findings.size(); ++at)
        append_merged(out, *problem.findings[at], patient);
    append_not_checked(out, problem, parts.not_checked);
    append_evidence(out, problem);
    append_footer(out, rules_text(problem), parts.policy_hash);
    return out;
}

}  // namespace iim::cards
