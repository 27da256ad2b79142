#include "engine/options/thiopurine_start.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/dose_weight.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/thiopurine_steps.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::thiopurine {

namespace {

constexpr double risky_start_mg_per_kg = 1.5;
constexpr double low_wbc = 3.5, low_neutrophils = 1.5;  // critical with a start
constexpr double normal_wbc = 3.5, normal_neutrophils = 1.6, normal_platelets = 140;
constexpr Days first_weeks{84}, baseline{42}, tolerated_after{180}, recent_counts{90};

/// Two counts on different days within 90 days, neither of them low.
bool last_two_normal(const Patient& patient, Concept test, double limit) {
    std::vector<const Result*> recent;
    for (const Result* each : patient.labs().all(test)) {
        if (each->date > patient.now() || each->date < patient.now() - recent_counts || !each->value)
            continue;
        if (recent.empty() || recent.back()->date != each->date) recent.push_back(each);
        if (recent.size() == 2) break;
    }
    return recent.size() == 2
           && std::ranges::all_of(recent, [&](const Result* each) { return is_at_least(*each, limit); });
}

/// The newest value within 90 days is not low; a test that was not done is no objection.
bool none_low(const Patient& patient, Concept test, double limit) {
    for (const Result* each : patient.labs().all(test))
        if (each->date <= patient.now() && each->date >= patient.now() - recent_counts
            && is_below(*each, limit))
            return false;
    return true;
}

/// "Start at 1.61 mg/kg/day of ideal body weight 62 kg": a new order that begins so high.
std::optional<std::string> high_first_dose(const Patient& patient, const Order& order) {
    const auto weight = thiopurine_weight(patient.facts(), patient.policy());
    const auto mg = start_mg(patient, order);
    if (order.state != OrderState::draft || !patient.is_new(order) || !weight || !mg) return {};
    if (*mg < risky_start_mg_per_kg * weight->kg - dose_slack) return {};
    return fmt::format("Start at {} mg/kg/day of {}", words::number(*mg / weight->kg), weight->describe());
}

void add_low(
    std::vector<std::string>& out, const Patient& patient, Concept test, double limit, std::string_view name
) {
    const Result* newest = patient.labs().measured(test, patient.now(), baseline);
    if (newest && is_below(*newest, limit)) out.push_back(words::result(*newest, name, "x10^9/L"));
}

}  // namespace

Patient::Orders orders_in_question(const Patient& patient) {
    const Hook hook = patient.hook();
    if (is_order_hook(hook)) return patient.ordering(group::thiopurines);
    const auto since = taken_since(patient);
    if (since && patient.now() - *since >= first_weeks) return {};
    return hook == Hook::encounter_discharge ? patient.active(group::thiopurines)
                                             : patient.ordering(group::thiopurines);
}

bool searched(const Patient& patient) {
    return found(false, patient.thiopurine_status().source) == Truth::no;
}

bool is_answered(const GeneStatus& gene) {
    return gene.valid() && !gene.unreliable;
}

bool is_unreadable(const GeneStatus& gene) {
    return gene.valid() && gene.phenotype == Phenotype::unknown && !gene.result->value;
}

bool is_awaited(const GeneStatus& gene) {
    return gene.requested || gene.pending;
}

std::optional<Day> taken_since(const Patient& patient) {
    const bool active = std::ranges::any_of(patient.facts().orders, [&](const Order& order) {
        return order.state == OrderState::current && order.is_any(group::thiopurines);
    });
    return active ? engine::taken_since(patient, group::thiopurines) : std::nullopt;
}

bool is_tolerated(const Patient& patient) {
    constexpr std::array counts{lab::wbc, lab::neutrophils, lab::platelets};
    const auto since = taken_since(patient);
    return since && patient.now() - *since >= tolerated_after
           && unreadable_results(patient, counts, recent_counts).empty()
           && last_two_normal(patient, lab::wbc, normal_wbc)
           && none_low(patient, lab::neutrophils, normal_neutrophils)
           && none_low(patient, lab::platelets, normal_platelets);
}

std::vector<std::string> dangers(const Patient& patient, const Order& order) {
    std::vector<std::string> reasons;
    if (auto high = high_first_dose(patient, order)) reasons.push_back(std::move(*high));
    add_low(reasons, patient, lab::wbc, low_wbc, "WBC");
    add_low(reasons, patient, lab::neutrophils, low_neutrophils, "Neutrophils");
    for (const Order* other : patient.current(group::xanthine_oxidase_inhibitors))
        reasons.push_back(fmt::format(
            "{} is current{}",
            words::capitalised(words::drug(patient, *other, group::xanthine_oxidase_inhibitors)),
            words::from(other->source)
        ));
    return reasons;
}

std::vector<Suggestion> tests_to_order(const Patient& patient, const Order& order) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    std::vector<Suggestion> clicks;
    const auto offer = [&](std::string label, std::vector<Action> actions, bool recommended) {
        if (!actions.empty()) clicks.push_back({std::move(label), std::move(actions), recommended});
    };
    if ((!is_answered(genes.tpmt) || is_unreadable(genes.tpmt)) && !genes.tpmt.requested)
        offer(
            "Order TPMT genotype",
            repeat_tests(patient, {need::tpmt}, {}),
            searched(patient) && !is_unreadable(genes.tpmt)
        );
    if (!genes.nudt15.valid() && !genes.nudt15.requested)
        offer(
            "Order NUDT15 genotype (one panel with TPMT)", repeat_tests(patient, {need::nudt15}, {}), false
        );
    if (auto baseline = missing_tests(patient, {need::blood_count, need::alt, need::ast}); !baseline.empty())
        clicks.push_back(order_named(patient, std::move(baseline)));
    if (patient.policy().tpmt_require == "with-cbc-weekly")
        offer(
            "Order blood count weekly for 4 weeks",
            repeat_tests(patient, {need::blood_count}, "weekly for 4 weeks"),
            false
        );
    if (order.state == OrderState::draft && order.in_context)
        offer(
            fmt::format(
                "Remove {}{} until result is known",
                words::drug(patient, order, group::thiopurines),
                taken_since(patient) ? " renewal" : ""
            ),
            {RemoveOrder{&order}},
            false
        );
    return clicks;
}

}  // namespace iim::engine::thiopurine
