#include "engine/facts/availability.hpp"

#include "engine/facts/words.hpp"
#include "fhir/bundle.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

struct Named {
    std::string_view name;
    Kind kind;
};

constexpr Named types[] = {
    {"Observation", Kind::observations},
    {"MedicationRequest", Kind::medications},
    {"Condition", Kind::conditions},
    {"MedicationStatement", Kind::statements},
    {"MedicationUsage", Kind::statements},
    {"MedicationOrder", Kind::medications},
    {"AllergyIntolerance", Kind::allergies},
    {"Immunization", Kind::immunizations},
    {"Procedure", Kind::procedures},
    {"ServiceRequest", Kind::requests},
    {"ProcedureRequest", Kind::requests},  // STU3, DSTU2, as the next two
    {"ReferralRequest", Kind::requests},
    {"DiagnosticOrder", Kind::requests},
    {"MedicationAdministration", Kind::administrations},
    {"Patient", Kind::patient},
};

/// Keys in lower case without '-' and '_' and without Epic's "-user".
constexpr Named keys[] = {
    {"patient", Kind::patient},
    {"demographics", Kind::patient},
    {"conditions", Kind::conditions},
    {"condition", Kind::conditions},
    {"problems", Kind::conditions},
    {"problemlist", Kind::conditions},
    {"diagnoses", Kind::conditions},
    {"medications", Kind::medications},
    {"medication", Kind::medications},
    {"meds", Kind::medications},
    {"medlist", Kind::medications},
    {"medicationlist", Kind::medications},
    {"medicationrequests", Kind::medications},
    {"medicationrequest", Kind::medications},
    {"medicationorders", Kind::medications},
    {"medicationorder", Kind::medications},
    {"activemedications", Kind::medications},
    {"activemeds", Kind::medications},
    {"prescriptions", Kind::medications},
    {"statements", Kind::statements},
    {"medicationstatements", Kind::statements},
    {"medicationstatement", Kind::statements},
    {"observations", Kind::observations},
    {"observation", Kind::observations},
    {"labs", Kind::observations},
    {"lab", Kind::observations},
    {"labresults", Kind::observations},
    {"laboratory", Kind::observations},
    {"results", Kind::observations},
    {"allergies", Kind::allergies},
    {"allergy", Kind::allergies},
    {"allergyintolerances", Kind::allergies},
    {"allergyintolerance", Kind::allergies},
    {"immunizations", Kind::immunizations},
    {"immunization", Kind::immunizations},
    {"immunisations", Kind::immunizations},
    {"vaccinations", Kind::immunizations},
    {"vaccines", Kind::immunizations},
    {"procedures", Kind::procedures},
    {"procedure", Kind::procedures},
    {"servicerequests", Kind::requests},
    {"servicerequest", Kind::requests},
    {"procedurerequests", Kind::requests},
    {"medicationadministrations", Kind::administrations},
    {"medicationadministration", Kind::administrations},
    {"administrations", Kind::administrations},
    {"mar", Kind::administrations},
};

/// Something may be missing, in the words of FHIR. Epic warns of every empty result, with other codes
/// (PFD-6).
bool says_left_out(fhir::Json issue_code) noexcept {
    constexpr std::array codes{
        "incomplete", "timeout", "throttled", "transient", "too-costly", "exception", "no-store"};
    return std::ranges::any_of(codes, [&](const char* each) { return issue_code.is(each); });
}

}  // namespace

bool is_key(std::string_view key, std::string_view name) noexcept {
    if (key.ends_with("-user")) key.remove_suffix(5);
    std::size_t at = 0;
    for (const char c : key) {
        if (c == '-' || c == '_' || c == ' ') continue;
        if (at == name.size() || lower_ascii(c) != name[at]) return false;
        ++at;
    }
    return at == name.size();
}

std::string names_of_cut(const Sources& sources) {
    constexpr std::array<std::string_view, kind_count> names{
        "patient data",
        "diagnoses",
        "medication orders",
        "medication statements",
        "observations",
        "allergies",
        "immunizations",
        "procedures",
        "orders for tests and referrals",
        "medication administrations"};
    std::string all;
    for (std::size_t i = 0; i < kind_count; ++i) {
        if ((sources.cut >> i & 1U) == 0) continue;
        if (!all.empty()) all += ", ";
        all += names[i];
    }
    return all;
}

std::optional<Kind> kind_of_type(std::string_view resource_type) noexcept {
    for (const Named& type : types)
        if (type.name == resource_type) return type.kind;
    return {};
}

std::optional<Kind> kind_of_key(std::string_view key) noexcept {
    for (const Named& one : keys)
        if (is_key(key, one.name)) return one.kind;
    return {};
}

void SourceBook::open(std::optional<Kind> asked, fhir::Json value) {
    asked_ = asked;
    seen_ = {};
    error_ = value["resourceType"].is("OperationOutcome");
    // null is the client's "no data" (PFD-3); a string, a number or {} answers nothing.
    is_answer_ = !value || value.is_array() || value["resourceType"].string().has_value();
    more_ = fhir::has_next_page(value);
    warned_ = left_out_ = foreign_ = false;
}

void SourceBook::row(Kind kind) noexcept {
    seen_[static_cast<std::size_t>(kind)] = true;
}

void SourceBook::outcome(fhir::Json operation_outcome) noexcept {
    for (const fhir::Json issue : operation_outcome["issue"]) {
        if (issue["severity"].is("error") || issue["severity"].is("fatal")) error_ = true;
        if (!issue["severity"].is("warning")) continue;
        warned_ = true;
        left_out_ = left_out_ || says_left_out(issue["code"]);
    }
}

void SourceBook::close() noexcept {
    for (std::size_t i = 0; i < kind_count; ++i) {
        if (!seen_[i]) continue;
        const Kind kind{i};
        // One Patient is all there is to know, wherever it stands.
        const bool asked = asked_ == kind || kind == Kind::patient;
        (asked ? states_[i].rows : states_[i].stray_rows) = true;
        if (more_ || warned_ || error_ || foreign_) states_[i].more = true;
    }
    if (!asked_ || seen_[static_cast<std::size_t>(*asked_)]) return;
    settle(at(*asked_));
}

/// No row of the kind came.
void SourceBook::settle(State& state) const noexcept {
    const bool refused = error_ || foreign_;
    state.refused = state.refused || refused;
    // Rows of other patients only, or rows of another type only: the question was not answered.
    if (!is_answer_ || refused)
        state.failed = true;
    else
        state.empty = true;
    if (more_ || left_out_) state.more = true;
}

Availability SourceBook::of(Kind kind) const noexcept {
    const State& state = states_[static_cast<std::size_t>(kind)];
    if (state.rows) return state.failed || state.more ? Availability::partial : Availability::present;
    if (state.stray_rows) return Availability::partial;
    if (state.failed || !state.empty) return Availability::unavailable;
    return state.more ? Availability::partial : Availability::empty;
}

/// MedicationRequest, MedicationStatement and MedicationAdministration are one list. Statements and
/// administrations that nobody asked for take nothing away, a question that failed does (PFD-5); statements
/// alone are a list when requests were not asked for, and only a part of one when they failed.
Availability SourceBook::medication_list() const noexcept {
    const Availability requests = of(Kind::medications), statements = of(Kind::statements);
    if (requests == Availability::unavailable) {
        if (statements == Availability::unavailable) return Availability::unavailable;
        const bool whole = statements == Availability::present && !failed(Kind::medications);
        return whole && !is_cut(Kind::administrations) ? Availability::present : Availability::partial;
    }
    const bool part = requests == Availability::partial || statements == Availability::partial;
    if (part || is_cut(Kind::statements) || is_cut(Kind::administrations)) return Availability::partial;
    return statements == Availability::present ? Availability::present : requests;
}

/// Asked for, and not answered in full. A template that a client never filled in was not asked (PFT-12).
bool SourceBook::is_cut(Kind kind) const noexcept {
    const State& state = states_[static_cast<std::size_t>(kind)];
    return state.refused || ((state.rows || state.empty) && state.more);
}

Sources SourceBook::sources() const noexcept {
    Sources all;
    all.patient = of(Kind::patient);
    all.conditions = of(Kind::conditions);
    all.medications = medication_list();
    all.statements = of(Kind::statements);
    all.observations = of(Kind::observations);
    all.allergies = of(Kind::allergies);
    all.immunizations = of(Kind::immunizations);
    all.procedures = of(Kind::procedures);
    all.requests = of(Kind::requests);
    all.administrations = of(Kind::administrations);
    for (std::size_t i = 0; i < kind_count; ++i)
        if (is_cut(Kind{i})) all.cut = static_cast<std::uint16_t>(all.cut | 1U << i);
    return all;
}

}  // namespace iim::engine
