#include "cds-hooks/store/settings.hpp"

#include <fmt/format.h>

namespace iim::service::store {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t fewest_waiting = 16, most_waiting = 1'000'000, most_connections = 32;
constexpr milliseconds shortest{10}, longest{60'000};
constexpr std::chrono::hours fewest_days{24 * 30}, most_days{24 * 3650};
constexpr std::size_t smallest_file = std::size_t{64} << 10;

bool sensible(milliseconds limit) noexcept {
    return limit >= shortest && limit <= longest;
}

}  // namespace

std::string what_is_wrong(const Settings& settings) {
    if (settings.kind == Settings::Kind::postgres && settings.postgres.empty())
        return "the store is PostgreSQL, but how to reach it is not said; give a libpq connection string "
               "such "
               "as \"host=db dbname=iim user=iim\"";
    if (settings.postgres.find("password") != std::string::npos)
        return "the connection string of PostgreSQL holds a password; put it into a PGPASSFILE instead";
    if (settings.data_dir.empty()) return "the data folder is not named";
    if (settings.queue < fewest_waiting || settings.queue > most_waiting)
        return fmt::format("the store's queue must hold {} to {} jobs", fewest_waiting, most_waiting);
    if (settings.connections < 1 || settings.connections > most_connections)
        return fmt::format("the store needs 1 to {} connections for look-ups", most_connections);
    if (!sensible(settings.read_limit) || !sensible(settings.write_limit))
        return "the store's time limits must be 10 ms to 60 s";
    if (settings.keep < fewest_days || settings.keep > most_days)
        return "cards and feedback are kept for 30 to 3650 days";
    return {};
}

std::string what_is_wrong(const AuditSettings& settings) {
    if (settings.rotate_bytes < smallest_file) return "the audit is rotated at 64 KiB or more";
    if (settings.queue < fewest_waiting || settings.queue > most_waiting)
        return fmt::format("the audit's queue must hold {} to {} lines", fewest_waiting, most_waiting);
    return {};
}

}  // namespace iim::service::store
