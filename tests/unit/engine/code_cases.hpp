#pragma once

#include "engine/terms/terms.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

/// What codes mean in the embedded tables, as rows of a table: system, code, concepts.
namespace iim::engine::code_cases {

inline constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
inline constexpr std::string_view snomed = "http://snomed.info/sct";
inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view icd_10_cm = "http://hl7.org/fhir/sid/icd-10-cm";
inline constexpr std::string_view icd_10 = "http://hl7.org/fhir/sid/icd-10";
inline constexpr std::string_view icd_10_gm = "http://fhir.de/CodeSystem/bfarm/icd-10-gm";
inline constexpr std::string_view atc = "http://www.whocc.no/atc";
inline constexpr std::string_view cvx = "http://hl7.org/fhir/sid/cvx";
inline constexpr std::string_view dmd = "https://dmd.nhs.uk";

inline const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

/// "drug/prednisone, …" sorted, for messages that can be read.
inline std::string meanings(std::string_view system, std::string_view code) {
    std::vector<std::string_view> ids;
    for (const Meaning& meaning : terms().lookup(system, code)) ids.push_back(terms().id(meaning.concept_));
    std::ranges::sort(ids);
    std::string list;
    for (const std::string_view id : ids) list.append(list.empty() ? "" : ", ").append(id);
    return list;
}

struct Case {
    std::string_view system, code, want;
};

inline void check(std::initializer_list<Case> cases) {
    for (const Case& c : cases) BOOST_TEST_CONTEXT(c.system << " " << c.code) {
            BOOST_TEST(meanings(c.system, c.code) == c.want);
        }
}

}  // namespace iim::engine::code_cases
