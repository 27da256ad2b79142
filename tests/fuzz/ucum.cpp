#include "fhir/ucum.hpp"

#include "tests/fuzz/check.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace iim::fhir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const DoseUnitValue dose = dose_unit(text);
    IIM_CHECK(dose.factor > 0 && std::isfinite(dose.factor));

    constexpr std::string_view targets[] = {
        "10*9/L",
        "g/L",
        "mmol/L",
        "umol/L",
        "mL/min/{1.73_m2}",
        "U/L",
        "mg/dL",
        "ng/L",
        "kg",
        "cm",
        "%",
        "mg/g",
        "mg/d"};
    int kinds = 0;
    for (const std::string_view target : targets) {
        const auto got = convert(1, text, target);
        IIM_CHECK(!got || (std::isfinite(*got) && *got > 0));
        kinds += got ? 1 : 0;
        (void)convert(1e308, text, target, 113.12);
    }
    // g/L and mg/dL, mmol/L and umol/L, ng/L with the masses: one unit is never of two kinds.
    IIM_CHECK(kinds <= 3);
    return 0;
}
