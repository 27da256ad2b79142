#include "cards/json.hpp"
#include "cards/plain_text.hpp"
#include "cards/profile.hpp"
#include "fhir/json.hpp"
#include "tests/unit/cards/sample.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_profile)

using namespace iim;
using namespace iim::cards::sample;
using cards::Action;

Action make(Action::Type type, std::string description, std::string resource, std::string id = {}) {
    Action one;
    one.type = type;
    one.description = std::move(description);
    one.resource = std::move(resource);
    one.resource_id = std::move(id);
    return one;
}

Action create(std::string what) {
    return make(
        Action::Type::create,
        "Draft order: " + what,
        R"({"resourceType":"MedicationRequest","medicationCodeableConcept":{"coding":[{"system":)"
        R"("http://www.nlm.nih.gov/research/umls/rxnorm","code":"6851"}]}})"
    );
}

Action update() {
    Action one = make(
        Action::Type::update,
        "Change order: MTX 15. Take 15 mg by mouth once weekly.",
        R"({"resourceType":"MedicationRequest","id":"d1","meta":{"versionId":"3"},"status":"draft","n":1.50})",
        "MedicationRequest/d1"
    );
    one.subject = "MTX 15";
    return one;
}

cards::Card card(std::vector<cards::Suggestion> suggestions, bool at_most_one) {
    cards::Card one;
    one.uuid = "c";
    one.summary = "Summary";
    one.detail = "**Why**\n\n- 5 \\* 3 &lt; 20\n";
    one.topic = {std::string(cards::rule_system), "steroid-monotherapy", "Title"};
    one.suggestions = std::move(suggestions);
    one.at_most_one = at_most_one;
    return one;
}

std::vector<cards::Card> adapted(cards::Card one, std::string_view profile) {
    std::vector<cards::Card> all{std::move(one)};
    cards::adapt(all, *cards::find_client_profile(profile), counted());
    return all;
}

BOOST_AUTO_TEST_CASE(profiles_are_found_by_name) {
    BOOST_TEST((cards::find_client_profile("default") != nullptr));
    BOOST_TEST((cards::find_client_profile("epic") != nullptr));
    BOOST_TEST((cards::find_client_profile("Epic") == nullptr));
    BOOST_TEST((cards::find_client_profile("") == nullptr));
}

BOOST_AUTO_TEST_CASE(the_default_client_gets_the_card_as_it_is) {
    const cards::Card one = card({{"Swap", "s1", true, {create("a"), update()}}}, true);
    const std::vector<cards::Card> before{one};
    BOOST_TEST(cards::to_json(adapted(one, "default")) == cards::to_json(before));
}

BOOST_AUTO_TEST_CASE(epic_takes_one_action_a_suggestion) {
    const auto all = adapted(
        card({{"Swap", "s1", true, {create("a"), create("b")}}, {"Other", "s2", false, {create("c")}}}, true),
        "epic"
    );
    const cards::Card& one = all.front();
    BOOST_TEST(one.topic.code == "steroidmonotherapy");
    BOOST_TEST(!one.at_most_one);
    BOOST_TEST_REQUIRE(one.suggestions.size() == 3u);
    for (const auto& each : one.suggestions) BOOST_TEST(each.actions.size() == 1u);
    BOOST_TEST(one.suggestions[0].actions[0].description == "Option 1 of 2, step 1 of 2: Draft order: a");
    BOOST_TEST(one.suggestions[1].actions[0].description == "Option 1 of 2, step 2 of 2: Draft order: b");
    BOOST_TEST(one.suggestions[2].actions[0].description == "Option 2 of 2: Draft order: c");
    BOOST_TEST(one.suggestions[0].uuid == "s1");
    BOOST_TEST(one.suggestions[1].uuid == "00000000-0000-4000-8000-000000000001");
    BOOST_TEST(one.suggestions[0].recommended);
    BOOST_TEST(one.suggestions[1].recommended);
    BOOST_TEST(!one.suggestions[2].recommended);
    BOOST_TEST(
        one.suggestions[0].actions[0].resource.find("urn:oid:2.16.840.1.113883.6.88") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_checklist_has_no_options) {
    const auto all =
        adapted(card({{"A", "s1", false, {create("a")}}, {"B", "s2", false, {create("b")}}}, false), "epic");
    BOOST_TEST(all[0].suggestions[0].actions[0].description == "Draft order: a");
    BOOST_TEST(all[0].suggestions[1].label == "B");
}

BOOST_AUTO_TEST_CASE(epic_gets_a_removal_and_a_new_order_for_a_change) {
    const auto all = adapted(card({{"Weekly", "s1", false, {update()}}}, false), "epic");
    BOOST_TEST_REQUIRE(all[0].suggestions.size() == 2u);
    const Action& removal = all[0].suggestions[0].actions[0];
    const Action& order = all[0].suggestions[1].actions[0];
    BOOST_TEST((removal.type == Action::Type::remove));
    BOOST_TEST(removal.resource_id == "MedicationRequest/d1");
    BOOST_TEST(removal.description == "Step 1 of 2: Remove order: MTX 15");
    BOOST_TEST((order.type == Action::Type::create));
    BOOST_TEST(order.resource == R"({"resourceType":"MedicationRequest","status":"draft","n":1.50})");
    BOOST_TEST(order.description == "Step 2 of 2: Draft order: MTX 15. Take 15 mg by mouth once weekly.");
}

BOOST_AUTO_TEST_CASE(epic_is_told_the_form_of_the_detail) {
    fhir::Document document;
    const auto root = document.parse(cards::to_json(adapted(card({}, true), "epic")));
    BOOST_TEST_REQUIRE(root.has_value());
    const fhir::Json one = (*root)["cards"].at(0);
    BOOST_TEST(one["extension"]["com.epic.cdshooks.card.detail.content-type"].is("text/markdown"));
    BOOST_TEST(!one["selectionBehavior"]);

    cards::ClientProfile plain = *cards::find_client_profile("epic");
    plain.plain_detail = true;
    std::vector<cards::Card> all{card({}, true)};
    cards::adapt(all, plain, counted());
    BOOST_TEST(all[0].detail == "Why\n\n- 5 * 3 < 20\n");
    BOOST_TEST(all[0].extension.front().second == "text/plain");
}

/// Labels and types of what is left: "Swap: delete create".
std::string offered(const cards::Card& one) {
    constexpr std::string_view words[] = {"create", "update", "delete"};
    std::string all;
    for (const cards::Suggestion& each : one.suggestions) {
        all += all.empty() ? each.label + ":" : "; " + each.label + ":";
        for (const Action& action : each.actions)
            all.append(" ").append(words[static_cast<std::size_t>(action.type)]);
    }
    return all;
}

// Checklist 19.13, SUG-4: a suggestion that cannot be carried out whole is no suggestion.
BOOST_AUTO_TEST_CASE(only_actions_that_the_client_takes) {
    const struct {
        bool create, update, remove;
        std::string_view want;
    } cases[] = {
        {true, true, true, "New: create; Weekly: update; Both: create update; Read:"},
        {true, false, true, "New: create; Weekly: delete create; Both: create delete create; Read:"},
        {true, false, false, "New: create; Read:"},
        {false, true, true, "Weekly: update; Read:"},
        {false, false, false, "Read:"},
    };
    for (const auto& [takes_create, takes_update, takes_delete, want] : cases) BOOST_TEST_CONTEXT(want) {
            cards::ClientProfile client;
            client.takes_create = takes_create;
            client.takes_update = takes_update;
            client.takes_delete = takes_delete;
            std::vector<cards::Card> all{card(
                {{"New", "s1", true, {create("a")}},
                 {"Weekly", "s2", false, {update()}},
                 {"Both", "s3", false, {create("b"), update()}},
                 {"Read", "s4", false, {}}},
                true
            )};
            cards::adapt(all, client, counted());
            BOOST_TEST(offered(all.front()) == want);
        }
}

// LNK-6
BOOST_AUTO_TEST_CASE(only_links_that_the_client_may_open) {
    cards::Card one = card({}, true);
    one.links = {
        {"a", "https://doi.org/10.1/x"},
        {"b", "https://frax.shef.ac.uk"},
        {"c", "https://doi.org.example/x"},
        {"d", "https://example/doi.org"}};
    const std::pair<std::vector<std::string>, std::size_t> cases[] = {
        {{"doi.org"}, 1}, {{"doi.org", "frax.shef.ac.uk"}, 2}, {{"org"}, 0}, {{}, 0}};
    for (const auto& [hosts, want] : cases) {
        cards::ClientProfile client;
        client.link_hosts = hosts;
        std::vector<cards::Card> all{one};
        cards::adapt(all, client, counted());
        BOOST_TEST(all.front().links.size() == want);
    }
    BOOST_TEST(adapted(one, "default").front().links.size() == 4u);
}

BOOST_AUTO_TEST_CASE(plain_text_shows_what_markdown_means) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", ""},
        {"plain", "plain\n"},
        {"**Bold** \\*not\\* `code`", "Bold *not* code\n"},
        {"a &amp; b &lt;i&gt; \\| c", "a & b <i> | c\n"},
        {"| Option | Fit |\n| --- | --- |\n| A \\| B | fits |\n", "Option; Fit\nA | B; fits\n"},
        {"end\\", "end\\\n"},
    };
    for (const auto& [markdown, want] : cases)
        BOOST_TEST_CONTEXT(markdown) BOOST_TEST(cards::plain_text(markdown) == want);
}

BOOST_AUTO_TEST_SUITE_END()
