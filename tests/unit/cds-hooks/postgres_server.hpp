#pragma once

#include <filesystem>
#include <string>

namespace iim::tests {

/// A PostgreSQL server of its own in a temporary folder, reached by a Unix socket only. Ends with the object.
class PostgresServer {
public:
    /// Throws std::runtime_error when it does not start (is the package postgresql installed?).
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// For libpq.
    std::string conninfo() const;
    void stop();  ///< at once, as in an accident
    void start();
    /// The one that all tests of this program share; started with the first use.
    static PostgresServer& shared();
    /// Removes what a test wrote.
    void empty() const;

private:
    void control(const std::string& what) const;

    std::filesystem::path folder_;
    std::string programs_, as_user_;
};

}  // namespace iim::tests
