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

constexpr std::string_view amount_to_set = "The amount to dispense fitted the old dose: set it anew.";

/// The amounts to dispense were counted for the old instruction.
EditedObject without_amounts(const Original& supply) {
    EditedObject left(supply);
    left.erase("quantity");
    left.erase("initialFill");
    return left;
}

bool states_amount(const Original& draft) {
    const fhir::Json supply = draft.value["dispenseRequest"];
    return supply["quantity"] || supply["initialFill"]["quantity"];
}

void drop_amounts(EditedObject& order, const Original& draft) {
    const EditedObject left = without_amounts(draft["dispenseRequest"]);
    if (left.empty())
        order.erase("dispenseRequest");
    else
        order.set("dispenseRequest", left.text());
}

/// A short supply, none to repeat.
void limit_supply(EditedObject& order, const Original& draft, int weeks) {
    EditedObject supply = without_amounts(draft["dispenseRequest"]);
    supply.set("numberOfRepeatsAllowed", "0");
    supply.set("expectedSupplyDuration", days_json(weeks * 7));
    order.set("dispenseRequest", supply.text());
}

std::string note_of(const ChangeOrder& change, bool amount_stale) {
    if (!amount_stale) return change.note;
    return fmt::format("{}{}{}", change.note, change.note.empty() ? "" : " ", amount_to_set);
}

bool changes_instruction(const ChangeOrder& change) {
    return change.dose || change.timing || change.days || change.route;
}

bool only_notes(const ChangeOrder& change) {
    return !changes_instruction(change) && !change.supply_weeks && !change.note.empty();
}

bool has_note(const Original& draft, std::string_view text) {
    for (const fhir::Json each : draft.value["note"])
        if (each["text"].text() == text) return true;
    return false;
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

    if (only_notes(change) && has_note(draft, change.note)) return {{}, {}, "it has this note already"};
    ChangedOrder made;
    if (changes_instruction(change)) {
        ChangedInstruction instruction = changed_instruction(change, draft);
        if (instruction.json.empty()) return {{}, {}, instruction.because};
        resource.set("dosageInstruction", fmt::format("[{}]", instruction.json));
        made.instruction = std::move(instruction.text);
    }
    resource.erase("text");  // the narrative tells the old instruction
    resource.erase("renderedDosageInstruction");
    const bool limited = change.supply_weeks && *change.supply_weeks > 0;
    const bool amount_stale = !limited && changes_instruction(change) && states_amount(draft);
    if (limited) limit_supply(resource, draft, *change.supply_weeks);
    if (amount_stale) drop_amounts(resource, draft);
    add_note(resource, draft, note_of(change, amount_stale));
    made.resource = resource.text();
    return made;
}

}  // namespace iim::cards
