#pragma once

#include "engine/families/checks_due.hpp"
#include "engine/options/cni.hpp"

#include <string>
#include <vector>

/// Blood tests that an immunosuppressant asks for while it is taken (RULES R40). Those of calcineurin
/// inhibitors stand in R27.
namespace iim::engine::laboratory {

/// Orders of the drugs that are monitored here, one for each drug: `orders` is what the hook is about.
Patient::Orders monitored(const Patient& patient);
/// Which of the monitored drugs it is.
Concept drug_of(const Order& order) noexcept;

/// Nobody is to be reminded: an admitted patient has daily tests; under palliative care they may be left out.
bool is_left_alone(const Patient& patient);

/// The tests that are due by the schedule of the drug, also those that are asked for already, and how often
/// they are usual at this time of the treatment. Nothing before the treatment has begun.
std::vector<CheckDue> due_tests(const Patient& patient, Concept drug);

/// A last value under treatment that asks for action, and none is on record.
struct Abnormal {
    const Check* check = nullptr;
    const Result* result = nullptr;
    std::string words;  ///< "ALT 120 U/L"
    bool repeat_ordered = false;
};
std::vector<Abnormal> abnormal_values(const Patient& patient, Concept drug);

/// Last results under treatment that may be such values but cannot be read.
std::vector<std::string> unreadable_values(const Patient& patient, Concept drug);

/// Clicks for what is due or to be repeated.
std::vector<Suggestion> clicks(
    const Patient& patient, std::vector<CheckDue> due, const std::vector<Abnormal>& abnormal
);

}  // namespace iim::engine::laboratory
