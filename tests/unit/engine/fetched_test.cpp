#include "engine/facts/gather.hpp"

#include <list>
#include <string>
#include <vector>

#include "gather_fixture.hpp"
#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

using test::bundle;
using test::resource;

std::string a_condition(const std::string& id) {
    return resource("Condition", R"("id":")" + id + R"(","code":{"text":"x"})");
}

/// A Bundle that says more pages follow.
std::string with_next(const std::string& resources) {
    std::string page = bundle(resources);
    page.pop_back();
    return page + R"(,"link":[{"relation":"next","url":"https://ehr.example/fhir?page=2"}]})";
}

/// A request with this prefetch and what was fetched beside it.
struct Read {
    std::list<fhir::Document> documents;
    std::vector<FetchedAnswer> answers;
    fhir::Document document;
    Facts facts;

    void add(std::string_view key, const std::vector<std::string>& pages, bool complete) {
        FetchedAnswer answer{key, {}, complete};
        for (const std::string& page : pages)
            answer.pages.push_back(documents.emplace_back().parse(page).value());
        answers.push_back(std::move(answer));
    }
    void read(const std::string& prefetch) {
        GatherInput input;
        input.request = document.parse(test::request(prefetch)).value();
        input.hook = Hook::patient_view;
        input.now = fhir::Instant(test::today);
        input.fetched = answers;
        facts = gather(input, test::terms(), Policy());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fetched)

BOOST_AUTO_TEST_CASE(what_was_fetched_counts_like_what_was_prefetched) {
    const struct {
        const char* what;
        std::vector<std::string> pages;
        bool complete;
        Availability want;
    } table[] = {
        {"rows", {bundle(a_condition("1"))}, true, Availability::present},
        {"none", {bundle("")}, true, Availability::empty},
        {"rows of two pages",
         {with_next(a_condition("1")), bundle(a_condition("2"))},
         true,
         Availability::present},
        {"first page only", {with_next(a_condition("1"))}, false, Availability::partial},
        {"an empty first page only", {with_next("")}, false, Availability::partial},
        {"rows of the second page", {with_next(""), bundle(a_condition("2"))}, true, Availability::present},
        {"another patient's only",
         {bundle(R"({"resourceType":"Condition","id":"1","subject":{"reference":"Patient/2"}})")},
         true,
         Availability::unavailable},
        {"an error inside",
         {bundle(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error"}]})")},
         true,
         Availability::unavailable},
    };
    for (const auto& [what, pages, complete, want] : table) BOOST_TEST_CONTEXT(what) {
            Read read;
            read.add("conditions", pages, complete);
            read.read("");
            BOOST_TEST((read.facts.sources.conditions == want));
            BOOST_TEST((read.facts.sources.allergies == Availability::unavailable));
        }
}

BOOST_AUTO_TEST_CASE(pages_after_a_prefetched_bundle) {
    const struct {
        const char* what;
        std::vector<std::string> pages;  ///< none: nothing was fetched
        bool complete;
        Availability want;
    } table[] = {
        {"not fetched", {}, true, Availability::partial},
        {"the last page", {bundle(a_condition("2"))}, true, Availability::present},
        {"some pages", {with_next(a_condition("2"))}, false, Availability::partial},
    };
    for (const auto& [what, pages, complete, want] : table) BOOST_TEST_CONTEXT(what) {
            Read read;
            if (!pages.empty()) read.add("problemList", pages, complete);
            read.read(R"("problemList":)" + with_next(a_condition("1")));
            BOOST_TEST((read.facts.sources.conditions == want));
        }
}

BOOST_AUTO_TEST_CASE(a_medication_that_was_fetched_resolves_an_order) {
    Read read;
    read.add(
        "anything",
        {R"({"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1256"}]}})"},
        true
    );
    read.read(
        R"("medications":)"
        + bundle(resource(
            "MedicationRequest",
            R"("id":"o","status":"active","intent":"order","medicationReference":{"reference":"Medication/m"})"
        ))
    );
    BOOST_TEST_REQUIRE(read.facts.orders.size() == 1);
    BOOST_TEST(read.facts.orders.front().is(drug::azathioprine));
    BOOST_TEST((read.facts.sources.medications == Availability::present));
}

// One that stands in both is one.
BOOST_AUTO_TEST_CASE(a_resource_that_came_twice_counts_once) {
    Read read;
    const std::string azathioprine = resource(
        "MedicationRequest", R"("id":"o","status":"active","intent":"order",)" + test::rxnorm("1256")
    );
    read.add("medications", {bundle(azathioprine)}, true);
    read.read(R"("item":)" + bundle(azathioprine));
    BOOST_TEST(read.facts.orders.size() == 1);
    BOOST_TEST((read.facts.sources.medications == Availability::present));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine
