#pragma once

#include "cds-hooks/http/limits.hpp"
#include "cds-hooks/http/message.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace iim::service::http {

/// Where a server listens.
struct Listen {
    std::string address = "127.0.0.1";  ///< numeric, IPv4 or IPv6
    std::uint16_t port = 8080;          ///< 0: any free port
};

/// Accepts connections and serves each on one of its worker threads, which it never leaves: no locks.
class Server {
public:
    /// Opens the port. Throws std::runtime_error with a sentence when it cannot. What is referenced outlives
    /// it.
    Server(const Listen& listen, unsigned threads, const Limits& limits, NewHandler new_handler);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port that was opened.
    std::uint16_t port() const;
    /// Serves until SIGTERM or SIGINT, then drains: `draining` becomes true, the port closes, idle
    /// connections end, requests under way are answered, and after the grace period the rest is closed. A
    /// second signal ends the grace period.
    void run(std::atomic<bool>& draining);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service::http
