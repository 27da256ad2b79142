#pragma once

#include "cds-hooks/store/connection.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace iim::service::store {

/// What a PostgreSQL connection is made with.
struct PostgresSettings {
    std::string conninfo;  ///< libpq's
    /// For one statement, and for connecting (whole seconds, 2 at least): then the connection is given up.
    std::chrono::milliseconds patience{2000};
    std::function<void(Connection&)> prepare;  ///< run on every new connection: brings the tables up to date
};

/// A connection that is made when it is first needed, and again when it was lost; between two tries it fails
/// at once for a while. Making the object needs no server.
std::unique_ptr<Connection> postgres(PostgresSettings settings);

}  // namespace iim::service::store
