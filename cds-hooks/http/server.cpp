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

struct Server::State {
    State(const Listen& listen, unsigned threads, const Limits& given, NewHandler make)
        : limits(given),
          new_handler(std::move(make)),
          bodies(limits.bodies_bytes),
          workers(make_workers(threads, bodies)),
          acceptor(open_port(workers.front()->io, listen)),
          signals(workers.front()->io, SIGTERM, SIGINT),
          notice(workers.front()->io) {}

    static std::vector<std::unique_ptr<Worker>> make_workers(unsigned threads, Budget& bodies) {
        std::vector<std::unique_ptr<Worker>> made;
        for (unsigned i = 0; i < std::max(1U, threads); ++i) made.push_back(std::make_unique<Worker>(bodies));
        return made;
    }

    /// False: this machine could not give what a connection needs.
    bool seat(tcp::socket socket, Worker& worker) noexcept {
        const Welcome welcome = open < limits.connections ? Welcome::yes : Welcome::no;
        std::atomic<std::size_t>& count = welcome == Welcome::yes ? open : turned_away;
        if (welcome == Welcome::no && count >= most_turned_away) return true;
        ++count;
        try {
            auto session = serve_connection(std::move(socket), welcome, limits, worker.sessions, new_handler);
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
    asio::awaitable<void> accept_all() {
        for (std::size_t next = 0; acceptor.is_open(); ++next) {
            Worker& worker = *workers[next % workers.size()];
            tcp::socket socket(worker.io);
            const auto [error] = co_await acceptor.async_accept(socket, nothrow);
            if (error == asio::error::operation_aborted) co_return;
            const bool fine = !error && seat(std::move(socket), worker);
            if (fine) continue;  // else out of file descriptors and the like: breathe, then go on
            asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
            co_await pause.async_wait(nothrow);
        }
    }

    /// On the thread of the worker that has no connections left. The last one ends the wait for signals.
    void one_drained() {
        if (--undrained == 0) asio::post(workers.front()->io, [this] { signals.cancel(); });
    }

    asio::awaitable<void> drain_on_signal(std::atomic<bool>& draining) {
        co_await signals.async_wait(nothrow);
        draining = true;
        notice.expires_after(limits.drain_notice);
        co_await notice.async_wait(nothrow);
        error_code ignored;
        acceptor.close(ignored);
        undrained = workers.size();
        for (auto& worker : workers)
            asio::post(worker->io, [this, &worker] {
                worker->drain(limits.drain_grace, [this] { one_drained(); });
            });
        const auto [error, number] = co_await signals.async_wait(nothrow);
        if (error) co_return;
        for (auto& worker : workers) asio::post(worker->io, [&worker] { worker->sessions.close_all(); });
    }

    Limits limits;
    NewHandler new_handler;
    std::atomic<std::size_t> open{0};
    std::atomic<std::size_t> turned_away{0};
    std::atomic<std::size_t> undrained{0};
    Budget bodies;
    std::vector<std::unique_ptr<Worker>> workers;
    tcp::acceptor acceptor;
    asio::signal_set signals;
    asio::steady_timer notice;
};

Server::Server(const Listen& listen, unsigned threads, const Limits& limits, NewHandler new_handler)
    : state_(std::make_unique<State>(listen, threads, limits, std::move(new_handler))) {}

Server::~Server() = default;

std::uint16_t Server::port() const {
    return state_->acceptor.local_endpoint().port();
}

void Server::run(std::atomic<bool>& draining) {
    auto& workers = state_->workers;
    asio::co_spawn(workers.front()->io, state_->accept_all(), report);
    asio::co_spawn(workers.front()->io, state_->drain_on_signal(draining), report);
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers.size(); ++i)
        threads.emplace_back([worker = workers[i].get()] { worker->run(); });
    workers.front()->run();
}

}  // namespace iim::service::http
