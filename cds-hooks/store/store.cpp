#include "cds-hooks/store/store.hpp"

#include "cds-hooks/store/lane.hpp"
#include "cds-hooks/store/postgres.hpp"
#include "cds-hooks/store/sqlite.hpp"
#include "cds-hooks/store/tables.hpp"

#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <boost/system/system_error.hpp>

namespace iim::service::store {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience_at_end{5000};
/// How long a call waits for a store that did not answer the last one: enough to notice that it is back.
constexpr milliseconds limit_when_unwell{20};
constexpr milliseconds between_cleanings = std::chrono::hours(1);

/// Of a token; an error code would turn into a bool by itself.
enum class Use { first, again };

Settings usable(Settings settings) {
    (void)std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is a full disk, not the end of the service
    if (const std::string wrong = what_is_wrong(settings); !wrong.empty()) throw std::runtime_error(wrong);
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::create_directories(settings.data_dir, error))
        fs::permissions(settings.data_dir, fs::perms::owner_all, error);
    if (error || !fs::is_directory(settings.data_dir))
        throw std::runtime_error(
            settings.data_dir.string()
            + " cannot be used as data folder: " + (error ? error.message() : std::string("it is no folder"))
        );
    if (settings.hash_key_file.empty()) settings.hash_key_file = settings.data_dir / "patient.key";
    return settings;
}

std::unique_ptr<Connection> connection_to(
    const Settings& settings, const std::string& fingerprint, milliseconds patience
) {
    if (settings.kind == Settings::Kind::sqlite) {
        auto opened = open_sqlite(settings.data_dir / "feedback.sqlite", SqliteMode::create);
        migrate(*opened, fingerprint);
        return opened;
    }
    const auto prepare = [fingerprint](Connection& made) { migrate(made, fingerprint); };
    return postgres({settings.postgres, patience, prepare});
}

Moment now() {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

std::int64_t ticks() {
    return std::chrono::floor<milliseconds>(std::chrono::steady_clock::now()).time_since_epoch().count();
}

}  // namespace

Store::Store(Settings settings)
    : settings_(usable(std::move(settings))), key_(PatientKey::from_file(settings_.hash_key_file)) {
    if (settings_.kind == Settings::Kind::none) return;
    const auto connect = [&](std::size_t count, milliseconds patience) {
        std::vector<std::unique_ptr<Connection>> made;
        while (made.size() < count) made.push_back(connection_to(settings_, key_.fingerprint(), patience));
        return made;
    };
    const std::size_t readers = settings_.kind == Settings::Kind::sqlite ? 1 : settings_.connections;
    writes_ = std::make_unique<Lane>(Lane::Kind::writing, connect(1, settings_.write_limit), settings_.queue);
    reads_ =
        std::make_unique<Lane>(Lane::Kind::reading, connect(readers, settings_.write_limit), settings_.queue);
}

Store::~Store() {
    stop();
}

boost::asio::awaitable<std::vector<Verdict>> Store::verdicts_on(std::string patient) {
    if (!reads_ || patient.empty()) co_return std::vector<Verdict>();
    using Verdicts = std::vector<Verdict>;
    std::function<Verdicts(Connection&)> work = [patient = std::move(patient)](Connection& connection) {
        return store::verdicts_on(connection, patient);
    };
    Lane::Limits limits;
    limits.wait =
        reads_->healthy() ? settings_.read_limit : std::min(limit_when_unwell, settings_.read_limit);
    boost::system::result<Verdicts> found = co_await reads_->ask<Verdicts>(std::move(work), limits);
    if (found) co_return *std::move(found);
    ++unheard_;
    co_return Verdicts();
}

void Store::remember(std::vector<ShownCard> cards) {
    if (!writes_ || cards.empty()) return;
    clean_sometimes();
    const std::size_t count = cards.size();
    const auto kept = std::make_shared<const std::vector<ShownCard>>(std::move(cards));
    Lane::Job job;
    job.may_wait = true;
    job.work = [kept](Connection& connection) { store::remember(connection, *kept); };
    job.done = [this, count](boost::system::error_code error) {
        if (error) dropped_ += count;
    };
    if (writes_->submit(std::move(job))) dropped_ += count;
}

boost::asio::awaitable<boost::system::result<Stored>> Store::add(std::vector<FeedbackItem> items) {
    if (!writes_) co_return make_error_code(StoreError::failed);
    clean_sometimes();
    std::function<Stored(Connection&)> work = [items = std::move(items)](Connection& connection) {
        return store::add(connection, items);
    };
    Lane::Limits limits;
    limits.durability = Durability::power;
    limits.wait = settings_.write_limit;
    boost::system::result<Stored> stored = co_await writes_->ask<Stored>(std::move(work), limits);
    co_return stored;
}

boost::asio::awaitable<bool> Store::first_use(
    std::string_view issuer, std::string_view jti, fhir::Instant expires
) {
    if (!writes_) throw boost::system::system_error(make_error_code(StoreError::failed));
    std::function<Use(Connection&)> work =
        [issuer = std::string(issuer), jti = std::string(jti), expires = expires.time_since_epoch().count()](
            Connection& connection
        ) { return use_token(connection, issuer, jti, expires) ? Use::first : Use::again; };
    Lane::Limits limits;
    limits.wait = writes_->healthy() ? settings_.write_limit : limit_when_unwell;
    boost::system::result<Use> found = co_await writes_->ask<Use>(std::move(work), limits);
    if (!found) throw boost::system::system_error(found.error());
    co_return *found == Use::first;
}

bool Store::healthy() const noexcept {
    return (!writes_ || writes_->healthy()) && (!reads_ || reads_->healthy());
}

std::size_t Store::waiting() const noexcept {
    return (writes_ ? writes_->waiting() : 0) + (reads_ ? reads_->waiting() : 0);
}

/// Once an hour, and at once again while there is more to remove.
void Store::clean_sometimes() {
    std::int64_t due = next_cleaning_;
    const std::int64_t at = ticks();
    if (at < due || !next_cleaning_.compare_exchange_strong(due, at + between_cleanings.count())) return;
    Lane::Job job;
    job.work = [this](Connection& connection) {
        const Moment today = now();
        if (forget(connection, today - settings_.keep, today)) next_cleaning_ = 0;
    };
    (void)writes_->submit(std::move(job));  // a full queue: an hour later
}

void Store::stop() {
    if (writes_) writes_->stop(patience_at_end);
    if (reads_) reads_->stop(patience_at_end);
}

}  // namespace iim::service::store
