#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/combined_agents.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using combined::Pair;

constexpr std::array sources{seed_002, acrild23};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);

std::string facts_of(const Patient& patient, const Pair& pair) {
    const std::string drafted =
        words::capitalised(patient.name(pair.drafted_drug)) + words::from(pair.drafted->source);
    std::string other(patient.name(pair.other_drug));
    other += pair.other ? words::from(pair.other->source)
                        : fmt::format(", last given {}", fhir::to_string(*pair.infused));
    return fmt::format("{} is ordered beside {}: {}", drafted, other, pair.row->because);
}

/// What is taken already cannot be ended from here: only the client's basket can be changed (ACT-6).
void offer(Finding& finding, const Patient& patient, const Pair& pair) {
    const std::string_view other = patient.name(pair.other_drug);
    if (!pair.other)
        finding.consider.push_back(
            fmt::format("If one replaces the other, settle the time since the last dose of {}", other)
        );
    else if (is_draft(*pair.other) && pair.other->in_context)
        finding.suggest({fmt::format("Remove {}", other), {RemoveOrder{pair.other}}, false});
    else
        finding.consider.push_back(
            fmt::format("If one replaces the other, write an end date on the order of {}", other)
        );
    std::vector<Action> count = missing_tests(patient, {need::blood_count});
    if (!count.empty())
        finding.suggest({"Keep both: blood count now and in follow-up", std::move(count), false});
    else
        finding.consider.emplace_back("If both are kept, follow the blood count closely");
}

void say(const Patient& patient, const Order& drafted, std::vector<Pair> pairs, Findings& found) {
    // The strongest pair speaks; the others stand below it.
    std::ranges::stable_sort(pairs, [](const Pair& a, const Pair& b) { return a.strength > b.strength; });
    const Pair& lead = pairs.front();
    Finding& finding = found.add(
        lead.strength,
        &drafted,
        fmt::format(
            "{} with {}: confirm this combination is intended (specialist option for refractory disease)",
            words::capitalised(patient.name(lead.drafted_drug)),
            patient.name(lead.other_drug)
        )
    );
    for (const Pair& each : pairs) {
        finding.because(facts_of(patient, each));
        if (each.undated)
            finding.not_checked.push_back(fmt::format(
                "since when and until when {} is taken is not recorded", patient.name(each.other_drug)
            ));
    }
    finding.trigger =
        fmt::format("{} with {}", patient.name(lead.drafted_drug), patient.name(lead.other_drug));
    offer(finding, patient, lead);
}

void check(const Patient& patient, Findings& found) {
    if (patient.sources().medications == Availability::unavailable)
        found.gap("combination of immunosuppressants: " + words::medication_list(patient));
    std::vector<Pair> pairs = combined::pairs(patient);
    if (found.holds("no combination of the table is ordered", pairs.empty())) return;
    while (!pairs.empty()) {
        const Order& drafted = *pairs.front().drafted;
        const auto rest = std::stable_partition(pairs.begin(), pairs.end(), [&](const Pair& each) {
            return each.drafted == &drafted;
        });
        say(patient, drafted, {pairs.begin(), rest}, found);
        pairs.erase(pairs.begin(), rest);
    }
}

}  // namespace

extern constinit const Rule immunosuppressant_combination_review = {
    .number = "R59",
    .id = "immunosuppressant-combination-review",
    .title = "Combination of immunosuppressants",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 30,
    .hooks = Hook::order_select | Hook::order_sign,
    .why = "Two agents together lower the defences and the marrow more than one; it should be a decision.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = {},
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
