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

std::optional<double> egfr(const Facts& facts, Days window) {
    const Result* const reported = facts.labs.latest(lab::egfr, facts.now, window);
    if (reported && reported->value) return reported->value;
    const Result* const creatinine = facts.labs.latest(lab::creatinine, facts.now, window);
    if (!creatinine || !creatinine->value) return {};
    const Demographics& who = facts.demographics;
    if (who.adult()) return ckd_epi_2021(*creatinine->value, *who.age_years, who.sex);
    if (who.child() && facts.body.height_cm)
        return bedside_schwartz(*creatinine->value, *facts.body.height_cm);
    return {};
}

}  // namespace iim::engine
