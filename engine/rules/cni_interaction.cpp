#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/cni.hpp"
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

constexpr std::array sources{seed_002};
constexpr auto overrides = word_list<3>("benefit-outweighs-risk specialist-plan data-incorrect");

/// What happens to the calcineurin inhibitor or to the patient, and which test shows it.
enum class Effect { raises, may_raise, lowers, kidney, potassium, statin };

struct Kind {
    ConceptGroup drugs;
    Effect effect;
};

constexpr std::array rhabdomyolysis_statins{drug::simvastatin, drug::lovastatin};
constexpr std::array aminoglycosides{drug::aminoglycoside};
constexpr std::array potassium_sparing{drug::potassium_sparing_diuretic};
constexpr std::array kinds{
    Kind{group::strong_cyp3a4_inhibitors, Effect::raises},
    Kind{group::moderate_cyp3a4_inhibitors, Effect::may_raise},
    Kind{group::cyp3a4_inducers, Effect::lowers},
    Kind{group::nsaids, Effect::kidney},
    Kind{aminoglycosides, Effect::kidney},
    Kind{potassium_sparing, Effect::potassium},
    Kind{rhabdomyolysis_statins, Effect::statin},
};

constexpr std::array potassium_tests{lab::potassium};

struct Pair {
    const Order* inhibitor = nullptr;
    const Order* other = nullptr;
    const Order* about = nullptr;  ///< the one of the two that is ordered
};

bool is_among(const Patient::Orders& orders, const Order* one) {
    return std::ranges::find(orders, one) != orders.end();
}

bool is_editable(const Order& order) noexcept {
    return order.state == OrderState::draft && order.in_context;
}

/// One has ended before the other begins.
bool overlap(const Patient& patient, const Order& one, const Order& other) {
    const auto begins = [&](const Order& order) {
        return std::max(first_day(order).value_or(patient.now()), patient.now());
    };
    const auto ends_before = [&](const Order& order, Day day) {
        const auto end = stated_end(order);
        return end && *end < day;
    };
    return !ends_before(one, begins(other)) && !ends_before(other, begins(one));
}

/// A single dose, or a day at most.
bool is_over_in_a_day(const Patient& patient, const Order& order) {
    const auto& phases = order.dose.phases;
    if (phases.empty()) return false;
    return std::ranges::all_of(phases, [&](const fhir::DosePhase& phase) {
        if (phase.frequency == fhir::Frequency::once) return phase.administrations.value_or(1) <= 1;
        const Day start = phase.start.value_or(first_day(order).value_or(patient.now()));
        return phase.end && !phase.end_estimated && *phase.end - start < Days{1};
    });
}

std::optional<TestNeed> test_for(Effect effect, Concept drug, const std::optional<Concept>& level) {
    constexpr Days any{21};
    if (effect == Effect::kidney) return TestNeed{lab::creatinine, group::kidney_tests, any};
    if (effect == Effect::potassium) return TestNeed{lab::potassium, potassium_tests, any};
    if (effect == Effect::statin || !cni::level_of(drug)) return {};
    return TestNeed{*level, ConceptGroup(&*level, 1), any};
}

std::string_view effect_in_words(Effect effect) noexcept {
    switch (effect) {
    case Effect::raises: return "raises its level, toxicity";
    case Effect::may_raise: return "may raise its level";
    case Effect::lowers: return "lowers its level, loss of effect";
    case Effect::kidney: return "adds to harm to the kidney";
    case Effect::potassium: return "high potassium";
    case Effect::statin: return "rhabdomyolysis";
    }
    return "";
}

std::string_view what_to_check(Effect effect) noexcept {
    switch (effect) {
    case Effect::kidney: return "creatinine";
    case Effect::potassium: return "potassium";
    default: return "level";
    }
}

/// Nothing: the catalogue does not name this pair.
std::optional<Indicator> strength(const Patient& patient, Concept drug, Effect effect, bool asked) {
    switch (effect) {
    case Effect::statin:
        if (drug == drug::ciclosporin) return Indicator::critical;
        if (drug == drug::tacrolimus) return Indicator::warning;
        return {};
    case Effect::potassium:
        if (drug != drug::tacrolimus) return {};
        break;
    case Effect::may_raise:
        if (!cni::is_level_overdue(patient, drug)) return Indicator::info;
        break;
    default: break;
    }
    return asked ? Indicator::info : Indicator::warning;
}

std::string advice(Effect effect, bool asked) {
    if (effect == Effect::statin) return "choose an alternative";
    return fmt::format(
        "check {} or choose an alternative{}",
        effect == Effect::kidney || effect == Effect::potassium ? what_to_check(effect) : "levels",
        asked ? " (check is ordered)" : ""
    );
}

void say(const Patient& patient, const Pair& pair, const Kind& kind, Findings& found) {
    const Concept drug = cni::drug_of(*pair.inhibitor);
    const auto level = cni::level_of(drug);
    const auto need = test_for(kind.effect, drug, level);
    const bool asked = need && already_asked(patient, *need);
    const auto indicator = strength(patient, drug, kind.effect, asked);
    if (!indicator) return;
    const std::string_view other = words::drug(patient, *pair.other, kind.drugs);
    const std::string name = words::capitalised(patient.name(drug));
    Finding& finding = found.add(
        *indicator,
        pair.about,
        fmt::format(
            "{} with {}: {} - {}", name, other, effect_in_words(kind.effect), advice(kind.effect, asked)
        )
    );
    finding.because(name + words::from(pair.inhibitor->source));
    finding.because(words::capitalised(other) + words::from(pair.other->source));
    if (kind.effect == Effect::raises)
        finding.consider = {"Of the macrolides azithromycin is not on the list of strong inhibitors"};
    if (is_editable(*pair.about)) {
        const std::string_view removed = pair.about == pair.other ? other : patient.name(drug);
        finding.suggest({fmt::format("Remove {}", removed), {RemoveOrder{pair.about}}, false});
    }
    if (need && !asked)
        finding.suggest(
            {fmt::format("Keep both: {} in 5-7 days", what_to_check(kind.effect)),
             repeat_tests(patient, {*need}, "in 5-7 days"),
             false}
        );
    finding.trigger = fmt::format("{} with {}", name, other);
}

void say_both(const Patient& patient, const Order& one, const Order& other, Findings& found) {
    const auto name = [&](const Order& order) { return patient.name(cni::drug_of(order)); };
    Finding& finding = found.critical(
        &one,
        "{} with {}: two calcineurin inhibitors together harm the kidney - choose one",
        words::capitalised(name(one)),
        name(other)
    );
    finding.because(words::capitalised(name(one)) + words::from(one.source));
    finding.because(words::capitalised(name(other)) + words::from(other.source));
    finding.consider = {"When one replaces the other, stop the first before the second begins"};
    if (is_editable(one)) finding.suggest({fmt::format("Remove {}", name(one)), {RemoveOrder{&one}}, false});
    finding.trigger = fmt::format("{} with {}", name(one), name(other));
}

void judge_both(const Patient& patient, const Patient::Orders& current, Findings& found) {
    for (const Order* one : cni::systemic(patient.ordering(group::calcineurin_inhibitors)))
        for (const Order* other : current) {
            const bool differs = cni::drug_of(*one) != cni::drug_of(*other);
            if (!differs || !overlap(patient, *one, *other)) continue;
            return say_both(patient, *one, *other, found);
        }
}

/// Both act on the whole body and for more than a day, at the same time.
bool interacts(const Patient& patient, const Order& inhibitor, const Order& other) {
    return may_be_systemic(other) && !is_over_in_a_day(patient, other) && overlap(patient, inhibitor, other);
}

void judge_kind(const Patient& patient, const Patient::Orders& current, const Kind& kind, Findings& found) {
    const auto ordered_inhibitors = patient.ordering(group::calcineurin_inhibitors);
    const auto ordered_others = patient.ordering(kind.drugs);
    const auto others = patient.current(kind.drugs);
    for (const Order* inhibitor : current) {
        const bool ordered = is_among(ordered_inhibitors, inhibitor);
        for (const Order* other : others) {
            const bool about_other = is_among(ordered_others, other);
            const bool asked_about = about_other || ordered;
            if (!asked_about || !interacts(patient, *inhibitor, *other)) continue;
            const Pair pair{inhibitor, other, about_other ? other : inhibitor};
            return say(patient, pair, kind, found);
        }
    }
}

void check(const Patient& patient, Findings& found) {
    const auto current = cni::systemic(patient.current(group::calcineurin_inhibitors));
    if (found.holds("no calcineurin inhibitor is taken or ordered", current.empty())) return;
    judge_both(patient, current, found);
    for (const Kind& kind : kinds) judge_kind(patient, current, kind, found);
}

}  // namespace

extern constinit const Rule cni_interaction = {
    .number = "R28",
    .id = "cni-interaction",
    .title = "Calcineurin inhibitor interactions",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 55,
    .hooks = Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .group = Group::cni,
    .rank = 1,
    .why =
        "The level of a calcineurin inhibitor moves with many common drugs, into toxicity or loss of effect.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = {},
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
