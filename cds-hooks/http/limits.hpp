#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace iim::service::http {

/// What one client may cost: bytes, connections and time. Every wait of a session has a limit from here.
struct Limits {
    std::uint32_t header_bytes = 8192;        ///< request line and header together; more is 431
    std::uint64_t body_bytes = 4U << 20;      ///< more is 413, by Content-Length before the body is read
    std::uint64_t bodies_bytes = 256U << 20;  ///< of all requests under way; beyond it one is answered 503
    std::size_t connections = 1024;           ///< of all workers together; more are answered 503 and closed
    std::chrono::milliseconds idle{60'000};   ///< between two requests
    std::chrono::milliseconds handshake{5'000};  ///< of TLS, the whole of it
    std::chrono::milliseconds header{5'000};    ///< from the first byte of a request to the end of its header
    std::chrono::milliseconds body{10'000};     ///< the whole body
    std::chrono::milliseconds write{10'000};    ///< the whole answer
    std::chrono::milliseconds linger{3'000};    ///< for a refused client to read the answer before the close
    std::chrono::milliseconds drain_notice{0};  ///< "not ready" before the port closes, for a load balancer
    std::chrono::milliseconds drain_grace{10'000};  ///< for requests under way when the service stops
};

}  // namespace iim::service::http
