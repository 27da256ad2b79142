#include "stub_server.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace iim::service::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);

struct StubServer::State {
    explicit State(Script with) : script(std::move(with)) {}

    Script script;
    asio::io_context io{1};
    tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    mutable std::mutex mutex;
    std::vector<std::string> heads;
    std::atomic<std::size_t> connections{0};
    std::thread thread;

    asio::awaitable<void> serve(tcp::socket socket) {
        std::string buffer;
        for (;;) {
            const auto [unread, count] = co_await asio::async_read_until(
                socket, asio::dynamic_buffer(buffer), std::string_view("\r\n\r\n"), nothrow
            );
            if (unread) co_return;
            const std::string head = buffer.substr(0, count);
            buffer.erase(0, count);
            {
                const std::lock_guard lock(mutex);
                heads.push_back(head);
            }
            const Said reply = script(head);
            asio::steady_timer pause(io, reply.after);
            co_await pause.async_wait(nothrow);
            const auto bytes = asio::buffer(reply.bytes);
            const auto [unwritten, sent] = co_await asio::async_write(socket, bytes, nothrow);
            if (unwritten || reply.close) co_return;
        }
    }

    asio::awaitable<void> accept() {
        for (;;) {
            auto [error, socket] = co_await acceptor.async_accept(nothrow);
            if (error) co_return;
            ++connections;
            asio::co_spawn(io, serve(std::move(socket)), asio::detached);
        }
    }
};

Said said(int status, std::string_view body, std::string_view more_fields) {
    return {fmt::format(
        "HTTP/1.1 {} Said\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_fields, body
    )};
}

StubServer::StubServer(Script script) : state_(std::make_unique<State>(std::move(script))) {
    asio::co_spawn(state_->io, state_->accept(), asio::detached);
    state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

StubServer::~StubServer() {
    state_->io.stop();
    state_->thread.join();
}

std::string StubServer::url(std::string_view target) const {
    return fmt::format("http://127.0.0.1:{}{}", port(), target);
}

std::uint16_t StubServer::port() const {
    return state_->acceptor.local_endpoint().port();
}

std::vector<std::string> StubServer::heads() const {
    const std::lock_guard lock(state_->mutex);
    return state_->heads;
}

std::size_t StubServer::connections() const {
    return state_->connections;
}

}  // namespace iim::service::test
