#include "engine/terms/systems.hpp"

#include <array>

namespace iim::engine {

namespace {

struct Alias {
    std::string_view canonical, also;
};

// OID forms come with CDA-born data. NHS dm+d ids are SNOMED CT ids of the UK drug extension and travel under
// either URI.
constexpr std::array aliases{
    Alias{"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"},
    Alias{"http://snomed.info/sct", "https://dmd.nhs.uk"},
    Alias{"http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"},
    Alias{"http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"},
    Alias{"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"},
    Alias{"http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10-us"},
    Alias{"http://hl7.org/fhir/sid/icd-10", "urn:oid:2.16.840.1.113883.6.3"},
    Alias{"http://www.cms.gov/Medicare/Coding/ICD10", "urn:oid:2.16.840.1.113883.6.4"},
    Alias{"http://fhir.de/CodeSystem/bfarm/icd-10-gm", "http://fhir.de/CodeSystem/dimdi/icd-10-gm"},
    Alias{"http://fhir.de/CodeSystem/bfarm/icd-10-gm", "http://hl7.org/fhir/sid/icd-10-de"},
    Alias{"http://hl7.org/fhir/sid/cvx", "urn:oid:2.16.840.1.113883.12.292"},
    Alias{"http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73"},
    Alias{"http://www.whocc.no/atc", "http://fhir.de/CodeSystem/bfarm/atc"},
    Alias{"http://www.whocc.no/atc", "http://fhir.de/CodeSystem/dimdi/atc"},
    Alias{
        "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration", "urn:oid:2.16.840.1.113883.5.112"},
    Alias{
        "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
        "http://hl7.org/fhir/v3/RouteOfAdministration"},
};

constexpr char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

Systems::Systems() {
    for (const Alias& alias : aliases) add(alias.canonical);
}

System Systems::find(std::string_view uri) const noexcept {
    for (const Entry& entry : entries_)
        if (entry.uri == uri) return entry.system;
    return {};
}

void Systems::add(std::string_view uri) {
    if (find(uri)) return;
    const System system{++last_, uri.find("/icd-10") != uri.npos};
    entries_.push_back({uri, system});
    for (const Alias& alias : aliases)
        if (alias.canonical == uri) entries_.push_back({alias.also, system});
}

CodeKey::CodeKey(System system, std::string_view code) noexcept : system_(system) {
    if (system.icd)
        while (!code.empty() && std::string_view("+*!").find(code.back()) != std::string_view::npos)
            code.remove_suffix(1);
    if (code.size() == 1 && !system.icd)
        text_[size_++] = '0';  // CVX 3 is CVX 03; no other system has one-digit codes
    for (const char c : code) {
        if (system.icd && c == '.') continue;
        if (size_ == sizeof text_) {
            size_ = 0;
            return;
        }
        text_[size_++] = upper(c);
    }
}

}  // namespace iim::engine
