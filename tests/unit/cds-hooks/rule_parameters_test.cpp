#include "cards/card.hpp"
#include "engine/rule.hpp"
#include "tests/unit/cds-hooks/vignette_requests.hpp"

#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace iim;
using namespace iim::service::test;
using engine::Parameter;
using engine::Policy;
using engine::Rule;

namespace {

enum class End { low, high };

/// The farthest that a site may move it.
void move(Policy& policy, const Parameter& one, End to) {
    if (one.number) policy.*one.number = to == End::low ? one.min : one.max;
    if (one.flag) policy.*one.flag = !(policy.*one.flag);
    if (one.choice) policy.*one.choice = to == End::low ? one.choices.front() : one.choices.back();
    if (one.order) std::ranges::reverse(policy.*one.order);
}

/// RULES section 2 and 4.2: they shape the facts, or the number of cards, whatever the rule.
bool is_for_every_rule(const Parameter& one) {
    const bool of_r04 = one.name == "mtx.weekday_required";  // never off, and joins the cards of others
    return of_r04 || one.used_by.ends_with("facts") || one.used_by.ends_with("cards");
}

bool states(const Rule& rule, const Parameter& one) {
    return std::ranges::find(rule.parameters, one.name) != rule.parameters.end();
}

/// The cards of the rule, without the name of the policy in their last line.
std::string said(const Vignette& of, const Policy& policy, const Rule& rule) {
    const Vignette asked{of.name, {}, of.hook, of.now, policy};
    const auto answer = boost::json::parse(ask(asked, of.request).body);
    const std::string hash = policy.hash();
    std::string text;
    for (const auto& card : answer.at("cards").as_array()) {
        const auto* topic = card.at("source").as_object().if_contains("topic");
        if (!topic || topic->at("code").as_string() != rule.id) continue;
        text += boost::json::serialize(card);
    }
    for (std::size_t at = text.find(hash); at != std::string::npos; at = text.find(hash))
        text.replace(at, hash.size(), "policy");
    return text;
}

Policy only(Policy policy, const Rule& rule) {
    for (const Rule* other : engine::all_rules())
        if (other != &rule) policy.rules[std::string(other->id)].enabled = false;
    return policy;
}

/// Parameters that the rule does not state and that change what it says.
std::set<std::string_view> unstated(const Vignette& vignette, const Rule& rule) {
    std::set<std::string_view> found;
    const Policy base = only(vignette.policy, rule);
    const std::string usual = said(vignette, base, rule);
    for (const End to : {End::low, End::high}) {
        Policy moved = base;
        for (const Parameter& one : engine::parameters())
            if (!is_for_every_rule(one) && !states(rule, one)) move(moved, one, to);
        if (said(vignette, moved, rule) == usual) continue;
        found.insert("several together");
        for (const Parameter& one : engine::parameters()) {
            if (is_for_every_rule(one) || states(rule, one)) continue;
            Policy single = base;
            move(single, one, to);
            if (said(vignette, single, rule) != usual) found.insert(one.name);
        }
    }
    if (found.size() > 1) found.erase("several together");
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_parameters)

/// `iim-cds rules` and the written configuration tell a site which parameter moves which rule.
BOOST_AUTO_TEST_CASE(a_rule_states_every_parameter_that_changes_what_it_says) {
    std::set<std::string> told;
    for (const Vignette* vignette : some_vignettes(1))
        for (const Rule* rule : engine::all_rules()) {
            if (!vignette->name.starts_with(fmt::format("{}/", rule->id))) continue;
            for (const std::string_view name : unstated(*vignette, *rule))
                if (told.insert(fmt::format("{} {}", rule->number, name)).second)
                    BOOST_ERROR(rule->number << " does not state " << name << ": " << vignette->name);
        }
}

BOOST_AUTO_TEST_SUITE_END()
