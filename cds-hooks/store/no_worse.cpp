#include "cds-hooks/store/snooze.hpp"
#include "cds-hooks/store/trigger.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace iim::service::store {
namespace {

/// Rules whose milligrams are worse only when there are more of them: a steroid alone, and daily or weekly
/// doses above a limit.
constexpr std::array<std::string_view, 6> limits_from_above{"R01", "R03", "R05", "R11", "R19", "R35"};

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// A text as words and the numbers of milligrams between them.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    /// The text up to the next number of milligrams, other numbers included.
    std::string_view words() noexcept {
        const std::string_view before = rest_;
        while (!rest_.empty() && !milligrams()) skip();
        return before.substr(0, before.size() - rest_.size());
    }
    /// Takes the number that stands here; nothing at the end of the text.
    std::optional<double> number() noexcept {
        const auto found = milligrams();
        if (found) rest_.remove_prefix(length_);
        return found;
    }

private:
    std::optional<double> milligrams() noexcept {
        if (rest_.empty() || !is_digit(rest_.front())) return {};
        double value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc()) return {};
        length_ = static_cast<std::size_t>(end - rest_.data());
        if (!rest_.substr(length_).starts_with(" mg")) return {};
        return value;
    }
    /// One character, or a whole number that is no dose.
    void skip() noexcept {
        const bool digits = is_digit(rest_.front());
        do rest_.remove_prefix(1);
        while (digits && !rest_.empty() && (is_digit(rest_.front()) || rest_.front() == '.'));
    }

    std::string_view rest_;
    std::size_t length_ = 0;
};

}  // namespace

bool is_no_worse(std::string_view rule_number, std::string_view then, std::string_view now) {
    if (then == now) return true;
    const Occasion was_shown = read_occasion(then), fires = read_occasion(now);
    if (was_shown.mg_per_day && fires.mg_per_day && *fires.mg_per_day > *was_shown.mg_per_day) return false;
    then = was_shown.trigger;
    now = fires.trigger;
    if (then == now) return true;
    if (std::ranges::find(limits_from_above, rule_number) == limits_from_above.end()) return false;
    if (then.find("low") != then.npos) return false;  // R05 also speaks of doses that are too low
    Reader before(then), after(now);
    for (;;) {
        if (before.words() != after.words()) return false;
        const auto was = before.number(), is = after.number();
        if (!was || !is) return !was && !is;
        if (*is > *was) return false;
    }
}

}  // namespace iim::service::store
