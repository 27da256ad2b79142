#pragma once

#include "engine/terms/concept.hpp"
#include "fhir/types.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// What a drug code says beyond the ingredient. Strengths are mg a unit or mg/mL; absent: not known.
struct Product {
    std::optional<double> mg_per_unit;  ///< trimethoprim-sulfamethoxazole: mg of trimethoprim, here and below
    std::optional<double> mg_per_mL;
    std::string_view form;  ///< "Oral Tablet", "Injection", …; empty for ingredients
    std::string_view display;
};

/// What one code means here.
struct Meaning {
    Concept concept_;
    bool ingredient_only =
        false;  ///< a drug code without product: needs a route to count as systemic (NOTES 5.2)
    const Product* product = nullptr;  ///< only for drug products
};

/// What a site's own table added.
struct LocalCodes {
    std::size_t codes = 0;
    std::size_t systems = 0;  ///< local code systems that hold the codes of a known one
};

/// A row of a table, for people who ask where a meaning comes from.
struct CodeRow {
    Concept what;
    std::string file;
    int line = 0;
    std::string system, code, display, kind, source, note;
    bool local = false;     ///< of the site's own table
    bool prefix = false;    ///< found by the beginning of the code that was asked for
    bool in_force = false;  ///< false: the site's own table says otherwise
};

/// The verified code tables, read once at start; then immutable and shared by all threads.
class Terms {
public:
    /// From the tables embedded in the binary. Throws std::runtime_error naming file and line of a bad row.
    static Terms embedded();
    /// These and the local codes of a site: CSV text that messages call `name`. Its columns are system, code
    /// and concept, then if wanted display, marker, mg_per_unit, mg_per_ml, form and note, in any order.
    /// Throws std::runtime_error naming line and column.
    static Terms with_overlay(std::string_view name, std::string text);
    Terms(Terms&&) noexcept;
    ~Terms();

    /// All meanings of a code; empty for an unknown one. Knows OID forms and old URIs of each system, ICD
    /// codes below a prefix row, dm+d under the SNOMED URI. One hash lookup.
    std::span<const Meaning> lookup(std::string_view system, std::string_view code) const noexcept;

    /// The drug of a plain name from a closed list (generic and brand names, whole, case-insensitive), behind
    /// which only words of strength, form, route and maker may stand; none otherwise. "prednisone 20 mg
    /// tablet" finds prednisone with its strength: a number and "mg" and nothing but a form after a name.
    std::optional<Meaning> lookup_drug_text(std::string_view text) const;
    /// The drugs of that list that stand anywhere in a text: "rash after Imuran" names azathioprine.
    Concepts drugs_within(std::string_view text) const;

    /// The plain name for clinicians: "azathioprine", "TPMT genotype".
    std::string_view name(Concept) const noexcept;
    /// "drug/azathioprine"
    std::string_view id(Concept) const noexcept;

    /// The concept of an id such as "drug/azathioprine"; none otherwise.
    Concept find(std::string_view id) const noexcept;
    /// Every row that speaks of this code, of the site and of the binary; `system` empty: of any system.
    /// Where none does, the rows of the longest beginning of it that stands for all codes below.
    std::vector<CodeRow> rows(std::string_view system, std::string_view code) const;
    /// Every row of this concept.
    std::vector<CodeRow> rows(Concept) const;
    LocalCodes local() const noexcept;

    /// The verified code to order this concept by in a suggestion; none when the tables hold none. Static
    /// lifetime of Terms.
    std::optional<fhir::Coding> orderable(Concept) const noexcept;
    /// The code of a tablet of this strength (as Product::mg_per_unit), where the tables name one to order.
    std::optional<fhir::Coding> orderable(Concept, double mg_per_unit) const noexcept;

    struct Tables;  ///< tables.hpp

private:
    Terms(std::string_view overlay_name, std::string overlay_text);
    std::unique_ptr<Tables> tables_;
};

}  // namespace iim::engine
