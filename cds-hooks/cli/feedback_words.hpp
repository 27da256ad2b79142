#pragma once

#include "cds-hooks/store/report.hpp"

#include <string>

namespace iim::service::cli {

/// A report for people, for a spreadsheet and for programs.
std::string text_of(const store::Report& report);
/// One row for each rule and outcome: rule, shown, outcome, reason, cards, share, low, high.
std::string csv_of(const store::Report& report);
std::string json_of(const store::Report& report);

}  // namespace iim::service::cli
