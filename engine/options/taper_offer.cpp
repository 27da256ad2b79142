#include "engine/options/taper_offer.hpp"

#include "engine/options/steroid_limit.hpp"
#include "engine/options/taper_speed.hpp"
#include "engine/options/words.hpp"
#include "engine/taper/grid.hpp"
#include "engine/taper/tablets.hpp"
#include "engine/taper/totals.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using taper::Kind;
using Course = SteroidTimeline::Course;

constexpr double timeline_slack = 1e-3;  // the timeline keeps floats
constexpr std::string_view usual_note =
    "Planned taper; reduce only while strength and CK are stable. Sick-day advice applies.";

bool is_open_draft(const Order& order) {
    return order.in_context && order.state == OrderState::draft;
}

bool by_mouth(const Order& order) {
    return order.route == Route::oral || order.route == Route::enteral || order.route == Route::unknown;
}

/// Another steroid by mouth goes on beside this order: one schedule would not replace both.
bool has_another(const Patient& patient, const Order& order) {
    return std::ranges::any_of(patient.steroid().courses(), [&](const Course& other) {
        const bool daily = other.kind == SteroidClass::ordinary || other.kind == SteroidClass::burst;
        return other.order != &order && daily && by_mouth(*other.order);
    });
}

/// Why no schedule is offered at all; empty when one may be.
std::string obstacle(const Patient& patient, const TaperFrom& from) {
    const Subtype subtype = patient.iim().subtype;
    if (subtype == Subtype::ibm || subtype == Subtype::ici)
        return fmt::format("no schedule is offered in {}", to_string(subtype));
    if (!by_mouth(*from.order)) return "no schedule is offered: the steroid is not taken by mouth";
    const steroid_limit::Limits limits = steroid_limit::limits_of(patient);
    if (limits.age_unknown && from.mg > limits.mg + timeline_slack)
        return fmt::format(
            "no schedule is offered: {} mg/day is above the usual maximum of {} mg/day for an unknown age: "
            "choose a lower dose first",
            words::number(from.mg),
            words::number(limits.mg)
        );
    if (from.order->additional || has_another(patient, *from.order))
        return "no schedule is offered: more than one steroid is ordered; plan the taper of their sum";
    return {};
}

/// Days before `start` on which this dose was taken without a break.
int days_taken(const Patient& patient, double mg, Day start) {
    int days = 0;
    for (Day day = start - Days(1); days < SteroidTimeline::half_window; day -= Days(1), ++days)
        if (std::abs(patient.steroid().on(day) - mg) > timeline_slack) break;
    return days;
}

/// Prednisolone stays what it is; every other steroid goes on as prednisone, in steps that its tablets give.
std::pair<Concept, double> drug_and_dose(const TaperFrom& from) {
    if (from.steroid == drug::prednisone || from.steroid == drug::prednisolone)
        return {from.steroid, from.mg};
    return {drug::prednisone, taper::round_down(from.mg, taper::coarse_mg)};
}

Day start_of(const Patient& patient, const Order& order) {
    if (!is_open_draft(order)) return patient.now();
    const Course* const course = patient.steroid().course(order);
    const auto start = course ? course->start : order.start;
    return std::max(start.value_or(patient.now()), patient.now());
}

std::string label_of(Kind kind, std::string_view drug, const std::vector<TaperStep>& steps) {
    const auto last = taper::last_day(steps.back());
    const std::string end = last ? fmt::format("last dose on {}", fhir::to_string(*last))
                                 : fmt::format(
                                     "{} mg/day from {} until reviewed",
                                     words::number(steps.back().mg),
                                     fhir::to_string(steps.back().from)
                                 );
    const std::string begin =
        fmt::format("{} taper from {} mg/day", words::capitalised(drug), words::number(steps.front().mg));
    switch (kind) {
    case Kind::standard: return fmt::format("{} to zero, usual steps: {}", begin, end);
    case Kind::slow_tail: return fmt::format("{} to zero, slow tail from 10 mg: {}", begin, end);
    case Kind::maintenance: return fmt::format("{} to a maintenance dose: {}", begin, end);
    case Kind::jdm: return fmt::format("{} for juvenile dermatomyositis: {}", begin, end);
    }
    return {};
}

/// The tablets that the draft names, if it names any, give every dose.
bool tablets_give(const Order& order, const std::vector<TaperStep>& steps) {
    return !order.product || !order.product->mg_per_unit
           || taper::given_by(*order.product->mg_per_unit, steps);
}

Suggestion suggestion_of(const Patient& patient, const TaperFrom& from, Kind kind, taper::Plan plan) {
    TaperProposal proposal;
    proposal.drug = drug_and_dose(from).first;
    proposal.note = usual_note;
    if (!plan.note.empty()) proposal.note += " " + plan.note + ".";
    Suggestion one;
    one.label = label_of(kind, patient.name(proposal.drug), plan.steps);
    const bool replaces = is_open_draft(*from.order) && !from.is_stopped;
    const bool rewrite =
        replaces && from.rewrites && from.order->is(proposal.drug) && tablets_give(*from.order, plan.steps);
    if (rewrite) proposal.order = from.order;
    proposal.steps = std::move(plan.steps);
    one.actions.emplace_back(std::move(proposal));
    if (replaces && !rewrite) one.actions.emplace_back(RemoveOrder{from.order});
    return one;
}

}  // namespace

void offer_tapers(Finding& finding, const Patient& patient, const TaperFrom& from, TaperKinds kinds) {
    std::string why = obstacle(patient, from);
    if (!why.empty()) {
        finding.consider.push_back(words::capitalised(why));
        return;
    }
    static constexpr TaperKinds of_a_child{Kind::jdm};
    taper::Wish wish;
    wish.mg = drug_and_dose(from).second;
    wish.start = start_of(patient, *from.order);
    const Day taken_until = from.last ? *from.last + Days(1) : wish.start;
    wish.days_at_start = days_taken(patient, from.mg, std::min(taken_until, wish.start));
    wish.weight_kg = patient.facts().body.weight_kg;
    bool offered = false;
    for (const Kind kind : patient.facts().demographics.child() ? of_a_child : kinds) {
        wish.kind = kind;
        taper::Plan plan = taper::fit_to_tablets(
            taper::plan(wish, patient.policy()), taper::usual_tablets, patient.policy()
        );
        if (plan.steps.empty()) {
            if (why.empty()) why = plan.refused;
            continue;
        }
        offered = true;
        finding.suggest(suggestion_of(patient, from, kind, std::move(plan)));
    }
    if (!offered) finding.consider.push_back("No schedule is offered: " + why);
}

bool is_being_lowered(const Patient& patient) {
    const SteroidTimeline& steroid = patient.steroid();
    const double today = steroid.now();
    const Day last = taper::last_planned_day(patient);
    for (Day day = patient.now() + Days(1); day <= last; day += Days(1)) {
        const double then = steroid.on(day);
        if (then > timeline_slack && then < today - timeline_slack) return true;
    }
    return std::ranges::any_of(steroid.courses(), [&](const Course& course) {
        return std::ranges::any_of(course.order->dose.phases, [&](const fhir::DosePhase& phase) {
            return !phase.dated && phase.mg_per_day.hi
                   && *phase.mg_per_day.hi * course.factor < today - timeline_slack;
        });
    });
}

}  // namespace iim::engine
