#include "engine/options/ivig_regimen.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/tests.hpp"
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

/// "1.67 g/kg of actual body weight 30 kg, usual 2 g/kg": whole vials seldom make the usual dose.
std::string real_dose(double grams, const DoseWeight& weight) {
    const double per_kg = std::round(grams / weight.kg * 100) / 100;
    const std::string_view rest = std::abs(per_kg - usual_course) < slack ? "" : ", usual 2 g/kg";
    return fmt::format("{} g/kg of {}{}", words::number(per_kg), weight.describe(), rest);
}

Suggestion changed_to(const Order& order, double grams, int days, const DoseWeight& weight) {
    const std::string dose = real_dose(grams * days, weight);
    ChangeOrder change;
    change.order = &order;
    change.dose = grams;
    change.unit = "g";
    change.days = days;
    change.note = fmt::format("{}; whole vials of 5 g; next course in 4 weeks", dose);
    return {
        fmt::format(
            "Change IVIG to {} g daily for {} days, every 4 weeks ({})", words::number(grams), days, dose
        ),
        {std::move(change)}};
}

bool is_there_already(const Patient& patient) {
    return in(drug::immunoglobulin_human, patient.steroid_sparing())
           || !patient.current(group::immunoglobulin).empty();
}

/// Why no first course is written, in words; empty when nothing speaks against it. In IgA deficiency the
/// product is chosen first (RULES R25).
std::string reason_against(const Patient& patient) {
    if (reaction(patient).severe()) return "a severe reaction to immunoglobulin is recorded";
    const Fitness fit = immunoglobulin_fitness(patient);
    if (!fit.offered()) return fit.because();
    return may_lack_iga(patient) ? "IgA is low or deficient: check for anti-IgA antibodies first" : "";
}

std::vector<Action> companions(const Patient& patient) {
    constexpr std::array iga{lab::iga};
    const auto days = [](double count) { return Days(static_cast<int>(count)); };
    const TestNeed level{lab::iga, iga, days(patient.policy().iga_days)};
    TestNeed creatinine = need::creatinine;
    creatinine.window = days(patient.policy().ivig_creat_days);
    return missing_tests(patient, {level, creatinine});
}

}  // namespace

std::optional<Suggestion> first_course(const Patient& patient, bool always_slow) {
    const auto weight = immunoglobulin_weight(patient.facts(), patient.policy());
    if (!weight || is_there_already(patient) || !reason_against(patient).empty()) return {};
    const int days = always_slow || wants_slow_course(patient) ? 5 : 2;
    const auto grams = daily_grams(patient, *weight, days);
    if (!grams) return {};
    DrugProposal course{.drug = drug::immunoglobulin_human, .dose = *grams, .unit = "g", .days = days};
    course.route = Route::iv;
    const std::string dose = real_dose(*grams * days, *weight);
    course.note = fmt::format("{}; whole vials of 5 g; next course in 4 weeks", dose);
    Suggestion one;
    one.label = fmt::format("Order IVIG {} g daily for {} days ({})", words::number(*grams), days, dose);
    const Fitness fit = immunoglobulin_fitness(patient);
    if (!fit.fits()) one.label += fmt::format(" - {}", fit.first_caution());
    one.actions.emplace_back(std::move(course));
    for (Action& each : companions(patient)) one.actions.push_back(std::move(each));
    return one;
}

void explain_no_course(Finding& finding, const Patient& patient) {
    if (is_there_already(patient)) return;
    if (const std::string reason = reason_against(patient); !reason.empty())
        finding.consider.push_back(fmt::format("Not offered: IVIG ({})", reason));
}

std::vector<Suggestion> usual_courses(const Patient& patient, const Order& order, const DoseWeight& weight) {
    std::vector<Suggestion> list;
    if (order.state != OrderState::draft || !order.in_context) return list;
    const bool slow = wants_slow_course(patient);
    for (const int days : slow ? std::array{5, 2} : std::array{2, 5})
        if (const auto grams = daily_grams(patient, weight, days))
            list.push_back(changed_to(order, *grams, days, weight));
    if (!list.empty()) list.front().recommended = true;
    return list;
}

}  // namespace iim::engine::ivig
