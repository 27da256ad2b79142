#include "cds-hooks/config.hpp"
#include "cds-hooks/discovery.hpp"
#include "cds-hooks/prefetch.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service;

BOOST_AUTO_TEST_SUITE(config_client)

Client client_of(const std::string& keys) {
    return parse_config("[client]\n" + keys, "c.toml").client;
}

std::string why_not(const std::string& toml) {
    try {
        parse_config(toml, "c.toml");
    } catch (const ConfigError& error) { return error.what(); }
    return "";
}

bool says(const std::string& sentence, std::string_view words) {
    return sentence.find(words) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(without_keys_it_takes_all_of_the_standard) {
    const Client client = client_of("");
    BOOST_TEST((client.takes_create && client.takes_update && client.takes_delete));
    BOOST_TEST(client.most_cards == 100U);
    BOOST_TEST(!client.link_hosts.has_value());
    BOOST_TEST(client.prefetch_aliases.empty());
}

BOOST_AUTO_TEST_CASE(single_points_of_a_profile_are_changed_wherever_they_stand) {
    const Client client =
        client_of("actions = [\"create\"]\ndetail = \"text\"\nlink_hosts = [\"doi.org\"]\nmax_cards = 3\n"
                  "topics = \"hyphens\"\nprofile = \"epic\"\n");
    BOOST_TEST(client.single_actions);
    BOOST_TEST((client.takes_create && !client.takes_update && !client.takes_delete));
    BOOST_TEST(client.plain_detail);
    BOOST_TEST(!client.plain_topics);
    BOOST_TEST(client.most_cards == 3U);
    BOOST_TEST_REQUIRE(client.link_hosts.has_value());
    BOOST_TEST(client.link_hosts->front() == "doi.org");
    BOOST_TEST(!client_of("profile = \"epic\"").takes_update);
    BOOST_TEST(client_of("profile = \"epic\"\nactions = [\"update\"]").takes_update);
    BOOST_TEST(!client_of("actions = []").takes_create);
}

// PFT-12
BOOST_AUTO_TEST_CASE(aliases_are_read) {
    const Client client = client_of(
        "[client.prefetch_aliases]\n\"MYO LABS\" = \"observations\"\nvitals-user = \"Observations\"\n"
        "drafted = \"draftMedications\"\n"
    );
    BOOST_TEST_REQUIRE(client.prefetch_aliases.size() == 3U);
    for (const auto& [name, key] : client.prefetch_aliases)
        BOOST_TEST((key == (name == "drafted" ? "draftmedications" : "observations")));
    BOOST_TEST(
        client_of("prefetch_aliases = { a = \"patient\", A = \"patient\" }").prefetch_aliases.size() == 1U
    );
}

BOOST_AUTO_TEST_CASE(an_alias_of_an_unknown_key_is_refused_with_the_keys_there_are) {
    const std::string told = why_not("[client.prefetch_aliases]\n\"MYO LABS\" = \"labz\"\n");
    BOOST_TEST(says(told, "c.toml:2: client.prefetch_aliases.MYO LABS"));
    BOOST_TEST(says(told, "\"labz\""));
    for (const PrefetchQuery& one : prefetch_queries)
        BOOST_TEST_CONTEXT(one.key) BOOST_TEST(says(told, one.key));
    for (const BallotQuery& one : ballot_queries)
        BOOST_TEST_CONTEXT(one.ask.key) BOOST_TEST(says(told, one.ask.key));
    BOOST_TEST(says(
        why_not("[[auth.issuer]]\niss = \"x\"\n[auth.issuer.client.prefetch_aliases]\na = \"b\"\n"),
        "the keys are: patient, conditions"
    ));
}

BOOST_AUTO_TEST_CASE(what_a_client_cannot_be_is_refused) {
    const std::pair<const char*, const char*> cases[] = {
        {"prefetch_aliases = { patient = \"conditions\" }", "a prefetch key itself"},
        {"prefetch_aliases = { PATIENT-user = \"patient\" }", "a prefetch key itself"},
        {"prefetch_aliases = { \"a b\" = \"patient\", A_B = \"conditions\" }", "twice"},
        {"prefetch_aliases = { \"\" = \"patient\" }", "no name"},
        {"prefetch_aliases = { \"-user\" = \"patient\" }", "no name"},
        {"prefetch_aliases = { a = 5 }", "text"},
        {"prefetch_aliases = [\"a\"]", "section"},
        {"actions = [\"replace\"]", "create, update and delete"},
        {"actions = \"create\"", "list"},
        {"max_cards = 0", "1 to 20"},
        {"max_cards = 21", "1 to 20"},
        {"link_hosts = [\"https://doi.org\"]", "without scheme"},
        {"link_hosts = [\"doi.org/x\"]", "without scheme"},
        {"link_hosts = [\"DOI.org\"]", "small letters"},
        {"link_hosts = [\"\"]", "hosts"},
        {"topics = \"short\"", "hyphens"},
        {"aliases = 1", "prefetch_aliases"},
    };
    for (const auto& [keys, words] : cases) BOOST_TEST_CONTEXT(keys) {
            BOOST_TEST(says(why_not(std::string("[client]\n") + keys), words));
            const std::string issuer =
                "[[auth.issuer]]\niss = \"x\"\nclient = { " + std::string(keys) + " }\n";
            BOOST_TEST(says(why_not(issuer), words));
        }
    BOOST_TEST(says(why_not("[[auth.issuer]]\niss = \"x\"\nclient = 5\n"), "name of a profile"));
}

// §13: a profile for each issuer; it stands for the whole of [client].
BOOST_AUTO_TEST_CASE(an_issuer_has_a_client_of_its_own) {
    const Config config = parse_config(
        R"([client]
detail = "text"
max_cards = 2
[[auth.issuer]]
iss = "https://a"
client = { profile = "epic", max_cards = 3, prefetch_aliases = { "A LABS" = "observations" } }
[[auth.issuer]]
iss = "https://b"
[[auth.issuer]]
iss = "https://c"
client = "epic"
)",
        "c.toml"
    );
    const Client& a = config.clients.at("https://a");
    BOOST_TEST(a.name == "epic");
    BOOST_TEST(a.most_cards == 3U);
    BOOST_TEST(!a.plain_detail);
    BOOST_TEST(a.prefetch_aliases.size() == 1U);
    BOOST_TEST(!config.clients.contains("https://b"));
    BOOST_TEST(config.clients.at("https://c").most_cards == 100U);
    BOOST_TEST(config.client.plain_detail);
}

// PFT-6, PFT-9, DSC-10, DSC-11: nothing of the ballot without the switch.
BOOST_AUTO_TEST_CASE(the_ballot_adds_and_changes_nothing_else) {
    const std::string off = discovery(false), on = discovery(true);
    BOOST_TEST(discovery() == off);
    for (const std::string_view word :
         {"ofType", "resolve()", "today()", "\"version\"", "\"hookVersion\"", "draftMedications"})
        BOOST_TEST_CONTEXT(word) {
            BOOST_TEST(!says(off, word));
            BOOST_TEST(says(on, word));
        }
    std::string without = on;
    for (const BallotQuery& one : ballot_queries) {
        const std::string member =
            ",\"" + std::string(one.ask.key) + "\":\"" + std::string(one.ask.query) + "\"";
        for (std::size_t at = without.find(member); at != std::string::npos; at = without.find(member))
            without.erase(at, member.size());
    }
    for (std::size_t at = without.find("\"version\""); at != std::string::npos;
         at = without.find("\"version\""))
        without.erase(at, without.find("\"title\"", at) - at);
    BOOST_TEST(without == off);
}

BOOST_AUTO_TEST_SUITE_END()
