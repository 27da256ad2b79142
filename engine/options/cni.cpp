#include "engine/options/cni.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/tests.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <utility>

namespace iim::engine::cni {

namespace {

constexpr Days pause{90}, stable_level{90};

/// From the last stretch back to the one that began it.
std::optional<Day> begin_of(std::vector<std::pair<Day, Day>> stretches, Day now) {
    std::ranges::sort(stretches, [](const auto& a, const auto& b) { return a.second > b.second; });
    std::optional<Day> begin;
    for (const auto& [first, last] : stretches) {
        if (begin.value_or(now) - last > pause) break;
        begin = std::min(begin.value_or(first), first);
    }
    return begin;
}

/// The days on which the order gave the drug. One in the hook's context may be a renewed one that carries the
/// day on which it was first written.
std::optional<std::pair<Day, Day>> taken_by(const Order& order, Day now) {
    const auto first = first_day(order);
    if (!first || *first > now) return {};
    if (is_draft(order)) return *first < now ? std::optional(std::pair(*first, now)) : std::nullopt;
    const auto last = last_given(order, now);
    return last ? std::optional(std::pair(*first, *last)) : std::nullopt;
}

}  // namespace

Patient::Orders systemic(Patient::Orders orders) {
    std::erase_if(orders, [](const Order* one) { return !may_be_systemic(*one); });
    return orders;
}

Concept drug_of(const Order& order) noexcept {
    return order.drugs.first_of(group::calcineurin_inhibitors);
}

std::optional<Concept> level_of(Concept drug) noexcept {
    if (drug == drug::tacrolimus) return lab::tacrolimus_level;
    if (drug == drug::ciclosporin) return lab::ciclosporin_level;
    return {};
}

Exposure exposure_to(const Patient& patient, Concept drug) {
    Exposure exposure;
    std::vector<std::pair<Day, Day>> stretches;
    for (const Order& order : patient.facts().orders) {
        if (!order.is(drug) || !may_be_systemic(order)) continue;
        if (const auto stretch = taken_by(order, patient.now())) stretches.push_back(*stretch);
        const bool undated = !is_draft(order) && !first_day(order) && is_current(order, patient.now());
        exposure.begun = exposure.begun || undated;
    }
    exposure.since = begin_of(std::move(stretches), patient.now());
    exposure.begun = exposure.begun || exposure.since;
    return exposure;
}

bool is_overdue(const Patient& patient, const Exposure& exposure, ConceptGroup tests, Days interval) {
    if (exposure.since && patient.now() - *exposure.since <= interval) return false;
    if (patient.labs().latest_of(tests, patient.now(), interval)) return false;
    return !already_asked(patient, TestNeed{*tests.begin(), tests, interval});
}

bool is_level_overdue(const Patient& patient, Concept drug) {
    const auto level = level_of(drug);
    if (!level || found(false, patient.sources().observations) != Truth::no) return false;
    const Exposure exposure = exposure_to(patient, drug);
    const Days early(static_cast<int>(patient.policy().cni_trough_days));
    const Days interval = exposure.early(patient.now()) ? early : std::max(early, stable_level);
    return exposure.begun && is_overdue(patient, exposure, ConceptGroup(&*level, 1), interval);
}

}  // namespace iim::engine::cni
