#include "engine/options/cancer_screening.hpp"

#include "engine/derive/myositis_facts.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::cancer {

namespace {

constexpr Days a_year{365}, asked_within{180};
constexpr int older_than = 40;  ///< years at onset

struct Antibody {
    Concept test;
    bool high;
};
constexpr std::array antibodies{
    Antibody{lab::antibody_tif1_gamma, true},
    Antibody{lab::antibody_nxp2, true},
    Antibody{lab::antibody_sae, false},
    Antibody{lab::antibody_hmgcr, false},
    Antibody{lab::antibody_mi_2, false},
    Antibody{lab::antibody_mda5, false},
};

void by_antibody(const Patient& patient, Assessment& found) {
    for (const Result* one : positive_antibodies(patient.labs(), patient.now()).results)
        for (const Antibody& each : antibodies)
            if (each.test == one->test)
                (each.high ? found.high : found.intermediate)
                    .push_back(fmt::format("{} positive", antibody_name(one->test)));
}

void by_subtype(const Iim& iim, Assessment& found) {
    const bool skin = iim.subtype == Subtype::dermatomyositis;
    if (skin && !iim.amyopathic) found.high.emplace_back("dermatomyositis");
    if (skin && iim.amyopathic) found.intermediate.emplace_back("amyopathic dermatomyositis");
    if (iim.subtype == Subtype::polymyositis) found.intermediate.emplace_back("polymyositis");
    if (iim.subtype == Subtype::imnm) found.intermediate.emplace_back("necrotising myopathy");
}

void by_course(const Patient& patient, Assessment& found) {
    const auto birth = patient.facts().demographics.birth;
    const auto onset = patient.iim().onset;
    if (birth && onset && fhir::full_years(*birth, *onset) > older_than)
        found.high.emplace_back("age above 40 years at onset");
    if (patient.treatment().active_disease == Truth::yes) found.high.emplace_back("persistent high activity");
    if (patient.severity().dysphagia) found.high.emplace_back("dysphagia");
    const Condition* ulcer = patient.condition(condition::skin_ulcer);
    if (ulcer && contains_words(ulcer->label, "necro")) found.high.emplace_back("cutaneous necrosis");
    if (patient.facts().demographics.sex == Sex::male) found.intermediate.emplace_back("male sex");
}

/// What answers an item of the panel: results, procedures, or a request.
struct Row {
    Item item;
    std::array<Concept, 4> answers;  ///< none: not used
    bool enhanced = false;
    bool radiation = false;  ///< deferred in pregnancy
    Sex only = Sex::unknown;
};
constexpr std::array panel{
    Row{{"blood count", lab::cbc_panel}, {lab::cbc_panel, lab::wbc, lab::hemoglobin}},
    Row{{"liver tests", lab::alt}, {lab::alt, lab::ast, lab::cmp_panel}},
    Row{{"ESR/CRP", lab::crp}, {lab::crp, lab::esr}},
    Row{{"serum protein electrophoresis", Concept{}}, {lab::spep}},
    Row{{"urinalysis", lab::urinalysis}, {lab::urinalysis}},
    Row{{"chest X-ray", procedure::chest_x_ray},
        {procedure::chest_x_ray,
         procedure::ct_chest,
         procedure::hrct_chest,
         procedure::ct_chest_abdomen_pelvis},
        false,
        true},
    Row{{"CT neck-chest-abdomen-pelvis", procedure::ct_chest_abdomen_pelvis, false, "with the neck"},
        {procedure::ct_chest_abdomen_pelvis, procedure::pet_ct},
        true,
        true},
    Row{{"mammography", procedure::mammography}, {procedure::mammography}, true, true, Sex::female},
    Row{{"CA-125", lab::ca_125}, {lab::ca_125}, true, false, Sex::female},
    Row{{"transvaginal ultrasound", procedure::pelvic_ultrasound},
        {procedure::pelvic_ultrasound},
        true,
        false,
        Sex::female},
    Row{{"PSA", lab::psa}, {lab::psa}, true, false, Sex::male},
    Row{{"faecal occult blood", lab::fobt},
        {lab::fobt, procedure::faecal_occult_blood, procedure::colonoscopy},
        true},
};

bool is_done(const Patient& patient, Concept one, Days window) {
    if (patient.labs().latest(one, patient.now(), window)) return true;
    const bool done = std::ranges::any_of(patient.facts().procedures, [&](const Event& event) {
        return event.what.has(one) && event.date && *event.date <= patient.now()
               && patient.now() - *event.date <= window;
    });
    return done || patient.requested(ConceptGroup(&one, 1), asked_within);
}

/// The enhanced panel belongs to the diagnosis.
Days window_of(const Patient& patient, const Row& row) {
    const auto onset = patient.iim().onset;
    return row.enhanced && onset ? std::max(a_year, patient.now() - *onset + a_year) : a_year;
}

}  // namespace

std::string_view to_string(Risk risk) noexcept {
    switch (risk) {
    case Risk::standard: return "standard";
    case Risk::moderate: return "moderate";
    case Risk::high: return "high";
    }
    return "standard";
}

Assessment assess(const Patient& patient) {
    Assessment found;
    by_subtype(patient.iim(), found);
    by_antibody(patient, found);
    by_course(patient, found);
    if (found.high.size() >= 2)
        found.risk = Risk::high;
    else if (!found.high.empty() || found.intermediate.size() >= 2)
        found.risk = Risk::moderate;
    return found;
}

std::vector<Item> missing(const Patient& patient, Risk risk) {
    const bool pregnant = patient.pregnancy().pregnant == Truth::yes;
    std::vector<Item> items;
    for (const Row& row : panel) {
        const bool asked = !row.enhanced || risk != Risk::standard;
        const bool for_sex = row.only == Sex::unknown || row.only == patient.facts().demographics.sex;
        if (!asked || !for_sex || (row.radiation && pregnant)) continue;
        const Days window = window_of(patient, row);
        const bool done = std::ranges::any_of(row.answers, [&](Concept one) {
            return one && is_done(patient, one, window);
        });
        if (!done) items.push_back({row.item.name, row.item.order, row.enhanced && patient.iim().onset});
    }
    return items;
}

}  // namespace iim::engine::cancer
