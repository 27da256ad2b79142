#include "engine/evidence.hpp"
#include "engine/options/thiopurine_start.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace thiopurine;

constexpr std::array sources{seed_000, seed_001, cpic18, lbl_aza, tpmtlab, tpmt_frequency};
constexpr auto overrides = word_list<6>(
    "already-addressed result-pending specialist-plan benefit-outweighs-risk other-indication data-incorrect"
);
constexpr auto parameter_names =
    word_list<5>("tpmt.require tpmt.transfusion_days tpmt.any_indication tpmt.retro nudt15.require");

Indicator strength(const Patient& patient, bool dangerous) {
    if (is_awaited(patient.thiopurine_status().tpmt)) return Indicator::info;
    if (!searched(patient) || patient.thiopurine_status().tpmt.valid()) return Indicator::warning;
    if (dangerous) return Indicator::critical;
    return patient.policy().tpmt_require == "before-start" ? Indicator::warning : Indicator::info;
}

std::string summary(const Patient& patient, const std::string& drug) {
    const GeneStatus& tpmt = patient.thiopurine_status().tpmt;
    if (is_awaited(tpmt))
        return std::string(tpmt.pending ? "TPMT test taken" : "TPMT test ordered")
               + ", result pending: consider waiting for it before " + drug;
    if (!searched(patient))
        return "Could not check for a TPMT result before " + drug
               + ": laboratory data were not available to this service";
    if (tpmt.unreliable)
        return "TPMT activity result may be unreliable; consider genotype (and NUDT15) before " + drug;
    return "No TPMT result found before " + drug
           + ": consider TPMT (and NUDT15) testing before the first dose";
}

void offer_tests(Finding& finding, const Patient& patient, const Order& order) {
    finding.consider = background();
    finding.suggestions = tests_to_order(patient, order);
    finding.at_most_one = false;
}

void judge_tpmt(const Patient& patient, const Order& order, Findings& found) {
    const auto reasons = dangers(patient, order);
    const std::string drug(words::drug(patient, order, group::thiopurines));
    Finding& finding = found.add(strength(patient, !reasons.empty()), &order, summary(patient, drug));
    finding.why = what_was_searched(patient, order);
    finding.why.insert(finding.why.end(), reasons.begin(), reasons.end());
    offer_tests(finding, patient, order);
    finding.trigger = reasons.empty() ? "no TPMT result" : "no TPMT result; " + reasons.front();
    finding.not_checked = not_checked(patient);
}

void judge_nudt15(const Patient& patient, const Order& order, Findings& found) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    if (genes.nudt15.valid() || is_awaited(genes.nudt15)) return;
    const bool required = patient.policy().nudt15_require;
    if (!required && patient.hook() != Hook::order_sign) return;
    const auto drug = words::drug(patient, order, group::thiopurines);
    Finding& finding = found.add(
        required ? Indicator::warning : Indicator::info,
        &order,
        fmt::format("TPMT is on file, NUDT15 is not: consider NUDT15 testing before {}", drug)
    );
    offer_tests(finding, patient, order);
    finding.trigger = "no NUDT15 result";
}

void check(const Patient& patient, Findings& found) {
    const Policy& policy = patient.policy();
    if (policy.tpmt_require == "off") return;
    const GeneStatus& tpmt = patient.thiopurine_status().tpmt;
    const bool tolerated = is_tolerated(patient);
    for (const Order* order : orders_in_question(patient)) {
        if (tolerated && policy.tpmt_retro && !is_answered(tpmt))
            found.info(
                order, "Long-term thiopurine without a TPMT result: consider testing at the next blood count"
            );
        if (tolerated) continue;
        if (is_answered(tpmt))
            judge_nudt15(patient, *order, found);
        else
            judge_tpmt(patient, *order, found);
    }
}

}  // namespace

extern constinit const Rule tpmt_before_azathioprine = {
    .number = "R02",
    .id = "tpmt-before-azathioprine",
    .title = "TPMT (and NUDT15) before the first thiopurine",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 78,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .any_indication_policy = &Policy::tpmt_any_indication,
    .group = Group::thiopurine,
    .rank = 3,
    .why = "Without TPMT or NUDT15 a usual dose of azathioprine can destroy the bone marrow.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
