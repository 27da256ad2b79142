#include "engine/options/fitness.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days year{365}, baseline{42};
constexpr double default_uln = 40;  // U/L, when the laboratory gives no reference range
constexpr double treatment_dose_trimethoprim = 320;

const Result* positive(const Patient& patient, Concept test) {
    for (const Result* each : patient.labs().all(test))
        if (each->reading == Reading::positive) return each;
    return nullptr;
}

bool newest_reads(const Patient& patient, Concept test, Reading reading) {
    const auto all = patient.labs().all(test);
    return !all.empty() && all.front()->reading == reading;
}

/// The newest value of `test` within the baseline window, when it lies below `limit`.
const Result* below(const Patient& patient, Concept test, double limit) {
    const Result* newest = patient.labs().measured(test, patient.now(), baseline);
    return newest && is_below(*newest, limit) ? newest : nullptr;
}

void weigh_liver(Fitness& fit, const Patient& patient) {
    constexpr std::array liver{condition::cirrhosis, condition::liver_disease, condition::hepatitis_b};
    if (const Condition* found = patient.condition(liver))
        fit.avoid(fmt::format("liver disease is recorded{}", words::from(found->source)));
    if (patient.condition(condition::alcohol_use_disorder)) fit.avoid("alcohol-use disorder is recorded");
    if (const Result* found = positive(patient, lab::hbsag))
        fit.avoid(words::result(*found, "HBsAg positive", ""));
    if (newest_reads(patient, lab::hcv_rna, Reading::positive))
        fit.avoid("HCV RNA is positive");
    else if (patient.condition(condition::hepatitis_c) && !newest_reads(patient, lab::hcv_rna, Reading::negative))
        fit.avoid("hepatitis C is recorded, without a negative HCV RNA");

    const Result* alt = patient.labs().measured(lab::alt, patient.now(), baseline);
    if (!alt || *alt->value <= 3 * alt->range_high.value_or(default_uln)) return;
    const Result* ck = patient.labs().latest(lab::ck, patient.now(), baseline);
    const bool muscle = ck && ck->value && ck->range_high && *ck->value > 5 * *ck->range_high;
    if (muscle)
        fit.caution(words::result(*alt, "ALT", "U/L") + ": may come from muscle, CK is high");
    else
        fit.avoid(words::result(*alt, "ALT", "U/L") + ", above 3 times the upper limit");
}

void weigh_kidney(Fitness& fit, const Patient& patient) {
    constexpr std::array below_30{condition::ckd_stage_4, condition::ckd_stage_5, condition::esrd};
    const auto kidney = patient.kidney(year);
    if (kidney && kidney->below(30)) return fit.avoid(words::egfr(*kidney));
    if (const Condition* stage = patient.condition(below_30))
        return fit.avoid(fmt::format(
            "{} is recorded{}", patient.name(stage->concepts.first_of(below_30)), words::from(stage->source)
        ));
    if (kidney && kidney->below(60)) fit.caution(words::egfr(*kidney) + ": reduced dose, closer monitoring");
}

void weigh_lung(Fitness& fit, const Patient& patient) {
    const Iim& iim = patient.iim();
    if (iim.ild && patient.policy().ild_mtx_option == "avoid") return fit.avoid("interstitial lung disease");
    if (iim.ild) return fit.caution("interstitial lung disease");
    if (iim.ild_risk) fit.caution("anti-MDA5 or antisynthetase antibody: assess for lung disease first");
}

void weigh_trimethoprim(Fitness& fit, const Patient& patient) {
    for (const Order* order : patient.current(group::any_trimethoprim)) {
        if (order->peak_mg_per_day(patient.now()).hi.value_or(treatment_dose_trimethoprim)
            >= treatment_dose_trimethoprim)
            fit.avoid("trimethoprim at treatment dose, or at a dose that could not be read");
        else
            fit.caution("trimethoprim for prophylaxis: bone-marrow suppression, monitor the blood count");
    }
}

void weigh_count(Fitness& fit, const Patient& patient, Concept test, double limit, std::string_view name) {
    if (const Result* low = below(patient, test, limit)) fit.caution(words::result(*low, name, "x10^9/L"));
}

/// Anything short of two normal results asks for the tests first.
void weigh_genes(Fitness& fit, const ThiopurineStatus& genes) {
    if (genes.any_intermediate()) fit.caution("intermediate metaboliser: reduced dose");
    if (genes.both_normal()) return;
    if (!genes.tpmt.valid() || !genes.nudt15.valid()) return fit.mention("TPMT and NUDT15 first");
    if (!genes.any_intermediate())
        fit.caution("TPMT or NUDT15 result is not clearly normal: review it first");
}

/// The newest answer of `window` is there, but nobody can tell what it says.
bool is_unreadable(const Patient& patient, ConceptGroup tests, Days window) {
    const Result* newest = patient.labs().latest_of(tests, patient.now(), window);
    return newest && newest->reading == Reading::unknown;
}

}  // namespace

void Fitness::avoid(std::string reason) {
    verdict_ = OptionRow::Verdict::avoid;
    avoid_.push_back(std::move(reason));
}

void Fitness::caution(std::string reason) {
    doubtful_ = true;
    mention(std::move(reason));
}

void Fitness::mention(std::string reason) {
    if (verdict_ == OptionRow::Verdict::fits) verdict_ = OptionRow::Verdict::caution;
    caution_.push_back(std::move(reason));
}

std::string Fitness::because() const {
    std::string text;
    for (const auto* reasons : {&avoid_, &caution_})
        for (const std::string& reason : *reasons) {
            if (!text.empty()) text += "; ";
            text += reason;
        }
    return text;
}

std::string Fitness::first_caution() const {
    return caution_.empty() ? std::string() : words::without_sources(caution_.front());
}

void weigh_allergy(Fitness& fit, const Patient& patient, ConceptGroup substances) {
    const Allergy* allergy = patient.allergy_to(substances);
    if (!allergy) return;
    if (allergy->severity == AllergySeverity::mild_gi)
        fit.caution("mild gastrointestinal intolerance is recorded");
    else
        fit.avoid(fmt::format("allergy or intolerance is recorded{}", words::from(allergy->source)));
}

void weigh_earlier_decisions(Fitness& fit, const Patient& patient, ConceptGroup drugs) {
    for (const Order& order : patient.facts().orders)
        if (order.state == OrderState::do_not_give && order.is_any(drugs))
            fit.avoid(fmt::format("the record says not to give it{}", words::from(order.source)));
    if (!patient.on_hold(drugs).empty()) fit.caution("an order is on hold: review why");
    const auto& all = patient.facts().orders;
    const auto stopped = std::ranges::find_if(all, [&](const Order& order) {
        return order.stop_reason == StopReason::intolerance && order.is_any(drugs);
    });
    if (stopped != all.end())
        fit.caution(
            fmt::format("stopped earlier as not tolerated: review why{}", words::from(stopped->source))
        );
}

void weigh_pregnancy(Fitness& fit, const Patient& patient) {
    const Pregnancy& state = patient.pregnancy();
    if (state.pregnant == Truth::yes) return fit.avoid("pregnancy");
    if (state.planning) return fit.avoid("pregnancy is planned");
    if (state.breastfeeding) return fit.avoid("breastfeeding");
    if (state.childbearing_potential == Truth::yes)
        fit.caution("could become pregnant: pregnancy test and contraception first");
    if (state.childbearing_potential == Truth::unknown)
        fit.caution("it is not known whether the patient could become pregnant");
}

Fitness methotrexate_fitness(const Patient& patient) {
    Fitness fit;
    weigh_pregnancy(fit, patient);
    weigh_lung(fit, patient);
    weigh_kidney(fit, patient);
    weigh_liver(fit, patient);
    weigh_allergy(fit, patient, group::allergen::methotrexate);
    weigh_earlier_decisions(fit, patient, group::methotrexate);
    weigh_trimethoprim(fit, patient);
    const auto age = patient.facts().demographics.age_years;
    if (age && *age < 2) fit.avoid("age below 2 years");
    weigh_count(fit, patient, lab::wbc, 3.5, "WBC");
    weigh_count(fit, patient, lab::platelets, 140, "platelets");
    return fit;
}

Fitness azathioprine_fitness(const Patient& patient) {
    constexpr std::array febuxostat{drug::febuxostat};
    Fitness fit;
    const ThiopurineStatus& genes = patient.thiopurine_status();
    if (genes.any_poor() || patient.condition(condition::tpmt_deficiency))
        fit.avoid("poor metaboliser of thiopurines (TPMT or NUDT15)");
    if (!patient.current(febuxostat).empty())
        fit.avoid("febuxostat is labelled as contraindicated with it");
    else if (!patient.current(group::xanthine_oxidase_inhibitors).empty())
        fit.caution("allopurinol greatly raises its toxicity");
    weigh_allergy(fit, patient, group::allergen::thiopurines);
    weigh_earlier_decisions(fit, patient, group::thiopurines);
    weigh_count(fit, patient, lab::wbc, 4, "WBC");
    const auto age = patient.facts().demographics.age_years;
    if (age && *age >= 65) fit.caution("age 65 or older: start with 25 mg");
    weigh_genes(fit, genes);
    return fit;
}

Fitness mycophenolate_fitness(const Patient& patient) {
    Fitness fit;
    weigh_pregnancy(fit, patient);
    if (patient.condition(condition::hgprt_deficiency)) fit.avoid("HGPRT deficiency (Lesch-Nyhan)");
    if (const Result* low = below(patient, lab::neutrophils, 1.3))
        fit.avoid(words::result(*low, "neutrophils", "x10^9/L"));
    weigh_allergy(fit, patient, group::allergen::mycophenolate);
    weigh_earlier_decisions(fit, patient, group::mycophenolate);
    return fit;
}

std::vector<std::string> unseen_exclusions(const Patient& patient) {
    const Sources& sources = patient.sources();
    const std::array<std::pair<Availability, std::string_view>, 4> looked_at{{
        {sources.allergies, "allergy list"},
        {sources.observations, "laboratory data"},
        {sources.conditions, "diagnoses"},
        {sources.medications, "medication list"},
    }};
    std::vector<std::string> unseen;
    for (const auto& [source, name] : looked_at) {
        if (source == Availability::unavailable) unseen.push_back(fmt::format("{} not available", name));
        if (source == Availability::partial) unseen.push_back(fmt::format("{} not complete", name));
    }
    for (const Allergy& each : patient.facts().allergies)
        if (each.substances.empty())
            unseen.push_back(fmt::format(
                "allergy '{}' could not be matched to a drug: check it", each.label.empty() ? "?" : each.label
            ));
    std::ranges::move(unreadable_kidney(patient, year), std::back_inserter(unseen));
    return unseen;
}

std::vector<std::string> unreadable_exclusions(const Patient& patient) {
    struct Screening {
        ConceptGroup tests;
        Days window;
        std::string_view name;
    };
    constexpr std::array pregnancy{lab::pregnancy_test_serum, lab::pregnancy_test_urine};
    constexpr std::array hbsag{lab::hbsag};
    constexpr std::array anti_hbc{lab::anti_hbc_total};
    constexpr std::array hcv{lab::hcv_ab};
    constexpr std::array hcv_rna{lab::hcv_rna};
    constexpr std::array measured{lab::alt, lab::wbc, lab::neutrophils, lab::platelets};
    const Screening all[] = {
        {pregnancy, baseline, "pregnancy test"},
        {hbsag, year, "HBsAg"},
        {anti_hbc, year, "anti-HBc"},
        {hcv, year, "HCV antibody"},
        {hcv_rna, year, "HCV RNA"},
    };
    std::vector<std::string> lines;
    for (const Screening& each : all)
        if (is_unreadable(patient, each.tests, each.window))
            lines.push_back(words::unreadable(
                *patient.labs().latest_of(each.tests, patient.now(), each.window), each.name
            ));
    std::ranges::move(unreadable_results(patient, measured, baseline), std::back_inserter(lines));
    return lines;
}

}  // namespace iim::engine
