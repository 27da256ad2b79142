#pragma once

#include "engine/self_check.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

/// Suggestions as they are sent, and what the self-check says of them.
namespace iim::engine::test {

/// A draft as a suggestion would send it.
inline std::string order_json(
    Concept drug, double mg, std::string_view period_unit, std::string_view more = ""
) {
    const auto code = terms().orderable(drug);
    return fmt::format(
        R"({{"resourceType":"MedicationRequest","status":"draft","intent":"order",)"
        R"("medicationCodeableConcept":{{"coding":[{{"system":"{}","code":"{}"}}]}},)"
        R"("subject":{{"reference":"Patient/1"}},"dosageInstruction":[{{"timing":{{"repeat":{{"frequency":1,)"
        R"("period":1,"periodUnit":"{}"{}}}}},"route":{{"coding":[{{"system":"http://snomed.info/sct",)"
        R"("code":"26643006"}}]}},"doseAndRate":[{{"doseQuantity":{{"value":{},"unit":"mg",)"
        R"("system":"http://unitsofmeasure.org","code":"mg"}}}}]}}]}})",
        code.value().system,
        code.value().code,
        period_unit,
        more,
        mg
    );
}

/// A patient, what all rules say, and the self-check of one answer.
struct Checked {
    explicit Checked(Build built)
        : builder(std::move(built)),
          patient(builder.patient()),
          said(judge(all_rules(), patient)),
          check(patient, said.findings) {}

    Opinion of(const Suggestion& suggestion, std::vector<std::string> orders) {
        Accepted accepted{&suggestion, {}};
        for (const std::string& each : orders) accepted.orders.push_back(each);
        return check.judge(accepted);
    }

    Build builder;
    Patient patient;
    Judgement said;
    SelfCheck check;
};

inline constexpr auto fine = Opinion::Verdict::fine, caution = Opinion::Verdict::caution,
                      refused = Opinion::Verdict::refused;

inline Suggestion start(Concept drug, std::vector<Action> companions = {}) {
    Suggestion one;
    one.label = "start";
    one.actions.emplace_back(DrugProposal{.drug = drug, .dose = 50});
    one.actions.insert(one.actions.end(), companions.begin(), companions.end());
    return one;
}

}  // namespace iim::engine::test
