#include "engine/derive/renal.hpp"

#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <cmath>

namespace iim::engine {
namespace {

constexpr double umol_per_mg_dl = 88.4;

double ckd_epi(double mg_dl, int age_years, bool female) {
    const double ratio = mg_dl / (female ? 0.7 : 0.9);
    const double alpha = female ? -0.241 : -0.302;
    const double value = 142 * std::pow(std::min(ratio, 1.0), alpha) * std::pow(std::max(ratio, 1.0), -1.200)
                         * std::pow(0.9938, age_years);
    return female ? value * 1.012 : value;
}

/// A bound turns around: creatinine above a number means an eGFR below one.
KidneyFunction with_comparator(double egfr, const Result& creatinine) {
    const char bound = creatinine.comparator == '>' ? '<' : creatinine.comparator == '<' ? '>' : '\0';
    return {egfr, bound, creatinine.date};
}

std::optional<KidneyFunction> from_creatinine(const Facts& facts, const Result& creatinine) {
    const Demographics& who = facts.demographics;
    std::optional<double> egfr;
    if (who.adult()) egfr = ckd_epi_2021(*creatinine.value, *who.age_years, who.sex);
    if (who.child() && facts.body.height_cm)
        egfr = bedside_schwartz(*creatinine.value, *facts.body.height_cm);
    if (!egfr) return {};
    return with_comparator(*egfr, creatinine);
}

}  // namespace

std::optional<double> ckd_epi_2021(double creatinine_umol_l, int age_years, Sex sex) {
    if (!(creatinine_umol_l > 0)) return {};
    const double mg_dl = creatinine_umol_l / umol_per_mg_dl;
    const double female = ckd_epi(mg_dl, age_years, true);
    const double male = ckd_epi(mg_dl, age_years, false);
    if (sex == Sex::female) return female;
    return sex == Sex::male ? male : std::min(female, male);
}

std::optional<double> bedside_schwartz(double creatinine_umol_l, double height_cm) {
    if (!(creatinine_umol_l > 0) || !(height_cm > 0)) return {};
    return 0.413 * height_cm / (creatinine_umol_l / umol_per_mg_dl);
}

std::optional<KidneyFunction> kidney_function(const Facts& facts, Days window) {
    const Result* const reported = facts.labs.measured(lab::egfr, facts.now, window);
    const Result* const creatinine = facts.labs.measured(lab::creatinine, facts.now, window);
    if (creatinine && (!reported || is_later(*creatinine, *reported)))
        if (const auto computed = from_creatinine(facts, *creatinine)) return computed;
    if (!reported) return {};
    return KidneyFunction{*reported->value, reported->comparator, reported->date};
}

const Result* unreadable_kidney_result(const Facts& facts, Days window) {
    const Result* unreadable = nullptr;
    for (const Concept test : {lab::egfr, lab::creatinine}) {
        const Result* const newest = facts.labs.unreadable(test, facts.now, window);
        if (newest && (!unreadable || is_later(*newest, *unreadable))) unreadable = newest;
    }
    const auto known = kidney_function(facts, window);
    return unreadable && known && known->date >= unreadable->date ? nullptr : unreadable;
}

}  // namespace iim::engine
