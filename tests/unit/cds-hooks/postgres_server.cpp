#include "postgres_server.hpp"

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

namespace iim::tests {
namespace {

namespace fs = std::filesystem;

/// Debian keeps the programs of each version in a folder of its own.
std::string programs() {
    const fs::path root = "/usr/lib/postgresql";
    std::string found;
    if (fs::is_directory(root))
        for (const auto& each : fs::directory_iterator(root))
            if (fs::exists(each.path() / "bin/initdb"))
                found = std::max(found, (each.path() / "bin/").string());
    if (found.empty())
        throw std::runtime_error("PostgreSQL is not installed; run deploy/install-deps --tests");
    return found;
}

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("this command failed: " + command);
}

}  // namespace

PostgresServer::PostgresServer() : programs_(programs()) {
    std::string name = (fs::temp_directory_path() / "iim-pg-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
    folder_ = name;
    // The server refuses to run as root.
    if (::geteuid() == 0) {
        as_user_ = "runuser -u postgres -- ";
        run("chown postgres " + name);
    }
    run(fmt::format(
        "cd / && {}{}initdb --pgdata={}/data --username=iim --auth=trust --no-sync --encoding=UTF8 "
        "--locale=C "
        ">/dev/null",
        as_user_,
        programs_,
        name
    ));
    start();
}

PostgresServer::~PostgresServer() {
    try {
        stop();
    } catch (const std::exception&) {
        fmt::print(stderr, "the test's PostgreSQL was not running any more\n");
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void PostgresServer::control(const std::string& what) const {
    run(fmt::format(
        "cd / && {}{}pg_ctl --pgdata={}/data --log={}/data/server.log --wait --silent {} >/dev/null",
        as_user_,
        programs_,
        folder_.string(),
        folder_.string(),
        what
    ));
}

void PostgresServer::start() {
    control(fmt::format("--options=\"-c listen_addresses='' -k {} -c fsync=off\" start", folder_.string()));
}

void PostgresServer::stop() {
    control("--mode=immediate stop");
}

std::string PostgresServer::conninfo() const {
    return fmt::format(
        "host={} user=iim dbname=postgres options='-c client_min_messages=warning'", folder_.string()
    );
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer one;
    return one;
}

void PostgresServer::empty() const {
    PGconn* const connection = PQconnectdb(conninfo().c_str());
    PGresult* const result =
        PQexec(connection, "DROP TABLE IF EXISTS iim_cds, shown, feedback, used_token CASCADE");
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    PQfinish(connection);
    if (!done) throw std::runtime_error("the test's PostgreSQL cannot be emptied");
}

}  // namespace iim::tests
