#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace iim::service::http {

/// An IPv6 address, or an IPv4 address as ::ffff:a.b.c.d.
using AddressBytes = std::array<unsigned char, 16>;

/// What kind of place an address is, by the registries of special addresses (RFC 6890 and successors).
enum class Reach {
    open,   ///< the public internet
    local,  ///< this machine or a private network: loopback, 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7
    never,  ///< nothing a question may go to: link-local, cloud metadata, multicast, documentation, reserved
};

/// IPv4 hidden in IPv6 (mapped, NAT64) is judged as the IPv4 address it is.
Reach reach_of(const AddressBytes& address) noexcept;

/// Private networks that are open to the service's own questions.
class Networks {
public:
    /// "10.20.0.0/16", "fd12:3456::/32", "127.0.0.1". False when the text is no network; `::/0` is none.
    [[nodiscard]] bool add(std::string_view network);
    /// Public addresses always, private ones when they lie in a network that was added.
    bool allow(const AddressBytes& address) const noexcept;

private:
    struct Network {
        AddressBytes start;
        unsigned bits;  ///< of the IPv6 form
    };
    std::vector<Network> open_;
};

/// A numeric address; no names, no zones, no short forms.
std::optional<AddressBytes> parse_address(std::string_view text) noexcept;

}  // namespace iim::service::http
