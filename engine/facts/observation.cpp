#include "engine/facts/observation.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace iim::engine {

namespace {

/// Newest first. Within one day a written time decides; the id only makes the order the same every time.
bool newer(const Result& a, const Result& b) noexcept {
    return std::tie(a.date, a.instant, a.source.id) > std::tie(b.date, b.instant, b.source.id);
}

void sort(std::vector<Result>& results) {
    std::ranges::stable_sort(results, newer);
}

}  // namespace

void Labs::freeze(Reader reader) {
    reader_ = std::move(reader);
    std::ranges::stable_sort(unread_, {}, &UnreadResult::test);
    for (auto& [test, results] : read_) sort(results);
}

std::vector<Concept> Labs::tests() const {
    std::vector<Concept> found;
    for (const auto& [test, results] : read_) found.push_back(test);
    for (const UnreadResult& one : unread_) found.push_back(one.test);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

const Labs::Results& Labs::of(Concept test) const {
    static const Results none;
    if (const auto known = read_.find(test); known != read_.end()) return known->second;
    auto waiting = std::ranges::lower_bound(unread_, test, {}, &UnreadResult::test);
    if (waiting == unread_.end() || waiting->test != test) return none;
    Results& results = read_[test];
    for (; waiting != unread_.end() && waiting->test == test; ++waiting)
        if (const auto result = reader_(*waiting)) results.push_back(*result);
    sort(results);
    return results;
}

std::vector<const Result*> Labs::all(Concept test) const {
    std::vector<const Result*> found;
    for (const Result& one : of(test))
        if (one.state == ResultState::final_) found.push_back(&one);
    return found;
}

const Result* Labs::latest(Concept test, Day now, Days window) const {
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
    if (waiting == results.end()) return nullptr;
    const Result* done = latest(test, now, Days::max());
    return !done || done->date < waiting->date ? &*waiting : nullptr;
}

}  // namespace iim::engine
