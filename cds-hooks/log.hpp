#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace iim::service::log {

/// How often something odd was met in one request: a selection without its draft (ORD-5), a hookInstance that
/// is no UUID (REQ-4), resources of another patient.
struct Oddity {
    std::string_view code;  ///< a word of ours, never of the request
    std::size_t times = 0;
};

/// One answered call. Only what stands here can reach the log: no name, id, body or token of anybody.
struct Call {
    std::string_view id;       ///< opaque, made by new_id(); stands in the body of a 500
    std::string_view service;  ///< id of the service, or empty
    int status = 0;
    std::size_t bytes = 0;  ///< of the request body
    std::size_t cards = 0;
    std::span<const std::string_view> rules;   ///< ids of rules that made cards
    std::span<const std::string_view> failed;  ///< ids of rules that threw
    std::span<const Oddity> oddities;
    std::chrono::microseconds took{0};
};

/// Starts writing JSON lines to standard error, from a thread of its own. When that thread falls behind, the
/// oldest lines are dropped and counted ("lines-lost"): a slow disk must not slow a prescription.
void start();
/// Writes what is left.
void stop();

void call(const Call& call);
/// Something of the service itself: started, draining, stopped.
void event(std::string_view what);
/// What the operator should look at, although the service goes on: a renewed file that cannot be used.
void warning(std::string_view what);
/// A fault: `type` is the exception's type, never its text, which may quote a record.
void fault(std::string_view id, std::string_view type);
/// What somebody unproven says of himself, as it may stand in the log: in quotes, printable ASCII, not long.
std::string quoted(std::string_view claimed);
/// The exception being handled, as fault() wants it.
std::string current_exception_type();

/// Sixteen hex digits, not guessable from others.
std::string new_id();

}  // namespace iim::service::log
