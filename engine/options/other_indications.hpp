#pragma once

#include "engine/facts/patient.hpp"

/// Diseases other than myositis that the immunosuppressive drugs are usually given for (RULES R01, R11, R53,
/// R54). A reason is read alike from its code, its reference and its words.
namespace iim::engine::indication {

/// The order names one of them as its reason, and no myositis.
bool is_stated(const Order& order);

/// Every reason that the order states is another disease, one that does not come with myositis: other doses
/// are usual there. Never true of an unknown reason.
bool is_clear(const Order& order);

/// As is_clear, of a disease that has a steroid for some days only (RULES R01).
bool is_brief_steroid(const Order& order);

/// The order names one, or the patient has one and the order does not name the myositis as its reason.
bool exists(const Patient& patient, const Order& order);

}  // namespace iim::engine::indication
