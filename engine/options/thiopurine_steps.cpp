#include "engine/options/thiopurine_steps.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace iim::engine::thiopurine {

namespace {

constexpr double high_start_mg = 100, high_start_mg_per_kg = 1, steep_mg = 50;
/// Nobody writes so many steps; bounds what a hostile order can ask for.
constexpr std::size_t most_steps = 64;

double factor_of(const Order& order) {
    return order.is(drug::mercaptopurine) ? as_azathioprine(drug::mercaptopurine) : 1;
}

bool was_taken(const Order& order) noexcept {
    return order.state == OrderState::current || (order.state == OrderState::historical && order.end);
}

/// mg/day before and with the draft. Of several earlier orders the highest counts: they may be one treatment
/// written twice.
class Course {
public:
    Course(const Patient& patient, const Order& draft)
        : draft_(draft), begin_(std::max(draft.start.value_or(patient.now()), patient.now())) {
        for (const Order& order : patient.facts().orders)
            if (!is_draft(order) && was_taken(order) && order.is_any(group::thiopurines))
                earlier_.push_back(&order);
    }
    double on(Day day) const {
        if (day >= begin_) return draft_.mg_per_day(day).hi.value_or(0) * factor_of(draft_);
        double most = 0;
        for (const Order* order : earlier_) {
            const bool over = order->end && *order->end < day;
            if (!over) most = std::max(most, order->mg_per_day(day).hi.value_or(0) * factor_of(*order));
        }
        return most;
    }
    /// The days on which the draft gives more than the day before; a first dose is no rise.
    std::vector<Day> rises() const {
        std::vector<Day> days;
        for (const fhir::DosePhase& phase : draft_.dose.phases) {
            const Day day = std::max(phase.start.value_or(begin_), begin_);
            if (days.size() < most_steps && on(day - Days(1)) > 0 && on(day) > on(day - Days(1)) + dose_slack)
                days.push_back(day);
        }
        return days;
    }

private:
    const Order& draft_;
    Day begin_;
    std::vector<const Order*> earlier_;
};

Days step_days(const Patient& patient) {
    return Days(static_cast<int>(patient.policy().aza_step_days));
}

}  // namespace

std::optional<double> start_mg(const Patient& patient, const Order& draft) {
    const Day day = std::max(draft.start.value_or(patient.now()), patient.now());
    auto mg = draft.mg_per_day(day).hi;
    if (!mg) mg = draft.peak_mg_per_day(patient.now()).hi;
    return mg ? std::optional(*mg * factor_of(draft)) : std::nullopt;
}

bool is_untried_start(const Patient& patient, const Order& draft) {
    const auto mg = start_mg(patient, draft);
    if (!mg || !patient.is_new(draft)) return false;
    return std::ranges::none_of(patient.facts().orders, [&](const Order& order) {
        const bool earlier = !is_draft(order) && order.is_any(group::thiopurines)
                             && (order.state == OrderState::current || order.state == OrderState::historical);
        return earlier
               && order.peak_mg_per_day(Day::min()).hi.value_or(0) * factor_of(order) >= *mg - dose_slack;
    });
}

bool is_high_start(const Patient& patient, const Order& draft) {
    if (!is_untried_start(patient, draft)) return false;
    const double mg = start_mg(patient, draft).value_or(0);
    const auto weight = thiopurine_weight(patient.facts(), patient.policy());
    return mg > high_start_mg + dose_slack || (weight && mg > high_start_mg_per_kg * weight->kg + dose_slack);
}

std::optional<Rise> steep_rise(const Patient& patient, const Order& draft) {
    const Course course(patient, draft);
    for (const Day day : course.rises())
        for (Days back{1}; back <= step_days(patient); ++back) {
            const double from = course.on(day - back);
            if (from > 0 && course.on(day) - from > steep_mg + dose_slack)
                return Rise{day, from, course.on(day), static_cast<int>(back.count())};
        }
    return {};
}

std::optional<Rise> early_rise(const Patient& patient, const Order& draft) {
    const Course course(patient, draft);
    for (const Day day : course.rises())
        for (Days back{1}; back < step_days(patient); ++back) {
            const double before = course.on(day - back - Days(1));
            const double then = course.on(day - back);
            if (before != then) return Rise{day, then, course.on(day), static_cast<int>(back.count())};
        }
    return {};
}

std::string pace(const Patient& patient) {
    const auto days = step_days(patient).count();
    if (days % 7 != 0) return fmt::format("every {} days", days);
    return days == 7 ? "weekly" : fmt::format("{}-weekly", days / 7);
}

std::string in_words(const Rise& rise) {
    return fmt::format(
        "from {} to {} mg/day after {}",
        words::number(rise.from),
        words::number(rise.to),
        words::duration(rise.days)
    );
}

}  // namespace iim::engine::thiopurine
