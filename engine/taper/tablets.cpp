#include "engine/taper/tablets.hpp"

#include "engine/taper/grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace iim::engine::taper {

namespace {

constexpr double units_per_mg = 10;  ///< tablets are told apart by 0.1 mg
constexpr double largest_mg = 1000;

std::size_t units(double mg) {
    return static_cast<std::size_t>(std::ceil(std::clamp(mg, 0.0, largest_mg) * units_per_mg - slack));
}

bool usable(double tablet) {
    return std::isfinite(tablet) && tablet * units_per_mg >= 1 && tablet <= largest_mg;
}

/// The largest step that a plan may take from `mg`.
double largest_step(double mg, const Policy& policy) {
    constexpr double usual = 10;
    return mg > 40 ? std::max(usual, policy.taper_step_above_40) : usual;
}

/// A step that rounding made larger than the planner would take.
std::string too_large(const std::vector<TaperStep>& steps, const Policy& policy) {
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (above(steps[i - 1].mg - steps[i].mg, largest_step(steps[i - 1].mg, policy)))
            return fmt::format(
                "these tablets would make a step from {:g} to {:g} mg/day: name a smaller strength as well",
                steps[i - 1].mg,
                steps[i].mg
            );
    return {};
}

/// What sums of whole tablets there are, up to the first one from `most_mg` on.
class Sums {
public:
    Sums(std::span<const double> tablets, double most_mg) {
        std::size_t largest = 0;
        for (const double each : tablets)
            if (usable(each)) largest = std::max(largest, units(each));
        given_.assign(units(most_mg) + largest + 1, false);
        given_[0] = largest > 0;
        for (const double each : tablets) {
            if (!usable(each)) continue;
            for (std::size_t sum = units(each); sum < given_.size(); ++sum)
                if (given_[sum - units(each)]) given_[sum] = true;
        }
    }
    /// Without a usable tablet the dose itself.
    double from(double mg) const {
        for (std::size_t sum = units(mg); sum < given_.size(); ++sum)
            if (given_[sum]) return static_cast<double>(sum) / units_per_mg;
        return mg;
    }

private:
    std::vector<bool> given_;
};

/// A step that the tablets cannot tell from the one before it makes that one longer.
void append(std::vector<TaperStep>& fitted, const TaperStep& step) {
    if (fitted.empty() || above(fitted.back().mg, step.mg)) return fitted.push_back(step);
    fitted.back().days = step.days == 0 ? 0 : fitted.back().days + step.days;
}

}  // namespace

double reachable(double mg, std::span<const double> tablets) {
    return Sums(tablets, mg).from(mg);
}

bool given_by(double tablet, std::span<const TaperStep> steps) {
    return usable(tablet) && std::ranges::all_of(steps, [tablet](const TaperStep& each) {
               const double count = each.mg / tablet;
               return std::abs(count - std::round(count)) < slack;
           });
}

Plan fit_to_tablets(Plan plan, std::span<const double> tablets, const Policy& policy) {
    if (plan.steps.empty()) return plan;
    const Sums sums(tablets, plan.steps.front().mg);
    std::vector<TaperStep> fitted;
    std::string changed;
    for (TaperStep each : plan.steps) {
        const double mg = sums.from(each.mg);
        if (above(mg, each.mg)) {
            changed += fmt::format("{}{:g} to {:g} mg", changed.empty() ? "" : ", ", each.mg, mg);
            each.mg = mg;
        }
        append(fitted, each);
    }
    if (changed.empty()) return plan;
    if (std::string why = too_large(fitted, policy); !why.empty()) return {{}, std::move(why), {}};
    return {std::move(fitted), {}, "Rounded up to what the tablets give: " + changed};
}

}  // namespace iim::engine::taper
