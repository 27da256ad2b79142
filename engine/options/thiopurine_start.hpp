#pragma once

#include "engine/facts/patient.hpp"
#include "engine/finding.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

/// The facts behind R02: since when a thiopurine is taken, how it was tolerated, what makes a start risky.
namespace iim::engine::thiopurine {

/// Drafts at ordering; at a refill and at discharge, treatment that is younger than 12 weeks.
Patient::Orders orders_in_question(const Patient& patient);

/// Laboratory data came in full: what is not found is not there.
bool searched(const Patient& patient);
/// A result that can be relied on.
bool is_answered(const GeneStatus& gene);
/// A result is there, but it says neither a phenotype nor an activity.
bool is_unreadable(const GeneStatus& gene);
/// The test is ordered, or its result is preliminary.
bool is_awaited(const GeneStatus& gene);

/// First day of the present treatment with a thiopurine; nothing when none is active.
std::optional<Day> taken_since(const Patient& patient);

/// Taken for at least 180 days, and the last two blood counts, both within 90 days, are normal.
bool is_tolerated(const Patient& patient);

/// Why a start without the test is dangerous, in words with values: dose from 1.5 mg/kg, low white cells, a
/// xanthine oxidase inhibitor. Empty when there is no such reason.
std::vector<std::string> dangers(const Patient& patient, const Order& order);

/// Separate clicks: TPMT, NUDT15, baseline blood count and liver tests, and taking the draft out.
std::vector<Suggestion> tests_to_order(const Patient& patient, const Order& order);

/// What was ordered and looked for, and what stood in the way of a result that counts.
std::vector<std::string> what_was_searched(const Patient& patient, const Order& order);

std::vector<std::string> not_checked(const Patient& patient);

/// "TPMT", "TPMT and NUDT15": the genes whose result on file reads so.
std::vector<std::string> genes_that_read(const ThiopurineStatus& genes, std::initializer_list<Phenotype> as);

/// "azathioprine", and for how long it is taken when it is no new start: "azathioprine for 11 weeks".
std::string drug_and_weeks(const Patient& patient, const Order& order);

/// What the sources say about the test.
const std::vector<std::string>& background();

}  // namespace iim::engine::thiopurine
