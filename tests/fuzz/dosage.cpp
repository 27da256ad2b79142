// Any resource, any text: read_dosage must answer, stay inside its limits, and never give a number that is
// not one.
#include "fhir/dosage.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace iim::fhir;

void demand(bool holds) {
    if (!holds) std::abort();
}

void check(const Span& span) {
    for (const auto end : {span.lo, span.hi}) demand(!end || (std::isfinite(*end) && *end >= 0));
    if (span.lo && span.hi) demand(*span.lo <= *span.hi * (1 + 1e-9));
}

void check(const DoseReading& reading, Day now) {
    constexpr Days hundred_years{36'525};
    demand(reading.phases.size() <= 400 && reading.raw.size() <= 160);
    for (const auto& phase : reading.phases) {
        check(phase.mg_per_dose);
        check(phase.mg_per_day);
        check(phase.mg_per_week);
        check(phase.doses_per_day);
        for (const auto day : {phase.start, phase.end})
            demand(!day || (*day >= now - hundred_years && *day <= now + hundred_years));
        demand(!phase.start || !phase.end || *phase.start <= *phase.end);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Document document;
    const std::string input(data, data + size);
    DoseContext context;
    context.now = Day(Days(20'777));
    context.draft = size % 2 == 0;
    if (size % 3 != 0) {
        context.authored = context.now;
        context.mg_per_unit = 2.5;
        context.mg_per_mL = 25;
        context.weight_kg = 70;
        context.bsa_m2 = 1.8;
    }
    if (const auto parsed = document.parse(input)) check(read_dosage(*parsed, context), context.now);
    (void)parse_dosage_text(input);
    return 0;
}
