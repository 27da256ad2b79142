#include "cds-hooks/config.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::service;

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(without_a_file_it_is_the_demo_on_this_machine) {
    const Config config = parse_config("", "c.toml");
    BOOST_TEST((config.profile == Profile::demo));
    BOOST_TEST(config.listen.address == "127.0.0.1");
    BOOST_TEST(config.listen.port == 8080);
    BOOST_TEST(config.limits.header_bytes == 8192U);
    BOOST_TEST(config.limits.body_bytes == 4U * 1024 * 1024);
    BOOST_TEST(config.policy.mono_min_mg == 10);
    BOOST_CHECK_NO_THROW(check(config));
}

BOOST_AUTO_TEST_CASE(every_key_is_read) {
    const Config config = parse_config(
        R"(profile = "demo"
listen = "[::1]:9000"
threads = 3
base_path = "/iim"
timezone = "Europe/Zurich"
[limits]
header_bytes = 4096
body_bytes = 1048576
bodies_bytes = 8388608
connections = 7
[timeouts]
idle_ms = 1
header_ms = 2
body_ms = 3
write_ms = 4
linger_ms = 7
drain_notice_ms = 5
drain_grace_ms = 6
[cors]
origins = ["https://ehr.example.org", "http://localhost:3000"]
)",
        "c.toml"
    );
    BOOST_TEST(config.listen.address == "::1");
    BOOST_TEST(config.listen.port == 9000);
    BOOST_TEST(config.threads == 3U);
    BOOST_TEST(config.base_path == "/iim");
    BOOST_TEST(config.timezone == "Europe/Zurich");
    BOOST_TEST(config.limits.header_bytes == 4096U);
    BOOST_TEST(config.limits.body_bytes == 1048576U);
    BOOST_TEST(config.limits.bodies_bytes == 8388608U);
    BOOST_TEST(config.limits.connections == 7U);
    BOOST_TEST(config.limits.idle.count() == 1);
    BOOST_TEST(config.limits.header.count() == 2);
    BOOST_TEST(config.limits.body.count() == 3);
    BOOST_TEST(config.limits.write.count() == 4);
    BOOST_TEST(config.limits.linger.count() == 7);
    BOOST_TEST(config.limits.drain_notice.count() == 5);
    BOOST_TEST(config.limits.drain_grace.count() == 6);
    BOOST_TEST(config.cors_origins.size() == 2U);
}

BOOST_AUTO_TEST_CASE(policy_names_may_be_quoted_or_nested) {
    for (const std::string text :
         {"[policy]\n\"mono.min_mg\" = 12\n", "[policy.mono]\nmin_mg = 12.0\n", "policy.mono.min_mg = 12\n"})
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(parse_config(text, "c.toml").policy.mono_min_mg == 12);
        }
    const Config config = parse_config(
        "[policy]\n\"mono.hcq_counts\" = true\n\"tpmt.require\" = \"off\"\n"
        "[policy.rule.\"steroid-monotherapy\"]\nenabled = false\n",
        "c.toml"
    );
    BOOST_TEST(config.policy.mono_hcq_counts);
    BOOST_TEST(config.policy.tpmt_require == "off");
    BOOST_TEST(!config.policy.enabled("steroid-monotherapy"));
}

struct Refused {
    std::string text;
    std::vector<std::string> words;
};

BOOST_AUTO_TEST_CASE(what_cannot_be_taken_is_refused_with_line_and_key) {
    const std::vector<Refused> all{
        {"\ncolour = 1\n", {"c.toml:2", "colour", "listen"}},
        {"[limits]\nbody_byte = 1\n", {"c.toml:2", "limits.body_byte", "body_bytes"}},
        {"[limits]\nbody_bytes = 0\n", {"c.toml:2", "limits.body_bytes", "1024"}},
        {"[limits]\nbody_bytes = \"4M\"\n", {"c.toml:2", "limits.body_bytes", "whole number"}},
        {"[timeouts]\nidle_ms = -1\n", {"timeouts.idle_ms"}},
        {"profile = \"test\"\n", {"c.toml:1", "profile", "demo", "production"}},
        {"listen = \"example.org:80\"\n", {"listen", "127.0.0.1:8080"}},
        {"listen = \"127.0.0.1:65536\"\n", {"listen"}},
        {"threads = 1.5\n", {"threads"}},
        {"base_path = \"iim\"\n", {"base_path", "/iim"}},
        {"base_path = \"/iim/\"\n", {"base_path"}},
        {"timezone = \"Mars/Olympus\"\n", {"timezone", "Mars/Olympus"}},
        {"[cors]\norigins = [\"ehr.example.org\"]\n", {"cors.origins", "https://"}},
        {"[cors]\norigins = [\"https://ehr.example.org/path\"]\n", {"cors.origins"}},
        {"[cors]\norigins = [\"https://a\\r\\nX: y\"]\n", {"cors.origins"}},
        {"[cors]\norigins = \"*\"\n", {"cors.origins", "list"}},
        {"limits = 5\n", {"limits", "section"}},
        {"[policy]\n\"mono.min_mg\" = 4.9\n", {"c.toml:2", "mono.min_mg", "5", "20"}},
        {"[policy]\n\"mono.min_mg\" = 20.1\n", {"c.toml:2", "mono.min_mg"}},
        {"[policy]\n\"mono.min_mg\" = \"12\"\n", {"c.toml:2", "mono.min_mg"}},
        {"[policy]\n\"mono.max_mg\" = 12\n", {"c.toml:2", "mono.max_mg"}},
        {"[policy.rule.\"no-such-rule\"]\nenabled = false\n", {"c.toml:2", "no-such-rule"}},
        {"policy = 1\n", {"policy", "section"}},
        {"a = [\n", {"c.toml:", "TOML"}},
    };
    for (const Refused& one : all) BOOST_TEST_CONTEXT(one.text) {
            std::string said;
            try {
                parse_config(one.text, "c.toml");
            } catch (const ConfigError& error) { said = error.what(); }
            for (const std::string& word : one.words) BOOST_TEST_CONTEXT(said) {
                    BOOST_TEST((said.find(word) != std::string::npos), "says " << word);
                }
        }
}

struct Address {
    std::string text, address;
    int port;
};

BOOST_AUTO_TEST_CASE(addresses_to_listen_on) {
    const std::vector<Address> all{
        {"127.0.0.1:8080", "127.0.0.1", 8080},
        {"localhost:81", "127.0.0.1", 81},
        {"[::1]:82", "::1", 82},
        {":83", "127.0.0.1", 83},
        {"84", "127.0.0.1", 84},
        {"0.0.0.0:0", "0.0.0.0", 0},
    };
    for (const Address& one : all) BOOST_TEST_CONTEXT(one.text) {
            const http::Listen got = parse_listen(one.text);
            BOOST_TEST(got.address == one.address);
            BOOST_TEST(got.port == one.port);
        }
    for (const std::string text :
         {"", ":", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:80 ", "a:b:c"})
        BOOST_TEST_CONTEXT(text) {
            BOOST_CHECK_THROW(parse_listen(text), ConfigError);
        }
}

BOOST_AUTO_TEST_CASE(a_demo_stays_on_this_machine_and_production_does_not_start_yet) {
    Config config;
    for (const std::string address : {"127.0.0.1", "127.8.8.8", "::1"}) BOOST_TEST_CONTEXT(address) {
            config.listen.address = address;
            BOOST_CHECK_NO_THROW(check(config));
        }
    for (const std::string address : {"0.0.0.0", "::", "192.168.0.1", "10.0.0.1"})
        BOOST_TEST_CONTEXT(address) {
            config.listen.address = address;
            BOOST_CHECK_THROW(check(config), ConfigError);
        }
    config = Config();
    config.limits.bodies_bytes = config.limits.body_bytes;
    BOOST_CHECK_NO_THROW(check(config));
    --config.limits.bodies_bytes;
    BOOST_CHECK_THROW(check(config), ConfigError);
    config = Config();
    config.profile = Profile::production;
    BOOST_CHECK_THROW(check(config), ConfigError);
}

BOOST_AUTO_TEST_CASE(the_client_is_chosen_by_name) {
    BOOST_TEST(parse_config("", "c").client.name == "default");
    BOOST_TEST(!parse_config("[client]\nprofile = \"default\"", "c").client.single_actions);
    const Config epic = parse_config("[client]\nprofile = \"epic\"", "c");
    BOOST_TEST(epic.client.single_actions);
    BOOST_TEST(!epic.client.plain_detail);
    const Config text = parse_config("[client]\nprofile = \"epic\"\ndetail = \"text\"", "c");
    BOOST_TEST(text.client.single_actions);
    BOOST_TEST(text.client.plain_detail);
    BOOST_TEST(!parse_config("[client]\ndetail = \"markdown\"", "c").client.plain_detail);
    for (const char* bad : {"profile = \"cerner\"", "profile = 1", "detail = \"html\"", "colour = 1"})
        BOOST_CHECK_THROW(parse_config(std::string("[client]\n") + bad, "c"), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()
