#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/steroid_plan.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{design};
constexpr auto overrides = word_list<2>("data-incorrect already-addressed");
constexpr auto parameter_names = word_list<2>("gap.show_on_patient_view mono.min_days");

bool myositis_is_known(const Patient& patient) {
    return patient.iim().has() || patient.iim().possible_only();
}

/// A systemic corticosteroid counts from 14 days on, when its length is known.
bool is_long_steroid(const Patient& patient, const Order& order) {
    const SteroidTimeline::Course* course = patient.steroid().course(order);
    if (!course || course->kind == SteroidClass::premed || course->kind == SteroidClass::pulse) return false;
    return planned_days(patient, *course) >= patient.policy().mono_min_days;
}

/// NOTES trap 2: the ingredient may be a cream or drops, unless it is a drug of tablets or counted in mg.
bool may_be_swallowed(const Order& order) {
    if (order.route != Route::unknown || !order.is_any(group::corticosteroids)) return false;
    if (order.is(drug::prednisolone) || order.is(drug::methylprednisolone)) return true;
    const bool converts = prednisone_equivalent(order.drugs.first_of(group::corticosteroids)).has_value();
    return converts && std::ranges::any_of(order.dose.phases, [](const fhir::DosePhase& phase) {
               return phase.mg_per_dose.hi && phase.frequency != fhir::Frequency::once;
           });
}

/// Without a route it is on no calendar.
bool is_short_by_itself(const Patient& patient, const Order& order) {
    const auto end = stated_end(order);
    const Day start = std::max(first_day(order).value_or(patient.now()), patient.now());
    return end && static_cast<double>((*end - start).count() + 1) < patient.policy().mono_min_days;
}

std::string what_was_seen(const Order& order) {
    if (order.dose.raw.empty()) return "The order carries no dosage" + words::from(order.source);
    return fmt::format("The order says: {}{}", order.dose.raw, words::from(order.source));
}

/// RULES R60 Ind: how often methotrexate is taken is R04's matter, wherever that rule runs.
bool leaves_frequency_to_r04(const Patient& patient, const Order& order) {
    return order.is(drug::methotrexate) && mtx::is_weekly_route(order) && !mtx::is_single_dose(order)
           && patient.hook() != Hook::order_dispatch;
}

void say_unreadable(const Patient& patient, const Watched& drugs, const Order& order, Findings& found) {
    auto parts = unreadable_parts(order);
    const bool no_route = may_be_swallowed(order);
    if (no_route) parts.emplace_back("route");
    if (leaves_frequency_to_r04(patient, order)) std::erase(parts, "frequency");
    const bool short_steroid =
        order.is_any(group::corticosteroids)
        && (no_route ? is_short_by_itself(patient, order) : !is_long_steroid(patient, order));
    if (!found.holds(
            "its dose, frequency or route could not be read, or a weight is missing", !parts.empty()
        ))
        return;
    if (found.holds("a steroid for less than 14 days", short_steroid)) return;
    const std::string_view drug = words::drug(patient, order, drugs.drugs);
    Finding& finding = found.info(
        &order,
        "{}: {} could not be read, so {} were not performed",
        words::capitalised(drug),
        words::all_of(parts),
        drugs.checks
    );
    finding.why = {what_was_seen(order)};
    if (patient.facts().body.weight_implausible) finding.because("The recorded weight is implausible");
    finding.consider = {
        "Needed: a structured dose in mg with its frequency and route, a product with its strength, and a "
        "weight from the last 90 days for doses per kg"};
    finding.not_checked = {
        no_route ? fmt::format("{}: {} could not be read", drug, words::all_of(parts))
                 : gap_line(drug, order)};
    finding.data_gap = true;
    finding.trigger = "could not be read: " + words::all_of(parts);
}

void say_implausible(const Patient& patient, const Watched& drugs, const Order& order, Findings& found) {
    const auto reason = implausible_dose(patient, order);
    if (!found.holds("its dose cannot be meant", reason.has_value())) return;
    Finding& finding = found.warning(
        &order,
        "{}: the dose is far outside anything usual, check dose and unit before signing",
        words::capitalised(words::drug(patient, order, drugs.drugs))
    );
    finding.why = {words::capitalised(*reason), what_was_seen(order)};
    finding.trigger = "implausible: " + *reason;
}

struct Size {
    std::string_view name, checks, needed;
};
constexpr Size weight{"weight", "weight-based dose checks", "a weight from the last 90 days"};
constexpr std::string_view of_child = "a weight from the last 60 days (30 days below the age of 2)";
constexpr Size weight_of_child{"weight", "mg/kg dose checks for a child", of_child};
constexpr Size surface_of_child{
    "body surface area",
    "mg/m2 dose checks for a child",
    "a recent weight, and a height from the last 180 days"};

void say_size_missing(
    std::string_view drug, const Size& size, const Order& order, std::string dose, Findings& found
) {
    Finding& finding = found.info(
        &order,
        "{}: {} could not be read, so {} were not performed",
        words::capitalised(drug),
        size.name,
        size.checks
    );
    finding.why = {std::move(dose)};
    finding.consider = {fmt::format("Needed: {}", size.needed)};
    finding.not_checked = {fmt::format("{}: {} could not be read", drug, size.name)};
    finding.data_gap = true;
    finding.trigger = fmt::format("could not be read: {}", size.name);
}

/// RULES R19 U: above 150 mg the limit by weight matters. RULES R22 U: immunoglobulin has no other limit.
void say_weights_missing(const Patient& patient, Findings& found) {
    constexpr double matters_above_mg = 150;
    if (!myositis_is_known(patient) || patient.facts().body.weight_kg) return;
    for (const Order* order : patient.ordering(group::thiopurines)) {
        const thiopurine::Dose dose = thiopurine::dose_of(patient, *order);
        if (!dose.mg || *dose.mg <= matters_above_mg || !unreadable_parts(*order).empty()) continue;
        const std::string_view drug = words::drug(patient, *order, group::thiopurines);
        say_size_missing(drug, weight, *order, thiopurine::dose_in_words(patient, dose), found);
    }
    for (const Order* order : patient.ordering(group::immunoglobulin))
        if (ivig::is_infused(*order) && unreadable_parts(*order).empty())
            say_size_missing("IVIG", weight, *order, what_was_seen(*order), found);
}

bool is_dosed_by_weight(const Patient& patient, const Order& order) {
    const SteroidTimeline::Course* course = patient.steroid().course(order);
    return course && course->kind != SteroidClass::premed && course->kind != SteroidClass::replacement;
}

bool is_dosed_by_surface(const Patient& patient, const Order& order) {
    return mtx::is_weekly_route(order) && !mtx::is_single_dose(order) && !mtx::is_oncology(patient, order);
}

/// RULES R54 U: in juvenile dermatomyositis steroid is dosed by weight, methotrexate by body surface.
void say_sizes_of_child_missing(const Patient& patient, Findings& found) {
    const Anthropometrics& body = patient.facts().body;
    if (patient.iim().subtype != Subtype::jdm || !patient.facts().demographics.child()) return;
    const auto say = [&](ConceptGroup drugs, const Size& size, auto is_dosed_by_it) {
        for (const Order* order : patient.ordering(drugs)) {
            const bool readable = unreadable_parts(*order).empty();
            if (!readable || indication::is_stated(*order) || !is_dosed_by_it(patient, *order)) continue;
            say_size_missing(words::drug(patient, *order, drugs), size, *order, what_was_seen(*order), found);
        }
    };
    if (!body.weight_kg) say(group::corticosteroids, weight_of_child, is_dosed_by_weight);
    if (!body.bsa_m2) say(group::methotrexate, surface_of_child, is_dosed_by_surface);
}

/// Ruling 11: an order for one of the rules' drugs, while nobody can say whether the patient has myositis.
void say_diagnoses_missing(const Patient& patient, Findings& found) {
    const Truth none = engine::found(myositis_is_known(patient), patient.sources().conditions);
    if (found.holds("a myositis is on record", none) != Truth::unknown) return;
    for (const Watched& drugs : watched_drugs())
        for (const Order* order : patient.ordering(drugs.drugs)) {
            if (order->is_any(group::corticosteroids) && !is_long_steroid(patient, *order)) continue;
            Finding& finding =
                found.info(order, "Diagnoses were not available: myositis checks were not done");
            finding.not_checked = {"diagnoses were not available: myositis checks were not done"};
            finding.trigger = "diagnoses not available";
            return;
        }
}

/// order-dispatch sends references: an order that cannot be looked up may be any infusion.
void say_undelivered(const Patient& patient, Findings& found) {
    const bool free_of_myositis =
        !myositis_is_known(patient) && engine::found(false, patient.sources().conditions) == Truth::no;
    if (free_of_myositis) return;
    for (const DataNote& note : patient.facts().notes) {
        if (note.code != "undelivered-order") continue;
        Finding& finding = found.info(
            nullptr, "A dispatched order did not come with the request: infusion checks were not performed"
        );
        finding.why = {words::capitalised(note.text)};
        finding.consider = {"Check the order itself before it is carried out"};
        finding.not_checked = {"dispatched order not available: infusion checks were not done"};
        finding.trigger = "dispatched order not available";
    }
}

/// An ointment or eye drops: no check of ours was due.
bool is_local(const Order& order) {
    return !may_be_systemic(order) && order.route != Route::other && order.route != Route::intrathecal;
}

void check(const Patient& patient, Findings& found) {
    say_undelivered(patient, found);
    for (const Watched& drugs : watched_drugs()) {
        if (!drugs.any_indication && !myositis_is_known(patient)) continue;
        for (const Order* order : patient.ordering(drugs.drugs)) {
            if (is_local(*order)) continue;
            say_implausible(patient, drugs, *order, found);
            say_unreadable(patient, drugs, *order, found);
        }
    }
    say_weights_missing(patient, found);
    say_sizes_of_child_missing(patient, found);
    say_diagnoses_missing(patient, found);
}

}  // namespace

extern constinit const Rule data_not_evaluable = {
    .number = "R60",
    .id = "data-not-evaluable",
    .title = "A safety-critical order could not be read",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 10,
    .hooks = Hook::order_select | Hook::order_sign | Hook::medication_refill | Hook::order_dispatch,
    .any_indication = true,
    .why = "An order that could not be read was not checked, and silence would look like approval.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
