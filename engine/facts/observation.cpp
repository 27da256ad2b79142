#include "engine/facts/observation.hpp"

#include <algorithm>
#include <tuple>

namespace iim::engine {

namespace {

/// Newest first. Within one day a written time decides; the id only makes the order the same every time.
bool newer(const Result& a, const Result& b) noexcept {
    return std::tie(a.date, a.instant, a.source.id) > std::tie(b.date, b.instant, b.source.id);
}

struct ByTest {
    bool operator()(const Result& a, Concept b) const noexcept { return a.test < b; }
    bool operator()(Concept a, const Result& b) const noexcept { return a < b.test; }
};

}  // namespace

void Labs::freeze() {
    std::ranges::stable_sort(results_, [](const Result& a, const Result& b) {
        return a.test != b.test ? a.test < b.test : newer(a, b);
    });
}

std::vector<const Result*> Labs::all(Concept test) const {
    const auto [first, last] = std::equal_range(results_.begin(), results_.end(), test, ByTest());
    std::vector<const Result*> found;
    for (auto one = first; one != last; ++one)
        if (one->state == ResultState::final_) found.push_back(&*one);
    return found;
}

const Result* Labs::latest(Concept test, Day now, Days window) const {
    const auto [first, last] = std::equal_range(results_.begin(), results_.end(), test, ByTest());
    for (auto one = first; one != last; ++one) {
        if (one->state != ResultState::final_ || one->date > now) continue;
        return now - one->date <= window ? &*one : nullptr;
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
    const auto [first, last] = std::equal_range(results_.begin(), results_.end(), test, ByTest());
    const auto waiting = std::find_if(first, last, [now](const Result& one) {
        return one.state == ResultState::preliminary && one.date <= now;
    });
    if (waiting == last) return nullptr;
    const Result* done = latest(test, now, Days::max());
    return !done || done->date < waiting->date ? &*waiting : nullptr;
}

}  // namespace iim::engine
