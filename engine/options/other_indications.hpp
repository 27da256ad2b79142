#pragma once

#include "engine/facts/patient.hpp"

/// Diseases other than myositis that the immunosuppressive drugs are usually given for (RULES R53, R54).
namespace iim::engine::indication {

/// The order names one of them as its reason, and no myositis.
bool is_stated(const Order& order);

/// The order names one, or the patient has one and the order does not name the myositis as its reason.
bool exists(const Patient& patient, const Order& order);

}  // namespace iim::engine::indication
