#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iim::service::http {

/// An absolute http or https address, taken apart for a question.
struct Url {
    bool tls = true;
    std::string host;  ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string path;   ///< as written, with its leading slash; "/" when there is none
    std::string query;  ///< as written, without the question mark
    bool has_query = false;

    std::string target() const { return has_query ? path + '?' + query : path; }
    /// What stands in the Host field.
    std::string authority() const;
    bool same_origin(const Url& other) const noexcept {
        return tls == other.tls && host == other.host && port == other.port;
    }
};

/// Nothing for anything but an absolute http(s) address of a host. A user name in it is refused (it makes one
/// host look like another), and so are dot segments in its path, escaped ones too: servers read them
/// differently. A fragment is dropped.
std::optional<Url> parse_url(std::string_view text);

/// Letters, digits and "-._~" stay, all else becomes %XX: right in a path segment and in a query value.
std::string percent_encoded(std::string_view text);

}  // namespace iim::service::http
