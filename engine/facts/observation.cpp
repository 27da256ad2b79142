#include "engine/facts/observation.hpp"

#include "engine/facts/lab_units.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days lifetime{36525};

/// Newest first. Within one day a written time decides; the id only makes the order the same every time.
bool newer(const Result& a, const Result& b) noexcept {
    return std::tie(a.date, a.instant, a.source.id) > std::tie(b.date, b.instant, b.source.id);
}

void sort(std::vector<Result>& results) {
    std::ranges::stable_sort(results, newer);
}

}  // namespace

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

const Result* Labs::newest(Concept test, Day now, Days window) const {
    for (const Result& one : of(test)) {
        if (one.state != ResultState::final_ || one.date > now) continue;
        return now - one.date <= window ? &one : nullptr;
    }
    return nullptr;
}

const Result* Labs::latest_of(ConceptGroup tests, Day now, Days window) const {
    const Result* best = nullptr;
    for (const Concept test : tests) {
        const Result* one = latest(test, now, window);
        if (one && (!best || newer(*one, *best))) best = one;
    }
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
