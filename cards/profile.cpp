#include "cards/profile.hpp"

#include "cards/actions.hpp"
#include "cards/detail.hpp"
#include "cards/edited_object.hpp"
#include "cards/plain_text.hpp"
#include "cards/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace iim::cards {
namespace {

const std::array profiles{
    ClientProfile{},
    ClientProfile{
        .name = "epic",
        .single_actions = true,
        .plain_topics = true,
        .rxnorm_by_oid = true,
        .detail_type_extension = "com.epic.cdshooks.card.detail.content-type",
        .takes_update = false,
        .orders_only = true,
    },
};

constexpr std::size_t longest_topic = 100;

std::string letters_and_digits(std::string_view code) {
    std::string plain;
    for (const char c : code)
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) plain += c;
    plain.resize(std::min(plain.size(), longest_topic));
    return plain;
}

/// The changed draft as an order of its own.
Action as_new_order(const Action& update) {
    fhir::Document document;
    const auto parsed = document.parse(update.resource);
    EditedObject order(fhir::Original{parsed ? *parsed : fhir::Json(), update.resource});
    order.erase("id");
    order.erase("meta");
    Action create = update;
    create.type = Action::Type::create;
    create.resource = order.text();
    create.resource_id.clear();
    if (create.description.starts_with(change_order))
        create.description.replace(0, change_order.size(), draft_order);
    return create;
}

/// Removal first: a client may take only the first step.
std::vector<Action> without_updates(std::vector<Action> actions) {
    std::vector<Action> steps;
    for (Action& each : actions) {
        if (each.type != Action::Type::update) {
            steps.push_back(std::move(each));
            continue;
        }
        Action removal;
        removal.type = Action::Type::remove;
        removal.description = fmt::format("{}{}", remove_order, each.subject);
        removal.resource_id = each.resource_id;
        steps.push_back(std::move(removal));
        steps.push_back(as_new_order(each));
    }
    return steps;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// "Option 1 of 2, step 1 of 3: Remove order: …"
std::string place_of(std::size_t option, std::size_t options, std::size_t step, std::size_t steps) {
    std::string place;
    if (options > 1) place = fmt::format("Option {} of {}", option, options);
    if (steps > 1) place += fmt::format("{}tep {} of {}", place.empty() ? "S" : ", s", step, steps);
    return place.empty() ? place : place + ": ";
}

/// A suggestion without actions is advice to read; it stays as it is.
std::vector<Suggestion> one_action_each(Card& card, const UuidSource& uuid) {
    std::vector<Suggestion> all;
    const std::size_t options = card.at_most_one ? card.suggestions.size() : 1;
    for (std::size_t option = 0; option < card.suggestions.size(); ++option) {
        Suggestion& whole = card.suggestions[option];
        std::vector<Action> steps = std::move(whole.actions);
        if (steps.empty()) {
            all.push_back(std::move(whole));
            continue;
        }
        for (std::size_t step = 0; step < steps.size(); ++step) {
            const std::string place = place_of(option + 1, options, step + 1, steps.size());
            Suggestion& one = all.emplace_back();
            one.uuid = step == 0 ? whole.uuid : uuid();
            one.label = shorten(place + whole.label, label_limit);
            one.recommended = whole.recommended;
            one.actions.push_back(std::move(steps[step]));
            one.actions.front().description = place + one.actions.front().description;
        }
    }
    return all;
}

void split_suggestions(Card& card, const UuidSource& uuid) {
    card.suggestions = one_action_each(card, uuid);
    card.at_most_one = false;
}

bool takes(const ClientProfile& client, Action::Type type) {
    switch (type) {
    case Action::Type::create: return client.takes_create;
    case Action::Type::update: return client.takes_update;
    case Action::Type::remove: return client.takes_delete;
    }
    return false;
}

void keep_to_taken_actions(Card& card, const ClientProfile& client) {
    if (!client.takes_update)
        for (Suggestion& each : card.suggestions) each.actions = without_updates(std::move(each.actions));
    std::erase_if(card.suggestions, [&](const Suggestion& each) {
        return std::ranges::any_of(each.actions, [&](const Action& one) { return !takes(client, one.type); });
    });
}

bool is_order(const Action& action) {
    return action.type != Action::Type::create
           || action.resource.starts_with(R"({"resourceType":"MedicationRequest")")
           || action.resource.starts_with(R"({"resourceType":"ServiceRequest")");
}

/// A section of the detail, before its footer.
void tell(Card& card, const std::vector<std::string>& lines) {
    const std::size_t footer = std::min(card.detail.rfind("\nDecision support;"), card.detail.size());
    std::string section = card.detail.substr(0, footer);
    append_section(section, "Not offered in this system, please do by hand", lines);
    card.detail = section + card.detail.substr(footer);
}

void keep_to_orders(Card& card) {
    std::vector<std::string> left_out;
    for (Suggestion& each : card.suggestions) {
        if (each.actions.empty()) continue;
        for (const Action& one : each.actions)
            if (!is_order(one) && std::ranges::find(left_out, one.description) == left_out.end())
                left_out.push_back(one.description);
        std::erase_if(each.actions, [](const Action& one) { return !is_order(one); });
        if (each.actions.empty()) each.label.clear();
    }
    std::erase_if(card.suggestions, [](const Suggestion& each) { return each.label.empty(); });
    if (!left_out.empty()) tell(card, left_out);
}

/// "doi.org" of "https://doi.org/10.1/x".
std::string_view host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == url.npos) return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/:?#"));
}

void keep_to_hosts(Card& card, const std::vector<std::string>& hosts) {
    std::erase_if(card.links, [&](const Link& link) {
        return std::ranges::find(hosts, host_of(link.url)) == hosts.end();
    });
}

void name_rxnorm_by_oid(Card& card) {
    for (Suggestion& suggestion : card.suggestions)
        for (Action& action : suggestion.actions)
            replace_all(
                action.resource,
                R"("http://www.nlm.nih.gov/research/umls/rxnorm")",
                R"("urn:oid:2.16.840.1.113883.6.88")"
            );
}

void tell_detail_type(Card& card, const ClientProfile& client) {
    if (client.detail_type_extension.empty() || card.detail.empty()) return;
    const std::string_view type = client.plain_detail ? "text/plain" : "text/markdown";
    card.extension.push_back({std::string(client.detail_type_extension), std::string(type)});
}

}  // namespace

std::span<const ClientProfile> client_profiles() noexcept {
    return profiles;
}

const ClientProfile* find_client_profile(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(profiles, name, &ClientProfile::name);
    return found == profiles.end() ? nullptr : found;
}

void adapt(std::vector<Card>& cards, const ClientProfile& client, const UuidSource& uuid) {
    for (Card& card : cards) {
        if (client.plain_topics) card.topic.code = letters_and_digits(card.topic.code);
        if (client.orders_only) keep_to_orders(card);
        keep_to_taken_actions(card, client);
        if (client.single_actions) split_suggestions(card, uuid);
        if (client.link_hosts) keep_to_hosts(card, *client.link_hosts);
        if (client.rxnorm_by_oid) name_rxnorm_by_oid(card);
        if (client.plain_detail) card.detail = plain_text(card.detail);
        tell_detail_type(card, client);
    }
}

}  // namespace iim::cards
