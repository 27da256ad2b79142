#include "engine/facts/order.hpp"

#include <algorithm>

namespace iim::engine {

namespace {

/// Adds what one phase gives. A phase of unknown dose leaves the sum as it is: what is known is at least
/// taken.
void add(std::optional<double>& sum, std::optional<double> more) {
    if (more) sum = sum.value_or(0) + *more;
}

void raise(std::optional<double>& peak, std::optional<double> other) {
    if (other) peak = std::max(peak.value_or(*other), *other);
}

}  // namespace

bool is_systemic(Route route) noexcept {
    switch (route) {
    case Route::oral:
    case Route::iv:
    case Route::im:
    case Route::sc:
    case Route::enteral: return true;
    case Route::unknown:
    case Route::topical:
    case Route::ophthalmic:
    case Route::otic:
    case Route::nasal:
    case Route::inhaled:
    case Route::intra_articular:
    case Route::intralesional:
    case Route::epidural:
    case Route::intrathecal:
    case Route::rectal:
    case Route::other: return false;
    }
    return false;
}

fhir::Span Order::mg_per_day(Day day) const {
    fhir::Span sum;
    for (const fhir::DosePhase& phase : dose.phases) {
        if (!phase.covers(day)) continue;
        add(sum.lo, phase.mg_per_day.lo);
        add(sum.hi, phase.mg_per_day.hi);
    }
    return sum;
}

fhir::Span Order::peak_mg_per_day(Day from) const {
    fhir::Span peak;
    for (const fhir::DosePhase& phase : dose.phases) {
        if (!phase.dated) {
            raise(peak.lo, phase.mg_per_day.lo);
            raise(peak.hi, phase.mg_per_day.hi);
            continue;
        }
        if (phase.end && *phase.end < from) continue;
        // The sum can rise only where a phase begins, or at `from` itself.
        const fhir::Span sum = mg_per_day(std::max(phase.start.value_or(from), from));
        raise(peak.lo, sum.lo);
        raise(peak.hi, sum.hi);
    }
    return peak;
}

}  // namespace iim::engine
