#include "cds-hooks/auth/client_fetcher.hpp"

#include "cds-hooks/log.hpp"

#include <utility>

#include <fmt/format.h>

namespace iim::service::auth {

boost::asio::awaitable<std::optional<std::string>> ClientFetcher::get(
    std::string url, std::chrono::steady_clock::time_point deadline
) {
    http::Get question;
    question.url = std::move(url);
    question.accept = "application/jwk-set+json, application/json";
    question.most_bytes = most_bytes;
    question.deadline = deadline;
    auto got = co_await client_.get(question);
    if (!got) {
        log::event(fmt::format("key set {}: {}", question.url, got.error().message()));
        co_return std::nullopt;
    }
    if (got->status != 200) {
        log::event(fmt::format("key set {}: answered {}", question.url, got->status));
        co_return std::nullopt;
    }
    co_return std::move(got->body);
}

}  // namespace iim::service::auth
