#include "engine/options/methotrexate_risk.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::mtx {

namespace {

constexpr std::string_view avoid = "avoid", reduce = "reduce dose", recheck = "recheck before continuing";
constexpr Days monitored{84}, kidney_window{365};
constexpr double default_uln = 40;       ///< U/L, when the laboratory gives no reference range (RULES 2.8)
constexpr double muscle_ck = 5;          ///< times its upper limit
constexpr double lowest_usual_mg = 7.5;  ///< a week; the usual range of R04 and R05 is 7.5 to 25 mg

const Result* newest(const Patient& patient, Concept test) {
    return patient.labs().measured(test, patient.now(), monitored);
}

void kidney(std::vector<Risk>& risks, const Patient& patient) {
    const auto now = patient.kidney(kidney_window);
    if (!now || !now->below(60)) return;
    const std::string what = words::egfr(*now);
    const std::string fact = fmt::format("{} mL/min/1.73 m2 on {}", what, fhir::to_string(now->date));
    if (now->below(20))
        risks.push_back({Indicator::critical, what, avoid, fact});
    else if (now->below(30))
        risks.push_back({Indicator::warning, what, avoid, fact});
    else
        risks.push_back({Indicator::info, what, reduce, fact});
}

/// A high CK with more AST than ALT: muscle releases both. The CK, or nothing; it makes a finding milder, so
/// a newer CK that cannot be read speaks against it.
const Result* muscle_enzyme(const Patient& patient) {
    if (!patient.policy().mtx_ck_adjust) return nullptr;
    const Result* ck = patient.labs().latest(lab::ck, patient.now(), monitored);
    if (!ck || !ck->range_high || !is_above(*ck, muscle_ck * *ck->range_high)) return nullptr;
    const Result *alt = newest(patient, lab::alt), *ast = newest(patient, lab::ast);
    return !alt || !ast || *ast->value >= *alt->value ? ck : nullptr;
}

void transaminase(std::vector<Risk>& risks, const Patient& patient, Concept test, std::string_view name) {
    const Result* one = newest(patient, test);
    if (!one) return;
    const double limit = one->range_high.value_or(default_uln);
    if (!is_above(*one, 2 * limit) && *one->value < 2 * limit) return;
    const bool high = is_above(*one, 3 * limit);
    Risk risk{high ? Indicator::warning : Indicator::info, {}, recheck, {}};
    risk.what = fmt::format("{} {} x ULN", name, words::number(*one->value / limit));
    risk.fact = words::result(*one, name, "U/L");
    risk.fact += one->range_high ? fmt::format(", upper limit {}", words::number(limit))
                                 : fmt::format(", upper limit {} assumed", words::number(limit));
    if (const Result* ck = muscle_enzyme(patient)) {
        risk.indicator = Indicator::info;
        risk.what += " (may come from muscle)";
        risk.fact += fmt::format(
            "; {}: transaminases may come from muscle, GGT helps to tell", words::result(*ck, "CK", "U/L")
        );
    }
    risks.push_back(std::move(risk));
}

/// By the laboratory alone, for a treatment that goes on; of a start R10 speaks.
void viral_hepatitis(std::vector<Risk>& risks, const Patient& patient) {
    const auto starts = [&](const Order* order) { return is_draft(*order) && patient.is_new(*order); };
    if (std::ranges::any_of(patient.ordering(group::methotrexate), starts)) return;
    const auto sign = [&](Concept test, Concept recorded, std::string_view name) {
        const auto all = patient.labs().all(test);
        const auto says = [](const Result* each) { return each->reading != Reading::unknown; };
        const auto known = std::ranges::find_if(all, says);
        if (known == all.end() || (*known)->reading != Reading::positive || patient.condition(recorded))
            return;
        const std::string what = fmt::format("{} positive", name);
        risks.push_back({Indicator::warning, what, avoid, words::result(**known, what, "")});
    };
    sign(lab::hbsag, condition::hepatitis_b, "HBsAg");
    sign(lab::hcv_rna, condition::hepatitis_c, "HCV RNA");
}

void liver(std::vector<Risk>& risks, const Patient& patient) {
    struct Kind {
        Concept condition;
        std::string_view name;
    };
    constexpr std::array kinds{
        Kind{condition::cirrhosis, "cirrhosis"},
        Kind{condition::alcohol_use_disorder, "alcohol-use disorder"},
        Kind{condition::hepatitis_b, "hepatitis B"},
        Kind{condition::hepatitis_c, "hepatitis C"},
    };
    for (const Kind& kind : kinds)
        if (const Condition* one = patient.condition(kind.condition))
            risks.push_back(
                {Indicator::warning,
                 std::string(kind.name),
                 avoid,
                 fmt::format("{} is recorded{}", words::capitalised(kind.name), words::from(one->source))}
            );
    viral_hepatitis(risks, patient);
    transaminase(risks, patient, lab::alt, "ALT");
    transaminase(risks, patient, lab::ast, "AST");
    const Result* albumin = newest(patient, lab::albumin);
    if (albumin && is_below(*albumin, 30))
        risks.push_back({Indicator::info, "low albumin", recheck, words::result(*albumin, "Albumin", "g/L")});
}

struct Count {
    Concept test;
    std::string_view name;
    double warn, critical;  ///< 10*9/L; 0: no such limit
};

void marrow(std::vector<Risk>& risks, const Patient& patient) {
    constexpr std::array counts{
        Count{lab::wbc, "WBC", 3.5, 0},
        Count{lab::neutrophils, "neutrophils", 1.6, 1.0},
        Count{lab::platelets, "platelets", 140, 50},
    };
    for (const Count& count : counts) {
        const Result* one = newest(patient, count.test);
        if (!one || !is_below(*one, count.warn)) continue;
        const bool grave = is_below(*one, count.critical);
        risks.push_back(
            {grave ? Indicator::critical : Indicator::warning,
             fmt::format("{} {}", count.name, words::number(*one->value)),
             grave ? avoid : recheck,
             words::result(*one, count.name, "x10^9/L")}
        );
    }
}

}  // namespace

std::vector<Risk> organ_risks(const Patient& patient) {
    std::vector<Risk> risks;
    kidney(risks, patient);
    liver(risks, patient);
    marrow(risks, patient);
    std::ranges::stable_sort(risks, std::greater{}, &Risk::indicator);
    return risks;
}

std::string reason_to_avoid(const Patient& patient) {
    for (const Risk& each : organ_risks(patient))
        if (each.advice == avoid) return each.what;
    return {};
}

std::optional<Suggestion> reduced_dose(const Patient& patient, const Order& order) {
    const Schedule schedule = schedule_of(order, patient.now(), patient.policy().mtx_split_hours);
    const bool plain =
        schedule.rhythm == Rhythm::weekly && schedule.one_instruction && !schedule.weekly_by_text;
    if (!is_editable(order) || !plain || !schedule.dose_mg || !patient.facts().demographics.adult())
        return {};
    const double start = patient.policy().mtx_start_dose;
    const double lower = *schedule.dose_mg > start + 1e-6 ? start : lowest_usual_mg;
    if (*schedule.dose_mg <= lower + 1e-6) return {};
    ChangeOrder change{.order = &order, .dose = lower, .timing = false};
    change.supply_weeks = static_cast<int>(patient.policy().mtx_supply_weeks);
    return Suggestion{
        fmt::format("Reduce to {} mg once weekly", words::number(lower)), {std::move(change)}, false};
}

std::vector<std::string> unseen_organ_risks(const Patient& patient) {
    std::vector<std::string> unseen;
    if (found(false, patient.sources().observations) == Truth::unknown)
        unseen.emplace_back("could not check kidney, liver and blood count: laboratory data not available");
    if (found(false, patient.sources().conditions) == Truth::unknown)
        unseen.emplace_back("could not check for liver disease: diagnoses not available");
    std::ranges::move(unreadable_kidney(patient, kidney_window), std::back_inserter(unseen));
    constexpr std::array judged{lab::alt, lab::ast, lab::albumin, lab::wbc, lab::neutrophils, lab::platelets};
    std::ranges::move(unreadable_results(patient, judged, monitored), std::back_inserter(unseen));
    return unseen;
}

std::vector<Suggestion> instead_of_methotrexate(const Patient& patient, const Order& order) {
    std::vector<Suggestion> all;
    if (!is_editable(order)) return all;
    const auto replace = [&](const Fitness& fit, std::optional<Suggestion> start, std::string_view name) {
        if (!fit.offered() || !start) return;
        start->label = fmt::format("Replace by {}", name);
        if (!fit.fits()) start->label += fmt::format(" - {}", fit.first_caution());
        start->actions.insert(start->actions.begin(), RemoveOrder{&order});
        start->recommended = false;
        all.push_back(std::move(*start));
    };
    if (patient.current(group::mycophenolate).empty())
        replace(
            mycophenolate_fitness(patient),
            pathway::mycophenolate(patient),
            "mycophenolate 500 mg twice daily"
        );
    if (patient.current(group::thiopurines).empty())
        replace(
            azathioprine_fitness(patient),
            pathway::azathioprine(patient),
            patient.thiopurine_status().both_normal() ? "azathioprine"
                                                      : "azathioprine, after TPMT and NUDT15 tests"
        );
    all.push_back({"Hold methotrexate: remove this order", {RemoveOrder{&order}}, false});
    return all;
}

}  // namespace iim::engine::mtx
