#include "store_database.hpp"

#include "cds-hooks/store/postgres.hpp"
#include "cds-hooks/store/sqlite.hpp"
#include "cds-hooks/store/tables.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "postgres_server.hpp"

namespace iim::tests {

using namespace service::store;
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "iim-store-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

FullDisk::FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit less = before_;
    less.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &less);
}

FullDisk::~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
}

Database::Database(const std::string& kind) : kind_(kind) {
    if (kind == "postgres") PostgresServer::shared().empty();
}

Settings Database::settings() const {
    Settings one;
    one.data_dir = folder_.path();
    if (kind_ != "postgres") return one;
    one.kind = Settings::Kind::postgres;
    one.postgres = PostgresServer::shared().conninfo();
    return one;
}

std::unique_ptr<Connection> Database::connect() const {
    if (kind_ == "postgres")
        return postgres({settings().postgres, std::chrono::seconds(10), [](Connection& made) {
                             migrate(made, "k");
                         }});
    auto opened = open_sqlite(folder_.path() / "feedback.sqlite", SqliteMode::create);
    migrate(*opened, "k");
    return opened;
}

Moment at(std::int64_t milliseconds) {
    using namespace std::chrono;
    return Moment(sys_days(year(2026) / 11 / 20) + hours(9)) + std::chrono::milliseconds(milliseconds);
}

ShownCard shown_card(const std::string& uuid) {
    ShownCard one;
    one.card = uuid;
    one.suggestions = {uuid + "-s1"};
    one.at = at();
    one.hook = "order-sign";
    one.instance = "i";
    one.patient = "p";
    one.rule = "steroid-monotherapy";
    one.version = "1.0.0";
    one.trigger = "60 mg/day";
    one.indicator = engine::Indicator::warning;
    one.order = "o";
    one.order_dated = true;
    one.drug = "drug/prednisone";
    one.reasons = {"specialist-plan", "data-incorrect"};
    return one;
}

FeedbackItem overridden(const std::string& card, std::int64_t when) {
    FeedbackItem one;
    one.card = card;
    one.outcome = Outcome::overridden;
    one.at = at(when);
    one.stated = one.at.time_since_epoch().count();
    one.received = at(when);
    one.reason = "specialist-plan";
    return one;
}

}  // namespace iim::tests
