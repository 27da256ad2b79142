#include "engine/evidence.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/live_vaccine.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, acrvax22};
constexpr auto overrides = word_list<3>("specialist-plan benefit-outweighs-risk data-incorrect");
constexpr auto parameter_names = word_list<3>("live.mg live.days live.after_days");
constexpr std::size_t longest_summary = 139;
constexpr int usual_interval = 28;  ///< days
constexpr std::string_view passive_note =
    "Immunoglobulin: passive antibody may blunt the response to measles and varicella vaccines for 8 to 11 "
    "months";

std::string waiting_time(const Patient& patient) {
    return words::with_limits("{live.after_days:t}", patient.policy());
}

/// Before the immunosuppression the site decides, after it the usual four weeks stand.
std::string interval(const Patient& patient) {
    const std::string before = waiting_time(patient), after = words::duration(usual_interval);
    return fmt::format(
        "Live-attenuated vaccines are deferred on immunosuppression; the usual interval is {}",
        before == after ? after + " before and after" : fmt::format("{} before and {} after", before, after)
    );
}

bool medications_known(const Patient& patient) {
    return found(false, patient.sources().medications) == Truth::no;
}

/// The longest wording that a card can hold.
std::string summary(const Patient& patient, const Order& vaccine) {
    const std::string start = fmt::format(
        "{} is a live vaccine: avoid while on {} - consider deferral",
        words::capitalised(live_vaccine::name(patient, vaccine)),
        live_vaccine::drugs_in_words(patient)
    );
    const std::string whole = start + " or an inactivated alternative";
    return whole.size() <= longest_summary ? whole : start;
}

void say_suppressed(const Patient& patient, const Order& vaccine, Findings& found) {
    const Immunosuppression& state = patient.immunosuppression();
    const bool high = state.level == Suppression::high;
    Finding& finding =
        found.add(high ? Indicator::critical : Indicator::warning, &vaccine, summary(patient, vaccine));
    finding.why = state.because;
    finding.consider.push_back(interval(patient));
    if (vaccine.is_any(group::vaccines_blunted_by_immunoglobulin)
        && live_vaccine::has_immunoglobulin(patient))
        finding.consider.emplace_back(passive_note);
    finding.suggestions = live_vaccine::ways_out(patient, vaccine);
    finding.not_checked = state.not_checked;
    if (!medications_known(patient)) finding.not_checked.push_back(words::medication_list(patient));
    finding.trigger =
        (high ? "live vaccine; " : "live vaccine, low level; ") + live_vaccine::drugs_in_words(patient);
}

void say_not_known(const Patient& patient, const Order& vaccine, Findings& found) {
    Finding& finding = found.warning(
        &vaccine,
        "{} is a live vaccine: could not check for immunosuppression ({})",
        words::capitalised(live_vaccine::name(patient, vaccine)),
        words::medication_list(patient)
    );
    finding.consider.push_back(interval(patient));
    finding.not_checked = {words::medication_list(patient)};
    finding.trigger = "live vaccine; medication list not available";
}

void say_passive_antibody(const Patient& patient, const Order& vaccine, Findings& found) {
    Finding& finding = found.info(
        &vaccine,
        "{} after immunoglobulin: passive antibody may blunt the response for 8 to 11 months",
        words::capitalised(live_vaccine::name(patient, vaccine))
    );
    finding.consider.emplace_back(passive_note);
    finding.trigger = "immunoglobulin";
}

void judge_vaccine(const Patient& patient, const Order& vaccine, Findings& found) {
    if (patient.immunosuppression().now()) return say_suppressed(patient, vaccine, found);
    if (!medications_known(patient)) return say_not_known(patient, vaccine, found);
    if (vaccine.is_any(group::vaccines_blunted_by_immunoglobulin)
        && live_vaccine::has_immunoglobulin(patient))
        say_passive_antibody(patient, vaccine, found);
}

/// The other way round: the vaccine was first.
void judge_start(const Patient& patient, Findings& found) {
    const auto given = live_vaccine::given_lately(patient);
    const Order* order = given ? live_vaccine::immunosuppressant_ordered(patient) : nullptr;
    if (!order) return;
    const std::string_view vaccine = patient.name(given->event->what.first_of(group::live_vaccines));
    const std::string_view drug = live_vaccine::immunosuppressant_name(patient, *order);
    Finding& finding = found.warning(
        order,
        "{}: {} (live) was given {} ago - consider waiting until {} after it",
        words::capitalised(drug),
        vaccine,
        words::duration(given->days_ago),
        waiting_time(patient)
    );
    finding.because(fmt::format(
        "{} on {}{}",
        words::capitalised(vaccine),
        fhir::to_string(*given->event->date),
        words::from(given->event->source)
    ));
    finding.consider.push_back(interval(patient));
    finding.trigger = fmt::format("{} given", vaccine);
}

void check(const Patient& patient, Findings& found) {
    for (const Order* vaccine : patient.ordering(group::live_vaccines))
        judge_vaccine(patient, *vaccine, found);
    judge_start(patient, found);
}

}  // namespace

extern constinit const Rule live_vaccine_immunosuppressed = {
    .number = "R12",
    .id = "live-vaccine-immunosuppressed",
    .title = "Live vaccine while immunosuppressed",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 90,
    .hooks = Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .group = Group::vaccine,
    .rank = 1,
    .why = "A live vaccine can cause disease when the defences are lowered.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
