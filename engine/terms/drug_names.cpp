#include "engine/terms/drug_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace iim::engine {

namespace {

constexpr std::size_t longest_text = 160;

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Lower case, one blank between words, none at the ends.
template <class Append>
void normalise(std::string_view text, Append append) {
    bool blank = false;
    bool first = true;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blank = !first;
            continue;
        }
        if (blank) append(' ');
        append(lower(c));
        blank = first = false;
    }
}

bool take(std::string_view& text, std::string_view word) noexcept {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

std::optional<double> take_number(std::string_view& text) noexcept {
    if (text.empty() || text.front() < '0' || text.front() > '9') return {};
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc()) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take_mg(std::string_view& text) noexcept {
    return take(text, " mg") || take(text, "mg");
}

/// "" stays "", "tablet" → "Oral Tablet"; nothing for other words.
std::optional<std::string_view> form_named(std::string_view word) noexcept {
    if (word.empty()) return word;
    for (const std::string_view tablet : {" tablet", " tablets", " tab", " tabs"})
        if (word == tablet) return "Oral Tablet";
    for (const std::string_view capsule : {" capsule", " capsules", " cap", " caps"})
        if (word == capsule) return "Oral Capsule";
    return {};
}

bool same(double a, double b) noexcept {
    return std::abs(a - b) < 1e-9;
}

}  // namespace

/// What may stand behind a name: "20 mg oral tablet", "800 mg-160 mg".
struct DrugNames::Tail {
    double mg = 0;
    std::optional<double> second_mg;
    std::string_view form;
};

void DrugNames::add(std::string_view name, Concept drug, Rank rank) {
    std::string text;
    normalise(name, [&](char c) { text += c; });
    names_.push_back({std::move(text), drug, rank});
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
}

std::optional<Meaning> DrugNames::find(std::string_view text) const {
    std::array<char, longest_text> buffer{};
    std::size_t size = 0;
    normalise(text.substr(0, 4 * longest_text), [&](char c) {
        if (size < buffer.size()) buffer[size] = c;
        ++size;
    });
    if (size == 0 || size > buffer.size()) return {};

    const std::string_view whole(buffer.data(), size);
    if (const Concept drug = drug_of(whole)) return Meaning{drug, true, nullptr};
    for (std::size_t blank = whole.find(' '); blank != whole.npos; blank = whole.find(' ', blank + 1)) {
        const auto tail = parse_tail(whole.substr(blank + 1));
        if (!tail) continue;
        const Concept drug = drug_of(whole.substr(0, blank));
        if (drug) return meaning(drug, *tail);
    }
    return {};
}

std::optional<DrugNames::Tail> DrugNames::parse_tail(std::string_view text) {
    Tail tail;
    const auto first = take_number(text);
    if (!first) return {};
    tail.mg = *first;
    const bool unit = take_mg(text);
    if (take(text, " / ") || take(text, " - ") || take(text, "/") || take(text, "-")) {
        tail.second_mg = take_number(text);
        if (!tail.second_mg || !take_mg(text)) return {};
    } else if (!unit) {
        return {};
    }
    take(text, " oral");
    const auto form = form_named(text);
    if (!form) return {};
    tail.form = *form;
    return tail;
}

Concept DrugNames::drug_of(std::string_view name) const noexcept {
    const auto found =
        std::ranges::lower_bound(names_, name, {}, [](const Name& n) { return std::string_view(n.text); });
    return found != names_.end() && found->text == name ? found->drug : Concept{};
}

const Product* DrugNames::solid(Concept drug, double mg, std::string_view form) const noexcept {
    for (const Solid& each : solids_)
        if (each.drug == drug && each.product.form == form && same(*each.product.mg_per_unit, mg))
            return &each.product;
    return nullptr;
}

Meaning DrugNames::meaning(Concept drug, const Tail& tail) const noexcept {
    std::optional<double> mg;
    if (drug == five_to_one_) {
        if (tail.second_mg && same(tail.mg, 5 * *tail.second_mg)) mg = tail.second_mg;
        if (tail.second_mg && same(5 * tail.mg, *tail.second_mg)) mg = tail.mg;
    } else if (!tail.second_mg) {
        mg = tail.mg;
    }
    const Product* const product = mg ? solid(drug, *mg, tail.form) : nullptr;
    return {drug, product == nullptr, product};
}

}  // namespace iim::engine
