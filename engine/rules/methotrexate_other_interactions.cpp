#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{lbl_mtx, seed_002};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);

constexpr Days kidney_window{365}, long_together{90};
constexpr double reduced_egfr = 60;
constexpr int old_age = 75;

/// Of these the pair alone is a warning.
constexpr std::array strong{drug::probenecid, drug::leflunomide, drug::acitretin, drug::nitrous_oxide};

struct Pair {
    const Order* methotrexate = nullptr;
    const Order* other = nullptr;
    bool other_is_ordered = false;
};

bool is_among(const Patient::Orders& orders, const Order* one) {
    return std::ranges::find(orders, one) != orders.end();
}

bool acts(const Order& other, bool only_by_vein) {
    if (only_by_vein && other.route != Route::iv) return false;
    return may_be_systemic(other) || other.is(drug::nitrous_oxide);  // inhaled, and acts on the whole body
}

/// One of the two is what this call is about.
std::optional<Pair> drafted_with(const Patient& patient, ConceptGroup others, bool only_by_vein = false) {
    const auto ordered_methotrexate = patient.ordering(group::methotrexate);
    const auto ordered = patient.ordering(others);
    for (const Order* methotrexate : patient.current(group::methotrexate)) {
        if (!mtx::is_weekly_route(*methotrexate) || mtx::is_oncology(patient, *methotrexate)) continue;
        for (const Order* other : patient.current(others)) {
            const bool is_ordered = is_among(ordered, other);
            if (!is_ordered && !is_among(ordered_methotrexate, methotrexate)) continue;
            if (acts(*other, only_by_vein)) return Pair{methotrexate, other, is_ordered};
        }
    }
    return {};
}

void say(const Patient& patient, const Pair& pair, Indicator indicator, std::string fact, Findings& found) {
    std::string_view name;
    for (const ConceptGroup kind :
         {ConceptGroup(strong), ConceptGroup(group::high_dose_penicillins), ConceptGroup(group::nsaids)})
        if (pair.other->is_any(kind)) name = words::drug(patient, *pair.other, kind);
    const bool unnamed = name.empty() || pair.other->drugs.first_of(group::nsaids) == drug::nsaid_class;
    const std::string_view shown = unnamed ? std::string_view("an NSAID") : name;
    Finding& finding = found.add(
        indicator,
        pair.other_is_ordered ? pair.other : pair.methotrexate,
        fmt::format(
            "Methotrexate with {}: may raise methotrexate toxicity - monitor or choose an alternative", shown
        )
    );
    finding.because(fmt::format("{}{}", words::capitalised(shown), words::from(pair.other->source)));
    finding.because("Methotrexate" + words::from(pair.methotrexate->source));
    if (!fact.empty()) finding.because(std::move(fact));
    if (mtx::is_editable(*pair.other))
        finding.suggest({fmt::format("Remove {}", shown), {RemoveOrder{pair.other}}, false});
    Suggestion keep{
        "Keep both: blood count and kidney function in 2 weeks",
        repeat_tests(patient, {need::blood_count, need::creatinine}, "in 2 weeks"),
        false};
    if (!keep.actions.empty()) finding.suggest(std::move(keep));
    finding.trigger = fmt::format("with {}", shown);
}

/// Both taken for a long time with a normal kidney: known and tolerated.
bool is_established(const Patient& patient, const Pair& pair, const std::optional<KidneyFunction>& kidney) {
    const auto since = [&](const Order& order) {
        const Order* old = patient.replaced_by(order);
        return first_day(old ? *old : order).value_or(patient.now());
    };
    const Day together = std::max(since(*pair.methotrexate), since(*pair.other));
    return patient.now() - together > long_together && kidney && !kidney->below(reduced_egfr);
}

void judge_nsaid(const Patient& patient, Findings& found) {
    const auto pair = drafted_with(patient, group::nsaids);
    if (!pair) return;
    const auto kidney = patient.kidney(kidney_window);
    const auto age = patient.facts().demographics.age_years;
    const bool old = age && *age >= old_age;
    if (is_established(patient, *pair, kidney)) return;
    if (kidney && kidney->below(reduced_egfr))
        return say(patient, *pair, Indicator::info, words::egfr(*kidney), found);
    if (old) return say(patient, *pair, Indicator::info, fmt::format("Age {}", *age), found);
    if (!kidney) found.gap("Methotrexate with an NSAID: kidney function is not known");
}

void check(const Patient& patient, Findings& found) {
    if (const auto pair = drafted_with(patient, strong)) say(patient, *pair, Indicator::warning, {}, found);
    // By vein penicillins reach the doses that hold methotrexate back.
    if (const auto pair = drafted_with(patient, group::high_dose_penicillins, true))
        say(patient, *pair, Indicator::info, "By vein: high dose", found);
    judge_nsaid(patient, found);
}

}  // namespace

extern constinit const Rule methotrexate_other_interactions = {
    .number = "R18",
    .id = "methotrexate-other-interactions",
    .title = "Other drugs that raise methotrexate exposure",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 40,
    .hooks = Hook::order_select | Hook::order_sign,
    .group = Group::mtx_risk,
    .rank = 3,
    .why = "Drugs that slow the clearance of methotrexate or add to its toxicity call for monitoring.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = {},
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
