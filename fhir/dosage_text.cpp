#include "fhir/dosage_text.hpp"

#include "fhir/timing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace iim::fhir {
namespace {

constexpr std::string_view blanks = " \t\r\n";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, [](char a, char b) { return lower(a) == b; });
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::ranges::any_of(list, [text](std::string_view one) { return same(text, one); });
}

// Digits with an optional decimal part, or one … ten. ".5", "5." and "1,000" are left unread: they are
// misread by people too.
std::optional<double> number(std::string_view word) {
    constexpr std::array<std::string_view, 10> names{
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (same(word, names[i])) return static_cast<double>(i + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (word.empty() || word.size() > 9 || !digit(word.front()) || !digit(word.back())) return {};
    double value = 0;
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, value, std::chars_format::fixed);
    if (error != std::errc{} || stop != end || !(value > 0)) return {};
    return value;
}

std::string_view dose_word(std::string_view word) {
    if (one_of(word, {"tablet", "tablets", "tablet(s)", "tab", "tabs"})) return "tablet";
    if (one_of(word, {"capsule", "capsules", "capsule(s)", "cap", "caps"})) return "capsule";
    if (same(word, "mg")) return "mg";
    if (same(word, "ml")) return "mL";
    return {};
}

constexpr double a_week = 1.0 / 7;

// Always true, so that it can end a chain of conditions.
bool set_rate(TextInstruction& out, double per_day, Frequency frequency) {
    out.doses_per_day = per_day;
    out.frequency = frequency;
    return true;
}

}  // namespace

DosageText::DosageText(std::string_view text) noexcept {
    const auto trim = [&] {
        const auto last = text.find_last_not_of(blanks);
        text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    };
    trim();
    if (text.ends_with('.')) text.remove_suffix(1);
    trim();
    rest_ = text;
    advance();
}

void DosageText::advance() noexcept {
    const auto start = std::min(rest_.find_first_not_of(blanks), rest_.size());
    rest_.remove_prefix(start);
    const auto end = std::min(rest_.find_first_of(blanks), rest_.size());
    word_ = rest_.substr(0, end);
    rest_.remove_prefix(end);
}

bool DosageText::accept(std::string_view word) noexcept {
    if (word_.empty() || !same(word_, word)) return false;
    advance();
    return true;
}

bool DosageText::amount(TextInstruction& out) noexcept {
    const auto value = number(peek());
    if (!value) return false;
    out.amount = *value;
    advance();
    out.unit = dose_word(peek());
    if (!out.unit.empty()) advance();
    return true;
}

bool DosageText::strength(TextInstruction& out) noexcept {
    if (!accept("of")) return true;
    const auto value = number(peek());
    if (!value || (out.unit != "tablet" && out.unit != "capsule")) return false;
    advance();
    out.strength_mg = value;
    return accept("mg");
}

bool DosageText::route(TextInstruction& out) noexcept {
    if (accept("by")) {
        out.route = "po";
        return accept("mouth");
    }
    if (accept("po") || accept("orally"))
        out.route = "po";
    else if (accept("sc") || accept("subcut"))
        out.route = "sc";
    return true;
}

bool DosageText::weekday(TextInstruction& out) noexcept {
    auto name = peek();
    if (name.size() > 6 && lower(name.back()) == 's') name.remove_suffix(1);
    out.weekdays = weekday_bit(name, false);
    if (out.weekdays == 0) return false;
    advance();
    return true;
}

// "Mondays", "Monday, Wednesday and Friday"
bool DosageText::weekdays(TextInstruction& out) noexcept {
    std::uint8_t days = 0;
    for (bool more = true; more;) {
        const bool comma = word_.ends_with(',');
        if (comma) word_.remove_suffix(1);
        if (!weekday(out)) return false;
        days = static_cast<std::uint8_t>(days | out.weekdays);
        more = accept("and") || comma;
    }
    out.weekdays = days;
    const double times = std::popcount(days);
    return set_rate(out, times / 7, make_rate({times, times}, {7.0, 7.0}).frequency);
}

// After "once": "daily", "weekly", "a week".
bool DosageText::once(TextInstruction& out) noexcept {
    if (accept("daily")) return set_rate(out, 1, Frequency::daily);
    return (accept("weekly") || (accept("a") && accept("week"))) && weekly(out);
}

// After "every": "day", "week", a weekday.
bool DosageText::every(TextInstruction& out) noexcept {
    if (accept("day")) return set_rate(out, 1, Frequency::daily);
    if (accept("week")) return weekly(out);
    return set_rate(out, a_week, Frequency::weekly) && weekday(out);
}

// "weekly", and perhaps "on Monday".
bool DosageText::weekly(TextInstruction& out) noexcept {
    set_rate(out, a_week, Frequency::weekly);
    return !accept("on") || weekday(out);
}

bool DosageText::frequency(TextInstruction& out) noexcept {
    if (accept("daily") || accept("qd")) return set_rate(out, 1, Frequency::daily);
    if (accept("bid")) return set_rate(out, 2, Frequency::daily);
    if (accept("tid")) return set_rate(out, 3, Frequency::daily);
    if (accept("twice")) return set_rate(out, 2, Frequency::daily) && accept("daily");
    if (accept("once")) return once(out);
    if (accept("every")) return every(out);
    if (accept("weekly")) return weekly(out);
    return accept("on") && weekdays(out);
}

bool DosageText::length(TextInstruction& out) noexcept {
    if (!accept("for")) return true;
    const auto value = number(peek());
    if (!value) return false;
    advance();
    if (!one_of(peek(), {"day", "days", "week", "weeks", "month", "months"})) return false;
    out.days = whole_days(std::min(*value * unit_days(peek()).value_or(1), 36'525.0));
    advance();
    return true;
}

bool DosageText::next(TextInstruction& out) noexcept {
    if (word_.empty()) return false;
    out = {};
    if (!accept("take") && !accept("give")) accept("inject");
    if (!amount(out) || !strength(out) || !route(out) || !frequency(out) || !length(out)) return false;
    if (word_.empty())
        finished_ = true;
    else if (!accept("then") || word_.empty())
        return false;
    return true;
}

std::optional<std::vector<TextInstruction>> parse_dosage_text(std::string_view text) {
    constexpr std::size_t most = 60;
    std::vector<TextInstruction> parts;
    DosageText reader(text);
    TextInstruction one;
    while (parts.size() < most && reader.next(one)) parts.push_back(one);
    if (!reader.finished()) return {};
    return parts;
}

std::optional<Frequency> text_frequency(std::string_view text) noexcept {
    DosageText reader(text);
    TextInstruction one;
    std::optional<Frequency> found;
    bool mixed = false;
    while (reader.next(one)) {
        mixed |= found && *found != one.frequency;
        found = one.frequency;
    }
    if (!reader.finished() || mixed) return {};
    return found;
}

}  // namespace iim::fhir
