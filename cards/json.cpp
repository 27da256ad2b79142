#include "cards/json.hpp"

#include "fhir/writer.hpp"

namespace iim::cards {
namespace {

using fhir::Writer;

constexpr std::string_view source_label = "iim-cds: myositis decision support";

void write_coding(Writer& json, const Coding& coding) {
    json.begin_object();
    json.member("code", coding.code).member("system", coding.system).optional("display", coding.display);
    json.end_object();
}

/// `"name": [ … ]`, or nothing for an empty list (JSN-2).
template <class T, class Each>
void write_list(Writer& json, std::string_view name, const std::vector<T>& list, Each each) {
    if (list.empty()) return;
    json.key(name).begin_array();
    for (const T& one : list) each(one);
    json.end_array();
}

std::string_view type_of(Action::Type type) noexcept {
    switch (type) {
    case Action::Type::create: return "create";
    case Action::Type::update: return "update";
    case Action::Type::remove: return "delete";
    }
    return "";
}

void write_action(Writer& json, const Action& action) {
    json.begin_object();
    json.member("type", type_of(action.type)).member("description", action.description);
    if (action.type == Action::Type::remove)
        json.member("resourceId", action.resource_id);
    else
        json.key("resource").raw(action.resource);
    json.end_object();
}

void write_suggestion(Writer& json, const Suggestion& suggestion) {
    json.begin_object();
    json.member("label", suggestion.label).optional("uuid", suggestion.uuid);
    if (suggestion.recommended) json.member("isRecommended", true);
    write_list(json, "actions", suggestion.actions, [&](const Action& each) { write_action(json, each); });
    json.end_object();
}

void write_source(Writer& json, const Card& card) {
    json.key("source").begin_object();
    json.member("label", source_label);
    json.key("topic");
    write_coding(json, card.topic);
    json.end_object();
}

void write_link(Writer& json, const Link& link) {
    json.begin_object();
    json.member("label", link.label).member("url", link.url).member("type", "absolute");
    json.end_object();
}

void write_extension(Writer& json, const Card& card) {
    if (card.about.empty() && card.extension.empty()) return;
    json.key("extension").begin_object();
    for (const auto& [name, text] : card.extension) json.member(name, text);
    write_list(json, "davinci-crd.associated-resource", card.about, [&](const std::string& each) {
        json.begin_object().member("reference", each).end_object();
    });
    json.end_object();
}

void write_card(Writer& json, const Card& card) {
    json.begin_object().optional("uuid", card.uuid);
    json.member("summary", card.summary).optional("detail", card.detail);
    json.member("indicator", to_string(card.indicator));
    write_source(json, card);
    write_list(json, "suggestions", card.suggestions, [&](const Suggestion& each) {
        write_suggestion(json, each);
    });
    if (!card.suggestions.empty()) json.member("selectionBehavior", card.at_most_one ? "at-most-one" : "any");
    write_list(json, "overrideReasons", card.override_reasons, [&](const Coding& each) {
        write_coding(json, each);
    });
    write_list(json, "links", card.links, [&](const Link& each) { write_link(json, each); });
    write_extension(json, card);
    json.end_object();
}

}  // namespace

std::string to_json(std::span<const Card> cards) {
    Writer json;
    json.begin_object().key("cards").begin_array();
    for (const Card& each : cards) write_card(json, each);
    return json.end_array().end_object().take();
}

}  // namespace iim::cards
