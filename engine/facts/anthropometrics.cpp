#include "engine/facts/anthropometrics.hpp"

#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <cmath>

namespace iim::engine {

namespace {

constexpr double cm_per_inch = 2.54;
constexpr double base_height_in = 60;

struct Range {
    double min, max;
    bool has(double x) const noexcept { return x >= min && x <= max; }
};
constexpr Range adult_kg{25, 300}, child_kg{2, 150};
// Not a clinical limit: outside it a height in metres or inches was sent as centimetres.
constexpr Range believable_cm{30, 250};

Days weight_window(const Demographics& who) noexcept {
    if (!who.age_years || *who.age_years >= 18) return Days(90);
    return *who.age_years >= 2 ? Days(60) : Days(30);
}

/// The weights of the record that can be true, newest first.
std::vector<const Result*> weights(const Labs& labs, Range plausible, Day now, bool& implausible) {
    auto found = labs.all(observation::body_weight);
    std::erase_if(found, [now](const Result* one) { return !one->value || one->date > now; });
    if (!found.empty() && !plausible.has(*found.front()->value)) implausible = true;
    std::erase_if(found, [plausible](const Result* one) { return !plausible.has(*one->value); });
    return found;
}

bool jumped(const Result& last, const Result& before) {
    return last.date - before.date <= Days(30) && std::abs(*last.value / *before.value - 1) > 0.2;
}

void set_weight(Anthropometrics& body, const Labs& labs, const Demographics& who, Day now) {
    const auto found = weights(labs, who.child() ? child_kg : adult_kg, now, body.weight_implausible);
    if (found.empty()) return;
    if (found.size() > 1) body.weight_jump = jumped(*found[0], *found[1]);
    const auto age = now - found.front()->date;
    // An old weight of a child says nothing about the child of today; an adult's is kept with a flag.
    const Days usable = who.child() ? weight_window(who) : Days(365);
    if (age > usable) return;
    body.weight_kg = found.front()->value;
    body.weight_date = found.front()->date;
    body.weight_stale = age > weight_window(who);
}

/// Of an adult any height that was taken as an adult; of a child one of the last 180 days.
bool height_counts(const Result& height, const Demographics& who, Day now) {
    if (!height.value || !believable_cm.has(*height.value) || height.date > now) return false;
    if (who.child()) return now - height.date <= Days(180);
    return !who.birth || fhir::full_years(*who.birth, height.date) >= 18;
}

void set_height(Anthropometrics& body, const Labs& labs, const Demographics& who, Day now) {
    for (const Result* height : labs.all(observation::body_height)) {
        if (!height_counts(*height, who, now)) continue;
        body.height_cm = height->value;
        body.height_date = height->date;
        return;
    }
}

void set_ideal_weight(Anthropometrics& body, const Demographics& who) {
    if (!body.height_cm || !who.adult()) return;
    body.ibw_base_used = *body.height_cm < base_height_in * cm_per_inch;
    body.sex_unknown = who.sex != Sex::male && who.sex != Sex::female;
    // Unknown sex: the lower of both, which is the female one at every height.
    body.ibw_kg = ideal_weight_kg(*body.height_cm, who.sex != Sex::male);
}

}  // namespace

double ideal_weight_kg(double height_cm, bool female) {
    const double over = std::max(0.0, height_cm / cm_per_inch - base_height_in);
    return (female ? 45.5 : 50.0) + 2.3 * over;
}

double body_surface_m2(double height_cm, double weight_kg) {
    return std::sqrt(height_cm * weight_kg / 3600);
}

Anthropometrics measure(const Labs& labs, const Demographics& who, Day now) {
    Anthropometrics body;
    set_weight(body, labs, who, now);
    set_height(body, labs, who, now);
    set_ideal_weight(body, who);
    if (!body.weight_kg || !body.height_cm) return body;
    body.bsa_m2 = body_surface_m2(*body.height_cm, *body.weight_kg);
    const double metres = *body.height_cm / 100;
    body.bmi = *body.weight_kg / (metres * metres);
    return body;
}

}  // namespace iim::engine
