#include "engine/terms/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {
namespace {

constexpr std::array<std::string_view, 9> columns{
    "system", "code", "concept", "display", "marker", "mg_per_unit", "mg_per_ml", "form", "note"};
constexpr std::string_view whole_system = "*";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// What a row says about a meaning that the code has already.
enum class Marker { none, also, replaces };

/// The site's own table, row by row. Every refusal names line and column.
class OverlayReader {
public:
    OverlayReader(Terms::Tables& tables, std::vector<CodeIndex::Row>& rows)
        : tables_(tables),
          rows_(rows),
          shipped_(rows),
          row_(tables.overlay_name, text_of(tables), tables.unescaped) {}

    void read() {
        check_header();
        while (row_.next()) {
            check_spaces();
            if (row_["code"] == whole_system)
                read_system();
            else
                read_code();
        }
    }

private:
    static std::string_view text_of(const Terms::Tables& tables) {
        std::string_view text = tables.overlay_text;
        if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
        return text;
    }

    void check_header() {
        for (const std::string_view needed : {"system", "code", "concept"})
            if (!row_.has(needed))
                row_.fail(fmt::format(
                    "no column \"{}\"; the first line names the columns, separated by commas, such as "
                    "system,code,concept,display",
                    needed
                ));
        for (const std::string_view name : row_.header())
            if (std::ranges::find(columns, name) == columns.end())
                row_.fail_at(
                    name, fmt::format("is not a column of this table; the columns are: {}", all_columns())
                );
    }

    static std::string all_columns() {
        std::string all;
        for (const std::string_view name : columns) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
        return all;
    }

    void check_spaces() {
        for (const std::string_view name : row_.header()) {
            const std::string_view field = row_[name];
            const bool around =
                !field.empty() && (field.front() == ' ' || field.back() == ' ' || field.back() == '\t');
            if (around) row_.fail_at(name, "has a space at an end, and would never match");
        }
        for (const std::string_view name : {"system", "code", "concept"})
            if (row_[name].empty()) row_.fail_at(name, "is empty");
    }

    /// "urn:oid:1.2.3,*,http://loinc.org": a local URI for the codes of a known system.
    void read_system() {
        const std::string_view uri = row_["system"];
        const System same_as = tables_.systems.find(row_["concept"]);
        if (!same_as)
            row_.fail_at(
                "concept",
                "with code * this names the known code system whose codes these are, such as http://loinc.org"
            );
        if (tables_.systems.find(uri))
            row_.fail_at(
                "system", "is known already; the row with code * stands before the system's other rows"
            );
        tables_.systems.add_alias(uri, same_as);
        ++tables_.local.systems;
    }

    void read_code() {
        const Concept what = concept_of_row();
        if (tables_.systems.full()) row_.fail_at("system", "is one code system too many");
        tables_.systems.add(row_["system"]);
        const CodeKey key = tables_.key(row_["system"], row_["code"]);
        if (key.text().empty()) row_.fail_at("code", "is longer than 30 characters");
        const Product* const product = product_of_row(what);
        const bool is_drug = tables_.named[what.index].id.starts_with("drug/");
        const CodeIndex::Row made{key, Meaning{what, is_drug && !product, product}, false};
        const Marker marker = marker_of_row();
        note_twice(key, what, marker);
        settle_with_shipped(made, marker);
        ++tables_.local.codes;
    }

    Concept concept_of_row() {
        const auto found = tables_.by_id.find(row_["concept"]);
        if (found == tables_.by_id.end())
            row_.fail_at(
                "concept",
                fmt::format(
                    "\"{}\" is no concept; \"iim-cds terms CODE\" shows the concept of a standard code, such "
                    "as "
                    "lab/tpmt-activity",
                    row_["concept"]
                )
            );
        return found->second;
    }

    Marker marker_of_row() {
        const std::string_view word = row_.optional("marker");
        if (word.empty()) return Marker::none;
        if (word == "also") return Marker::also;
        if (word == "replaces") return Marker::replaces;
        row_.fail_at("marker", "is empty, \"also\" or \"replaces\"");
    }

    std::optional<double> number(std::string_view column) {
        const std::string_view text = row_.optional(column);
        if (text.empty()) return {};
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || value > 1e6)
            row_.fail_at(column, "is not a positive number such as 2.5");
        return value;
    }

    const Product* product_of_row(Concept what) {
        const auto mg_per_unit = number("mg_per_unit");
        const auto concentration = number("mg_per_ml");  // mg per mL
        const std::string_view form = row_.optional("form");
        if (!mg_per_unit && !concentration && form.empty()) return nullptr;
        if (!tables_.named[what.index].id.starts_with("drug/"))
            row_.fail_at("concept", "is no drug: strength and form belong to drugs");
        return &tables_.products.emplace_back(Product{
            mg_per_unit, concentration, form, row_.optional("display")});
    }

    using KeyText = std::pair<SystemId, std::string>;
    static KeyText text_of(const CodeKey& key) { return {key.system().id, std::string(key.text())}; }

    /// The same code on two lines of the site's table.
    void note_twice(const CodeKey& key, Concept what, Marker marker) {
        std::vector<std::pair<Concept, int>>& before = lines_[text_of(key)];
        for (const auto& [other, line] : before) {
            if (other == what) row_.fail_at("code", fmt::format("stands on line {} already", line));
            if (marker == Marker::also) continue;
            row_.fail_at(
                "concept",
                fmt::format(
                    "contradicts line {}, where this code is {}; write \"also\" in the column marker if it "
                    "means "
                    "both",
                    line,
                    tables_.named[other.index].id
                )
            );
        }
        before.emplace_back(what, row_.line());
    }

    std::span<const Meaning> shipped(const CodeKey& key) const {
        const auto exact = shipped_.exact(key);
        return exact.empty() && key.system().icd ? shipped_.above(key) : exact;
    }

    void settle_with_shipped(const CodeIndex::Row& made, Marker marker) {
        const auto known = shipped(made.key);
        const bool first_line = lines_[text_of(made.key)].size() == 1;
        if (known.empty() && marker != Marker::none && first_line)
            row_.fail_at(
                "marker", "the code has no other meaning here: leave the marker empty, or mend the code"
            );
        const bool same =
            known.size() == 1 && known[0].concept_ == made.meaning.concept_ && !made.meaning.product;
        if (!known.empty() && !same && marker == Marker::none) refuse_contradiction(known);
        if (marker == Marker::replaces)
            std::erase_if(rows_, [&](const CodeIndex::Row& row) {
                return text_of(row.key) == text_of(made.key);
            });
        rows_.push_back(made);
        if (marker == Marker::also)
            for (const Meaning& one : known) rows_.push_back({made.key, one, false});
    }

    [[noreturn]] void refuse_contradiction(std::span<const Meaning> known) {
        std::string names;
        for (const Meaning& one : known)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", tables_.named[one.concept_.index].id);
        row_.fail_at(
            "concept",
            fmt::format(
                "the verified tables give this code the meaning {}; write \"replaces\" in the column marker "
                "if they "
                "are wrong here, \"also\" if it means both",
                names
            )
        );
    }

    Terms::Tables& tables_;
    std::vector<CodeIndex::Row>& rows_;
    CodeIndex shipped_;
    CsvReader row_;
    std::map<KeyText, std::vector<std::pair<Concept, int>>> lines_;
};

}  // namespace

void Terms::Tables::read_overlay(std::vector<CodeIndex::Row>& rows) {
    OverlayReader(*this, rows).read();
}

}  // namespace iim::engine
