#include "engine/options/ivig_regimen.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::ivig {

namespace {

// g/kg
constexpr double usual_course = 2, least_course = 0.8, most_a_day = 1.2;
constexpr double vial = 5;  // g
constexpr int old_age = 65;
constexpr double slack = 1e-6;
constexpr std::array heart{
    condition::heart_failure, condition::coronary_artery_disease, condition::atrial_fibrillation};

bool wants_slow_course(const Patient& patient) {
    const Risks& risks = patient.risks();
    const auto age = patient.facts().demographics.age_years;
    return !risks.thrombosis.empty() || !risks.renal.empty() || age.value_or(0) >= old_age
           || patient.condition(heart);
}

/// Grams a day over so many days; nothing for the smallest patients.
std::optional<double> daily_grams(const Patient& patient, const DoseWeight& weight, int days) {
    const double actual = patient.facts().body.weight_kg.value_or(weight.kg);
    const auto too_much = [&](double grams) {
        return grams * days > patient.policy().ivig_max_course * actual + slack
               || grams > most_a_day * actual + slack;
    };
    double grams = std::round(usual_course / days * weight.kg / vial) * vial;
    if (too_much(grams)) grams -= vial;
    if (grams <= 0 || grams * days < least_course * weight.kg) return {};
    return grams;
}

void offer(std::vector<Suggestion>& list, const Order& order, double grams, int days) {
    ChangeOrder change;
    change.order = &order;
    change.dose = grams;
    change.unit = "g";
    change.days = days;
    change.note = "2 g/kg a course in whole vials of 5 g; next course in 4 weeks";
    list.push_back(
        {fmt::format("Change IVIG to {} g daily for {} days, every 4 weeks", words::number(grams), days),
         {std::move(change)},
         list.empty()}
    );
}

}  // namespace

std::vector<Suggestion> usual_courses(const Patient& patient, const Order& order, const DoseWeight& weight) {
    std::vector<Suggestion> list;
    if (order.state != OrderState::draft || !order.in_context) return list;
    const bool slow = wants_slow_course(patient);
    for (const int days : slow ? std::array{5, 2} : std::array{2, 5})
        if (const auto grams = daily_grams(patient, weight, days)) offer(list, order, *grams, days);
    return list;
}

}  // namespace iim::engine::ivig
