#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace iim::service::auth {

/// Gets key sets from the network. Shared by all threads.
class Fetcher {
public:
    Fetcher() = default;
    virtual ~Fetcher() = default;
    Fetcher(const Fetcher&) = delete;
    Fetcher& operator=(const Fetcher&) = delete;

    /// The body of a 200 to a GET without redirects, of at most `most_bytes`; nothing for anything else.
    /// Done by `deadline`. The url is https and allow-listed.
    virtual boost::asio::awaitable<std::optional<std::string>> get(
        std::string url, std::chrono::steady_clock::time_point deadline
    ) = 0;

    static constexpr std::size_t most_bytes = std::size_t{256} << 10;
};

}  // namespace iim::service::auth
