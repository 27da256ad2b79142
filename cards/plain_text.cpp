#include "cards/plain_text.hpp"

#include <algorithm>
#include <utility>

namespace iim::cards {
namespace {

/// Steps over one piece of markup or one character at the front of `line`, appending what it shows.
std::size_t append_next(std::string& out, std::string_view line) {
    if (line.starts_with('\\') && line.size() > 1) {
        out += line[1];
        return 2;
    }
    if (line.starts_with("**")) return 2;
    if (line.starts_with('`')) return 1;
    for (const auto& [entity, shown] :
         {std::pair{std::string_view("&lt;"), '<'}, {"&gt;", '>'}, {"&amp;", '&'}})
        if (line.starts_with(entity)) {
            out += shown;
            return entity.size();
        }
    if (line.starts_with(" | ")) {
        out += "; ";
        return 3;
    }
    out += line.front();
    return 1;
}

bool is_table_rule(std::string_view line) {
    return line.starts_with("| ---");
}

void append_line(std::string& out, std::string_view line) {
    if (line.starts_with("| ") && line.ends_with(" |")) line = line.substr(2, line.size() - 4);
    while (!line.empty()) line.remove_prefix(append_next(out, line));
    out += '\n';
}

}  // namespace

std::string plain_text(std::string_view markdown) {
    std::string out;
    out.reserve(markdown.size());
    while (!markdown.empty()) {
        const std::string_view line = markdown.substr(0, markdown.find('\n'));
        if (!is_table_rule(line)) append_line(out, line);
        markdown.remove_prefix(std::min(markdown.size(), line.size() + 1));
    }
    return out;
}

}  // namespace iim::cards
