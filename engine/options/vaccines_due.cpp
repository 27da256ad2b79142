#include "engine/options/vaccines_due.hpp"

#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

constexpr Days open_request{90}, lifetime{365 * 120};
constexpr unsigned season_begins = 7;  // July: a vaccine given before is last season's

constexpr int hpv_from = 9, hpv_until = 26;  ///< years; the label begins at 9

constexpr std::array influenza{
    vaccine::influenza_inactivated, vaccine::influenza_live, vaccine::influenza_unspecified};
constexpr std::array pneumococcal{
    vaccine::pneumococcal_pcv15,
    vaccine::pneumococcal_pcv20,
    vaccine::pneumococcal_pcv21,
    vaccine::pneumococcal_conjugate_unspecified};
constexpr std::array zoster{vaccine::zoster_recombinant};
constexpr std::array hpv{vaccine::hpv};
constexpr std::array hepatitis_b{vaccine::hepatitis_b, vaccine::hepatitis_a_b};
constexpr std::array hepatitis_b_immunity{
    condition::hepatitis_b_immune, condition::hepatitis_b, condition::hepatitis_b_core_antibody_positive};

Day season_start(Day now) {
    const std::chrono::year_month_day today(now);
    const auto year =
        unsigned(today.month()) >= season_begins ? today.year() : today.year() - std::chrono::years(1);
    return std::chrono::sys_days(year / std::chrono::month(season_begins) / 1);
}

int doses(const Patient& patient, ConceptGroup kinds, Day from) {
    return static_cast<int>(std::ranges::count_if(patient.facts().immunizations, [&](const Event& one) {
        return one.what.any_of(kinds) && (!one.date || (*one.date >= from && *one.date <= patient.now()));
    }));
}

bool is_ordered(const Patient& patient, ConceptGroup kinds) {
    return patient.requested(kinds, open_request) || !patient.current(kinds).empty();
}

bool reads_positive(const Patient& patient, Concept test) {
    const Result* newest = patient.labs().latest(test, patient.now(), lifetime);
    return newest && newest->reading == Reading::positive;
}

bool is_immune_to_hepatitis_b(const Patient& patient) {
    return reads_positive(patient, lab::anti_hbs) || reads_positive(patient, lab::hbsag)
           || reads_positive(patient, lab::anti_hbc_total) || patient.condition(hepatitis_b_immunity);
}

}  // namespace

std::vector<VaccineDue> vaccines_due(const Patient& patient) {
    std::vector<VaccineDue> due;
    const auto offer = [&](ConceptGroup kinds, VaccineDue one) {
        if (!is_ordered(patient, kinds)) due.push_back(std::move(one));
    };
    const auto age = patient.facts().demographics.age_years;
    if (doses(patient, influenza, season_start(patient.now())) == 0)
        offer(influenza, {"influenza", vaccine::influenza_inactivated});
    if (doses(patient, pneumococcal, Day::min()) == 0)
        offer(pneumococcal, {"pneumococcal", vaccine::pneumococcal_pcv20});
    if (age && *age >= 18 && doses(patient, zoster, Day::min()) < 2)
        offer(zoster, {"recombinant zoster", vaccine::zoster_recombinant});
    if (age && *age >= hpv_from && *age <= hpv_until && doses(patient, hpv, Day::min()) == 0)
        offer(hpv, {"HPV", vaccine::hpv});
    if (doses(patient, hepatitis_b, Day::min()) == 0 && !is_immune_to_hepatitis_b(patient))
        offer(hepatitis_b, {"hepatitis B", vaccine::hepatitis_b});
    return due;
}

}  // namespace iim::engine
