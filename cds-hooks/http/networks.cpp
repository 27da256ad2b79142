#include "cds-hooks/http/networks.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <arpa/inet.h>

namespace iim::service::http {
namespace {

constexpr unsigned v4_prefix = 96;  // ::ffff:0:0/96 holds the IPv4 addresses

bool within(const AddressBytes& address, const AddressBytes& start, unsigned bits) noexcept {
    const unsigned whole = bits / 8, rest = bits % 8;
    if (!std::equal(start.begin(), start.begin() + whole, address.begin())) return false;
    if (rest == 0) return true;
    const unsigned mask = 0xFFU << (8 - rest) & 0xFFU;
    return (start.at(whole) & mask) == (address.at(whole) & mask);
}

struct Special {
    const char* start;
    unsigned bits;  ///< of the form as written
    Reach reach;
};

/// The first that fits decides.
constexpr Special specials4[] = {
    {"100.100.100.200", 32, Reach::never},  // metadata of a cloud inside the shared range
    {"168.63.129.16", 32, Reach::never},    // host service of a cloud on a public address
    {"0.0.0.0", 8, Reach::never},
    {"10.0.0.0", 8, Reach::local},
    {"100.64.0.0", 10, Reach::local},
    {"127.0.0.0", 8, Reach::local},
    {"169.254.0.0", 16, Reach::never},  // link-local, and the metadata of most clouds
    {"172.16.0.0", 12, Reach::local},
    {"192.0.0.0", 24, Reach::never},
    {"192.0.2.0", 24, Reach::never},
    {"192.88.99.0", 24, Reach::never},
    {"192.168.0.0", 16, Reach::local},
    {"198.18.0.0", 15, Reach::local},
    {"198.51.100.0", 24, Reach::never},
    {"203.0.113.0", 24, Reach::never},
    {"224.0.0.0", 4, Reach::never},
    {"240.0.0.0", 4, Reach::never},
};
constexpr Special specials6[] = {
    {"::1", 128, Reach::local},
    {"fd00:ec2::254", 128, Reach::never},  // metadata of clouds, inside the private range
    {"fd20:ce::254", 128, Reach::never},
    {"fc00::", 7, Reach::local},
    {"2001::", 23, Reach::never},  // Teredo and other tunnels
    {"2001:db8::", 32, Reach::never},
    {"2002::", 16, Reach::never},  // 6to4: an IPv4 address in disguise
    {"3fff::", 20, Reach::never},
    {"2000::", 3, Reach::open},
};

struct Entry {
    AddressBytes start;
    unsigned bits;
    Reach reach;
};

std::vector<Entry> read_specials() {
    std::vector<Entry> all;
    for (const Special& one : specials4)
        all.push_back({parse_address(one.start).value(), v4_prefix + one.bits, one.reach});
    const AddressBytes v4 = parse_address("0.0.0.0").value();
    all.push_back({v4, v4_prefix, Reach::open});
    for (const Special& one : specials6)
        all.push_back({parse_address(one.start).value(), one.bits, one.reach});
    return all;
}

/// 64:ff9b::/96 hands its last four bytes to an IPv4 network.
AddressBytes without_nat64(const AddressBytes& address) noexcept {
    constexpr AddressBytes nat64{0, 0x64, 0xff, 0x9b};
    if (!within(address, nat64, v4_prefix)) return address;
    AddressBytes inner{};
    inner[10] = inner[11] = 0xff;
    std::copy(address.begin() + 12, address.end(), inner.begin() + 12);
    return inner;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) noexcept {
    std::array<char, INET6_ADDRSTRLEN + 1> room{};
    if (text.size() >= room.size()) return {};
    std::ranges::copy(text, room.begin());
    AddressBytes address{};
    if (inet_pton(AF_INET6, room.data(), address.data()) == 1) return address;
    address[10] = address[11] = 0xff;
    if (inet_pton(AF_INET, room.data(), address.data() + 12) == 1) return address;
    return {};
}

Reach reach_of(const AddressBytes& address) noexcept {
    static const std::vector<Entry> all = read_specials();
    const AddressBytes plain = without_nat64(address);
    for (const Entry& one : all)
        if (within(plain, one.start, one.bits)) return one.reach;
    return Reach::never;
}

bool Networks::add(std::string_view network) {
    const auto slash = network.find('/');
    const std::string_view start = network.substr(0, slash);
    const auto address = parse_address(start);
    if (!address) return false;
    const bool v4 = start.find(':') == start.npos;
    const unsigned most = v4 ? 32 : 128;
    unsigned bits = most;
    if (slash != network.npos) {
        const std::string_view digits = network.substr(slash + 1);
        const char* const end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, bits);
        if (error != std::errc() || stop != end || bits == 0 || bits > most) return false;
    }
    open_.push_back({*address, v4 ? v4_prefix + bits : bits});
    return true;
}

bool Networks::allow(const AddressBytes& address) const noexcept {
    const Reach reach = reach_of(address);
    if (reach != Reach::local) return reach == Reach::open;
    const AddressBytes plain = without_nat64(address);
    return std::ranges::any_of(open_, [&](const Network& one) { return within(plain, one.start, one.bits); });
}

}  // namespace iim::service::http
