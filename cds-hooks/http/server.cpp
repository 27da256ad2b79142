#include "cds-hooks/http/server.hpp"

#include "cds-hooks/http/session.hpp"
#include "cds-hooks/log.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace iim::service::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_turned_away = 256;  // at a time; beyond it a client too many is not even answered

/// A connection or the acceptor ended by an exception: a fault of ours.
void report(const std::exception_ptr& error) {
    if (!error) return;
    try {
        std::rethrow_exception(error);
    } catch (...) { log::fault("connection", log::current_exception_type()); }
}

/// One thread, its event loop and the connections that live on it. All but `io` is touched on that thread
/// only.
struct Worker {
    explicit Worker(Budget& bodies) : sessions(bodies) {}
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> alive{io.get_executor()};
    Sessions sessions;
    asio::steady_timer grace{io};

    void drain(std::chrono::milliseconds limit, const std::function<void()>& when_empty) {
        grace.expires_after(limit);
        grace.async_wait([this](error_code error) {
            if (!error) sessions.close_all();
        });
        sessions.drain([this, when_empty] {
            grace.cancel();
            alive.reset();
            when_empty();
        });
    }

    void run() {
        for (;;) {
            try {
                io.run();
                return;
            } catch (...) {
                report(std::current_exception());  // the other connections go on
            }
        }
    }
};

tcp::endpoint endpoint_of(const Listen& listen) {
    error_code error;
    const auto address = asio::ip::make_address(listen.address, error);
    if (error)
        throw std::runtime_error(fmt::format(
            "listen: '{}' is not a numeric IP address; write for example 127.0.0.1 or ::1", listen.address
        ));
    return {address, listen.port};
}

tcp::acceptor open_port(asio::io_context& io, const Listen& listen) {
    const tcp::endpoint endpoint = endpoint_of(listen);
    tcp::acceptor acceptor(io);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error)
        throw std::runtime_error(fmt::format(
            "cannot listen on {}:{}: {}; stop what uses the port, or choose another one with --listen",
            listen.address,
            listen.port,
            error.message()
        ));
    return acceptor;
}

}  // namespace

/// A door that is open: its port and what new connections get.
struct Server::Entrance {
    Entrance(asio::io_context& io, Door given)
        : door(std::move(given)),
          tls(door.make_tls ? door.make_tls() : nullptr),
          acceptor(open_port(io, door.listen)) {}

    /// What new connections get, read again; null when the files cannot be used.
    asio::awaitable<TlsContext> read_again() const {
        try {
            co_return door.make_tls();
        } catch (const std::exception& error) {
            log::warning(fmt::format("tls-not-reloaded: {}", error.what()));
            co_return nullptr;
        }
    }

    Door door;
    TlsContext tls;
    tcp::acceptor acceptor;
};

struct Server::State {
    State(std::vector<Door> doors, unsigned threads, const Limits& given)
        : limits(given),
          bodies(limits.bodies_bytes),
          workers(make_workers(threads, bodies)),
          signals(io(), SIGTERM, SIGINT),
          hang_ups(io()),
          notice(io()) {
        for (Door& door : doors) entrances.push_back(std::make_unique<Entrance>(io(), std::move(door)));
    }

    static std::vector<std::unique_ptr<Worker>> make_workers(unsigned threads, Budget& bodies) {
        std::vector<std::unique_ptr<Worker>> made;
        for (unsigned i = 0; i < std::max(1U, threads); ++i) made.push_back(std::make_unique<Worker>(bodies));
        return made;
    }

    /// Of the worker that also accepts and waits for signals.
    asio::io_context& io() { return workers.front()->io; }

    /// False: this machine could not give what a connection needs.
    bool seat(tcp::socket socket, Worker& worker, const Entrance& entrance) noexcept {
        const Welcome welcome = open < limits.connections ? Welcome::yes : Welcome::no;
        ++accepted;
        if (welcome == Welcome::no) ++turned_away;
        std::atomic<std::size_t>& count = welcome == Welcome::yes ? open : leaving;
        if (welcome == Welcome::no && count >= most_turned_away) return true;
        ++count;
        try {
            Guest guest{std::move(socket), welcome, entrance.tls};
            auto session =
                serve_connection(std::move(guest), limits, worker.sessions, entrance.door.new_handler);
            asio::co_spawn(worker.io, std::move(session), [&count](const std::exception_ptr& error) {
                --count;
                report(error);
            });
            return true;
        } catch (...) {
            --count;
            report(std::current_exception());
            return false;
        }
    }

    /// Hands sockets to the workers in turn: even by construction, also for few long-lived connections.
    asio::awaitable<void> accept_all(Entrance& entrance) {
        tcp::acceptor& acceptor = entrance.acceptor;
        for (std::size_t next = 0; acceptor.is_open(); ++next) {
            Worker& worker = *workers[next % workers.size()];
            tcp::socket socket(worker.io);
            const auto [error] = co_await acceptor.async_accept(socket, nothrow);
            if (error == asio::error::operation_aborted) co_return;
            const bool fine = !error && seat(std::move(socket), worker, entrance);
            if (fine) continue;  // else out of file descriptors and the like: breathe, then go on
            asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
            co_await pause.async_wait(nothrow);
        }
    }

    /// On the thread of the worker that has no connections left. The last one ends the wait for signals.
    void one_drained() {
        if (--undrained == 0) asio::post(io(), [this] { signals.cancel(); });
    }

    asio::awaitable<void> drain_on_signal(std::atomic<bool>& draining) {
        co_await signals.async_wait(nothrow);
        draining = true;
        notice.expires_after(limits.drain_notice);
        co_await notice.async_wait(nothrow);
        error_code ignored;
        for (auto& entrance : entrances) entrance->acceptor.close(ignored);
        hang_ups.cancel(ignored);
        undrained = workers.size();
        for (auto& worker : workers)
            asio::post(worker->io, [this, &worker] {
                worker->drain(limits.drain_grace, [this] { one_drained(); });
            });
        const auto [error, number] = co_await signals.async_wait(nothrow);
        if (error) co_return;
        for (auto& worker : workers) asio::post(worker->io, [&worker] { worker->sessions.close_all(); });
    }

    static asio::awaitable<void> call(const std::function<void()>& hung_up) {
        hung_up();
        co_return;
    }

    /// Files are read on a thread of their own; those who come meanwhile, and after files that cannot be
    /// used, get what was good before.
    asio::awaitable<void> reload(const std::function<void()>& hung_up) {
        for (auto& entrance : entrances) {
            if (!entrance->door.make_tls) continue;
            TlsContext fresh = co_await asio::co_spawn(reader, entrance->read_again(), asio::use_awaitable);
            if (!fresh) continue;
            entrance->tls = std::move(fresh);
            log::event("tls-reloaded");
        }
        if (hung_up) co_await asio::co_spawn(reader, call(hung_up), asio::use_awaitable);
    }

    asio::awaitable<void> reload_on_hang_up(std::function<void()> hung_up) {
        for (;;) {
            const auto [error, number] = co_await hang_ups.async_wait(nothrow);
            if (error) co_return;
            try {
                co_await reload(hung_up);
            } catch (...) { log::fault("reload", log::current_exception_type()); }  // the next one is heard
        }
    }

    bool speaks_tls() const {
        return std::ranges::any_of(entrances, [](const auto& entrance) { return entrance->tls != nullptr; });
    }

    Limits limits;
    std::atomic<std::size_t> open{0};
    std::atomic<std::size_t> leaving{0};  ///< clients too many, while they are told so
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> turned_away{0};
    std::atomic<std::size_t> undrained{0};
    Budget bodies;
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<std::unique_ptr<Entrance>> entrances;
    asio::signal_set signals;
    asio::signal_set hang_ups;
    asio::steady_timer notice;
    asio::thread_pool reader{1};  ///< of files, so that no connection waits for a disk
};

Server::Server(std::vector<Door> doors, unsigned threads, const Limits& limits)
    : state_(std::make_unique<State>(std::move(doors), threads, limits)) {}

Server::~Server() = default;

std::uint16_t Server::port(std::size_t door) const {
    return state_->entrances.at(door)->acceptor.local_endpoint().port();
}

Traffic Server::traffic() const noexcept {
    return {state_->open, state_->accepted, state_->turned_away};
}

void Server::run(std::atomic<bool>& draining, std::function<void()> hung_up) {
    auto& workers = state_->workers;
    for (auto& entrance : state_->entrances)
        asio::co_spawn(state_->io(), state_->accept_all(*entrance), report);
    asio::co_spawn(state_->io(), state_->drain_on_signal(draining), report);
    if (hung_up || state_->speaks_tls()) {
        state_->hang_ups.add(SIGHUP);
        asio::co_spawn(state_->io(), state_->reload_on_hang_up(std::move(hung_up)), report);
    }
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers.size(); ++i)
        threads.emplace_back([worker = workers[i].get()] { worker->run(); });
    workers.front()->run();
}

}  // namespace iim::service::http
