#include "cds-hooks/store/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace iim::service::store {
namespace {

using Row = Connection::Row;
using Value = Connection::Value;

std::int64_t number(std::string_view text) noexcept {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int64_t milliseconds(Moment at) noexcept {
    return at.time_since_epoch().count();
}

Moment moment(std::string_view text) noexcept {
    return Moment(std::chrono::milliseconds(number(text)));
}

/// Uuids and codes hold no blanks.
std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& each : words) {
        if (!all.empty()) all += ' ';
        all += each;
    }
    return all;
}

std::vector<std::string> split(std::string_view all) {
    std::vector<std::string> words;
    while (!all.empty()) {
        const auto end = std::min(all.find(' '), all.size());
        if (end > 0) words.emplace_back(all.substr(0, end));
        all.remove_prefix(std::min(end + 1, all.size()));
    }
    return words;
}

std::string_view to_string(Outcome outcome) noexcept {
    return outcome == Outcome::accepted ? "accepted" : "overridden";
}

/// False when nobody remembers that the card was shown to the caller.
bool mark_judged(Connection& connection, const FeedbackItem& item) {
    const std::array<Value, 2> values{item.card, item.caller};
    return connection.run("UPDATE shown SET judged = 1 WHERE card = $1 AND caller = $2", values) == 1;
}

Verdict verdict_of(Row row) {
    Verdict one;
    one.card = row[0];
    one.hook = row[1];
    one.rule = row[2];
    one.trigger = row[3];
    one.indicator = static_cast<engine::Indicator>(std::clamp<std::int64_t>(number(row[4]), 0, 2));
    one.order = row[5];
    one.order_dated = number(row[6]) != 0;
    one.drug = row[7];
    one.reasons = split(row[8]);
    one.outcome = row[9] == "accepted" ? Outcome::accepted : Outcome::overridden;
    one.reason = row[10];
    one.reason_system = row[11];
    one.at = moment(row[12]);
    return one;
}

}  // namespace

void remember(Connection& connection, std::span<const ShownCard> cards) {
    constexpr const char* sql =
        "INSERT INTO shown (card, suggestions, at, hook, instance, caller, patient, rule, version, fired, "
        "indicator, order_key, order_dated, drug, reasons, judged) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, CASE WHEN EXISTS "
        "(SELECT 1 FROM feedback WHERE card = $1 AND caller = $6) THEN 1 ELSE 0 END) ON CONFLICT DO NOTHING";
    for (const ShownCard& each : cards) {
        const std::string suggestions = joined(each.suggestions);
        const std::string reasons = joined(each.reasons);
        const std::array<Value, 15> values{
            each.card,
            suggestions,
            milliseconds(each.at),
            each.hook,
            each.instance,
            each.caller,
            each.patient,
            each.rule,
            each.version,
            each.trigger,
            static_cast<std::int64_t>(each.indicator),
            each.order,
            std::int64_t{each.order_dated},
            each.drug,
            reasons};
        connection.run(sql, values);
    }
}

Stored add(Connection& connection, std::span<const FeedbackItem> items) {
    constexpr const char* sql =
        "INSERT INTO feedback (card, outcome, stated, at, received, caller, reason, reason_system, remark, "
        "suggestions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    Stored stored;
    for (const FeedbackItem& each : items) {
        const std::string suggestions = joined(each.suggestions);
        const std::array<Value, 10> values{
            each.card,
            to_string(each.outcome),
            each.stated,
            milliseconds(each.at),
            milliseconds(each.received),
            each.caller,
            each.reason,
            each.reason_system,
            each.comment,
            suggestions};
        const bool is_new = connection.run(sql, values) == 1;
        ++(is_new ? stored.added : stored.repeated);
        if (is_new && !mark_judged(connection, each)) ++stored.unknown;
    }
    return stored;
}

std::vector<Verdict> verdicts_on(Connection& connection, std::string_view patient) {
    constexpr const char* sql =
        "SELECT s.card, s.hook, s.rule, s.fired, s.indicator, s.order_key, s.order_dated, s.drug, s.reasons, "
        "f.outcome, f.reason, f.reason_system, f.at "
        "FROM shown s JOIN feedback f ON f.card = s.card AND f.caller = s.caller "
        "WHERE s.patient = $1 AND s.judged = 1 ORDER BY f.at DESC, f.received DESC LIMIT 1000";
    std::vector<Verdict> verdicts;
    const std::array<Value, 1> values{patient};
    connection.run(sql, values, [&](Row row) { verdicts.push_back(verdict_of(row)); });
    return verdicts;
}

bool use_token(Connection& connection, std::string_view issuer, std::string_view jti, std::int64_t expires) {
    const std::array<Value, 3> values{issuer, jti, expires};
    return connection.run(
               "INSERT INTO used_token (issuer, jti, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
               values
           )
           == 1;
}

std::vector<Count> counts(Connection& connection, Moment since) {
    constexpr const char* sql =
        "SELECT s.rule, COALESCE(f.outcome, ''), COALESCE(f.reason, ''), COALESCE(f.reason_system, ''), "
        "COUNT(*) FROM shown s LEFT JOIN (SELECT card, caller, outcome, reason, reason_system, ROW_NUMBER() "
        "OVER (PARTITION BY card, caller ORDER BY at DESC, received DESC, outcome) AS place FROM feedback) f "
        "ON f.card = s.card AND f.caller = s.caller AND f.place = 1 "
        "WHERE s.at >= $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
    std::vector<Count> all;
    const std::array<Value, 1> values{milliseconds(since)};
    connection.run(sql, values, [&](Row row) {
        all.push_back(
            {std::string(row[0]),
             std::string(row[1]),
             std::string(row[2]),
             std::string(row[3]),
             number(row[4])}
        );
    });
    return all;
}

std::int64_t unknown_feedback(Connection& connection, Moment since) {
    std::int64_t count = 0;
    const std::array<Value, 1> values{milliseconds(since)};
    connection.run(
        "SELECT COUNT(*) FROM feedback f WHERE f.received >= $1 AND NOT EXISTS "
        "(SELECT 1 FROM shown s WHERE s.card = f.card AND s.caller = f.caller)",
        values,
        [&](Row row) { count = number(row[0]); }
    );
    return count;
}

bool forget(Connection& connection, Moment before, Moment now) {
    constexpr std::int64_t most = 2000;  // of each table at once: the lane has other work
    const std::array<Value, 1> old{milliseconds(before)};
    const std::array<Value, 1> expired{
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()};
    const std::int64_t shown = connection.run(
        "DELETE FROM shown WHERE card IN (SELECT card FROM shown WHERE at < $1 LIMIT 2000)", old
    );
    const std::int64_t feedback = connection.run(
        "DELETE FROM feedback WHERE (card, outcome, stated, caller) IN "
        "(SELECT card, outcome, stated, caller FROM feedback WHERE received < $1 LIMIT 2000)",
        old
    );
    const std::int64_t tokens = connection.run(
        "DELETE FROM used_token WHERE (issuer, jti) IN "
        "(SELECT issuer, jti FROM used_token WHERE expires < $1 LIMIT 2000)",
        expired
    );
    return std::max({shown, feedback, tokens}) >= most;
}

}  // namespace iim::service::store
