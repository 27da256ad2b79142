#include "engine/options/monotherapy.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::monotherapy {

namespace {

constexpr double maintenance_mg = 10;
constexpr double high_mg_per_kg = 0.5;
constexpr int long_days = 28;
constexpr Days open_request{21};

/// Every drug that spares steroid when it is taken; the infusions among them by their look-backs.
bool is_agent(const Policy& policy, const Order& order) {
    if (!may_be_systemic(order)) return false;
    if (order.is_any(group::continuous_immunosuppressants)) return true;
    if (order.is_any(group::infused_immunosuppressants)) return true;
    if (order.is_any(group::immunoglobulin)) return policy.mono_ivig_counts;
    return policy.mono_hcq_counts && order.is_any(group::hydroxychloroquine);
}

/// Ordered together with the steroid, and neither stopped nor past its end: an agent that was tried and given
/// up spares no steroid.
bool started_around(const Order& agent, Day steroid_start, const Patient& patient) {
    if (agent.state != OrderState::draft && !is_current(agent, patient.now())) return false;
    const Day from = steroid_start - Days{static_cast<int>(patient.policy().mono_grace_days)};
    const auto inside = [&](std::optional<Day> day) {
        return day && from <= *day && *day <= steroid_start + Days{1};
    };
    return inside(agent.start) || inside(agent.authored);
}

std::string diagnosis(const Iim& iim) {
    std::string text = fmt::format("Diagnosis: {}", to_string(iim.subtype));
    if (!iim.because) return text;
    if (iim.possible_only()) text += " (provisional)";
    if (!iim.because->code.empty()) text += fmt::format(", code {}", iim.because->code);
    return text + words::from(iim.because->source);
}

std::string dose(const Patient& patient, const SteroidPlan& plan) {
    if (!plan.readable) return words::capitalised(plan.drug) + ": dose not readable";
    std::string text = words::capitalised(plan.dose_in_words(plan.peak));
    if (!plan.mixed.empty())
        text += fmt::format(" ({})", plan.mixed);
    else if (plan.lead->steroid != drug::prednisone && plan.lead->steroid != drug::prednisolone)
        text += fmt::format(", prednisone-equivalent {} mg/day", words::number(plan.peak));
    if (const auto weight = patient.facts().body.weight_kg)
        text += fmt::format(", {} mg/kg", words::number(plan.peak / *weight));
    return text;
}

std::string dates(const SteroidPlan& plan) {
    const auto start = plan.start();
    const auto end = plan.open || plan.lead->end_estimated ? std::nullopt : plan.lead->end;
    return fmt::format(
        "start {}, planned end {}",
        start ? fhir::to_string(*start) : "not recorded",
        end ? fhir::to_string(*end) : "none recorded"
    );
}

}  // namespace

bool has_agent(const Patient& patient, const SteroidPlan& plan) {
    const Policy& policy = patient.policy();
    if (!patient.steroid_sparing().empty()) return true;
    const Day start = plan.start().value_or(patient.now());
    return std::ranges::any_of(patient.facts().orders, [&](const Order& order) {
        return is_agent(policy, order) && started_around(order, start, patient);
    });
}

bool is_maintenance(const Patient& patient, const SteroidPlan& plan) {
    if (!patient.iim().remission || !plan.readable || plan.pulse_only) return false;
    const Day first = std::max(plan.start().value_or(patient.now()), patient.now());
    const auto dose = plan.order().mg_per_day(first).hi;
    return dose && *dose * plan.lead->factor < maintenance_mg;
}

bool is_necrotising(const Patient& patient) {
    const Iim& iim = patient.iim();
    return iim.hmgcr || iim.srp || iim.subtype == Subtype::imnm;
}

bool is_long(const Patient& patient) {
    const auto weight = patient.facts().body.weight_kg;
    if (!weight) return false;
    const auto run = patient.steroid().run(high_mg_per_kg * *weight);
    return run && run->past_days >= long_days;
}

bool is_long_and_severe(const Patient& patient) {
    return patient.iim().severe == Truth::yes && is_long(patient);
}

std::vector<std::string> not_checked(const Patient& patient) {
    std::vector<std::string> lines = words::not_delivered(patient, words::Medicines::reported_and_infused);
    if (patient.iim().severe == Truth::unknown && is_long(patient))
        lines.emplace_back("severity (strength, lung function) is not recorded");
    return lines;
}

bool azathioprine_is_planned(const Patient& patient) {
    constexpr std::array tests{
        lab::tpmt_genotype, lab::tpmt_phenotype, lab::tpmt_activity, lab::nudt15_genotype};
    return patient.requested(tests, open_request) != nullptr;
}

/// "Pembrolizumab, a checkpoint inhibitor," by the name of the drug that was given.
std::string checkpoint_inhibitor(const Patient& patient) {
    for (const Order& order : patient.facts().orders)
        if (const Concept drug = order.drugs.first_of(group::checkpoint_inhibitors))
            return fmt::format("{}, a checkpoint inhibitor,", words::capitalised(patient.name(drug)));
    for (const Event& dose : patient.facts().administrations)
        if (const Concept drug = dose.what.first_of(group::checkpoint_inhibitors))
            return fmt::format("{}, a checkpoint inhibitor,", words::capitalised(patient.name(drug)));
    return "A checkpoint inhibitor";
}

std::vector<std::string> reasons_for_info(
    const Patient& patient, const SteroidPlan& plan, const SparingAdvice& advice
) {
    const Iim& iim = patient.iim();
    std::vector<std::string> reasons;
    if (iim.ici_exposure && iim.msa_positive)
        reasons.push_back(fmt::format(
            "{} was given before onset; a myositis-specific antibody is positive",
            checkpoint_inhibitor(patient)
        ));
    if (iim.subtype == Subtype::unspecified) reasons.emplace_back("The subtype of myositis is not recorded");
    if (plan.pulse_only) reasons.emplace_back("Steroid pulse without an oral course to follow");
    if (!plan.readable) reasons.emplace_back("Dose not readable");
    if (azathioprine_is_planned(patient))
        reasons.emplace_back("A TPMT or NUDT15 test is ordered: azathioprine appears planned");
    if (advice.all_contraindicated)
        reasons.emplace_back("Methotrexate, azathioprine and mycophenolate all have a reason against them");
    return reasons;
}

std::vector<std::string> facts(const Patient& patient, const SteroidPlan& plan) {
    std::vector<std::string> lines{diagnosis(patient.iim())};
    if (patient.iim().hmgcr) lines.emplace_back("Anti-HMGCR antibody positive");
    if (patient.iim().srp) lines.emplace_back("Anti-SRP antibody positive");
    lines.push_back(
        fmt::format("{}; {}{}", dose(patient, plan), dates(plan), words::from(plan.order().source))
    );
    if (found(false, patient.sources().medications) == Truth::no)
        lines.emplace_back(
            "Looked for, none current: methotrexate, azathioprine or mercaptopurine, mycophenolate, "
            "calcineurin inhibitors, cyclophosphamide (90 days), rituximab and other anti-CD20 (270 days), "
            "IVIG (56 days), biologics, JAK inhibitors, leflunomide"
        );
    else if (patient.sources().medications == Availability::partial)
        lines.emplace_back("No steroid-sparing agent in the part of the medication list that came");
    for (const Order& order : patient.facts().orders)
        if (order.state == OrderState::on_hold && is_agent(patient.policy(), order))
            lines.push_back(fmt::format(
                "On hold, not counted: {}{}", patient.name(order.drugs.first()), words::from(order.source)
            ));
    if (patient.iim().severe == Truth::yes)
        for (const std::string& reason : patient.iim().severe_because) lines.push_back("Severe: " + reason);
    return lines;
}

std::vector<std::string> recommendations(const SparingAdvice& advice) {
    std::vector<std::string> lines{
        "A steroid-sparing agent together with the steroid from the start is recommended: agents take 3-6 "
        "months to full effect, and they reduce the steroid burden (source documents 000, 001, 002)",
        "Harms of long-term steroid: osteoporosis and compression fracture, avascular necrosis, weight gain, "
        "hypertension, diabetes, dyslipidaemia, cataract, striae, steroid myopathy (source documents 000, "
        "004)",
        "BSR 2022: a DMARD to reduce inflammation, achieve remission and reduce steroid (strong, "
        "low-certainty)"};
    if (advice.situation && advice.immunoglobulin)
        lines.push_back(fmt::format(
            "With {}: IVIG may be used as monotherapy in pregnancy, infection, malignancy (source document "
            "002)",
            advice.situation->what
        ));
    if (advice.all_contraindicated)
        lines.emplace_back(
            advice.immunoglobulin ? "Ask a specialist about IVIG or a calcineurin inhibitor"
                                  : "Ask a specialist about a calcineurin inhibitor"
        );
    return lines;
}

std::string dose_and_weeks(const Patient& patient, const SteroidPlan& plan) {
    if (!plan.readable) return plan.drug + " (dose not readable)";
    std::string text = plan.dose_in_words(plan.today > 0 ? plan.today : plan.peak);
    const auto start = patient.steroid().start_date();
    const auto weeks = start ? (patient.now() - *start).count() / 7 : 0;
    if (weeks > 0) text += fmt::format(" for {} {}", weeks, weeks == 1 ? "week" : "weeks");
    return text;
}

}  // namespace iim::engine::monotherapy
