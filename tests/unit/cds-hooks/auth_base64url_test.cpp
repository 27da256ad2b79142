#include "cds-hooks/auth/base64url.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using iim::service::auth::base64url;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(auth_base64url)

// RFC 4648 10, without padding, and RFC 7515 appendix C.
BOOST_AUTO_TEST_CASE(reads_what_the_standards_print) {
    const struct {
        std::string_view text;
        std::string want;
    } cases[] = {
        {"", ""},
        {"Zg", "f"},
        {"Zm8", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg", "foob"},
        {"Zm9vYmE", "fooba"},
        {"Zm9vYmFy", "foobar"},
        {"A-z_4ME", "\x03\xec\xff\xe0\xc1"},
        {"AA", "\0"s},
        {"__8", "\xff\xff"},
    };
    for (const auto& [text, want] : cases) BOOST_TEST_CONTEXT(text) {
            const auto got = base64url(text);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST(*got == want);
        }
}

BOOST_AUTO_TEST_CASE(every_byte_string_has_one_text_only) {
    const std::string_view refused[] = {
        "A",      // six bits are no byte
        "Zm9vY",  // five characters neither
        "Zg==",   // padding
        "Zm8=",
        "=",
        "Zh",   // stray bits behind the f
        "Zm9",  // stray bits behind "fo"
        "__9",
        "A+z/4ME",  // the alphabet of base64
        "Zm 9v",    // white space
        "Zm9v\n",
        " Zm9v",
        "Zm9v\r\n",
        "Zm9v.",
        "Zm\xc3\xa9",  // not ASCII
        "Zm9*",
    };
    for (const auto text : refused) BOOST_TEST_CONTEXT(text) BOOST_TEST(!base64url(text).has_value());
    BOOST_TEST(!base64url("Zm\0v"s).has_value());
}

BOOST_AUTO_TEST_CASE(reads_back_all_lengths_and_bytes) {
    std::string bytes;
    for (int i = 0; i < 600; ++i) {
        const auto got = base64url(iim::tests::base64url_of(bytes));
        BOOST_TEST_REQUIRE(got.has_value());
        BOOST_TEST_REQUIRE(*got == bytes);
        bytes += static_cast<char>(i * 7 % 256);
    }
}

BOOST_AUTO_TEST_SUITE_END()
