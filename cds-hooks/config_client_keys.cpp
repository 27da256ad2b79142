#include "cds-hooks/config_client_keys.hpp"

#include "cds-hooks/config_section.hpp"
#include "cds-hooks/prefetch.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace iim::service {
namespace {

std::string names_of_profiles() {
    std::string names;
    for (const cards::ClientProfile& each : cards::client_profiles())
        names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", each.name);
    return names;
}

void set_profile(Client& client, const ConfigValue& value) {
    const cards::ClientProfile* const known = cards::find_client_profile(value.text());
    if (!known) value.refuse(fmt::format("must be {}", names_of_profiles()));
    static_cast<cards::ClientProfile&>(client) = *known;
}

void set_detail(Client& client, const ConfigValue& value) {
    const std::string form = value.text();
    if (form != "markdown" && form != "text") value.refuse("must be \"markdown\" or \"text\"");
    client.plain_detail = form == "text";
}

void set_topics(Client& client, const ConfigValue& value) {
    const std::string form = value.text();
    if (form != "hyphens" && form != "plain") value.refuse("must be \"hyphens\" or \"plain\"");
    client.plain_topics = form == "plain";
}

void set_actions(Client& client, const ConfigValue& value) {
    const std::vector<std::string> taken = value.texts();
    const auto holds = [&](std::string_view word) { return std::ranges::find(taken, word) != taken.end(); };
    for (const std::string& one : taken)
        if (one != "create" && one != "update" && one != "delete")
            value.refuse(fmt::format("has {}; the actions are create, update and delete", toml_text(one)));
    client.takes_create = holds("create");
    client.takes_update = holds("update");
    client.takes_delete = holds("delete");
}

void set_link_hosts(Client& client, const ConfigValue& value) {
    client.link_hosts = value.texts();
    for (const std::string& host : *client.link_hosts)
        if (host.empty() || host.find_first_of("/:?#* ABCDEFGHIJKLMNOPQRSTUVWXYZ") != host.npos)
            value.refuse(fmt::format(
                "has {}; write hosts in small letters, without scheme and path: \"doi.org\"", toml_text(host)
            ));
}

/// Every key of the discovery document, as written there.
std::vector<std::string_view> all_prefetch_keys() {
    std::vector<std::string_view> all;
    all.reserve(prefetch_queries.size() + ballot_queries.size());
    for (const PrefetchQuery& one : prefetch_queries) all.push_back(one.key);
    for (const BallotQuery& one : ballot_queries)
        if (std::ranges::find(all, one.ask.key) == all.end()) all.push_back(one.ask.key);
    return all;
}

engine::KeyAlias alias_of(std::string_view name, const ConfigValue& key) {
    engine::KeyAlias alias{engine::folded_key(name), engine::folded_key(key.text())};
    std::string names;
    bool known = false;
    for (const std::string_view each : all_prefetch_keys()) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", each);
        const std::string folded = engine::folded_key(each);
        known = known || folded == alias.key;
        if (folded == alias.name)
            key.refuse(fmt::format("gives the key {} another name: it is a prefetch key itself", each));
    }
    if (!known)
        key.refuse(fmt::format(
            "is {}, which is no prefetch key of this service; the keys are: {}", toml_text(key.text()), names
        ));
    if (alias.name.empty()) key.refuse("has no name in front of the equals sign");
    return alias;
}

void set_aliases(Client& client, const ConfigValue& value) {
    for (const auto& [name, node] : value.table()) {
        const ConfigValue key = value.member(name.str(), node);
        engine::KeyAlias alias = alias_of(name.str(), key);
        const auto same = std::ranges::find(client.prefetch_aliases, alias.name, &engine::KeyAlias::name);
        if (same == client.prefetch_aliases.end())
            client.prefetch_aliases.push_back(std::move(alias));
        else if (same->key != alias.key)
            key.refuse(
                "stands there twice with different keys: capitals, spaces, \"-\", \"_\" and \"-user\" at the "
                "end do not count"
            );
    }
}

constexpr Key<Client> profile_key{
    "profile",
    "What the EHR can do with cards: see the README. The keys below change single points of it.",
    "",
    set_profile,
    [](const Client& client) { return toml_text(client.name); },
    names_of_profiles};

/// Read after the profile, wherever they stand.
constexpr std::array client_keys{
    Key<Client>{
        "detail",
        "The detail of cards with or without markup.",
        "",
        set_detail,
        [](const Client& client) { return toml_text(client.plain_detail ? "text" : "markdown"); },
        [] { return std::string("\"markdown\" or \"text\""); }},
    Key<Client>{
        "topics",
        "Topic codes as the rules' ids, or of letters and digits only.",
        "\"plain\"",
        set_topics,
        nullptr,
        [] { return std::string("\"hyphens\" or \"plain\""); }},
    Key<Client>{
        "actions",
        "Actions of suggestions that it carries out. Where it takes no update, a change of a draft is its "
        "removal "
        "and a new order; a suggestion that needs what it does not take is left out.",
        "[\"create\", \"delete\"]",
        set_actions,
        nullptr,
        [] { return std::string("a list of \"create\", \"update\" and \"delete\"; [] for no suggestions"); }},
    Key<Client>{
        "max_cards",
        "Cards of one answer, where [policy] allows more. What finds no place is named on one card; critical "
        "cards are never left out.",
        "3",
        [](Client& client, const ConfigValue& value) {
    client.most_cards = static_cast<std::size_t>(value.integer(1, 20));
        },
        nullptr,
        [] { return std::string("1 to 20"); }},
    Key<Client>{
        "link_hosts",
        "Hosts whose pages it may open; links to others are left out. Without this key: every link.",
        "[\"doi.org\", \"frax.shef.ac.uk\"]",
        set_link_hosts,
        nullptr,
        [] { return std::string("a list of hosts"); }},
    Key<Client>{
        "prefetch_aliases",
        "What the EHR calls our prefetch keys, where they are typed in by hand. Several names may stand for "
        "one "
        "key, each for the whole of its query; where the key comes too, it answers, and the log says so. "
        "Capitals, spaces, \"-\" and \"_\" do not count.",
        "{ \"MYO LABS\" = \"observations\", \"MYO MEDS\" = \"medications\" }",
        set_aliases,
        nullptr,
        [] { return std::string("names with a prefetch key each"); }},
    };

}  // namespace

void set_client_keys(Client& client, const ConfigValue& table) {
    for (const auto& [name, node] : table.table())
        if (name.str() == profile_key.name) set_profile(client, table.member(name.str(), node));
    set_all(client, table, std::span<const Key<Client>>(client_keys), profile_key.name);
}

void write_client_keys(std::string& out) {
    write_keys(out, Client(), std::span(&profile_key, 1));
    write_keys(out, Client(), std::span<const Key<Client>>(client_keys));
}

void set_client(Client& client, const ConfigValue& value) {
    if (value.node().is_table()) return set_client_keys(client, value);
    if (!value.node().is_string())
        value.refuse("must be the name of a profile, or a table with keys of [client]");
    set_profile(client, value);
}

}  // namespace iim::service
