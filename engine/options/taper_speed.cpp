#include "engine/options/taper_speed.hpp"

#include "engine/taper/bands.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace iim::engine::taper {

namespace {

constexpr double timeline_slack = 1e-3;  // the timeline keeps floats
constexpr int bridged_gap = 3;
constexpr int short_course = 21;
constexpr int four_weeks = 28;
constexpr int first_step_after = 14;

bool below(double mg, double limit) noexcept {
    return mg < limit - timeline_slack;
}

/// Puts days together to levels and levels to episodes.
class Reader {
public:
    explicit Reader(double most_by_mouth) : most_by_mouth_(most_by_mouth) {}

    void add(Day day, double mg) {
        if (mg <= timeline_slack) {
            if (++without_ > bridged_gap) pulse_days_ = 0;
            return;
        }
        if (mg > most_by_mouth_ + timeline_slack) {
            ++pulse_days_;
            return;
        }
        enter(day, mg);
        pulse_days_ = without_ = 0;
    }
    std::vector<Episode> take() { return std::move(episodes_); }

private:
    void enter(Day day, double mg) {
        if (episodes_.empty() || without_ > bridged_gap) episodes_.emplace_back();
        std::vector<Level>& levels = episodes_.back().levels;
        const int gap = levels.empty() ? 0 : without_;
        const bool same = !levels.empty() && std::abs(levels.back().mg - mg) <= timeline_slack;
        if (same) {
            levels.back().days += 1 + gap + pulse_days_;
            return;
        }
        if (!levels.empty()) levels.back().days += gap;
        levels.push_back({mg, day - Days(pulse_days_), 1 + pulse_days_});
    }

    double most_by_mouth_;
    std::vector<Episode> episodes_;
    int without_ = 0, pulse_days_ = 0;
};

/// Looks at the steps of one episode.
class Judge {
public:
    Judge(const Patient& patient, const Episode& episode)
        : policy_(patient.policy()), now_(patient.now()), levels_(episode.levels) {}

    void look(std::optional<FastFall>& worst) const {
        for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
            const bool falls = below(levels_[i + 1].mg, levels_[i].mg) && levels_[i + 1].from >= now_;
            if (!falls || is_return(i)) continue;
            for (const auto& found : {across(i, 10, true), across(i, 20, false), large(i), early(i)})
                if (found && (!worst || is_worse(*found, *worst))) worst = found;
        }
    }

private:
    static bool is_worse(const FastFall& one, const FastFall& other) {
        if (one.because != other.because) return one.because < other.because;
        return one.to / one.from < other.to / other.from;
    }

    FastFall fall(FastBecause because, std::size_t i, int days) const {
        return {because, levels_[i].mg, levels_[i + 1].mg, days, levels_[i + 1].from};
    }

    /// Part of a course of less than 21 days on top of a lower dose, which then goes on.
    bool is_return(std::size_t i) const {
        std::optional<std::size_t> base;
        for (std::size_t j = 0; j < i; ++j)
            if (!below(levels_[i + 1].mg, levels_[j].mg)) base = j;
        if (!base) return false;
        int days = 0;
        for (std::size_t k = *base + 1; k < levels_.size(); days += levels_[k++].days)
            if (!below(levels_[*base].mg, levels_[k].mg)) return days < short_course;
        return false;
    }

    /// From 40 mg or more to below `limit` (or to it) within 4 weeks: the days of the doses between.
    std::optional<FastFall> across(std::size_t i, double limit, bool inclusive) const {
        const auto low = [&](double mg) {
            return inclusive ? mg <= limit + timeline_slack : below(mg, limit);
        };
        if (!low(levels_[i + 1].mg) || low(levels_[i].mg)) return {};
        int days = 0;
        for (std::size_t j = i + 1; j-- > 0 && days < four_weeks; days += levels_[j].days)
            if (!below(levels_[j].mg, 40)) {
                const auto because = inclusive ? FastBecause::from_40_to_10 : FastBecause::from_40_to_20;
                return FastFall{because, levels_[j].mg, levels_[i + 1].mg, days, levels_[i + 1].from};
            }
        return {};
    }

    std::optional<FastFall> large(std::size_t i) const {
        const double drop = levels_[i].mg - levels_[i + 1].mg;
        const double usual = band_step(levels_[i].mg, policy_.taper_step_above_40);
        const bool much = drop > policy_.taper_fast_fraction * levels_[i].mg + timeline_slack
                          || drop > 2 * usual + timeline_slack;
        if (levels_[i].days >= policy_.taper_fast_interval_days || !much) return {};
        return fall(FastBecause::large_step, i, levels_[i].days);
    }

    /// The first step down after the dose began or was raised.
    std::optional<FastFall> early(std::size_t i) const {
        const bool first = i == 0 || below(levels_[i - 1].mg, levels_[i].mg);
        if (!first || levels_[i].days >= first_step_after) return {};
        return fall(FastBecause::early_first_step, i, levels_[i].days);
    }

    const Policy& policy_;
    Day now_;
    const std::vector<Level>& levels_;
};

}  // namespace

int Episode::days() const noexcept {
    int sum = 0;
    for (const Level& each : levels) sum += each.days;
    return sum;
}

Day last_planned_day(const Patient& patient) {
    const Days assumed(static_cast<int>(patient.policy().assume_open_days) - 1);
    Day last = patient.now() + Days(SteroidTimeline::half_window);
    for (const SteroidTimeline::Course& course : patient.steroid().courses()) {
        if (!course.open || course.kind == SteroidClass::pulse) continue;
        for (const fhir::DosePhase& phase : course.order->dose.phases) {
            if (!phase.dated || (phase.end && !phase.end_estimated)) continue;
            const Day begins = phase.start.value_or(course.start.value_or(patient.now()));
            last = std::min(last, std::max(begins, patient.now()) + assumed);
        }
    }
    return last;
}

std::vector<Episode> episodes(const Patient& patient) {
    Reader reader(patient.policy().steroid_max_mg);
    const Day first = patient.now() - Days(SteroidTimeline::half_window);
    const Day last = last_planned_day(patient);
    for (Day day = first; day <= last; day += Days(1)) reader.add(day, patient.steroid().on(day));
    std::vector<Episode> all = reader.take();
    std::erase_if(all, [&](const Episode& each) {
        const Level& end = each.levels.back();
        return end.from + Days(end.days) <= patient.now();
    });
    for (Episode& each : all) {
        const Level& end = each.levels.back();
        each.open = end.from + Days(end.days) > last;
    }
    return all;
}

std::optional<FastFall> fastest_fall(const Patient& patient) {
    std::optional<FastFall> worst;
    for (const Episode& each : episodes(patient))
        if (each.open || each.days() >= short_course) Judge(patient, each).look(worst);
    return worst;
}

}  // namespace iim::engine::taper
