#include "engine/options/steroid_plan.hpp"

#include "engine/options/other_indications.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using Course = SteroidTimeline::Course;
using Courses = std::vector<const Course*>;

constexpr double effective_mg = 5;
constexpr int short_course_days = 14;
constexpr Days horizon{365};

bool is_ordering(Hook hook) {
    return is_order_hook(hook) || hook == Hook::medication_refill || hook == Hook::order_dispatch;
}

/// How long an order runs by its own dates.
int days_on_paper(const Patient& patient, const Order& order) {
    if (!order.end) return static_cast<int>(patient.policy().assume_open_days);
    const Day start = order.start.value_or(order.authored.value_or(patient.now()));
    return static_cast<int>((*order.end - start).count()) + 1;
}

/// For at most 14 days, for a disease that has a steroid as briefly, and for nothing else.
bool for_another_disease(const Patient& patient, const Course& course) {
    return indication::is_brief_steroid(*course.order)
           && days_on_paper(patient, *course.order) <= short_course_days;
}

Courses courses_in_question(const Patient& patient) {
    const bool ordering = is_ordering(patient.hook());
    auto subjects = ordering ? patient.ordering(group::corticosteroids) : Patient::Orders{};
    std::ranges::sort(subjects);
    Courses list;
    for (const Course& course : patient.steroid().courses()) {
        const bool subject = ordering ? std::ranges::binary_search(subjects, course.order)
                                      : course.order->state == OrderState::current;
        const bool excluded = course.kind == SteroidClass::none || course.kind == SteroidClass::premed
                              || course.kind == SteroidClass::replacement;
        if (subject && !excluded && !for_another_disease(patient, course)) list.push_back(&course);
    }
    return list;
}

bool is_oral_prednisone(const Course& course) {
    const bool by_mouth = course.order->route == Route::oral || course.order->route == Route::enteral;
    return by_mouth && (course.steroid == drug::prednisone || course.steroid == drug::prednisolone);
}

/// An oral course that follows a pulse, ordered or running.
bool has_oral_course(const Patient& patient) {
    return std::ranges::any_of(patient.steroid().courses(), [&](const Course& course) {
        return course.kind == SteroidClass::ordinary
               && planned_days(patient, course) >= static_cast<int>(patient.policy().mono_min_days);
    });
}

/// mg prednisone-equivalent on each day from a year ago to a year ahead, all courses together. Every phase is
/// entered at its two ends, so that many orders with many phases stay cheap.
class Together {
public:
    Together(const Courses& courses, Day now) : first_(now - horizon) {
        std::vector<double> change(size + 1, 0.0);
        for (const Course* each : courses)
            for (const fhir::DosePhase& phase : each->order->dose.phases)
                if (each->kind == SteroidClass::pulse || each->has(phase)) enter(change, phase, each->factor);
        double sum = 0;
        mg_.reserve(size);
        for (std::size_t i = 0; i < size; ++i) mg_.push_back(sum += change[i]);
    }
    double on(Day day) const { return mg_[index(day)]; }
    int days_at_least(double mg) const {
        return static_cast<int>(std::ranges::count_if(mg_, [mg](double each) { return each >= mg - slack; }));
    }
    Day highest_from(Day day) const {
        const auto from = mg_.begin() + static_cast<std::ptrdiff_t>(index(day));
        return day + Days{static_cast<int>(std::max_element(from, mg_.end()) - from)};
    }

private:
    static constexpr std::size_t size = 2 * 365 + 1;
    static constexpr double slack = SteroidPlan::slack_mg;

    std::size_t index(Day day) const {
        return static_cast<std::size_t>(std::clamp<long>((day - first_).count(), 0, long{size} - 1));
    }
    void enter(std::vector<double>& change, const fhir::DosePhase& phase, double factor) const {
        const Day last = first_ + Days{static_cast<int>(size) - 1};
        const Day from = std::max(phase.start.value_or(first_), first_);
        const Day to = std::min(phase.end.value_or(last), last);
        if (!phase.dated || !phase.mg_per_day.hi || to < from) return;
        change[index(from)] += *phase.mg_per_day.hi * factor;
        change[index(to) + 1] -= *phase.mg_per_day.hi * factor;
    }

    Day first_;
    std::vector<double> mg_;
};

const Course* highest(const Courses& courses) {
    return *std::ranges::max_element(courses, {}, [](const Course* c) { return c->peak.hi.value_or(0); });
}

bool has_several_drugs(const Courses& courses) {
    return std::ranges::any_of(courses, [&](const Course* each) {
        return each->steroid != courses.front()->steroid;
    });
}

/// Each drug with what is taken of it on that day: "methylprednisolone 32 mg + prednisone 20 mg".
std::string drugs_on(const Patient& patient, const Courses& courses, Day day) {
    std::vector<std::pair<Concept, double>> drugs;
    for (const Course* each : courses) {
        const double mg = each->mg_per_day(day);
        if (mg <= 0) continue;
        const auto same = std::ranges::find(drugs, each->steroid, &std::pair<Concept, double>::first);
        if (same == drugs.end())
            drugs.emplace_back(each->steroid, mg);
        else
            same->second += mg;
    }
    if (drugs.size() < 2) return {};
    std::string text;
    for (const auto& [steroid, mg] : drugs)
        text +=
            fmt::format("{}{} {} mg", text.empty() ? "" : " + ", patient.name(steroid), words::number(mg));
    return text;
}

/// Ranges and as-needed orders count by their upper dose (RULES 2.5); a card says so.
void describe_certainty(SteroidPlan& plan, const Courses& courses) {
    for (const Course* each : courses) {
        const fhir::Span& peak = each->peak;
        plan.at_most =
            plan.at_most || (peak.hi && peak.lo.value_or(*peak.hi) < *peak.hi - SteroidPlan::slack_mg);
        plan.as_needed =
            plan.as_needed || std::ranges::any_of(each->order->dose.phases, &fhir::DosePhase::prn);
    }
    plan.at_most = plan.at_most || plan.as_needed;
}

SteroidPlan describe(const Patient& patient, const Courses& courses) {
    SteroidPlan plan;
    plan.lead = highest(courses);
    plan.ordering = is_ordering(patient.hook());
    plan.open = std::ranges::any_of(courses, &Course::open);
    for (const Course* each : courses) plan.days = std::max(plan.days, planned_days(patient, *each));
    plan.peak = plan.lead->peak.hi.value_or(0);
    const Together together(courses, patient.now());
    plan.today = together.on(patient.now());
    if (courses.size() > 1) {
        const Day highest_day = together.highest_from(patient.now());
        plan.days = std::max(plan.days, together.days_at_least(effective_mg));
        if (together.on(highest_day) > plan.peak + SteroidPlan::slack_mg) {
            plan.peak = together.on(highest_day);
            if (has_several_drugs(courses)) plan.mixed = drugs_on(patient, courses, highest_day);
        }
    }
    describe_certainty(plan, courses);
    plan.drug = patient.name(plan.lead->steroid);
    plan.drug_mg = plan.peak / plan.lead->factor;
    return plan;
}

}  // namespace

std::string SteroidPlan::dose_in_words(double mg) const {
    const std::string_view bound = at_most ? "up to " : "";
    const std::string_view rhythm = as_needed ? " as needed" : "";
    if (!mixed.empty())
        return fmt::format("steroids, prednisone-equivalent {}{} mg/day{}", bound, words::number(mg), rhythm);
    return fmt::format("{} {}{} mg/day{}", drug, bound, words::number(mg / lead->factor), rhythm);
}

int planned_days(const Patient& patient, const Course& course) {
    return course.readable ? course.days_at_least_5 : days_on_paper(patient, *course.order);
}

namespace {

struct Kinds {
    Courses readable, pulses, unreadable;
};

Kinds kinds_of(const Courses& all) {
    Kinds kinds;
    for (const Course* each : all) {
        if (each->readable)
            (each->kind == SteroidClass::pulse ? kinds.pulses : kinds.readable).push_back(each);
        else if (is_oral_prednisone(*each))
            kinds.unreadable.push_back(each);
    }
    return kinds;
}

}  // namespace

std::optional<SteroidPlan> steroid_plan(const Patient& patient) {
    const Kinds kinds = kinds_of(courses_in_question(patient));
    const bool pulse_alone = !kinds.pulses.empty() && !has_oral_course(patient);
    if (!kinds.readable.empty()) {
        const SteroidPlan plan = describe(patient, kinds.readable);
        if (plan.reaches(patient.policy()) || (kinds.unreadable.empty() && !pulse_alone)) return plan;
    }
    if (!kinds.unreadable.empty()) {
        SteroidPlan plan = describe(patient, kinds.unreadable);
        plan.readable = false;
        return plan;
    }
    if (!pulse_alone) return {};
    SteroidPlan plan = describe(patient, kinds.pulses);
    plan.pulse_only = true;
    return plan;
}

}  // namespace iim::engine
