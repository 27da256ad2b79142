#include "engine/evidence.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/ivig_regimen.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_001, seed_002, seed_003, seed_004, lbl_ivig};
constexpr auto overrides = word_list<3>("dose-intentional specialist-plan data-incorrect");
constexpr auto parameter_names =
    word_list<4>("ivig.max_course ivig.rate_max ivig.interval_min ivig.weight_basis");

// g/kg
constexpr double least_course = 0.8, most_a_day = 1.2, most_in_one_day = 1;
constexpr double dangerous_course = 3, dangerous_day = 1.5;
constexpr double first_rate = 1, label_rate = 4;  // mg/kg/min
constexpr int most_days = 5;
constexpr double slack = 1e-6;

constexpr std::string_view usual =
    "differs from the usual 2 g/kg in divided doses over 2-5 days every 4 weeks";

std::string days(int count) {
    return fmt::format("{} day{}", count, count == 1 ? "" : "s");
}

std::string usual_rate(double most) {
    return fmt::format(
        "Rate: start at no more than {} mg/kg/min, then at most {} mg/kg/min{}",
        words::number(std::min(first_rate, most)),
        words::number(most),
        most < label_rate ? "" : " (label of one 10 % product; others differ)"
    );
}

class Judgement {
public:
    Judgement(const Patient& patient, const Patient::Orders& orders)
        : patient_(patient),
          orders_(orders),
          plan_(ivig::plan_of(orders, patient.now())),
          weight_(immunoglobulin_weight(patient.facts(), patient.policy())) {}

    void judge(Findings& found) {
        if (weight_) amounts(found);
        intervals(found);
        rates(found);
        if (reasons_.empty()) return;
        Finding& finding = found.add(worst_, orders_.front(), summary());
        finding.why = std::move(reasons_);
        for (const Order* order : orders_)
            finding.because("Judged: immunoglobulin" + words::from(order->source));
        finding.consider = {
            "Usual: 2 g/kg a course, over 5 days (0.4 g/kg) or 2 days (1 g/kg), every 4 weeks; 4-5 days with "
            "age 65 or more, or a kidney, heart or thrombosis risk",
            usual_rate(patient_.policy().ivig_rate_max)};
        if (weight_) finding.because("Dose weight: " + weight_->describe());
        if (plan_.open) finding.not_checked = {"total of the course: the order has no length"};
        finding.trigger = trigger_;
        if (amount_is_wrong_ && weight_ && orders_.size() == 1)
            finding.suggestions = ivig::usual_courses(patient_, *orders_.front(), *weight_, !rate_.empty());
    }

private:
    double actual() const { return *patient_.facts().body.weight_kg; }

    void say(Indicator indicator, std::string reason) {
        worst_ = std::max(worst_, indicator);
        if (trigger_.empty()) trigger_ = reason;
        reasons_.push_back(std::move(reason));
    }

    /// Overdose is judged on the actual weight, too little on the dose weight (RULES C11).
    void amounts(Findings& found) {
        const double day = plan_.most_on_a_day / actual();
        if (found.holds("more than 1.2 g/kg on one day", day > most_a_day + slack))
            wrong_amount(
                day > dangerous_day + slack ? Indicator::critical : Indicator::warning,
                fmt::format("{} g/kg on one day: at most 1.2 g/kg", words::number(day))
            );
        if (found.holds("daily without a stop date", plan_.open_daily))
            wrong_amount(
                Indicator::warning,
                fmt::format("{} g/kg daily with no stop date: at most 5 days", words::number(day))
            );
        for (const ivig::Course& course : plan_.courses) {
            if (judge_course(course, found)) return;
        }
    }

    bool judge_course(const ivig::Course& course, Findings& found) {
        const double total = course.hi / actual();
        const double most = patient_.policy().ivig_max_course;
        const std::size_t before = reasons_.size();
        if (found.holds("a course above the maximum", total > most + slack))
            wrong_amount(
                total > dangerous_course + slack ? Indicator::critical : Indicator::warning,
                fmt::format(
                    "{} g/kg in all: at most {} g/kg a course", words::number(total), words::number(most)
                )
            );
        const double least = course.lo / weight_->kg;
        if (found.holds("a course below 0.8 g/kg", course.lo > 0 && least < least_course - slack))
            wrong_amount(
                Indicator::warning,
                fmt::format("{} g/kg in all: usually at least 0.8 g/kg", words::number(least))
            );
        if (found.holds("a course of more than 5 days", course.days > most_days))
            wrong_amount(Indicator::warning, fmt::format("{} days with an infusion: at most 5", course.days));
        if (course.days == 1 && total > most_in_one_day + slack)
            wrong_amount(
                Indicator::warning,
                fmt::format("{} g/kg in a single day: only up to 1 g/kg", words::number(total))
            );
        if (reasons_.size() > before) wrong_course_ = course;
        return reasons_.size() > before;
    }

    void wrong_amount(Indicator indicator, std::string reason) {
        amount_is_wrong_ = true;
        say(indicator, std::move(reason));
    }

    void intervals(Findings& found) {
        if (plan_.courses.empty()) return;
        auto previous = ivig::last_infusion_before(patient_, plan_.courses.front().first, orders_);
        for (const ivig::Course& course : plan_.courses) {
            if (previous) too_early(static_cast<int>((course.first - *previous).count()), found);
            if (gap_) return;
            previous = course.last;
        }
    }

    void too_early(int gap, Findings& found) {
        const double least = patient_.policy().ivig_interval_min;
        if (!found.holds("a course too soon after the one before", gap < least)) return;
        gap_ = gap;
        say(Indicator::warning,
            fmt::format("{} after the last infusion of the course before: at least {} days", days(gap), least)
        );
    }

    void rates(Findings& found) {
        const double most = patient_.policy().ivig_rate_max;
        const bool dispatched = patient_.hook() == Hook::order_dispatch;
        if (plan_.top_rate && found.holds("infused too fast", *plan_.top_rate > most + slack)) {
            rate_ = fmt::format(
                "rate {} mg/kg/min exceeds the maximum of {} mg/kg/min",
                words::number(*plan_.top_rate),
                words::number(most)
            );
            say(dispatched ? Indicator::critical : Indicator::warning, words::capitalised(rate_));
        } else if (plan_.first_rate && found.holds("the first rate is too fast", *plan_.first_rate > first_rate + slack)) {
            rate_ = fmt::format(
                "rate {} mg/kg/min from the start: begin with at most 1 mg/kg/min",
                words::number(*plan_.first_rate)
            );
            say(Indicator::warning, words::capitalised(rate_));
        }
    }

    std::string summary() const {
        if (!amount_is_wrong_ && !gap_) return "IVIG " + rate_;
        const ivig::Course* course = wrong_course_           ? &*wrong_course_
                                     : plan_.courses.empty() ? nullptr
                                                             : &plan_.courses.front();
        const std::string late = gap_ ? fmt::format(", {} after the last", days(*gap_)) : "";
        if (!weight_) return fmt::format("IVIG{} {}", late, usual);
        if (!course)
            return fmt::format(
                "IVIG {} g/kg a day{} {}",
                words::number(plan_.most_on_a_day / actual()),
                plan_.open_daily ? " with no stop date" : "",
                usual
            );
        const bool little = course->lo / weight_->kg < least_course;
        const double amount = little ? course->lo / weight_->kg : course->hi / actual();
        return fmt::format(
            "IVIG {} g/kg over {}{} {}", words::number(amount), days(course->days), late, usual
        );
    }

    const Patient& patient_;
    const Patient::Orders& orders_;
    ivig::Plan plan_;
    std::optional<DoseWeight> weight_;
    Indicator worst_ = Indicator::info;
    std::vector<std::string> reasons_;
    std::string trigger_, rate_;
    bool amount_is_wrong_ = false;
    std::optional<ivig::Course> wrong_course_;
    std::optional<int> gap_;
};

/// What is ordered in one basket is given together, selected or not.
Patient::Orders given_together(const Patient& patient) {
    Patient::Orders orders = ivig::ordered(patient);
    if (orders.empty()) return orders;
    for (const Order* other : patient.drafts(group::immunoglobulin))
        if (ivig::is_infused(*other) && std::ranges::find(orders, other) == orders.end())
            orders.push_back(other);
    std::erase_if(orders, [](const Order* one) { return ivig::for_other_disease(*one); });
    return orders;
}

void check(const Patient& patient, Findings& found) {
    const Patient::Orders orders = given_together(patient);
    if (found.holds("no immunoglobulin by vein for the myositis is ordered", orders.empty())) return;
    Judgement(patient, orders).judge(found);
}

}  // namespace

extern constinit const Rule ivig_dose_check = {
    .number = "R22",
    .id = "ivig-dose-check",
    .title = "IVIG dose, days, interval and rate",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 50,
    .hooks = Hook::order_select | Hook::order_sign | Hook::order_dispatch,
    .may_be_critical = true,
    .group = Group::ivig,
    .rank = 3,
    .why = "Too much immunoglobulin, or too fast, brings thrombosis and kidney injury; too little does not "
           "work.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
