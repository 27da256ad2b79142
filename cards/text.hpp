#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iim::cards {

/// What a clinician may read of `text`, on one line: line breaks and control characters become a space, runs
/// of spaces one space, none at the ends. Bidirectional controls and invisible characters are left out, so
/// no text from an EHR can turn or hide its neighbours. Bytes that are not UTF-8 become U+FFFD.
std::string one_line(std::string_view text);

/// one_line of at most `limit` code points (4 or more). A longer text is cut after a word and ends in "...".
std::string shorten(std::string_view text, std::size_t limit);

/// Code points of well-formed UTF-8.
std::size_t code_points(std::string_view utf8) noexcept;

/// The longest summary that CDS Hooks allows: fewer than 140 characters.
inline constexpr std::size_t summary_limit = 139;
/// Enough for any sentence of ours; bounds what an EHR's text can add to a card.
inline constexpr std::size_t line_limit = 1000;
inline constexpr std::size_t label_limit = 200;

}  // namespace iim::cards
