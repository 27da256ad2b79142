#include "engine/facts/routes.hpp"

#include "engine/facts/edqm_routes.hpp"
#include "engine/facts/route_words.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

template <std::size_t size>
Route first_equal(const WordRoute (&table)[size], std::string_view text) noexcept {
    for (const WordRoute& row : table)
        if (equals_words(text, row.word)) return row.route;
    return Route::unknown;
}

template <std::size_t size>
Route first_within(const WordRoute (&table)[size], std::string_view text) noexcept {
    for (const WordRoute& row : table)
        if (has_words(text, row.word)) return row.route;
    return Route::unknown;
}

struct ConceptRoute {
    Concept code;
    Route route;
};
constexpr ConceptRoute coded_routes[] = {
    {route::oral, Route::oral},
    {route::po, Route::oral},
    {route::intravenous, Route::iv},
    {route::iv, Route::iv},
    {route::intramuscular, Route::im},
    {route::im, Route::im},
    {route::subcutaneous, Route::sc},
    {route::sq, Route::sc},
    {route::inhalation, Route::inhaled},
    {route::ipinhl, Route::inhaled},
    {route::nasal, Route::nasal},
    {route::nasinhl, Route::nasal},
    {route::rectal, Route::rectal},
    {route::pr, Route::rectal},
    {route::topical, Route::topical},
    {route::enteral, Route::enteral},
    {route::sl, Route::other},
    {route::ophthalmic, Route::ophthalmic},
    {route::otic, Route::otic},
    {route::intra_articular, Route::intra_articular},
    {route::intralesional, Route::intralesional},
    {route::epidural, Route::epidural},
    {route::intrathecal, Route::intrathecal},
    {route::local, Route::other},
};

void cut_end(std::string_view& text, std::string_view end) noexcept {
    if (text.size() < end.size() || !equals_words(text.substr(text.size() - end.size()), end)) return;
    text = trimmed(text.substr(0, text.size() - end.size()));
}

/// "{tablet}", "tablet(s)", "[drp]": the thing itself.
std::string_view counted_thing(std::string_view unit) noexcept {
    const bool braces = unit.size() > 2 && unit.front() == '{' && unit.back() == '}';
    const bool brackets = unit.size() > 2 && unit.front() == '[' && unit.back() == ']';
    if (braces || brackets) unit = unit.substr(1, unit.size() - 2);
    cut_end(unit, "(s)");
    return unit;
}

bool is_hl7_0162(std::string_view system) noexcept {
    return system.ends_with("v2-0162") || system.ends_with("v2/0162") || system.ends_with("113883.12.162")
           || system.ends_with("113883.18.80");
}

}  // namespace

Route route_of(const fhir::Coding& coding, const Terms& terms) noexcept {
    for (const Meaning& meaning : terms.lookup(coding.system, coding.code))
        for (const ConceptRoute& row : coded_routes)
            if (row.code == meaning.concept_) return row.route;
    if (is_hl7_0162(coding.system)) {
        const Route route = first_equal(hl7_0162, coding.code);
        if (route != Route::unknown) return route;
    }
    if (coding.system.find("standardterms.edqm.eu") != std::string_view::npos) {
        const Route route = first_equal(edqm_routes, coding.code);
        if (route != Route::unknown) return route;
    }
    return route_of_text(coding.display);
}

Route route_of_text(std::string_view text) noexcept {
    text = trimmed(text);
    for (const std::string_view end : {"(qualifier value)", "route", "use", "route of administration"})
        cut_end(text, end);
    const Route whole = first_equal(route_words, text);
    if (whole != Route::unknown) return whole;
    for (const std::string_view start : {"per ", "via ", "through ", "by "}) {
        if (text.size() <= start.size() || !equals_words(text.substr(0, start.size()), start)) continue;
        return first_equal(route_words, trimmed(text.substr(start.size())));
    }
    return Route::unknown;
}

Route route_in_instruction(std::string_view text) noexcept {
    return first_within(instruction_words, text);
}

Route route_of_form(std::string_view form_or_name) noexcept {
    return first_within(form_words, form_or_name);
}

Route route_of_unit(std::string_view unit) noexcept {
    return first_equal(unit_routes, counted_thing(unit));
}

bool is_oral_solid_unit(std::string_view unit) noexcept {
    unit = counted_thing(unit);
    for (const std::string_view word :
         {"tablet", "tablets", "tab", "tabs", "tbl", "pill", "pills", "capsule", "capsules", "cap", "caps"})
        if (equals_words(unit, word)) return true;
    return false;
}

/// | drug                                       | what the order says                      | route |
/// | any corticosteroid                         | counted in tablets or capsules           | oral  |
/// | prednisone, cortisone, deflazacort         | nothing more: made for swallowing only   | oral  |
/// | prednisolone                               | mg, more than once                       | oral  |
/// | methylprednisolone                         | mg, more than once, at most 100 mg       | oral  |
/// | methylprednisolone                         | mg, more than once, above 100 mg         | iv    |
/// | methylprednisolone                         | 250 mg or more                           | iv    |
/// | any corticosteroid                         | ATC H02, and nothing of the above        | oral  |
/// | hydrocortisone, dexamethasone, betamethasone, triamcinolone                           | open  |
Route assume_route(const UnstatedRoute& order) noexcept {
    constexpr double largest_oral_mg = 100, smallest_pulse_mg = 250;
    const bool only_oral =
        order.drug == drug::prednisone || order.drug == drug::cortisone || order.drug == drug::deflazacort;
    if (!order.injection_form && (order.oral_solid || only_oral)) return Route::oral;
    const Route by_class = order.systemic_class && !order.injection_form ? Route::oral : Route::unknown;
    if (!order.mg) return by_class;
    if (order.drug == drug::prednisolone && order.repeated && !order.injection_form) return Route::oral;
    if (order.drug != drug::methylprednisolone) return by_class;
    if (*order.mg >= smallest_pulse_mg) return Route::iv;
    if (!order.repeated) return by_class;
    if (*order.mg > largest_oral_mg) return Route::iv;
    return order.injection_form ? Route::unknown : Route::oral;
}

}  // namespace iim::engine
