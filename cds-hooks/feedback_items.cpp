#include "cds-hooks/feedback_items.hpp"

#include "cds-hooks/store/storable.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace iim::service {
namespace {

using std::chrono::milliseconds;
using store::FeedbackItem;
using store::Moment;
using store::most_short_bytes;
using store::Outcome;
using store::storable;

constexpr std::size_t most_accepted = 64;  ///< suggestions of one card

/// Uuids are compared in lower case; other ids stay as they are.
std::string id_of(std::string_view text) {
    std::string id = storable(text, most_short_bytes);
    std::ranges::replace(id, ' ', '_');  // ids are kept as words
    constexpr std::size_t uuid_length = 36;
    if (id.size() == uuid_length)
        for (char& c : id)
            if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return id;
}

/// The milliseconds of "…:51.637Z"; further digits are left out.
milliseconds fraction_of(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == text.npos) return {};
    milliseconds::rep value = 0, scale = 100;
    for (const char c : text.substr(dot + 1)) {
        if (c < '0' || c > '9') break;
        value += scale * (c - '0');
        scale /= 10;
    }
    return milliseconds(value);
}

/// RFC 3339 with any offset, its letters in either case; without an offset it is read as UTC, which the
/// specification asks for (FBK-7).
std::optional<Moment> moment_of(std::string_view given) {
    const fhir::Zone utc;
    std::string text(given);
    std::ranges::replace(text, 't', 'T');
    std::ranges::replace(text, 'z', 'Z');
    auto date = fhir::parse_date(text, utc);
    if (!date || date->precision != fhir::Date::Precision::time) return {};
    if (!date->instant) date = fhir::parse_date(text + "Z", utc);
    if (!date || !date->instant) return {};
    return *date->instant + fraction_of(text);
}

/// Epic writes the plural, and its own reasons as an extension in place of `reason` (FBK-12).
fhir::Json override_of(fhir::Json item) {
    const fhir::Json one = item["overrideReason"].first();
    return one ? one : item["overrideReasons"].first();
}

/// The name of the extension stands for the system, what it says for the code.
void read_extension(fhir::Json extension, FeedbackItem& into) {
    if (extension.member_count() == 0) return;
    const auto [name, value] = extension.member(0);
    const std::string_view code = value.is_object() ? value["code"].text() : value.text();
    into.reason_system = storable(name, most_short_bytes);
    into.reason = id_of(code.empty() ? name : code);
}

void read_reason(fhir::Json given, FeedbackItem& into) {
    into.comment = storable(given["userComment"].text());
    const fhir::Json reason = given["reason"].first();
    if (!reason) return read_extension(given["extension"], into);
    into.reason = id_of(reason.string() ? reason.text() : reason["code"].text());
    into.reason_system = storable(reason["system"].text(), most_short_bytes);
}

void read_accepted(fhir::Json suggestions, FeedbackItem& into) {
    for (const fhir::Json each : suggestions) {
        const std::string_view id = each["id"].text();
        if (id.empty() || into.suggestions.size() >= most_accepted) continue;
        into.suggestions.push_back(id_of(id));
    }
}

/// One item, or what is wrong with it: the member and what to change.
class ItemReader {
public:
    ItemReader(fhir::Json item, std::string_view caller, Moment received) : item_(item) {
        found_.caller = store::storable(caller);
        found_.received = received;
        found_.at = received;
    }
    /// Empty when the item can be stored.
    std::optional<ItemProblem> read() {
        if (!item_.is_object()) return problem("", "Each item is an object with card and outcome.");
        const std::string_view card = item_["card"].text();
        if (card.empty() || card.size() > most_short_bytes)
            return problem("card", "Send the uuid of the card as it was in the answer.");
        found_.card = id_of(card);
        if (auto wrong = read_time()) return wrong;
        return read_outcome();
    }
    FeedbackItem take() { return std::move(found_); }

private:
    static ItemProblem problem(std::string_view member, std::string_view what) {
        return {std::string(member), std::string(what)};
    }
    std::optional<ItemProblem> read_time() {
        const fhir::Json given = item_["outcomeTimestamp"];
        if (!given) return {};
        const auto at = moment_of(given.text());
        if (!at) return problem("outcomeTimestamp", "Send date and time such as 2026-11-20T15:36:51.637Z.");
        found_.stated = at->time_since_epoch().count();
        found_.at = std::min(*at, found_.received);  // a clock that is ahead does not lengthen a snooze
        return {};
    }
    std::optional<ItemProblem> read_outcome() {
        const std::string_view outcome = item_["outcome"].text();
        if (outcome == "overridden") {
            found_.outcome = Outcome::overridden;
            read_reason(override_of(item_), found_);
            return {};
        }
        if (outcome != "accepted") return problem("outcome", "The outcome is accepted or overridden.");
        found_.outcome = Outcome::accepted;
        read_accepted(item_["acceptedSuggestions"], found_);
        if (found_.suggestions.empty())
            return problem(
                "acceptedSuggestions", "Name the accepted suggestions: [{\"id\": \"their uuid\"}]."
            );
        return {};
    }

    fhir::Json item_;
    FeedbackItem found_;
};

}  // namespace

FeedbackItems read_items(fhir::Json feedback, std::string_view caller, Moment received) {
    FeedbackItems items;
    std::size_t place = 0;
    for (const fhir::Json each : feedback) {
        ItemReader reader(each, caller, received);
        auto wrong = reader.read();
        const std::string where = fmt::format("feedback[{}]", place++);
        if (!wrong) {
            items.good.push_back(reader.take());
            continue;
        }
        wrong->where = wrong->where.empty() ? where : where + "." + wrong->where;
        items.refused.push_back(*std::move(wrong));
    }
    return items;
}

}  // namespace iim::service
