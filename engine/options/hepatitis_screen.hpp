#pragma once

#include "engine/options/hepatitis.hpp"

/// The facts behind R10: what is missing before methotrexate (or another immunosuppressant, if the site
/// wants that), and what can be ordered.
namespace iim::engine::hepatitis {

/// Hepatitis B and C and the liver tests, as they stand before a start.
struct Screen {
    Status status;
    bool liver_tests = false;        ///< ALT or AST of the last 42 days
    bool liver_tests_asked = false;  ///< ordered, or the result is pending
    std::vector<std::string> unreadable_liver;

    std::vector<std::string> missing() const;
    /// What is missing and not on its way.
    std::vector<std::string> not_asked() const;
    /// Everything that is missing is on its way.
    bool pending() const;
    bool positive() const noexcept;
};
Screen screen(const Patient& patient);

/// One click for each kind of test that is missing, and what a positive result asks for.
std::vector<Suggestion> checklist(const Patient& patient, const Screen& screen);

/// Last dates of all that was looked for.
std::vector<std::string> facts(const Patient& patient, const Screen& screen);

}  // namespace iim::engine::hepatitis
