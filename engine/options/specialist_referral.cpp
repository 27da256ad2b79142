#include "engine/options/specialist_referral.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <string>

namespace iim::engine {
namespace {

constexpr Days open_for{90};

bool is_open(const Patient& patient, const Request& one) {
    return one.draft || (one.authored && *one.authored >= patient.now() - open_for);
}

}  // namespace

std::optional<Suggestion> refer_to_specialist(
    const Patient& patient, std::string_view label, std::string_view purpose
) {
    const bool asked = std::ranges::any_of(patient.facts().requests, [&](const Request& one) {
        return one.what.has(procedure::specialist_referral) && is_open(patient, one)
               && one.label.find(purpose) != one.label.npos;
    });
    if (asked) return {};
    return Suggestion{
        std::string(label),
        {TestProposal{procedure::specialist_referral, false, std::string(purpose)}},
        false};
}

}  // namespace iim::engine
