#pragma once

#include "engine/options/fitness.hpp"

/// Reasons for and against each agent of Pneumocystis prophylaxis (RULES 6.2).
namespace iim::engine::pjp {

Fitness trimethoprim_sulfamethoxazole_fitness(const Patient& patient);
Fitness atovaquone_fitness(const Patient& patient);
Fitness pentamidine_fitness(const Patient& patient);
Fitness dapsone_fitness(const Patient& patient);

enum class G6pd { not_tested, normal, deficient };
G6pd g6pd_status(const Patient& patient);
/// The newest result, when it says neither normal nor deficient.
const Result* unreadable_g6pd(const Patient& patient);

/// Potassium and counts that may speak against TMP-SMX but could not be read, as lines for the card.
std::vector<std::string> unreadable_for_tmp_smx(const Patient& patient);

/// eGFR of at least 15 and below 30, without any eGFR kidney disease of stage 4: half the dose of TMP-SMX.
bool halves_trimethoprim(const Patient& patient);

/// An ACE inhibitor, ARB, potassium-sparing diuretic or calcineurin inhibitor is current.
bool takes_potassium_raiser(const Patient& patient);

/// mmol/L from which on TMP-SMX is not given (tmp.k_limit); lower beside a drug that raises potassium.
double potassium_limit(const Patient& patient);

}  // namespace iim::engine::pjp
