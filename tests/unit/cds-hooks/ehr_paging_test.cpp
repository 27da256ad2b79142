#include "cds-hooks/ehr/paging.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {
namespace {

NextPage next_of(const std::string& links, std::string_view base) {
    fhir::Document document;
    const auto bundle = document.parse(R"({"resourceType":"Bundle","link":)" + links + "}").value();
    return next_page(bundle, base);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ehr_paging)

BOOST_AUTO_TEST_CASE(a_next_page_below_the_base_is_followed) {
    const struct {
        const char *base, *link, *want;
    } table[] = {
        {"https://ehr.example/fhir",
         "https://ehr.example/fhir/Observation?page=2",
         "https://ehr.example/fhir/Observation?page=2"},
        {"https://ehr.example/fhir/",
         "https://ehr.example/fhir?_getpages=1&x=%7C",
         "https://ehr.example/fhir?_getpages=1&x=%7C"},
        {"https://ehr.example/fhir", "https://EHR.example:443/fhir/x", "https://EHR.example:443/fhir/x"},
        {"https://ehr.example", "https://ehr.example/x", "https://ehr.example/x"},
        {"https://ehr.example/fhir", "Observation?page=2", "https://ehr.example/fhir/Observation?page=2"},
        {"https://ehr.example/fhir/", "?page=2", "https://ehr.example/fhir?page=2"},
        {"https://ehr.example:8443/fhir",
         "/fhir/Observation?page=2",
         "https://ehr.example:8443/fhir/Observation?page=2"},
        {"https://ehr.example/fhir",
         "Observation?of=http://x/y",
         "https://ehr.example/fhir/Observation?of=http://x/y"},
    };
    for (const auto& [base, link, want] : table) BOOST_TEST_CONTEXT(link) {
            const NextPage next =
                next_of(std::string(R"([{"relation":"next","url":")") + link + "\"}]", base);
            BOOST_TEST((next.where == NextPage::Where::here));
            BOOST_TEST(next.url == want);
        }
}

// FHA-5: the token never leaves the server it is for.
BOOST_AUTO_TEST_CASE(a_next_page_elsewhere_is_not_followed) {
    for (const char* link :
         {"https://evil.example/fhir/Observation?page=2",
          "http://ehr.example/fhir/Observation?page=2",
          "https://ehr.example:444/fhir/x",
          "https://ehr.example.evil.example/fhir/x",
          "https://ehr.example@evil.example/fhir/x",
          "https://ehr.example/other/x",
          "https://ehr.example/fhirx",
          "https://ehr.example/fhir/../admin",
          "https://ehr.example/fhir/%2e%2e/admin",
          "//evil.example/fhir/x",
          "/other/x",
          "/fhir/../x",
          "../x",
          "",
          "https://",
          "ftp://ehr.example/fhir/x",
          "javascript:x"})
        BOOST_TEST_CONTEXT(link) {
            const NextPage next = next_of(
                std::string(R"([{"relation":"next","url":")") + link + "\"}]", "https://ehr.example/fhir"
            );
            BOOST_TEST((next.where == NextPage::Where::elsewhere));
            BOOST_TEST(next.url.empty());
        }
}

BOOST_AUTO_TEST_CASE(odd_links) {
    const struct {
        const char* links;
        NextPage::Where want;
    } table[] = {
        {"[]", NextPage::Where::nowhere},
        {"null", NextPage::Where::nowhere},
        {R"("next")", NextPage::Where::nowhere},
        {R"([{"relation":"self","url":"https://ehr.example/fhir/x"}])", NextPage::Where::nowhere},
        {R"([1,null,{"relation":"next"}])", NextPage::Where::elsewhere},
        {R"([{"relation":"next","url":7}])", NextPage::Where::elsewhere},
        {R"([{"relation":"self"},{"relation":"next","url":"x"}])", NextPage::Where::here},
    };
    for (const auto& [links, want] : table)
        BOOST_TEST_CONTEXT(links) BOOST_TEST((next_of(links, "https://ehr.example/fhir").where == want));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr
