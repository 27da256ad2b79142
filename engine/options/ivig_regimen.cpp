#include "engine/options/ivig_regimen.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::engine::ivig {

namespace {

// g/kg
constexpr double usual_course = 2, least_in_vials = 1.8, most_a_day = 1.2;
constexpr double vial = 5, half_gram = 0.5;  // g
constexpr int old_age = 65;
constexpr double slack = 1e-6;

bool wants_slow_course(const Patient& patient) {
    const Risks& risks = patient.risks();
    const auto age = patient.facts().demographics.age_years;
    return !risks.thrombosis.empty() || !risks.renal.empty() || age.value_or(0) >= old_age;
}

/// Grams a day over so many days, in whole vials where these make the usual course; a small patient's are
/// less than a vial. Nothing for a weight that no dose can be made for.
std::optional<double> daily_grams(const Patient& patient, const DoseWeight& weight, int days) {
    const double actual = patient.facts().body.weight_kg.value_or(weight.kg);
    const double wanted = usual_course / days * std::min(weight.kg, actual);
    const double vials = std::round(wanted / vial) * vial;
    const bool makes_it = vials * days >= least_in_vials * weight.kg - slack
                          && vials * days <= patient.policy().ivig_max_course * actual + slack
                          && vials <= most_a_day * actual + slack;
    if (makes_it) return vials;
    const double grams = std::floor(wanted / half_gram + slack) * half_gram;
    return grams > 0 ? std::optional(grams) : std::nullopt;
}

/// "2.03 g/kg of actual body weight 37 kg, usual 2 g/kg": whole vials seldom make the usual dose.
std::string real_dose(double grams, const DoseWeight& weight) {
    const double per_kg = std::round(grams / weight.kg * 100) / 100;
    const std::string_view rest = std::abs(per_kg - usual_course) < slack ? "" : ", usual 2 g/kg";
    return fmt::format("{} g/kg of {}{}", words::number(per_kg), weight.describe(), rest);
}

std::string note_of(double grams, const std::string& dose, bool one_course = true) {
    const bool whole_vials = std::fmod(grams, vial) < slack;
    return fmt::format(
        "{}{}{}",
        dose,
        whole_vials ? "; whole vials of 5 g" : "",
        one_course ? "; next course in 4 weeks" : ""
    );
}

/// When the courses of a draft begin, from today on and at least 4 weeks apart. Empty: once, when it is
/// given.
struct Dates {
    std::vector<Day> starts;
    bool endless = false;
};

Dates planned_dates(const Patient& patient, const Order& order) {
    constexpr Days four_weeks{28}, a_year{366};
    const Day now = patient.now();
    const Plan plan = plan_of({&order}, now, a_year);
    Dates dates{{}, plan.endless};
    if (plan.courses.empty()) {
        if (order.start && *order.start > now) dates.starts.push_back(*order.start);
        return dates;
    }
    const Day first = std::max(plan.courses.front().first, now);
    if (plan.endless || plan.courses.size() == 1) {
        if (first > now) dates.starts.push_back(first);
        return dates;
    }
    const Days apart = std::max(four_weeks, plan.courses[1].first - plan.courses[0].first);
    for (Day day = first; day <= plan.courses.back().first; day += apart) dates.starts.push_back(day);
    return dates;
}

Suggestion changed_to(
    const Order& order, double grams, int days, const Dates& dates, const std::string& dose
) {
    ChangeOrder change;
    change.order = &order;
    change.dose = grams;
    change.unit = "g";
    change.days = days;
    change.starts = dates.starts;
    change.note = note_of(grams, dose, dates.starts.size() < 2);
    const std::string_view rhythm =
        dates.endless ? ", this course only: order the next in 4 weeks" : ", every 4 weeks";
    return {
        fmt::format("Change IVIG to {} g daily for {} days{} ({})", words::number(grams), days, rhythm, dose),
        {std::move(change)}};
}

void without_rate(Suggestion& course) {
    course.label += " - set the rate anew";
    auto& change = std::get<ChangeOrder>(course.actions.front());
    change.without_rate = true;
    change.note += "; the rate was too fast: set it anew";
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
    course.note = note_of(*grams, dose);
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

std::vector<Suggestion> usual_courses(
    const Patient& patient, const Order& order, const DoseWeight& weight, bool too_fast
) {
    std::vector<Suggestion> list;
    if (order.state != OrderState::draft || !order.in_context) return list;
    const bool slow = wants_slow_course(patient);
    const Dates dates = planned_dates(patient, order);
    for (const int days : slow ? std::array{5, 2} : std::array{2, 5})
        if (const auto grams = daily_grams(patient, weight, days))
            list.push_back(changed_to(order, *grams, days, dates, real_dose(*grams * days, weight)));
    if (too_fast) std::ranges::for_each(list, without_rate);
    if (!list.empty()) list.front().recommended = true;
    return list;
}

}  // namespace iim::engine::ivig
