#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/ivig_regimen.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/steroid_plan.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_004, imnmrev};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<6>("imnm.window_days ivig.weight_basis ivig.max_course ivig.creat_days iga.days "
                 "mono.ivig_counts");

constexpr double effective_mg = 5;

/// What is taken or about to be.
struct Regimen {
    bool steroid = false;
    std::vector<Concept> agents;
    const Order* about = nullptr;   ///< an order of this call; null at patient-view
    std::optional<Day> since = {};  ///< of the treatment that is there; nothing: it begins now
    bool steroid_alone() const { return steroid && agents.empty(); }
    bool one_thing() const { return agents.size() + (steroid ? 1 : 0) == 1; }
    bool steroid_and_one() const { return steroid && agents.size() == 1; }
};

Regimen regimen_of(const Patient& patient) {
    Regimen now;
    now.agents = patient.steroid_sparing();
    const SteroidTimeline& steroid = patient.steroid();
    now.steroid = std::ranges::any_of(steroid.courses(), [](const SteroidTimeline::Course& course) {
        const bool treats = course.kind != SteroidClass::none && course.kind != SteroidClass::premed
                            && course.kind != SteroidClass::replacement;
        return treats && course.peak.hi.value_or(effective_mg) >= effective_mg;
    });
    const auto earlier = [&](std::optional<Day> day) {
        if (day && *day < patient.now() && (!now.since || *day < *now.since)) now.since = day;
    };
    if (now.steroid) earlier(steroid.start_date());
    for (const Concept& agent : now.agents) {
        const ConceptGroup drugs = agent == drug::immunoglobulin_human ? ConceptGroup(group::immunoglobulin)
                                                                       : ConceptGroup(&agent, 1);
        earlier(taken_since(patient, drugs));
    }
    for (const ConceptGroup drugs :
         {ConceptGroup(group::corticosteroids),
          ConceptGroup(group::continuous_immunosuppressants),
          ConceptGroup(group::immunoglobulin),
          ConceptGroup(group::rituximab),
          ConceptGroup(group::cyclophosphamide)})
        if (const auto orders = patient.ordering(drugs); !orders.empty() && !now.about)
            now.about = orders.front();
    return now;
}

bool takes_rituximab(const Regimen& now) {
    return std::ranges::any_of(now.agents, [](Concept one) { return in(one, group::anti_cd20); });
}

/// Neither antibody is known to be there, and no laboratory data could be asked.
bool antibodies_unseen(const Patient& patient) {
    const Iim& iim = patient.iim();
    return !iim.hmgcr && !iim.srp && engine::found(false, patient.sources().observations) == Truth::unknown;
}

std::string_view antibody(const Patient& patient) {
    if (patient.iim().hmgcr) return "anti-HMGCR";
    if (patient.iim().srp) return "anti-SRP";
    return antibodies_unseen(patient) ? "antibodies not available" : "no antibody found";
}

bool is_in_window(const Patient& patient, const Regimen& now) {
    return !now.since
           || patient.now() - *now.since <= Days(static_cast<int>(patient.policy().imnm_window_days));
}

Indicator strength(const Patient& patient, const Regimen& now) {
    return now.steroid_alone() && !antibodies_unseen(patient) ? Indicator::warning : Indicator::info;
}

std::vector<std::string> facts(const Patient& patient, const Regimen& now) {
    std::vector<std::string> lines = patient.iim().used;
    std::vector<std::string> names;
    if (now.steroid) names.emplace_back("steroid");
    for (const Concept one : now.agents) names.emplace_back(patient.name(one));
    lines.push_back("Treatment: " + words::all_of(names));
    if (now.since) lines.push_back("Treated since " + fhir::to_string(*now.since));
    return lines;
}

void say(const Patient& patient, const Regimen& now, bool rituximab_early, Findings& found) {
    const Iim& iim = patient.iim();
    Finding& finding = found.add(
        strength(patient, now),
        now.about,
        fmt::format(
            "IMNM ({}): consider early combination; anti-SRP often needs rituximab, anti-HMGCR may respond "
            "to "
            "IVIG",
            antibody(patient)
        )
    );
    finding.why = facts(patient, now);
    finding.consider = {
        "Necrotising myopathy usually needs steroid with another agent from the start",
        "Stop a statin, look for cancer, and treat to a normal CK"};
    if (antibodies_unseen(patient))
        finding.not_checked = {"anti-HMGCR and anti-SRP: laboratory data were not available to this service"};
    if (auto refer = pathway::specialist(
            patient,
            iim.srp ? "Refer to rheumatology: early rituximab" : "Refer to rheumatology: early combination",
            iim.srp ? "anti-SRP myopathy: early rituximab" : "necrotising myopathy: early combination, IVIG"
        ))
        finding.suggest(std::move(*refer));
    if (auto course = ivig::first_course(patient)) finding.suggest(std::move(*course));
    ivig::explain_no_course(finding, patient);
    finding.trigger = rituximab_early ? "rituximab" : "one drug";
}

void check(const Patient& patient, Findings& found) {
    const Iim& iim = patient.iim();
    const bool other = iim.subtype == Subtype::ibm || iim.subtype == Subtype::ici;
    const bool necrotising = (iim.subtype == Subtype::imnm || iim.hmgcr || iim.srp) && !other;
    if (!found.holds("necrotising myopathy, anti-HMGCR or anti-SRP positive", necrotising)) return;
    if (engine::found(false, patient.sources().medications) != Truth::no)
        return found.gap("Combination therapy in IMNM: " + words::medication_list(patient));
    const Regimen now = regimen_of(patient);
    const bool ordering = is_order_hook(patient.hook());
    if (ordering && !found.holds("an order of this call treats the myositis", now.about != nullptr)) return;
    const bool rituximab_early = iim.srp && now.steroid_and_one() && !takes_rituximab(now);
    if (!found.holds("only one of steroid and a steroid-sparing agent", now.one_thing()) && !rituximab_early)
        return;
    const bool immunoglobulin_alone = iim.hmgcr && !now.steroid && in(drug::immunoglobulin_human, now.agents);
    if (found.holds("immunoglobulin alone in anti-HMGCR", immunoglobulin_alone)) return;
    if (!found.holds("begun within imnm.window_days, or untreated", is_in_window(patient, now))) return;
    say(patient, now, rituximab_early, found);
}

}  // namespace

extern constinit const Rule imnm_combination_therapy = {
    .number = "R49",
    .id = "imnm-combination-therapy",
    .title = "IMNM: combination therapy",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 45,
    .hooks = Hook::patient_view | Hook::order_sign,
    .group = Group::subtype,
    .rank = 3,
    .why = "Necrotising myopathy destroys muscle fast and one drug alone is often not enough.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
