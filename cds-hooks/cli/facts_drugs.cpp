#include "cds-hooks/cli/facts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Order;
using engine::OrderState;
using engine::Patient;

std::string_view words(OrderState state) {
    switch (state) {
    case OrderState::draft: return "draft";
    case OrderState::current: return "active";
    case OrderState::on_hold: return "on hold";
    case OrderState::historical: return "over";
    case OrderState::do_not_give: return "not to be given";
    }
    return "unknown";
}

std::string_view words(engine::Route route) {
    using engine::Route;
    switch (route) {
    case Route::unknown: return "unknown";
    case Route::oral: return "oral";
    case Route::iv: return "intravenous";
    case Route::im: return "intramuscular";
    case Route::sc: return "subcutaneous";
    case Route::enteral: return "by tube";
    case Route::topical: return "topical";
    case Route::ophthalmic: return "eye";
    case Route::otic: return "ear";
    case Route::nasal: return "nasal";
    case Route::inhaled: return "inhaled";
    case Route::intra_articular: return "intra-articular";
    case Route::intralesional: return "intralesional";
    case Route::epidural: return "epidural";
    case Route::intrathecal: return "intrathecal";
    case Route::rectal: return "rectal";
    case Route::other: return "other";
    }
    return "unknown";
}

std::string_view words(engine::SteroidClass kind) {
    using engine::SteroidClass;
    switch (kind) {
    case SteroidClass::none: return "not counted";
    case SteroidClass::ordinary: return "ordinary course";
    case SteroidClass::pulse: return "pulse";
    case SteroidClass::premed: return "premedication";
    case SteroidClass::replacement: return "replacement";
    case SteroidClass::burst: return "burst";
    }
    return "not counted";
}

struct Problem {
    fhir::DoseProblem bit;
    std::string_view words;
};
constexpr std::array problems{
    Problem{fhir::dose_unreadable, "dose not read: no amount, or a unit that is not on the closed list"},
    Problem{fhir::strength_unknown, "dose not read: the product's strength is not known"},
    Problem{fhir::weight_missing, "dose not read: per kg, and no usable weight"},
    Problem{fhir::bsa_missing, "dose not read: per m2, and no usable height and weight"},
    Problem{fhir::frequency_unreadable, "how often is not read"},
    Problem{fhir::timing_conflict, "timing.code and timing.repeat disagree; repeat is used"},
    Problem{fhir::ambiguous, "several instructions that may be alternatives or may add up"},
    Problem{fhir::implausible, "far outside anything usual"},
    Problem{fhir::undated, "later steps have no dates"},
};

/// "60", "30 to 60", "up to 60"
std::string amount(const fhir::Span& span) {
    if (span.lo && span.hi && *span.lo != *span.hi)
        return fmt::format("{:.4g} to {:.4g}", *span.lo, *span.hi);
    if (span.hi) return fmt::format("{}{:.4g}", span.lo ? "" : "up to ", *span.hi);
    return span.lo ? fmt::format("at least {:.4g}", *span.lo) : std::string();
}

void add(FactLine& line, std::string_view name, const fhir::Span& span, std::string_view unit) {
    if (span.lo && span.hi && *span.lo == *span.hi)
        line.with(name, span.hi, unit);
    else if (span.known())
        line.with(name, fmt::format("{} {}", amount(span), unit));
}

FactLine phase_line(const fhir::DosePhase& phase, const Order& order, std::size_t number) {
    FactLine line{fmt::format("  step {}", number)};
    line.source = name_of(order.source);
    add(line, "perDose", phase.mg_per_dose, "mg");
    // A daily average of what is taken once a week, or once, would be a number that nobody wrote.
    using fhir::Frequency;
    const bool every_day = phase.frequency == Frequency::daily || phase.frequency == Frequency::alternate
                           || phase.frequency == Frequency::prn;
    if (every_day) add(line, "perDay", phase.mg_per_day, "mg/day");
    add(line, "perWeek", phase.mg_per_week, "mg/week");
    line.with("taken", std::string(to_string(phase.frequency))).with_if(phase.prn, "asNeeded");
    line.with("from", phase.start).with("to", phase.end).with_if(phase.end_estimated, "endFromSupply");
    line.with("readFrom", std::string(to_string(phase.confidence)));
    add(line, "infusionRate", phase.rate_mg_per_kg_min, "mg/kg/min");
    return line;
}

FactLine order_line(const Patient& patient, const Order& order) {
    const bool known = !order.drugs.empty();
    FactLine line{known ? names_of(patient, order.drugs) : "a drug that no rule knows"};
    line.source = name_of(order.source);
    line.with("state", std::string(words(order.state))).with("called", cleaned(order.label));
    line.with("route", std::string(words(order.route)));
    line.with_if(order.route != engine::Route::unknown && !order.route_stated, "routeAssumed");
    line.with_if(order.selected, "selected").with_if(order.reported, "patientReported");
    line.with_if(order.acute_course, "acuteCourse").with_if(order.additional, "additional");
    line.with("from", order.start).with("to", order.end).with("written", order.authored);
    line.with("reason", cleaned(order.reason_label));
    if (order.identity_from_text) line.unread.emplace_back("no code that is known: taken from the name only");
    if (order.status_unknown) line.unread.emplace_back("status unknown: counted as active");
    if (known && order.route == engine::Route::unknown) line.unread.emplace_back("route not read");
    for (const Problem& one : problems)
        if (order.dose.has(one.bit)) line.unread.emplace_back(one.words);
    if (known && order.dose.phases.empty() && order.dose.problems == 0)
        line.unread.emplace_back("the order carries no dosage");
    if (!line.unread.empty() && !order.dose.raw.empty())
        line.unread.push_back(fmt::format("it says: {}", cleaned(order.dose.raw)));
    return line;
}

FactLine course_line(const Patient& patient, const engine::SteroidTimeline::Course& course) {
    FactLine line{fmt::format("{} course", patient.name(course.steroid))};
    line.source = name_of(course.order->source);
    line.with("is", std::string(words(course.kind)));
    add(line, "peakPrednisone", course.peak, "mg/day");
    line.with("from", course.start).with("to", course.end).with_if(course.open, "open");
    if (course.replaces) line.with("replaces", name_of(course.replaces->source));
    if (!course.readable) line.unread.emplace_back("the dose is not known");
    return line;
}

void add_run(FactSection& section, const Patient& patient, double mg) {
    const auto run = patient.steroid().run(mg);
    if (!run) return;
    FactLine line{fmt::format("at least {:.4g} mg/day", mg)};
    line.with("from", run->start).with("to", run->end);
    line.with("daysPast", run->past_days, "d").with("daysAhead", run->future_days, "d");
    line.with_if(run->assumed_open, "endAssumed");
    section.lines.push_back(std::move(line));
}

}  // namespace

FactSection orders_section(const Patient& patient) {
    FactSection section{"orders", "Drug orders and statements", {}};
    for (const Order& order : patient.facts().orders) {
        section.lines.push_back(order_line(patient, order));
        std::size_t number = 0;
        for (const fhir::DosePhase& phase : order.dose.phases)
            section.lines.push_back(phase_line(phase, order, ++number));
    }
    return section;
}

FactSection steroid_section(const Patient& patient) {
    const engine::SteroidTimeline& steroid = patient.steroid();
    FactSection section{"steroids", "Systemic corticosteroid, as prednisone", {}};
    if (steroid.courses().empty()) return section;
    for (const auto& course : steroid.courses()) section.lines.push_back(course_line(patient, course));
    FactLine today{"today"};
    today.with("perDay", steroid.now(), "mg/day").with("since", steroid.start_date());
    today.with("lastPulse", steroid.last_pulse());
    today.with("lastYear", steroid.cumulative_mg_last_year(), "mg in all");
    section.lines.push_back(std::move(today));
    const engine::Policy& policy = patient.policy();
    for (const double mg : {policy.mono_min_mg, policy.pjp_mg}) add_run(section, patient, mg);
    return section;
}

}  // namespace iim::service::cli
