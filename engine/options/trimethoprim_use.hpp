#pragma once

#include "engine/facts/patient.hpp"

#include <optional>
#include <string>
#include <vector>

/// Methotrexate and trimethoprim taken together (RULES R06).
namespace iim::engine::mtx {

enum class TrimethoprimUse { prophylaxis, treatment, unreadable };

/// Treatment: 320 mg a day or more, twice a day or more, or more than 160 mg every day. Three days a week or
/// fewer below 320 mg is prophylaxis.
TrimethoprimUse trimethoprim_use(const Order& order);

struct Pair {
    const Order* methotrexate = nullptr;
    const Order* trimethoprim = nullptr;
    TrimethoprimUse use = TrimethoprimUse::unreadable;
};

/// Of the pairs that overlap, or follow one another within 14 days, the one that weighs most. One of the two
/// is what this call is about; the other may have been stopped in the last 14 days.
std::optional<Pair> taken_together(const Patient& patient);

/// What makes even a prophylactic dose dangerous, as facts with values and dates.
std::vector<std::string> marrow_risks(const Patient& patient, const Order& methotrexate);

/// The latest blood count and kidney function.
std::vector<std::string> latest_counts(const Patient& patient);

/// Data without which a risk may have been missed.
std::vector<std::string> unseen_risks(const Patient& patient);

}  // namespace iim::engine::mtx
