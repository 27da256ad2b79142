#include "fhir/date.hpp"

#include "tests/fuzz/check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace iim::fhir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Zone zurich = Zone::named("Europe/Zurich").value_or(Zone{});
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto there = parse_date(text, zurich);
    const auto utc = parse_date(text, Zone{});
    IIM_CHECK(there.has_value() == utc.has_value());
    if (!there) return 0;

    IIM_CHECK(there->first <= there->last);
    IIM_CHECK(there->last - there->first < Days(366));
    IIM_CHECK(there->instant == utc->instant);
    if (!there->instant) IIM_CHECK(*there == *utc);
    if (there->precision == Date::Precision::day) IIM_CHECK(to_string(there->first) == text);
    const auto again = parse_date(to_string(utc->first), Zone{});
    IIM_CHECK(
        !again || again->first == utc->first
    );  // at the ends of time a zone may leave the years allowed
    IIM_CHECK(full_years(there->first, there->last) == 0);
    return 0;
}
