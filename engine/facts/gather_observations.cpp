#include "engine/facts/gathering.hpp"
#include "engine/facts/lab_units.hpp"
#include "engine/facts/readings.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"
#include "fhir/ucum.hpp"

namespace iim::engine {

namespace {

/// When nobody says when: far before any look-back, so that only lifetime results can use it.
constexpr Day undated = std::chrono::sys_days(std::chrono::year(1900) / 1 / 1);

std::optional<ResultState> state_of(fhir::Json resource) {
    const auto status = resource["status"].text();
    if (status == "final" || status == "amended" || status == "corrected" || status == "appended")
        return ResultState::final_;
    if (status == "preliminary" || status == "registered" || status == "partial")
        return ResultState::preliminary;
    return {};
}

void read_date(const Gathering& in, fhir::Json resource, Result& result) {
    const fhir::Json period = resource["effectivePeriod"];
    for (const fhir::Json value :
         {resource["effectiveDateTime"],
          period["end"],
          resource["effectiveInstant"],
          period["start"],
          resource["issued"]}) {
        const auto date = in.date(value);
        if (!date) continue;
        result.date = date->first;
        result.instant = date->instant;
        return;
    }
    result.dated = false;
    // A test that was asked for is pending today; a result of unknown age is old.
    result.date = result.state == ResultState::preliminary ? in.now() : undated;
}

std::optional<double> in_lab_unit(double value, std::string_view unit, Concept test) {
    const LabUnit target = lab_unit(test);
    if (target.unit.empty()) return value;
    if (const auto converted = fhir::convert(value, unit, target.unit, target.molar_mass)) return converted;
    // The codes of this test are all per 1.73 m2, so a unit that leaves it out means the same.
    if (test == lab::egfr) return fhir::convert(value, unit, "mL/min");
    return {};
}

std::optional<double> limit(fhir::Json bound, std::string_view unit, Concept test) {
    const fhir::Quantity quantity = fhir::quantity(bound);
    if (!quantity.value) return {};
    return in_lab_unit(*quantity.value, quantity.unit.empty() ? unit : quantity.unit, test);
}

/// The first range that is meant for normal values: one without a type or of type "normal".
void read_range(fhir::Json holder, std::string_view unit, Result& result) {
    for (const fhir::Json range : holder["referenceRange"]) {
        if (range["type"] && !fhir::has_code(range["type"], "normal")) continue;
        result.range_low = limit(range["low"], unit, result.test);
        result.range_high = limit(range["high"], unit, result.test);
        return;
    }
}

void read_quantity(fhir::Json value, Result& result) {
    const fhir::Quantity quantity = fhir::quantity(value);
    if (!quantity.value) return;
    result.unit = quantity.printed.empty() ? quantity.unit : quantity.printed;
    result.comparator = quantity.comparator;
    result.value = in_lab_unit(*quantity.value, quantity.unit, result.test);
    if (!result.value && !quantity.printed.empty())
        result.value = in_lab_unit(*quantity.value, quantity.printed, result.test);
    result.unit_unknown = !result.value;
}

void read_interpretation(fhir::Json holder, Result& result) {
    fhir::for_each_coding(holder["interpretation"], [&](const fhir::Coding& code) {
        if (result.reading == Reading::unknown) result.reading = reading_of_interpretation(code.code);
        if (result.flag || code.code.empty()) return;
        const char first = code.code.front();
        const bool level = code.code == "H" || code.code == "HH" || code.code == "HU" || code.code == "L"
                           || code.code == "LL" || code.code == "LU" || code.code == "N";
        if (level) result.flag = first;
    });
}

void read_words(std::string_view text, Result& result) {
    if (result.text.empty()) result.text = text;
    if (result.reading == Reading::unknown) result.reading = reading_of_text(text);
    const auto gene = gene_of(result.test);
    if (gene && result.phenotype == Phenotype::unknown) result.phenotype = phenotype_of_text(text, *gene);
}

void read_coded(const Terms& terms, fhir::Json value, Result& result) {
    result.answers = concepts_of(terms, value);
    result.reading = reading_of(result.answers);
    if (gene_of(result.test)) result.phenotype = phenotype_of(result.answers);
    read_words(fhir::label(value), result);
    fhir::for_each_coding(value, [&](const fhir::Coding& code) { read_words(code.display, result); });
}

/// value[x] of an Observation or of a component. False when there is none.
bool read_value(const Gathering& in, fhir::Json holder, Result& result) {
    if (const fhir::Json quantity = holder["valueQuantity"])
        read_quantity(quantity, result);
    else if (const fhir::Json coded = holder["valueCodeableConcept"])
        read_coded(in.terms, coded, result);
    else if (const auto text = holder["valueString"].string())
        read_words(*text, result);
    else if (const auto yes = holder["valueBoolean"].boolean())
        result.reading = *yes ? Reading::positive : Reading::negative;
    else if (const auto date = in.date(holder["valueDateTime"]))
        result.value_day = date->first;
    else if (const auto number = holder["valueInteger"].number()) {
        result.unit_unknown = !lab_unit(result.test).unit.empty();
        if (!result.unit_unknown) result.value = number;
    } else
        return false;
    return true;
}

/// Studies and panels count as done without a value of their own. A test without a value would hide the
/// result that says something.
bool counts_as_done(const Terms& terms, Concept test) noexcept {
    return test == observation::dxa_study || test == lab::cbc_panel
           || terms.id(test).starts_with("procedure/");
}

/// One Observation or component as a result of each test that its code names.
void add_results(Gathering& in, fhir::Json holder, const Result& common) {
    for (const Concept test : concepts_of(in.terms, holder["code"], {"lab/", "observation/", "procedure/"})) {
        Result result = common;
        result.test = test;
        const bool valued = read_value(in, holder, result);
        // A final result that says nothing ("specimen lost") is no result; a preliminary one is pending.
        const bool done = counts_as_done(in.terms, test) && !holder["dataAbsentReason"];
        if (!valued && !done && result.state == ResultState::final_) continue;
        read_interpretation(holder, result);
        read_range(holder, result.unit, result);
        in.facts.labs.add(result);
    }
}

bool names_thiopurine_test(fhir::Json code) {
    const std::string_view text = fhir::label(code);
    return has_part(text, "tpmt") || has_part(text, "thiopurine") || has_part(text, "nudt15");
}

bool has_known_code(const Terms& terms, fhir::Json code) {
    bool known = false;
    fhir::for_each_coding(code, [&](const fhir::Coding& one) {
        known = known || !terms.lookup(one.system, one.code).empty();
    });
    return known;
}

}  // namespace

void read_observation(Gathering& in, fhir::Json resource) {
    const auto state = state_of(resource);
    if (!state) return;
    const bool known = has_known_code(in.terms, resource["code"]);
    const fhir::Json components = resource["component"];
    if (!known && names_thiopurine_test(resource["code"]))
        in.note(
            "unmapped-thiopurine-test", "a result names a thiopurine test but has no known code", resource
        );
    if (!known && components.size() == 0) return;
    if (!in.first_time(resource)) return;

    Result common;
    common.state = *state;
    common.source = source_of(resource);
    read_date(in, resource, common);
    if (known) add_results(in, resource, common);
    for (const fhir::Json component : components) add_results(in, component, common);
}

/// Reports count for what is coded in them: thiopurine phenotypes, lung disease on CT, that a scan was done.
void read_report(Gathering& in, fhir::Json resource) {
    const auto state = state_of(resource);
    if (!state) return;
    const Concepts tests = concepts_of(in.terms, resource["code"], {"lab/", "observation/", "procedure/"});
    const fhir::Json conclusion = resource["conclusionCode"];
    if (tests.empty() && !conclusion) return;
    if (!in.first_time(resource)) return;
    Result common;
    common.state = *state;
    common.source = source_of(resource);
    common.text = fhir::label(conclusion);
    read_date(in, resource, common);
    const Concepts said = concepts_of(in.terms, conclusion);
    for (const Concept test : tests) {
        Result result = common;
        result.test = test;
        result.answers = said;
        if (gene_of(test)) result.phenotype = phenotype_of(said);
        const bool says = result.phenotype != Phenotype::unknown || counts_as_done(in.terms, test);
        if (!says && *state == ResultState::final_) continue;
        in.facts.labs.add(result);
    }
    if (*state != ResultState::final_ || !said.has(condition::interstitial_lung_disease)) return;
    Condition lung;
    lung.concepts.add(condition::interstitial_lung_disease);
    if (common.dated) lung.recorded = common.date;
    lung.label = common.text;
    lung.source = common.source;
    in.facts.conditions.push_back(lung);
}

}  // namespace iim::engine
