#pragma once

#include "engine/taper/plan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace iim::service::cli {

/// A plan beside what it is for.
struct TaperSheet {
    engine::taper::Kind kind = engine::taper::Kind::standard;
    std::string_view drug;  ///< "prednisone"
    engine::taper::Plan plan;
    std::optional<double> weight_kg = {};
    double max_mg_per_kg = 1;  ///< usual maximum of the first dose
    double pjp_mg = 20;        ///< at this dose …
    int pjp_days = 28;         ///< … for so many days prophylaxis against Pneumocystis is considered
};

/// A table for people.
std::string text_of(const TaperSheet& sheet);
/// The same for the chart of the web pages.
std::string json_of(const TaperSheet& sheet);

}  // namespace iim::service::cli
