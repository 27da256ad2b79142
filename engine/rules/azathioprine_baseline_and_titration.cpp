#include "engine/evidence.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/thiopurine_range.hpp"
#include "engine/options/thiopurine_steps.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace thiopurine;

constexpr std::array sources{seed_000, seed_002, cpic18};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<4>("aza.step_days aza.start_max aza.weight_basis aza.max_mg_per_kg");

constexpr std::array azathioprine{drug::azathioprine};
constexpr double tablet_mg = 25;

bool is_missing(const Patient& patient, const TestNeed& test) {
    return !answered(patient, test) && !already_asked(patient, test);
}

/// Ruling 5: laboratory data that did not come are no missing tests.
bool laboratory_came(const Patient& patient) {
    return found(false, patient.sources().observations) == Truth::no;
}

std::string usual_steps(const Patient& patient) {
    return fmt::format(
        "usual start {} daily, raise no faster than {}",
        words::with_limits("25-{aza.start_max} mg", patient.policy()),
        pace(patient)
    );
}

/// How much R19 says of the dose already.
bool dose_is_said(const Patient& patient, const Order& order) {
    const Dose dose = dose_of(patient, order);
    return has_lower_limit(patient) || is_high_start(patient, order)
           || dose.above(patient.policy().aza_max_mg_per_kg);
}

void judge_tests(const Patient& patient, const Order& order, Findings& found) {
    if (!patient.is_new(order) || !laboratory_came(patient)) return;
    const bool count = is_missing(patient, need::blood_count);
    const bool liver = is_missing(patient, need::alt);
    if (!count && !liver) return;
    Finding& finding =
        found.info(&order, "Azathioprine start/step-up: check CBC and liver tests; {}", usual_steps(patient));
    if (count) finding.because("No blood count found in the last 42 days, and none is ordered");
    if (liver) finding.because("No ALT found in the last 42 days, and none is ordered");
    finding.consider = {
        "Blood count and liver tests before the start",
        "Divided doses are an option; stomach upset and loose stools may occur (source document 000)"};
    if (count) finding.suggest(order_named(patient, missing_tests(patient, {need::blood_count})));
    if (liver) finding.suggest(order_named(patient, missing_tests(patient, {need::alt, need::ast})));
    finding.at_most_one = false;
    finding.trigger = fmt::format("{}{}", count ? "no blood count; " : "", liver ? "no ALT" : "");
}

/// 50 and 25 mg, whatever is less than written. Not while R02 asks for tests on the same card.
void offer_start(Finding& finding, const Patient& patient, const Order& order) {
    finding.at_most_one = false;
    const bool leave = !patient.thiopurine_status().tpmt.valid() || has_lower_limit(patient)
                       || !patient.current(group::xanthine_oxidase_inhibitors).empty();
    if (leave) return;
    const Dose dose = dose_of(patient, order);
    for (const double mg : {2 * tablet_mg, tablet_mg}) {
        if (mg > patient.policy().aza_start_max) continue;
        if (auto click = reduce_to(patient, dose, mg)) {
            finding.suggest(std::move(*click));
            finding.at_most_one = true;
        }
    }
}

void judge_dose(const Patient& patient, const Order& order, Findings& found) {
    const double most = patient.policy().aza_start_max;
    const auto start = start_mg(patient, order);
    const bool high = is_untried_start(patient, order) && start && *start > most + dose_slack
                      && !dose_is_said(patient, order);
    const auto rise = early_rise(patient, order);
    if (!high && !rise) return;
    Finding& finding = found.info(
        &order,
        "Azathioprine {}: {}",
        high ? fmt::format("start at {} mg/day", words::number(*start)) : "raised " + in_words(*rise),
        usual_steps(patient)
    );
    finding.because(dose_in_words(patient, dose_of(patient, order)));
    if (rise) finding.because("Raised " + in_words(*rise) + " since the last change");
    finding.consider = {
        words::with_limits(
            "Start with 25-{aza.start_max} mg once daily and raise gradually", patient.policy()
        ) + " (source document 002)",
        "Steady state takes about 2 weeks; in intermediate metabolisers leave 2-4 weeks (CPIC)"};
    if (high)
        offer_start(finding, patient, order);
    else
        finding.at_most_one = false;
    finding.trigger = high ? fmt::format("start {} mg", words::number(*start)) : in_words(*rise);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(azathioprine)) {
        judge_tests(patient, *order, found);
        judge_dose(patient, *order, found);
    }
}

}  // namespace

extern constinit const Rule azathioprine_baseline_and_titration = {
    .number = "R20",
    .id = "azathioprine-baseline-and-titration",
    .title = "Azathioprine baseline tests and step-up",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 25,
    .hooks = Hook::order_select | Hook::order_sign,
    .group = Group::thiopurine,
    .rank = 5,
    .why = "Without a blood count before the start, and with fast steps, harm to the marrow is seen late.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
