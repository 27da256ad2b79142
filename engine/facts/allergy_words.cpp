#include "engine/facts/allergy_words.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <boost/container/static_vector.hpp>

namespace iim::engine {

namespace {

constexpr std::size_t longest_text = 160;

/// The words of a short text in small letters; everything but letters and digits parts them.
class Words {
public:
    explicit Words(std::string_view text) {
        for (const char c : text.substr(0, longest_text)) {
            const char low = lower_ascii(c);
            const bool letter = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9');
            buffer_[size_++] = letter ? low : ' ';
        }
        std::string_view rest(buffer_.data(), size_);
        while (!(rest = trimmed(rest)).empty() && words_.size() < words_.capacity()) {
            words_.push_back(rest.substr(0, rest.find(' ')));
            rest.remove_prefix(words_.back().size());
        }
    }
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    std::span<const std::string_view> all() const noexcept { return {words_.data(), words_.size()}; }
    bool any_of(std::span<const std::string_view> list) const {
        return std::ranges::any_of(words_, [list](std::string_view word) {
            return std::ranges::find(list, word) != list.end();
        });
    }
    bool has_pair(std::string_view first, std::string_view second) const {
        for (std::size_t i = 1; i < words_.size(); ++i)
            if (words_[i - 1] == first && words_[i] == second) return true;
        return false;
    }

private:
    std::array<char, longest_text> buffer_{};
    std::size_t size_ = 0;
    boost::container::static_vector<std::string_view, 24> words_;
};

constexpr std::string_view sulfonamide_words[] = {
    "sulfa",
    "sulpha",
    "sulfas",
    "sulphas",
    "sulfonamide",
    "sulfonamides",
    "sulphonamide",
    "sulphonamides",
    "sulfamide",
    "sulfamethoxazole",
    "sulphamethoxazole",
    "sulfadiazine",
    "sulphadiazine",
    "sulfacetamide",
    "sulphacetamide",
    "sulfisoxazole",
    "sulfamethizole",
    "sulfadoxine",
    "sulfanilamide",
};

/// A sulfonamide that is no antibiotic does not stand against co-trimoxazole (RULES 2.9).
constexpr std::string_view not_antibiotics[] = {
    "furosemide",
    "frusemide",
    "bumetanide",
    "torasemide",
    "torsemide",
    "celecoxib",
    "hydrochlorothiazide",
    "thiazide",
    "thiazides",
    "diuretic",
    "diuretics",
    "sumatriptan",
    "acetazolamide"};

constexpr std::string_view animal_antibodies[] = {
    "rabbit", "equine", "horse", "ovine", "sheep", "thymocyte", "antithymocyte", "antivenom", "antivenin"};

constexpr std::string_view tolerating[] = {"tolerates", "denies", "denied"};

bool names_sulfonamide(const Words& words) {
    const bool other = words.any_of(not_antibiotics) || words.has_pair("non", "antibiotic")
                       || words.has_pair("non", "antimicrobial") || words.has_pair("non", "antibacterial");
    return !other && words.any_of(sulfonamide_words);
}

/// Substances that no rule asks about.
constexpr std::string_view unrelated[] = {
    "penicillin",   "penicillins",  "amoxicillin",    "ampicillin",    "clavulanate",
    "clavulanic",   "cephalexin",   "cefalexin",      "cephalosporin", "cephalosporins",
    "ceftriaxone",  "cefazolin",    "ciprofloxacin",  "levofloxacin",  "moxifloxacin",
    "erythromycin", "azithromycin", "clarithromycin", "clindamycin",   "vancomycin",
    "doxycycline",  "tetracycline", "tetracyclines",  "metronidazole", "nitrofurantoin",
    "gentamicin",   "aspirin",      "ibuprofen",      "naproxen",      "nsaid",
    "nsaids",       "codeine",      "morphine",       "oxycodone",     "hydrocodone",
    "tramadol",     "fentanyl",     "lisinopril",     "latex",         "peanut",
    "peanuts",      "nut",          "nuts",           "shellfish",     "fish",
    "shrimp",       "milk",         "dairy",          "soy",           "wheat",
    "gluten",       "strawberry",   "strawberries",   "pollen",        "grass",
    "ragweed",      "dust",         "mite",           "mites",         "cat",
    "cats",         "dog",          "dogs",           "bee",           "wasp",
    "venom",        "nickel",       "adhesive",       "tape",          "contrast",
    "egg",          "eggs",
};

/// What stands beside a substance on allergy lists.
constexpr std::string_view beside[] = {
    "acid",
    "allergy",
    "allergies",
    "allergic",
    "to",
    "substance",
    "finding",
    "disorder",
    "drug",
    "potassium",
    "house",
    "tree",
    "media",
    "iodinated",
    "g",
    "v",
    "vk",
};

bool is_one_of(std::span<const std::string_view> list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

}  // namespace

/// "No known sulfa allergy", "tolerates Bactrim": no allergy is stated. "Not tolerated" is one.
bool denies(const Words& words) {
    const bool no = !words.all().empty() && words.all().front() == "no";
    const bool tolerated = words.any_of(tolerating) && !words.has_pair("not", "tolerates");
    return no || tolerated || words.has_pair("no", "known") || words.has_pair("not", "allergic");
}

Concepts substances_named(const Terms& terms, std::string_view text) {
    const Words words(text);
    Concepts found;
    if (denies(words)) return found;
    for (const Concept named : terms.drugs_within(text)) {
        // The class is asked for below, where furosemide and its like are told apart.
        if (named == drug::sulfonamide_class) continue;
        // An antibody of an animal against something is another substance.
        if (named == drug::immunoglobulin_human && words.any_of(animal_antibodies)) continue;
        found.add(named);
    }
    if (names_sulfonamide(words)) found.add(allergy::sulfonamide);
    return found;
}

bool names_only_unrelated(std::string_view text) {
    const Words words(text);
    if (text.size() > longest_text || (!words.any_of(unrelated) && !words.any_of(not_antibiotics)))
        return false;
    return std::ranges::all_of(words.all(), [](std::string_view word) {
        return is_one_of(unrelated, word) || is_one_of(not_antibiotics, word) || is_one_of(beside, word);
    });
}

}  // namespace iim::engine
