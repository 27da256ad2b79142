#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service::test {

/// What a stub says to one request, byte for byte.
struct Said {
    std::string bytes;
    std::chrono::milliseconds after{0};
    bool close = false;  ///< then
};

/// An answer with its length.
Said said(int status, std::string_view body, std::string_view more_fields = {});

/// A server on a free port of this machine that does what its script says. Runs on a thread of its own.
class StubServer {
public:
    /// Given the head of a request, on the stub's thread.
    using Script = std::function<Said(const std::string& head)>;
    explicit StubServer(Script script);
    ~StubServer();
    StubServer(const StubServer&) = delete;
    StubServer& operator=(const StubServer&) = delete;

    /// "http://127.0.0.1:port" and what follows.
    std::string url(std::string_view target = {}) const;
    std::uint16_t port() const;
    /// The heads of the requests so far.
    std::vector<std::string> heads() const;
    std::size_t connections() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service::test
