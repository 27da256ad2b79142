#pragma once

#include "cds-hooks/store/connection.hpp"

#include <filesystem>
#include <memory>

namespace iim::service::store {

enum class SqliteMode {
    create,    ///< make the file when it does not exist (mode 0600)
    existing,  ///< for looking at it while a service uses it
};

/// Opens a SQLite file in WAL mode: readers and the writer do not wait for each other, and a committed
/// transaction survives kill -9 (Durability::process) or power loss (Durability::power: the log is synced).
/// Throws Failure.
std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, SqliteMode mode);

}  // namespace iim::service::store
