#include "cds-hooks/store/sqlite.hpp"

#include <cerrno>
#include <cstddef>
#include <map>
#include <string>
#include <system_error>
#include <type_traits>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace iim::service::store {
namespace {

constexpr int wait_for_others_ms = 2000;
constexpr const char* log_bytes_kept = "PRAGMA journal_size_limit=67108864";

struct CloseDatabase {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
struct FinishStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

/// The general text of a result code, never the message: that may quote values.
[[noreturn]] void fail(sqlite3* database, const char* what) {
    const int code = sqlite3_extended_errcode(database);
    throw Failure(fmt::format("SQLite could not {}: {} ({})", what, sqlite3_errstr(code), code));
}

/// Leaves a prepared statement ready for its next use, however it ended.
class Use {
public:
    explicit Use(sqlite3_stmt* statement) noexcept : statement_(statement) {}
    ~Use() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

private:
    sqlite3_stmt* statement_;
};

class Sqlite final : public Connection {
public:
    explicit Sqlite(const std::filesystem::path& file) {
        sqlite3* opened = nullptr;
        const int code =
            sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        database_.reset(opened);
        if (code != SQLITE_OK)
            throw Failure(fmt::format("{} cannot be opened: {}", file.string(), sqlite3_errstr(code)));
        sqlite3_extended_result_codes(opened, 1);
        sqlite3_busy_timeout(opened, wait_for_others_ms);
        for (const char* each : {"PRAGMA journal_mode=WAL", "PRAGMA trusted_schema=OFF", log_bytes_kept})
            run(each, {}, [](Row) {});
        sync(Durability::power);
    }

    void begin(Durability durability) override {
        sync(durability);
        run("BEGIN IMMEDIATE", {}, {});
    }
    void commit() override { run("COMMIT", {}, {}); }
    void rollback() noexcept override {
        // SQLite has rolled back by itself when the disk is full.
        if (sqlite3_get_autocommit(database_.get()) != 0) return;
        sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    std::int64_t run(const char* sql, std::span<const Value> values, const Take& take) override {
        sqlite3_stmt* const statement = prepared(sql);
        const Use use(statement);
        bind(statement, values);
        for (int code = sqlite3_step(statement); code != SQLITE_DONE; code = sqlite3_step(statement)) {
            if (code != SQLITE_ROW) fail(database_.get(), "run a statement");
            if (take) take(row(statement));
        }
        return sqlite3_changes64(database_.get());
    }

private:
    /// In WAL mode FULL syncs each commit to the disk; NORMAL leaves that to the next one that asks for it.
    void sync(Durability durability) {
        if (synced_ == durability && known_) return;
        const bool power = durability == Durability::power;
        run(power ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", {}, {});
        synced_ = durability;
        known_ = true;
    }
    sqlite3_stmt* prepared(const char* sql) {
        Statement& kept = statements_[sql];
        if (kept) return kept.get();
        sqlite3_stmt* made = nullptr;
        if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr)
            != SQLITE_OK)
            fail(database_.get(), "prepare a statement");
        kept.reset(made);
        return made;
    }
    void bind(sqlite3_stmt* statement, std::span<const Value> values) {
        int place = 0;
        for (const Value& each : values) {
            ++place;
            const auto* const number = std::get_if<std::int64_t>(&each);
            const int code = number ? sqlite3_bind_int64(statement, place, *number)
                                    : bind_text(statement, place, std::get<std::string_view>(each));
            if (code != SQLITE_OK) fail(database_.get(), "bind a value");
        }
    }
    /// The text lives until the statement is done; a null pointer would become NULL.
    static int bind_text(sqlite3_stmt* statement, int place, std::string_view text) {
        const char* const data = text.data() ? text.data() : "";
        return sqlite3_bind_text64(statement, place, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    Row row(sqlite3_stmt* statement) {
        columns_.clear();
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            columns_.push_back(text ? std::string_view(text, size) : std::string_view());
        }
        return columns_;
    }

    std::unique_ptr<sqlite3, CloseDatabase> database_;
    std::map<const void*, Statement> statements_;  // by the address of their text; die before the database
    std::vector<std::string_view> columns_;
    Durability synced_ = Durability::power;
    bool known_ = false;
};

/// With the right mode from the first moment on; SQLite gives its log files the same. A file that is there is
/// not even opened: to close it would drop the locks that this process's other connections hold on it
/// (POSIX), and then whoever closes the database next would remove the log under them, with all that was
/// acknowledged.
void make_private_file(const std::filesystem::path& file) {
    constexpr mode_t owner_only = 0600;
    const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, owner_only);
    if (made < 0 && errno == EEXIST) return;
    if (made < 0)
        throw Failure(
            fmt::format("{} cannot be made: {}", file.string(), std::generic_category().message(errno))
        );
    ::close(made);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, SqliteMode mode) {
    if (mode == SqliteMode::create) make_private_file(file);
    return std::make_unique<Sqlite>(file);
}

}  // namespace iim::service::store
