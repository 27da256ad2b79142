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

struct EvaluateOptions {
    std::string config_file;
    std::string now;   ///< FHIR dateTime; empty: this moment
    std::string hook;  ///< empty: the one that the request names
    std::string file;  ///< "-": standard input
};
/// The answer on standard output, also when it is a refusal; then a sentence on standard error and exit
/// code 1.
int evaluate(const EvaluateOptions& options);

enum class RulesFormat { text, markdown, json };
int rules(RulesFormat format);

int check_config(const std::string& file);

/// The configuration of a file, or the defaults when no file is named.
Config config_of(const std::string& file);

}  // namespace iim::service::cli
