#pragma once

#include <string>
#include <string_view>

namespace iim::cards {

/// The Markdown of a card's detail (detail.hpp) as text for clients that show it as it is: headings and
/// bullets stay lines of their own, a table row becomes "option; fit; because", nothing is escaped.
std::string plain_text(std::string_view markdown);

}  // namespace iim::cards
