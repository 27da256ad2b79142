#include "engine/facts/gathering.hpp"

namespace iim::engine {

namespace {

constexpr std::string_view for_clinical_use =
    "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse";
constexpr std::string_view birth_sex = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";

constexpr std::string_view us_core_sex = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-sex";

/// Years; nobody has lived longer. Such dates stand for "not known".
constexpr int oldest = 130;

fhir::Json extension(fhir::Json holder, std::string_view url) {
    for (const fhir::Json one : holder["extension"])
        if (one["url"].is(url)) return one;
    return {};
}

Sex sex_of_code(std::string_view code) noexcept {
    // The numbers are SNOMED CT "Female" and "Male" of the US Core value set.
    if (code == "female" || code == "female-typical" || code == "F" || code == "248152002")
        return Sex::female;
    if (code == "male" || code == "male-typical" || code == "M" || code == "248153007") return Sex::male;
    if (code == "other" || code == "specified" || code == "OTH") return Sex::other;
    return Sex::unknown;
}

Sex sex_for_clinical_use(fhir::Json patient) {
    const fhir::Json value = extension(extension(patient, for_clinical_use), "value");
    Sex sex = Sex::unknown;
    fhir::for_each_coding(value["valueCodeableConcept"], [&](const fhir::Coding& code) {
        if (sex == Sex::unknown) sex = sex_of_code(code.code);
    });
    return sex;
}

Sex sex_of(fhir::Json patient) {
    if (const Sex sex = sex_for_clinical_use(patient); sex != Sex::unknown) return sex;
    const fhir::Json at_birth = extension(patient, birth_sex);
    if (const Sex sex = sex_of_code(at_birth["valueCode"].text()); sex != Sex::unknown) return sex;
    const fhir::Json recorded = extension(patient, us_core_sex);
    const fhir::Json code = recorded["valueCode"] ? recorded["valueCode"] : recorded["valueCoding"]["code"];
    if (const Sex sex = sex_of_code(code.text()); sex != Sex::unknown) return sex;
    return sex_of_code(patient["gender"].text());
}

}  // namespace

void read_patient(Gathering& in, fhir::Json patient) {
    if (!in.first_time(patient)) return;
    Demographics& who = in.facts.demographics;
    who.sex = sex_of(patient);
    who.deceased = patient["deceasedBoolean"].boolean().value_or(false) || patient["deceasedDateTime"];
    const auto birth = in.date(patient["birthDate"]);
    if (!birth) return;
    if (birth->first > in.now())
        return in.note("birth-date-in-future", "the birth date is in the future", patient);
    const int years = fhir::full_years(birth->first, in.now());
    if (years > oldest)
        return in.note("implausible-birth-date", "the birth date cannot be right and was not used", patient);
    who.birth = birth->first;
    who.age_years = years;
    who.age_days = static_cast<int>((in.now() - birth->first).count());
}

}  // namespace iim::engine
