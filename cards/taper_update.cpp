#include "cards/taper_update.hpp"

#include "cards/edited_object.hpp"
#include "cards/resources.hpp"
#include "engine/taper/tablets.hpp"

namespace iim::cards {
namespace {

using fhir::Original;

/// Elements that FHIR R4 no longer has, and doses where it does not put them.
bool is_older_version(fhir::Json draft) {
    const fhir::Json first = draft["dosageInstruction"].first();
    return draft["requester"]["agent"] || draft["definition"] || draft["context"]
           || draft["substitution"]["allowed"] || first["doseQuantity"] || first["doseSimpleQuantity"]
           || first["doseRange"];
}

/// Whole tablets of the strength that the order names; any dose where it names none.
bool tablets_give(const engine::Order& order, std::span<const engine::TaperStep> steps) {
    return !order.product || !order.product->mg_per_unit
           || engine::taper::given_by(*order.product->mg_per_unit, steps);
}

/// The amount and length of supply were counted for the old instruction.
void set_supply(EditedObject& order, const Original& draft, std::span<const engine::TaperStep> steps) {
    EditedObject supply(draft["dispenseRequest"]);
    for (const std::string_view of_the_old : {"quantity", "expectedSupplyDuration", "numberOfRepeatsAllowed"})
        supply.erase(of_the_old);
    supply.set("validityPeriod", taper_validity(steps));
    order.set("dispenseRequest", supply.text());
}

}  // namespace

ChangedOrder tapered_order(const engine::TaperProposal& taper, const engine::Patient& patient) {
    const engine::Order& order = *taper.order;
    const bool nameable =
        order.in_context && order.source.type == "MedicationRequest" && reference_to(order.source);
    if (!nameable) return {{}, {}, "it has no id that could be named"};
    if (!order.is(taper.drug)) return {{}, {}, "it is for another drug"};
    if (!tablets_give(order, taper.steps)) return {{}, {}, "its tablets do not give the doses of the taper"};
    const Original draft = fhir::find_resource(patient.facts().context, order.json);
    EditedObject resource(draft);
    if (resource.empty()) return {{}, {}, "its text was not kept"};
    if (is_older_version(draft.value)) return {{}, {}, "it is not in FHIR R4"};
    resource.set("dosageInstruction", taper_instructions(taper.steps));
    resource.set("courseOfTherapyType", taper_course(taper.steps));
    set_supply(resource, draft, taper.steps);
    resource.erase("text");  // the narrative tells the old instruction
    resource.erase("renderedDosageInstruction");
    add_note(resource, draft, taper.note);
    return {resource.text(), "taper", {}};
}

}  // namespace iim::cards
