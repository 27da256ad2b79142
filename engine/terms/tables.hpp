#pragma once

#include "engine/terms/code_index.hpp"
#include "engine/terms/csv.hpp"
#include "engine/terms/drug_names.hpp"
#include "engine/terms/systems.hpp"
#include "engine/terms/terms.hpp"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What Terms holds; for the sources of engine/terms only.
namespace iim::engine {

/// One table of the binary.
struct TableFile {
    std::string_view name, text;
};
std::vector<TableFile> embedded_tables();
/// False for the tables that hold something else.
bool holds_codes(const TableFile& file) noexcept;

struct Terms::Tables {
    struct Named {
        std::string_view id, name;
    };

    /// The tables of the binary, then the site's own where there are any.
    void read(std::string_view overlay_name, std::string overlay_text);
    void read_concepts(std::string_view text);
    void read_codes(const TableFile& file, std::vector<CodeIndex::Row>& rows);
    const Product* product(const CsvReader& row, Concept c);
    void read_name(const CsvReader& row, Concept c);
    void read_names(std::string_view text);
    void read_orderables(std::string_view text);
    Concept concept_of(const CsvReader& row) const;
    CodeKey key(std::string_view system, std::string_view code) const noexcept;
    std::span<const Meaning> lookup(std::string_view system, std::string_view code) const noexcept;
    void add_name(std::string_view name, Concept c, DrugNames::Rank rank);
    /// Puts the site's codes among `rows` (overlay.cpp).
    void read_overlay(std::vector<CodeIndex::Row>& rows);
    bool general(Concept c) const { return named[c.index].id.ends_with("-class"); }

    std::string overlay_name, overlay_text;
    LocalCodes local;
    std::deque<std::string> unescaped;
    std::vector<Named> named{{}};  ///< by Concept::index; the first is "none"
    std::unordered_map<std::string_view, Concept> by_id;
    Systems systems;
    std::deque<Product> products;
    CodeIndex codes{{}};
    DrugNames drug_names;
    struct Orderable {
        Concept what;
        double mg_per_unit = 0;  ///< 0: no particular strength
        fhir::Coding code;
    };
    const Orderable* orderable(Concept c, double mg_per_unit) const noexcept;
    std::vector<Orderable> orderables;
};

}  // namespace iim::engine
