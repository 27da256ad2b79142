#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <string>
#include <vector>

/// The facts behind R09: what is known before a drug that harms an unborn child, and what can be offered.
namespace iim::engine::reproduction {

/// Being signed or renewed; at discharge also what is taken, on opening the chart only that.
Patient::Orders orders_in_question(const Patient& patient);

/// Methotrexate, mycophenolate and cyclophosphamide; leflunomide only reminds.
bool is_strict(const Order& order) noexcept;

/// What is missing before a start, for a patient who could become pregnant.
struct Missing {
    bool test = false;           ///< no pregnancy test that can be relied on near the start
    bool unreadable = false;     ///< … one is on file, but nobody can tell what it says
    bool test_asked = false;     ///< … but one is ordered, or its result is pending
    bool contraception = false;  ///< none recorded
    bool sterilised = false;
    bool refill = false;                                       ///< treatment goes on
    bool no_test_data = false, no_contraception_data = false;  ///< the sources did not come
    std::vector<std::string> not_checked;

    bool anything() const noexcept { return test || contraception; }
};
Missing what_is_missing(const Patient& patient, const Order& order);

/// How much a missing test or contraception matters.
Indicator strength(const Order& order, const Missing& missing) noexcept;

/// Out of the basket, azathioprine instead, and who helps: alternatives.
std::vector<Suggestion> ways_out(const Patient& patient, const Order& order);

/// A pregnancy test and advice on contraception: a checklist.
std::vector<Suggestion> preparations(const Patient& patient, const Order& order, const Missing& missing);

/// What labels and guidelines say of this drug, in own words.
std::vector<std::string> background(const Order& order);

/// "methotrexate": as the order is called on the card.
std::string_view drug_name(const Patient& patient, const Order& order);

}  // namespace iim::engine::reproduction
