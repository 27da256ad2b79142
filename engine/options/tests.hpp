#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <vector>

namespace iim::engine {

/// A test that ought to be on record before a drug starts: what to order, what answers the need, and how old
/// an answer may be (RULES 2.8).
struct TestNeed {
    Concept order;
    ConceptGroup answered_by;
    Days window;
    bool qualitative = false;             ///< answered by positive or negative, not by a number
    double Policy::*parameter = nullptr;  ///< days: what the site sets in the place of `window`
    Days window_for(const Patient& patient) const;
};

namespace need {
extern const TestNeed hbsag, anti_hbc, hcv_antibody, blood_count, alt, ast, albumin, creatinine,
    pregnancy_test;
extern const TestNeed g6pd, tpmt, nudt15;
/// What R14 asks for: as old as mtx.baseline_days allows.
namespace methotrexate {
extern const TestNeed blood_count, alt, ast, albumin, creatinine;
}
}  // namespace need

/// The test is active, drafted or pending: it is not to be ordered twice (RULES 6.3.5).
bool already_asked(const Patient& patient, const TestNeed& test);

/// A final result within the need's window that says something. One that cannot be read, or that is
/// indeterminate, leaves the question open.
bool answered(const Patient& patient, const TestNeed& test);

/// Orders for those of `tests` that are neither answered nor asked for, each once.
std::vector<Action> missing_tests(const Patient& patient, std::initializer_list<TestNeed> tests);

/// One click that orders `tests` and says which they are: a label for all that may be missing would promise
/// more than is ordered once some of it is on record. Nothing but TestProposals.
Suggestion order_named(const Patient& patient, std::vector<Action> tests, bool recommended = false);

/// Whatever R10 or R14 would miss before methotrexate, each once.
std::vector<Action> missing_before_methotrexate(const Patient& patient);

/// Orders for those of `tests` that are not asked for already, whatever is on record.
std::vector<Action> repeat_tests(
    const Patient& patient, std::initializer_list<TestNeed> tests, std::string_view when
);

}  // namespace iim::engine
