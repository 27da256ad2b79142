#include "engine/facts/allergy_words.hpp"
#include "engine/facts/gathering.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

/// What one manifestation says about how bad the reaction was.
enum class Manifestation { other, gastrointestinal, severe, severe_skin };

struct Sign {
    std::string_view part;
    Manifestation kind;
};

/// The reactions that RULES 2.9 calls severe, and stomach upset, in words.
constexpr Sign signs[] = {
    {"anaphyla", Manifestation::severe},
    {"stevens-johnson", Manifestation::severe_skin},
    {"stevens johnson", Manifestation::severe_skin},
    {"epidermal necrolysis", Manifestation::severe_skin},
    {"dress syndrome", Manifestation::severe_skin},
    {"eosinophilia and systemic", Manifestation::severe_skin},
    {"haemoly", Manifestation::severe},
    {"hemoly", Manifestation::severe},
    {"hepatotox", Manifestation::severe},
    {"liver injury", Manifestation::severe},
    {"liver failure", Manifestation::severe},
    {"pancreatitis", Manifestation::severe},
    {"kidney injury", Manifestation::severe},
    {"renal failure", Manifestation::severe},
    {"pneumonitis", Manifestation::severe},
    {"agranulocytosis", Manifestation::severe},
    {"nausea", Manifestation::gastrointestinal},
    {"vomiting", Manifestation::gastrointestinal},
    {"diarrh", Manifestation::gastrointestinal},
    {"abdominal pain", Manifestation::gastrointestinal},
    {"stomach", Manifestation::gastrointestinal},
    {"gastrointestinal upset", Manifestation::gastrointestinal},
    {"dyspepsia", Manifestation::gastrointestinal},
};

constexpr std::array severe_skin_reactions{reaction::sjs_ten, reaction::dress};
constexpr std::array severe_reactions{
    reaction::anaphylaxis, reaction::haemolysis, reaction::hepatotoxicity, reaction::pancreatitis};

Manifestation read_words(std::string_view text) {
    if (equals_words(text, "SJS") || equals_words(text, "TEN") || equals_words(text, "DRESS"))
        return Manifestation::severe_skin;
    for (const Sign& sign : signs)
        if (has_part(text, sign.part)) return sign.kind;
    return Manifestation::other;
}

Manifestation read_manifestation(const Terms& terms, fhir::Json coded) {
    if (const fhir::Json r5 = coded["concept"]) coded = r5;
    const Concepts concepts = concepts_of(terms, coded, {"reaction/"});
    if (concepts.any_of(severe_skin_reactions)) return Manifestation::severe_skin;
    if (concepts.any_of(severe_reactions)) return Manifestation::severe;
    if (concepts.has(reaction::gastrointestinal)) return Manifestation::gastrointestinal;
    return read_words(fhir::label(coded));
}

struct Reactions {
    bool severe = false, severe_skin = false, moderate = false;
    bool gastrointestinal = false, other = false;

    void add(Manifestation one) noexcept {
        severe_skin = severe_skin || one == Manifestation::severe_skin;
        severe = severe || severe_skin || one == Manifestation::severe;
        gastrointestinal = gastrointestinal || one == Manifestation::gastrointestinal;
        other = other || one == Manifestation::other;
    }
};

Reactions read_reactions(const Terms& terms, fhir::Json allergy) {
    Reactions all;
    for (const fhir::Json reaction : allergy["reaction"]) {
        all.severe = all.severe || reaction["severity"].is("severe");
        all.moderate = all.moderate || reaction["severity"].is("moderate");
        for (const fhir::Json one : reaction["manifestation"]) all.add(read_manifestation(terms, one));
        if (reaction["description"]) all.add(read_words(reaction["description"].text()));
    }
    return all;
}

/// An intolerance is mild only when stomach upset is all that is known of it.
AllergySeverity severity_of(fhir::Json allergy, const Reactions& reactions, bool intolerance) {
    // DSTU2 wrote CRITH for high.
    const bool high = allergy["criticality"].is("high") || allergy["criticality"].is("CRITH");
    if (high || reactions.severe) return AllergySeverity::severe;
    if (intolerance && reactions.gastrointestinal && !reactions.other && !reactions.moderate)
        return AllergySeverity::mild_gi;
    return reactions.moderate ? AllergySeverity::moderate : AllergySeverity::unknown;
}

/// "None" statements: SNOMED CT codes of the FHIR value set allergyintolerance-code, or the usual words.
bool says_no_known_allergy(fhir::Json code) {
    for (const std::string_view none : {"716186003", "409137002"})
        if (fhir::has_code(code, none)) return true;
    const std::string_view text = trimmed(fhir::label(code));
    for (const std::string_view words :
         {"no known allergy",
          "no known allergies",
          "no known drug allergy",
          "no known drug allergies",
          "nka",
          "nkda"})
        if (equals_words(text, words)) return true;
    return false;
}

/// A concept that says "some drug", not which.
bool is_vague(Concept one) noexcept {
    return one == allergy::drug_any || one == allergy::substance_any;
}

void add_named(Concepts& found, const Concepts& named) {
    for (const Concept one : named) found.add(one);
}

Concepts substances(const Terms& terms, fhir::Json code) {
    Concepts found;
    for (const Concept one : concepts_of(terms, code, {"allergy/", "drug/"}))
        if (!is_vague(one)) found.add(one);
    if (!found.empty()) return found;
    add_named(found, substances_named(terms, fhir::label(code)));
    fhir::for_each_coding(code, [&](const fhir::Coding& one) {
        if (found.empty()) add_named(found, substances_named(terms, one.display));
    });
    return found;
}

/// Nobody could be harmed by a drug of the rules: food, pollen, or a drug that no rule knows.
bool is_unrelated(fhir::Json resource, std::string_view label) {
    bool drug = false, other = false;
    for (const fhir::Json category : resource["category"]) {
        drug = drug || category.is("medication") || category.is("biologic");
        other = other || category.is("food") || category.is("environment");
    }
    return (other && !drug) || names_only_unrelated(label);
}

bool is_gone(fhir::Json allergy) {
    const fhir::Json verification = allergy["verificationStatus"];
    if (fhir::has_code(verification, "refuted") || fhir::has_code(verification, "entered-in-error"))
        return true;
    // FHIR: inactive and resolved both say that the patient is no longer at risk.
    const fhir::Json status = allergy["clinicalStatus"] ? allergy["clinicalStatus"] : allergy["status"];
    for (const std::string_view over : {"inactive", "resolved", "refuted", "entered-in-error"})
        if (fhir::has_code(status, over)) return true;
    return false;
}

/// The extension allergyintolerance-substanceExposureRisk of R4 names the substance and says whether there is
/// a risk at all.
struct Exposure {
    fhir::Json substance;
    bool no_known_risk = false;
};

Exposure read_exposure(fhir::Json allergy) {
    Exposure found;
    for (const fhir::Json outer : allergy["extension"]) {
        if (!outer["url"].text().ends_with("substanceExposureRisk")) continue;
        for (const fhir::Json part : outer["extension"]) {
            if (part["url"].is("substance")) found.substance = part["valueCodeableConcept"];
            if (part["url"].is("exposureRisk"))
                found.no_known_risk = fhir::has_code(part["valueCodeableConcept"], "no-known-reaction-risk");
        }
    }
    return found;
}

}  // namespace

void read_allergy(Gathering& in, fhir::Json resource) {
    if (is_gone(resource)) return;
    const Exposure exposure = read_exposure(resource);
    if (exposure.no_known_risk) return;
    fhir::Json code = resource["code"] ? resource["code"] : resource["substance"];
    if (!code) code = exposure.substance;
    if (says_no_known_allergy(code)) {
        in.facts.no_known_allergy = true;
        return;
    }
    Allergy allergy;
    allergy.substances = substances(in.terms, code);
    for (const fhir::Json reaction : resource["reaction"])
        for (const Concept one : concepts_of(in.terms, reaction["substance"], {"allergy/", "drug/"}))
            if (!is_vague(one)) allergy.substances.add(one);
    allergy.label = fhir::label(code);
    if (allergy.substances.empty() && is_unrelated(resource, allergy.label)) return;
    if (!in.first_time(resource)) return;
    const Reactions reactions = read_reactions(in.terms, resource);
    allergy.intolerance = fhir::has_code(resource["type"], "intolerance");
    allergy.severity = severity_of(resource, reactions, allergy.intolerance);
    allergy.severe_skin = reactions.severe_skin;
    allergy.source = source_of(resource);
    in.facts.allergies.push_back(allergy);
}

}  // namespace iim::engine
