#include "engine/facts/patient.hpp"

#include <utility>

#include <fmt/format.h>

/// How the answers of Patient read in a Trace.
namespace iim::engine {
namespace {

constexpr std::string_view none = "none";

std::string at(const Source& source) {
    return source.id.empty() ? std::string() : fmt::format(" ({}/{})", source.type, source.id);
}

/// A daily average of what is taken once a week would be a number that nobody wrote.
std::string dose_in_words(const Order& order, Day now) {
    using fhir::Frequency;
    if (order.dose.phases.empty()) return {};
    const fhir::DosePhase& first = order.dose.phases.front();
    const bool weekly = first.frequency == Frequency::weekly || first.frequency == Frequency::multi_weekly;
    if (weekly) return first.mg_per_week.hi ? fmt::format(" {:.4g} mg/week", *first.mg_per_week.hi) : "";
    if (first.frequency != Frequency::daily && first.frequency != Frequency::alternate)
        return first.mg_per_dose.hi ? fmt::format(" {:.4g} mg a dose", *first.mg_per_dose.hi) : "";
    const fhir::Span peak = order.peak_mg_per_day(now);
    return peak.hi ? fmt::format(" {:.4g} mg/day", *peak.hi) : "";
}

std::string in_words(const Order& order, Day now, const Terms& terms) {
    return fmt::format(
        "{}{}{}", terms.name(order.drugs.first()), dose_in_words(order, now), at(order.source)
    );
}

}  // namespace

void Patient::write_down(std::string_view question, ConceptGroup about, const Orders& answer) const {
    std::string all;
    for (const Order* order : answer)
        all += fmt::format("{}{}", all.empty() ? "" : "; ", in_words(*order, now(), *terms_));
    trace_->asked(question, about, answer.empty() ? std::string(none) : std::move(all));
}

void Patient::write_down(std::string_view question, ConceptGroup about, const Order* answer) const {
    trace_->asked(question, about, answer ? in_words(*answer, now(), *terms_) : std::string(none));
}

void Patient::write_down(std::string_view question, ConceptGroup about, const Condition* answer) const {
    if (!answer) return trace_->asked(question, about, std::string(none));
    const std::string_view doubt = answer->low_certainty ? ", not confirmed" : "";
    trace_->asked(
        question,
        about,
        fmt::format("{}{}{}", terms_->name(answer->concepts.first()), doubt, at(answer->source))
    );
}

void Patient::write_down(std::string_view question, ConceptGroup about, const Allergy* answer) const {
    trace_->asked(
        question,
        about,
        answer ? fmt::format("{}{}", terms_->name(answer->substances.first()), at(answer->source))
               : std::string(none)
    );
}

void Patient::write_down(std::string_view question, ConceptGroup about, const Request* answer) const {
    trace_->asked(
        question,
        about,
        answer ? fmt::format("{}{}", terms_->name(answer->what.first()), at(answer->source))
               : std::string(none)
    );
}

void Patient::write_down(std::string_view question, ConceptGroup about, std::optional<Day> answer) const {
    trace_->asked(question, about, answer ? fhir::to_string(*answer) : "never");
}

void Patient::write_down(std::string_view question, ConceptGroup about, bool answer) const {
    trace_->asked(question, about, answer ? "yes" : "no");
}

void Patient::write_down(Days window, const std::optional<KidneyFunction>& answer) const {
    trace_->asked(
        fmt::format("kidney function of the last {} days", window.count()),
        answer ? fmt::format("eGFR {:.4g} mL/min/1.73 m2 on {}", answer->egfr, fhir::to_string(answer->date))
               : std::string(none)
    );
}

void Patient::write_down(std::string_view question, ConceptGroup, const std::vector<Concept>& answer) const {
    std::string all;
    for (const Concept one : answer) all += fmt::format("{}{}", all.empty() ? "" : ", ", terms_->name(one));
    trace_->asked(std::string(question), answer.empty() ? std::string(none) : std::move(all));
}

}  // namespace iim::engine
