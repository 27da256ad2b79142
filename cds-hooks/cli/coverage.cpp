#include "cds-hooks/cli/commands.hpp"
#include "engine/coverage/statements.hpp"
#include "engine/rule.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

namespace files = std::filesystem;
using engine::Rule;
using engine::Statement;

constexpr std::size_t most_examples = 3;

/// The cases of one rule's folder, sorted; empty where no folder of vignettes was given.
using Cases = std::map<std::string_view, std::vector<std::string>>;

Cases cases_of(const std::string& folder) {
    Cases cases;
    if (folder.empty()) return cases;
    if (!files::is_directory(folder)) throw std::runtime_error(folder + " is not a folder of vignettes");
    for (const Rule* rule : engine::all_rules()) {
        const files::path of_rule = files::path(folder) / rule->id;
        if (!files::is_directory(of_rule)) continue;
        auto& names = cases[rule->number];
        for (const auto& each : files::directory_iterator(of_rule))
            if (files::exists(each.path() / "expected.json"))
                names.push_back(each.path().filename().string());
        std::ranges::sort(names);
    }
    return cases;
}

const Rule* rule_of(std::string_view number) {
    for (const Rule* rule : engine::all_rules())
        if (rule->number == number) return rule;
    return nullptr;
}

class Coverage {
public:
    explicit Coverage(const CoverageOptions& options)
        : with_cases_(!options.vignettes.empty()), cases_(cases_of(options.vignettes)) {}

    /// What keeps a sentence from being covered; empty when it is.
    std::string fault(const Statement& statement) const {
        if (!statement.to_be_shown()) return {};
        if (statement.rules.empty()) return "no rule shows it";
        for (const std::string_view number : statement.rules) {
            if (!rule_of(number)) return fmt::format("rule {} does not exist", number);
            if (with_cases_ && count(number) == 0) return fmt::format("rule {} has no vignette", number);
        }
        return {};
    }

    std::size_t count(std::string_view number) const {
        const auto found = cases_.find(number);
        return found == cases_.end() ? 0 : found->second.size();
    }

    /// "R02 tpmt-before-azathioprine (31 vignettes: activity-low, …)"
    std::string words(std::string_view number) const {
        const Rule* const rule = rule_of(number);
        std::string text = fmt::format("{} {}", number, rule ? rule->id : "(missing)");
        if (!with_cases_ || count(number) == 0) return text;
        text += fmt::format(" ({} vignettes:", count(number));
        const auto& names = cases_.at(number);
        for (std::size_t i = 0; i < std::min(names.size(), most_examples); ++i)
            text += fmt::format("{} {}", i == 0 ? "" : ",", names[i]);
        return text + (names.size() > most_examples ? ", ...)" : ")");
    }

    /// RULES 9.5: rules that no sentence asks for and that are no safety extension.
    static std::vector<std::string_view> unasked() {
        std::set<std::string_view> asked;
        for (const Statement& each : engine::statements()) asked.insert(each.rules.begin(), each.rules.end());
        for (const std::string_view each : engine::safety_extensions()) asked.insert(each);
        std::vector<std::string_view> rest;
        for (const Rule* rule : engine::all_rules())
            if (!asked.contains(rule->number)) rest.push_back(rule->number);
        return rest;
    }

private:
    bool with_cases_;
    Cases cases_;
};

void print_text(const Coverage& coverage) {
    for (const Statement& each : engine::statements()) {
        fmt::print("{}  {:8}  {}\n", each.id, each.status, each.statement);
        for (const std::string_view number : each.rules) fmt::print("        {}\n", coverage.words(number));
        if (const std::string fault = coverage.fault(each); !fault.empty())
            fmt::print("        NOT COVERED: {}\n", fault);
        fmt::print("        catalogue: {}\n", each.where);
    }
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

void print_csv(const Coverage& coverage) {
    fmt::print("id,status,statement,rules,vignettes,covered\n");
    for (const Statement& each : engine::statements()) {
        std::size_t vignettes = 0;
        for (const std::string_view number : each.rules) vignettes += coverage.count(number);
        fmt::print(
            "{},{},{},{},{},{}\n",
            each.id,
            each.status,
            quoted(each.statement),
            fmt::join(each.rules, " "),
            vignettes,
            coverage.fault(each).empty() ? "yes" : "no"
        );
    }
}

void print_json(const Coverage& coverage) {
    fhir::Writer out;
    out.begin_object().key("statements").begin_array();
    for (const Statement& each : engine::statements()) {
        out.begin_object().member("id", each.id).member("status", each.status);
        out.member("statement", each.statement).member("catalogue", each.where);
        out.key("rules").begin_array();
        for (const std::string_view number : each.rules) {
            out.begin_object().member("number", number);
            out.member("vignettes", static_cast<int>(coverage.count(number))).end_object();
        }
        out.end_array();
        out.member("covered", coverage.fault(each).empty()).end_object();
    }
    out.end_array().end_object();
    fmt::print("{}\n", out.take());
}

}  // namespace

int coverage(const CoverageOptions& options) {
    const Coverage coverage(options);
    switch (options.format) {
    case ReportFormat::text: print_text(coverage); break;
    case ReportFormat::csv: print_csv(coverage); break;
    case ReportFormat::json: print_json(coverage); break;
    }
    const auto uncovered = std::ranges::count_if(engine::statements(), [&](const Statement& each) {
        return !coverage.fault(each).empty();
    });
    const auto unasked = Coverage::unasked();
    fmt::print(
        stderr,
        "{} statements of the sources, {} not covered; {} rules that no statement asks for{}{}\n",
        engine::statements().size(),
        uncovered,
        unasked.size(),
        unasked.empty() ? "" : ": ",
        fmt::join(unasked, " ")
    );
    return uncovered == 0 && unasked.empty() ? fine : input_is_bad;
}

}  // namespace iim::service::cli
