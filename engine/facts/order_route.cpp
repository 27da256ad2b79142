#include "engine/facts/gathering.hpp"
#include "engine/facts/routes.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"
#include "engine/terms/groups.hpp"

#include <array>

namespace iim::engine {

namespace {

struct StatedRoute {
    Route route = Route::unknown;
    bool stated = false;  ///< a route is given, whether we know it or not
};

void take_route(StatedRoute& best, Route route) {
    // Of several instructions the systemic one counts: first intravenous, then by mouth, is systemic
    // exposure.
    if (best.route == Route::unknown || (!is_systemic(best.route) && is_systemic(route))) best.route = route;
}

StatedRoute stated_route(const Terms& terms, fhir::Json resource) {
    StatedRoute best;
    for (const fhir::Json dosage : instructions_of(resource)) {
        const fhir::Json coded = dosage["route"];
        if (!coded) continue;
        best.stated = true;
        Route route = Route::unknown;
        fhir::for_each_coding(coded, [&](const fhir::Coding& code) {
            if (route == Route::unknown) route = route_of(code, terms);
        });
        if (route == Route::unknown) route = route_of_text(coded["text"].text());
        if (route != Route::unknown) take_route(best, route);
    }
    return best;
}

Route route_of_words(fhir::Json resource, const fhir::DoseReading& dose) {
    StatedRoute best;
    for (const fhir::DosePhase& phase : dose.phases) take_route(best, route_of_text(phase.route_text));
    for (const fhir::Json dosage : instructions_of(resource))
        take_route(best, route_in_instruction(dosage["text"].text()));
    return best.route;
}

bool is_for_injection(std::string_view form) {
    return has_part(form, "inject") || has_part(form, "infusion") || has_part(form, "syringe");
}

Route route_of_product(const Order& order, const DrugIdentity& drug, bool& injection) {
    const std::string_view product_form = order.product ? order.product->form : std::string_view();
    injection = is_for_injection(product_form) || is_for_injection(drug.form) || is_for_injection(drug.label);
    for (const std::string_view form : {product_form, drug.form, drug.label}) {
        const Route route = route_of_form(form);
        if (route != Route::unknown && !(injection && route == Route::oral)) return route;
    }
    return Route::unknown;
}

/// Vitamins come as drops to swallow.
constexpr std::array swallowed_in_drops{
    drug::cholecalciferol,
    drug::ergocalciferol,
    drug::calcifediol,
    drug::calcitriol,
    drug::vitamin_d_class,
    drug::calcium_vitamin_d};

/// Doses that are counted in drops, puffs or applications, all of them.
Route route_of_units(fhir::Json resource, const Order& order) {
    if (order.is_any(swallowed_in_drops)) return Route::unknown;
    Route all = Route::unknown;
    for (const fhir::Json dosage : instructions_of(resource)) {
        const fhir::Json doses = dosage["doseAndRate"];
        const fhir::Json dose = doses ? doses.first()["doseQuantity"] : dosage["doseQuantity"];
        Route one = route_of_unit(dose["unit"].text());
        if (one == Route::unknown) one = route_of_unit(dose["code"].text());
        if (one == Route::unknown) return one;
        all = one;
    }
    return all;
}

bool in_oral_solids(fhir::Json resource) {
    for (const fhir::Json dosage : instructions_of(resource)) {
        const fhir::Json text = dosage["text"];
        if (text && (has_words(text.text(), "tablet") || has_words(text.text(), "tablets"))) return true;
        const fhir::Json doses = dosage["doseAndRate"];
        const fhir::Json dose = doses ? doses.first()["doseQuantity"] : dosage["doseQuantity"];
        for (const char* name : {"unit", "code"})
            if (is_oral_solid_unit(dose[name].text())) return true;
    }
    return false;
}

/// ATC alone has such codes. Creams, drops and sprays of the same drugs have classes of their own.
bool is_of_systemic_class(const Terms& terms, fhir::Json resource) {
    bool found = false;
    fhir::for_each_coding(resource["medicationCodeableConcept"], [&](const fhir::Coding& code) {
        found = found || (code.code.starts_with("H02") && !terms.lookup(code.system, code.code).empty());
    });
    return found;
}

UnstatedRoute unstated(const Terms& terms, fhir::Json resource, const Order& order, bool injection) {
    UnstatedRoute route;
    route.systemic_class = is_of_systemic_class(terms, resource);
    route.drug = order.drugs.first_of(group::corticosteroids);
    route.injection_form = injection;
    route.oral_solid = in_oral_solids(resource);
    for (const fhir::DosePhase& phase : order.dose.phases) {
        const auto mg = phase.mg_per_dose.hi;
        if (mg && (!route.mg || *mg > *route.mg)) route.mg = mg;
        const bool once = phase.frequency == fhir::Frequency::once;
        if (phase.frequency != fhir::Frequency::unknown && !once) route.repeated = true;
    }
    return route;
}

/// Prednisolone also comes as eye and ear drops, so it must be counted in tablets.
bool is_only_systemic(fhir::Json resource, const Order& order) {
    if (order.is(drug::prednisone) || order.is(drug::cortisone) || order.is(drug::deflazacort)) return true;
    return order.is(drug::prednisolone) && in_oral_solids(resource);
}

}  // namespace

void find_route(Gathering& in, fhir::Json resource, const DrugIdentity& drug, Order& order) {
    bool injection = false;
    const StatedRoute stated = stated_route(in.terms, resource);
    order.route = stated.route;
    if (order.route == Route::unknown && !stated.stated) order.route = route_of_words(resource, order.dose);
    if (order.route == Route::unknown) order.route = route_of_product(order, drug, injection);
    if (order.route == Route::unknown) order.route = route_of_units(resource, order);
    order.route_stated = order.route != Route::unknown;
    if (order.route_stated || !order.is_any(group::corticosteroids)) return;
    // A route that is given in words or codes we do not know is no reason to assume another, unless the drug
    // is made for systemic use only.
    if (!stated.stated || is_only_systemic(resource, order))
        order.route = assume_route(unstated(in.terms, resource, order, injection));
    if (order.route == Route::unknown)
        in.note(
            "route-unknown",
            "a corticosteroid order states no route and was not counted as systemic",
            resource
        );
    else if (stated.stated)
        in.note(
            "route-assumed",
            "the route of a corticosteroid could not be read; it was read as systemic",
            resource
        );
    else if (order.is(drug::methylprednisolone) || order.is(drug::prednisolone))
        in.note("route-assumed", "a corticosteroid order states no route; it was read as systemic", resource);
}

}  // namespace iim::engine
