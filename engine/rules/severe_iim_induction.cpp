#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/infection.hpp"
#include "engine/options/ivig_regimen.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/myositis_order.hpp"
#include "engine/options/words.hpp"
#include "engine/pathway/selection.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002, seed_000, seed_001, seed_004, bsr22};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<20>("severity.mrc_severe_max pulse.max_mg pulse.max_days steroid.max_mg "
                  "steroid.max_mgkg jdm.max_mg jdm.max_mgkg mtx.max_week aza.start_max "
                  "aza.max_mg_per_kg aza.weight_basis mmf.max ild.mtx_option pathway.rows "
                  "pathway.mmf_first_line pathway.ild_order ivig.weight_basis ivig.max_course "
                  "ivig.creat_days iga.days");

constexpr Days pulse_counts{28}, asked_lately{21};
constexpr double pulse_mg_per_kg_child = 30, step_mg = 10;
constexpr int pulse_days = 3;
constexpr std::size_t longest_features = 36;  ///< bytes in the summary

/// An infusion is drafted, or was ordered or given so lately that it belongs to this induction.
bool has_infusion(const Patient& patient) {
    const std::array<ConceptGroup, 3> infusions{
        group::immunoglobulin, group::anti_cd20, group::cyclophosphamide};
    return std::ranges::any_of(infusions, [&](ConceptGroup drugs) {
        if (!patient.drafts(drugs).empty()) return true;
        const auto orders = patient.active(drugs);
        const bool ordered = std::ranges::any_of(orders, [&](const Order* order) {
            const auto day = first_day(*order);
            return day && *day >= patient.now() - pulse_counts;
        });
        return ordered || patient.given_within(drugs, pulse_counts);
    });
}

/// Given in the last 28 days, running, or drafted.
bool has_pulse(const Patient& patient) {
    const SteroidTimeline& steroid = patient.steroid();
    const auto last = steroid.last_pulse();
    if (last && patient.now() - *last <= pulse_counts) return true;
    return std::ranges::any_of(steroid.courses(), [](const SteroidTimeline::Course& one) {
        return one.kind == SteroidClass::pulse;
    });
}

std::vector<std::string> dangers(const Patient& patient) {
    const Severity& severity = patient.severity();
    std::vector<std::string> list;
    if (severity.respiratory_failure) list.emplace_back("respiratory failure");
    if (severity.myocarditis) list.emplace_back("myocarditis");
    if (severity.severe_dysphagia) list.emplace_back("severe dysphagia");
    if (patient.iim().rp_ild) list.emplace_back("rapidly progressive lung disease");
    return list;
}

/// What the card names: the threats to life, else the first feature without its date.
std::string features(const Patient& patient) {
    const auto threats = dangers(patient);
    const auto& because = patient.severity().because;
    if (threats.empty() && because.empty()) return "severe features";
    if (threats.empty()) {
        const std::string& first = because.front();
        return first.substr(0, std::min({first.find(" on "), first.find(", since"), longest_features}));
    }
    const std::string all = words::all_of(threats);
    return all.size() <= longest_features ? all : threats.front() + " and more";
}

std::optional<DrugProposal> pulse(const Patient& patient) {
    const Facts& facts = patient.facts();
    DrugProposal one{
        .drug = drug::methylprednisolone, .dose = patient.policy().pulse_max_mg, .days = pulse_days};
    one.route = Route::iv;
    const Policy& policy = patient.policy();
    one.note = words::with_limits(
        "Once daily for 3 days; then prednisone 0.5-{steroid.max_mgkg} mg/kg/day by mouth, at most "
        "{steroid.max_mg} mg/day.",
        policy
    );
    if (facts.demographics.adult()) return one;
    if (!facts.demographics.child() || !facts.body.weight_kg) return {};
    const double by_weight = std::floor(pulse_mg_per_kg_child * *facts.body.weight_kg / step_mg) * step_mg;
    one.dose = std::min(one.dose, by_weight);
    one.note = fmt::format(
        "30 mg/kg with a weight of {} kg, at most {}, once daily for 3 days.",
        words::number(*facts.body.weight_kg),
        words::mass(policy.pulse_max_mg)
    );
    return one;
}

/// Before anything is swallowed.
void add_swallow_assessment(Suggestion& one, const Patient& patient) {
    constexpr std::array asked{procedure::swallow_study, procedure::speech_therapy_referral};
    if (!patient.severity().dysphagia || patient.requested(asked, asked_lately)) return;
    one.actions.emplace_back(TestProposal{procedure::speech_therapy_referral, true, "swallow assessment"});
}

void offer(Finding& finding, const Patient& patient, bool infected) {
    const auto add = [&](Suggestion one) {
        add_swallow_assessment(one, patient);
        finding.suggest(std::move(one));
    };
    if (const auto drug = pulse(patient); drug && !infected)
        add(
            {fmt::format(
                 "Order methylprednisolone {} mg IV once daily for 3 days", words::number(drug->dose)
             ),
             {*drug},
             false}
        );
    if (auto course = ivig::first_course(patient, true)) add(std::move(*course));
    ivig::explain_no_course(finding, patient);
    constexpr std::array asked{procedure::rheumatology_referral, procedure::specialist_referral};
    if (!patient.requested(asked, asked_lately))
        add(
            {"Refer urgently to rheumatology",
             {TestProposal{procedure::rheumatology_referral, true, "severe myositis: induction"}},
             false}
        );
}

std::vector<std::string> advice(const Patient& patient) {
    constexpr std::string_view child =
        "Methylprednisolone IV 30 mg/kg, at most {pulse.max_mg:g}, for 3 days, then prednisone up to "
        "{jdm.max_mgkg} mg/kg/day, at most {jdm.max_mg} mg/day";
    constexpr std::string_view adult =
        "Methylprednisolone IV {pulse.max_mg:g} daily for 3 days (or 250-{pulse.max_mg} mg for "
        "1-{pulse.max_days} days), then prednisone 0.5-{steroid.max_mgkg} mg/kg/day by mouth, at most "
        "{steroid.max_mg} mg/day";
    std::vector<std::string> lines{
        words::with_limits(patient.facts().demographics.child() ? child : adult, patient.policy()),
        "A steroid-sparing agent for all from the start; IVIG as an add-on"};
    if (patient.severity().dysphagia)
        lines.emplace_back(
            "Dysphagia: aspiration precautions, consider a nasogastric tube, swallow assessment"
        );
    return lines;
}

void say(const Patient& patient, const Order* order, Findings& found) {
    const auto infection = active_infection(patient, group::serious_infections);
    const bool infected = found.holds("an infection that is not controlled", infection.has_value());
    const bool urgent = !dangers(patient).empty();
    Finding& finding = found.add(
        infected ? Indicator::info : Indicator::warning,
        order,
        fmt::format(
            "Severe myositis ({}): consider IV methylprednisolone, early combination therapy and urgent {}",
            features(patient),
            urgent ? "referral" : "specialist review"
        )
    );
    finding.why = patient.iim().used;
    for (const std::string& each : patient.severity().because) finding.because("Severe: " + each);
    for (const std::string& each : patient.treatment().because) finding.because("Treatment: " + each);
    if (infected) {
        finding.because("Possibly not controlled: " + infection->fact());
        finding.consider.emplace_back("Control the infection first; IVIG may be used alone meanwhile");
    }
    for (std::string& each : advice(patient)) finding.consider.push_back(std::move(each));
    const bool juvenile = patient.facts().demographics.child();
    if (juvenile && !patient.facts().body.weight_kg)
        finding.not_checked.emplace_back("dose of a pulse: weight not available");
    if (!pathway::is_shown_by_itself(patient)) {
        const pathway::Cell cell{SeverityLevel::severe, patient.treatment().phase};
        for (const pathway::Row& row : pathway::select(patient, cell, {pathway::Line::induction}).rows)
            finding.options.push_back(row.shown);
    }
    offer(finding, patient, infected);
    finding.trigger = features(patient);
}

void check(const Patient& patient, Findings& found) {
    const Subtype subtype = patient.iim().subtype;
    const bool own_rule = subtype == Subtype::ibm || subtype == Subtype::ici;
    if (found.holds("inclusion body or checkpoint-inhibitor myositis (R53, R56)", own_rule)) return;
    const Truth severe = found.holds("severe", patient.severity().severe());
    if (severe == Truth::no) return;
    const Phase phase = patient.treatment().phase;
    const bool unseen = engine::found(false, patient.sources().medications) == Truth::unknown;
    if (severe == Truth::yes && phase == Phase::unclear && unseen)
        found.gap("Severe myositis: " + words::medication_list(patient));
    const bool early = phase == Phase::untreated || phase == Phase::induction;
    if (!found.holds("untreated, or in induction", early)) return;
    if (severe == Truth::unknown) return found.gap("Severe myositis: severity not recorded");
    if (found.holds("an IV pulse within 28 days, or drafted", has_pulse(patient))) return;
    if (found.holds("IVIG, rituximab or cyclophosphamide drafted or just given", has_infusion(patient)))
        return;
    if (found.holds("palliative care", patient.condition(condition::palliative_care) != nullptr)) return;
    const Order* order = myositis_order(patient);
    if (is_order_hook(patient.hook())
        && !found.holds("an order of this call treats the myositis", order != nullptr))
        return;
    say(patient, order, found);
}

}  // namespace

extern constinit const Rule severe_iim_induction = {
    .number = "R44",
    .id = "severe-iim-induction",
    .title = "Severe myositis: induction",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 70,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::encounter_start,
    .group = Group::subtype,
    .rank = 2,
    .why =
        "Severe myositis can take breathing, swallowing and the heart; a late start costs muscle for good.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
