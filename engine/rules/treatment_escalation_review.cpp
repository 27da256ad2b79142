#include "engine/evidence.hpp"
#include "engine/options/activity_checks.hpp"
#include "engine/options/ivig_regimen.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/words.hpp"
#include "engine/pathway/immunoglobulin.hpp"
#include "engine/pathway/selection.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_003, seed_004, share17};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<19>("esc.days esc.jdm_days esc.severe_days iga.days ivig.creat_days mmf.max "
                  "mono.ivig_counts pathway.rows mtx.max_week aza.start_max aza.max_mg_per_kg "
                  "aza.weight_basis steroid.max_mg steroid.max_mgkg ild.mtx_option "
                  "pathway.mmf_first_line pathway.ild_order ivig.weight_basis ivig.max_course");

constexpr Days ck_counts{180};
constexpr int days_a_week = 7;

/// How long an agent is given at its target dose before that is called too little.
int enough_days(const Patient& patient) {
    const Policy& policy = patient.policy();
    double days = patient.iim().subtype == Subtype::jdm ? policy.esc_jdm_days : policy.esc_days;
    if (patient.severity().level == SeverityLevel::severe) days = std::min(days, policy.esc_severe_days);
    return static_cast<int>(days);
}

bool is_first_line(const AgentTried& one) {
    return one.kind == AgentClass::csdmard && one.current;
}

/// Days at the target dose that are over: today's is not.
int full_days_at_target(const AgentTried& one) {
    return std::max(0, one.days_at_target - 1);
}

/// The first-line agent that is taken, the one longest at its target dose.
const AgentTried* agent_taken(const Patient& patient) {
    const AgentTried* found = nullptr;
    for (const AgentTried& one : patient.treatment().agents)
        if (is_first_line(one) && (!found || one.days_at_target > found->days_at_target)) found = &one;
    return found;
}

bool takes_immunoglobulin(const Patient& patient) {
    return in(drug::immunoglobulin_human, patient.steroid_sparing());
}

/// Weak, and the newest CK is normal: the steroid may be the cause.
const Result* normal_ck_in_weakness(const Patient& patient) {
    if (!is_weak(patient)) return nullptr;
    const Result* ck = patient.labs().latest(lab::ck, patient.now(), ck_counts);
    const bool normal = ck && ck->value && ck->range_high && *ck->value <= *ck->range_high;
    return normal ? ck : nullptr;
}

/// RULES R46: what asks for immunoglobulin beside steroid and agent.
std::vector<std::string> infusion_triggers(const Patient& patient) {
    std::vector<std::string> list;
    if (patient.severity().dysphagia) list.emplace_back("dysphagia");
    if (pathway::has_weight_loss(patient)) list.emplace_back("weight loss");
    if (patient.iim().severe_skin) list.emplace_back("severe rash");
    if (pathway::is_steroid_resistant(patient)) list.emplace_back("steroid resistance");
    return list;
}

Indicator strength(const Patient& patient) {
    return patient.severity().level == SeverityLevel::severe ? Indicator::warning : Indicator::info;
}

std::vector<std::string> facts(const Patient& patient, const AgentTried& agent) {
    std::vector<std::string> lines = patient.iim().used;
    lines.push_back(fmt::format(
        "{}: {} days, of these {} at target dose or more",
        words::capitalised(patient.name(agent.drug)),
        agent.days,
        agent.days_at_target
    ));
    lines.push_back(fmt::format("Prednisone-equivalent {} mg/day", words::number(patient.steroid().now())));
    for (const std::string& each : patient.treatment().because) lines.push_back(each);
    return lines;
}

std::vector<std::string> advice() {
    return {
        "Agents need 3-6 months to full effect (source documents 000, 001)",
        "Before a change check adherence, cancer screening and dysphagia",
        "Check the diagnosis: inclusion body myositis (finger-flexor weakness, rimmed vacuoles) was "
        "misdiagnosed "
        "at first in 40 % of one series (source document 004)"};
}

void show_next_lines(Finding& finding, const Patient& patient) {
    using pathway::Line;
    const pathway::Cell cell = pathway::cell_of(patient);
    const bool third = cell.phase == Phase::third_line_candidate;
    const std::vector<Line> lines = third ? std::vector{Line::third} : std::vector{Line::second, Line::third};
    for (const pathway::Row& row : pathway::select(patient, cell, lines).rows)
        finding.options.push_back(row.shown);
}

void refer(Finding& finding, const Patient& patient) {
    if (auto one = pathway::specialist(
            patient, "Refer to rheumatology: incomplete response", "myositis: incomplete response, next line"
        ))
        finding.suggest(std::move(*one));
}

void offer(Finding& finding, const Patient& patient) {
    refer(finding, patient);
    if (auto course = ivig::first_course(patient)) finding.suggest(std::move(*course));
    ivig::explain_no_course(finding, patient);
}

void say_incomplete(const Patient& patient, const AgentTried& agent, Findings& found) {
    Finding& finding = found.add(
        strength(patient),
        nullptr,
        fmt::format(
            "Incomplete response after {} weeks of {} at target dose: review next-line options",
            full_days_at_target(agent) / days_a_week,
            patient.name(agent.drug)
        )
    );
    finding.why = facts(patient, agent);
    finding.consider = advice();
    if (const auto triggers = infusion_triggers(patient); !triggers.empty() && !takes_immunoglobulin(patient))
        finding.consider.push_back("IVIG is an add-on to consider: " + words::all_of(triggers));
    show_next_lines(finding, patient);
    offer(finding, patient);
    finding.trigger = fmt::format("active on {}", patient.name(agent.drug));
}

void say_infusion(
    const Patient& patient, const AgentTried& agent, const std::vector<std::string>& triggers, Findings& found
) {
    Finding& finding = found.add(
        strength(patient),
        nullptr,
        fmt::format(
            "{} on steroid and {}: review IVIG as an add-on",
            words::capitalised(words::all_of(triggers)),
            patient.name(agent.drug)
        )
    );
    finding.why = facts(patient, agent);
    for (const std::string& each : patient.severity().features) finding.because(each);
    finding.consider = advice();
    finding.consider.emplace_back("IVIG 2 g/kg over 2-5 days every 4 weeks; kidney and thrombosis harms");
    show_next_lines(finding, patient);
    offer(finding, patient);
    finding.trigger = "IVIG: " + words::all_of(triggers);
}

void say_low_dose(const Patient& patient, const AgentTried& agent, Findings& found) {
    Finding& finding = found.add(
        strength(patient),
        nullptr,
        fmt::format(
            "Active myositis on {} below its target dose: optimise the dose first", patient.name(agent.drug)
        )
    );
    finding.why = facts(patient, agent);
    finding.consider = {
        "Target doses: methotrexate 15 mg/week, azathioprine 1.5 mg/kg/day, mycophenolate 2 g/day or more",
        "Review next-line options when the target dose was not enough, or is not tolerated"};
    refer(finding, patient);
    finding.trigger = "below target: " + std::string(patient.name(agent.drug));
}

void say_steroid_myopathy(
    const Patient& patient, const AgentTried& agent, const Result& ck, Findings& found
) {
    Finding& finding = found.info(
        nullptr, "Weakness with a normal CK on steroid: consider steroid myopathy before escalating treatment"
    );
    finding.why = facts(patient, agent);
    finding.because(words::result(ck, "CK", "U/L"));
    finding.consider = {
        "Review the steroid dose before another agent is added",
        "Muscle MRI is an option when the response is not clear"};
    refer(finding, patient);
    finding.trigger = "steroid myopathy";
}

void check(const Patient& patient, Findings& found) {
    if (found.holds("inclusion body myositis (R53)", patient.iim().subtype == Subtype::ibm)) return;
    const AgentTried* agent = agent_taken(patient);
    const bool both = agent && patient.steroid().now() > 0;
    if (!found.holds("steroid and a first-line agent are taken", both)) return;
    const int enough = enough_days(patient);
    const bool at_target = found.holds("at target dose for esc.days", full_days_at_target(*agent) >= enough);
    const Truth active = found.holds("documented disease activity", patient.treatment().active_disease);
    const bool unseen = engine::found(false, patient.sources().observations) == Truth::unknown;
    if (at_target && active == Truth::unknown && unseen)
        found.gap("Response to treatment: laboratory data and examinations not available");

    if (at_target && active == Truth::yes) {
        const Result* ck = normal_ck_in_weakness(patient);
        if (found.holds("weak with a normal CK: steroid myopathy is suspected", ck != nullptr))
            return say_steroid_myopathy(patient, *agent, *ck, found);
        return say_incomplete(patient, *agent, found);
    }
    const auto triggers = infusion_triggers(patient);
    const bool infusion = !triggers.empty() && !takes_immunoglobulin(patient);
    if (found.holds("dysphagia, weight loss, severe rash or steroid resistance, and no IVIG", infusion))
        return say_infusion(patient, *agent, triggers, found);
    const bool too_low =
        active == Truth::yes && agent->days >= enough && agent->days_at_target == 0 && !agent->target_unknown;
    if (found.holds("the agent has been below its target dose", too_low))
        say_low_dose(patient, *agent, found);
}

}  // namespace

extern constinit const Rule treatment_escalation_review = {
    .number = "R46",
    .id = "treatment-escalation-review",
    .title = "Incomplete response",
    .version = "1.0.0",
    .priority = Priority::p2,
    .weight = 55,
    .hooks = Hook::patient_view,
    .why =
        "Active disease under a treatment that does not suffice costs muscle; steroid alone makes up for it.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
