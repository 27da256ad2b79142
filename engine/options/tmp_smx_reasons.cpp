#include "engine/options/tmp_smx_reasons.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/late_pregnancy.hpp"
#include "engine/options/pjp_fitness.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::pjp {

namespace {

constexpr Days year{365}, baseline{42}, potassium_window{30}, two_months{61};
constexpr double half_of_the_usual_week = 80 * 7 / 2.0;  // mg trimethoprim
constexpr double slack = 1e-6;
constexpr double reduce_dose = 30;  // mL/min/1.73 m2, the highest of the band

class Reasons {
public:
    Reasons(const Patient& patient, const Order& order) : patient_(patient), order_(order) {}

    std::vector<Reason> all() && {
        allergies();
        kidney();
        potassium();
        count(lab::platelets, 50, "platelets");
        count(lab::neutrophils, 0.5, "neutrophils");
        people();
        warfarin();
        std::ranges::stable_sort(reasons_, std::ranges::greater{}, &Reason::indicator);
        return std::move(reasons_);
    }

private:
    void add(Indicator indicator, std::string in_short, std::string fact) {
        reasons_.push_back({indicator, std::move(in_short), std::move(fact)});
    }
    void add_of_potassium(std::string in_short, std::string fact) {
        reasons_.push_back({Indicator::warning, std::move(in_short), std::move(fact), true});
    }

    void allergies() {
        allergy(group::allergen::sulfonamide_antibiotics, "sulfonamide allergy");
        allergy(group::allergen::trimethoprim, "trimethoprim allergy");
    }

    /// Mild stomach upset is no reason; an unknown reaction is.
    void allergy(ConceptGroup substances, std::string_view what) {
        const Allergy* found = patient_.allergy_to(substances);
        if (!found || found->severity == AllergySeverity::mild_gi) return;
        const bool told = std::ranges::any_of(reasons_, [](const Reason& each) {
            return each.in_short.ends_with("allergy");
        });
        const bool severe = found->severity == AllergySeverity::severe || found->severe_skin;
        if (told) return;
        add(severe ? Indicator::critical : Indicator::warning,
            fmt::format("{}{}", severe ? "severe " : "", what),
            fmt::format("{}{} is recorded{}", severe ? "Severe " : "", what, words::from(found->source)));
    }

    bool is_reduced() const {
        const auto daily = order_.peak_mg_per_day(patient_.now()).hi;
        return daily && *daily * 7 <= half_of_the_usual_week + slack;
    }

    void kidney() {
        const auto kidney = patient_.kidney(year);
        if (!kidney || !(kidney->below(reduce_dose) || kidney->egfr <= reduce_dose)) return;
        const std::string fact = fmt::format("{} on {}", words::egfr(*kidney), fhir::to_string(kidney->date));
        if (kidney->below(15))
            add_of_potassium(words::egfr(*kidney), fact);
        else if (!is_reduced())
            add_of_potassium(std::string(full_dose_at_low_egfr), fact);
    }

    void potassium() {
        const Result* newest = patient_.labs().measured(lab::potassium, patient_.now(), potassium_window);
        if (!newest || !is_at_least(*newest, potassium_limit(patient_))) return;
        std::string fact = words::result(*newest, "Potassium", "mmol/L");
        if (takes_potassium_raiser(patient_)) fact += ", with another drug that raises potassium";
        add_of_potassium(fmt::format("potassium {}", words::number(*newest->value)), std::move(fact));
    }

    void count(Concept test, double limit, std::string_view name) {
        const Result* newest = patient_.labs().measured(test, patient_.now(), baseline);
        if (!newest || !is_below(*newest, limit)) return;
        add(Indicator::warning,
            fmt::format("{} {}", name, words::number(*newest->value)),
            words::result(*newest, words::capitalised(name), "x10^9/L"));
    }

    void people() {
        const auto age = patient_.facts().demographics.age_days;
        if (age && Days(*age) < two_months)
            add(Indicator::warning, "age below 2 months", "The patient is younger than 2 months");
        if (const auto pregnancy = recorded_pregnancy(patient_); pregnancy && pregnancy->may_be_late())
            add(Indicator::warning,
                pregnancy->late == Truth::yes ? "late pregnancy" : pregnancy->in_words(),
                fmt::format(
                    "{}: TMP-SMX is avoided near term{}",
                    words::capitalised(pregnancy->in_words()),
                    words::from(pregnancy->source)
                ));
    }

    void warfarin() {
        constexpr std::array drug{drug::warfarin};
        const auto orders = patient_.current(drug);
        if (orders.empty()) return;
        add(Indicator::info,
            "warfarin",
            "Warfarin is ordered: TMP-SMX raises its effect, check the INR early"
                + words::from(orders.front()->source));
    }

    const Patient& patient_;
    const Order& order_;
    std::vector<Reason> reasons_;
};

}  // namespace

std::vector<Reason> reasons_against(const Patient& patient, const Order& order) {
    return Reasons(patient, order).all();
}

std::vector<std::string> unseen_reasons(const Patient& patient) {
    std::vector<std::string> unseen;
    if (found(false, patient.sources().allergies) != Truth::no)
        unseen.emplace_back("allergy list not available");
    std::ranges::move(unreadable_kidney(patient, year), std::back_inserter(unseen));
    std::ranges::move(unreadable_for_tmp_smx(patient), std::back_inserter(unseen));
    return unseen;
}

bool only_dose_is_wrong(const std::vector<Reason>& reasons) {
    return reasons.size() == 1 && reasons.front().in_short == full_dose_at_low_egfr;
}

}  // namespace iim::engine::pjp
