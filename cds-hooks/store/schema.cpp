#include "cds-hooks/store/tables.hpp"

#include <array>
#include <charconv>
#include <span>
#include <string>

#include <fmt/format.h>

namespace iim::service::store {
namespace {

using Row = Connection::Row;
using Value = Connection::Value;

/// The steps from one version of the tables to the next. A step that was released is never changed.
constexpr std::array<const char*, 9> step_1{
    "CREATE TABLE shown (card TEXT PRIMARY KEY, suggestions TEXT NOT NULL, at BIGINT NOT NULL, "
    "hook TEXT NOT NULL, instance TEXT NOT NULL, caller TEXT NOT NULL, patient TEXT NOT NULL, "
    "rule TEXT NOT NULL, version TEXT NOT NULL, fired TEXT NOT NULL, indicator BIGINT NOT NULL, "
    "order_key TEXT NOT NULL, order_dated BIGINT NOT NULL, drug TEXT NOT NULL, reasons TEXT NOT NULL)",
    "CREATE INDEX shown_patient ON shown (patient)",
    "CREATE INDEX shown_at ON shown (at)",
    "CREATE TABLE feedback (card TEXT NOT NULL, outcome TEXT NOT NULL, stated BIGINT NOT NULL, "
    "at BIGINT NOT NULL, received BIGINT NOT NULL, caller TEXT NOT NULL, reason TEXT NOT NULL, "
    "reason_system TEXT NOT NULL, remark TEXT NOT NULL, suggestions TEXT NOT NULL, "
    "PRIMARY KEY (card, outcome, stated, caller))",
    "CREATE INDEX feedback_received ON feedback (received)",
    "CREATE TABLE used_token (issuer TEXT NOT NULL, jti TEXT NOT NULL, expires BIGINT NOT NULL, "
    "PRIMARY KEY (issuer, jti))",
    "CREATE INDEX used_token_expires ON used_token (expires)",
    "INSERT INTO iim_cds (name, value) VALUES ('version', '1')",
    "INSERT INTO iim_cds (name, value) VALUES ('key', '')",
};

/// A patient's chart is opened for years, and each time cards are shown; a look-up reads only those that
/// somebody judged.
constexpr std::array<const char*, 4> step_2{
    "ALTER TABLE shown ADD COLUMN judged BIGINT NOT NULL DEFAULT 0",
    "UPDATE shown SET judged = 1 WHERE EXISTS (SELECT 1 FROM feedback "
    "WHERE feedback.card = shown.card AND feedback.caller = shown.caller)",
    "DROP INDEX shown_patient",
    "CREATE INDEX shown_judged ON shown (patient) WHERE judged = 1",
};

constexpr std::array<std::span<const char* const>, 2> steps{step_1, step_2};

std::string value_of(Connection& connection, std::string_view name) {
    std::string value;
    const std::array<Value, 1> values{name};
    connection.run("SELECT value FROM iim_cds WHERE name = $1", values, [&](Row row) { value = row[0]; });
    return value;
}

void set_value(Connection& connection, std::string_view value, std::string_view name) {
    const std::array<Value, 2> values{value, name};
    connection.run("UPDATE iim_cds SET value = $1 WHERE name = $2", values);
}

std::size_t version_of(Connection& connection) {
    const std::string text = value_of(connection, "version");
    std::size_t version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

void bring_up_to_date(Connection& connection, std::string_view fingerprint) {
    connection.run("CREATE TABLE IF NOT EXISTS iim_cds (name TEXT PRIMARY KEY, value TEXT NOT NULL)", {});
    const std::size_t version = version_of(connection);
    if (version > steps.size())
        throw Failure(fmt::format(
            "the database was written by a newer iim-cds (its tables have version {}, this program knows "
            "{}); "
            "use that program or another database",
            version,
            steps.size()
        ));
    for (std::size_t at = version; at < steps.size(); ++at)
        for (const char* const each : steps[at]) connection.run(each, {});
    if (version < steps.size()) set_value(connection, fmt::format("{}", steps.size()), "version");
    const std::string key = value_of(connection, "key");
    if (key.empty()) return set_value(connection, fingerprint, "key");
    if (key != fingerprint && !fingerprint.empty())
        throw Failure(
            "the database was written with another secret for patients' keys; give every process the "
            "same file (hash_key_file), or use another database"
        );
}

}  // namespace

void migrate(Connection& connection, std::string_view fingerprint) {
    connection.begin(Durability::power);
    try {
        bring_up_to_date(connection, fingerprint);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

}  // namespace iim::service::store
