#include "cds-hooks/http/networks.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::service::http {
namespace {

Reach reach(std::string_view text) {
    const auto address = parse_address(text);
    BOOST_TEST_REQUIRE(address.has_value());
    return reach_of(*address);
}

bool allows(std::string_view network, std::string_view address) {
    Networks open;
    BOOST_TEST_REQUIRE(open.add(network));
    return open.allow(parse_address(address).value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_networks)

// Both ends of each registered range, and the neighbours outside.
BOOST_AUTO_TEST_CASE(each_address_has_its_reach) {
    using enum Reach;
    const struct {
        const char* address;
        Reach want;
    } table[] = {
        {"0.0.0.0", never},
        {"0.255.255.255", never},
        {"1.0.0.0", open},
        {"9.255.255.255", open},
        {"10.0.0.0", local},
        {"10.255.255.255", local},
        {"11.0.0.0", open},
        {"100.63.255.255", open},
        {"100.64.0.0", local},
        {"100.100.100.199", local},
        {"100.100.100.200", never},
        {"100.127.255.255", local},
        {"100.128.0.0", open},
        {"126.255.255.255", open},
        {"127.0.0.1", local},
        {"127.255.255.255", local},
        {"128.0.0.0", open},
        {"168.63.129.15", open},
        {"168.63.129.16", never},
        {"169.253.255.255", open},
        {"169.254.0.0", never},
        {"169.254.169.254", never},
        {"169.254.255.255", never},
        {"169.255.0.0", open},
        {"172.15.255.255", open},
        {"172.16.0.0", local},
        {"172.31.255.255", local},
        {"172.32.0.0", open},
        {"192.0.0.192", never},
        {"192.0.2.1", never},
        {"192.88.99.1", never},
        {"192.167.255.255", open},
        {"192.168.0.0", local},
        {"192.168.255.255", local},
        {"192.169.0.0", open},
        {"198.17.255.255", open},
        {"198.18.0.1", local},
        {"198.20.0.0", open},
        {"198.51.100.1", never},
        {"203.0.113.1", never},
        {"223.255.255.255", open},
        {"224.0.0.1", never},
        {"239.255.255.255", never},
        {"240.0.0.0", never},
        {"255.255.255.255", never},
        {"::", never},
        {"::1", local},
        {"::2", never},
        {"::7f00:1", never},
        {"::ffff:8.8.8.8", open},
        {"::ffff:127.0.0.1", local},
        {"::ffff:169.254.169.254", never},
        {"64:ff9b::8.8.8.8", open},
        {"64:ff9b::10.0.0.1", local},
        {"64:ff9b::169.254.169.254", never},
        {"64:ff9b:1::1", never},
        {"100::1", never},
        {"1fff:ffff::1", never},
        {"2001::1", never},
        {"2001:1ff:ffff::1", never},
        {"2001:200::1", open},
        {"2001:db8::1", never},
        {"2001:4860:4860::8888", open},
        {"2002:7f00:1::1", never},
        {"2003::1", open},
        {"3fff::1", never},
        {"3fff:1000::1", open},
        {"4000::1", never},
        {"fbff::1", never},
        {"fc00::1", local},
        {"fd00:ec2::254", never},
        {"fd20:ce::254", never},
        {"fdff:ffff::1", local},
        {"fe80::1", never},
        {"febf::1", never},
        {"fec0::1", never},
        {"ff02::1", never},
    };
    for (const auto& [address, want] : table)
        BOOST_TEST_CONTEXT(address) BOOST_TEST((reach(address) == want));
}

BOOST_AUTO_TEST_CASE(private_networks_are_closed_until_they_are_opened) {
    const Networks none;
    BOOST_TEST(none.allow(parse_address("8.8.8.8").value()));
    for (const char* address : {"127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:10.1.2.3"})
        BOOST_TEST_CONTEXT(address) BOOST_TEST(!none.allow(parse_address(address).value()));
}

BOOST_AUTO_TEST_CASE(an_opened_network_opens_itself_only) {
    const struct {
        const char *network, *address;
        bool want;
    } table[] = {
        {"10.20.0.0/16", "10.20.255.255", true},
        {"10.20.0.0/16", "10.21.0.0", false},
        {"10.20.0.0/16", "::ffff:10.20.0.1", true},
        {"10.20.0.0/16", "64:ff9b::10.20.0.1", true},
        {"10.20.0.0/16", "8.8.8.8", true},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"172.16.0.0/20", "172.16.15.255", true},
        {"172.16.0.0/20", "172.16.16.0", false},
        {"::1", "::1", true},
        {"fd12:3456::/32", "fd12:3456:ffff::1", true},
        {"fd12:3456::/32", "fd12:3457::1", false},
        // what is never reached stays so, whatever is opened
        {"169.254.0.0/16", "169.254.169.254", false},
        {"100.64.0.0/10", "100.100.100.200", false},
        {"fc00::/7", "fd00:ec2::254", false},
        {"fe80::/10", "fe80::1", false},
        {"0.0.0.0/1", "0.0.0.0", false},
    };
    for (const auto& [network, address, want] : table)
        BOOST_TEST_CONTEXT(network << " and " << address) BOOST_TEST(allows(network, address) == want);
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_refused) {
    Networks open;
    for (const char* text :
         {"",
          "/8",
          "10.0.0.0/",
          "10.0.0.0/0",
          "10.0.0.0/33",
          "10.0.0.0/8x",
          "10.0.0.0/-1",
          "10/8",
          "10.1",
          "host.example",
          "::/0",
          "fd00::/129",
          "fe80::1%eth0",
          "1.2.3.4.5",
          "0x7f.0.0.1",
          " 10.0.0.0/8"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!open.add(text));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::http
