#include "engine/evidence.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/readability.hpp"
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

constexpr std::array sources{seed_002, lbl_ivig};
constexpr auto overrides = word_list<3>("benefit-outweighs-risk specialist-plan already-addressed");
constexpr auto parameter_names = word_list<2>("ivig.creat_days ivig.rate_max");

constexpr auto heart = group::joined(group::heart_diseases, std::array{condition::myocardial_infarction});
constexpr std::array ecg{procedure::ecg};
constexpr Days open_request{21};
constexpr std::size_t longest_summary = 139;

/// mg/kg/min at risk (label), and never above the site's maximum.
double slow_rate(const Patient& patient) {
    return std::min(3.3, patient.policy().ivig_rate_max);
}

std::vector<std::string> factors_of(const Risks& risks) {
    std::vector<std::string> all = risks.thrombosis;
    for (const std::string& one : risks.renal)
        if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    return all;
}

/// As many factors as fit; the rest stands in the detail.
std::string summary(const std::vector<std::string>& factors) {
    const auto with = [](std::string_view list) {
        return fmt::format(
            "IVIG: thrombosis/renal risk ({}) - consider slower rate, hydration, divided days and monitoring",
            list
        );
    };
    std::string list;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        std::string longer = list;
        longer += i == 0 ? factors[i] : ", " + factors[i];
        if (with(longer + ", ...").size() > longest_summary)
            return with(list.empty() ? "see detail" : list + ", ...");
        list = std::move(longer);
    }
    return with(list);
}

struct Kidney {
    bool checked = false;   ///< a number within ivig.creat_days
    bool asked = false;     ///< ordered already
    bool pending = false;   ///< a preliminary result within ivig.creat_days, and no final one
    bool searched = false;  ///< the laboratory data came
    std::vector<std::string> unreadable;
    TestNeed need;
    bool known() const { return checked && unreadable.empty(); }
};

Kidney kidney_of(const Patient& patient) {
    const Days window(static_cast<int>(patient.policy().ivig_creat_days));
    Kidney kidney;
    kidney.need = {lab::creatinine, group::kidney_tests, window};
    kidney.checked = patient.kidney(window).has_value();
    kidney.unreadable = unreadable_kidney(patient, window);
    kidney.pending = !kidney.checked && std::ranges::any_of(group::kidney_tests, [&](Concept test) {
        const Result* result = patient.labs().pending(test, patient.now());
        return result && result->date >= patient.now() - window;
    });
    kidney.asked = already_asked(patient, kidney.need);
    kidney.searched = engine::found(false, patient.sources().observations) == Truth::no;
    return kidney;
}

void offer_creatinine(Finding& finding, const Patient& patient, const Kidney& kidney) {
    if (kidney.known()) return;
    const int days = static_cast<int>(patient.policy().ivig_creat_days);
    for (const std::string& line : kidney.unreadable)
        finding.not_checked.push_back("could not check renal function: " + line);
    if (kidney.pending)
        finding.because("Creatinine or eGFR: result pending, only a preliminary one was found");
    else if (kidney.searched && kidney.unreadable.empty())
        finding.because(fmt::format("No creatinine or eGFR of the last {} days was found", days));
    else if (!kidney.searched && !kidney.pending)
        finding.not_checked.emplace_back("could not check renal function: laboratory data not available");
    auto order = repeat_tests(patient, {kidney.need}, "before the infusion");
    if (!order.empty()) finding.suggest({"Order creatinine before the infusion", std::move(order), false});
}

void offer_help(Finding& finding, const Patient& patient, const Order& order) {
    const bool traced = patient.requested(ecg, open_request);
    if (patient.condition(heart) && !traced)
        finding.suggest({"Order ECG", {TestProposal{procedure::ecg, false, "before the infusion"}}, false});
    if (patient.condition(condition::hyperviscosity))
        finding.suggest(
            {"Refer to haematology", {TestProposal{procedure::haematology_referral, false, {}}}, false}
        );
    if (order.state != OrderState::draft || !order.in_context) return;
    ChangeOrder note;
    note.order = &order;
    note.timing = false;
    note.note = fmt::format(
        "Hydrate before and during the infusion; at most {} mg/kg/min; monitor urine output",
        words::number(slow_rate(patient))
    );
    finding.suggest({"Add the note: hydrate, slow rate, monitor urine output", {std::move(note)}, false});
}

void say_risk(
    const Patient& patient,
    const Order& order,
    const std::vector<std::string>& factors,
    const Kidney& kidney,
    Findings& found
) {
    Finding& finding = found.add(Indicator::warning, &order, summary(factors));
    for (const std::string& one : factors) finding.because("Risk: " + one);
    finding.because("Dermatomyositis itself is listed with a higher risk of thromboembolism");
    finding.consider = {
        fmt::format(
            "Infuse at most at {} mg/kg/min (maximum for others {} mg/kg/min; products differ)",
            words::number(slow_rate(patient)),
            words::number(patient.policy().ivig_rate_max)
        ),
        "Hydrate before the infusion; divide the course over 4-5 days",
        "Check creatinine and urine output; weigh prophylaxis against venous thrombosis"};
    finding.not_checked = patient.risks().not_checked;
    finding.at_most_one = false;
    offer_creatinine(finding, patient, kidney);
    offer_help(finding, patient, order);
    finding.trigger = words::all_of(factors);
}

void say_kidney_pending(const Patient& patient, const Order& order, const Kidney& kidney, Findings& found) {
    Finding& finding = found.info(
        &order, "IVIG: creatinine or eGFR result pending - check renal function before the infusion"
    );
    finding.at_most_one = false;
    offer_creatinine(finding, patient, kidney);
    finding.trigger = "renal function pending";
}

void say_kidney_unknown(const Patient& patient, const Order& order, const Kidney& kidney, Findings& found) {
    Finding& finding =
        kidney.searched && kidney.unreadable.empty()
            ? found.info(
                &order,
                "IVIG: no creatinine or eGFR of the last {} days - check renal function before the infusion",
                static_cast<int>(patient.policy().ivig_creat_days)
            )
            : found.info(
                &order, "IVIG: could not check renal function - check creatinine before the infusion"
            );
    finding.at_most_one = false;
    offer_creatinine(finding, patient, kidney);
    finding.trigger = "renal function not known";
}

void check(const Patient& patient, Findings& found) {
    const Patient::Orders orders = ivig::ordered(patient);
    if (found.holds("no immunoglobulin by vein is ordered", orders.empty())) return;
    if (found.holds("order-select: said when the order is signed", patient.hook() == Hook::order_select))
        return;
    const auto factors = factors_of(patient.risks());
    const Kidney kidney = kidney_of(patient);
    if (found.holds("a thrombosis or kidney risk is recorded", !factors.empty()))
        return say_risk(patient, *orders.front(), factors, kidney, found);
    if (found.holds("creatinine or eGFR is preliminary", kidney.pending))
        return say_kidney_pending(patient, *orders.front(), kidney, found);
    if (found.holds("creatinine or eGFR is recent or ordered", kidney.known() || kidney.asked)) return;
    say_kidney_unknown(patient, *orders.front(), kidney, found);
}

}  // namespace

extern constinit const Rule ivig_thrombosis_renal_risk = {
    .number = "R23",
    .id = "ivig-thrombosis-renal-risk",
    .title = "IVIG thrombosis and renal risk",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 55,
    .hooks = Hook::order_select | Hook::order_sign | Hook::order_dispatch,
    .group = Group::ivig,
    .rank = 2,
    .why = "Immunoglobulin carries a boxed warning for thrombosis and kidney failure.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
