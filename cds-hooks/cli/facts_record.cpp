#include "cds-hooks/cli/facts.hpp"
#include "engine/facts/lab_units.hpp"

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Patient;
using engine::Result;

std::string_view words(engine::ClinicalStatus status) {
    switch (status) {
    case engine::ClinicalStatus::active: return "active";
    case engine::ClinicalStatus::remission: return "remission";
    case engine::ClinicalStatus::inactive: return "inactive";
    }
    return "active";
}

std::string_view words(engine::AllergySeverity severity) {
    switch (severity) {
    case engine::AllergySeverity::mild_gi: return "stomach upset only";
    case engine::AllergySeverity::unknown: return "not stated: counts as moderate";
    case engine::AllergySeverity::moderate: return "moderate";
    case engine::AllergySeverity::severe: return "severe";
    }
    return "not stated";
}

std::string_view words(engine::Reading reading) {
    switch (reading) {
    case engine::Reading::unknown: return "";
    case engine::Reading::positive: return "positive";
    case engine::Reading::negative: return "negative";
    case engine::Reading::indeterminate: return "indeterminate";
    }
    return "";
}

bool says_something(const Result& one) {
    return one.value || one.reading != engine::Reading::unknown || !one.answers.empty() || one.value_day
           || one.phenotype != engine::Phenotype::unknown;
}

FactLine result_line(const Patient& patient, const Result& one) {
    FactLine line{std::string(patient.name(one.test))};
    line.source = name_of(one.source);
    const std::string_view unit = engine::lab_unit(one.test).unit;
    if (one.value && one.comparator)
        line.with("value", fmt::format("{}{:.4g} {}", one.comparator, *one.value, unit));
    else
        line.with("value", one.value, unit.empty() ? one.unit : unit);
    line.with("reads", std::string(words(one.reading)));
    line.with("answer", cleaned(one.text)).with("meaning", names_of(patient, one.answers));
    line.with("day", one.value_day);
    if (one.flag) line.with("flag", std::string(1, one.flag));
    line.with_if(one.state == engine::ResultState::preliminary, "preliminary");
    if (one.dated)
        line.with("sampled", one.date);
    else
        line.unread.emplace_back("no date: never counts as recent");
    if (one.unit_unknown)
        line.unread.push_back(
            fmt::format("unit \"{}\" is not on the closed list: number not used", cleaned(one.unit))
        );
    else if (!says_something(one))
        line.unread.emplace_back("no value, and an answer that is not understood");
    return line;
}

void add(
    FactSection& section,
    const Patient& patient,
    std::string_view kind,
    const std::vector<engine::Event>& events
) {
    for (const engine::Event& one : events) {
        FactLine line{names_of(patient, one.what)};
        line.source = name_of(one.source);
        line.with("is", std::string(kind)).with("called", cleaned(one.label)).with("on", one.date);
        line.with("given", one.mg, "mg");
        if (!one.date) line.unread.emplace_back("no date: never counts as recent");
        section.lines.push_back(std::move(line));
    }
}

}  // namespace

FactSection conditions_section(const Patient& patient) {
    FactSection section{"conditions", "Diagnoses", {}};
    for (const engine::Condition& one : patient.facts().conditions) {
        FactLine line{names_of(patient, one.concepts)};
        line.source = name_of(one.source);
        line.with("status", std::string(words(one.status))).with("called", cleaned(one.label));
        line.with("code", cleaned(one.code)).with("onset", one.onset).with("recorded", one.recorded);
        line.with("abated", one.abatement).with_if(one.severe, "severe").with_if(one.added, "justAdded");
        line.with_if(one.low_certainty, "notConfirmed");
        section.lines.push_back(std::move(line));
    }
    return section;
}

FactSection results_section(const Patient& patient) {
    FactSection section{"results", "Results and measurements, in the rules' units", {}};
    for (const engine::Concept test : patient.labs().tests()) {
        const auto all = patient.labs().all(test);
        const Result* const pending = patient.labs().pending(test, patient.now());
        if (pending) section.lines.push_back(result_line(patient, *pending));
        for (const Result* one : all) section.lines.push_back(result_line(patient, *one));
    }
    return section;
}

FactSection allergies_section(const Patient& patient) {
    FactSection section{"allergies", "Allergies", {}};
    if (patient.facts().no_known_allergy) section.lines.push_back(FactLine{"no known allergy, it says"});
    for (const engine::Allergy& one : patient.facts().allergies) {
        FactLine line{one.unmatched() ? "not matched to a drug" : names_of(patient, one.substances)};
        line.source = name_of(one.source);
        line.with("called", cleaned(one.label)).with("severity", std::string(words(one.severity)));
        line.with_if(one.intolerance, "intolerance").with_if(one.severe_skin, "severeSkinReaction");
        if (one.unmatched())
            line.unread.emplace_back("no known code or name: it may be one of the rules' drugs");
        section.lines.push_back(std::move(line));
    }
    return section;
}

FactSection events_section(const Patient& patient) {
    FactSection section{"events", "Tests asked for, procedures, vaccines, administrations", {}};
    for (const engine::Request& one : patient.facts().requests) {
        FactLine line{names_of(patient, one.what)};
        line.source = name_of(one.source);
        line.with("is", one.draft ? "request, draft" : "request").with("called", cleaned(one.label));
        line.with("written", one.authored);
        section.lines.push_back(std::move(line));
    }
    add(section, patient, "procedure", patient.facts().procedures);
    add(section, patient, "vaccine", patient.facts().immunizations);
    add(section, patient, "administration", patient.facts().administrations);
    return section;
}

FactSection notes_section(const Patient& patient) {
    FactSection section{"notes", "Notes on the data", {}};
    for (const engine::DataNote& one : patient.facts().notes) {
        FactLine line{std::string(one.code)};
        line.source = name_of(one.source);
        line.unread.push_back(cleaned(one.text));
        section.lines.push_back(std::move(line));
    }
    return section;
}

}  // namespace iim::service::cli
