#pragma once

#include "tests/unit/fhir/dosage_fixture.hpp"

#include <array>
#include <cstdio>
#include <utility>
#include <vector>

namespace dosage_test {

/// "60", "40..60", "?..60"; "?" when neither end is known.
inline std::string print(const Span& span) {
    const auto end = [](std::optional<double> value) -> std::string {
        if (!value) return "?";
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.6g", *value);
        return text.data();
    };
    const auto lo = end(span.lo), hi = end(span.hi);
    return lo == hi ? lo : lo + ".." + hi;
}

inline std::string print_problems(std::uint32_t problems) {
    constexpr std::array<std::pair<DoseProblem, std::string_view>, 9> names{{
        {dose_unreadable, "dose"},
        {strength_unknown, "strength"},
        {weight_missing, "weight"},
        {bsa_missing, "bsa"},
        {frequency_unreadable, "frequency"},
        {timing_conflict, "conflict"},
        {ambiguous, "ambiguous"},
        {implausible, "implausible"},
        {undated, "undated"},
    }};
    std::string out;
    for (const auto& [bit, name] : names)
        if ((problems & bit) != 0) out += " !" + std::string(name);
    return out;
}

/// What was read, as one line to hold against an expectation. A phase is
/// "60/d 420/wk daily 2026-11-20..open"; "~" follows an end that is only estimated.
inline std::string plan(const DoseReading& got) {
    std::string out;
    for (const auto& phase : got.phases) {
        if (!out.empty()) out += "; ";
        out += print(phase.mg_per_day) + "/d " + print(phase.mg_per_week) + "/wk "
               + std::string(to_string(phase.frequency)) + " ";
        if (phase.dated)
            out += on(phase.start) + ".." + on(phase.end) + (phase.end_estimated ? "~" : "");
        else
            out += "undated";
    }
    return out + print_problems(got.problems);
}

/// Members of one dosage, and what they say for a product of 20 mg a tablet, 25 mg/mL, and a patient of
/// 80 kg and 2 m2.
struct Shape {
    std::string name, members, want;
};

inline DoseContext everything_known() {
    auto context = tablets_of(20);
    context.mg_per_mL = 25;
    context.weight_kg = 80;
    context.bsa_m2 = 2;
    return context;
}

inline void expect(const std::vector<Shape>& shapes, const DoseContext& context) {
    for (const auto& one : shapes) BOOST_TEST_CONTEXT(one.name << ": " << one.members)
    BOOST_TEST(plan(read("{" + one.members + "}", context)) == one.want);
}

}  // namespace dosage_test
