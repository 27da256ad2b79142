#pragma once

#include "cds-hooks/config.hpp"

#include <cstdio>
#include <optional>
#include <string>

namespace iim::service::cli {

/// Exit codes of every sub-command.
inline constexpr int fine = 0, input_is_bad = 1, use_is_bad = 2;

struct ServeOptions {
    std::string config_file;  ///< empty: the demo's defaults
    std::string listen;       ///< address:port; empty: as configured
};
int serve(const ServeOptions& options);

/// One request from a file, and when and as which hook to look at it.
struct RequestOptions {
    std::string config_file;
    std::string now;   ///< FHIR dateTime; empty: this moment
    std::string hook;  ///< empty: the one that the request names
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

int check_config(const std::string& file);

/// The configuration of a file, or the defaults when no file is named.
Config config_of(const std::string& file);

}  // namespace iim::service::cli
