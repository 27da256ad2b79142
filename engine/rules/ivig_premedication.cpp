#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_004, dro_ivig};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("ivig.premed");

constexpr int anticholinergic_load_matters = 65;  ///< years, from this age on

constexpr std::array premedication{
    drug::hydrocortisone,
    drug::methylprednisolone,
    drug::dexamethasone,
    drug::diphenhydramine,
    drug::paracetamol,
};

/// Drafted in the basket; at dispatch, where nothing is drafted, ordered and not yet over.
bool is_ordered(const Patient& patient) {
    const bool dispatched = patient.hook() == Hook::order_dispatch;
    return !(dispatched ? patient.current(premedication) : patient.drafts(premedication)).empty();
}

void offer(Finding& finding, const Patient& patient, std::string label, DrugProposal drug) {
    if (patient.allergy_to(ConceptGroup(&drug.drug, 1))) return;
    drug.days = 1;
    drug.note = "Once, 30 minutes before the immunoglobulin infusion";
    finding.suggest({std::move(label), {std::move(drug)}, false});
}

/// Doses of adults only.
void offer_drugs(Finding& finding, const Patient& patient) {
    const Demographics& person = patient.facts().demographics;
    if (!person.adult()) return;
    DrugProposal steroid{.drug = drug::hydrocortisone, .dose = 100};
    steroid.route = Route::iv;
    offer(finding, patient, "Hydrocortisone 100 mg IV once", std::move(steroid));
    if (*person.age_years < anticholinergic_load_matters)
        offer(
            finding,
            patient,
            "Diphenhydramine 25 mg by mouth once",
            {.drug = drug::diphenhydramine, .dose = 25}
        );
    offer(finding, patient, "Paracetamol 650 mg by mouth once", {.drug = drug::paracetamol, .dose = 650});
}

void check(const Patient& patient, Findings& found) {
    const Patient::Orders orders = ivig::ordered(patient);
    const std::string& policy = patient.policy().ivig_premed;
    if (found.holds("no immunoglobulin by vein is ordered", orders.empty())) return;
    if (found.holds("switched off by the site", policy == "off")) return;
    const ivig::Reaction reaction = ivig::reaction(patient);
    if (found.holds("a severe reaction: the IgA check leads", reaction.severe())) return;
    if (policy != "always" && !reaction.any()) {
        if (engine::found(false, patient.sources().allergies) == Truth::unknown)
            found.gap("IVIG: infusion-reaction history not available");
        return;
    }
    if (found.holds("premedication is ordered", is_ordered(patient))) return;
    Finding& finding = found.info(
        orders.front(),
        "IVIG with {}: consider premedication and a slow start",
        reaction.any() ? "an earlier reaction" : "site protocol"
    );
    if (reaction.any())
        finding.because("A reaction to immunoglobulin is recorded" + words::from(reaction.worst->source));
    else
        finding.because("The site gives premedication before every infusion");
    finding.consider = {"Without an earlier reaction premedication is not routine (practice summary)"};
    const auto age = patient.facts().demographics.age_years;
    if (age && *age >= anticholinergic_load_matters)
        finding.consider.emplace_back("Diphenhydramine is not offered from 65 years on: anticholinergic load"
        );
    finding.at_most_one = false;
    offer_drugs(finding, patient);
    finding.trigger = reaction.any() ? "earlier reaction" : "site protocol";
}

}  // namespace

extern constinit const Rule ivig_premedication = {
    .number = "R26",
    .id = "ivig-premedication",
    .title = "IVIG premedication",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 20,
    .hooks = Hook::order_sign | Hook::order_dispatch,
    .group = Group::ivig,
    .rank = 5,
    .why = "After an earlier reaction premedication and a slow start make the next infusion tolerable.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
