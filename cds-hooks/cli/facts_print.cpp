#include "cds-hooks/cli/facts.hpp"
#include "fhir/writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

constexpr std::size_t what_width = 34;

std::string readable(std::string_view name) {
    std::string words;
    for (const char c : name) {
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital) words += ' ';
        words += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

/// At most three decimals, none that are zero.
std::string number(double value) {
    std::string text = fmt::format("{:.3f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string in_words(const Property& one) {
    if (one.number) {
        const std::string_view space = one.unit.empty() || one.unit == "%" ? "" : " ";
        return fmt::format("{} {}{}{}", readable(one.name), number(*one.number), space, one.unit);
    }
    if (one.text == "yes") return readable(one.name);
    return fmt::format("{} {}", readable(one.name), one.text);
}

std::string in_words(const FactLine& line) {
    std::string all;
    for (const Property& one : line.properties) {
        if (!all.empty()) all += ", ";
        all += in_words(one);
    }
    return all;
}

void append(std::string& out, const FactLine& line) {
    const std::string words = in_words(line);
    const std::string source =
        line.source.empty() ? "" : fmt::format("{}[{}]", words.empty() ? "" : "  ", line.source);
    std::string text = fmt::format("  {:<{}}  {}{}", line.what, what_width, words, source);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text;
    out += '\n';
    for (const std::string& one : line.unread) out += fmt::format("      ! {}\n", one);
}

void write(fhir::Writer& out, const FactLine& line) {
    out.begin_object().member("what", std::string_view(line.what));
    for (const Property& one : line.properties) {
        if (!one.number) {
            if (one.text == "yes")
                out.member(one.name, true);
            else
                out.member(one.name, std::string_view(one.text));
            continue;
        }
        out.key(one.name).begin_object().member("value", *one.number).optional("unit", one.unit).end_object();
    }
    out.optional("source", line.source);
    if (!line.unread.empty()) {
        out.key("unread").begin_array();
        for (const std::string& one : line.unread) out.value(std::string_view(one));
        out.end_array();
    }
    out.end_object();
}

}  // namespace

std::string facts_text(const std::vector<FactSection>& sections) {
    std::string out;
    for (const FactSection& section : sections) {
        if (section.lines.empty()) continue;
        if (!out.empty()) out += '\n';
        out += fmt::format("{}\n", section.title);
        for (const FactLine& line : section.lines) append(out, line);
    }
    return out;
}

std::string facts_json(const std::vector<FactSection>& sections) {
    fhir::Writer out;
    out.begin_object();
    for (const FactSection& section : sections) {
        out.key(section.key).begin_array();
        for (const FactLine& line : section.lines) write(out, line);
        out.end_array();
    }
    out.end_object();
    return out.take();
}

}  // namespace iim::service::cli
