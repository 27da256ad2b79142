#include "cards/taper_request.hpp"

#include "cards/dosage_json.hpp"
#include "cards/prescription.hpp"
#include "cards/resource_parts.hpp"
#include "cards/resources.hpp"
#include "cards/taper_update.hpp"
#include "cards/text.hpp"
#include "engine/derive/orders.hpp"
#include "engine/taper/totals.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace iim::cards {
namespace {

using engine::Order;
using engine::TaperProposal;
using engine::TaperStep;

constexpr std::string_view courses =
    "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy";

bool is_complete(const TaperProposal& taper) {
    return !taper.steps.empty() && std::ranges::all_of(taper.steps, [](const TaperStep& each) {
        return std::isfinite(each.mg) && each.mg > 0;
    });
}

std::string text_of(const TaperStep& step) {
    std::string text =
        instruction_text(fmt::format("{} mg", step.mg), engine::Route::oral, "once daily in the morning");
    const auto last = engine::taper::last_day(step);
    if (last) return fmt::format("{}, {} to {}", text, fhir::to_string(step.from), fhir::to_string(*last));
    return fmt::format("{}, from {} until reviewed", text, fhir::to_string(step.from));
}

void write_period(
    fhir::Writer& json, std::string_view name, engine::Day start, std::optional<engine::Day> end
) {
    json.key(name).begin_object().member("start", fhir::to_string(start));
    if (end) json.member("end", fhir::to_string(*end));
    json.end_object();
}

void write_step(fhir::Writer& json, const TaperStep& step, int number) {
    json.begin_object().member("sequence", number).member("text", text_of(step));
    json.key("timing").begin_object().key("repeat").begin_object();
    write_period(json, "boundsPeriod", step.from, engine::taper::last_day(step));
    json.member("frequency", 1).member("period", 1).member("periodUnit", "d");
    json.key("when").begin_array().value("MORN").end_array().end_object().end_object();
    json.key("route").raw(route_json(engine::Route::oral));
    json.key("doseAndRate").begin_array().begin_object().key("type").raw(ordered_type_json);
    json.key("doseQuantity").raw(quantity_json(step.mg, "mg")).end_object().end_array().end_object();
}

void write_reference(fhir::Writer& json, std::string_view name, std::string_view reference) {
    json.key(name).begin_object().member("reference", reference).end_object();
}

/// The newest prescription of a corticosteroid by mouth on record, of the same drug where there is one: the
/// taper goes on from it (RULES 7.2).
const Order* predecessor(const TaperProposal& taper, const engine::Patient& patient) {
    const Order* newest = nullptr;
    const auto rank = [&](const Order& order) {
        return std::pair(order.is(taper.drug), engine::first_day(order).value_or(engine::Day::min()));
    };
    for (const Order& order : patient.facts().orders) {
        const bool stopped_here = order.in_context && order.state == engine::OrderState::historical;
        const bool taken = !engine::is_draft(order) && engine::is_current(order, patient.now());
        const bool counts = (taken || stopped_here) && !order.reported && order.systemic()
                            && order.is_any(engine::group::corticosteroids)
                            && order.source.type == "MedicationRequest" && reference_to(order.source);
        if (counts && (!newest || rank(order) > rank(*newest))) newest = &order;
    }
    return newest;
}

std::string reason_of(const engine::Patient& patient) {
    const engine::Condition* const because = patient.iim().because;
    if (!because || because->source.type != "Condition") return {};
    return reference_to(because->source).value_or("");
}

MadeAction create(const TaperProposal& taper, const engine::Patient& patient) {
    const auto code = patient.terms().orderable(taper.drug);
    const std::string_view name = patient.name(taper.drug);
    if (!code) return {{}, fmt::format("no verified code to order {}", name)};
    if (patient.facts().patient_id.empty()) return {{}, "the patient has no id that could be named"};
    TaperOrder order{*code, name, std::string(patient.facts().patient_id), reason_of(patient)};
    if (const Order* const before = predecessor(taper, patient)) order.prior = *reference_to(before->source);
    Action action;
    action.description = fmt::format("{}{} taper: {}.", draft_order, name, taper_words(taper.steps));
    action.resource = taper_request(order, taper.steps, taper.note);
    return {std::move(action), {}};
}

MadeAction update(const TaperProposal& taper, const engine::Patient& patient) {
    const std::string name = order_name(*taper.order, patient);
    ChangedOrder changed = tapered_order(taper, patient);
    if (changed.resource.empty())
        return {{}, fmt::format("{} cannot be rewritten here: {}", name, changed.because)};
    Action action;
    action.type = Action::Type::update;
    action.description = fmt::format("{}{} to a taper: {}.", change_order, name, taper_words(taper.steps));
    action.resource = std::move(changed.resource);
    action.resource_id = *reference_to(taper.order->source);
    action.subject = name;
    return {std::move(action), {}};
}

}  // namespace

std::string taper_instructions(std::span<const TaperStep> steps) {
    fhir::Writer json;
    json.begin_array();
    int number = 0;
    for (const TaperStep& each : steps) write_step(json, each, ++number);
    return json.end_array().take();
}

std::string taper_course(std::span<const TaperStep> steps) {
    const bool ends = steps.back().days > 0;
    fhir::Writer json;
    json.begin_object().key("coding").begin_array().begin_object();
    json.member("system", courses).member("code", ends ? "acute" : "continuous");
    return json.end_object().end_array().end_object().take();
}

std::string taper_validity(std::span<const TaperStep> steps) {
    fhir::Writer json;
    json.begin_object().member("start", fhir::to_string(steps.front().from));
    if (const auto last = engine::taper::last_day(steps.back())) json.member("end", fhir::to_string(*last));
    return json.end_object().take();
}

std::string taper_request(const TaperOrder& order, std::span<const TaperStep> steps, std::string_view note) {
    fhir::Writer json;
    begin_draft(json, "MedicationRequest");
    write_concept(json, "medicationCodeableConcept", order.name, order.code);
    write_reference(json, "subject", "Patient/" + order.patient_id);
    if (!order.reason.empty()) {
        json.key("reasonReference").begin_array().begin_object();
        json.member("reference", order.reason).end_object().end_array();
    }
    json.key("courseOfTherapyType").raw(taper_course(steps));
    write_note(json, note);
    json.key("dosageInstruction").raw(taper_instructions(steps));
    json.key("dispenseRequest").begin_object().key("validityPeriod").raw(taper_validity(steps)).end_object();
    if (!order.prior.empty()) write_reference(json, "priorPrescription", order.prior);
    return json.end_object().take();
}

std::string taper_words(std::span<const TaperStep> steps) {
    std::string words;
    for (const TaperStep& each : steps)
        words += fmt::format(
            "{}{} mg/day from {}", words.empty() ? "" : ", ", each.mg, fhir::to_string(each.from)
        );
    const auto last = engine::taper::last_day(steps.back());
    return words + (last ? "; last dose on " + fhir::to_string(*last) : "; this dose until reviewed");
}

MadeAction taper_action(const TaperProposal& taper, const engine::Patient& patient) {
    if (!is_complete(taper)) return {{}, "the taper has no dose"};
    return taper.order ? update(taper, patient) : create(taper, patient);
}

}  // namespace iim::cards
