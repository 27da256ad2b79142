#include "engine/terms/name_tail.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace iim::engine {

namespace {

// In the writing of DrugText, one blank between two. No word of a test.
constexpr std::string_view units = " mg g gram grams kg mcg ug microgram micrograms milligram milligrams ml "
                                   "milliliter milliliters millilitre "
                                   "millilitres l iu unit units meq / - ";
constexpr std::string_view forms_to_swallow = " tablet tablets tab tabs caplet caplets capsule capsules cap "
                                              "caps pill pills granules powder solution soln "
                                              "suspension susp syrup elixir liquid ";
constexpr std::string_view forms_to_inject =
    " injection injections injectable inj infusion concentrate concentrated vial vials ampoule ampoules "
    "ampule "
    "ampul amp bottle bag bags pen pens autoinjector auto injector syringe syringes prefilled pre filled ";
constexpr std::string_view kinds_of_form = " film coated fc ec enteric gastro resistant delayed extended "
                                           "modified prolonged immediate release dr er xr "
                                           "xl sr la cr mr pr odt retard dispersible soluble effervescent "
                                           "chewable lyophilized lyophilised sterile pf "
                                           "preservative free single use ds ss forte double strength adult "
                                           "adults paediatric pediatric usp bp human ";
constexpr std::string_view routes =
    " oral orally po by mouth iv intravenous intravenously ivpb im intramuscular intramuscularly sc sq subq "
    "subcut subcutaneous subcutaneously for of in per and ";
/// They say nothing of what the drug is; how often it is given is read from the dosage alone.
constexpr std::string_view rhythms =
    " daily weekly monthly once twice thrice two three times time day days week weeks month every other "
    "each "
    "morning evening night nightly noon bedtime at on hour hours hourly od bd tds qds qd bid tid qid qhs "
    "qweek qwk prn "
    "as "
    "needed "
    "monday tuesday wednesday thursday friday saturday sunday with food meals ";
constexpr std::string_view german =
    " tablette tabletten tbl tabl filmtablette filmtabletten ftbl kapsel kapseln kps fertigspritze "
    "fertigspritzen fertigpen injektionslosung infusionslosung losung zur zum ";
constexpr std::string_view french_and_spanish =
    " comprime comprimes cp cpr gelule gelules pellicule buvable stylo seringue preremplie poudre pour "
    "perfusion "
    "comprimido comprimidos capsula capsulas inyectable solucion pluma jeringa precargada ";
constexpr std::string_view makers =
    " accord actavis apotex aristo arrow aspen axapharm bellon biodim biogaran cristers ebewe fresenius gsk "
    "helvepharm heumann hexal hospira kabi medac mepha mylan pfizer ranbaxy ratiopharm roche sandoz spirig "
    "stada strides streuli teva tillomed viatris zentiva zydus ";

constexpr std::array words_behind{
    units,
    forms_to_swallow,
    forms_to_inject,
    kinds_of_form,
    routes,
    rhythms,
    german,
    french_and_spanish,
    makers,
};

bool stands_in(std::string_view list, std::string_view word) noexcept {
    for (auto at = list.find(word); at != list.npos; at = list.find(word, at + 1))
        if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
    return false;
}

/// "7,5" is a number of ours; "1,000" may be a thousand or one: not read.
std::optional<double> number(std::string_view word) noexcept {
    std::array<char, 16> digits{};
    if (word.empty() || word.size() > digits.size() || word.front() < '0' || word.front() > '9') return {};
    const auto comma = word.find(',');
    if (comma != word.npos && word.size() - comma == 4) return {};
    std::ranges::replace_copy(word, digits.begin(), ',', '.');
    double value = 0;
    const char* const end = digits.data() + word.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, std::chars_format::fixed);
    if (error != std::errc() || stop != end) return {};
    return value;
}

bool is_number(std::string_view word) noexcept {
    return word.find_first_not_of("0123456789.,") == word.npos;
}

/// The words of a strength, one after the other.
class Reader {
public:
    Reader(const DrugText& text, std::size_t first) noexcept : text_(&text), at_(first) {}
    bool take(std::string_view word) noexcept {
        if (at_ >= text_->size() || (*text_)[at_] != word) return false;
        ++at_;
        return true;
    }
    bool take_any(std::initializer_list<std::string_view> words) noexcept {
        return std::ranges::any_of(words, [this](std::string_view word) { return take(word); });
    }
    std::optional<double> take_number() noexcept {
        const auto value = at_ < text_->size() ? number((*text_)[at_]) : std::nullopt;
        if (value) ++at_;
        return value;
    }
    bool at_end() const noexcept { return at_ == text_->size(); }

private:
    const DrugText* text_;
    std::size_t at_;
};

}  // namespace

std::optional<NamedStrength> strength_behind(const DrugText& text, std::size_t first) noexcept {
    Reader words(text, first);
    NamedStrength found;
    const auto mg = words.take_number();
    if (!mg) return {};
    found.mg = *mg;
    const bool unit = words.take("mg");
    const bool sign = words.take_any({"/", "-"});
    found.second_mg = words.take_number();
    if (found.second_mg.has_value() ? !words.take("mg") : sign || !unit) return {};
    words.take("oral");
    if (words.take_any({"tablet", "tablets", "tab", "tabs"}))
        found.form = "Oral Tablet";
    else if (words.take_any({"capsule", "capsules", "cap", "caps"}))
        found.form = "Oral Capsule";
    if (!words.at_end()) return {};
    return found;
}

std::optional<double> amount_in_mg(const DrugText& text, std::size_t word) noexcept {
    if (word + 1 >= text.size() || text[word + 1] != "mg") return {};
    return number(text[word]);
}

std::string_view form_in(const DrugText& text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (stands_in(" tablet tablets tab tabs ", text[at])) return "Oral Tablet";
        if (stands_in(" capsule capsules cap caps ", text[at])) return "Oral Capsule";
    }
    return {};
}

bool is_enteric(const DrugText& text, std::size_t first) noexcept {
    for (std::size_t at = first; at < text.size(); ++at)
        if (stands_in(" ec dr enteric gastro delayed ", text[at])) return true;
    return false;
}

bool may_follow_a_name(const DrugText& text, std::size_t word) noexcept {
    const std::string_view one = text[word];
    if (one == "%") {
        // Solutions of immunoglobulin have 5 % and more; what has less is a cream, a gel or drops.
        constexpr double weakest_infusion = 5;
        return word > 0 && number(text[word - 1]).value_or(0) >= weakest_infusion;
    }
    return is_number(one) || std::ranges::any_of(words_behind, [one](std::string_view list) {
               return stands_in(list, one);
           });
}

}  // namespace iim::engine
