#include "engine/options/readability.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <fmt/format.h>

namespace iim::engine {

std::span<const Watched> watched_drugs() noexcept {
    static constexpr Watched all[] = {
        {group::methotrexate, "weekly dose checks", true},
        {group::thiopurines, "azathioprine dose checks", true},
        {group::mycophenolate, "mycophenolate dose checks", true},
        {group::cyclophosphamide, "cyclophosphamide checks", true},
        {group::rituximab, "rituximab dose checks", true},
        {group::calcineurin_inhibitors, "calcineurin inhibitor checks", false},
        {group::immunoglobulin, "IVIG dose checks", false},
        {group::corticosteroids, "steroid dose and duration checks", false},
    };
    return all;
}

std::vector<std::string> unreadable_parts(const Order& order) {
    const fhir::DoseReading& dose = order.dose;
    std::vector<std::string> parts;
    if (dose.has(fhir::weight_missing)) parts.emplace_back("weight");
    if (dose.has(fhir::bsa_missing)) parts.emplace_back("body surface area");
    if (dose.has(fhir::dose_unreadable) || dose.has(fhir::strength_unknown) || dose.has(fhir::ambiguous))
        parts.emplace_back("dose");
    if (dose.has(fhir::frequency_unreadable)) parts.emplace_back("frequency");
    if (parts.empty() && dose.phases.empty()) parts.emplace_back("dose");
    return parts;
}

std::vector<std::string> unreadable_results(const Patient& patient, ConceptGroup tests, Days window) {
    std::vector<std::string> lines;
    for (const Concept test : tests)
        if (const Result* one = patient.labs().unreadable(test, patient.now(), window))
            lines.push_back(words::unreadable(*one, patient.name(test)));
    return lines;
}

std::vector<std::string> unreadable_kidney(const Patient& patient, Days window) {
    const Result* one = unreadable_kidney_result(patient.facts(), window);
    if (!one) return {};
    return {words::unreadable(*one, patient.name(one->test))};
}

std::string gap_line(std::string_view drug, const Order& order) {
    return fmt::format("{}: {} could not be read", drug, words::all_of(unreadable_parts(order)));
}

}  // namespace iim::engine
