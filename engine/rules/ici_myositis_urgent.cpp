#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/checkpoint_myositis.hpp"
#include "engine/options/checkpoint_steroid.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using checkpoint::Checks;
using checkpoint::Danger;

constexpr std::array sources{seed_004, seed_003, asco21};
constexpr auto overrides = word_list<7>(
    "already-addressed specialist-plan contraindicated patient-declined oncology-protocol will-do-later "
    "data-incorrect"
);
constexpr auto parameter_names = word_list<2>("ici.steroid_mgkg steroid.max_mg");

/// At hooks that order: the inhibitor, steroid or immunosuppressant of the basket. Nothing elsewhere.
const Order* order_in_question(const Patient& patient) {
    for (const ConceptGroup drugs :
         {ConceptGroup(group::checkpoint_inhibitors),
          ConceptGroup(group::corticosteroids),
          ConceptGroup(group::continuous_immunosuppressants),
          ConceptGroup(group::immunoglobulin),
          ConceptGroup(group::rituximab)})
        if (const auto orders = patient.ordering(drugs); !orders.empty()) return orders.front();
    return nullptr;
}

std::string summary(const Patient& patient, const Checks& missing) {
    std::vector<std::string> parts;
    if (missing.inhibitor)
        parts.push_back(
            fmt::format("holding {}", words::drug(patient, *missing.inhibitor, group::checkpoint_inhibitors))
        );
    if (missing.troponin && missing.ecg)
        parts.emplace_back("troponin/ECG");
    else if (missing.troponin || missing.ecg)
        parts.emplace_back(missing.troponin ? "troponin" : "ECG");
    if (missing.low_steroid) parts.emplace_back("high-dose steroid");
    if (missing.referral) parts.emplace_back("urgent review");
    std::string text = "Possible checkpoint-inhibitor myositis: consider ";
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? ", " : "") + parts[i];
    return text;
}

std::vector<std::string> advice(const Patient& patient, const Checks& missing) {
    std::vector<std::string> lines{
        fmt::format(
            "Grade 2: prednisone 0.5-1 mg/kg/day (here {} mg/kg); grade 3-4: methylprednisolone 1-2 "
            "mg/kg/day "
            "IV, and consider immunoglobulin or plasma exchange",
            words::number(patient.policy().ici_steroid_mgkg)
        ),
        "No immunoglobulin immediately before plasma exchange: it would be removed (R24)",
        "Another immunosuppressant when there is no response in 2 weeks, or it gets worse",
        "Myocarditis and myasthenia gravis often come together with it: look for both"};
    if (missing.inhibitor && !is_draft(*missing.inhibitor))
        lines.emplace_back("Review with oncology whether the active checkpoint inhibitor is put on hold");
    return lines;
}

void offer_tests(Finding& finding, const Patient& patient, const Checks& missing) {
    const auto order = [&](std::string label, Concept what) {
        finding.suggest({std::move(label), {TestProposal{what, true, {}}}, false});
    };
    if (missing.troponin) order("Order troponin", lab::troponin_i);
    if (missing.ecg) order("Order ECG", procedure::ecg);
    constexpr std::array muscle{lab::ck};
    const bool has_ck =
        patient.labs().latest(lab::ck, patient.now(), Days{30}) || patient.requested(muscle, Days{30});
    if (!has_ck) order("Order CK", lab::ck);
}

void offer(Finding& finding, const Patient& patient, const Checks& missing, const Danger& danger) {
    offer_tests(finding, patient, missing);
    const Order* inhibitor = missing.inhibitor;
    if (inhibitor && inhibitor->state == OrderState::draft && inhibitor->in_context)
        finding.suggest(
            {fmt::format(
                 "Hold {}: take the draft out", words::drug(patient, *inhibitor, group::checkpoint_inhibitors)
             ),
             {RemoveOrder{inhibitor}},
             false}
        );
    if (missing.low_steroid) checkpoint::offer_steroid(finding, patient, !danger.critical.empty());
    finding.at_most_one = false;
    if (!missing.referral) return;
    const bool heart = !danger.critical.empty();
    Suggestion refer{
        heart ? "Refer urgently to neurology, oncology and cardiology"
              : "Refer urgently to neurology and oncology",
        {},
        false};
    refer.actions.emplace_back(TestProposal{procedure::neurology_referral, true, {}});
    refer.actions.emplace_back(TestProposal{procedure::oncology_referral, true, {}});
    if (heart) refer.actions.emplace_back(TestProposal{procedure::cardiology_referral, true, {}});
    finding.suggest(std::move(refer));
}

/// Nothing fires, but what would make it fire could not be looked at.
void say_unknown(const Patient& patient, Truth in_time, Findings& found) {
    if (in_time == Truth::unknown)
        found.gap("Checkpoint-inhibitor myositis: whether a steroid was started could not be checked");
    for (const std::string& line : checkpoint::unreadable_troponin(patient))
        found.gap("Checkpoint-inhibitor myositis: " + line);
}

void tell(Finding& finding, const Patient& patient, const Danger& danger, const Checks& missing) {
    const auto add = [&](const std::vector<std::string>& lines) {
        finding.why.insert(finding.why.end(), lines.begin(), lines.end());
    };
    add(patient.iim().used);
    add(danger.critical);
    add(danger.other);
    if (checkpoint::steroid_in_time(patient) == Truth::no)
        finding.because(fmt::format(
            "No steroid started within 48 hours of the onset on {}", fhir::to_string(*patient.iim().onset)
        ));
    add(missing.lacking);
    finding.consider = advice(patient, missing);
    finding.not_checked = missing.not_checked;
}

void check(const Patient& patient, Findings& found) {
    const bool ici = patient.iim().subtype == Subtype::ici;
    const bool undated = patient.iim().ici_exposure && !patient.iim().onset && !patient.iim().msa_positive;
    if (undated) found.gap("Checkpoint-inhibitor myositis: the onset of the myositis is not recorded");
    if (!found.holds("checkpoint-inhibitor myositis", ici)) return;
    const Order* order = order_in_question(patient);
    if (is_order_hook(patient.hook()) && !found.holds("an order of this call is for it", order != nullptr))
        return;
    const Danger danger = checkpoint::danger(patient);
    const Truth in_time = found.holds(
        "a steroid was started within 48 hours of the onset", checkpoint::steroid_in_time(patient)
    );
    if (!danger.any() && in_time != Truth::no) return say_unknown(patient, in_time, found);
    const bool over = checkpoint::is_over(patient, danger);
    if (found.holds("the inhibitor was stopped more than 90 days ago, and stable", over)) return;
    const Checks missing = checkpoint::missing(patient);
    if (!found.holds("a check or a step of treatment is missing", missing.any())) return;

    Finding& finding = found.add(
        danger.critical.empty() ? Indicator::warning : Indicator::critical, order, summary(patient, missing)
    );
    tell(finding, patient, danger, missing);
    offer(finding, patient, missing, danger);
    finding.trigger = danger.critical.empty() ? "urgent" : "heart, breathing or bulbar";
}

}  // namespace

extern constinit const Rule ici_myositis_urgent = {
    .number = "R56",
    .id = "ici-myositis-urgent",
    .title = "Checkpoint-inhibitor myositis",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 73,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::encounter_start,
    .may_be_critical = true,
    .group = Group::subtype,
    .rank = 1,
    .why = "Heart and breathing can fail within days; it needs the inhibitor held and steroid at once.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
