#include "engine/options/ivig.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine::ivig {

namespace {

bool is_immunoglobulin(const Concepts& concepts) {
    return concepts.any_of(group::immunoglobulin) && !concepts.any_of(group::scig);
}

/// One of the diseases of for_other_disease in words, where no code tells.
bool names_other_disease(std::string_view reason) noexcept {
    constexpr std::array names{
        "thrombocytop",
        "demyelinating",
        "cidp",
        "kawasaki",
        "immunodeficiency",
        "immune deficiency",
        "hypogammaglobulin",
        "myasthenia",
        "multiple sclerosis",
        "pemphig",
        "transplant"};
    const auto has = [&](const char* name) { return has_part(reason, name); };
    return std::ranges::any_of(names, has) && !has("myositis") && !has("myopathy");
}

bool is_infusion_route(Route route) noexcept {
    return route == Route::iv || route == Route::unknown;
}

void later(std::optional<Day>& last, std::optional<Day> day) {
    if (day && (!last || *day > *last)) last = day;
}

}  // namespace

bool for_other_disease(const Order& order) noexcept {
    constexpr std::array others{
        condition::itp,
        condition::cidp,
        condition::kawasaki,
        condition::primary_immunodeficiency,
        condition::hypogammaglobulinaemia,
        condition::myasthenia_gravis,
        condition::multiple_sclerosis,
        condition::pemphigus,
        condition::organ_transplant,
    };
    return order.reasons.any_of(others) || (order.reasons.empty() && names_other_disease(order.reason_label));
}

bool is_infused(const Order& order) noexcept {
    return is_immunoglobulin(order.drugs) && is_infusion_route(order.route);
}

Patient::Orders ordered(const Patient& patient) {
    Patient::Orders orders;
    for (const Order* order : patient.ordering(group::immunoglobulin))
        if (is_infused(*order)) orders.push_back(order);
    return orders;
}

std::optional<Day> last_infusion_before(const Patient& patient, Day day, const Patient::Orders& except) {
    const Facts& facts = patient.facts();
    std::optional<Day> last;
    for (const auto* events : {&facts.administrations, &facts.procedures})
        for (const Event& one : *events)
            if (is_immunoglobulin(one.what) && one.date && *one.date < day) later(last, one.date);
    for (const Order& order : facts.orders) {
        if (is_draft(order) || !is_infused(order) || std::ranges::find(except, &order) != except.end())
            continue;
        const auto given = last_given(order, std::min(patient.now(), day - Days(1)));
        if (given && *given < day) later(last, given);
    }
    return last;
}

std::optional<Day> last_infusion(const Patient& patient) {
    return last_infusion_before(patient, patient.now(), ordered(patient));
}

Reaction reaction(const Patient& patient) {
    return {patient.allergy_to(group::allergen::immunoglobulin)};
}

bool may_lack_iga(const Patient& patient) {
    constexpr double deficient_g_l = 0.07;
    constexpr Days lifetime{365 * 120};
    if (patient.condition(condition::iga_deficiency)) return true;
    const Result* level = patient.labs().measured(lab::iga, patient.now(), lifetime);
    return level && (is_below(*level, deficient_g_l) || level->comparator == '<');
}

}  // namespace iim::engine::ivig
