#include "engine/facts/gather.hpp"
#include "engine/facts/prefetch_keys.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "gather_fixture.hpp"
#include <boost/test/unit_test.hpp>

namespace iim::engine {
namespace {

const std::vector<KeyAlias> aliases{
    {"myolabs", "observations"}, {"vitals", "observations"}, {"meds", "conditions"}, {"pat", "patient"}};

struct Read {
    fhir::Document document;
    Facts facts;

    explicit Read(const std::string& prefetch) {
        GatherInput input;
        input.request = document.parse(test::request(prefetch)).value();
        input.hook = Hook::patient_view;
        input.now = fhir::Instant(test::today);
        input.aliases = aliases;
        facts = gather(input, test::terms(), Policy());
    }
    bool noted() const {
        return std::ranges::any_of(facts.notes, [](const DataNote& each) {
            return each.code == "prefetch-alias-beside-key";
        });
    }
};

std::string bundle_of(const std::string& type, const std::string& id) {
    return test::bundle(test::resource(type, R"("id":")" + id + R"(","code":{"text":"x"})"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prefetch_keys)

BOOST_AUTO_TEST_CASE(keys_are_compared_without_what_people_type_differently) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"MYO LABS", "myolabs"},
        {"myo-labs-user", "myolabs"},
        {"Myo_Labs", "myolabs"},
        {"serviceRequests", "servicerequests"},
        {"a.b", "a.b"},
        {"-user", ""},
        {"", ""},
    };
    for (const auto& [written, folded] : cases) BOOST_TEST_CONTEXT(written) {
            BOOST_TEST(folded_key(written) == folded);
            BOOST_TEST(is_key(written, folded));
        }
    BOOST_TEST(!is_key("labs", "lab"));
    BOOST_TEST(!is_key("lab", "labs"));
}

BOOST_AUTO_TEST_CASE(an_alias_asks_what_its_key_asks) {
    fhir::Document document;
    const fhir::Json prefetch = document.parse(R"({"MYO LABS-user":null,"meds":null,"labs":null})").value();
    const PrefetchKeys keys(prefetch, aliases);
    BOOST_TEST((keys.kind_of("MYO LABS-user") == Kind::observations));
    BOOST_TEST((keys.kind_of("meds") == Kind::conditions), "a site's name stands over the usual one");
    BOOST_TEST((keys.kind_of("labs") == Kind::observations));
    BOOST_TEST((keys.kind_of("other") == std::nullopt));
    BOOST_TEST(keys.beside_their_key() == 0U);
    BOOST_TEST((PrefetchKeys(prefetch, {}).kind_of("meds") == Kind::medications));
}

// PFD-3, PFD-4, PFD-5 hold under an alias as under its key.
BOOST_AUTO_TEST_CASE(what_stands_under_an_alias_is_the_answer_to_its_key) {
    const std::pair<std::string, Availability> cases[] = {
        {"null", Availability::empty},
        {test::bundle(""), Availability::empty},
        {bundle_of("Observation", "o1"), Availability::present},
        {R"({"resourceType":"OperationOutcome","issue":[{"severity":"error"}]})", Availability::unavailable},
        {R"("{{context.patientId}}")", Availability::unavailable},
    };
    for (const auto& [value, want] : cases) BOOST_TEST_CONTEXT(value) {
            const Read read(R"("MYO LABS":)" + value);
            BOOST_TEST((read.facts.sources.observations == want));
            BOOST_TEST(!read.noted());
        }
}

BOOST_AUTO_TEST_CASE(two_aliases_of_one_key_answer_together) {
    const Read both(R"("myoLabs":)" + test::bundle("") + R"(,"vitals":)" + bundle_of("Observation", "o1"));
    BOOST_TEST((both.facts.sources.observations == Availability::present));
    const Read failed(
        R"("vitals":)" + bundle_of("Observation", "o1") + R"(,"myolabs":{"resourceType":"OperationOutcome"})"
    );
    BOOST_TEST((failed.facts.sources.observations == Availability::partial));
}

// PFT-12: the key wins, and it is noted. What the alias holds counts, what it lacks says nothing.
BOOST_AUTO_TEST_CASE(beside_its_key_an_alias_is_an_unknown_key) {
    struct {
        std::string key, alias;
        Availability want;
    } const cases[] = {
        {R"({"resourceType":"OperationOutcome"})", "null", Availability::unavailable},
        {R"({"resourceType":"OperationOutcome"})", test::bundle(""), Availability::unavailable},
        {"null", R"({"resourceType":"OperationOutcome"})", Availability::empty},
        {bundle_of("Observation", "o1"), "null", Availability::present},
        {"null", bundle_of("Observation", "o1"), Availability::partial},
    };
    for (const auto& [key, alias, want] : cases) BOOST_TEST_CONTEXT(key << " beside " << alias) {
            const Read read(R"("observations":)" + key + R"(,"MYO LABS":)" + alias);
            BOOST_TEST((read.facts.sources.observations == want));
            BOOST_TEST(read.noted());
        }
}

// REQ-17
BOOST_AUTO_TEST_CASE(another_patient_under_an_alias_is_left_out) {
    const Read read(R"("PAT":{"resourceType":"Patient","id":"2","birthDate":"1970-01-01"})");
    BOOST_TEST(!read.facts.demographics.age_years.has_value());
    BOOST_TEST((read.facts.sources.patient == Availability::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine
