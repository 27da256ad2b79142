#include "cds-hooks/config_section.hpp"

namespace iim::service {

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string toml_text(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts) {
        if (out.size() > 1) out += ", ";
        out += toml_text(text);
    }
    return out + ']';
}

void write_comment(std::string& out, std::string_view text) {
    constexpr std::size_t widest = 100;
    std::size_t column = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (column == 0 || column + 1 + word.size() > widest) {
            out += column == 0 ? "#" : "\n#";
            column = 1;
        }
        out += ' ';
        out += word;
        column += 1 + word.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    out += '\n';
}

void write_heading(std::string& out, std::string_view heading, std::string_view about) {
    out += '\n';
    write_comment(out, about);
    out += heading;
    out += '\n';
}

void write_key(
    std::string& out, std::string_view name, std::string_view about, std::string_view value, bool in_force
) {
    out += '\n';
    write_comment(out, about);
    out += fmt::format("{}{} = {}\n", in_force ? "" : "#", name, value);
}

}  // namespace iim::service
