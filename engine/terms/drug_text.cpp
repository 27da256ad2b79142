#include "engine/terms/drug_text.hpp"

namespace iim::engine {

namespace {

constexpr std::size_t longest_text = 640;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "2.5", "2,5"; ".5" is kept so, and is none of the numbers that we read.
bool is_in_number(char before, char c, char after) noexcept {
    return is_digit(after) && (c == '.' || (c == ',' && is_digit(before)));
}

/// The sign that stands for itself in a text, or 0.
char sign_of(char before, char c, char after) noexcept {
    if (c == '/' || c == '+' || c == '&') return '/';
    const bool parts = (is_digit(before) && is_digit(after)) || (before == ' ' && after == ' ');
    return c == '%' || (c == '-' && parts) ? c : '\0';
}

char at_or_blank(std::string_view text, std::size_t at) noexcept {
    return at < text.size() ? text[at] : ' ';
}

/// U+00C0 to U+00FF without their accents; nothing for signs.
constexpr std::array<std::string_view, 64> latin_1{
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  //
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "",  "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  //
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "",  "y"};

struct Sign {
    std::string_view utf8, as;
};
constexpr Sign signs[] = {
    {"\u00a0", " "},
    {"\u202f", " "},
    {"\u00ae", " "},
    {"\u2122", " "},
    {"\u2010", "-"},
    {"\u2011", "-"},
    {"\u2013", "-"},
    {"\u2014", "-"},
    {"\u2019", "'"},
    {"\u00b5", "u"},
    {"\u03bc", "u"},
    {"\u0152", "oe"},
    {"\u0153", "oe"},
};

}  // namespace

DrugText::DrugText(std::string_view text) noexcept {
    if (text.size() <= longest_text) take(text);
    if (full_ || text.size() > longest_text) words_.clear();
}

void DrugText::take(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size() && !full_;)
        if (static_cast<unsigned char>(text[at]) >= 0x80) {
            at += take_other(text.substr(at));
        } else {
            take_ascii(at == 0 ? ' ' : text[at - 1], text[at], at_or_blank(text, at + 1));
            ++at;
        }
}

void DrugText::take_ascii(char before, char c, char after) noexcept {
    if (is_digit(c) || is_in_number(before, c, after)) return put(c, Sort::digit);
    if (is_letter(c)) return put(lower(c), Sort::letter);
    if (const char sign = sign_of(before, c, after)) return put(sign, Sort::sign);
    // "p.o." is one word, "St John's" two.
    if (c != '.' && c != '\'') last_ = Sort::blank;
}

std::size_t DrugText::take_other(std::string_view rest) noexcept {
    for (const Sign& sign : signs) {
        if (!rest.starts_with(sign.utf8)) continue;
        if (sign.as == "-" || sign.as == "'" || sign.as == " ")
            last_ = sign.as == "'" ? last_ : Sort::blank;
        else
            letters(sign.as);
        return sign.utf8.size();
    }
    const auto second = static_cast<unsigned char>(at_or_blank(rest, 1));
    if (rest.front() == '\xc3' && second >= 0x80 && second < 0xc0) {
        letters(latin_1[second - 0x80U]);
        return 2;
    }
    if (rest.front() == '\xcc' && second >= 0x80 && second < 0xc0) return 2;  // an accent behind its letter
    put(rest.front(), Sort::letter);
    return 1;
}

void DrugText::letters(std::string_view text) noexcept {
    for (const char c : text) put(c, Sort::letter);
}

void DrugText::put(char c, Sort sort) noexcept {
    const bool starts = sort != last_ || sort == Sort::sign;
    last_ = sort;
    full_ = full_ || length_ + 2 > buffer_.size() || (starts && words_.size() == words_.capacity());
    if (full_) return;
    if (starts && !words_.empty()) buffer_[length_++] = ' ';
    const auto begin = static_cast<unsigned short>(length_);
    if (starts) words_.push_back({begin, begin});
    buffer_[length_++] = c;
    words_.back().end = static_cast<unsigned short>(length_);
}

std::string_view DrugText::words(std::size_t first, std::size_t end) const noexcept {
    if (first >= end || end > words_.size()) return {};
    const std::size_t begin = words_[first].begin;
    return {buffer_.data() + begin, words_[end - 1].end - begin};
}

}  // namespace iim::engine
