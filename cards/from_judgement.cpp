#include "cards/from_judgement.hpp"

#include "cards/bundle.hpp"
#include "cards/detail.hpp"
#include "cards/notices.hpp"
#include "cards/order.hpp"
#include "cards/overrides.hpp"
#include "cards/resources.hpp"
#include "cards/suggestion.hpp"
#include "cards/text.hpp"

#include <algorithm>
#include <utility>

namespace iim::cards {
namespace {

using engine::Evidence;
using engine::Finding;

void add_link(std::vector<Link>& links, std::string_view label, std::string_view url) {
    const bool known = std::ranges::any_of(links, [&](const Link& link) { return link.url == url; });
    if (!url.empty() && !known) links.push_back({std::string(label), std::string(url)});
}

/// What a finding points to and the pages of the sources, each once (RULES 4.6).
std::vector<Link> links_of(const Problem& problem) {
    std::vector<Link> links;
    for (const Finding* const finding : problem.findings) {
        for (const engine::Reference& each : finding->links) add_link(links, each.label, each.url);
        for (const Evidence& each : finding->rule->evidence)
            add_link(links, each.title.empty() ? each.key : each.title, each.url);
    }
    return links;
}

/// The orders of the basket that the card is about (checklist DVC-4).
std::vector<std::string> orders_of(const Problem& problem) {
    std::vector<std::string> orders;
    for (const Finding* const finding : problem.findings) {
        const engine::Order* const order = finding->about;
        if (!order || !(order->in_context || order->state == engine::OrderState::draft)) continue;
        auto reference = reference_to(order->source);
        if (reference && std::ranges::find(orders, *reference) == orders.end())
            orders.push_back(std::move(*reference));
    }
    return orders;
}

/// `offer` is what `parts` speak of: it is read for the detail before the card takes its suggestions.
Card card_of(const Problem& problem, Offer& offer, const engine::Patient& patient, const DetailParts& parts) {
    const Finding& leader = problem.leader();
    const engine::Rule& rule = *leader.rule;
    Card card;
    card.summary = shorten(leader.summary, summary_limit);
    if (card.summary.empty()) card.summary = shorten(rule.title, summary_limit);
    card.detail = detail_of(problem, patient, parts);
    card.indicator = leader.indicator;
    card.topic = {std::string(rule_system), std::string(rule.id), std::string(rule.title)};
    card.suggestions = std::move(offer.suggestions);
    card.at_most_one = offer.at_most_one;
    card.override_reasons = overrides_of(leader);
    card.links = links_of(problem);
    card.about = orders_of(problem);
    card.rule = &rule;
    card.trigger = leader.trigger;
    card.order = leader.about;
    return card;
}

}  // namespace

std::vector<Card> from_judgement(
    const engine::Judgement& judgement,
    const engine::Patient& patient,
    const UuidSource& uuid,
    std::size_t most
) {
    const std::vector<std::string> gaps = gap_lines(judgement, patient);
    const std::vector<std::string> failures = failure_lines(judgement);
    std::vector<Card> cards;
    if (judgement.shown().empty() && gaps.empty() && failures.empty()) return cards;

    const std::string hash = patient.policy().hash();
    const std::size_t limit = std::min(most, card_limit(patient.hook(), patient.policy()));
    const std::size_t gap_cards = gaps.empty() ? 0 : 1;
    const Shown shown = apply_limit(bundle(judgement.shown()), patient.hook(), limit, gap_cards);
    engine::SelfCheck check(patient, judgement.findings);
    const auto review = [&](const engine::Accepted& accepted) { return check.judge(accepted); };
    std::vector<Offer> offered = offers(shown.cards, patient, review, uuid);
    for (std::size_t at = 0; at < shown.cards.size(); ++at) {
        DetailParts parts{&offered[at], {}, hash};
        if (at == 0) parts.not_checked = failures;
        cards.push_back(card_of(shown.cards[at], offered[at], patient, parts));
    }
    if (!shown.more.empty())
        cards.push_back(more_findings_card(shown.more, gaps, hash));
    else if (!gaps.empty())
        cards.push_back(gap_card(gaps, hash));
    if (shown.cards.empty() && !failures.empty()) cards.push_back(failure_card(failures, hash));
    for (Card& each : cards) each.uuid = uuid();
    return cards;
}

}  // namespace iim::cards
