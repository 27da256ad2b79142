#include "cards/changed_order.hpp"

#include "cards/dosage_json.hpp"
#include "cards/edited_object.hpp"
#include "cards/moved_order.hpp"
#include "cards/resource_parts.hpp"
#include "cards/resources.hpp"

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::ChangeOrder;
using fhir::Original;

/// A short supply, none to repeat; the amount to dispense was counted for the old instruction.
void limit_supply(EditedObject& order, const Original& draft, int weeks) {
    EditedObject supply(draft["dispenseRequest"]);
    supply.erase("quantity");
    supply.set("numberOfRepeatsAllowed", "0");
    supply.set("expectedSupplyDuration", days_json(weeks * 7));
    order.set("dispenseRequest", supply.text());
}

bool changes_instruction(const ChangeOrder& change) {
    return change.dose || change.timing || change.days || change.route;
}

}  // namespace

ChangedOrder changed_order(const ChangeOrder& change, const engine::Patient& patient) {
    const engine::Order* const order = change.order;
    const bool nameable = order && order->in_context && order->source.type == "MedicationRequest"
                          && reference_to(order->source);
    if (!nameable) return {{}, {}, "it has no id that could be named"};
    if (change.move_days != 0) return moved_order(change, patient);
    const Original draft = fhir::find_resource(patient.facts().context, order->json);
    EditedObject resource(draft);
    if (resource.empty()) return {{}, {}, "its text was not kept"};

    ChangedOrder made;
    if (changes_instruction(change)) {
        ChangedInstruction instruction = changed_instruction(change, draft);
        if (instruction.json.empty()) return {{}, {}, instruction.because};
        resource.set("dosageInstruction", fmt::format("[{}]", instruction.json));
        made.instruction = std::move(instruction.text);
    }
    resource.erase("text");  // the narrative tells the old instruction
    resource.erase("renderedDosageInstruction");
    if (change.supply_weeks && *change.supply_weeks > 0) limit_supply(resource, draft, *change.supply_weeks);
    add_note(resource, draft, change.note);
    made.resource = resource.text();
    return made;
}

}  // namespace iim::cards
