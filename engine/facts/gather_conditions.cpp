#include "engine/facts/diagnosis_words.hpp"
#include "engine/facts/gathering.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>

namespace iim::engine {

namespace {

bool has_any(fhir::Json status, std::initializer_list<std::string_view> codes) {
    return std::ranges::any_of(codes, [status](std::string_view code) {
        return fhir::has_code(status, code);
    });
}

bool abated(const Gathering& in, fhir::Json condition) {
    const fhir::Json flag = condition["abatementBoolean"];
    if (flag) return flag.boolean().value_or(false);
    if (condition["abatementAge"] || condition["abatementRange"] || condition["abatementString"]) return true;
    fhir::Json day = condition["abatementDateTime"];
    if (!day) day = condition["abatementPeriod"]["start"];
    const auto date = in.date(day);
    return date && date->first <= in.now();
}

ClinicalStatus status_of(const Gathering& in, fhir::Json condition) {
    const fhir::Json status = condition["clinicalStatus"];
    if (has_any(status, {"active", "recurrence", "relapse"})) return ClinicalStatus::active;
    if (has_any(status, {"remission"})) return ClinicalStatus::remission;
    if (has_any(status, {"inactive", "resolved"})) return ClinicalStatus::inactive;
    return abated(in, condition) ? ClinicalStatus::inactive : ClinicalStatus::active;
}

std::optional<Day> first_day(const Gathering& in, fhir::Json value) {
    const auto date = in.date(value);
    return date ? std::optional(date->first) : std::nullopt;
}

void read_dates(const Gathering& in, fhir::Json resource, Condition& condition) {
    condition.onset = first_day(in, resource["onsetDateTime"]);
    if (!condition.onset) condition.onset = first_day(in, resource["onsetPeriod"]["start"]);
    condition.abatement = first_day(in, resource["abatementDateTime"]);
    if (!condition.abatement) condition.abatement = first_day(in, resource["abatementPeriod"]["start"]);
    for (const char* name : {"recordedDate", "assertedDate", "dateRecorded"})  // R4, STU3, DSTU2
        if (!condition.recorded) condition.recorded = first_day(in, resource[name]);
}

/// onsetAge, or the lower end of onsetRange.
fhir::Json age_at_onset(fhir::Json condition) {
    if (const fhir::Json age = condition["onsetAge"]) return age;
    const fhir::Json range = condition["onsetRange"];
    return range["low"] ? range["low"] : range["high"];
}

/// The first day of that age; FHIR ages are in years, months, weeks or days.
std::optional<Day> day_of_age(Day birth, const fhir::Quantity& age) {
    constexpr double oldest_years = 150, months_a_year = 12, days_a_week = 7;
    if (!age.value || !(*age.value >= 0) || age.comparator != 0) return {};
    const auto after_months = [&](double count) -> std::optional<Day> {
        if (count > oldest_years * months_a_year) return {};
        const std::chrono::year_month_day day =
            std::chrono::year_month_day(birth) + std::chrono::months(static_cast<int>(count));
        return day.ok() ? Day(day) : Day(day.year() / day.month() / std::chrono::last) + Days(1);
    };
    const auto is = [&](std::initializer_list<std::string_view> names) {
        return std::ranges::find(names, age.unit) != names.end();
    };
    if (is({"a", "year", "years"})) return after_months(std::floor(*age.value) * months_a_year);
    if (is({"mo", "month", "months"})) return after_months(*age.value);
    const double factor = is({"wk", "week", "weeks"}) ? days_a_week : is({"d", "day", "days"}) ? 1 : 0;
    const double days = *age.value * factor;
    if (factor == 0 || days > oldest_years * 366) return {};
    return birth + Days(static_cast<int>(days));
}

/// The first code that the tables know, for display and to tell records of one diagnosis apart.
std::string_view known_code(const Terms& terms, fhir::Json codes) {
    std::string_view known;
    fhir::for_each_coding(codes, [&](const fhir::Coding& code) {
        if (known.empty() && !terms.lookup(code.system, code.code).empty()) known = code.code;
    });
    return known;
}

/// SNOMED CT 24484000 "Severe" is the code of the FHIR value set condition-severity.
bool is_severe(fhir::Json severity) {
    return fhir::has_code(severity, "24484000") || fhir::has_code(severity, "severe");
}

std::optional<Day> written(const Condition& condition) noexcept {
    return condition.recorded ? condition.recorded : condition.onset;
}

/// Diagnoses, and reactions that were put on the problem list ("Stevens-Johnson syndrome").
bool is_diagnosis(std::string_view id) noexcept {
    return id.starts_with("condition/") || id.starts_with("reaction/");
}

bool is_allergy(std::string_view id) noexcept {
    return id.starts_with("allergy/");
}

Concepts only(const Terms& terms, const Concepts& all, bool (*wanted)(std::string_view) noexcept) {
    Concepts some;
    for (const Concept one : all)
        if (wanted(terms.id(one))) some.add(one);
    return some;
}

/// ICD-10 keeps allergies among the diagnoses: Z88.2 "Allergy status to sulfonamides".
void take_allergy(Gathering& in, fhir::Json resource, const Concepts& substances) {
    if (substances.empty()) return;
    Allergy allergy;
    for (const Concept one : substances)
        if (one != allergy::drug_any && one != allergy::substance_any) allergy.substances.add(one);
    allergy.label = fhir::label(resource["code"]);
    allergy.source = source_of(resource);
    in.facts.allergies.push_back(allergy);
}

/// A code that the tables know says what it says, whatever stands beside it in words.
Concept named_in_words(const Terms& terms, fhir::Json code) {
    if (!known_code(terms, code).empty()) return {};
    Concept named = myositis_named(code["text"].text());
    fhir::for_each_coding(code, [&](const fhir::Coding& one) {
        if (!named) named = myositis_named(one.display);
    });
    return named;
}

}  // namespace

void read_condition(Gathering& in, fhir::Json resource, bool in_context) {
    const fhir::Json verification = resource["verificationStatus"];
    if (has_any(verification, {"refuted", "entered-in-error"})) return;
    Condition condition;
    const fhir::Json code = resource["code"];
    Concepts meant = concepts_of(in.terms, code, {"condition/", "reaction/", "allergy/"});
    // A name without a code is no confirmed diagnosis: it makes the myositis possible (RULES 3.1).
    // There is no code for that of a checkpoint inhibitor: it counts where the drug is on record as well.
    if (meant.empty()) {
        const Concept named = named_in_words(in.terms, code);
        condition.text_only = named != condition::drug_induced_myopathy;
        meant.add(named);
    }
    if (meant.empty() || !in.first_time(resource)) return;
    condition.status = status_of(in, resource);
    condition.concepts = only(in.terms, meant, is_diagnosis);
    if (condition.active()) take_allergy(in, resource, only(in.terms, meant, is_allergy));
    if (condition.concepts.empty()) return;
    condition.low_certainty =
        condition.text_only || has_any(verification, {"provisional", "differential", "unconfirmed"});
    condition.severe = is_severe(resource["severity"]);
    condition.relapse = has_any(resource["clinicalStatus"], {"relapse", "recurrence"});
    read_dates(in, resource, condition);
    condition.label = fhir::label(resource["code"]);
    condition.code = known_code(in.terms, resource["code"]);
    condition.source = source_of(resource);
    condition.added = in_context;
    in.references.add(resource);
    if (const fhir::Json age = age_at_onset(resource); age && !condition.onset)
        in.onset_ages.push_back({in.facts.conditions.size(), age});
    in.facts.conditions.push_back(condition);
}

/// The whole year of an age is meant: recorded within it, the day of the record is the better one.
void date_onsets(Gathering& in) {
    const auto birth = in.facts.demographics.birth;
    if (!birth) return;
    for (const Gathering::OnsetAge& one : in.onset_ages) {
        const auto day = day_of_age(*birth, fhir::quantity(one.age));
        if (!day || *day > in.now()) continue;
        Condition& condition = in.facts.conditions[one.condition];
        const auto recorded = condition.recorded;
        const bool same_year = recorded && *recorded >= *day
                               && fhir::full_years(*birth, *recorded) == fhir::full_years(*birth, *day);
        condition.onset = same_year ? recorded : day;
    }
}

/// An older active record gives way when a newer one of the same code says otherwise. It stays on the list,
/// since its dates still tell when the disease began.
void settle_conditions(Facts& facts) {
    std::vector<Condition*> by_code;
    by_code.reserve(facts.conditions.size());
    for (Condition& one : facts.conditions)
        if (written(one)) by_code.push_back(&one);
    std::ranges::stable_sort(by_code, [](const Condition* a, const Condition* b) {
        return std::tuple(a->code, *written(*b)) < std::tuple(b->code, *written(*a));
    });
    for (std::size_t i = 1; i < by_code.size(); ++i) {
        const Condition& newer = *by_code[i - 1];
        Condition& older = *by_code[i];
        if (newer.code.empty() || newer.code != older.code || newer.active()
            || *written(newer) == *written(older))
            continue;
        if (older.active()) older.status = newer.status;
    }
}

}  // namespace iim::engine
