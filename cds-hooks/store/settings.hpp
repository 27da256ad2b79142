#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace iim::service::store {

/// Where feedback, snoozes and used tokens are kept. A default one is SQLite in the folder "data".
struct Settings {
    enum class Kind {
        none,      ///< nothing is kept: feedback gets 503, no card is snoozed
        sqlite,    ///< a file of this machine, for one process
        postgres,  ///< a server, shared by several processes
    };
    Kind kind = Kind::sqlite;
    /// Holds feedback.sqlite, patient.key and audit.jsonl. Made (mode 0700) when it does not exist.
    std::filesystem::path data_dir = "data";
    /// How libpq finds the server: "host=db.example dbname=iim user=iim sslmode=verify-full". Passwords
    /// belong into PGPASSFILE or PGPASSWORD, not here.
    std::string postgres;
    /// 32 bytes or more that turn a patient's id into the key it is stored under. Empty:
    /// data_dir/patient.key, made when it does not exist. Processes that share a database share this file.
    std::filesystem::path hash_key_file;
    std::size_t queue = 4096;     ///< jobs that may wait; beyond, feedback gets 503 and the rest is dropped
    std::size_t connections = 2;  ///< PostgreSQL: connections for look-ups, besides the one that writes
    std::chrono::milliseconds read_limit{200};  ///< for a look-up of snoozes; then the advice goes on without
    std::chrono::milliseconds write_limit{3000};  ///< for feedback and used tokens; then 503
    std::chrono::hours keep{
        24 * 400};              ///< shown cards and their feedback; not shorter than the longest snooze
    bool keep_comments = true;  ///< users' comments are free text and may name a patient; never logged
};

/// Where the access audit goes (SEC-21).
struct AuditSettings {
    bool on = true;
    std::filesystem::path file;  ///< empty: data_dir/audit.jsonl
    std::size_t rotate_bytes = std::size_t{64} << 20;
    std::size_t keep_files = 0;  ///< rotated files that stay, the newest ones; 0: all of them
    bool plain_patient = false;  ///< the patient's id itself instead of its keyed hash
    std::size_t queue = 16'384;  ///< lines that may wait; beyond, they are counted and said
};

/// A sentence that says which of the settings cannot be, and what to change; empty when all can.
std::string what_is_wrong(const Settings& settings);
std::string what_is_wrong(const AuditSettings& settings);

}  // namespace iim::service::store
