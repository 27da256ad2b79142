#pragma once

#include <string>
#include <string_view>

/// GitHub Flavored Markdown from plain text. Some clients render GFM with raw HTML and without a sanitiser,
/// so nothing that comes in as text may become markup, a link or an HTML tag.
namespace iim::cards::markdown {

/// Where the escaped text will stand: at the start of a block more characters are active.
enum class Place { line_start, inside };

/// Appends `text` as one line of inert GFM. Only what would be active is escaped, so prose stays readable for
/// clients that show the source. Web and mail addresses become code spans, which no renderer links.
void append(std::string& out, std::string_view text, Place place = Place::inside);
std::string escape(std::string_view text, Place place = Place::line_start);

}  // namespace iim::cards::markdown
