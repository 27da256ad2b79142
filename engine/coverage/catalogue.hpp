#pragma once

#include <string_view>

/// The clinical catalogue in its own short words, by rule (catalogue.csv): what the files in engine/rules/
/// are written from. For pages that people read; no rule looks at it.
namespace iim::engine {

/// Static text.
struct CatalogueEntry {
    std::string_view number;        ///< "R02"
    std::string_view when;          ///< the trigger
    std::string_view not_when;      ///< what would be a false alarm, and is silent
    std::string_view missing_data;  ///< what is said when something cannot be known
    std::string_view indicator;     ///< how strong the card is, and when stronger
    std::string_view summary;       ///< the sentence of the card
    std::string_view offers;        ///< what one click does
};

/// Null for a rule that the catalogue does not know.
const CatalogueEntry* catalogue_entry(std::string_view number);

}  // namespace iim::engine
