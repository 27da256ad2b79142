#include "engine/self_check.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/allergens.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::engine {
namespace {

/// RULES 6.1: besides all of P0. R25 because a dose of immunoglobulin is corrected (R22).
constexpr std::array<std::string_view, 12> also_checked{
    "R16", "R17", "R19", "R21", "R22", "R25", "R28", "R34", "R50", "R51", "R53", "R59"};

/// Their critical says that the patient is not to have the drug at all. No dose, day or route mends that, so
/// a corrected order is refused like a new one: taken, it would look settled. The criticals of the other
/// rules are about the dose, or about what is missing beside the drug; a better order may stay short of them.
constexpr std::array<std::string_view, 9> forbidding{
    "R06", "R07", "R08", "R09", "R16", "R25", "R28", "R50", "R51"};

/// Warns of the start of a drug; what it says of a treatment that goes on is another matter.
constexpr std::string_view about_starts = "R53";

bool is_checked(const Rule& rule) noexcept {
    return rule.priority == Priority::p0
           || std::ranges::find(also_checked, rule.number) != also_checked.end();
}

std::vector<Concept> tests_of(const Finding& finding) {
    std::vector<Concept> tests;
    for (const Suggestion& suggestion : finding.suggestions)
        for (const Action& action : suggestion.actions)
            if (const auto* const test = std::get_if<TestProposal>(&action)) tests.push_back(test->what);
    return tests;
}

bool takes_out(const Suggestion& suggestion, const Order* order) {
    return order && std::ranges::any_of(suggestion.actions, [&](const Action& action) {
               const auto* const remove = std::get_if<RemoveOrder>(&action);
               return remove && remove->order == order;
           });
}

/// The steroid that it takes out goes on in it.
bool is_taper(const Suggestion& suggestion) {
    return std::ranges::any_of(suggestion.actions, [](const Action& action) {
        return std::holds_alternative<TaperProposal>(action);
    });
}

/// Takes orders out and gives no drug in their place.
bool only_removes(const Suggestion& suggestion) {
    return std::ranges::all_of(suggestion.actions, [](const Action& action) {
        return std::holds_alternative<RemoveOrder>(action) || std::holds_alternative<TestProposal>(action);
    });
}

bool orders_test(const Suggestion& suggestion, Concept test) {
    return std::ranges::any_of(suggestion.actions, [&](const Action& action) {
        const auto* const one = std::get_if<TestProposal>(&action);
        return one && one->what == test;
    });
}

/// What the record says against giving one of the suggested drugs to this patient at all; else empty.
std::string allergy_in(const Simulation& simulation, const Terms& terms) {
    const auto& orders = simulation.facts.orders;
    for (std::size_t at = simulation.own; at < orders.size(); ++at)
        if (const Allergy* one = allergy_against(simulation.facts, orders[at]))
            return fmt::format(
                "allergy or intolerance to {} is recorded{}",
                terms.name(orders[at].drugs.first()),
                words::from(one->source)
            );
    return {};
}

}  // namespace

std::span<const Rule* const> SelfCheck::rules() {
    static const std::vector<const Rule*> checked = [] {
        std::vector<const Rule*> some;
        std::ranges::copy_if(all_rules(), std::back_inserter(some), [](const Rule* rule) {
            return is_checked(*rule);
        });
        return some;
    }();
    return checked;
}

bool SelfCheck::concerns(const Suggestion& suggestion) noexcept {
    return std::ranges::any_of(suggestion.actions, [](const Action& action) {
        return std::holds_alternative<DrugProposal>(action) || std::holds_alternative<TaperProposal>(action)
               || taken_out(action) != nullptr;
    });
}

std::optional<SelfCheck::Statements> SelfCheck::run(Simulation simulation) {
    const std::vector<const Order*> origin = std::move(simulation.origin);
    const std::size_t own = simulation.own;
    const Patient patient(std::move(simulation.facts), patient_.terms(), patient_.policy());
    const Order* const first = patient.facts().orders.data();
    Judgement judgement = engine::judge(rules_, patient);
    if (!judgement.failed.empty()) return {};
    Statements all;
    for (Finding& each : judgement.findings) {
        const bool of_order = each.about != nullptr;
        const Order* const of = of_order ? origin[static_cast<std::size_t>(each.about - first)] : nullptr;
        const bool suggested = of_order && static_cast<std::size_t>(each.about - first) >= own;
        all.push_back(
            {each.rule,
             each.indicator,
             of,
             of_order && !of,
             suggested,
             std::move(each.summary),
             tests_of(each)}
        );
    }
    return all;
}

const SelfCheck::Statements& SelfCheck::before() {
    if (before_) return *before_;
    const bool signing = patient_.hook() == Hook::order_sign;
    before_ = signing ? Statements{} : run(unchanged(patient_)).value_or(Statements{});
    for (const Finding& each : said_) {
        if (!is_checked(*each.rule)) continue;
        if (each.rule->number == about_starts && each.about && !is_draft(*each.about)) continue;
        // What another hook says of the patient is no news at signing; a critical is judged again.
        const Indicator as = signing ? each.indicator : std::min(each.indicator, Indicator::warning);
        before_->push_back({each.rule, as, each.about, false, false, {}, {}});
    }
    return *before_;
}

bool SelfCheck::says_no_less(const Statement& one, const Statement& other) noexcept {
    return one.rule == other.rule && one.indicator >= other.indicator;
}

bool SelfCheck::forbids(const Statement& statement) noexcept {
    return statement.of_suggested && statement.indicator == Indicator::critical
           && std::ranges::find(forbidding, statement.rule->number) != forbidding.end();
}

/// Of what the patient already had, a rule may have said as much before. Of a new order only a rule that
/// says it now instead of saying it of another order that stays, or of the steroid that a taper replaces.
bool SelfCheck::is_new(const Statement& statement, const Statements& after, const Suggestion& suggestion) {
    const auto still_said = [&](const Statement& old) {
        return std::ranges::any_of(after, [&](const Statement& each) {
            return says_no_less(each, statement) && !each.of_new_order && each.origin == old.origin;
        });
    };
    return std::ranges::none_of(before(), [&](const Statement& old) {
        if (!says_no_less(old, statement)) return false;
        if (statement.of_new_order && takes_out(suggestion, old.origin)) return is_taper(suggestion);
        if (statement.of_new_order) return !still_said(old);
        return !old.origin || !statement.origin || old.origin == statement.origin;
    });
}

/// Without the tests that come with the drug, the rule would have asked for one of them.
bool SelfCheck::is_answered(const Statement& statement, const Accepted& accepted) {
    if (!without_companions_)
        without_companions_ =
            run(simulate(patient_, accepted, Companions::without, scratch_)).value_or(Statements{});
    return std::ranges::any_of(*without_companions_, [&](const Statement& bare) {
        const bool same = bare.rule == statement.rule && bare.origin == statement.origin;
        return same && std::ranges::any_of(bare.asks_for, [&](Concept test) {
                   return orders_test(*accepted.suggestion, test);
               });
    });
}

/// The way out of a critical stays open, also where it leads to another: that one is told with it.
bool SelfCheck::ends_a_critical(const Statements& after, const Suggestion& suggestion) const {
    return only_removes(suggestion) && std::ranges::any_of(said_, [&](const Finding& old) {
               if (old.indicator != Indicator::critical) return false;
               if (takes_out(suggestion, old.about)) return true;
               return is_checked(*old.rule) && std::ranges::none_of(after, [&](const Statement& each) {
                          return each.rule == old.rule && each.indicator == Indicator::critical;
                      });
           });
}

Opinion SelfCheck::judge(const Accepted& accepted) {
    using Verdict = Opinion::Verdict;
    if (!concerns(*accepted.suggestion)) return {};
    if (++judged_ > most_suggestions) return {Verdict::refused, std::string(too_many)};
    without_companions_.reset();
    Simulation simulation = simulate(patient_, accepted, Companions::with, scratch_);
    if (!simulation.complete) return {Verdict::refused, "the suggested order could not be read back"};
    if (std::string allergy = allergy_in(simulation, patient_.terms()); !allergy.empty())
        return {Verdict::refused, std::move(allergy)};
    const std::optional<Statements> judged = run(std::move(simulation));
    if (!judged) return {Verdict::refused, "a check of it failed"};
    const Statements& after = *judged;
    const bool may_refuse = !ends_a_critical(after, *accepted.suggestion);
    for (const Statement& each : after) {
        const bool critical = each.indicator == Indicator::critical;
        if (critical && may_refuse && (forbids(each) || is_new(each, after, *accepted.suggestion)))
            return {Verdict::refused, each.summary};
    }
    for (const Statement& each : after)
        if (each.indicator >= Indicator::warning && is_new(each, after, *accepted.suggestion)
            && !is_answered(each, accepted))
            return {Verdict::caution, each.summary};
    return {};
}

}  // namespace iim::engine
