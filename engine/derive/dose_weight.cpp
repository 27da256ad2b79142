#include "engine/derive/dose_weight.hpp"

#include "engine/policy.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::engine {
namespace {

constexpr double obese_bmi = 30;
/// RULES 2.7: the share of the weight above the ideal one that the adjusted weight counts.
constexpr double adjusted_share = 0.4;

DoseWeight actual_weight(const Anthropometrics& body) {
    DoseWeight weight;
    weight.kg = *body.weight_kg;
    weight.stale = body.weight_stale;
    return weight;
}

DoseWeight ideal_weight(const Anthropometrics& body) {
    DoseWeight weight = actual_weight(body);
    weight.kg = *body.ibw_kg;
    weight.basis = WeightBasis::ideal;
    weight.base_used = body.ibw_base_used;
    weight.sex_unknown = body.sex_unknown;
    return weight;
}

DoseWeight adjusted_weight(const Anthropometrics& body) {
    DoseWeight weight = ideal_weight(body);
    const double over = *body.weight_kg - *body.ibw_kg;
    if (over <= 0) return actual_weight(body);
    weight.kg += adjusted_share * over;
    weight.basis = WeightBasis::adjusted;
    return weight;
}

DoseWeight lower_of_both(const Anthropometrics& body) {
    return *body.weight_kg <= *body.ibw_kg ? actual_weight(body) : ideal_weight(body);
}

DoseWeight by_basis(const Anthropometrics& body, std::string_view basis) {
    if (basis == "ibw") return ideal_weight(body);
    if (basis == "adjusted") return adjusted_weight(body);
    if (basis == "actual") return actual_weight(body);
    const bool only_if_obese = basis == "ibw-if-obese";
    if (only_if_obese && body.bmi.value_or(0) < obese_bmi) return actual_weight(body);
    return lower_of_both(body);
}

std::optional<DoseWeight> weight_by(const Facts& facts, std::string_view basis) {
    const Anthropometrics& body = facts.body;
    if (!body.weight_kg) return {};
    if (body.ibw_kg) return by_basis(body, basis);
    DoseWeight weight = actual_weight(body);
    weight.height_missing = !facts.demographics.child() && basis != "actual";
    return weight;
}

std::string_view name(WeightBasis basis) noexcept {
    switch (basis) {
    case WeightBasis::actual: return "actual";
    case WeightBasis::ideal: return "ideal";
    case WeightBasis::adjusted: return "adjusted";
    }
    return "actual";
}

}  // namespace

std::string DoseWeight::describe() const {
    // One decimal, as weights are written; 56.0 stays a whole number.
    std::string number = fmt::format("{:.1f}", kg);
    if (number.ends_with(".0")) number.resize(number.size() - 2);
    std::string text = fmt::format("{} body weight {} kg", name(basis), number);
    if (height_missing) text += " (ideal weight not known: height missing)";
    if (base_used) text += " (height below 60 inches: base value)";
    if (sex_unknown) text += " (sex not known: lower value)";
    if (stale) text += " (not recent)";
    return text;
}

std::optional<DoseWeight> thiopurine_weight(const Facts& facts, const Policy& policy) {
    return weight_by(facts, policy.aza_weight_basis);
}

std::optional<DoseWeight> immunoglobulin_weight(const Facts& facts, const Policy& policy) {
    return weight_by(facts, policy.ivig_weight_basis);
}

}  // namespace iim::engine
