#include "cds-hooks/store/shown.hpp"

#include "cds-hooks/store/storable.hpp"
#include "cds-hooks/store/trigger.hpp"
#include "engine/rule.hpp"

#include <utility>

namespace iim::service::store {
namespace {

ShownCard shown(const cards::Card& card, const Showing& showing) {
    ShownCard one;
    one.card = card.uuid;
    for (const cards::Suggestion& each : card.suggestions) one.suggestions.push_back(each.uuid);
    one.at = showing.at;
    one.rule = card.rule ? std::string(card.rule->id) : card.topic.code;
    one.version = card.rule ? std::string(card.rule->version) : std::string();
    one.trigger = storable(occasion_of(card));
    one.indicator = card.indicator;
    one.order = showing.key.of_order(card.order, showing.terms);
    one.order_dated = card.order && card.order->authored;
    if (card.order && card.order->drugs.first()) one.drug = showing.terms.id(card.order->drugs.first());
    for (const cards::Coding& each : card.override_reasons) one.reasons.push_back(each.code);
    return one;
}

}  // namespace

std::vector<ShownCard> shown_cards(std::span<const cards::Card> cards, const Showing& showing) {
    std::vector<ShownCard> all;
    const std::string patient = showing.key.of_patient(showing.caller, showing.request);
    if (patient.empty()) return all;
    const std::string caller = storable(name_of(showing.caller));
    const std::string hook = storable(showing.request["hook"].text(), most_short_bytes);
    const std::string instance = storable(showing.request["hookInstance"].text(), most_short_bytes);
    all.reserve(cards.size());
    for (const cards::Card& each : cards) {
        if (each.uuid.empty()) continue;
        ShownCard one = shown(each, showing);
        one.patient = patient;
        one.caller = caller;
        one.hook = hook;
        one.instance = instance;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace iim::service::store
