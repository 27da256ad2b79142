#pragma once

#include "cds-hooks/auth/fetcher.hpp"
#include "cds-hooks/http/client.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace iim::service::auth {

/// Gets key sets with the service's HTTPS client. `client` outlives it.
class ClientFetcher final : public Fetcher {
public:
    explicit ClientFetcher(const http::Client& client) noexcept : client_(client) {}

    boost::asio::awaitable<std::optional<std::string>> get(
        std::string url, std::chrono::steady_clock::time_point deadline
    ) override;

private:
    const http::Client& client_;
};

}  // namespace iim::service::auth
