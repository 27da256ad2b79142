#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <optional>
#include <string>
#include <vector>

/// The facts behind R12: which live vaccines are ordered or were given, and what is taken.
namespace iim::engine::live_vaccine {

/// "yellow fever vaccine"
std::string_view name(const Patient& patient, const Order& vaccine);

/// A live vaccine given not longer ago than live.after_days; the newest.
struct Given {
    const Event* event = nullptr;
    int days_ago = 0;
};
std::optional<Given> given_lately(const Patient& patient);

/// What is being ordered now and lowers the defences: any immunosuppressant, or steroid of live.mg for
/// live.days and longer. Null when nothing is.
const Order* immunosuppressant_ordered(const Patient& patient);

/// "methotrexate": the name of such an order on the card.
std::string_view immunosuppressant_name(const Patient& patient, const Order& order);

/// Immunoglobulin in the last 11 months, or ordered.
bool has_immunoglobulin(const Patient& patient);

/// "methotrexate and prednisone": what counts, by name; "immunosuppressants" for more than two.
std::string drugs_in_words(const Patient& patient);

/// Taking the vaccine out, and a recombinant one in place of live zoster vaccine for an adult.
std::vector<Suggestion> ways_out(const Patient& patient, const Order& vaccine);

}  // namespace iim::engine::live_vaccine
