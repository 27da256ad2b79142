#include "engine/facts/simulate.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/gathering.hpp"

#include <algorithm>
#include <variant>

namespace iim::engine {

const Order* taken_out(const Action& action) noexcept {
    if (const auto* const remove = std::get_if<RemoveOrder>(&action)) return remove->order;
    if (const auto* const change = std::get_if<ChangeOrder>(&action)) return change->order;
    if (const auto* const taper = std::get_if<TaperProposal>(&action)) return taper->order;
    return nullptr;
}

namespace {

void copy_orders(const Patient& patient, const Suggestion& suggestion, Simulation& into) {
    const auto leaves = [&](const Order& order) {
        return std::ranges::any_of(suggestion.actions, [&](const Action& each) {
            return taken_out(each) == &order;
        });
    };
    for (const Order& order : patient.facts().orders) {
        if (leaves(order)) continue;
        into.facts.orders.push_back(order);
        into.origin.push_back(&order);
    }
    into.own = into.facts.orders.size();
}

/// The order that a new one stands for: the one it changes, else a removed one of the same drug.
const Order* origin_of(const Order& order, const Action& action, const Suggestion& suggestion) {
    if (const Order* const rewritten = taken_out(action)) return rewritten;
    for (const Action& each : suggestion.actions) {
        const Order* const old = taken_out(each);
        if (old && same_ingredient(*old, order)) return old;
    }
    return nullptr;
}

/// All orders of the suggestion as one JSON list, so that one parse keeps them all alive.
std::string list_of(const Accepted& accepted) {
    std::string list = "[";
    for (const std::string_view each : accepted.orders) {
        if (each.empty()) continue;
        if (list.size() > 1) list += ',';
        list += each;
    }
    return list += ']';
}

void read_orders(const Patient& patient, const Accepted& accepted, fhir::Json list, Simulation& into) {
    GatherInput input;
    input.hook = into.facts.hook;
    std::size_t at = 0;
    for (std::size_t i = 0; i < accepted.orders.size(); ++i) {
        if (accepted.orders[i].empty()) continue;
        const std::size_t before = into.facts.orders.size();
        Gathering gathering(input, patient.terms(), into.facts);
        take_order(gathering, list.at(at++), true);
        gathering.references.freeze();
        finish_orders(gathering);
        for (std::size_t added = before; added < into.facts.orders.size(); ++added) {
            Order& order = into.facts.orders[added];
            order.selected = true;
            const Suggestion& suggestion = *accepted.suggestion;
            into.origin.push_back(origin_of(order, suggestion.actions[i], suggestion));
        }
    }
}

void add_tests(const Suggestion& suggestion, Facts& facts) {
    for (const Action& each : suggestion.actions)
        if (const auto* const test = std::get_if<TestProposal>(&each)) {
            Request request;
            request.what.add(test->what);
            request.draft = true;
            facts.requests.push_back(request);
        }
}

/// Everything but the orders.
Facts copy_of(const Facts& from) {
    Facts facts;
    facts.hook = Hook::order_sign;
    facts.now = from.now;
    facts.patient_id = from.patient_id;
    facts.demographics = from.demographics;
    facts.body = from.body;
    facts.conditions = from.conditions;
    facts.allergies = from.allergies;
    facts.no_known_allergy = from.no_known_allergy;
    facts.labs = from.labs;
    facts.requests = from.requests;
    facts.procedures = from.procedures;
    facts.immunizations = from.immunizations;
    facts.administrations = from.administrations;
    facts.dispenses = from.dispenses;
    facts.devices = from.devices;
    facts.stays = from.stays;
    facts.sources = from.sources;
    facts.notes = from.notes;
    facts.context = from.context;
    facts.orders.reserve(from.orders.size() + 1);
    return facts;
}

}  // namespace

Simulation simulate(
    const Patient& patient, const Accepted& accepted, Companions companions, fhir::Document& scratch
) {
    Simulation made{copy_of(patient.facts()), {}, 0};
    copy_orders(patient, *accepted.suggestion, made);
    if (companions == Companions::with) add_tests(*accepted.suggestion, made.facts);
    const auto list = scratch.parse(list_of(accepted));
    if (list) read_orders(patient, accepted, *list, made);
    const bool named = std::all_of(
        made.facts.orders.begin() + static_cast<std::ptrdiff_t>(made.own),
        made.facts.orders.end(),
        [](const Order& each) { return !each.drugs.empty(); }
    );
    const auto written = std::ranges::count_if(accepted.orders, [](auto each) { return !each.empty(); });
    made.complete = list && named && std::ssize(made.facts.orders) == std::ssize(made.origin)
                    && std::ssize(made.facts.orders) == static_cast<std::ptrdiff_t>(made.own) + written;
    return made;
}

Simulation unchanged(const Patient& patient) {
    Simulation made{copy_of(patient.facts()), {}, 0};
    copy_orders(patient, {}, made);
    return made;
}

}  // namespace iim::engine
