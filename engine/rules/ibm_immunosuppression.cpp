#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/order_words.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_plan.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"
#include "fhir/date.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_003, seed_004};
constexpr auto overrides = word_list<3>("specialist-plan patient-declined other-indication");
constexpr auto parameter_names = word_list<3>("ibm.trial ibm.trial_days ibm.trial_warning_days");

constexpr int long_steroid_days = 14;  ///< at 5 mg/day or more

bool is_chart(const Patient& patient) {
    return patient.hook() == Hook::patient_view;
}

Patient::Orders in_question(const Patient& patient, ConceptGroup drugs) {
    return is_chart(patient) ? patient.active(drugs) : patient.ordering(drugs);
}

/// Steroid for 14 days or more at 5 mg/day or more; one that cannot be read is no trigger, and is said so.
bool is_long_steroid(const Patient& patient, const Order& order, Findings& found) {
    const SteroidTimeline::Course* course = patient.steroid().course(order);
    if (!course || course->kind == SteroidClass::premed || course->kind == SteroidClass::replacement)
        return false;
    if (!course->readable) {
        found.gap("Immunosuppression in inclusion body myositis: a steroid dose could not be read");
        return false;
    }
    return planned_days(patient, *course) >= long_steroid_days;
}

/// The treatment that counts as for the inclusion body myositis.
Patient::Orders treatment_of_ibm(const Patient& patient, Findings& found) {
    Patient::Orders orders;
    const auto take = [&](ConceptGroup drugs, bool steroid) {
        for (const Order* order : in_question(patient, drugs)) {
            const bool counts = steroid ? is_long_steroid(patient, *order, found) : may_be_systemic(*order);
            const bool known = std::ranges::find(orders, order) != orders.end();
            if (counts && !known && !indication::exists(patient, *order)) orders.push_back(order);
        }
    };
    take(group::continuous_immunosuppressants, false);
    take(group::cyclophosphamide, false);
    take(group::anti_cd20, false);
    take(group::immunoglobulin, false);
    take(group::corticosteroids, true);
    return orders;
}

/// Goals and a date are written on the order, or its own end is the date (C21).
bool is_documented(const Patient& patient, const Order& order) {
    if (patient.policy().ibm_trial == "discourage") return false;
    const OrderWords words(order);
    const bool named = words.name_any({"trial"}) && words.name_any({"goal", "aim", "target", "objective"});
    return named && !words.name_any({"to be stated"}) && (words.name_date() || stated_end(order));
}

std::string_view name(const Patient& patient, const Order& order) {
    return patient.name(order.drugs.first());
}

struct Trial {
    const Order* lead = nullptr;
    bool is_new = false;         ///< an order of this call starts a drug
    std::optional<Day> since{};  ///< of the longest treatment that goes on
    int days(Day now) const { return since ? static_cast<int>((now - *since).count()) : 0; }
};

std::optional<Day> begun(const Patient& patient, const Order& order) {
    const auto since = order.is_any(group::corticosteroids) ? patient.steroid().start_date() : std::nullopt;
    if (since && *since <= patient.now()) return since;
    for (const Concept drug : order.drugs)
        if (const auto day = taken_since(patient, ConceptGroup(&drug, 1))) return day;
    return {};
}

Trial trial_of(const Patient& patient, const Patient::Orders& orders) {
    Trial trial{.lead = orders.front()};
    for (const Order* order : orders) {
        if (is_draft(*order) && patient.is_new(*order) && !trial.is_new) {
            trial.is_new = true;
            trial.lead = order;
        }
        const auto since = begun(patient, *order);
        if (since && (!trial.since || *since < *trial.since)) trial.since = since;
    }
    return trial;
}

enum class Stage { start, running, review };

Stage stage_of(const Patient& patient, const Trial& trial) {
    if (trial.is_new) return Stage::start;
    return trial.days(patient.now()) >= patient.policy().ibm_trial_days ? Stage::review : Stage::running;
}

Indicator strength(const Patient& patient, const Trial& trial, Stage stage) {
    if (patient.policy().ibm_trial == "info-only") return Indicator::info;
    if (stage == Stage::start) return Indicator::warning;
    const bool long_trial = trial.days(patient.now()) >= patient.policy().ibm_trial_warning_days;
    return long_trial ? Indicator::warning : Indicator::info;
}

std::string summary(const Patient& patient, const Trial& trial, Stage stage) {
    if (stage == Stage::review)
        return fmt::format(
            "IBM trial review: {} for {} without documented benefit; IBM usually does not respond",
            name(patient, *trial.lead),
            words::duration(trial.days(patient.now()))
        );
    return "IBM usually does not respond to immunosuppression: document active inflammation, goals and a 3-6 "
           "month stop date, or reconsider";
}

std::vector<std::string> advice() {
    return {
        "Controlled trials and a Cochrane review show no effect of methotrexate or interferon; a small "
        "uncontrolled series reports modest benefit in some (source document 004)",
        "A trial is reserved for active inflammation (biopsy, CK), and is stopped after 3-6 months without "
        "stabilisation",
        "Steroid harms: infection, diabetes, osteoporosis, steroid myopathy on top of the weakness",
        "Exercise with a physiotherapist and early care of swallowing are what usually helps"};
}

void offer_referrals(Finding& finding, const Patient& patient) {
    Suggestion refer{"Refer to physiotherapy and speech therapy", {}, false};
    for (const Concept one : {procedure::physiotherapy_referral, procedure::speech_therapy_referral})
        if (!patient.requested(ConceptGroup(&one, 1), Days{90}))
            refer.actions.emplace_back(TestProposal{one, false, {}});
    if (!refer.actions.empty()) finding.suggest(std::move(refer));
}

/// What the trial needs in writing, to the day on which it is judged: ibm.trial_days after its start, or the
/// end of the 6 months where that day is past. Nothing when both are.
std::optional<TaskProposal> trial_plan(const Patient& patient, const Trial& trial) {
    const Day from = trial.is_new ? patient.now() : trial.since.value_or(patient.now());
    Day until = from + Days(static_cast<int>(patient.policy().ibm_trial_days));
    if (until < patient.now()) until = from + Days(static_cast<int>(patient.policy().ibm_trial_warning_days));
    if (until < patient.now()) return {};
    TaskProposal plan{TaskProposal::Kind::plan, "Trial of immunosuppression in inclusion body myositis"};
    plan.steps = {
        "Active inflammation (biopsy, CK): to be stated",
        "Goals: to be stated",
        "Stop without stabilisation on " + fhir::to_string(until)};
    plan.from = from;
    plan.until = until;
    return plan;
}

void offer(Finding& finding, const Patient& patient, const Trial& trial) {
    const Order& order = *trial.lead;
    const int days = static_cast<int>(patient.policy().ibm_trial_days);
    auto plan = trial_plan(patient, trial);
    if (order.state == OrderState::draft && order.in_context) {
        finding.suggest({fmt::format("Take {} out", name(patient, order)), {RemoveOrder{&order}}, false});
        // A steroid that ends without a taper would be stopped abruptly (R38).
        if (!order.is_any(group::corticosteroids) && order.dose.phases.size() == 1 && !stated_end(order)) {
            ChangeOrder limited{.order = &order, .timing = false, .days = days};
            if (order.start && *order.start > patient.now()) limited.starts = {*order.start};
            limited.note = "Trial in inclusion body myositis. Goals: to be stated. Stops without benefit.";
            Suggestion keep{fmt::format("Keep as a trial of {} days", days), {limited}, false};
            if (plan) keep.actions.emplace_back(*std::exchange(plan, {}));
            finding.suggest(std::move(keep));
        }
    }
    if (plan) finding.suggest({"Document the trial: inflammation, goals and stop date", {*plan}, false});
    offer_referrals(finding, patient);
}

void check(const Patient& patient, Findings& found) {
    const bool ibm = patient.iim().subtype == Subtype::ibm;
    if (!found.holds("inclusion body myositis", ibm)) return;
    Patient::Orders orders = treatment_of_ibm(patient, found);
    if (!found.holds(
            "steroid for 14 days or a steroid-sparing agent, not for another disease", !orders.empty()
        ))
        return;
    std::erase_if(orders, [&](const Order* order) {
        return found.holds("a trial with goals and a date is documented", is_documented(patient, *order));
    });
    if (orders.empty()) return;

    const Trial trial = trial_of(patient, orders);
    const Stage stage = stage_of(patient, trial);
    const bool benefit = stage == Stage::review && patient.iim().remission;
    if (found.holds("a benefit of the trial is documented (remission)", benefit)) return;
    Finding& finding = found.add(strength(patient, trial, stage), trial.lead, summary(patient, trial, stage));
    finding.why = patient.iim().used;
    for (const Order* order : orders)
        finding.because(fmt::format(
            "{} {}{}",
            words::capitalised(name(patient, *order)),
            is_draft(*order) ? "is about to be ordered" : "is taken",
            words::from(order->source)
        ));
    if (trial.since) finding.because("Treated since " + fhir::to_string(*trial.since));
    finding.consider = advice();
    if (!trial.since && !trial.is_new)
        finding.not_checked.emplace_back("since when it is taken is not recorded: please state the start");
    finding.not_checked.emplace_back(
        "active inflammation, goals and stop date of a trial: not found on the order"
    );
    offer(finding, patient, trial);
    finding.trigger = fmt::format(
        "{} {}",
        name(patient, *trial.lead),
        stage == Stage::start     ? "new"
        : stage == Stage::running ? "trial"
                                  : "review"
    );
}

}  // namespace

extern constinit const Rule ibm_immunosuppression = {
    .number = "R53",
    .id = "ibm-immunosuppression",
    .title = "Immunosuppression in inclusion body myositis",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 40,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill,
    .group = Group::subtype,
    .rank = 4,
    .why = "Inclusion body myositis rarely responds; the drugs harm while the weakness goes on.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
