#include "cds-hooks/store/trigger.hpp"

#include "cards/text.hpp"

#include <charconv>

#include <fmt/format.h>

namespace iim::service::store {
namespace {

constexpr std::string_view before_dose = "; at ", after_dose = " mg/day";

std::string occasion(std::string_view trigger, const std::string& summary, const engine::Order* order) {
    std::string text = trigger.empty() ? cards::shorten(summary, cards::summary_limit) : std::string(trigger);
    // Of the whole order, so that the same order is the same occasion on every day.
    const auto mg = order ? order->peak_mg_per_day(engine::Day::min()).hi : std::nullopt;
    if (mg) text += fmt::format("{}{:.6g}{}", before_dose, *mg, after_dose);
    return text;
}

}  // namespace

std::string occasion_of(const engine::Finding& finding) {
    return occasion(finding.trigger, finding.summary, finding.about);
}

std::string occasion_of(const cards::Card& card) {
    return occasion(card.trigger, card.summary, card.order);
}

Occasion read_occasion(std::string_view text) noexcept {
    const std::size_t at = text.rfind(before_dose);
    if (at == text.npos || !text.ends_with(after_dose)) return {text, {}};
    std::string_view number = text.substr(at + before_dose.size());
    number.remove_suffix(after_dose.size());
    double mg = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), mg);
    if (error != std::errc() || end != number.data() + number.size()) return {text, {}};
    return {text.substr(0, at), mg};
}

}  // namespace iim::service::store
