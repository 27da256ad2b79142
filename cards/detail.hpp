#pragma once

#include "cards/bundle.hpp"
#include "cards/suggestion.hpp"
#include "engine/facts/patient.hpp"

#include <span>
#include <string>
#include <string_view>

namespace iim::cards {

/// What the detail of one card is made of besides its findings.
struct DetailParts {
    const Offer* offer = nullptr;              ///< what could not be offered
    std::span<const std::string> not_checked;  ///< lines about the whole answer
    std::string_view policy_hash;
};

/// The detail of a card in the layout of RULES 4.7: GFM without HTML, every word of it escaped. The merged
/// findings follow the leader, each under its own summary.
std::string detail_of(const Problem& problem, const engine::Patient& patient, const DetailParts& parts);

/// The layout's pieces, for cards that no rule made. A section without lines is left out.
void append_section(std::string& out, std::string_view heading, std::span<const std::string> lines);
void append_footer(std::string& out, std::string_view rules, std::string_view policy_hash);

}  // namespace iim::cards
