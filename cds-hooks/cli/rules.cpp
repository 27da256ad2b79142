#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/version.hpp"
#include "engine/rule.hpp"
#include "fhir/writer.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Hook;
using engine::Rule;

constexpr std::array hooks{
    Hook::patient_view,
    Hook::order_select,
    Hook::order_sign,
    Hook::order_dispatch,
    Hook::medication_refill,
    Hook::encounter_start,
    Hook::encounter_discharge,
    Hook::problem_list_item_create,
    Hook::allergyintolerance_create,
};

template <class List, class Text>
std::string joined(const List& list, Text text) {
    std::string all;
    for (const auto& one : list) {
        if (!all.empty()) all += ", ";
        all += text(one);
    }
    return all;
}

std::string hooks_of(const Rule& rule) {
    std::string all;
    for (const Hook hook : hooks) {
        if (!rule.hooks.has(hook)) continue;
        if (!all.empty()) all += ", ";
        all += engine::to_string(hook);
    }
    return all;
}

std::string evidence_of(const Rule& rule) {
    return joined(rule.evidence, [](const engine::Evidence& one) {
        return one.url.empty() ? std::string(one.title) : fmt::format("{} <{}>", one.title, one.url);
    });
}

std::string plain(std::span<const std::string_view> names) {
    return joined(names, [](std::string_view name) { return std::string(name); });
}

void print_text(const Rule& rule) {
    fmt::print("{} {}\n    {}\n    why: {}\n", rule.number, rule.id, rule.title, rule.why);
    fmt::print("    hooks: {}\n", hooks_of(rule));
    fmt::print("    for: {}\n", rule.any_indication ? "every patient" : "patients with myositis");
    if (!rule.parameters.empty()) fmt::print("    parameters: {}\n", plain(rule.parameters));
    fmt::print("    evidence: {}\n    reviewed: {}\n\n", evidence_of(rule), rule.reviewed);
}

void print_markdown(const Rule& rule) {
    fmt::print("## {} `{}` – {}\n\n{}\n\n", rule.number, rule.id, rule.title, rule.why);
    fmt::print(
        "- Version: {}\n- Priority: {}\n- Hooks: {}\n", rule.version, to_string(rule.priority), hooks_of(rule)
    );
    fmt::print("- For: {}\n", rule.any_indication ? "every patient" : "patients with myositis");
    fmt::print("- May be critical: {}\n", rule.may_be_critical ? "yes" : "no");
    fmt::print("- Parameters: {}\n", rule.parameters.empty() ? "none" : plain(rule.parameters));
    fmt::print("- Evidence: {}\n- Reviewed: {}\n\n", evidence_of(rule), rule.reviewed);
}

void write_texts(fhir::Writer& out, std::string_view name, std::span<const std::string_view> texts) {
    if (texts.empty()) return;
    out.key(name).begin_array();
    for (const std::string_view text : texts) out.value(text);
    out.end_array();
}

void write_evidence(fhir::Writer& out, const Rule& rule) {
    if (rule.evidence.empty()) return;
    out.key("evidence").begin_array();
    for (const engine::Evidence& one : rule.evidence) {
        out.begin_object().member("key", one.key).member("title", one.title);
        out.optional("url", one.url).end_object();
    }
    out.end_array();
}

void write_json(fhir::Writer& out, const Rule& rule) {
    out.begin_object().member("number", rule.number).member("id", rule.id).member("title", rule.title);
    out.member("version", rule.version)
        .member("priority", to_string(rule.priority))
        .member("weight", rule.weight);
    out.key("hooks").begin_array();
    for (const Hook hook : hooks)
        if (rule.hooks.has(hook)) out.value(engine::to_string(hook));
    out.end_array();
    out.member("mayBeCritical", rule.may_be_critical).member("anyIndication", rule.any_indication);
    out.member("why", rule.why);
    write_texts(out, "overrideCodes", rule.override_codes);
    write_evidence(out, rule);
    write_texts(out, "parameters", rule.parameters);
    out.member("reviewed", rule.reviewed).end_object();
}

void print_json() {
    fhir::Writer out;
    out.begin_object().key("rules").begin_array();
    for (const Rule* rule : engine::all_rules()) write_json(out, *rule);
    out.end_array().end_object();
    fmt::print("{}\n", out.take());
}

}  // namespace

int rules(RulesFormat format) {
    if (format == RulesFormat::json) {
        print_json();
        return fine;
    }
    if (format == RulesFormat::markdown) fmt::print("# The rules of iim-cds {}\n\n", version());
    for (const Rule* rule : engine::all_rules())
        format == RulesFormat::markdown ? print_markdown(*rule) : print_text(*rule);
    return fine;
}

}  // namespace iim::service::cli
