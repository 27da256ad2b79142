#include "fhir/timing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <span>

namespace iim::fhir {
namespace {

struct Idiom {
    std::string_view text;
    double times, days;
};

constexpr double month = 30.4375;

// HL7 v3 GTSAbbreviation codes and what clinicians write for them. "biweekly" and "BIW" are left out on
// purpose: they are read as twice a week and as every two weeks.
constexpr auto idioms = std::to_array<Idiom>({
    {"qd", 1, 1},
    {"od", 1, 1},
    {"daily", 1, 1},
    {"am", 1, 1},
    {"pm", 1, 1},
    {"bed", 1, 1},
    {"hs", 1, 1},
    {"qam", 1, 1},
    {"qpm", 1, 1},
    {"qhs", 1, 1},
    {"nightly", 1, 1},
    {"at bedtime", 1, 1},
    {"every morning", 1, 1},
    {"every evening", 1, 1},
    {"every night", 1, 1},
    {"in the morning", 1, 1},
    {"in the evening", 1, 1},
    {"bid", 2, 1},
    {"bd", 2, 1},
    {"tid", 3, 1},
    {"tds", 3, 1},
    {"qid", 4, 1},
    {"qds", 4, 1},
    {"qod", 1, 2},
    {"every other day", 1, 2},
    {"alternate days", 1, 2},
    {"on alternate days", 1, 2},
    {"wk", 1, 7},
    {"weekly", 1, 7},
    {"qw", 1, 7},
    {"qwk", 1, 7},
    {"tiw", 3, 7},
    {"every other week", 1, 14},
    {"fortnightly", 1, 14},
    {"mo", 1, month},
    {"monthly", 1, month},
});

constexpr std::size_t most_words = 8;

// The text in lower case, without dots, with single spaces, cut into words. Too long or too many words: no
// words.
class Words {
public:
    explicit Words(std::string_view text) {
        if (text.size() > buffer_.size()) return;
        for (const char c : text) add(c);
        while (size_ > 0 && buffer_[size_ - 1] == ' ') --size_;
        split();
    }
    std::string_view whole() const { return {buffer_.data(), size_}; }
    std::span<const std::string_view> list() const { return {words_.data(), count_}; }

private:
    void add(char c) {
        if (c == '.') return;
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '/';
        if (space && (size_ == 0 || buffer_[size_ - 1] == ' ')) return;
        buffer_[size_++] = space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    void split() {
        std::string_view rest = whole();
        while (!rest.empty() && count_ < most_words) {
            const auto end = std::min(rest.find(' '), rest.size());
            words_[count_++] = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (!rest.empty()) count_ = 0;
    }

    std::array<char, 48> buffer_{};
    std::size_t size_ = 0;
    std::array<std::string_view, most_words> words_{};
    std::size_t count_ = 0;
};

std::optional<double> number_word(std::string_view word) {
    constexpr std::array<std::string_view, 10> names{
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (word == names[i]) return static_cast<double>(i + 1);
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value < 1 || value > 366) return {};
    return value;
}

Rate fixed(double times, double days) {
    return make_rate({times, times}, {days, days});
}

// "q8h", "q2w", "q4wk", "q6hr"
std::optional<Rate> q_code(std::string_view word) {
    if (word.size() < 3 || word.front() != 'q') return {};
    const auto unit_at = std::min(word.find_first_not_of("0123456789", 1), word.size());
    const auto number = number_word(word.substr(1, unit_at - 1));
    const auto unit = word.substr(unit_at);
    const auto days = unit == "w" ? std::optional<double>(7) : unit_days(unit);
    if (!number || !days || unit == "s" || unit == "a" || unit == "min") return {};
    return fixed(1, *number * *days);
}

// "every 8 hours", "every two weeks", "every day"
std::optional<Rate> every(std::span<const std::string_view> words) {
    if (words.size() < 2 || words.size() > 3 || words[0] != "every") return {};
    const auto number = words.size() == 3 ? number_word(words[1]) : std::optional<double>(1);
    const auto days = words.back().size() > 2 ? unit_days(words.back()) : std::nullopt;
    if (!number || !days || *days < 1.0 / 24 - 1e-9) return {};
    return fixed(1, *number * *days);
}

// The days of "daily", "a week", "per month" …; the words after "twice".
std::optional<double> per(std::span<const std::string_view> words) {
    if (words.size() == 1 && words[0] == "daily") return 1;
    if (words.size() == 1 && words[0] == "weekly") return 7;
    if (words.size() == 1 && words[0] == "monthly") return month;
    const bool linked =
        words.size() == 2
        && (words[0] == "a" || words[0] == "per" || words[0] == "every" || words[0] == "each");
    if (!linked && words.size() != 1) return {};
    const auto unit = words.back();
    if (unit == "day") return 1;
    if (unit == "week") return 7;
    if (unit == "month") return month;
    return {};
}

// "once weekly", "twice a day", "3 times per week", "2x daily"
std::optional<Rate> times_per(std::span<const std::string_view> words) {
    if (words.empty()) return {};
    std::optional<double> times;
    std::size_t used = 1;
    if (words[0] == "once")
        times = 1;
    else if (words[0] == "twice")
        times = 2;
    else if (words[0].ends_with('x'))
        times = number_word(words[0].substr(0, words[0].size() - 1));
    else if (words.size() > 1 && (words[1] == "times" || words[1] == "x" || words[1] == "time")) {
        times = number_word(words[0]);
        used = 2;
    }
    const auto days = per(words.subspan(used));
    if (!times || !days) return {};
    return fixed(*times, *days);
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
}

// "on Mondays", "every Monday", "weekly on Monday", "Mon, Wed and Fri"
std::optional<Rate> named_days(std::span<const std::string_view> words) {
    std::uint8_t days = 0;
    for (const auto word : words) {
        const auto singular = word.ends_with('s') && word.size() > 4 ? word.substr(0, word.size() - 1) : word;
        const auto bit = weekday_bit(singular, true);
        const bool filler = days == 0 ? one_of(word, {"on", "every", "once", "weekly"}) : word == "and";
        if (bit == 0 && !filler) return {};
        days = static_cast<std::uint8_t>(days | bit);
    }
    if (days == 0) return {};
    auto rate = fixed(std::popcount(days), 7);
    rate.weekdays = days;
    return rate;
}

}  // namespace

std::optional<Rate> timing_phrase(std::string_view text) {
    const Words words(text);
    const auto list = words.list();
    if (list.empty()) return {};
    for (const auto& idiom : idioms)
        if (idiom.text == words.whole()) return fixed(idiom.times, idiom.days);
    if (one_of(words.whole(), {"once", "one time", "single dose", "one time only"}))
        return one_off_rate({1.0, 1.0});
    if (list.size() == 1)
        if (const auto rate = q_code(list[0])) return rate;
    if (const auto rate = every(list)) return rate;
    if (const auto rate = times_per(list)) return rate;
    return named_days(list);
}

}  // namespace iim::fhir
