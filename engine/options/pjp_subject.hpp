#pragma once

#include "engine/options/pjp_exposure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which order R03 speaks about, and how it names it.
namespace iim::engine::pjp {

/// At hooks that order: a systemic steroid or an immunosuppressant is being ordered. Elsewhere always.
bool orders_something_relevant(const Patient& patient);

/// The order a card about `exposure` names: the draft that brings it, else the active one; null: the patient.
const Order* subject(const Patient& patient, const Exposure& exposure);

/// The day from which prophylaxis is needed: today, or the start of a steroid that is being ordered.
Day first_day(const Patient& patient);

/// An oral steroid for at least pjp.days whose dose could not be read.
const Order* unreadable_steroid(const Patient& patient);

/// "Prednisone", or "Prednisone-equivalent" when another steroid counts.
std::string steroid_name(const Patient& patient);
std::string_view drug_name(const Patient& patient, const Order& steroid);

/// What fired, stable from call to call: "steroid 60 mg/day".
std::string trigger_key(const Patient& patient, const Exposure& exposure);

/// "Prednisone 20 mg/day or more for 4 weeks or longer"
std::string exposure_in_words(const Patient& patient, const Exposure& exposure);

/// What the sources say about prophylaxis.
std::vector<std::string> background();

}  // namespace iim::engine::pjp
