#include "engine/evidence.hpp"
#include "engine/facts/viewer.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/taper_offer.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/pathway/open_items.hpp"
#include "engine/pathway/selection.hpp"
#include "engine/pathway/therapy.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002, seed_000, seed_001, seed_003, seed_004, bsr22, acrild23};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<27>("pathway.rows pathway.show_when_treated pathway.mmf_first_line pathway.ild_order "
                  "taper.plan_min_mg hep.days mtx.baseline_days aza.max_mg_per_kg aza.start_max "
                  "aza.weight_basis esc.days ild.mtx_option jdm.max_mg jdm.max_mgkg jdm.taper "
                  "mmf.max mtx.max_week pulse.max_days pulse.max_mg steroid.max_mg "
                  "steroid.max_mgkg taper.hold_days taper.step_above_40 taper.step_days "
                  "taper.maintenance_mg taper.tail_days taper.tail_step");

constexpr double taper_from_mg = 7.5;  ///< mg prednisone a day: treatment (RULES 3.4)

std::string severity_in_words(SeverityLevel level) {
    return level == SeverityLevel::unknown ? "severity not recorded" : std::string(to_string(level));
}

std::string line_in_words(Phase phase) {
    return phase == Phase::unclear ? "line not clear" : std::string(to_string(phase));
}

void append(std::vector<std::string>& lines, std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(lines));
}

std::vector<std::string> facts(const Patient& patient) {
    std::vector<std::string> lines = patient.iim().used;
    append(lines, patient.severity().because);
    append(lines, patient.treatment().because);
    append(lines, pathway::therapy_summary(patient));
    if (std::string taper = pathway::taper_status(patient); !taper.empty()) lines.push_back(std::move(taper));
    return lines;
}

/// Before the first agent: what every agent of the tables asks for.
void offer_baseline(Finding& finding, const Patient& patient) {
    if (!patient.non_steroid_immunosuppressants().empty()) return;
    Suggestion tests{
        "Order baseline tests for immunosuppressive treatment",
        missing_tests(
            patient,
            {need::blood_count,
             need::methotrexate::blood_count,
             need::alt,
             need::methotrexate::alt,
             need::ast,
             need::methotrexate::ast,
             need::methotrexate::albumin,
             need::methotrexate::creatinine,
             need::hbsag,
             need::anti_hbc,
             need::hcv_antibody}
        ),
        false};
    if (!tests.actions.empty()) finding.suggest(std::move(tests));
}

/// A dose below that of R35 and R36, before remission (R47): nobody else offers a plan. None in documented
/// activity.
void offer_taper(Finding& finding, const Patient& patient) {
    const bool low = patient.steroid().now() < patient.policy().taper_plan_min_mg;
    const bool active = patient.treatment().active_disease == Truth::yes;
    if (!low || active || !pathway::lacks_taper(patient)) return;
    for (const SteroidTimeline::Course& course : patient.steroid().courses()) {
        const bool counts = course.kind == SteroidClass::ordinary && course.readable && course.open
                            && course.peak.hi && *course.peak.hi >= taper_from_mg;
        if (counts)
            return offer_tapers(
                finding, patient, {course.order, course.steroid, *course.peak.hi}, {taper::Kind::standard}
            );
    }
}

/// The same referral, urgent, stands in the card of R44 then.
bool is_referred_urgently(const Patient& patient) {
    const Subtype subtype = patient.iim().subtype;
    return pathway::is_shown_by_itself(patient) && patient.policy().enabled("severe-iim-induction")
           && patient.severity().severe() == Truth::yes && subtype != Subtype::ibm && subtype != Subtype::ici
           && !patient.condition(condition::palliative_care);
}

/// A referral is for the start: later R46 asks for it, with its reason.
void offer(Finding& finding, const Patient& patient, bool drugs_are_shown) {
    const Phase phase = patient.treatment().phase;
    finding.at_most_one = false;
    if (phase == Phase::maintenance) return;
    if (drugs_are_shown) offer_baseline(finding, patient);
    if (phase == Phase::untreated && !is_referred_urgently(patient))
        if (auto refer = pathway::specialist(patient, "Refer to rheumatology", "myositis: treatment plan"))
            finding.suggest(std::move(*refer));
    if (drugs_are_shown) offer_taper(finding, patient);
}

void check(const Patient& patient, Findings& found) {
    if (!found.holds("a clinician is looking", is_clinician(patient.facts()))) return;
    const pathway::Cell cell = pathway::cell_of(patient);
    const bool shown = patient.policy().pathway_show_when_treated || cell.phase == Phase::untreated;
    if (!found.holds("untreated, or pathway.show_when_treated", shown)) return;
    pathway::Selection selection = pathway::select(patient);

    Finding& finding = found.info(
        nullptr,
        "Myositis pathway: {}, {}, {} - options and open items inside",
        to_string(patient.iim().subtype),
        severity_in_words(cell.severity),
        line_in_words(cell.phase)
    );
    finding.why = facts(patient);
    finding.consider = std::move(selection.advice);
    if (!selection.left_out.empty())
        finding.consider.push_back("Further options: " + words::all_of(selection.left_out));
    append(finding.consider, pathway::open_items(patient));
    finding.consider.emplace_back(pathway::disclaimer);
    for (pathway::Row& row : selection.rows) finding.options.push_back(std::move(row.shown));
    offer(finding, patient, !finding.options.empty());
    finding.trigger = fmt::format(
        "{}, {}, {}",
        to_string(patient.iim().subtype),
        severity_in_words(cell.severity),
        line_in_words(cell.phase)
    );
}

}  // namespace

extern constinit const Rule treatment_pathway = {
    .number = "R45",
    .id = "treatment-pathway",
    .title = "Pathway summary",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 10,
    .hooks = Hook::patient_view | Hook::problem_list_item_create | Hook::encounter_start,
    .group = Group::subtype,
    .rank = 7,
    .why = "One view of what is usual now, what fits this patient and what is still open.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
