#include "engine/policy.hpp"

#include "engine/rule.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace iim::engine {
namespace {

/// Daily methotrexate can kill: RULES section 10 lets no site switch this rule off or tone it down.
constexpr std::string_view never_off = "methotrexate-daily-dosing";

[[noreturn]] void refuse(const std::string& sentence) {
    throw std::invalid_argument(sentence);
}

std::string_view type_of(const Parameter& row) {
    if (row.number) return "a number";
    if (row.flag) return "true or false";
    if (row.choice) return "a text";
    return "a list of texts";
}

/// The row of a name whose `member` kind is the wanted one.
template <class Member>
const Parameter& row_of(std::string_view name, Member Parameter::*kind) {
    const Parameter* const row = parameter(name);
    if (!row) refuse(fmt::format("{} is not a parameter of the policy", name));
    if (!(row->*kind)) refuse(fmt::format("{} must be {}", name, type_of(*row)));
    return *row;
}

struct RuleKey {
    std::string_view id, member;
};

/// "rule.<id>.enabled" or "rule.<id>.indicator_cap"
std::optional<RuleKey> rule_key(std::string_view name) {
    constexpr std::string_view prefix = "rule.";
    if (!name.starts_with(prefix)) return {};
    name.remove_prefix(prefix.size());
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return {};
    return RuleKey{name.substr(0, dot), name.substr(dot + 1)};
}

Policy::RuleSwitch& rule_switch(Policy& policy, RuleKey key, std::string_view name) {
    const auto same_id = [&](const Rule* rule) { return rule->id == key.id; };
    if (std::ranges::none_of(all_rules(), same_id))
        refuse(fmt::format("{}: there is no rule \"{}\"", name, key.id));
    return policy.rules[std::string(key.id)];
}

void set_cap(Policy& policy, RuleKey key, std::string_view name, std::string_view value) {
    Indicator cap = Indicator::critical;
    if (value == "info")
        cap = Indicator::info;
    else if (value == "warning")
        cap = Indicator::warning;
    else if (value != "critical" && value != "none")
        refuse(fmt::format("{} is \"{}\"; it must be one of none, info, warning, critical", name, value));
    if (key.id == never_off && cap != Indicator::critical)
        refuse(fmt::format(
            "{} is \"{}\"; the cap of this rule cannot be below critical (range: none, critical)", name, value
        ));
    rule_switch(policy, key, name).cap = cap;
}

/// FNV-1a, 64 bit: the same on every machine and in every release, unlike std::hash.
class Fnv {
public:
    void add(std::string_view text) {
        for (const char c : text) byte(static_cast<unsigned char>(c));
        byte(0xFF);  // no UTF-8 text holds it: "ab","c" and "a","bc" differ
    }
    void add(double value) {
        auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 and 0 are one value
        for (int i = 0; i < 8; ++i, bits >>= 8) byte(bits & 0xFF);
    }
    std::uint32_t folded() const { return static_cast<std::uint32_t>(sum_ ^ (sum_ >> 32)); }

private:
    void byte(std::uint64_t one) { sum_ = (sum_ ^ one) * 0x100000001B3u; }
    std::uint64_t sum_ = 0xCBF29CE484222325u;
};

void add_value(Fnv& sum, const Policy& policy, const Parameter& row) {
    sum.add(row.name);
    if (row.number) sum.add(policy.*row.number);
    if (row.flag) sum.add(policy.*row.flag ? 1.0 : 0.0);
    if (row.choice) sum.add(policy.*row.choice);
    if (row.order)
        for (const std::string& one : policy.*row.order) sum.add(one);
}

}  // namespace

std::string_view to_string(Indicator indicator) noexcept {
    switch (indicator) {
    case Indicator::info: return "info";
    case Indicator::warning: return "warning";
    case Indicator::critical: return "critical";
    }
    return "info";
}

bool Policy::enabled(std::string_view rule_id) const {
    if (rule_id == never_off) return true;
    const auto found = rules.find(rule_id);
    return found == rules.end() || found->second.enabled;
}

Indicator Policy::cap(std::string_view rule_id) const {
    if (rule_id == never_off) return Indicator::critical;
    const auto found = rules.find(rule_id);
    return found == rules.end() ? Indicator::critical : found->second.cap;
}

std::string Policy::hash() const {
    Fnv sum;
    for (const Parameter& row : parameters()) add_value(sum, *this, row);
    for (const auto& [id, choice] : rules) {
        if (choice.enabled && choice.cap == Indicator::critical) continue;  // as if it were not named
        sum.add(id);
        sum.add(choice.enabled ? 1.0 : 0.0);
        sum.add(to_string(choice.cap));
    }
    return fmt::format("{:08x}", sum.folded());
}

void set_number(Policy& policy, std::string_view name, double value) {
    const Parameter& row = row_of(name, &Parameter::number);
    if (!(value >= row.min && value <= row.max))  // refuses NaN as well
        refuse(fmt::format(
            "{} is {}; it must be from {} to {}{}{}",
            name,
            value,
            row.min,
            row.max,
            row.unit.empty() ? "" : " ",
            row.unit
        ));
    policy.*row.number = value;
}

void set_flag(Policy& policy, std::string_view name, bool value) {
    if (const auto key = rule_key(name); key && key->member == "enabled") {
        if (key->id == never_off && !value)
            refuse(fmt::format("{} is false; this rule cannot be switched off (range: true)", name));
        rule_switch(policy, *key, name).enabled = value;
        return;
    }
    policy.*row_of(name, &Parameter::flag).flag = value;
}

void set_text(Policy& policy, std::string_view name, std::string_view value) {
    if (const auto key = rule_key(name); key && key->member == "indicator_cap")
        return set_cap(policy, *key, name, value);
    const Parameter& row = row_of(name, &Parameter::choice);
    if (std::ranges::find(row.choices, value) == row.choices.end())
        refuse(fmt::format("{} is \"{}\"; it must be one of {}", name, value, fmt::join(row.choices, ", ")));
    policy.*row.choice = value;
}

void set_list(Policy& policy, std::string_view name, const std::vector<std::string>& value) {
    const Parameter& row = row_of(name, &Parameter::order);
    const Policy defaults;
    const std::vector<std::string>& wanted = defaults.*row.order;
    if (!std::ranges::is_permutation(value, wanted))
        refuse(fmt::format(
            "{} is [{}]; it must name each of {} once, in the order of preference",
            name,
            fmt::join(value, ", "),
            fmt::join(wanted, ", ")
        ));
    policy.*row.order = value;
}

}  // namespace iim::engine
