#pragma once

#include "engine/facts/facts.hpp"

namespace iim::engine {

class Patient;

/// Folic or folinic acid beside methotrexate (RULES R15): enough is folic acid at least 1 mg a day or 5 mg a
/// week, or folinic acid at least 2.5 mg a week. "400 micrograms daily" is not enough.
struct FolateUse {
    Truth enough = Truth::unknown;  ///< unknown: list not available, or a dose that cannot be read
    const Order* order = nullptr;   ///< what was found, the sufficient one first; null: nothing current
    fhir::Span mg_per_week;         ///< of `order`
    bool readable = true;
    bool any() const noexcept { return order != nullptr; }
};

/// Current orders, statements (bought over the counter too) and drafts of the basket.
FolateUse folate_use(const Patient& patient);

}  // namespace iim::engine
