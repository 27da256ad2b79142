#include "cards/text.hpp"
#include "cds-hooks/cli/facts.hpp"
#include "cds-hooks/cli/question.hpp"
#include "engine/judge.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include <boost/algorithm/string/predicate.hpp>
#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Finding;
using engine::Rule;

const Rule& rule_of(const std::string& name) {
    std::string all;
    for (const Rule* rule : engine::all_rules()) {
        if (boost::iequals(rule->id, name) || boost::iequals(rule->number, name)) return *rule;
        all += fmt::format("{}{} {}", all.empty() ? "" : ", ", rule->number, rule->id);
    }
    throw ConfigError(fmt::format("--rule \"{}\" is no rule; the rules are: {}", name, all));
}

std::string_view letter(engine::Truth truth) {
    return truth == engine::Truth::yes ? "T" : truth == engine::Truth::no ? "F" : "U";
}

/// EHR text may stand in it.
std::string readable(std::string_view text) {
    return cards::shorten(text, cards::line_limit);
}

bool says_no(std::string_view answer) {
    return answer == "none" || answer == "never" || answer == "no";
}

/// Most questions find nothing; they are counted unless `all` are wanted.
void print(const engine::Trace& trace, bool all) {
    std::size_t without_answer = 0;
    for (const auto& line : trace.lines()) {
        const bool passed_over = !line.condition && !all && says_no(line.answer);
        without_answer += passed_over ? 1 : 0;
        if (passed_over) continue;
        if (line.condition)
            fmt::print("  {}  {}\n", letter(line.truth), line.words);
        else
            fmt::print("       {}: {}\n", line.words, readable(line.answer));
    }
    if (without_answer > 0)
        fmt::print("       and {} questions that found nothing (--all shows them)\n", without_answer);
}

void print(const Finding& finding) {
    fmt::print("It says ({}): {}\n", to_string(finding.indicator), readable(finding.summary));
    if (finding.about) fmt::print("  about {}\n", name_of(finding.about->source));
    for (const std::string& fact : finding.why) fmt::print("  because {}\n", readable(fact));
    for (const std::string& gap : finding.not_checked) fmt::print("  not checked: {}\n", readable(gap));
}

void print(const engine::Judgement& judgement) {
    for (const Finding& finding : judgement.findings) print(finding);
    for (const std::string& gap : judgement.gaps) fmt::print("It could not be judged: {}\n", readable(gap));
    if (!judgement.failed.empty()) fmt::print("It failed: a fault in the rule\n");
    const bool silent = judgement.findings.empty() && judgement.gaps.empty() && judgement.failed.empty();
    if (silent) fmt::print("It stays silent.\n");
}

}  // namespace

int explain(const RequestOptions& options, const std::string& rule_name, bool all) {
    const Rule& rule = rule_of(rule_name);
    Understood understood(question_of(options));
    engine::Patient* const patient = understood.patient();
    if (!patient) return input_is_bad;
    engine::Trace trace(patient->terms());
    patient->trace(&trace);
    const Rule* const only = &rule;
    const engine::Judgement judgement = engine::judge(std::span(&only, 1), *patient);
    patient->trace(nullptr);
    fmt::print(
        "{} {}: {}\n{}, {}\n\n",
        rule.number,
        rule.id,
        rule.title,
        to_string(patient->hook()),
        fhir::to_string(patient->now())
    );
    print(trace, all);
    fmt::print("\n");
    print(judgement);
    return fine;
}

}  // namespace iim::service::cli
