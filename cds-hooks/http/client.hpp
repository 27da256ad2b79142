#pragma once

#include "cds-hooks/http/networks.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

namespace iim::service::http {

using Deadline = std::chrono::steady_clock::time_point;

/// Why there is no answer. An answer with a bad status is an answer.
enum class ClientError {
    bad_question = 1,  ///< the url is not one of parse_url(), or the token cannot stand in a header
    plain_refused,     ///< http:// where only https:// is allowed
    unknown_host,      ///< the name has no address
    address_refused,   ///< the name leads into a network that is not open to this service
    not_connected,     ///< nobody answers there
    not_trusted,       ///< the TLS handshake failed: certificate, name or version
    timed_out,         ///< not done by the deadline
    too_large,         ///< the answer is larger than allowed
    broken,            ///< cut off, or not HTTP
};
boost::system::error_code make_error_code(ClientError) noexcept;
/// A word for the log: "fetch-timed-out".
std::string_view to_string(ClientError) noexcept;

/// How the service speaks to other servers.
struct ClientSettings {
    std::filesystem::path ca_file;  ///< who signs their certificates (PEM); empty: the system's store
    bool allow_plain = false;       ///< http:// as well: demo and tests only
    Networks open;                  ///< private networks it may enter; without: public addresses only
};

/// One question.
struct Get {
    std::string url;  ///< as parse_url() wants it; a fragment is not sent
    std::string_view accept = "application/json";
    std::string bearer;                   ///< sent as "Authorization: Bearer …"; empty: no such field
    std::uint64_t most_bytes = 1U << 20;  ///< of the body
    Deadline deadline;                    ///< for everything: name, connection, handshake, answer
};

/// What the other server said; redirects are told, not followed.
struct Got {
    int status = 0;
    std::string body;
};
using GetResult = boost::system::result<Got>;

/// Asks other servers over HTTP/1.1. One for the process, shared by all threads: it does not change. Each
/// question runs on the thread that awaits it.
///
/// A name is looked up once and only an address that was checked is connected to: a name that changes its
/// address in between (DNS rebinding) gains nothing.
class Client {
public:
    /// Throws std::runtime_error with a sentence when the CA file cannot be used.
    explicit Client(const ClientSettings& settings);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// `question` outlives the wait. Throws only for lack of memory.
    boost::asio::awaitable<GetResult> get(const Get& question) const;

    /// Several questions to one server, one after another or at the same time, on one thread: its name is
    /// looked up once and free connections are used again. Outlives its waits; the client outlives it.
    class Visit {
    public:
        explicit Visit(const Client& client);
        ~Visit();
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;

        /// Like Client::get. A question to another server than the first one's is refused: bad_question.
        boost::asio::awaitable<GetResult> get(const Get& question);

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

private:
    struct Shared;
    std::unique_ptr<const Shared> shared_;
};

}  // namespace iim::service::http

template <>
struct boost::system::is_error_code_enum<iim::service::http::ClientError> : std::true_type {};
