#pragma once

#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/http/message.hpp"
#include "cds-hooks/site.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace iim::service {

/// Where a path leads.
struct Destination {
    enum class Place { nowhere, server, discovery, service, feedback, health, readiness };
    Place place = Place::nowhere;
    std::string_view service;  ///< id, known or not; a view of the path given to find_destination
};

/// Reads a request target below `base_path`. A query, doubled slashes and a slash at the end do not matter
/// (DSC-18); an absolute URL is read for its path. `room` holds the tidied path that the answer views.
Destination find_destination(std::string_view target, std::string_view base_path, std::string& room);

/// True for JSON, with any parameters, and for none given (JSN-7).
bool is_json(std::string_view content_type);

/// The pages of the service for one connection.
class Routes final : public http::Handler {
public:
    explicit Routes(const Site& site) : site_(site) {}

    boost::asio::awaitable<http::Response> handle(http::Request request) override;
    http::Response refuse(
        int status, std::string_view what_to_change, const http::Request& as_far_as_read
    ) noexcept override;

private:
    std::optional<http::Response> misdirected(const Destination& to, const http::Request& request) const;
    http::Response page(const Destination& to) const;
    boost::asio::awaitable<http::Response> directed(const Destination& to, http::Request& request);

    const Site& site_;
};

/// The page of /metrics, for a door of its own.
class MetricsPage final : public http::Handler {
public:
    explicit MetricsPage(const Site& site) : site_(site) {}

    boost::asio::awaitable<http::Response> handle(http::Request request) override;
    http::Response refuse(
        int status, std::string_view what_to_change, const http::Request& as_far_as_read
    ) noexcept override;

private:
    const Site& site_;
};

}  // namespace iim::service
