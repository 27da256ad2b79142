#include "engine/facts/gathering.hpp"
#include "engine/facts/lab_units.hpp"
#include "engine/facts/readings.hpp"
#include "engine/facts/test_words.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"
#include "fhir/quantity_text.hpp"
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

/// What reading a result needs besides the result; it outlives the gathering.
struct Context {
    const Terms& terms;
    fhir::Zone zone;
    Day now;
    std::optional<fhir::Date> date(fhir::Json value) const {
        const auto text = value.string();
        return text ? fhir::parse_date(*text, zone) : std::nullopt;
    }
};

void read_date(const Context& in, fhir::Json resource, Result& result) {
    if (const auto issued = in.date(resource["issued"])) result.issued = issued->instant;
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
    result.date = result.state == ResultState::preliminary ? in.now : undated;
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
fhir::Json normal_range(fhir::Json holder) {
    for (const fhir::Json range : holder["referenceRange"])
        if (!range["type"] || fhir::has_code(range["type"], "normal")) return range;
    return {};
}

void read_range(fhir::Json holder, std::string_view unit, Result& result) {
    const fhir::Json range = normal_range(holder);
    result.range_low = limit(range["low"], unit, result.test);
    result.range_high = limit(range["high"], unit, result.test);
}

/// The unit of the normal range: the one of a value that names none. Empty when its two ends differ.
std::string_view unit_of_range(fhir::Json holder) {
    const fhir::Json range = normal_range(holder);
    const std::string_view low = fhir::quantity(range["low"]).unit, high = fhir::quantity(range["high"]).unit;
    if (low.empty() || high.empty()) return low.empty() ? high : low;
    return low == high ? low : std::string_view{};
}

void read_quantity(fhir::Quantity quantity, fhir::Json holder, Result& result) {
    if (!quantity.value) return;
    if (quantity.unit.empty()) quantity.unit = quantity.printed = unit_of_range(holder);
    result.unit = quantity.printed.empty() ? quantity.unit : quantity.printed;
    result.comparator = quantity.comparator;
    result.value = in_lab_unit(*quantity.value, quantity.unit, result.test);
    if (!result.value && !quantity.printed.empty())
        result.value = in_lab_unit(*quantity.value, quantity.printed, result.test);
    result.unit_unknown = !result.value;
}

/// An interpretation in words only.
char level_in_words(std::string_view text) noexcept {
    const std::string_view word = trimmed(text);
    if (equals_words(word, "normal")) return 'N';
    if (equals_words(word, "low")) return 'L';
    if (equals_words(word, "high")) return 'H';
    return equals_words(word, "abnormal") ? 'A' : char{};
}

void read_interpretation(fhir::Json holder, Result& result) {
    fhir::for_each_coding(holder["interpretation"], [&](const fhir::Coding& code) {
        if (result.reading == Reading::unknown) result.reading = reading_of_interpretation(code.code);
        if (result.flag || code.code.empty()) return;
        const char first = code.code.front();
        const bool level = code.code == "A" || code.code == "AA" || code.code == "H" || code.code == "HH"
                           || code.code == "HU" || code.code == "L" || code.code == "LL" || code.code == "LU"
                           || code.code == "N";
        if (level) result.flag = first;
    });
    if (result.flag == 0) result.flag = level_in_words(fhir::label(holder["interpretation"].first()));
}

void read_words(std::string_view text, fhir::Json holder, Result& result) {
    if (result.text.empty()) result.text = text;
    // A number in words only for a test whose unit is known: elsewhere it may be a score, a titre or a date.
    if (!result.value && !lab_unit(result.test).unit.empty())
        read_quantity(fhir::quantity_in_words(text), holder, result);
    if (result.reading == Reading::unknown) result.reading = reading_of_text(text);
    const auto gene = gene_of(result.test);
    if (gene && result.phenotype == Phenotype::unknown) result.phenotype = phenotype_of_text(text, *gene);
}

void read_coded(const Terms& terms, fhir::Json value, fhir::Json holder, Result& result) {
    result.answers = concepts_of(terms, value);
    result.reading = reading_of(result.answers);
    if (gene_of(result.test)) result.phenotype = phenotype_of(result.answers);
    read_words(fhir::label(value), holder, result);
    fhir::for_each_coding(value, [&](const fhir::Coding& code) { read_words(code.display, holder, result); });
}

/// value[x] of an Observation or of a component. False when there is none.
bool read_value(const Context& in, fhir::Json holder, Result& result) {
    if (const fhir::Json quantity = holder["valueQuantity"])
        read_quantity(fhir::quantity(quantity), holder, result);
    else if (const fhir::Json coded = holder["valueCodeableConcept"])
        read_coded(in.terms, coded, holder, result);
    else if (const auto text = holder["valueString"].string())
        read_words(*text, holder, result);
    else if (const auto yes = holder["valueBoolean"].boolean())
        result.reading = *yes ? Reading::positive : Reading::negative;
    else if (const auto date = in.date(holder["valueDateTime"]))
        result.value_day = date->first;
    else if (const fhir::Json number = holder["valueInteger"]) {
        fhir::Quantity whole;
        whole.value = number.number();
        read_quantity(whole, holder, result);
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

/// The lines of a result that its resource says once.
Result read_common(const Context& in, fhir::Json resource, ResultState state, Concept test) {
    Result result;
    result.test = test;
    result.state = state;
    result.source = source_of(resource);
    read_date(in, resource, result);
    return result;
}

/// The laboratory says in words that there is nothing to report.
bool is_no_result(const Result& result) noexcept {
    const bool says = result.value || result.value_day || result.reading != Reading::unknown
                      || result.phenotype != Phenotype::unknown;
    return !says && says_no_result(result.text);
}

/// One Observation or component.
std::optional<Result> read_measured(const Context& in, const UnreadResult& where, ResultState state) {
    Result result = read_common(in, where.resource, state, where.test);
    const fhir::Json holder = where.holder;
    const bool valued = read_value(in, holder, result);
    // A final result that says nothing ("specimen lost") is no result; a preliminary one is pending.
    const bool done = counts_as_done(in.terms, result.test) && !holder["dataAbsentReason"];
    read_interpretation(holder, result);
    // The interpretation is the whole answer of a test without a unit: "NEG".
    const bool answered = result.reading != Reading::unknown && lab_unit(result.test).unit.empty();
    if (!valued && !answered && !done && state == ResultState::final_) return {};
    read_range(holder, result.unit, result);
    if (result.reading == Reading::unknown) result.reading = reading_of_amount(result);
    if (state == ResultState::final_ && !done && is_no_result(result)) return {};
    return result;
}

/// What the conclusion of a report says of a test.
std::optional<Result> read_concluded(const Context& in, const UnreadResult& where, ResultState state) {
    Result result = read_common(in, where.resource, state, where.test);
    const fhir::Json conclusion = where.resource["conclusionCode"];
    result.text = fhir::label(conclusion);
    result.answers = concepts_of(in.terms, conclusion);
    if (gene_of(result.test)) result.phenotype = phenotype_of(result.answers);
    const bool says = result.phenotype != Phenotype::unknown || counts_as_done(in.terms, result.test);
    if (!says && state == ResultState::final_) return {};
    return result;
}

bool is_test(std::string_view id) noexcept {
    return id.starts_with("lab/") || id.starts_with("observation/") || id.starts_with("procedure/");
}

/// The tests among the meanings of a code; `known` becomes true when it means anything at all.
Concepts tests_of(const Terms& terms, fhir::Json code, bool& known) {
    Concepts tests;
    fhir::for_each_coding(code, [&](const fhir::Coding& one) {
        for (const Meaning& meaning : terms.lookup(one.system, one.code)) {
            known = true;
            if (is_test(terms.id(meaning.concept_))) tests.add(meaning.concept_);
        }
    });
    if (known) return tests;
    tests.add(test_named(fhir::label(code)));
    known = !tests.empty();
    return tests;
}

}  // namespace

Labs::Reader result_reader(const Terms& terms, fhir::Zone zone, Day now) {
    return [in = Context{terms, zone, now}](const UnreadResult& where) -> std::optional<Result> {
        const auto state = state_of(where.resource);
        if (!state) return {};
        const bool report = where.resource["resourceType"].is("DiagnosticReport");
        return report ? read_concluded(in, where, *state) : read_measured(in, where, *state);
    };
}

void read_observation(Gathering& in, fhir::Json resource) {
    if (!state_of(resource)) return;
    const fhir::Json code = resource["code"];
    bool known = false;
    const Concepts tests = tests_of(in.terms, code, known);
    const fhir::Json components = resource["component"];
    if (!known) in.note_gene_test(code, resource);
    if (!known && components.size() == 0) return;
    if (!in.first_time(resource)) return;
    for (const Concept test : tests) in.facts.labs.add(UnreadResult{test, resource, resource});
    for (const fhir::Json component : components) {
        bool part_known = false;
        for (const Concept test : tests_of(in.terms, component["code"], part_known))
            in.facts.labs.add(UnreadResult{test, resource, component});
        if (!part_known) in.note_gene_test(component["code"], resource);
    }
}

/// Reports count for what is coded in them: thiopurine phenotypes, lung disease on CT, that a scan was done.
void read_report(Gathering& in, fhir::Json resource) {
    const auto state = state_of(resource);
    if (!state) return;
    bool known = false;
    const Concepts tests = tests_of(in.terms, resource["code"], known);
    const fhir::Json conclusion = resource["conclusionCode"];
    if (tests.empty() && !conclusion) return;
    if (!in.first_time(resource)) return;
    for (const Concept test : tests) in.facts.labs.add(UnreadResult{test, resource, resource});
    if (*state != ResultState::final_) return;
    if (!concepts_of(in.terms, conclusion).has(condition::interstitial_lung_disease)) return;
    Result common;
    read_date({in.terms, in.input.zone, in.now()}, resource, common);
    Condition lung;
    lung.concepts.add(condition::interstitial_lung_disease);
    if (common.dated) lung.recorded = common.date;
    lung.label = fhir::label(conclusion);
    lung.source = source_of(resource);
    in.facts.conditions.push_back(lung);
}

}  // namespace iim::engine
