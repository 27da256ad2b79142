#include "engine/options/late_pregnancy.hpp"

#include "engine/terms/concepts.hpp"

#include <fmt/format.h>

namespace iim::engine {

namespace {

// The catalogue says "late" and "near term" without a number. Late is read as the third trimester, which
// ICD-10-CM (chapter 15, the system of the recorded pregnancy codes) counts from 28 weeks 0 days; an
// estimated delivery is 40 weeks 0 days.
constexpr Days third_trimester{12 * 7}, estimate_counts{300};

}  // namespace

std::string RecordedPregnancy::in_words() const {
    if (!delivery) return "pregnancy without a recorded delivery date";
    return fmt::format("pregnancy, delivery estimated for {}", fhir::to_string(*delivery));
}

std::optional<RecordedPregnancy> recorded_pregnancy(const Patient& patient) {
    if (patient.pregnancy().pregnant != Truth::yes) return {};
    RecordedPregnancy found;
    const Result* estimate =
        patient.labs().latest(observation::estimated_delivery_date, patient.now(), estimate_counts);
    // A date that is past may belong to an earlier pregnancy.
    if (!estimate || !estimate->value_day || *estimate->value_day < patient.now()) return found;
    found.delivery = estimate->value_day;
    found.late = truth(*found.delivery - patient.now() <= third_trimester);
    found.source = estimate->source;
    return found;
}

}  // namespace iim::engine
