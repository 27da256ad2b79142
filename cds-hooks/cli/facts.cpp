#include "cds-hooks/cli/facts.hpp"

#include "cards/text.hpp"
#include "cds-hooks/cli/question.hpp"

#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {

namespace {

constexpr std::size_t longest_label = 120;

}  // namespace

FactLine& FactLine::with(std::string_view name, std::string text) {
    if (!text.empty()) properties.push_back({name, std::move(text)});
    return *this;
}

FactLine& FactLine::with(std::string_view name, std::optional<double> number, std::string_view unit) {
    if (number) properties.push_back({name, {}, number, unit});
    return *this;
}

FactLine& FactLine::with(std::string_view name, std::optional<engine::Day> day) {
    return day ? with(name, fhir::to_string(*day)) : *this;
}

FactLine& FactLine::with_if(bool condition, std::string_view name) {
    return condition ? with(name, "yes") : *this;
}

std::string cleaned(std::string_view text) {
    return cards::shorten(text, longest_label);
}

std::string name_of(const engine::Source& source) {
    if (source.type.empty() || source.id.empty()) return cleaned(source.type);
    return cleaned(fmt::format("{}/{}", source.type, source.id));
}

std::string names_of(const engine::Patient& patient, const engine::Concepts& concepts) {
    std::string all;
    for (const engine::Concept one : concepts) {
        if (!all.empty()) all += ", ";
        all += patient.name(one);
    }
    return all;
}

std::vector<FactSection> all_facts(const engine::Patient& patient, fhir::Json request) {
    return {
        sources_section(patient),
        person_section(patient),
        myositis_section(patient),
        conditions_section(patient),
        orders_section(patient),
        steroid_section(patient),
        results_section(patient),
        allergies_section(patient),
        events_section(patient),
        notes_section(patient),
        unused_section(patient, request),
    };
}

int facts(const RequestOptions& options, bool json) {
    Understood understood(question_of(options));
    const engine::Patient* const patient = understood.patient();
    if (!patient) return input_is_bad;
    const auto sections = all_facts(*patient, understood.request());
    if (json)
        fmt::print("{}\n", facts_json(sections));
    else
        fmt::print("{}", facts_text(sections));
    return fine;
}

}  // namespace iim::service::cli
