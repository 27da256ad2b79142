#include "ehr_call.hpp"

namespace iim::service::ehr {

using std::chrono::milliseconds;
using test::Said;
using test::said;
using test::StubServer;

BOOST_AUTO_TEST_SUITE(ehr_fetcher_pages)

// PFD-7.
BOOST_AUTO_TEST_CASE(pages_are_read_to_the_end) {
    const StubServer server(playing({
        {"Condition", said(200, bundle(resource("Condition", "c1"), next_link("Condition/2?p=2")))},
        {"Condition/2", said(200, bundle(resource("Condition", "c2"), next_link("Condition/3")))},
        {"Condition/3", said(200, bundle(resource("Condition", "c3")))},
    }));
    Call call(server);
    call.run();
    BOOST_TEST(word(call.facts.sources.conditions) == "present");
    BOOST_TEST(asked_for(server, "Condition/3") == 1);
    BOOST_TEST(call.fetched.oddities.empty());
}

BOOST_AUTO_TEST_CASE(pages_that_cannot_be_read_leave_a_part) {
    const StubServer elsewhere([](const std::string&) { return said(200, bundle("")); });
    const struct {
        const char* what;
        std::string next;
        Said second;
        const char* code;
    } table[] = {
        {"a failing page", "Condition/2", said(500, ""), "fetch-5xx"},
        {"a page of another kind", "Condition/2", said(200, "{}"), "fetch-wrong-content"},
        {"a slow page",
         "Condition/2",
         {said(200, bundle("")).bytes, milliseconds(3'000), false},
         "fetch-timed-out"},
        {"the same page again and again",
         "Condition/2",
         said(200, bundle("", next_link("Condition/2"))),
         "fetch-page-limit"},
        {"another server", elsewhere.url("/fhir/Condition"), said(500, ""), "fetch-next-page-elsewhere"},
        {"out of the base", "/other", said(500, ""), "fetch-next-page-elsewhere"},
        {"no address", "", said(500, ""), "fetch-next-page-elsewhere"},
    };
    for (const auto& [what, next, second, code] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server(playing({
                {"Condition", said(200, bundle(resource("Condition", "c1"), next_link(next)))},
                {"Condition/2", second},
            }));
            Call call(server);
            call.settings.deadline = milliseconds(1'500);
            call.settings.pages = 5;
            call.run();
            BOOST_TEST(word(call.facts.sources.conditions) == "partial");
            BOOST_TEST(call.told(code) == 1);
            BOOST_TEST(asked_for(server, "Condition/2") <= 4);
        }
    BOOST_TEST(elsewhere.connections() == 0);
}

BOOST_AUTO_TEST_CASE(the_pages_after_a_prefetched_one) {
    const auto first_page = [](const std::string& url) {
        return R"("prefetch":{"problems":)" + bundle(resource("Condition", "c1"), next_link(url)) + "},";
    };
    const struct {
        const char* what;
        std::string next;
        Said says;
        const char* want;
    } table[] = {
        {"the last", "/fhir/more", said(200, bundle(resource("Condition", "c2"))), "present"},
        {"one of many", "/fhir/more", said(200, bundle("", next_link("more"))), "partial"},
        {"a failing one", "/fhir/more", said(500, ""), "partial"},
        {"elsewhere", "/other/more", said(200, bundle("")), "partial"},
    };
    for (const auto& [what, next, says, want] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server(playing({{"more", says}}));
            Call call(server);
            call.prefetch = first_page(server.url(next));
            call.run();
            BOOST_TEST(word(call.facts.sources.conditions) == want);
            BOOST_TEST(asked_for(server, "Condition") == 0);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr
