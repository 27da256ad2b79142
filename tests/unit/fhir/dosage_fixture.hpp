#pragma once

#include "fhir/dosage.hpp"

#include <cmath>
#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace iim::fhir {

inline std::ostream& boost_test_print_type(std::ostream& out, Frequency frequency) {
    return out << to_string(frequency);
}
inline std::ostream& boost_test_print_type(std::ostream& out, Confidence confidence) {
    return out << to_string(confidence);
}
inline std::ostream& boost_test_print_type(std::ostream& out, const Span& span) {
    const auto print = [&](std::optional<double> end) { end ? out << *end : out << '?'; };
    print(span.lo);
    out << "..";
    print(span.hi);
    return out;
}

}  // namespace iim::fhir

namespace dosage_test {

using namespace iim::fhir;

inline Day day(int year, unsigned month, unsigned day_of_month) {
    return std::chrono::sys_days(
        std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day_of_month)
    );
}

inline const Day now = day(2026, 11, 20);

/// A draft written today for a patient of 80 kg and 2 m2 and a product of no known strength.
inline DoseContext draft() {
    DoseContext context;
    context.now = now;
    context.authored = now;
    context.draft = true;
    return context;
}
inline DoseContext tablets_of(double mg) {
    auto context = draft();
    context.mg_per_unit = mg;
    return context;
}
inline DoseContext weighing(double kg) {
    auto context = draft();
    context.weight_kg = kg;
    return context;
}

/// What read_dosage makes of a whole resource; its views live as long as this.
struct Read : DoseReading {
    Document document;
    Read(std::string json, const DoseContext& context) {
        const auto parsed = document.parse(std::move(json));
        BOOST_TEST_REQUIRE(parsed.has_value());
        static_cast<DoseReading&>(*this) = read_dosage(*parsed, context);
    }
};

/// The same for the elements of dosageInstruction.
inline Read read(std::string_view dosages, const DoseContext& context = draft()) {
    return Read(
        R"({"resourceType":"MedicationRequest","dosageInstruction":[)" + std::string(dosages) + "]}", context
    );
}

inline std::string dose(std::string_view value, std::string_view unit) {
    return R"("doseAndRate":[{"doseQuantity":{"value":)" + std::string(value) + R"(,"unit":")"
           + std::string(unit) + "\"}}]";
}
inline std::string repeat(std::string_view members) {
    return R"("timing":{"repeat":{)" + std::string(members) + "}}";
}
inline std::string code(std::string_view value) {
    return R"("timing":{"code":{"coding":[{"code":")" + std::string(value) + "\"}]}}";
}
inline const std::string once_daily = repeat(R"("frequency":1,"period":1,"periodUnit":"d")");
inline const std::string once_weekly = repeat(R"("frequency":1,"period":1,"periodUnit":"wk")");
inline std::string dosage(std::initializer_list<std::string> members) {
    std::string out = "{";
    for (const auto& member : members) out += (out.size() > 1 ? "," : "") + member;
    return out + "}";
}

inline bool close(const Span& a, const Span& b) {
    const auto same = [](std::optional<double> x, std::optional<double> y) {
        return x.has_value() == y.has_value() && (!x || std::abs(*x - *y) <= 1e-9 * (1 + std::abs(*y)));
    };
    return same(a.lo, b.lo) && same(a.hi, b.hi);
}
/// A date to compare; "open" when there is none.
inline std::string on(std::optional<Day> day) {
    return day ? to_string(*day) : "open";
}
inline Span exactly(double value) {
    return {value, value};
}

}  // namespace dosage_test
