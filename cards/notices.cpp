#include "cards/notices.hpp"

#include "cards/detail.hpp"
#include "cards/text.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::Availability;

constexpr std::size_t most_lines = 40;  ///< of one list; the rest is counted

Card notice(const Notice& what, std::string_view summary, std::span<const std::string> lines) {
    Card card;
    card.summary = shorten(summary, summary_limit);
    card.topic = {std::string(rule_system), std::string(what.code), std::string(what.title)};
    card.trigger = what.code;
    append_section(card.detail, what.heading, lines.first(std::min(lines.size(), most_lines)));
    if (lines.size() > most_lines) card.detail += fmt::format("- and {} more\n", lines.size() - most_lines);
    return card;
}

bool nothing_arrived(const engine::Sources& s) noexcept {
    const std::array all{
        s.conditions,
        s.medications,
        s.observations,
        s.allergies,
        s.immunizations,
        s.procedures,
        s.requests,
        s.administrations};
    return std::ranges::all_of(all, [](Availability each) { return each == Availability::unavailable; });
}

/// Without diagnoses any patient may have myositis; only one who takes such a drug is worth a word.
bool takes_a_drug_of_the_rules(const engine::Patient& patient) {
    namespace group = engine::group;
    return !patient.current(group::corticosteroids).empty() || !patient.current(group::read_or_say).empty();
}

/// What the hook of opening a chart may say about data (RULES 6.4).
bool speaks_of_gaps(const engine::Patient& patient) noexcept {
    const engine::Hook hook = patient.hook();
    const bool opens_chart = hook == engine::Hook::patient_view || hook == engine::Hook::encounter_start;
    return opens_chart && patient.policy().gap_show_on_patient_view;
}

}  // namespace

std::vector<std::string> gap_lines(const engine::Judgement& judgement, const engine::Patient& patient) {
    std::vector<std::string> lines;
    if (!speaks_of_gaps(patient)) return lines;
    if (nothing_arrived(patient.sources()))
        return {"No clinical data was available to this service: nothing was checked."};
    const bool unknown = patient.sources().conditions == Availability::unavailable;
    if (!unknown && !patient.iim().has() && !patient.iim().possible_only()) return lines;
    if (unknown && !takes_a_drug_of_the_rules(patient)) return lines;
    if (unknown) lines.emplace_back("Diagnoses were not available: myositis checks were not done.");
    for (const std::string& each : judgement.gaps)
        if (std::ranges::find(lines, each) == lines.end()) lines.push_back(each);
    return lines;
}

Card gap_card(std::span<const std::string> lines, std::string_view policy_hash) {
    const std::string summary = lines.size() == 1
                                    ? lines.front()
                                    : fmt::format("Missing data: {} checks could not be done", lines.size());
    Card card = notice(data_gap, summary, lines);
    append_footer(card.detail, {}, policy_hash);
    return card;
}

Card more_findings_card(
    std::span<const Problem> more, std::span<const std::string> gaps, std::string_view policy_hash
) {
    std::vector<std::string> lines;
    lines.reserve(more.size());
    for (const Problem& each : more) {
        const engine::Finding& leader = each.leader();
        lines.push_back(fmt::format(
            "{}: {} ({})",
            to_string(leader.indicator),
            shorten(leader.summary, summary_limit),
            leader.rule->id
        ));
    }
    const std::string summary = fmt::format(
        "{} more finding{} for this patient{}",
        more.size(),
        more.size() == 1 ? "" : "s",
        gaps.empty() ? "" : ", and checks that could not be done"
    );
    Card card = notice(more_findings, summary, lines);
    append_section(card.detail, "Not checked", gaps);
    append_footer(card.detail, {}, policy_hash);
    return card;
}

std::vector<std::string> failure_lines(const engine::Judgement& judgement) {
    std::vector<std::string> lines;
    for (const std::string_view each : judgement.failed)
        lines.push_back(fmt::format("Rule {} could not be completed because of an internal error.", each));
    return lines;
}

Card failure_card(std::span<const std::string> lines, std::string_view policy_hash) {
    const std::string summary =
        lines.size() == 1
            ? lines.front()
            : fmt::format("{} checks could not be completed because of internal errors", lines.size());
    Card card = notice(rule_failed, summary, lines);
    append_footer(card.detail, {}, policy_hash);
    return card;
}

}  // namespace iim::cards
