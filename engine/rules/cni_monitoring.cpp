#include "engine/evidence.hpp"
#include "engine/options/cni.hpp"
#include "engine/options/cni_toxicity.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002};
constexpr auto overrides = word_list<3>("already-addressed result-pending will-do-later");
constexpr auto parameter_names = word_list<4>("cni.trough_days cni.creat_days cni.bp_days cni.cbc_days");

constexpr Days settling_in{14}, creatinine_later{28}, counts_later{84}, electrolytes{84};
constexpr Days newest_counts{90};
constexpr double risen = 0.30;
constexpr std::array monitored{drug::tacrolimus, drug::ciclosporin};

constexpr std::array count_tests{lab::wbc, lab::cbc_panel};
constexpr std::array liver_tests{lab::alt, lab::ast};
constexpr std::array pressure_tests{observation::systolic_bp};
constexpr std::array potassium_tests{lab::potassium};
constexpr std::array magnesium_tests{lab::magnesium};
constexpr std::array glucose_tests{lab::glucose, lab::glucose_fasting, lab::hba1c};

class Look {
public:
    Look(const Patient& patient, const Order& order)
        : patient_(patient),
          order_(order),
          drug_(cni::drug_of(order)),
          exposure_(cni::exposure_to(patient, drug_)) {}

    void judge(Findings& found) {
        pres_ = cni::suspected_pres(patient_, exposure_);
        if (found.holds("signs of posterior reversible encephalopathy", pres_ != nullptr))
            return say_pres(found);
        if (found.holds("treatment has not begun, or in the last 14 days", is_settling_in())) return;
        if (found.holds("laboratory data not available", !searched())) {
            found.gap(fmt::format("{}: monitoring could not be checked", words::capitalised(name())));
            return;
        }
        overdue();
        abnormal();
        const auto unreadable = cni::unreadable_values(patient_, newest_counts);
        if (found.holds("nothing is overdue and nothing abnormal", missing_.empty() && abnormal_.empty())) {
            for (const std::string& line : unreadable)
                found.gap(fmt::format("{}: {}", words::capitalised(name()), line));
            return;
        }
        say(found).not_checked = unreadable;
    }

private:
    Day now() const { return patient_.now(); }
    std::string_view name() const { return patient_.name(drug_); }
    bool searched() const { return found(false, patient_.sources().observations) == Truth::no; }
    bool is_settling_in() const {
        return !exposure_.begun || (exposure_.since && now() - *exposure_.since <= settling_in);
    }

    void say_pres(Findings& found) {
        Finding& finding = found.critical(
            &order_,
            "{}: possible posterior reversible encephalopathy (PRES) - urgent assessment, stop or reduce",
            words::capitalised(name())
        );
        finding.because(fmt::format(
            "{} since {}{}",
            words::capitalised(patient_.name(pres_->concepts.first())),
            fhir::to_string(*pres_->since()),
            words::from(pres_->source)
        ));
        if (const Result* pressure = cni::high_pressure(patient_))
            finding.because(words::result(*pressure, "Systolic blood pressure", "mmHg"));
        finding.consider = {
            "Same-day assessment with blood pressure, drug level, magnesium and MRI of the brain"};
        finding.at_most_one = false;
        finding.suggest(
            {"Refer to neurology, urgent",
             {TestProposal{procedure::neurology_referral, true, "today"}},
             false}
        );
        finding.trigger = "possible PRES";
    }

    void check(std::string_view what, Concept test, ConceptGroup tests, Days interval) {
        if (!cni::is_overdue(patient_, exposure_, tests, interval)) return;
        missing_.emplace_back(what);
        const Result* last = patient_.labs().latest_of(tests, now(), Days{36500});
        facts_.push_back(
            last ? fmt::format(
                "{}: last on {}, due every {}",
                what,
                fhir::to_string(last->date),
                words::duration(static_cast<int>(interval.count()))
            )
                 : fmt::format(
                     "{}: none found, due every {}", what, words::duration(static_cast<int>(interval.count()))
                 )
        );
        if (test == observation::systolic_bp) return;
        clicks_.push_back({fmt::format("Order {}", what), {TestProposal{test, false, {}}}, false});
    }

    void overdue() {
        const Policy& policy = patient_.policy();
        const auto days = [](double value) { return Days(static_cast<int>(value)); };
        const bool early = exposure_.early(now());
        if (const auto level = cni::level_of(drug_); level && cni::is_level_overdue(patient_, drug_))
            check(
                "trough level",
                *level,
                ConceptGroup(&*level, 1),
                early ? days(policy.cni_trough_days) : Days{90}
            );
        check(
            "creatinine",
            lab::creatinine,
            group::kidney_tests,
            early ? days(policy.cni_creat_days) : creatinine_later
        );
        check("blood pressure", observation::systolic_bp, pressure_tests, days(policy.cni_bp_days));
        const Days counts = early ? days(policy.cni_cbc_days) : counts_later;
        check("blood count", lab::cbc_panel, count_tests, counts);
        check("liver tests", lab::alt, liver_tests, counts);
        check("potassium", lab::potassium, potassium_tests, electrolytes);
        check("magnesium", lab::magnesium, magnesium_tests, electrolytes);
        check("glucose", lab::glucose, glucose_tests, electrolytes);
    }

    void abnormal() {
        const Result* newest = patient_.labs().measured(lab::creatinine, now(), newest_counts);
        const Result* before = newest ? cni::baseline_creatinine(patient_, exposure_, *newest) : nullptr;
        if (before && *newest->value > *before->value * (1 + risen) + 1e-9) {
            const double percent = (*newest->value / *before->value - 1) * 100;
            abnormal_.push_back(fmt::format("creatinine up {:.0f} %", percent));
            facts_.push_back(words::result(*newest, "Creatinine", "umol/L"));
            facts_.push_back(words::result(*before, "Creatinine before", "umol/L"));
        }
        if (const Result* pressure = cni::high_pressure(patient_)) {
            abnormal_.push_back(fmt::format("systolic blood pressure {}", words::number(*pressure->value)));
            facts_.push_back(words::result(*pressure, "Systolic blood pressure", "mmHg"));
        }
    }

    std::string summary() const {
        const std::string drug = words::capitalised(name());
        if (!abnormal_.empty())
            return fmt::format(
                "{}: {} - reduce or seek advice{}",
                drug,
                words::all_of(abnormal_),
                missing_.empty() ? "" : "; monitoring overdue"
            );
        const auto text = [&](const std::string& list) {
            return fmt::format(
                "{}: {} overdue - regular trough level, CBC, renal, liver and blood-pressure checks are "
                "advised",
                drug,
                list
            );
        };
        constexpr std::size_t longest = 139;
        std::string whole = text(words::all_of(missing_));
        if (whole.size() <= longest) return whole;
        return text(fmt::format("{} and {} more", missing_.front(), missing_.size() - 1));
    }

    Finding& say(Findings& found) {
        Finding& finding = found.warning(&order_, "{}", summary());
        if (exposure_.since)
            finding.because(
                fmt::format("{} since {}", words::capitalised(name()), fhir::to_string(*exposure_.since))
            );
        else
            finding.because(words::capitalised(name()) + ": since when is not known");
        for (std::string& fact : facts_) finding.because(words::capitalised(fact));
        finding.consider = {"Regular trough level, blood count, kidney, liver and blood-pressure checks "
                            "(source document 002)"};
        if (!abnormal_.empty())
            finding.consider.emplace_back("Creatinine more than 30 % above its baseline or systolic 160 "
                                          "mmHg: reduce the dose or seek advice");
        finding.at_most_one = false;
        finding.suggestions = std::move(clicks_);
        std::vector<std::string> all = abnormal_;
        all.insert(all.end(), missing_.begin(), missing_.end());
        finding.trigger = words::all_of(all);
        return finding;
    }

    const Patient& patient_;
    const Order& order_;
    Concept drug_;
    cni::Exposure exposure_;
    const Condition* pres_ = nullptr;
    std::vector<std::string> missing_, abnormal_, facts_;
    std::vector<Suggestion> clicks_;
};

void check(const Patient& patient, Findings& found) {
    const bool viewed = patient.hook() == Hook::patient_view;
    const auto orders = cni::systemic(viewed ? patient.active(monitored) : patient.ordering(monitored));
    std::vector<Concept> judged;
    for (const Order* order : orders) {
        const Concept drug = cni::drug_of(*order);
        if (std::ranges::find(judged, drug) != judged.end()) continue;
        judged.push_back(drug);
        Look(patient, *order).judge(found);
    }
}

}  // namespace

extern constinit const Rule cni_monitoring = {
    .number = "R27",
    .id = "cni-monitoring",
    .title = "Calcineurin inhibitor monitoring overdue",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 45,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::medication_refill,
    .may_be_critical = true,
    .group = Group::cni,
    .rank = 2,
    .why = "Calcineurin inhibitors harm the kidney and raise blood pressure before the patient notices.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
