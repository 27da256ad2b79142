#include "engine/terms/drug_names.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

namespace iim::engine {

namespace {

/// A name alone inside other words must be longer: "Ig", "D3".
constexpr std::size_t shortest_within = 3;

bool same(double a, double b) noexcept {
    return std::abs(a - b) < 1e-9;
}

}  // namespace

void DrugNames::add(std::string_view name, Concept drug, Rank rank) {
    const DrugText text(name);
    if (text.size() == 0) return;
    most_words_ = std::max(most_words_, text.size());
    names_.push_back({std::string(text.words(0, text.size())), drug, rank});
}

void DrugNames::add_solid(Concept drug, const Product& product) {
    const bool tablet = product.form.ends_with("ablet") || product.form.ends_with("ablets");
    const bool capsule = product.form.ends_with("apsule") || product.form.ends_with("apsules");
    if (!product.mg_per_unit || (!tablet && !capsule)) return;
    for (const std::string_view form :
         {std::string_view(), std::string_view(tablet ? "Oral Tablet" : "Oral Capsule")})
        if (!solid(drug, *product.mg_per_unit, form))
            solids_.push_back({drug, {product.mg_per_unit, {}, form, {}}});
}

void DrugNames::freeze() {
    std::ranges::sort(names_, [](const Name& a, const Name& b) {
        return std::tie(a.text, a.rank, a.drug) < std::tie(b.text, b.rank, b.drug);
    });
    std::vector<Name> kept;
    for (auto name = names_.begin(); name != names_.end();) {
        const auto end =
            std::find_if(name, names_.end(), [&](const Name& n) { return n.text != name->text; });
        const bool ambiguous = std::any_of(name, end, [&](const Name& n) {
            return n.rank == name->rank && n.drug != name->drug;
        });
        if (!ambiguous) kept.push_back(*name);
        name = end;
    }
    names_ = std::move(kept);
    by_name_.reserve(names_.size());
    for (const Name& name : names_) by_name_.emplace(name.text, name.drug);
}

std::optional<Meaning> DrugNames::find(std::string_view text) const {
    const DrugText words(text);
    for (std::size_t end = std::min(words.size(), most_words_); end > 0; --end)
        if (const Concept drug = drug_of(words.words(0, end)); drug && belongs(words, end, drug))
            return meaning(is_enteric(words, end) ? acid_of(drug) : drug, strength_behind(words, end));
    return combination(words);
}

/// "Mycophenolate" alone is the mofetil; what does not dissolve in the stomach is the acid, by another dose.
Concept DrugNames::acid_of(Concept drug) const noexcept {
    return drug == drug_of("mycophenolate") ? drug_of("mycophenolic acid") : drug;
}

/// "sulfamethoxazole 800 mg / trimethoprim 160 mg oral tablet": each substance has its strength behind it.
std::optional<Meaning> DrugNames::combination(const DrugText& words) const {
    std::vector<std::string_view> names;
    std::vector<double> mg;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!may_follow_a_name(words, at)) names.push_back(words[at]);
        if (const auto number = amount_in_mg(words, at)) mg.push_back(*number);
    }
    if (names.size() != 2) return {};
    Concept drug = drug_of(fmt::format("{} / {}", names[0], names[1]));
    if (!drug) drug = drug_of(fmt::format("{} {}", names[0], names[1]));
    if (!drug) return {};
    if (mg.size() != 2) return meaning(drug, {});
    return meaning(drug, NamedStrength{mg[0], mg[1], form_in(words)});
}

Concepts DrugNames::all_within(std::string_view text) const {
    Concepts found;
    const DrugText words(text);
    for (std::size_t first = 0; first < words.size();) {
        std::size_t end = std::min(words.size(), first + most_words_);
        Concept drug;
        for (; end > first && !drug; --end)
            if (const auto name = words.words(first, end); name.size() >= shortest_within)
                drug = drug_of(name);
        found.add(drug);
        first = drug ? end + 1 : first + 1;
    }
    return found;
}

Concept DrugNames::drug_of(std::string_view name) const noexcept {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? Concept{} : found->second;
}

/// Everything from `word` on says more of this drug, and names no other.
bool DrugNames::belongs(const DrugText& text, std::size_t word, Concept drug) const noexcept {
    while (word < text.size()) {
        if (may_follow_a_name(text, word)) {
            ++word;
            continue;
        }
        std::size_t end = std::min(text.size(), word + most_words_);
        while (end > word && drug_of(text.words(word, end)) != drug) --end;
        if (end == word) return false;
        word = end;
    }
    return true;
}

const Product* DrugNames::solid(Concept drug, double mg, std::string_view form) const noexcept {
    for (const Solid& each : solids_)
        if (each.drug == drug && each.product.form == form && same(*each.product.mg_per_unit, mg))
            return &each.product;
    return nullptr;
}

Meaning DrugNames::meaning(Concept drug, const std::optional<NamedStrength>& strength) const noexcept {
    std::optional<double> mg;
    if (strength && drug == five_to_one_) {
        if (strength->second_mg && same(strength->mg, 5 * *strength->second_mg)) mg = strength->second_mg;
        if (strength->second_mg && same(5 * strength->mg, *strength->second_mg)) mg = strength->mg;
    } else if (strength && !strength->second_mg) {
        mg = strength->mg;
    }
    const Product* const product = mg ? solid(drug, *mg, strength->form) : nullptr;
    return {drug, product == nullptr, product};
}

}  // namespace iim::engine
