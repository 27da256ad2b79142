#include "cds-hooks/cli/facts.hpp"
#include "engine/facts/availability.hpp"
#include "engine/facts/other_patient.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Patient;
using Name = std::pair<std::string_view, std::string_view>;  // type and id

constexpr std::size_t most_lines = 500;

class UsedNames {
public:
    explicit UsedNames(const Patient& patient) {
        const engine::Facts& facts = patient.facts();
        add_all(facts.conditions);
        add_all(facts.orders);
        add_all(facts.allergies);
        add_all(facts.requests);
        add_all(facts.procedures);
        add_all(facts.immunizations);
        add_all(facts.administrations);
        for (const engine::Concept test : facts.labs.tests()) {
            for (const engine::Result* one : facts.labs.all(test)) add(one->source);
            if (const auto* pending = facts.labs.pending(test, facts.now)) add(pending->source);
        }
    }
    bool has(const Name& name) const { return names_.contains(name); }

private:
    template <class List>
    void add_all(const List& list) {
        for (const auto& one : list) add(one.source);
    }
    void add(const engine::Source& source) { names_.insert({source.type, source.id}); }

    std::set<Name> names_;
};

/// Where the resources of a kind hold what they are about.
fhir::Json code_of(fhir::Json resource) {
    for (const char* name :
         {"code",
          "medicationCodeableConcept",
          "medication",
          "vaccineCode",
          "substance",
          "medicationReference"})
        if (const fhir::Json code = resource[name]) return code["concept"] ? code["concept"] : code;
    return {};
}

/// Says what stands there, and nothing about why beyond what can be seen.
class Unused {
public:
    Unused(const Patient& patient, FactSection& section)
        : patient_(patient), used_(patient), section_(section) {}

    void read(fhir::Json value) {
        if (value.is_array())
            for (const fhir::Json one : value) read(one);
        else if (value["resourceType"].is("Bundle"))
            for (const fhir::Json entry : value["entry"]) read(entry["resource"]);
        else
            resource(value);
    }
    void finish() {
        for (const auto& [type, times] : not_read_)
            section_.lines.push_back(
                FactLine{cleaned(type)}.with("resources", times, "").with("why", "no rule reads this type")
            );
        if (section_.lines.size() <= most_lines) return;
        const std::size_t more = section_.lines.size() - most_lines;
        section_.lines.resize(most_lines);
        section_.lines.push_back(FactLine{fmt::format("and {} more", more)});
    }

private:
    void resource(fhir::Json resource) {
        const std::string_view type = resource["resourceType"].text();
        if (type.empty() || type == "Patient" || type == "Medication" || type == "OperationOutcome") return;
        if (type != "DiagnosticReport" && !engine::kind_of_type(type)) {
            ++not_read_[type];
            return;
        }
        const Name name{type, resource["id"].text()};
        if (used_.has(name) || !said_.insert({name, resource.identity()}).second) return;
        const fhir::Json code = code_of(resource);
        const std::string label = cleaned(fhir::label(code));
        FactLine line{label.empty() ? "without a name" : label};
        line.source = name_of({name.first, name.second});
        line.with("status", cleaned(resource["status"].text()));
        line.with("why", reason(resource, code));
        section_.lines.push_back(std::move(line));
    }

    std::string reason(fhir::Json resource, fhir::Json code) const {
        if (engine::is_of_other_patient(resource, patient_.facts().patient_id))
            return "it is of another patient";
        std::string codes;
        bool known = false;
        fhir::for_each_coding(code, [&](const fhir::Coding& one) {
            known = known || !patient_.terms().lookup(one.system, one.code).empty();
            codes += fmt::format("{}{}|{}", codes.empty() ? "" : ", ", one.system, one.code);
        });
        if (known)
            return "its code is known, but as it stands it is no fact (status, intent, date or a repeat)";
        if (codes.empty()) return "it carries no code";
        return cleaned(fmt::format("no rule knows {}", codes));
    }

    const Patient& patient_;
    UsedNames used_;
    FactSection& section_;
    std::map<std::string_view, int> not_read_;
    std::set<std::pair<Name, const void*>> said_;
};

}  // namespace

FactSection unused_section(const Patient& patient, fhir::Json request) {
    FactSection section{"unused", "Resources that gave no fact", {}};
    Unused unused(patient, section);
    const fhir::Json context = request["context"];
    for (const char* name :
         {"draftOrders", "medications", "conditions", "allergyIntolerance", "allergyIntolerances"})
        unused.read(context[name]);
    const fhir::Json prefetch = request["prefetch"];
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) unused.read(prefetch.member(i).value);
    unused.finish();
    return section;
}

}  // namespace iim::service::cli
