#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <variant>

namespace iim::service::store {

/// A database that did not do what it was asked. The text holds no data of anybody.
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What a committed transaction survives.
enum class Durability {
    process,  ///< the end of this process, kill -9 included
    power,    ///< and that of the machine
};

/// One connection to a database, used by one thread at a time. Throws Failure. The statements are those that
/// SQLite and PostgreSQL understand alike (tables.cpp).
class Connection {
public:
    using Value = std::variant<std::int64_t, std::string_view>;
    using Row = std::span<const std::string_view>;
    using Take = std::function<void(Row)>;

    Connection() = default;
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    virtual void begin(Durability durability) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    /// One statement; `sql` is a literal (it may be kept prepared) with $1, $2 … in the order of their first
    /// use. The rows go to `take`, every column as text, and live until it returns. Returns how many rows
    /// were changed.
    virtual std::int64_t run(const char* sql, std::span<const Value> values, const Take& take) = 0;

    std::int64_t run(const char* sql, std::span<const Value> values) { return run(sql, values, {}); }
};

}  // namespace iim::service::store
