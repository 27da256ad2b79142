#include "engine/facts/trace.hpp"

#include "engine/facts/facts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {
namespace {

constexpr std::size_t most_names = 4;

std::string names(const Terms& terms, ConceptGroup about) {
    std::string all;
    for (std::size_t i = 0; i < std::min(about.size(), most_names); ++i)
        all += fmt::format("{}{}", i == 0 ? "" : ", ", terms.name(about[i]));
    if (about.size() > most_names) all += fmt::format(" and {} more", about.size() - most_names);
    return all;
}

}  // namespace

void Trace::condition(std::string_view words, Truth truth) {
    lines_.push_back({true, std::string(words), truth, {}});
}

void Trace::asked(std::string_view what, ConceptGroup about, std::string answer) {
    asked(fmt::format("{}: {}", what, names(*terms_, about)), std::move(answer));
}

void Trace::asked(std::string what, std::string answer) {
    const bool known = std::ranges::any_of(lines_, [&](const Line& line) {
        return !line.condition && line.words == what && line.answer == answer;
    });
    if (!known) lines_.push_back({false, std::move(what), {}, std::move(answer)});
}

}  // namespace iim::engine
