#include "engine/facts/gather.hpp"

#include "engine/facts/anthropometrics.hpp"
#include "engine/facts/gathering.hpp"
#include "engine/facts/other_patient.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace iim::engine {

namespace {

/// Also true for a null, which is an answer.
bool has_member(fhir::Json object, std::string_view name) {
    for (std::size_t i = 0; i < object.member_count(); ++i)
        if (object.member(i).name == name) return true;
    return false;
}

/// The one pass over a request: the context first, so that what the user edits stands over the record's copy.
class Pass {
public:
    Pass(Gathering& in, std::string_view patient) : in_(in), patient_(patient) {}

    void context(fhir::Json context);
    void prefetch(fhir::Json prefetch);
    void fetched(fhir::Json prefetch);
    void finish();

private:
    const FetchedAnswer* fetched_under(std::string_view key) const;
    void read_pages(const FetchedAnswer& answer);
    void read_value(fhir::Json value);
    void read_resource(fhir::Json resource, std::string_view full_url);
    void read_fact(Kind kind, fhir::Json resource);
    void drop(fhir::Json resource);
    void read_selections(fhir::Json context);
    void read_task(fhir::Json task);
    void note_lost_selections();
    void note_dropped();

    Gathering& in_;
    std::string_view patient_;
    SourceBook book_;
    bool in_context_ = false;
    std::vector<std::string_view> context_ids_;  ///< of what came with the context, and what was dispatched
    int dropped_ = 0;
    bool wrong_patient_ = false;
};

void Pass::read_fact(Kind kind, fhir::Json resource) {
    switch (kind) {
    case Kind::patient: return read_patient(in_, resource);
    case Kind::conditions: return read_condition(in_, resource, in_context_);
    case Kind::medications: return take_order(in_, resource, in_context_);
    case Kind::statements: return take_order(in_, resource, false);
    case Kind::observations: return read_observation(in_, resource);
    case Kind::allergies: return read_allergy(in_, resource);
    case Kind::immunizations: return read_immunization(in_, resource);
    case Kind::procedures: return read_procedure(in_, resource);
    case Kind::requests: return read_request(in_, resource, in_context_);
    case Kind::administrations: return take_administration(in_, resource);
    }
}

void Pass::drop(fhir::Json resource) {
    if (resource["resourceType"].is("Patient"))
        wrong_patient_ = true;
    else
        ++dropped_;
    if (!in_context_) book_.foreign_row();
}

void Pass::read_resource(fhir::Json resource, std::string_view full_url) {
    const auto type = resource["resourceType"].text();
    if (in_context_) context_ids_.push_back(resource["id"].text());
    if (type.empty()) return book_.unreadable_row();
    if (type == "OperationOutcome") return book_.outcome(resource);
    if (type == "Bundle") return read_value(resource);
    if (type == "Medication") return in_.references.add(resource, full_url);
    const auto kind = kind_of_type(type);
    const bool report = type == "DiagnosticReport";
    const bool advice = in_context_ && type == "ImmunizationRecommendation";
    const bool care = is_care_type(type);
    if (!kind && !report && !advice && !care) return;
    if (is_of_other_patient(resource, patient_)) return drop(resource);
    if (!in_context_ && in_.is_dispatched(resource)) context_ids_.push_back(resource["id"].text());
    if (advice) return read_recommendation(in_, resource);
    if (report) return read_report(in_, resource);
    if (care) return take_care(in_, type, resource);
    if (!in_context_) book_.row(*kind);
    read_fact(*kind, resource);
}

/// A resource, a Bundle of any type, or a list of them (checklist PFD-8, PFD-11).
void Pass::read_value(fhir::Json value) {
    if (value.is_array()) {
        for (const fhir::Json one : value) read_value(one);
        return;
    }
    if (!value["resourceType"].is("Bundle")) return read_resource(value, {});
    const fhir::Json entries = value["entry"];
    if (entries && !entries.is_array()) book_.unreadable_row();
    for (const fhir::Json entry : entries) read_resource(entry["resource"], entry["fullUrl"].text());
}

void Pass::read_selections(fhir::Json context) {
    const auto take = [this](fhir::Json value) {
        const std::string_view named = fhir::reference(value);
        const std::string_view one = named.empty() ? value.text() : named;
        if (!one.empty()) in_.selections.push_back(one);
    };
    for (const char* name :
         {"selections", "dispatchedOrders", "dispatched-orders", "order"}) {  // checklist §14
        const fhir::Json value = context[name];
        if (value.string()) take(value);
        for (const fhir::Json one : value) take(one);
    }
    std::ranges::sort(in_.selections, {}, bare_id);
}

/// order-dispatch: a task may carry the order that it is about inside itself.
void Pass::read_task(fhir::Json task) {
    const std::string_view focus = task["focus"]["reference"].text();
    if (!focus.starts_with('#')) return;
    for (const fhir::Json inner : task["contained"])
        if (inner["id"].is(focus.substr(1))) read_resource(inner, {});
}

void Pass::context(fhir::Json context) {
    in_context_ = true;
    read_selections(context);
    for (const char* name : {"draftOrders", "medications", "conditions", "allergyIntolerances"})
        read_value(context[name]);
    const fhir::Json allergy = context["allergyIntolerance"];
    read_value(allergy["resource"] ? allergy["resource"] : allergy);
    for (const char* name : {"fulfillmentTasks", "fulfillment-tasks"})
        for (const fhir::Json task : context[name]) read_task(task);
    read_task(context["task"]);
    in_context_ = false;
}

void Pass::prefetch(fhir::Json prefetch) {
    const PrefetchKeys keys(prefetch, in_.input.aliases);
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) {
        const auto [key, value] = prefetch.member(i);
        book_.open(keys.kind_of(key), value);
        if (value && !value.string()) read_value(value);
        if (const FetchedAnswer* const rest = fetched_under(key)) read_pages(*rest);
        book_.close();
    }
    if (const std::size_t doubled = keys.beside_their_key())
        in_.note("prefetch-alias-beside-key", fmt::format("{} prefetch alias(es) beside the key", doubled));
}

const FetchedAnswer* Pass::fetched_under(std::string_view key) const {
    const auto found = std::ranges::find(in_.input.fetched, key, &FetchedAnswer::key);
    return found == in_.input.fetched.end() ? nullptr : &*found;
}

void Pass::read_pages(const FetchedAnswer& answer) {
    for (const fhir::Json page : answer.pages) read_value(page);
    book_.pages_followed(answer.complete);
}

/// What stands under no key of the request.
void Pass::fetched(fhir::Json prefetch) {
    for (const FetchedAnswer& answer : in_.input.fetched) {
        if (has_member(prefetch, answer.key)) continue;
        book_.open(answer.key, answer.pages.front());
        read_pages(answer);
        book_.close();
    }
}

void Pass::note_lost_selections() {
    const bool dispatch = in_.facts.hook == Hook::order_dispatch;
    if (!dispatch && !is_order_hook(in_.facts.hook)) return;
    std::ranges::sort(context_ids_);
    const auto lost = std::ranges::count_if(in_.selections, [&](std::string_view selection) {
        const bool may_be_a_drug = selection.starts_with("Medication") || bare_id(selection) == selection;
        return (!dispatch || may_be_a_drug) && !std::ranges::binary_search(context_ids_, bare_id(selection));
    });
    if (lost == 0) return;
    if (dispatch)
        in_.note("undelivered-order", fmt::format("{} dispatched order(s) were not in the prefetch", lost));
    else
        in_.note(
            "unknown-selection",
            fmt::format("{} selected order(s) did not come with the draft orders and were ignored", lost)
        );
}

void Pass::note_dropped() {
    if (wrong_patient_)
        in_.note("wrong-patient", "the Patient resource is of another patient and was not used");
    if (dropped_ > 0)
        in_.note("other-patient", fmt::format("{} resource(s) of another patient were left out", dropped_));
}

/// The order of a Bundle's entries means nothing (checklist 14 ORD-1): the same orders give the same answer.
void put_in_order(std::vector<Order>& orders) {
    std::ranges::stable_sort(orders, {}, [](const Order& one) {
        return std::tuple(!one.in_context, one.source.id, one.source.type);
    });
}

void Pass::finish() {
    Facts& facts = in_.facts;
    note_lost_selections();
    note_dropped();
    date_onsets(in_);
    settle_conditions(facts);
    facts.labs.freeze(result_reader(in_.terms, in_.input.zone, facts.now));
    facts.body = measure(facts.labs, facts.demographics, facts.now);
    if (facts.body.weight_implausible)
        in_.note("implausible-weight", "the newest body weight cannot be right and was not used");
    in_.references.freeze();
    finish_orders(in_);
    put_in_order(facts.orders);
    finish_administrations(in_);
    finish_care(in_);
    facts.sources = book_.sources();
    // "No known allergy" is an answer without rows (RULES 2.9).
    if (facts.no_known_allergy && facts.allergies.empty() && facts.sources.allergies == Availability::present)
        facts.sources.allergies = Availability::empty;
}

}  // namespace

Facts gather(const GatherInput& input, const Terms& terms, const Policy&) {
    Facts facts;
    // An admission is judged as the opening of the chart (RULES 4.2).
    facts.hook = input.hook == Hook::encounter_start ? Hook::patient_view : input.hook;
    facts.now = input.zone.day_of(input.now);
    const fhir::Json context = input.request["context"];
    facts.patient_id = bare_id(context["patientId"].text());
    facts.context = {context, input.context_text};

    Gathering in(input, terms, facts);
    Pass pass(in, facts.patient_id);
    pass.context(context);
    pass.prefetch(input.request["prefetch"]);
    pass.fetched(input.request["prefetch"]);
    pass.finish();
    return facts;
}

}  // namespace iim::engine
