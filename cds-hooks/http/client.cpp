#include "cds-hooks/http/client.hpp"

#include "cds-hooks/http/lookup.hpp"
#include "cds-hooks/http/url.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace iim::service::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t most_header_bytes = 16384;

/// What went wrong after the connection stood.
ClientError error_of(error_code error) {
    namespace said = beast::http;
    if (error == beast::error::timeout) return ClientError::timed_out;
    if (error == said::error::body_limit || error == said::error::header_limit
        || error == said::error::buffer_overflow)
        return ClientError::too_large;
    return ClientError::broken;
}

asio::ssl::context trusting(const std::filesystem::path& ca_file) {
    using asio::ssl::context;
    context tls(context::tls_client);
    tls.set_options(
        context::default_workarounds | context::no_sslv2 | context::no_sslv3 | context::no_tlsv1
        | context::no_tlsv1_1
    );
    tls.set_verify_mode(asio::ssl::verify_peer);
    error_code error;
    if (ca_file.empty())
        tls.set_default_verify_paths(error);
    else
        tls.load_verify_file(ca_file.string(), error);
    if (error)
        throw std::runtime_error(fmt::format(
            "the file of trusted certificates '{}' cannot be used ({}); name a readable PEM file of CA "
            "certificates",
            ca_file.string(),
            error.message()
        ));
    return tls;
}

bool fits_in_a_header(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string head_of(const Get& question, const Url& url) {
    std::string head = fmt::format(
        "GET {} HTTP/1.1\r\nHost: {}\r\nAccept: {}\r\nAccept-Encoding: identity\r\nUser-Agent: iim-cds\r\n",
        url.target(),
        url.authority(),
        question.accept
    );
    if (!question.bearer.empty()) head += "Authorization: Bearer " + question.bearer + "\r\n";
    return head += "\r\n";
}

tcp::endpoint endpoint_of(const AddressBytes& bytes, std::uint16_t port) {
    const asio::ip::address_v6 v6(bytes);
    if (v6.is_v4_mapped()) return {asio::ip::make_address_v4(asio::ip::v4_mapped, v6), port};
    return {v6, port};
}

/// One connection to the server that is asked.
struct Connection {
    explicit Connection(beast::tcp_stream plain) : stream(std::move(plain)) {}
    explicit Connection(TlsStream tls) : stream(std::move(tls)) {}

    std::variant<beast::tcp_stream, TlsStream> stream;
    beast::flat_buffer buffer;
    bool reusable = false;
};
using Connected = boost::system::result<std::unique_ptr<Connection>>;

template <class Stream>
asio::awaitable<GetResult> exchange_on(
    Stream& stream, Connection& connection, const Get& question, const std::string& head
) {
    connection.reusable = false;
    beast::get_lowest_layer(stream).expires_at(question.deadline);
    const auto bytes = asio::buffer(head);
    const auto [not_written, written] = co_await asio::async_write(stream, bytes, nothrow);
    if (not_written) co_return make_error_code(error_of(not_written));
    beast::http::response_parser<beast::http::string_body> parser;
    parser.header_limit(most_header_bytes);
    parser.body_limit(question.most_bytes);
    const auto [not_read, count] =
        co_await beast::http::async_read(stream, connection.buffer, parser, nothrow);
    if (not_read) co_return make_error_code(error_of(not_read));
    connection.reusable = parser.keep_alive() && connection.buffer.size() == 0;
    const auto encoding = parser.get()[beast::http::field::content_encoding];
    if (!encoding.empty() && !beast::iequals(encoding, "identity"))
        co_return make_error_code(ClientError::broken);
    Got got;
    got.status = static_cast<int>(parser.get().result_int());
    got.body = std::move(parser.get().body());
    co_return got;
}

asio::awaitable<GetResult> exchange(Connection& connection, const Get& question, const std::string& head) {
    if (auto* const tls = std::get_if<TlsStream>(&connection.stream))
        co_return co_await exchange_on(*tls, connection, question, head);
    auto& plain = std::get<beast::tcp_stream>(connection.stream);
    co_return co_await exchange_on(plain, connection, question, head);
}

/// Tries the addresses in turn; each gets its share of the time, so that a silent one does not take it all.
asio::awaitable<std::optional<beast::tcp_stream>> connect(
    const std::vector<AddressBytes>& addresses, std::uint16_t port, Deadline deadline
) {
    const auto executor = co_await asio::this_coro::executor;
    for (std::size_t left = addresses.size(); left > 0; --left) {
        const auto now = Deadline::clock::now();
        if (now >= deadline) break;
        beast::tcp_stream stream(executor);
        stream.expires_at(now + (deadline - now) / static_cast<Deadline::rep>(left));
        const tcp::endpoint endpoint = endpoint_of(addresses[addresses.size() - left], port);
        const auto [error] = co_await stream.async_connect(endpoint, nothrow);
        if (error) continue;
        error_code ignored;
        stream.socket().set_option(tcp::no_delay(true), ignored);
        co_return stream;
    }
    co_return std::nullopt;
}

/// SNI: which of its certificates the server shall show. The macro for it casts in the old style, and the
/// function behind it takes what it does not change as changeable.
bool name_server(TlsStream& stream, std::string host) {
    return SSL_ctrl(
               stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()
           )
           == 1;
}

asio::awaitable<Connected> shake_hands(
    beast::tcp_stream plain, asio::ssl::context& trusted, const std::string& host, Deadline deadline
) {
    auto connection = std::make_unique<Connection>(TlsStream(std::move(plain), trusted));
    auto& stream = std::get<TlsStream>(connection->stream);
    if (!parse_address(host) && !name_server(stream, host))
        co_return make_error_code(ClientError::bad_question);
    error_code error;
    stream.set_verify_callback(asio::ssl::host_name_verification(host), error);
    if (error) co_return make_error_code(ClientError::not_trusted);
    beast::get_lowest_layer(stream).expires_at(deadline);
    const auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::client, nothrow);
    if (refused == beast::error::timeout) co_return make_error_code(ClientError::timed_out);
    if (refused) co_return make_error_code(ClientError::not_trusted);
    co_return connection;
}

}  // namespace

struct Client::Shared {
    explicit Shared(const ClientSettings& given) : settings(given), trusted(trusting(given.ca_file)) {}
    ClientSettings settings;
    mutable asio::ssl::context trusted;  // OpenSSL makes connections from it on any thread
};

Client::Client(const ClientSettings& settings) : shared_(std::make_unique<const Shared>(settings)) {}
Client::~Client() = default;

asio::awaitable<GetResult> Client::get(const Get& question) const {
    Visit visit(*this);
    co_return co_await visit.get(question);
}

/// One server: where it is, and the connections that are free.
struct Client::Visit::State {
    explicit State(const Shared& with) : shared(with) {}

    const Shared& shared;
    std::optional<Url> server;
    std::optional<Addresses> addresses;
    std::optional<asio::steady_timer> looking_up;  ///< its cancel() tells that `addresses` is there
    std::vector<std::unique_ptr<Connection>> free;

    /// What is wrong with a question before anything is sent.
    std::optional<ClientError> refusal(const Get& question, const std::optional<Url>& url) {
        if (!url || !fits_in_a_header(question.bearer)) return ClientError::bad_question;
        if (!url->tls && !shared.settings.allow_plain) return ClientError::plain_refused;
        if (!server) server = *url;
        if (!server->same_origin(*url)) return ClientError::bad_question;
        return {};
    }

    asio::awaitable<void> find_server(Deadline deadline) {
        if (looking_up) {
            co_await looking_up->async_wait(nothrow);
            co_return;
        }
        looking_up.emplace(co_await asio::this_coro::executor, deadline);
        addresses = co_await look_up(server->host, shared.settings.open, deadline);
        looking_up->cancel();
        looking_up.reset();
    }

    asio::awaitable<Connected> new_connection(Deadline deadline) {
        if (!addresses) co_await find_server(deadline);
        if (!addresses) co_return make_error_code(ClientError::timed_out);
        if (!*addresses) co_return addresses->error();
        auto plain = co_await connect(**addresses, server->port, deadline);
        if (!plain) {
            const bool late = Deadline::clock::now() >= deadline;
            co_return make_error_code(late ? ClientError::timed_out : ClientError::not_connected);
        }
        if (server->tls)
            co_return co_await shake_hands(std::move(*plain), shared.trusted, server->host, deadline);
        co_return std::make_unique<Connection>(std::move(*plain));
    }

    std::unique_ptr<Connection> take_free() {
        if (free.empty()) return {};
        auto connection = std::move(free.back());
        free.pop_back();
        return connection;
    }
};

Client::Visit::Visit(const Client& client) : state_(std::make_unique<State>(*client.shared_)) {}
Client::Visit::~Visit() = default;

asio::awaitable<GetResult> Client::Visit::get(const Get& question) {
    const auto url = parse_url(question.url);
    if (const auto refused = state_->refusal(question, url)) co_return make_error_code(*refused);
    const std::string head = head_of(question, *url);
    for (;;) {
        std::unique_ptr<Connection> connection = state_->take_free();
        const bool used_before = connection != nullptr;
        if (!used_before) {
            auto fresh = co_await state_->new_connection(question.deadline);
            if (!fresh) co_return fresh.error();
            connection = std::move(*fresh);
        }
        GetResult got = co_await exchange(*connection, question, head);
        // The server may have closed a free connection at any time.
        if (used_before && !got && got.error() == ClientError::broken) continue;
        if (connection->reusable) state_->free.push_back(std::move(connection));
        co_return got;
    }
}

}  // namespace iim::service::http
