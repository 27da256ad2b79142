#include "engine/options/limits_in_words.hpp"

#include "engine/options/words.hpp"

#include <optional>

#include <fmt/format.h>

namespace iim::engine::words {

namespace {

/// What stands between the braces: "aza.step_days:t".
std::optional<std::string> value_of(std::string_view braced, const Policy& policy) {
    const std::size_t colon = braced.find(':');
    const Parameter* const row = parameter(braced.substr(0, colon));
    if (!row || !row->number) return {};
    const double value = policy.*row->number;
    const std::string_view form = colon == std::string_view::npos ? "" : braced.substr(colon + 1);
    if (form == "g") return mass(value);
    if (form == "t") return duration(static_cast<int>(value));
    return number(value);
}

/// "25-" before another 25 is no range.
void drop_same_start(std::string& text, std::string_view value) {
    const std::string start = fmt::format("{}-", value);
    if (!text.ends_with(start)) return;
    const std::size_t at = text.size() - start.size();
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') text.resize(at);
}

}  // namespace

std::string with_limits(std::string_view text, const Policy& policy) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{'), close = text.find('}', open);
        out += text.substr(0, open);
        if (open == std::string_view::npos) break;
        if (close == std::string_view::npos) return out.append(text.substr(open));
        const std::string_view braced = text.substr(open + 1, close - open - 1);
        if (const auto value = value_of(braced, policy)) {
            drop_same_start(out, *value);
            out += *value;
        } else {
            out += text.substr(open, close + 1 - open);
        }
        text.remove_prefix(close + 1);
    }
    return out;
}

std::string mass(double mg) {
    return mg >= 1000 ? number(mg / 1000) + " g" : number(mg) + " mg";
}

}  // namespace iim::engine::words
