#pragma once

#include "cds-hooks/http/limits.hpp"
#include "cds-hooks/http/message.hpp"
#include "cds-hooks/http/tls.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace iim::service::http {

/// Where a server listens.
struct Listen {
    std::string address = "127.0.0.1";  ///< numeric, IPv4 or IPv6
    std::uint16_t port = 8080;          ///< 0: any free port
};

/// One port and who answers there.
struct Door {
    Listen listen;
    NewHandler new_handler;
    MakeTls make_tls;  ///< empty: plain HTTP
};

/// How many there are and were since the start.
struct Traffic {
    std::size_t open = 0;           ///< connections that are served now
    std::uint64_t accepted = 0;     ///< also those that were turned away
    std::uint64_t turned_away = 0;  ///< over the limit of connections
};

/// Accepts connections and serves each on one of its worker threads, which it never leaves: no locks.
class Server {
public:
    /// Opens the ports. Throws std::runtime_error with a sentence when it cannot. What is referenced outlives
    /// it.
    Server(std::vector<Door> doors, unsigned threads, const Limits& limits);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port that a door has.
    std::uint16_t port(std::size_t door = 0) const;
    /// For any thread, while the server lives.
    Traffic traffic() const noexcept;
    /// Serves until SIGTERM or SIGINT, then drains: `draining` becomes true, the ports close, idle
    /// connections end, requests under way are answered, and after the grace period the rest is closed. A
    /// second signal ends the grace period.
    /// At SIGHUP every door that speaks TLS reads its certificate again, for the connections that come after,
    /// and `hung_up` is called, on a thread that serves nobody; when there is neither, that signal keeps its
    /// usual meaning.
    void run(std::atomic<bool>& draining, std::function<void()> hung_up = {});

private:
    struct Entrance;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service::http
