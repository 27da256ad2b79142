#include "engine/facts/observation.hpp"

#include "engine/facts/lab_units.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days lifetime{36525};

/// Tests of which a low value is the harm that rules look for; of other measured tests it is a high one.
constexpr std::array worse_when_low{
    lab::albumin,
    lab::creatinine_clearance,
    lab::egfr,
    lab::g6pd,
    lab::hemoglobin,
    lab::iga,
    lab::igg,
    lab::lymphocytes,
    lab::neutrophils,
    lab::platelets,
    lab::tpmt_activity,
    lab::vitamin_d_25_oh,
    lab::wbc,
    observation::dlco,
    observation::dlco_percent_predicted,
    observation::dxa_t_score,
    observation::fvc,
    observation::fvc_percent_predicted,
    observation::muscle_strength_grade,
    observation::muscle_strength_mmt8,
    observation::spo2,
};
/// Neither end is worse.
constexpr std::array measures{observation::body_height, observation::body_weight};

/// Which of two results of one time a rule is to hear of first: a value before none, the more dangerous
/// before the other, a positive answer before a negative one. The id only keeps the order the same.
bool worse(const Result& a, const Result& b) noexcept {
    if (a.value.has_value() != b.value.has_value()) return a.value.has_value();
    if (a.value && *a.value != *b.value && !in(a.test, measures))
        return (*a.value < *b.value) == in(a.test, worse_when_low);
    const bool positive = a.reading == Reading::positive, other = b.reading == Reading::positive;
    return positive != other ? positive : a.source.id > b.source.id;
}

/// Newest first. Within one day the written times decide; where one is missing all of the day are of one
/// time.
void sort(std::vector<Result>& results) {
    std::ranges::stable_sort(results, std::ranges::greater{}, &Result::date);
    for (auto day = results.begin(); day != results.end();) {
        const auto next =
            std::find_if(day, results.end(), [&](const Result& each) { return each.date != day->date; });
        const bool timed = std::all_of(day, next, [](const Result& each) { return each.instant; });
        const bool issued = std::all_of(day, next, [](const Result& each) { return each.issued; });
        std::stable_sort(day, next, [timed, issued](const Result& a, const Result& b) {
            if (timed && a.instant != b.instant) return a.instant > b.instant;
            return issued && a.issued != b.issued ? a.issued > b.issued : worse(a, b);
        });
        day = next;
    }
}

/// Of two tests that answer one question; the id only makes the order the same every time.
bool newer(const Result& a, const Result& b) noexcept {
    return std::tie(a.date, a.instant, a.source.id) > std::tie(b.date, b.instant, b.source.id);
}

const Result* newer_of(const Result* best, const Result* one) noexcept {
    return one && (!best || newer(*one, *best)) ? one : best;
}

}  // namespace

bool is_later(const Result& a, const Result& b) noexcept {
    if (a.date != b.date) return a.date > b.date;
    if (a.instant && b.instant && *a.instant != *b.instant) return *a.instant > *b.instant;
    return a.issued && b.issued && *a.issued > *b.issued;
}

void Labs::freeze(Reader reader) {
    State& state = own();
    state.reader = std::move(reader);
    std::ranges::stable_sort(state.unread, {}, &UnreadResult::test);
    for (auto& [test, results] : state.read) sort(results);
}

std::vector<Concept> Labs::tests() const {
    std::vector<Concept> found;
    for (const auto& [test, results] : state_->read) found.push_back(test);
    for (const UnreadResult& one : state_->unread) found.push_back(one.test);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

const Labs::Results& Labs::of(Concept test) const {
    static const Results none;
    State& state = *state_;
    if (const auto known = state.read.find(test); known != state.read.end()) return known->second;
    auto waiting = std::ranges::lower_bound(state.unread, test, {}, &UnreadResult::test);
    if (waiting == state.unread.end() || waiting->test != test) return none;
    Results& results = state.read[test];
    for (; waiting != state.unread.end() && waiting->test == test; ++waiting)
        if (const auto result = state.reader(*waiting)) results.push_back(*result);
    sort(results);
    return results;
}

std::vector<const Result*> Labs::all(Concept test) const {
    std::vector<const Result*> found;
    for (const Result& one : of(test))
        if (one.state == ResultState::final_) found.push_back(&one);
    return found;
}

const Result* Labs::told(std::string_view question, Concept test, Days window, const Result* answer) const {
    if (!trace_) return answer;
    std::string words = "none";
    if (answer) {
        words = answer->value ? fmt::format("{:.4g} {}", *answer->value, lab_unit(test).unit) : "an answer";
        if (answer->dated) words += " on " + fhir::to_string(answer->date);
        words += fmt::format(" ({}/{})", answer->source.type, answer->source.id);
    }
    const std::string when =
        window < lifetime ? fmt::format(" of the last {} days", window.count()) : std::string();
    trace_->asked(fmt::format("{}{}: {}", question, when, trace_->terms().name(test)), std::move(words));
    return answer;
}

const Result* Labs::latest(Concept test, Day now, Days window) const {
    return told("newest result", test, window, newest(test, now, window));
}

const Result* Labs::newest(Concept test, Day now, Days window, bool with_value) const {
    for (const Result& one : of(test)) {
        if (one.state != ResultState::final_ || one.date > now || (with_value && !one.value)) continue;
        return now - one.date <= window ? &one : nullptr;
    }
    return nullptr;
}

const Result* Labs::measured(Concept test, Day now, Days window) const {
    return told("newest value", test, window, newest(test, now, window, true));
}

const Result* Labs::unreadable(Concept test, Day now, Days window) const {
    const Result* last = newest(test, now, window);
    const Result* value = newest(test, now, window, true);
    const bool hidden = last && !last->value && (!value || is_later(*last, *value));
    return told("newest result that cannot be read", test, window, hidden ? last : nullptr);
}

const Result* Labs::latest_of(ConceptGroup tests, Day now, Days window) const {
    const Result* best = nullptr;
    for (const Concept test : tests) best = newer_of(best, latest(test, now, window));
    return best;
}

const Result* Labs::measured_of(ConceptGroup tests, Day now, Days window) const {
    const Result* best = nullptr;
    for (const Concept test : tests) best = newer_of(best, measured(test, now, window));
    return best;
}

const Result* Labs::pending(Concept test, Day now) const {
    const Results& results = of(test);
    const auto waiting = std::ranges::find_if(results, [now](const Result& one) {
        return one.state == ResultState::preliminary && one.date <= now;
    });
    const Result* found = nullptr;
    if (waiting != results.end()) {
        const Result* done = newest(test, now, Days::max());
        if (!done || done->date < waiting->date) found = &*waiting;
    }
    return told("result pending", test, Days::max(), found);
}

}  // namespace iim::engine
