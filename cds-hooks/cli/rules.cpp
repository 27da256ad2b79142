#include "cards/notices.hpp"
#include "cards/overrides.hpp"
#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/cli/rules_text.hpp"
#include "cds-hooks/version.hpp"
#include "engine/rule.hpp"
#include "fhir/writer.hpp"

#include <string_view>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Rule;

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

void write_parameters(fhir::Writer& out, const Rule& rule) {
    if (rule.parameters.empty()) return;
    out.key("parameters").begin_array();
    for (const std::string_view name : rule.parameters) {
        const ParameterWords words = words_of(name);
        out.begin_object().member("name", name);
        out.optional("default", words.value).optional("unit", words.unit).optional("allowed", words.allowed);
        out.end_object();
    }
    out.end_array();
}

void write_json(fhir::Writer& out, const Rule& rule) {
    out.begin_object().member("number", rule.number).member("id", rule.id).member("title", rule.title);
    out.member("version", rule.version).member("priority", to_string(rule.priority));
    out.member("weight", rule.weight);
    out.key("hooks").begin_array();
    for (const Occasion& one : occasions)
        if (is_asked(rule, one.hook)) out.value(engine::to_string(one.hook));
    out.end_array();
    out.member("mayBeCritical", rule.may_be_critical).member("anyIndication", rule.any_indication);
    out.member("why", rule.why);
    write_texts(out, "overrideCodes", rule.override_codes);
    write_evidence(out, rule);
    write_parameters(out, rule);
    out.member("reviewed", rule.reviewed).end_object();
}

/// What an EHR's analyst maps by hand: topics of cards without a rule, and the reasons of overrides.
void write_codes(fhir::Writer& out) {
    out.key("notices").begin_array();
    for (const cards::Notice& one : cards::notices)
        out.begin_object().member("id", one.code).member("title", one.title).end_object();
    out.end_array();
    out.key("overrideReasons").begin_array();
    for (const cards::OverrideReason& one : cards::override_reasons()) {
        out.begin_object().member("system", cards::override_system);
        out.member("code", one.code).member("display", one.display).end_object();
    }
    out.end_array();
}

void print_json() {
    fhir::Writer out;
    out.begin_object().key("rules").begin_array();
    for (const Rule* rule : engine::all_rules()) write_json(out, *rule);
    out.end_array();
    write_codes(out);
    out.end_object();
    fmt::print("{}\n", out.take());
}

}  // namespace

int rules(RulesFormat format) {
    if (format == RulesFormat::json) {
        print_json();
        return fine;
    }
    const bool markdown = format == RulesFormat::markdown;
    fmt::print("{}The rules of iim-cds {}\n\n", markdown ? "# " : "", version());
    for (const Rule* rule : engine::all_rules())
        fmt::print("{}\n", markdown ? markdown_of(*rule) : text_of(*rule));
    return fine;
}

}  // namespace iim::service::cli
