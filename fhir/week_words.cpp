#include "fhir/week_words.hpp"

#include "fhir/timing.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

constexpr std::uint8_t monday_to_friday = 0b0011111;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// One of the words of `list`, which are in lower case with single blanks between.
bool is(std::string_view word, std::string_view list) {
    while (!list.empty()) {
        const auto end = std::min(list.find(' '), list.size());
        const auto one = list.substr(0, end);
        if (std::ranges::equal(word, one, [](char a, char b) { return (a | 0x20) == b; })) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

constexpr std::string_view of_taking =
    "take taken inject injected use give given administer swallow tablet tablets tab tabs capsule capsules "
    "pill pills dose mg ml half one two three four five six seven eight nine ten of methotrexate mtx "
    "medicine "
    "medication by mouth oral orally po sc subcut subcutaneously once twice time times per a an the this it "
    "your every each same daily day days weekly week weekday weekdays on in at and or to through thru until "
    "morning evening night bedtime noon breakfast lunch dinner with after before food meal meals water empty "
    "stomach as directed prescribed needed";

constexpr std::string_view another_matter =
    "folic folate folinic leucovorin blood bloods lab labs test tests check checks monitoring review visit "
    "clinic appointment supply pack dispensing";

constexpr std::string_view negation = "not never avoid except skip omit";

/// The bit of "Mondays", "Mon", "Thurs"; of "Sat" and "Sun" too.
std::uint8_t day_of(std::string_view word) {
    if (is(word, "thur thurs")) word = word.substr(0, 3);
    if (word.size() > 3 && (word.back() | 0x20) == 's') word.remove_suffix(1);
    return weekday_bit(word, true);
}

/// 2 to 7, or 0.
unsigned small_number(std::string_view word) {
    if (word.size() == 1 && word[0] >= '2' && word[0] <= '7') return static_cast<unsigned>(word[0] - '0');
    if (is(word, "seven")) return 7;
    return is(word, "two three four five six") ? 2 : 0;
}

}  // namespace

WeekWords::WeekWords(std::string_view text) {
    constexpr std::string_view dash = "\xe2\x80";  // and a third byte
    while (!text.empty()) {
        const char c = text.front();
        const auto kind = is_letter(c) ? is_letter : is_digit;
        auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, kind) - text.begin());
        if (length > 0)
            word(text.substr(0, length));
        else if (text.starts_with(dash))
            length = dash.size() + 1;
        else if ((c & 0x80) != 0)
            foreign_word();
        else if (c == ',')
            weekly_by_last_ = false;
        else if (c == ';' || c == '\n' || c == '!' || (c == '.' && !(text.size() > 1 && is_digit(text[1]))))
            end_sentence();
        text.remove_prefix(std::clamp<std::size_t>(length, 1, text.size()));
    }
    end_sentence();
}

void WeekWords::end_sentence() {
    days_ = static_cast<std::uint8_t>(days_ | named_);
    if (of_taking_ && !choice_) sure_ = static_cast<std::uint8_t>(sure_ | named_);
    named_ = weekend_ = 0;
    of_taking_ = true;
    choice_ = another_matter_ = negated_ = after_day_ = counting_ = weekly_by_last_ = false;
    previous_ = before_ = {};
}

void WeekWords::foreign_word() {
    of_taking_ = all_of_taking_ = false;
}

void WeekWords::word(std::string_view one) {
    const bool starts_negation = is(one, negation) || (is(previous_, "no") && is(one, "other"));
    negates_ = negates_ || is(one, "not never avoid");
    if (is(one, another_matter)) {
        another_matter_ = true;
        once_weekly_ = once_weekly_ && !weekly_by_last_;  // "weekly blood tests"
    } else if (is(one, "methotrexate mtx")) {
        another_matter_ = false;
    } else if (starts_negation) {
        negated_ = true;
    } else if (is(one, "more") || (is(one, "take inject give") && !is(previous_, negation))) {
        negated_ = false;
    }
    weekly_by_last_ = false;
    if (!is_digit(one.front()) && day_of(one) == 0 && !is(one, of_taking)) foreign_word();
    if (!another_matter_ && !negated_) read(one);
    before_ = previous_;
    previous_ = one;
}

void WeekWords::read(std::string_view one) {
    read_day(one);
    read_week(one);
    read_count(one);
    const bool another_day = is(one, "day days") && is(previous_, "other");
    if (another_day || is(one, "twice thrice times")) doubt_ = true;
}

void WeekWords::read_day(std::string_view one) {
    const auto day = day_of(one);
    if (is(one, "weekdays") || (is(one, "weekday") && is(previous_, "every each"))) {
        named_ = static_cast<std::uint8_t>(named_ | monday_to_friday);
    } else if (is(one, "sat sun") && !after_day_) {
        weekend_ = static_cast<std::uint8_t>(weekend_ | day);
    } else if (day != 0) {
        named_ = static_cast<std::uint8_t>(named_ | day | weekend_);
        in_full_ = in_full_ || one.size() > 5;
        after_day_ = true;
    } else if (is(one, "or")) {
        choice_ = choice_ || after_day_;
    } else if (!is(one, "and to through thru until on")) {
        after_day_ = false;
        weekend_ = 0;
    }
}

void WeekWords::read_week(std::string_view one) {
    const bool once_a = is(previous_, "a per") && is(before_, "once");
    const bool a_week = is(one, "week") && (once_a || is(previous_, "every each"));
    if (!a_week && !is(one, "weekly")) return;
    weekly_by_last_ = !once_weekly_;
    once_weekly_ = true;
}

/// "2 doses weekly", "for 3 days each week"; "every 7 days" is once a week.
void WeekWords::read_count(std::string_view one) {
    const unsigned number = small_number(one);
    if (number > 0) {
        counting_ = true;
        every_seven_ = number == 7 && is(previous_, "every");
    } else if (counting_ && is(one, "day days night nights dose doses")) {
        doubt_ = doubt_ || !every_seven_;
        counting_ = false;
    } else if (!is(one, "consecutive separate different divided")) {
        counting_ = false;
    }
}

}  // namespace iim::fhir
