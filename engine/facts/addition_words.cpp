#include "engine/facts/addition_words.hpp"

#include "engine/facts/words.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

using namespace std::string_view_literals;

/// `text` begins with `word` (in lower case) and not with a longer one.
bool begins_with(std::string_view text, std::string_view word) noexcept {
    if (text.size() < word.size() || !equals_words(text.substr(0, word.size()), word)) return false;
    if (text.size() == word.size()) return true;
    const char next = lower_ascii(text[word.size()]);
    return next < 'a' || next > 'z';
}

std::string_view after(std::string_view text, std::size_t count) noexcept {
    return trimmed(text.substr(std::min(count, text.size())));
}

std::string_view without_article(std::string_view text) noexcept {
    for (const auto article : {"the"sv, "her"sv, "his"sv, "their"sv, "your"sv})
        if (begins_with(text, article)) return after(text, article.size());
    return text;
}

bool names_what_is_taken(std::string_view text) noexcept {
    constexpr std::array taken{"current"sv, "existing"sv, "usual"sv, "regular"sv, "present"sv, "ongoing"sv};
    text = without_article(text);
    return std::ranges::any_of(taken, [&](std::string_view one) { return begins_with(text, one); });
}

/// "30 mg", "30mg"
bool is_an_amount(std::string_view text) noexcept {
    const auto end = text.find_first_not_of("0123456789.");
    return end != 0 && end != std::string_view::npos && begins_with(after(text, end), "mg");
}

/// A wording of addition begins the text.
bool adds(std::string_view text) noexcept {
    for (const auto words : {"in addition to"sv, "additional to"sv, "on top of"sv})
        if (begins_with(text, words)) return true;
    for (const auto words : {"add to"sv, "added to"sv, "adding to"sv, "add-on to"sv, "add on to"sv, "plus"sv})
        if (begins_with(text, words)) return names_what_is_taken(after(text, words.size()));
    if (!begins_with(text, "additional")) return false;
    const std::string_view what = after(text, 10);
    return is_an_amount(what) || begins_with(what, "dose") || begins_with(what, "doses");
}

/// One of the last three words of the clause that ends here.
bool is_negated(std::string_view before) noexcept {
    const auto cut = before.find_last_of(".;,:\n");
    if (cut != std::string_view::npos) before.remove_prefix(cut + 1);
    before = trimmed(before);
    for (int words = 0; words < 3 && !before.empty(); ++words) {
        const auto start = before.find_last_of(' ') + 1;  // npos + 1 is 0
        const std::string_view word = before.substr(start);
        for (const auto no : {"not"sv, "no"sv, "never"sv, "without"sv, "don't"sv, "avoid"sv})
            if (equals_words(word, no)) return true;
        before = trimmed(before.substr(0, start));
    }
    return false;
}

/// "Add 10 mg", "Adding 30 mg"; elsewhere in a text it may be another drug that is added.
bool is_told_to_add(std::string_view text) noexcept {
    for (const auto verb : {"add"sv, "adding"sv})
        if (begins_with(text, verb)) {
            const std::string_view what = after(text, verb.size());
            return !what.empty() && what[0] >= '0' && what[0] <= '9';
        }
    return false;
}

}  // namespace

bool says_additional(std::string_view text) noexcept {
    // One of these stands in all of them, and most texts hold none.
    if (!has_part(text, "add") && !has_part(text, "on top of") && !has_part(text, "plus")) return false;
    if (is_told_to_add(trimmed(text))) return true;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = lower_ascii(text[at]);
        if (!inside && adds(text.substr(at)) && !is_negated(text.substr(0, at))) return true;
        inside = c >= 'a' && c <= 'z';
    }
    return false;
}

}  // namespace iim::engine
