#pragma once

#include "fhir/date.hpp"
#include "fhir/json.hpp"

#include <optional>
#include <string_view>

namespace iim::fhir {

/// One code; `system` may be empty. Views into the Document.
struct Coding {
    std::string_view system, code, display;
};
Coding coding(Json value);

/// Calls `each(Coding)` for every coding of a CodeableConcept, of an array of them, or of a bare Coding.
template <class Each>
void for_each_coding(Json concept_or_list, Each each) {
    if (concept_or_list.is_array()) {
        for (const Json one : concept_or_list) for_each_coding(one, each);
        return;
    }
    const Json codings = concept_or_list["coding"];
    if (codings.is_array())
        for (const Json one : codings) each(coding(one));
    else if (codings.is_object())
        each(coding(codings));
    else if (concept_or_list["code"])
        each(coding(concept_or_list));
}

/// True when a CodeableConcept or code string carries `code` (the system is not looked at: status codes).
bool has_code(Json concept_or_code, std::string_view code);

/// What to call a CodeableConcept: its text, else its first display, else its first code; may be empty.
std::string_view label(Json codeable_concept);

/// A number with its unit. `unit` is the UCUM code when there is one, else the printed unit.
struct Quantity {
    std::optional<double> value;  ///< absent when missing or not finite
    std::string_view unit;
    std::string_view system;
    char comparator = 0;       ///< '<' or '>' when the value is a bound (<=, >= likewise), else 0
    std::string_view printed;  ///< the unit for people, as written; may be empty
};
Quantity quantity(Json value);

struct Period {
    std::optional<Date> start, end;
};
Period period(Json value, const Zone& zone);

/// `Type/id` of a reference, cut free of any server base and version; empty when there is none.
/// A contained reference keeps its `#`; a `urn:` stays as it is.
std::string_view reference(Json value);

}  // namespace iim::fhir
