#include "engine/facts/drug_identity.hpp"

#include "fhir/types.hpp"
#include "fhir/ucum.hpp"

namespace iim::engine {

namespace {

/// Vaccines are ordered like drugs.
bool is_drug(const Terms& terms, Concept one) noexcept {
    const std::string_view id = terms.id(one);
    return id.starts_with("drug/") || id.starts_with("vaccine/");
}

void take_product(DrugIdentity& drug, const Meaning& meaning) {
    if (!meaning.ingredient_only) drug.ingredient_only = false;
    if (!meaning.product) return;
    // Several codes of one order: the product wins over the ingredient, one with a strength over one without.
    const auto has_strength = [](const Product& p) { return p.mg_per_unit || p.mg_per_mL; };
    if (!drug.product || (!has_strength(*drug.product) && has_strength(*meaning.product)))
        drug.product = meaning.product;
}

void take_codes(DrugIdentity& drug, fhir::Json codes, const Terms& terms) {
    fhir::for_each_coding(codes, [&](const fhir::Coding& code) {
        for (const Meaning& meaning : terms.lookup(code.system, code.code)) {
            if (!is_drug(terms, meaning.concept_)) continue;
            drug.drugs.add(meaning.concept_);
            take_product(drug, meaning);
        }
    });
}

void take_text(DrugIdentity& drug, std::string_view text, const Terms& terms) {
    if (drug.known() || text.empty()) return;
    const auto meaning = terms.lookup_drug_text(text);
    if (!meaning || !is_drug(terms, meaning->concept_)) return;
    drug.drugs.add(meaning->concept_);
    drug.from_text = true;
    take_product(drug, *meaning);
}

/// Strengths that the tables know are left as they are.
void settle_strength(DrugIdentity& drug) {
    if (!drug.product) return;
    if (drug.product->mg_per_unit) drug.mg_per_unit = drug.product->mg_per_unit;
    if (drug.product->mg_per_mL) drug.mg_per_mL = drug.product->mg_per_mL;
}

std::optional<double> milligrams(fhir::Json value) {
    const fhir::Quantity amount = fhir::quantity(value);
    const fhir::DoseUnitValue unit = fhir::dose_unit(amount.unit);
    if (!amount.value || *amount.value <= 0 || unit.unit != fhir::DoseUnit::mg) return {};
    return *amount.value * unit.factor;
}

/// "20 mg per 1 tablet", "25 mg per 1 mL". R5 also writes a plain quantity, meant per unit.
void take_strength(DrugIdentity& drug, fhir::Json ingredient) {
    fhir::Json ratio = ingredient["strength"];
    if (!ratio) ratio = ingredient["strengthRatio"];
    if (const auto mg = milligrams(ingredient["strengthQuantity"])) drug.mg_per_unit = mg;
    const auto mg = milligrams(ratio["numerator"]);
    const fhir::Quantity per = fhir::quantity(ratio["denominator"]);
    if (!mg || !per.value || *per.value <= 0) return;
    const fhir::DoseUnitValue unit = fhir::dose_unit(per.unit);
    if (unit.unit == fhir::DoseUnit::mL)
        drug.mg_per_mL = *mg / (*per.value * unit.factor);
    else if (unit.unit == fhir::DoseUnit::count || per.unit.empty())
        drug.mg_per_unit = *mg / *per.value;
}

/// Where the resources stand that an order and its Medication name.
struct Surroundings {
    const Terms& terms;
    const fhir::References& references;
    fhir::Json order;
};

/// A code, or the code of the Substance or Medication that is named: contained in the Medication or, beside
/// it, in the order.
fhir::Json ingredient_code(fhir::Json ingredient, fhir::Json medication, const Surroundings& in) {
    if (const auto r4 = ingredient["itemCodeableConcept"]) return r4;
    const auto item =
        ingredient["itemReference"] ? ingredient["itemReference"] : ingredient["item"]["reference"];
    if (item.is_object()) {
        const auto inside = in.references.resolve(item, medication);
        const auto code = (inside ? inside : in.references.resolve(item, in.order))["code"];
        return code["concept"] ? code["concept"] : code;
    }
    const auto r5 = ingredient["item"]["concept"];
    return r5 ? r5 : ingredient["item"];
}

/// The ingredients of a Medication. Where several are drugs that the rules know, no strength is theirs alone.
void take_ingredients(DrugIdentity& drug, fhir::Json medication, const Surroundings& in) {
    fhir::Json list = medication["ingredient"];
    if (!list) list = medication["product"]["ingredient"];
    fhir::Json strong;
    int known = 0;
    for (const fhir::Json ingredient : list) {
        if (ingredient["isActive"].boolean() == false) continue;
        DrugIdentity part;
        const fhir::Json code = ingredient_code(ingredient, medication, in);
        take_codes(part, code, in.terms);
        take_text(part, fhir::label(code), in.terms);
        if (!part.known()) continue;
        ++known;
        strong = ingredient;
        for (const Concept one : part.drugs) drug.drugs.add(one);
    }
    if (known == 1) take_strength(drug, strong);
}

/// A drug that came as a bare code gets its name: people read what stands in the label.
void settle_label(DrugIdentity& drug, fhir::Json codeable_concept, const Terms& terms) {
    if (!drug.known()) return;
    fhir::for_each_coding(codeable_concept, [&](const fhir::Coding& code) {
        if (code.code == drug.label && code.display != drug.label)
            drug.label = terms.name(drug.drugs.first());
    });
}

DrugIdentity identify_medication(fhir::Json medication, const Surroundings& in) {
    const Terms& terms = in.terms;
    DrugIdentity drug;
    drug.label = fhir::label(medication["code"]);
    take_codes(drug, medication["code"], terms);
    take_ingredients(drug, medication, in);
    take_text(drug, drug.label, terms);
    fhir::for_each_coding(medication["code"], [&](const fhir::Coding& code) {
        take_text(drug, code.display, terms);
    });
    const fhir::Json form = medication["form"] ? medication["form"] : medication["doseForm"];
    drug.form = fhir::label(form ? form : medication["product"]["form"]);
    settle_strength(drug);
    settle_label(drug, medication["code"], terms);
    return drug;
}

/// Last resort of ORD-8: what the reference calls the drug.
DrugIdentity identify_display(fhir::Json reference, const Terms& terms) {
    DrugIdentity drug;
    const fhir::Json inner = reference["reference"].is_object() ? reference["reference"] : reference;
    drug.label = inner["display"].text();
    take_text(drug, drug.label, terms);
    settle_strength(drug);
    return drug;
}

}  // namespace

DrugIdentity identify_concept(fhir::Json codeable_concept, const Terms& terms) {
    DrugIdentity drug;
    drug.label = fhir::label(codeable_concept);
    take_codes(drug, codeable_concept, terms);
    take_text(drug, drug.label, terms);
    fhir::for_each_coding(codeable_concept, [&](const fhir::Coding& code) {
        if (code.display != drug.label) take_text(drug, code.display, terms);
    });
    settle_strength(drug);
    settle_label(drug, codeable_concept, terms);
    return drug;
}

std::optional<DrugIdentity> identify_drug(
    fhir::Json resource, const Terms& terms, const fhir::References* references
) {
    fhir::Json codes = resource["medicationCodeableConcept"];
    if (!codes) codes = resource["medication"]["concept"];
    DrugIdentity drug;
    if (codes) drug = identify_concept(codes, terms);
    fhir::Json reference = resource["medicationReference"];
    if (!reference) reference = resource["medication"];
    const std::string_view target = fhir::reference(reference);
    if (drug.known() || (target.empty() && !reference["display"])) return drug;

    if (!target.empty() && !target.starts_with('#') && !references) return {};
    static const fhir::References nothing;
    const Surroundings around{terms, references ? *references : nothing, resource};
    const fhir::Json medication = around.references.resolve(reference, resource);
    DrugIdentity found = medication ? identify_medication(medication, around) : DrugIdentity();
    if (!found.known()) {
        DrugIdentity named = identify_display(reference, terms);
        if (found.label.empty() || named.known()) found = named;
    }
    if (found.label.empty()) found.label = drug.label;
    return found;
}

}  // namespace iim::engine
