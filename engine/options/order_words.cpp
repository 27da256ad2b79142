#include "engine/options/order_words.hpp"

#include "engine/derive/myositis_facts.hpp"

#include <algorithm>

namespace iim::engine {

namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// "20" and two more digits that no other digit follows.
bool has_year(std::string_view text) noexcept {
    for (std::size_t at = text.find("20"); at != std::string_view::npos; at = text.find("20", at + 1)) {
        const bool starts = at == 0 || !is_digit(text[at - 1]);
        const bool ends = at + 4 >= text.size() || !is_digit(text[at + 4]);
        if (starts && ends && at + 4 <= text.size() && is_digit(text[at + 2]) && is_digit(text[at + 3]))
            return true;
    }
    return false;
}

}  // namespace

OrderWords::OrderWords(const Order& order) : texts_(order.remarks) {
    texts_.push_back(order.reason_label);
    texts_.push_back(order.dose.raw);
}

bool OrderWords::name_any(std::initializer_list<std::string_view> phrases) const noexcept {
    return std::ranges::any_of(texts_, [&](std::string_view text) {
        return std::ranges::any_of(phrases, [&](std::string_view one) { return contains_words(text, one); });
    });
}

bool OrderWords::name_date() const noexcept {
    return std::ranges::any_of(texts_, has_year);
}

}  // namespace iim::engine
