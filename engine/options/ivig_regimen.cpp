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

/// Deficient, or not told from it (RULES R25).
bool may_lack_iga(const Patient& patient) {
    constexpr double deficient_g_l = 0.07;
    constexpr Days lifetime{365 * 120};
    if (patient.condition(condition::iga_deficiency)) return true;
    const Result* level = patient.labs().latest(lab::iga, patient.now(), lifetime);
    return level && level->value && (is_below(*level, deficient_g_l) || level->comparator == '<');
}

bool is_ruled_out(const Patient& patient) {
    const bool there_already = in(drug::immunoglobulin_human, patient.steroid_sparing())
                               || !patient.current(group::immunoglobulin).empty();
    if (there_already || reaction(patient).severe() || may_lack_iga(patient)) return true;
    return !immunoglobulin_fitness(patient).offered();
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
    if (!weight || is_ruled_out(patient)) return {};
    const int days = always_slow || wants_slow_course(patient) ? 5 : 2;
    const auto grams = daily_grams(patient, *weight, days);
    if (!grams) return {};
    DrugProposal course{.drug = drug::immunoglobulin_human, .dose = *grams, .unit = "g", .days = days};
    course.route = Route::iv;
    course.note =
        fmt::format("2 g/kg a course in whole vials of 5 g, {}; next course in 4 weeks", weight->describe());
    Suggestion one;
    one.label = fmt::format("Order IVIG {} g daily for {} days (2 g/kg)", words::number(*grams), days);
    one.actions.emplace_back(std::move(course));
    for (Action& each : companions(patient)) one.actions.push_back(std::move(each));
    return one;
}

std::vector<Suggestion> usual_courses(const Patient& patient, const Order& order, const DoseWeight& weight) {
    std::vector<Suggestion> list;
    if (order.state != OrderState::draft || !order.in_context) return list;
    const bool slow = wants_slow_course(patient);
    for (const int days : slow ? std::array{5, 2} : std::array{2, 5})
        if (const auto grams = daily_grams(patient, weight, days)) offer(list, order, *grams, days);
    return list;
}

}  // namespace iim::engine::ivig
