#include "engine/facts/addition_words.hpp"
#include "engine/facts/gathering.hpp"
#include "engine/facts/order_state.hpp"
#include "engine/facts/stop_reason.hpp"
#include "engine/facts/words.hpp"

#include <algorithm>

#include <boost/unordered/unordered_flat_map.hpp>

namespace iim::engine {

namespace {

/// Beyond it a "dosage" is no instruction that anybody follows; reading it would only cost time.
constexpr std::size_t most_phases = 100;

std::optional<Day> first_day(const Gathering& in, fhir::Json value) {
    const auto date = in.date(value);
    return date ? std::optional(date->first) : std::nullopt;
}

// --- what the order says about itself

void read_reason(Gathering& in, fhir::Json reason, Order& order) {
    fhir::Json codes = reason;
    if (reason["concept"]) codes = reason["concept"];
    const bool referenced = !fhir::reference(reason).empty();
    if (referenced) codes = in.references.resolve(reason, {})["code"];
    if (!referenced && !codes) return;
    order.has_reason = true;
    bool known = false;
    for (const Concept one : concepts_of(in.terms, codes)) {
        order.reasons.add(one);
        known = true;
    }
    std::string_view label = fhir::label(codes);
    if (label.empty() && referenced) label = reason["display"].text();
    if (order.reason_label.empty()) order.reason_label = label;
    if (!known) order.reasons_in_words.push_back(label);
}

void read_reasons(Gathering& in, fhir::Json resource, Order& order) {
    for (const char* name :
         {"reasonCode",
          "reasonReference",
          "reason",
          "reasonCodeableConcept",
          "reasonForUseCodeableConcept",
          "reasonForUseReference"}) {
        const fhir::Json reasons = resource[name];
        if (reasons.is_object()) read_reason(in, reasons, order);
        for (const fhir::Json one : reasons) read_reason(in, one, order);
    }
}

bool is_additional(fhir::Json resource) {
    for (const fhir::Json note : resource["note"])
        if (says_additional(note["text"].text())) return true;
    if (says_additional(resource["note"].text())) return true;
    for (const fhir::Json dosage : instructions_of(resource)) {
        if (says_additional(dosage["text"].text()) || says_additional(dosage["patientInstruction"].text()))
            return true;
        for (const fhir::Json more : dosage["additionalInstruction"])
            if (says_additional(fhir::label(more))) return true;
    }
    return false;
}

bool names_oncology(std::string_view text) {
    return has_part(text, "oncolog") || has_part(text, "chemotherap") || has_part(text, "antineoplastic");
}

/// RULES R04 Not: the protocol or the category of the order.
bool is_of_oncology(fhir::Json resource) {
    for (const fhir::Json category : resource["category"])
        if (names_oncology(fhir::label(category))) return true;
    for (const char* name : {"instantiatesCanonical", "instantiatesUri"})
        for (const fhir::Json protocol : resource[name])
            if (names_oncology(protocol.text())) return true;
    return false;
}

// --- dose and dates

fhir::DoseContext dose_context(const Gathering& in, fhir::Json resource, const Order& order) {
    fhir::DoseContext context;
    context.weight_kg = in.facts.body.weight_kg;
    context.bsa_m2 = in.facts.body.bsa_m2;
    context.authored = order.authored;
    const fhir::Json taken = resource["effectivePeriod"];
    context.effective_start = first_day(in, taken["start"]);
    if (!context.effective_start) context.effective_start = first_day(in, resource["effectiveDateTime"]);
    if (const auto end = in.date(taken["end"])) context.effective_end = end->last;
    context.now = in.now();
    context.draft = order.state == OrderState::draft;
    context.zone = in.input.zone;
    return context;
}

void read_dose(Gathering& in, fhir::Json resource, const DrugIdentity& drug, Order& order) {
    fhir::DoseContext context = dose_context(in, resource, order);
    context.mg_per_unit = drug.mg_per_unit;
    context.mg_per_mL = drug.mg_per_mL;
    order.start = context.effective_start;
    order.end = context.effective_end;
    if (instructions_of(resource).size() > most_phases) {
        order.dose.problems = fhir::dose_unreadable;
        order.dose.raw = "more instructions than a prescription can have";
        return;
    }
    order.dose = fhir::read_dosage(resource, context);
}

/// Order::start and ::end from the phases. A supply that runs out is no stop date, except for an order that
/// is over anyway.
void settle_dates(Order& order) {
    if (order.dose.phases.empty()) return;
    std::optional<Day> start, end = order.dose.phases.front().end;
    for (const fhir::DosePhase& phase : order.dose.phases) {
        if (phase.start && (!start || *phase.start < *start)) start = phase.start;
        const bool ends =
            phase.end && phase.dated && (!phase.end_estimated || order.state == OrderState::historical);
        if (!ends)
            end.reset();
        else if (end)
            end = std::max(*end, *phase.end);
    }
    if (start) order.start = start;
    if (end) order.end = end;
}

/// Nobody closed the order, but all that it asks for lies in the past: it neither protects nor exposes now.
void close_if_over(const Gathering& in, Order& order) {
    if (order.state == OrderState::current && order.end && *order.end < in.now())
        order.state = OrderState::historical;
}

/// Which order a statement tells of.
std::string_view order_told_of(fhir::Json statement) {
    for (const char* name : {"basedOn", "derivedFrom"})
        for (const fhir::Json one : statement[name]) {
            const std::string_view order = fhir::reference(one);
            if (order.starts_with("MedicationRequest/") || order.starts_with("MedicationOrder/"))
                return order;
        }
    return {};
}

void read_remarks(fhir::Json resource, Order& order) {
    const auto keep = [&](std::string_view text) {
        if (!text.empty()) order.remarks.push_back(text);
    };
    keep(resource["note"].text());
    for (const fhir::Json note : resource["note"]) keep(note["text"].text());
    for (const fhir::Json dosage : instructions_of(resource)) {
        keep(dosage["text"].text());
        keep(dosage["patientInstruction"].text());
    }
}

/// The first dose that names a time of day with its zone.
std::optional<fhir::Instant> first_moment(const Gathering& in, fhir::Json resource) {
    for (const fhir::Json dosage : instructions_of(resource)) {
        const fhir::Json timing = dosage["timing"];
        for (const fhir::Json value :
             {timing["event"].at(0),
              timing["repeat"]["boundsPeriod"]["start"],
              resource["effectiveDateTime"],
              resource["effectivePeriod"]["start"]})
            if (const auto date = in.date(value); date && date->instant) return date->instant;
    }
    return {};
}

void read_description(Gathering& in, const PendingOrder& pending, Order& order) {
    const fhir::Json resource = pending.resource;
    order.source = source_of(resource);
    order.json = resource.identity();
    order.in_context = pending.in_context;
    order.selected = in.is_selected(resource);
    order.reported = order.source.type == "MedicationStatement" || order.source.type == "MedicationUsage"
                     || resource["reportedBoolean"].boolean() == true || resource["reportedReference"]
                     || resource["reported"].boolean() == true;
    order.acute_course = fhir::has_code(resource["courseOfTherapyType"], "acute");
    order.additional = is_additional(resource);
    order.oncology = is_of_oncology(resource);
    for (const char* name : {"authoredOn", "dateWritten", "dateAsserted"})
        if (!order.authored) order.authored = first_day(in, resource[name]);
    order.prior_id = fhir::reference(resource["priorPrescription"]);
    if (order.reported) order.based_on = order_told_of(resource);
    if (order.state == OrderState::historical) order.stop_reason = stop_reason(resource);
    read_reasons(in, resource, order);
    read_remarks(resource, order);
    order.starts_at = first_moment(in, resource);
}

std::optional<Order> read_order(Gathering& in, const PendingOrder& pending, const DrugIdentity& drug) {
    const OrderStatus status = order_status(pending.resource, pending.in_context);
    if (!status.state) return {};
    Order order;
    order.state = *status.state;
    order.status_unknown = status.unknown;
    order.drugs = drug.drugs;
    order.label = drug.label;
    order.product = drug.product;
    order.ingredient_only = drug.ingredient_only;
    order.identity_from_text = drug.from_text;
    read_description(in, pending, order);
    if (!drug.known()) return order;
    read_dose(in, pending.resource, drug, order);
    find_route(in, pending.resource, drug, order);
    settle_dates(order);
    close_if_over(in, order);
    return order;
}

}  // namespace

void take_order(Gathering& in, fhir::Json resource, bool in_context) {
    in_context = in_context || in.is_dispatched(resource);
    if (!order_status(resource, in_context).state) return;
    auto drug = identify_drug(resource, in.terms, nullptr);
    if (drug && !drug->known() && !in_context) return;
    in.orders.push_back({resource, in_context, std::move(drug)});
}

/// A statement that tells of an order on the list is no second course. It stays when it says something else:
/// still taken although the order is over or on hold, stopped although the order is active.
void drop_restated(std::vector<Order>& orders) {
    if (std::ranges::all_of(orders, [](const Order& one) { return one.based_on.empty(); })) return;
    boost::unordered_flat_map<std::string_view, std::size_t> by_id;
    for (std::size_t i = 0; i < orders.size(); ++i)
        if (!orders[i].reported) by_id.emplace(orders[i].source.id, i);
    std::vector<bool> drop(orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const auto told_of = by_id.find(bare_id(orders[i].based_on));
        if (orders[i].based_on.empty() || told_of == by_id.end()) continue;
        const Order& order = orders[told_of->second];
        drop[i] = order.state == orders[i].state
                  && std::ranges::any_of(orders[i].drugs, [&](Concept drug) { return order.is(drug); });
    }
    std::size_t i = 0;
    std::erase_if(orders, [&](const Order&) { return drop[i++]; });
}

void finish_orders(Gathering& in) {
    for (PendingOrder& pending : in.orders) {
        if (!pending.drug) pending.drug = identify_drug(pending.resource, in.terms, &in.references);
        const DrugIdentity& drug = *pending.drug;
        if (!drug.known() && !pending.in_context) continue;
        // Context comes first, so what the user is editing stands over its older copy in the record. Within
        // the basket some clients reuse one id for different drugs: those are different orders.
        const bool first = in.first_time(pending.resource);
        const auto drug_index = static_cast<std::uint16_t>(drug.drugs.first().index + 1);
        const bool first_drug = in.first_time(pending.resource, drug_index);
        if (pending.in_context ? !first_drug : !first) continue;
        if (auto order = read_order(in, pending, drug)) in.facts.orders.push_back(std::move(*order));
    }
    drop_restated(in.facts.orders);
}

}  // namespace iim::engine
