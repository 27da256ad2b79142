#include "cds-hooks/store/postgres.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace iim::service::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_tries{500};

struct Close {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Close>;

/// Values as libpq wants them: texts that end with NUL.
class Arguments {
public:
    explicit Arguments(std::span<const Connection::Value> values) {
        texts_.reserve(values.size());
        for (const Connection::Value& each : values) {
            const auto* const number = std::get_if<std::int64_t>(&each);
            texts_.push_back(
                number ? fmt::format("{}", *number) : std::string(std::get<std::string_view>(each))
            );
        }
        for (const std::string& each : texts_) pointers_.push_back(each.c_str());
    }
    int count() const noexcept { return static_cast<int>(pointers_.size()); }
    const char* const* data() const noexcept { return pointers_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<const char*> pointers_;
};

class Postgres final : public Connection {
public:
    explicit Postgres(PostgresSettings settings) : settings_(std::move(settings)) {}

    void begin(Durability durability) override {
        connect();
        send("BEGIN", {}, {});
        // A server may be set to answer before it has written; what is acknowledged must be on its disk.
        const bool power = durability == Durability::power;
        send(power ? "SET LOCAL synchronous_commit = on" : "SET LOCAL synchronous_commit = off", {}, {});
        // One writer at a time over all services: a card and the feedback on it that comes by another service
        // must not pass each other unseen, or the feedback would never quieten the card.
        send("SELECT pg_advisory_xact_lock(2118763042)", {}, {});
    }
    void commit() override { send("COMMIT", {}, {}); }
    void rollback() noexcept override {
        try {
            if (connection_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE)
                send("ROLLBACK", {}, {});
        } catch (...) { drop(); }
    }
    std::int64_t run(const char* sql, std::span<const Value> values, const Take& take) override {
        connect();
        return send(sql, values, take);
    }

private:
    void drop() noexcept {
        connection_.reset();
        next_try_ = Clock::now() + between_tries;
    }

    void connect() {
        if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
        if (Clock::now() < next_try_) throw Failure("PostgreSQL cannot be reached");
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(settings_.patience).count();
        const std::string wait = fmt::format("{}", std::max<std::int64_t>(seconds, 2));
        const std::string milliseconds = fmt::format("{}", settings_.patience.count());
        // What stands after dbname overrides the site's words; what stands before gives way to them.
        constexpr std::array names{
            "application_name",
            "connect_timeout",
            "tcp_user_timeout",
            "dbname",
            "client_encoding",
            static_cast<const char*>(nullptr)};
        const std::array values{
            "iim-cds",
            wait.c_str(),
            milliseconds.c_str(),
            settings_.conninfo.c_str(),
            "UTF8",
            static_cast<const char*>(nullptr)};
        connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
        if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) {
            drop();
            throw Failure("PostgreSQL cannot be reached");
        }
        PQsetNoticeProcessor(
            connection_.get(), [](void*, const char*) {}, nullptr
        );
        try {
            // Several processes and connections start at the same moment: one of them makes the tables.
            send("SELECT pg_advisory_lock(2118763041)", {}, {});
            settings_.prepare(*this);
            send("SELECT pg_advisory_unlock(2118763041)", {}, {});
            // A writer that hangs lets the others go on.
            send("SET idle_in_transaction_session_timeout = '10s'", {}, {});
        } catch (...) {
            drop();
            throw;
        }
    }

    /// Waits for the whole answer. A server that does not give it in time is left: nobody knows what it did.
    void await_answer() {
        const auto deadline = Clock::now() + settings_.patience;
        while (PQisBusy(connection_.get()) != 0) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
            pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
            const int ready = left.count() > 0 ? ::poll(&socket, 1, static_cast<int>(left.count())) : 0;
            if (ready < 0 && errno == EINTR) continue;
            if (ready <= 0 || PQconsumeInput(connection_.get()) == 0) {
                drop();
                throw Failure("PostgreSQL does not answer");
            }
        }
    }

    std::int64_t send(const char* sql, std::span<const Value> values, const Take& take) {
        if (!connection_) throw Failure("PostgreSQL cannot be reached");
        const Arguments arguments(values);
        PGconn* const connection = connection_.get();
        if (PQsendQueryParams(
                connection, sql, arguments.count(), nullptr, arguments.data(), nullptr, nullptr, 0
            )
            == 0) {
            drop();
            throw Failure("PostgreSQL cannot be reached");
        }
        Result answer;
        for (;;) {
            await_answer();
            Result next(PQgetResult(connection));
            if (!next) break;
            answer = std::move(next);
        }
        return read(answer.get(), take);
    }

    std::int64_t read(PGresult* answer, const Take& take) {
        const ExecStatusType status = PQresultStatus(answer);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            // The five letters of SQLSTATE, never the message: that may quote values.
            const char* const state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
            const std::string code = state ? state : "no answer";
            if (PQstatus(connection_.get()) != CONNECTION_OK) drop();
            throw Failure("PostgreSQL refused a statement: SQLSTATE " + code);
        }
        if (take)
            for (int row = 0; row < PQntuples(answer); ++row) take(columns(answer, row));
        const std::string_view changed = PQcmdTuples(answer);
        std::int64_t count = 0;
        std::from_chars(changed.data(), changed.data() + changed.size(), count);
        return count;
    }

    Row columns(PGresult* answer, int row) {
        columns_.clear();
        for (int column = 0; column < PQnfields(answer); ++column) {
            const auto size = static_cast<std::size_t>(PQgetlength(answer, row, column));
            columns_.emplace_back(PQgetvalue(answer, row, column), size);
        }
        return columns_;
    }

    const PostgresSettings settings_;
    std::unique_ptr<PGconn, Close> connection_;
    Clock::time_point next_try_{};
    std::vector<std::string_view> columns_;
};

}  // namespace

std::unique_ptr<Connection> postgres(PostgresSettings settings) {
    return std::make_unique<Postgres>(std::move(settings));
}

}  // namespace iim::service::store
