#include "engine/terms/terms.hpp"

#include "engine/terms/concepts.hpp"
#include "engine/terms/strength.hpp"
#include "engine/terms/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

extern "C" const char iim_tables_begin[], iim_tables_end[];

namespace iim::engine {

namespace {

std::string_view text_of(const std::vector<TableFile>& files, std::string_view name) {
    const auto found = std::ranges::find(files, name, &TableFile::name);
    return found == files.end() ? std::string_view() : found->text;
}

template <std::size_t N>
bool one_of(std::string_view wanted, const std::array<std::string_view, N>& list) {
    return std::ranges::find(list, wanted) != list.end();
}

constexpr std::array<std::string_view, 6> product_kinds{
    "clinical-drug", "branded-drug", "clinical-drug-form", "pack", "vmp", "amp"};
constexpr std::array<std::string_view, 5> name_kinds{
    "ingredient", "precise-ingredient", "multi-ingredient", "brand-name", "atc-substance"};
constexpr std::array<std::string_view, 4> not_code_tables{
    "concepts.csv", "drug-names.csv", "orderables.csv", "no_code_found.csv"};

bool is_ingredient(std::string_view kind) {
    return one_of(kind, name_kinds) || kind == "substance" || kind.starts_with("atc-");
}

}  // namespace

/// A record separator, the name, a line end, the bytes.
std::vector<TableFile> embedded_tables() {
    std::vector<TableFile> files;
    std::string_view rest(iim_tables_begin, static_cast<std::size_t>(iim_tables_end - iim_tables_begin));
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto name = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(name.size() + 1);
        const auto text = rest.substr(0, rest.find('\x1e'));
        rest.remove_prefix(text.size());
        files.push_back({name, text});
    }
    return files;
}

bool holds_codes(const TableFile& file) noexcept {
    return !one_of(file.name, not_code_tables);
}

void Terms::Tables::read(std::string_view site_name, std::string site_text) {
    overlay_name = site_name;
    overlay_text = std::move(site_text);
    const auto files = embedded_tables();
    read_concepts(text_of(files, "concepts.csv"));
    drug_names.set_five_to_one(drug::sulfamethoxazole_trimethoprim);
    std::vector<CodeIndex::Row> rows;
    for (const TableFile& file : files)
        if (holds_codes(file)) read_codes(file, rows);
    if (!overlay_text.empty()) read_overlay(rows);
    // What a code means as a drug comes before what it means on an allergy list.
    std::stable_partition(rows.begin(), rows.end(), [&](const CodeIndex::Row& row) {
        return !named[row.meaning.concept_.index].id.starts_with("allergy/");
    });
    codes = CodeIndex(std::move(rows));
    read_names(text_of(files, "drug-names.csv"));
    drug_names.freeze();
    read_orderables(text_of(files, "orderables.csv"));
}

void Terms::Tables::read_concepts(std::string_view text) {
    CsvReader row("concepts.csv", text, unescaped);
    while (row.next()) {
        const Concept c{static_cast<std::uint16_t>(named.size())};
        named.push_back({row["concept_id"], row["name"]});
        if (row["name"].empty()) row.fail("no name");
        if (!by_id.emplace(row["concept_id"], c).second) row.fail("concept listed twice");
        constexpr std::string_view family = "drug/";
        if (!row["concept_id"].starts_with(family)) continue;
        add_name(row["name"], c, DrugNames::Rank::own);
        add_name(row["concept_id"].substr(family.size()), c, DrugNames::Rank::own);
    }
    if (named.size() != concept_count + std::size_t{1})
        throw std::runtime_error("concepts.csv and the generated concepts.hpp differ: build again");
}

void Terms::Tables::read_codes(const TableFile& file, std::vector<CodeIndex::Row>& rows) {
    CsvReader row(file.name, file.text, unescaped);
    while (row.next()) {
        const Concept c = concept_of(row);
        systems.add(row["system"]);
        const CodeKey code = key(row["system"], row["code"]);
        if (code.text().empty()) row.fail("no code, or a code too long");
        const auto kind = row["kind"];
        const Meaning meaning{c, is_ingredient(kind), product(row, c)};
        rows.push_back({code, meaning, kind == "disorder-prefix"});
        read_name(row, c);
    }
}

const Product* Terms::Tables::product(const CsvReader& row, Concept c) {
    if (!one_of(row["kind"], product_kinds)) return nullptr;
    // RULES 2.5 F27: co-trimoxazole is counted in mg of trimethoprim.
    const auto ingredient = c == drug::sulfamethoxazole_trimethoprim ? "trimethoprim" : named[c.index].name;
    const auto strength =
        read_strength({ingredient, row["display"], row["strength_value"], row["strength_unit"], row["form"]});
    const Product& product =
        products.emplace_back(Product{strength.mg_per_unit, strength.mg_per_mL, row["form"], row["display"]});
    drug_names.add_solid(c, product);
    return &product;
}

void Terms::Tables::read_name(const CsvReader& row, Concept c) {
    if (!named[c.index].id.starts_with("drug/")) return;
    if (one_of(row["kind"], name_kinds)) add_name(row["display"], c, DrugNames::Rank::listed);
    const auto display = row["display"];
    // "Co-trimoxazole 80mg/400mg tablets": the name stands before the first number.
    if (row["kind"] == "vmp" && !row["strength_value"].empty())
        add_name(display.substr(0, display.find_first_of("0123456789")), c, DrugNames::Rank::listed);
    // "azaTHIOprine 50 MG Oral Tablet [Imuran]": the brand stands in brackets.
    const auto bracket = display.rfind('[');
    const bool branded = row["kind"] == "branded-drug" || row["kind"] == "vaccine-live-product";
    if (branded && bracket != display.npos && display.ends_with(']'))
        add_name(display.substr(bracket + 1, display.size() - bracket - 2), c, DrugNames::Rank::listed);
    constexpr std::string_view substance = " (substance)";
    if (row["kind"] == "substance" && display.ends_with(substance))
        add_name(display.substr(0, display.size() - substance.size()), c, DrugNames::Rank::listed);
}

void Terms::Tables::read_names(std::string_view text) {
    CsvReader row("drug-names.csv", text, unescaped);
    while (!text.empty() && row.next()) add_name(row["name"], concept_of(row), DrugNames::Rank::listed);
}

void Terms::Tables::add_name(std::string_view name, Concept c, DrugNames::Rank rank) {
    // A name has one meaning: the ingredient; the order says by which route.
    const bool by_route = c == drug::ivig || c == drug::scig;
    drug_names.add(
        name, by_route ? drug::immunoglobulin_human : c, general(c) ? DrugNames::Rank::of_class : rank
    );
}

double strength_of(const CsvReader& row) {
    const std::string_view text = row["mg_per_unit"];
    double mg = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mg);
    if (error != std::errc() && !text.empty()) row.fail("mg_per_unit is not a number");
    return mg;
}

void Terms::Tables::read_orderables(std::string_view text) {
    CsvReader row("orderables.csv", text, unescaped);
    while (!text.empty() && row.next()) {
        const Concept c = concept_of(row);
        const fhir::Coding coding{row["system"], row["code"], row["display"]};
        // A hospital may build without one of the tables; then that code is not offered either.
        const auto meanings = lookup(coding.system, coding.code);
        if (std::ranges::find(meanings, c, &Meaning::concept_) != meanings.end())
            orderables.push_back({c, strength_of(row), coding});
    }
}

const Terms::Tables::Orderable* Terms::Tables::orderable(Concept c, double mg_per_unit) const noexcept {
    const auto found = std::ranges::find_if(orderables, [&](const Orderable& each) {
        return each.what == c && each.mg_per_unit == mg_per_unit;
    });
    return found == orderables.end() ? nullptr : &*found;
}

Concept Terms::Tables::concept_of(const CsvReader& row) const {
    const auto found = by_id.find(row["concept_id"]);
    if (found == by_id.end()) row.fail(fmt::format("unknown concept \"{}\"", row["concept_id"]));
    return found->second;
}

CodeKey Terms::Tables::key(std::string_view system, std::string_view code) const noexcept {
    const System known = systems.find(system);
    return {known, known ? code : std::string_view()};
}

std::span<const Meaning> Terms::Tables::lookup(std::string_view system, std::string_view code)
    const noexcept {
    const CodeKey wanted = key(system, code);
    if (wanted.text().empty()) return {};
    const auto exact = codes.exact(wanted);
    return exact.empty() && wanted.system().icd ? codes.above(wanted) : exact;
}

Terms::Terms(std::string_view overlay_name, std::string overlay_text) : tables_(std::make_unique<Tables>()) {
    tables_->read(overlay_name, std::move(overlay_text));
}
Terms::Terms(Terms&&) noexcept = default;
Terms::~Terms() = default;

Terms Terms::embedded() {
    return {{}, {}};
}

Terms Terms::with_overlay(std::string_view name, std::string text) {
    return {name, std::move(text)};
}

LocalCodes Terms::local() const noexcept {
    return tables_->local;
}

std::span<const Meaning> Terms::lookup(std::string_view system, std::string_view code) const noexcept {
    return tables_->lookup(system, code);
}

std::optional<Meaning> Terms::lookup_drug_text(std::string_view text) const {
    return tables_->drug_names.find(text);
}

Concepts Terms::drugs_within(std::string_view text) const {
    return tables_->drug_names.all_within(text);
}

std::string_view Terms::name(Concept c) const noexcept {
    return c.index < tables_->named.size() ? tables_->named[c.index].name : std::string_view();
}

std::string_view Terms::id(Concept c) const noexcept {
    return c.index < tables_->named.size() ? tables_->named[c.index].id : std::string_view();
}

std::optional<fhir::Coding> Terms::orderable(Concept c) const noexcept {
    return orderable(c, 0);
}

std::optional<fhir::Coding> Terms::orderable(Concept c, double mg_per_unit) const noexcept {
    const Tables::Orderable* const found = tables_->orderable(c, mg_per_unit);
    return found ? std::optional(found->code) : std::nullopt;
}

}  // namespace iim::engine
