#include "engine/evidence.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/jdm_steroid.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_limit.hpp"
#include "engine/options/steroid_pulse.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using jdm::Daily;
using steroid_limit::above;

constexpr std::array sources{seed_000, seed_001, seed_004, share17, bsr22, printo19};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<7>("jdm.max_mg jdm.max_mgkg mtx.max_week_child mtx.max_m2 pulse.max_mg "
                 "mtx.supply_weeks mtx.split_hours");

constexpr double critical_mg_per_kg = 2.5;
constexpr double full_mg_per_kg = 1;  ///< from here on a dose is one to begin with
constexpr int long_full_dose_days = 42;
constexpr double injection_step_mg = 0.5, timeline_slack = 1e-3;
constexpr std::uint8_t monday = 1;
constexpr std::string_view usual =
    "usual prednisone up to {jdm.max_mgkg} mg/kg (max {jdm.max_mg} mg), MTX SC 15 mg/m2";

std::vector<std::string> weight_and_age(const Patient& patient) {
    std::vector<std::string> lines = patient.iim().used;
    const Facts& facts = patient.facts();
    lines.push_back(fmt::format("Age {} years", *facts.demographics.age_years));
    if (facts.body.weight_kg)
        lines.push_back(fmt::format("Body weight {} kg", words::number(*facts.body.weight_kg)));
    return lines;
}

Finding& say(
    const Patient& patient, Findings& found, Indicator strength, const Order& order, std::string what
) {
    Finding& finding = found.add(
        order.reported ? Indicator::info : strength,
        &order,
        fmt::format("JDM: {}; {}", what, words::with_limits(usual, patient.policy()))
    );
    finding.why = weight_and_age(patient);
    finding.consider = {
        words::with_limits(
            "Prednisone 1-{jdm.max_mgkg} mg/kg/day, at most {jdm.max_mg} mg/day, with methotrexate from the "
            "start; taper after 2-4 weeks",
            patient.policy()
        ),
        "Methotrexate 15 mg/m2 once weekly under the skin; up to 20 mg/m2, at most 40 mg/week (SHARE)",
        words::with_limits(
            "Pulse of methylprednisolone: 30 mg/kg, at most {pulse.max_mg:g}", patient.policy()
        )};
    if (!patient.facts().body.weight_kg)
        finding.not_checked.emplace_back("mg/kg not checked: weight not available");
    return finding;
}

// --- prednisone

void judge_daily(const Patient& patient, const Daily& daily, Findings& found) {
    const Policy& policy = patient.policy();
    const auto per_kg = steroid_limit::per_kg(patient, daily.mg);
    const bool over_kg = per_kg && above(*per_kg, policy.jdm_max_mgkg);
    if (!found.holds(
            "prednisone above jdm.max_mgkg or jdm.max_mg", over_kg || above(daily.mg, policy.jdm_max_mg)
        ))
        return;
    const bool plain =
        daily.course->steroid == drug::prednisone || daily.course->steroid == drug::prednisolone;
    const std::string_view name =
        plain ? patient.name(daily.course->steroid) : std::string_view("prednisone-equivalent");
    const std::string what =
        over_kg ? fmt::format(
            "{} {} mg/kg outside 1-{} mg/kg", name, words::number(*per_kg), words::number(policy.jdm_max_mgkg)
        )
                : fmt::format(
                    "{} {} mg/day above {} mg/day",
                    name,
                    words::number(daily.mg),
                    words::number(policy.jdm_max_mg)
                );
    const bool far = per_kg && above(*per_kg, critical_mg_per_kg);
    Finding& finding =
        say(patient, found, far ? Indicator::critical : Indicator::warning, *daily.course->order, what);
    finding.because(steroid_limit::describe(patient, *daily.course));
    jdm::offer_usual_dose(finding, patient, daily);
    finding.trigger = words::number(daily.mg) + " mg/day";
}

void judge_taper(const Patient& patient, const Daily& daily, Findings& found) {
    if (patient.hook() == Hook::order_select) return;
    const double today = patient.steroid().now();
    const auto per_kg = steroid_limit::per_kg(patient, today);
    const bool full = (per_kg && *per_kg >= full_mg_per_kg - timeline_slack)
                      || today >= patient.policy().jdm_max_mg - timeline_slack;
    if (!full) return;
    const int days = jdm::days_unchanged(patient, *daily.course->order);
    if (!found.holds("more than 42 days at full dose without a taper", days > long_full_dose_days)) return;
    Finding& finding =
        say(patient,
            found,
            Indicator::warning,
            *daily.course->order,
            fmt::format("{} days of steroid at full dose, taper usual after 2-4 weeks", days));
    finding.because(steroid_limit::describe(patient, *daily.course));
    finding.trigger = "full dose";
}

// --- pulses

void judge_pulses(const Patient& patient, Findings& found) {
    const steroid_limit::Limits limits = steroid_limit::limits_of(patient);
    for (const steroid_limit::Pulse& pulse : steroid_limit::pulses(patient)) {
        const auto per_kg = steroid_limit::per_kg(patient, pulse.mg);
        const bool over_kg = per_kg && above(*per_kg, limits.pulse_mg_per_kg);
        if (!over_kg && !above(pulse.mg, patient.policy().pulse_max_mg)) continue;
        Finding& finding =
            say(patient,
                found,
                Indicator::warning,
                *pulse.course->order,
                over_kg ? fmt::format("methylprednisolone {} mg/kg above 30 mg/kg", words::number(*per_kg))
                        : fmt::format(
                            "methylprednisolone {} mg above {}",
                            words::number(pulse.mg),
                            words::mass(patient.policy().pulse_max_mg)
                        ));
        finding.because(steroid_limit::describe(patient, *pulse.course));
        steroid_limit::offer_usual_pulse(finding, patient, limits, pulse);
        finding.trigger = fmt::format("pulse {} mg", words::number(pulse.mg));
    }
}

// --- methotrexate

/// The other route is a new order, so the drug has to fit the patient (RULES 6.1).
void offer_injection(Finding& finding, const Patient& patient, const Order& order) {
    if (const Fitness fit = methotrexate_fitness(patient); !fit.offered()) {
        finding.consider.push_back("Not offered: methotrexate by injection (" + fit.because() + ")");
        return;
    }
    const auto mg = mtx::starting_week(order, patient.now());
    if (!mtx::is_editable(order) || !mg) return;
    const mtx::Schedule schedule = mtx::schedule_of(order, patient.now(), patient.policy().mtx_split_hours);
    if (schedule.rhythm != mtx::Rhythm::weekly) return;
    DrugProposal injected{.drug = drug::methotrexate, .period_unit = "wk"};
    injected.dose = std::floor(*mg / injection_step_mg + 1e-6) * injection_step_mg;
    injected.weekdays = schedule.weekdays ? schedule.weekdays : monday;
    injected.route = Route::sc;
    injected.supply_weeks = static_cast<int>(patient.policy().mtx_supply_weeks);
    injected.note = "ONCE A WEEK. Not for daily use. In place of the tablets.";
    finding.suggest(
        {fmt::format(
             "Order {} mg once weekly by subcutaneous injection instead", words::number(injected.dose)
         ),
         {RemoveOrder{&order}, injected},
         false}
    );
}

bool is_other_treatment(const Patient& patient, const Order& order) {
    return mtx::is_oncology(patient, order) || mtx::is_single_dose(order) || indication::is_stated(order);
}

void prefer_injection(const Patient& patient, const Order& order, Findings& found) {
    Finding& finding = say(patient, found, Indicator::info, order, "methotrexate by mouth, SC preferred");
    offer_injection(finding, patient, order);
    finding.trigger = "methotrexate by mouth";
}

/// The dose of a week that is asked for first, when it can be read.
std::optional<double> first_week(const Order& order, Day now) {
    return order.dose.phases.empty() ? std::nullopt : mtx::starting_week(order, now);
}

/// The lower of the two limits of a week.
std::string limit_in_words(const Patient& patient, const mtx::WeeklyLimit& limit) {
    const bool by_surface = limit.lowest() < limit.mg;
    return by_surface ? words::number(patient.policy().mtx_max_m2) + " mg/m2"
                      : words::number(limit.mg) + " mg";
}

void judge_order(const Patient& patient, const Order& order, Findings& found) {
    const mtx::WeeklyLimit limit = mtx::weekly_limit(patient);
    const auto mg = first_week(order, patient.now());
    const auto excess = mg ? mtx::excess(limit, *mg) : std::nullopt;
    if (excess && found.holds("R05 leads", patient.policy().enabled("methotrexate-dose-limit"))) return;
    if (excess) {
        Finding& finding =
            say(patient,
                found,
                Indicator::warning,
                order,
                fmt::format(
                    "methotrexate {} mg/week above {}", words::number(*mg), limit_in_words(patient, limit)
                ));
        if (mtx::is_editable(order)) finding.suggestions = mtx::lower_doses(patient, order, limit);
        finding.trigger = fmt::format("methotrexate {} mg/week", words::number(*mg));
    } else if (order.route == Route::oral && order.route_stated) {
        prefer_injection(patient, order, found);
    }
}

void judge_methotrexate(const Patient& patient, Findings& found) {
    const auto orders = mtx::in_question(patient);
    if (!orders.empty() && !patient.facts().body.bsa_m2)
        found.gap("JDM dosing: body surface area not available, mg/m2 was not checked");
    for (const Order* order : orders)
        if (!is_other_treatment(patient, *order)) judge_order(patient, *order, found);
}

void check(const Patient& patient, Findings& found) {
    const bool jdm = patient.iim().subtype == Subtype::jdm;
    if (!found.holds("juvenile dermatomyositis", jdm)) return;
    if (!found.holds("age below 18 years", patient.facts().demographics.child())) return;
    if (const Daily daily = jdm::daily_dose(patient); daily.course) {
        if (!patient.facts().body.weight_kg)
            found.gap("JDM dosing: weight not available, mg/kg was not checked");
        judge_daily(patient, daily, found);
        judge_taper(patient, daily, found);
    }
    judge_pulses(patient, found);
    judge_methotrexate(patient, found);
}

}  // namespace

extern constinit const Rule jdm_dosing = {
    .number = "R54",
    .id = "jdm-dosing",
    .title = "Juvenile dermatomyositis dosing",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 58,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign,
    .may_be_critical = true,
    .group = Group::subtype,
    .rank = 5,
    .why =
        "Children are dosed by size: too much steroid stunts and harms, too little lets the disease go on.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
