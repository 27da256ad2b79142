#pragma once

#include "cds-hooks/config.hpp"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace iim::service::cli {

/// Exit codes of every sub-command.
inline constexpr int fine = 0, input_is_bad = 1, use_is_bad = 2;

struct ServeOptions {
    std::string config_file;  ///< empty: the demo's defaults
    std::string listen;       ///< address:port; empty: as configured
    std::string data_dir;     ///< where feedback is kept; empty: as configured
};
int serve(const ServeOptions& options);

/// One request from a file, and when and as which hook to look at it.
struct RequestOptions {
    std::string config_file;
    std::string now;   ///< FHIR dateTime; empty: this moment
    std::string hook;  ///< of a request that names none
    std::string file;  ///< "-": standard input
};
/// The answer on standard output, also when it is a refusal; then a sentence on standard error and exit
/// code 1.
int evaluate(const RequestOptions& options);

/// What the service understood of the request: each fact with its source, each thing that it could not read.
int facts(const RequestOptions& options, bool json);

/// Why one rule spoke or stayed silent on the request: each condition and what was asked of the record, as
/// the rule itself wrote them down while it decided. `rule`: "R01" or "steroid-monotherapy".
/// `all`: also the questions that found nothing.
int explain(const RequestOptions& options, const std::string& rule, bool all);

/// What a code means here and why, or the codes of a concept. `what`: "CODE", "SYSTEM|CODE", a concept's id
/// or the name of a drug. Exit code 1 when nothing is known of it.
int terms(const std::string& what, const std::string& config_file);

enum class RulesFormat { text, markdown, json };
int rules(RulesFormat format);

enum class ReportFormat { text, csv, json };
struct FeedbackReportOptions {
    std::string config_file;  ///< says where the store is; empty: the demo's
    std::string data_dir;     ///< the folder of a SQLite store; empty: as configured
    std::string since;        ///< FHIR date; empty: from the beginning
    ReportFormat format = ReportFormat::text;
};
/// What became of the cards, by rule. Exit code 1 when the store cannot be read.
int feedback_report(const FeedbackReportOptions& options);

struct CoverageOptions {
    std::string vignettes;  ///< a checkout's tests/vignettes, to count the cases of each rule; empty: not
    ReportFormat format = ReportFormat::text;
};
/// What the treatment sources say, and the rules that show it. Exit code 1 when a statement is not covered.
int coverage(const CoverageOptions& options);

enum class TaperFormat { text, json, fhir };
struct TaperOptions {
    std::string config_file;
    std::string plan = "standard";    ///< standard, slow-tail, maintenance or jdm
    std::string drug = "prednisone";  ///< or prednisolone
    std::string start;                ///< the first day, such as 2026-01-05
    std::optional<double> start_mg;   ///< mg a day; without it by weight
    std::optional<double> mg_per_kg;
    std::optional<double> weight_kg;
    int days_at_dose = 0;  ///< how long the first dose is taken already
    std::optional<double> hold_days, step_days, maintenance_mg;
    std::vector<double> tablets;      ///< strengths in mg; empty: the usual ones
    std::string patient = "example";  ///< id for FHIR
    TaperFormat format = TaperFormat::text;
};
/// A dated taper of a steroid. Exit code 1 when no plan is made for this dose; a sentence says why.
int taper(const TaperOptions& options);

/// Whether the service could start with the file, and what it would do.
int check_config(const std::string& file);
/// A file that documents every key, on standard output.
int example_config();

/// The configuration of a file, or the defaults when no file is named.
Config config_of(const std::string& file);

}  // namespace iim::service::cli
