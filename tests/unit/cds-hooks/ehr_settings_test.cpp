#include "cds-hooks/ehr/settings.hpp"

#include <functional>

#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {
namespace {

Settings good() {
    Settings settings;
    settings.enabled = true;
    settings.servers = {{"https://ehr.example/fhir", {"https://ehr.example"}, "", false}};
    return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ehr_settings)

BOOST_AUTO_TEST_CASE(the_default_and_a_good_one_are_fine) {
    BOOST_TEST(what_is_wrong(Settings(), true) == "");
    BOOST_TEST(what_is_wrong(good(), true) == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_named) {
    using std::chrono::milliseconds;
    const struct {
        std::function<void(Settings&)> change;
        const char* names;
        bool in_demo;  ///< wrong there too
    } table[] = {
        {[](Settings& s) { s.servers.clear(); }, "no FHIR server", true},
        {[](Settings& s) { s.servers[0].base = "ehr.example"; }, "base address", true},
        {[](Settings& s) { s.servers[0].base = "https://ehr.example/fhir?x"; }, "base address", true},
        {[](Settings& s) { s.servers[0].base = "http://ehr.example/fhir"; }, "https", false},
        {[](Settings& s) { s.servers[0].issuers.clear(); }, "issuers", false},
        {[](Settings& s) { s.servers[0].without_token = true; }, "token", false},
        {[](Settings& s) { s.deadline = milliseconds(99); }, "deadline", true},
        {[](Settings& s) { s.deadline = milliseconds(10'001); }, "deadline", true},
        {[](Settings& s) { s.parallel = 0; }, "parallel", true},
        {[](Settings& s) { s.parallel = 21; }, "parallel", true},
        {[](Settings& s) { s.calls = 0; }, "calls", true},
        {[](Settings& s) { s.calls = 10'001; }, "calls", true},
        {[](Settings& s) { s.pages = 0; }, "pages", true},
        {[](Settings& s) { s.pages = 101; }, "pages", true},
        {[](Settings& s) { s.page_bytes = (64U << 10) - 1; }, "one page", true},
        {[](Settings& s) { s.page_bytes = (64U << 20) + 1; }, "one page", true},
        {[](Settings& s) { s.call_bytes = s.page_bytes - 1; }, "all pages", true},
        {[](Settings& s) { s.call_bytes = (256U << 20) + 1; }, "all pages", true},
    };
    for (const auto& [change, names, in_demo] : table) BOOST_TEST_CONTEXT(names) {
            Settings settings = good();
            change(settings);
            BOOST_TEST(what_is_wrong(settings, true).find(names) != std::string::npos);
            BOOST_TEST(what_is_wrong(settings, false).empty() == !in_demo);
        }
}

BOOST_AUTO_TEST_CASE(a_password_is_refused_and_not_repeated) {
    Settings settings = good();
    settings.servers[0].base = "https://user:secret@ehr.example/fhir";
    BOOST_TEST(what_is_wrong(settings, false).find("password") != std::string::npos);
    BOOST_TEST(what_is_wrong(settings, false).find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_limits_themselves_are_fine) {
    using std::chrono::milliseconds;
    for (const bool most : {false, true}) {
        Settings settings = good();
        settings.deadline = milliseconds(most ? 10'000 : 100);
        settings.parallel = most ? 20 : 1;
        settings.calls = most ? 10'000 : 1;
        settings.pages = most ? 100 : 1;
        settings.page_bytes = most ? 64U << 20 : 64U << 10;
        settings.call_bytes = most ? 256U << 20 : settings.page_bytes;
        BOOST_TEST_CONTEXT(most) BOOST_TEST(what_is_wrong(settings, true) == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr
