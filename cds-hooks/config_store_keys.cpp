#include "cds-hooks/config_section.hpp"

#include <array>
#include <utility>

namespace iim::service {
namespace {

using store::AuditSettings;
using store::Settings;

constexpr std::int64_t mebibyte = 1 << 20;

constexpr std::array<std::pair<std::string_view, Settings::Kind>, 3> kinds{{
    {"none", Settings::Kind::none},
    {"sqlite", Settings::Kind::sqlite},
    {"postgres", Settings::Kind::postgres},
}};

/// Written in days, kept in hours.
constexpr Key<Settings> keep_days{
    "keep_days",
    "How long shown cards and their feedback are kept, in days.",
    "",
    [](Settings& settings, const ConfigValue& value) {
    settings.keep = std::chrono::hours(24 * value.integer(30, 3650));
    },
    [](const Settings& settings) { return fmt::format("{}", settings.keep.count() / 24); },
    [] { return std::string("30 to 3650"); }};

constexpr std::array store_keys{
    keys::choice<&Settings::kind, kinds>(
        "kind",
        "\"sqlite\" is a file, for one process; \"postgres\" a server that several processes share; with "
        "\"none\" no feedback is taken (404) and no card is snoozed."
    ),
    keys::file<&Settings::data_dir>(
        "data_dir", "Holds feedback.sqlite, patient.key and audit.jsonl. Made when it does not exist."
    ),
    keys::text<&Settings::postgres>(
        "postgres",
        "How libpq finds the server. The password belongs into PGPASSFILE or PGPASSWORD, not here."
    )
        .with("\"host=db.example.org dbname=iim user=iim sslmode=verify-full\""),
    keys::file<&Settings::hash_key_file>(
        "hash_key_file",
        "The secret of 32 bytes or more under which patients are stored instead of by their id. Processes "
        "that share a database share it. Without this key: patient.key in data_dir, made at the first start."
    )
        .with("\"patient.key\""),
    keys::number<&Settings::queue, 16, 1'000'000>(
        "queue", "Jobs that may wait for the database; beyond, feedback is answered 503."
    ),
    keys::number<&Settings::connections, 1, 32>(
        "connections", "PostgreSQL: connections for look-ups, besides the one that writes."
    ),
    keys::number<&Settings::read_limit, 10, 5'000>(
        "read_limit_ms",
        "For the look-up of what was overridden for a patient; then the advice goes on without it."
    ),
    keys::number<&Settings::write_limit, 100, 60'000>(
        "write_limit_ms", "For feedback and used tokens; then 503."
    ),
    keep_days,
    keys::flag<&Settings::keep_comments>(
        "keep_comments", "Comments of users are free text and may name a patient. They are never logged."
    ),
};

constexpr std::array audit_keys{
    keys::flag<&AuditSettings::on>("on", "One line for each call: who, when, which patient, rules, cards."),
    keys::file<&AuditSettings::file>("file", "Without this key: audit.jsonl in store.data_dir.")
        .with("\"/var/log/iim-cds/audit.jsonl\""),
    keys::number<&AuditSettings::rotate_bytes, 65'536, 16'384 * mebibyte>(
        "rotate_bytes", "A file of this size is set aside and a new one begun."
    ),
    keys::number<&AuditSettings::keep_files, 0, 100'000>(
        "keep_files", "Files set aside that stay, the newest ones; 0: all of them."
    ),
    keys::flag<&AuditSettings::plain_patient>(
        "plain_patient", "The patient's id itself, not only its keyed hash."
    ),
    keys::number<&AuditSettings::queue, 16, 1'000'000>(
        "queue", "Lines that may wait for the disk; beyond, they are lost, counted and said in the log."
    ),
};

constexpr std::array all{
    section<&Config::store, store_keys>("store", "Shown cards, feedback and used tokens."),
    section<&Config::audit, audit_keys>(
        "audit", "Who saw what: JSON lines in a file that only grows. No token, no name, no free text."
    ),
};

}  // namespace

std::span<const Section> store_sections() {
    return all;
}

}  // namespace iim::service
