#include "cds-hooks/http/session.hpp"

#include "cds-hooks/http/head.hpp"
#include "cds-hooks/http/wire.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace iim::service::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using HeadParser = beast::http::request_parser<beast::http::empty_body>;
using ChunkParser = beast::http::request_parser<beast::http::string_body>;
using beast::http::field;
/// Not Beast's ssl_stream: given two buffers it forgets the second one when that is longer than 16 KiB.
using Secure = asio::ssl::stream<beast::tcp_stream>;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t first_read = 16384;      // a header, and all of a small body
constexpr std::size_t body_step = 256U << 10;  // memory is touched as bytes arrive, not as they are promised
constexpr std::size_t parser_padding = 64;     // the JSON reader appends to the body without moving it
constexpr int most_blank_lines = 8;            // in front of a request
constexpr std::size_t linger_bytes = 64U << 20;    // what a refused client may still send
constexpr std::size_t tls_record = 16384;          // what is encrypted at once, and sent in one piece
constexpr std::chrono::milliseconds goodbye{500};  // for a client to say that it has seen the end of TLS

constexpr Refusal busy_now{
    503, "The service has as many requests under way as its memory allows; try again in a moment."};

/// One connection: a coroutine on the one thread of its worker. `Stream` is a tcp_stream or a TLS stream over
/// one.
template <class Stream>
class Connection final : public Sessions::Entry {
public:
    Connection(Stream& stream, const Limits& limits, Sessions& all, const NewHandler& new_handler)
        : stream_(stream),
          limits_(limits),
          all_(all),
          new_handler_(new_handler),
          buffer_(limits.header_bytes + 2 * first_read) {
        all_.add(*this);
    }
    ~Connection() { all_.remove(*this); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// True when the client and this service agree on how to speak.
    asio::awaitable<bool> shake_hands() {
        lowest().expires_after(limits_.handshake);
        const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, nothrow);
        co_return !error;
    }

    void cancel() noexcept override { lowest().cancel(); }
    void close() noexcept override { lowest().close(); }

    asio::awaitable<void> run() {
        bool go_on = true;
        while (go_on && !all_.draining()) {
            go_on = co_await wait_for_request();
            if (go_on) go_on = co_await exchange();
        }
        co_await end();
    }

    /// Over the limit of connections: says so without waiting for the request.
    asio::awaitable<void> turn_away() {
        const Refusal crowded{503, "The service has all the connections it may have; try again in a moment."};
        Request unread;
        co_await refuse(crowded, std::move(unread));
        co_await end();
    }

private:
    static constexpr bool secure = std::is_same_v<Stream, Secure>;

    beast::tcp_stream& lowest() noexcept { return beast::get_lowest_layer(stream_); }

    /// Between requests a connection may sit idle. Not async_read_header: that returns only once a whole
    /// header has been read, so a trickled one would enjoy the idle limit.
    asio::awaitable<bool> wait_for_request() {
        busy = false;
        int blank_lines = 0;
        while (nothing_but_blank(blank_lines)) {
            lowest().expires_after(limits_.idle);
            const auto space = buffer_.prepare(first_read);
            const auto [error, count] = co_await stream_.async_read_some(space, nothrow);
            if (error) co_return false;
            buffer_.commit(count);
        }
        busy = true;
        co_return true;
    }

    /// RFC 9112 2.2: empty lines in front of a request are passed over; not for ever.
    bool nothing_but_blank(int& lines) {
        for (;;) {
            const std::string_view have = read_ahead();
            if (!have.starts_with("\r\n")) return have.empty() || have == "\r";
            if (++lines > most_blank_lines) return false;
            buffer_.consume(2);
        }
    }

    std::string_view read_ahead() const noexcept {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    }

    /// One request and its answer. False: the connection ends.
    asio::awaitable<bool> exchange() {
        head_.emplace();
        head_->header_limit(limits_.header_bytes);
        head_->body_limit(limits_.body_bytes);
        lowest().expires_after(limits_.header);
        const auto [error, count] =
            co_await beast::http::async_read_header(stream_, buffer_, *head_, nothrow);
        if (error) co_return co_await refuse_read(error, request_of(head_->get()));
        const auto& head = head_->get();
        framing_.old_client = head.version() < 11;
        framing_.head_only = head.method() == beast::http::verb::head;
        framing_.keep_alive = head.keep_alive();
        if (const auto bad = doubt(head, head.version())) co_return co_await refuse(*bad, request_of(head));
        const auto share = all_.bodies().take(announced_bytes());
        if (!share) co_return co_await refuse(busy_now, request_of(head));
        const bool welcome = co_await answer_expectation(head[field::expect]);
        if (!welcome) co_return false;
        lowest().expires_after(limits_.body);
        if (head_->chunked()) co_return co_await chunked_exchange();
        std::string body;
        const bool whole =
            co_await read_body(body, static_cast<std::size_t>(head_->content_length().value_or(0)));
        if (!whole) co_return false;
        Request request = request_of(head_->get());
        request.body = std::move(body);
        co_return co_await answer(std::move(request));
    }

    /// A body that does not say its length counts as the longest.
    std::uint64_t announced_bytes() const {
        return head_->chunked() ? limits_.body_bytes : head_->content_length().value_or(0);
    }

    asio::awaitable<bool> chunked_exchange() {
        ChunkParser whole(std::move(*head_));
        const auto [error, count] = co_await beast::http::async_read(stream_, buffer_, whole, nothrow);
        if (error) co_return co_await refuse_read(error, request_of(whole.get()));
        Request request = request_of(whole.get());
        request.body = std::move(whole.get().body());
        co_return co_await answer(std::move(request));
    }

    /// curl and others wait for this before they send a large body.
    asio::awaitable<bool> answer_expectation(beast::string_view expect) {
        if (expect.empty()) co_return true;
        if (!beast::iequals(expect, "100-continue")) {
            const Refusal unknown{417, "The only expectation this service meets is: 100-continue."};
            co_return co_await refuse(unknown, request_of(head_->get()));
        }
        if (buffer_.size() > 0 || framing_.old_client) co_return true;  // it did not wait
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto bytes = asio::buffer(go_on);
        lowest().expires_after(limits_.write);
        const auto [error, count] = co_await asio::async_write(stream_, bytes, nothrow);
        co_return !error;
    }

    /// Straight into a string of the announced size: Beast's own way reads in small steps and copies.
    asio::awaitable<bool> read_body(std::string& body, std::size_t length) {
        if (length == 0) co_return true;
        body.reserve(length + parser_padding);
        std::size_t have = std::min(length, buffer_.size());
        body.assign(static_cast<const char*>(buffer_.data().data()), have);
        buffer_.consume(have);
        while (have < length) {
            const std::size_t step = std::min(length - have, body_step);
            body.resize(have + step);
            const auto space = asio::buffer(body.data() + have, step);
            const auto [error, count] = co_await asio::async_read(stream_, space, nothrow);
            if (error) co_return false;
            have += step;
        }
        co_return true;
    }

    asio::awaitable<bool> answer(Request request) {
        lowest().expires_never();  // a timer left from reading would close the stream under the answer
        Response response = co_await respond(std::move(request));
        co_return co_await write(std::move(response));
    }

    asio::awaitable<Response> respond(Request request) {
        std::string body = std::move(request.body);
        const Request head = request;  // views only
        request.body = std::move(body);
        try {
            co_return co_await handler().handle(std::move(request));
        } catch (...) { co_return handler().refuse(500, "", head); }
    }

    asio::awaitable<bool> refuse_read(error_code error, Request as_far_as_read) {
        const auto why = refusal_of(error);
        if (!why) co_return false;
        co_return co_await refuse(*why, std::move(as_far_as_read));
    }

    /// Answers without the handler and ends the connection: what follows on it cannot be trusted.
    asio::awaitable<bool> refuse(Refusal why, Request as_far_as_read) {
        framing_.keep_alive = false;
        framing_.head_only = as_far_as_read.method == "HEAD";
        must_linger_ = true;
        Response response = handler().refuse(why.status, why.what_to_change, as_far_as_read);
        co_await write(std::move(response));
        co_return false;
    }

    /// True when the connection may serve another request.
    asio::awaitable<bool> write(Response response) {
        framing_.keep_alive = framing_.keep_alive && !all_.draining();
        std::string head = write_head(response, framing_);
        std::string_view body = framing_.head_only ? std::string_view() : std::string_view(response.body);
        if (secure && head.size() + body.size() <= tls_record) {
            head += body;
            body = {};
        }
        const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
        lowest().expires_after(limits_.write);
        const auto [error, count] = co_await asio::async_write(stream_, parts, nothrow);
        co_return !error && framing_.keep_alive;
    }

    /// A close with unread bytes resets the connection, and the client may lose the answer: lets it finish
    /// first.
    asio::awaitable<void> end() {
        busy = false;
        const bool unread = must_linger_ || buffer_.size() > 0;
        lowest().expires_after(unread ? limits_.linger : std::min(limits_.linger, goodbye));
        if constexpr (secure) co_await stream_.async_shutdown(nothrow);
        error_code ignored;
        lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
        if (unread) co_await linger();
    }

    /// What arrives is not looked at, so it need not be decrypted.
    asio::awaitable<void> linger() {
        lowest().expires_after(limits_.linger);
        buffer_.clear();
        const auto space = buffer_.prepare(first_read);
        for (std::size_t total = 0; total < linger_bytes && !all_.draining();) {
            const auto [error, count] = co_await lowest().async_read_some(space, nothrow);
            if (error) co_return;
            total += count;
        }
    }

    /// Made with the first request: a connection that never asks costs no parser arena.
    Handler& handler() {
        if (!handler_) handler_ = new_handler_();
        return *handler_;
    }

    Stream& stream_;
    const Limits& limits_;
    Sessions& all_;
    const NewHandler& new_handler_;
    beast::flat_buffer buffer_;
    std::optional<HeadParser> head_;
    std::unique_ptr<Handler> handler_;
    Framing framing_;
    bool must_linger_ = false;
};

template <class Stream>
asio::awaitable<void> serve(Connection<Stream>& connection, Welcome welcome) {
    if (welcome == Welcome::yes)
        co_await connection.run();
    else
        co_await connection.turn_away();
}

}  // namespace

void Sessions::remove(Entry& entry) {
    live_.erase(live_.iterator_to(entry));
    if (draining_ && live_.empty() && when_empty_) std::exchange(when_empty_, nullptr)();
}

void Sessions::drain(std::function<void()> when_empty) {
    draining_ = true;
    if (live_.empty()) return when_empty();
    when_empty_ = std::move(when_empty);
    for (Entry& entry : live_)
        if (!entry.busy) entry.cancel();
}

void Sessions::close_all() {
    for (Entry& entry : live_) entry.close();
}

asio::awaitable<void> serve_connection(
    Guest guest, const Limits& limits, Sessions& all, const NewHandler& new_handler
) {
    error_code ignored;
    guest.socket.set_option(tcp::no_delay(true), ignored);
    if (!guest.tls) {
        beast::tcp_stream stream(std::move(guest.socket));
        Connection<beast::tcp_stream> connection(stream, limits, all, new_handler);
        co_await serve(connection, guest.welcome);
        co_return;
    }
    Secure stream(std::move(guest.socket), *guest.tls);
    Connection<Secure> connection(stream, limits, all, new_handler);
    const bool agreed = co_await connection.shake_hands();
    if (agreed) co_await serve(connection, guest.welcome);
}

}  // namespace iim::service::http
