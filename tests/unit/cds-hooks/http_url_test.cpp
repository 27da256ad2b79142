#include "cds-hooks/http/url.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::service::http {

BOOST_AUTO_TEST_SUITE(http_url)

BOOST_AUTO_TEST_CASE(an_address_is_taken_apart) {
    const struct {
        const char *text, *authority, *target;
        bool tls;
    } table[] = {
        {"https://EHR.example/fhir", "ehr.example", "/fhir", true},
        {"https://ehr.example", "ehr.example", "/", true},
        {"https://ehr.example:443/x", "ehr.example", "/x", true},
        {"https://ehr.example:/x", "ehr.example", "/x", true},
        {"http://ehr.example:443/x", "ehr.example:443", "/x", false},
        {"http://127.0.0.1:80/x?a=b%20c#part", "127.0.0.1", "/x?a=b%20c", false},
        {"https://[2001:DB8::1]:8443/x?", "[2001:db8::1]:8443", "/x?", true},
        {"https://ehr.example?x=1", "ehr.example", "/?x=1", true},
        {"https://ehr.example/a/..b/.c./", "ehr.example", "/a/..b/.c./", true},
    };
    for (const auto& [text, authority, target, tls] : table) BOOST_TEST_CONTEXT(text) {
            const auto url = parse_url(text);
            BOOST_TEST_REQUIRE(url.has_value());
            BOOST_TEST(url->authority() == authority);
            BOOST_TEST(url->target() == target);
            BOOST_TEST(url->tls == tls);
        }
}

BOOST_AUTO_TEST_CASE(what_misleads_is_refused) {
    for (const char* text :
         {"",
          "/fhir",
          "//ehr.example/fhir",
          "ehr.example/fhir",
          "ftp://ehr.example/",
          "file:///etc/passwd",
          "https://",
          "https:///fhir",
          "https:fhir",
          "https://user@ehr.example/",
          "https://u:p@ehr.example/",
          "https://@ehr.example/",
          "https://ehr.example:0/",
          "https://ehr.example:65536/",
          "https://ehr.example:99999/",
          "https://ehr.example/a b",
          "https://ehr.example/a/../b",
          "https://ehr.example/a/%2e%2E/b",
          "https://ehr.example/./b",
          "https://ehr.example/a%2f..%2fb",
          "https://ehr.example/a%5cb",
          "https://ehr%2eexample/",
          "https://ehr.example%0d%0aX:y/",
          "https://ehr.ex\xc3\xa4mple/",
          "https://ehr.example/\r\nX: y",
          "https://[::1",
          "https://[fe80::1%25eth0]/",
          "https://[v1.a]/"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_url(text).has_value());
}

BOOST_AUTO_TEST_CASE(an_origin_is_scheme_host_and_port) {
    const auto url = [](const char* text) { return parse_url(text).value(); };
    const Url ehr = url("https://ehr.example/fhir");
    BOOST_TEST(ehr.same_origin(url("https://EHR.example:443/other?x")));
    BOOST_TEST(!ehr.same_origin(url("http://ehr.example:443/fhir")));
    BOOST_TEST(!ehr.same_origin(url("https://ehr.example:444/fhir")));
    BOOST_TEST(!ehr.same_origin(url("https://ehr.example.evil/fhir")));
}

BOOST_AUTO_TEST_CASE(values_are_encoded) {
    BOOST_TEST(percent_encoded("aZ09-._~") == "aZ09-._~");
    BOOST_TEST(percent_encoded("a/b?c&d=e#f%g h+i|j,k:l") == "a%2Fb%3Fc%26d%3De%23f%25g%20h%2Bi%7Cj%2Ck%3Al");
    BOOST_TEST(percent_encoded("\r\n\xc3\xa9") == "%0D%0A%C3%A9");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::http
