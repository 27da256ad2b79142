#include "engine/options/checkpoint_myositis.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace iim::engine::checkpoint {

namespace {

constexpr Days heart_window{30}, antibody_window{365}, referral_window{90}, over_after{90}, in_time{2};
constexpr double least_mg_per_kg = 0.5, effective_mg = 5, slack = 1e-3;  // the timeline keeps floats

constexpr std::array troponins{lab::troponin_i, lab::troponin_t};
constexpr std::array ecgs{procedure::ecg};
constexpr std::array specialists{
    procedure::specialist_referral,
    procedure::neurology_referral,
    procedure::cardiology_referral,
    procedure::rheumatology_referral,
    procedure::oncology_referral,
    procedure::respiratory_referral,
    procedure::intensive_care_referral};

std::string dated(std::string_view what, const Condition& one) {
    const auto day = one.since();
    return fmt::format("{}{}{}", what, day ? " since " + fhir::to_string(*day) : "", words::from(one.source));
}

bool is_raised(const Result& one) {
    if (one.value && one.range_high) return one.comparator != '<' && *one.value > *one.range_high;
    return one.flag == 'H' || one.reading == Reading::positive;
}

bool is_unreadable(const Result& one) {
    return !one.value && one.flag == 0 && one.reading == Reading::unknown;
}

/// One that cannot be read does not hide the value before it.
const Result* newest_troponin(const Patient& patient) {
    const Result* newest = patient.labs().latest_of(troponins, patient.now(), heart_window);
    if (!newest || !is_unreadable(*newest)) return newest;
    return patient.labs().measured_of(troponins, patient.now(), heart_window);
}

void heart(const Patient& patient, Danger& found) {
    if (const Condition* one = patient.condition(condition::myocarditis))
        found.critical.push_back(dated("Myocarditis", *one));
    const Result* troponin = newest_troponin(patient);
    if (troponin && is_raised(*troponin))
        found.critical.push_back(words::result(*troponin, "Raised troponin", troponin->unit));
}

void breathing_and_swallowing(const Patient& patient, Danger& found) {
    if (const Condition* one = patient.condition(condition::respiratory_failure))
        found.critical.push_back(dated("Respiratory failure", *one));
    else if (patient.severity().respiratory_failure)
        found.critical.emplace_back("Respiratory failure");
    if (const Condition* one = patient.condition(condition::dysphagia))
        found.critical.push_back(dated("Dysphagia", *one));
    if (const Condition* one = patient.condition(condition::dysarthria))
        found.critical.push_back(dated("Dysarthria", *one));
}

void myasthenia(const Patient& patient, Danger& found) {
    if (const Condition* one = patient.condition(condition::myasthenia_gravis))
        found.other.push_back(dated("Myasthenia gravis", *one));
    for (const Concept sign : {condition::ptosis, condition::diplopia})
        if (const Condition* one = patient.condition(sign))
            found.other.push_back(dated(words::capitalised(patient.name(sign)), *one));
    const Result* antibody = patient.labs().latest(lab::antibody_achr, patient.now(), antibody_window);
    const bool positive = antibody
                          && (antibody->reading == Reading::positive
                              || (antibody->reading == Reading::unknown && is_raised(*antibody)));
    if (positive)
        found.other.push_back(fmt::format(
            "Acetylcholine receptor antibody positive, {}{}",
            fhir::to_string(antibody->date),
            words::from(antibody->source)
        ));
}

bool was_done(const Patient& patient, ConceptGroup what, Days window) {
    return std::ranges::any_of(patient.facts().procedures, [&](const Event& event) {
        const bool lately =
            event.date && *event.date <= patient.now() && patient.now() - *event.date <= window;
        return lately && event.what.any_of(what);
    });
}

/// One that cannot be read leaves the heart unchecked.
bool is_troponin_missing(const Patient& patient) {
    const Result* newest = patient.labs().latest_of(troponins, patient.now(), heart_window);
    if (newest && !is_unreadable(*newest)) return false;
    const bool awaited = std::ranges::any_of(troponins, [&](Concept one) {
        const Result* result = patient.labs().pending(one, patient.now());
        return result && result->date >= patient.now() - heart_window;
    });
    return !awaited && !patient.requested(troponins, heart_window);
}

/// From today until the day after tomorrow, what is certainly taken.
double steroid_mg(const Patient& patient) {
    double most = 0;
    for (int ahead = 0; ahead <= in_time.count(); ++ahead)
        most = std::max(most, patient.steroid().at_least_on(patient.now() + Days(ahead)));
    return most;
}

void steroid(const Patient& patient, Checks& found) {
    const double mg = steroid_mg(patient);
    if (mg < slack) {
        if (patient.steroid().unreadable())
            found.not_checked.emplace_back("steroid dose: the order could not be read");
        else if (engine::found(false, patient.sources().medications) == Truth::unknown)
            found.not_checked.emplace_back("steroid: " + words::medication_list(patient));
        else
            found.low_steroid = true;
        if (found.low_steroid) found.lacking.emplace_back("No systemic steroid found");
        return;
    }
    const auto weight = patient.facts().body.weight_kg;
    if (!weight)
        found.not_checked.emplace_back("steroid dose per kg: weight not available");
    else if (mg < least_mg_per_kg * *weight - slack) {
        found.low_steroid = true;
        found.lacking.push_back(fmt::format(
            "Steroid below 0.5 mg/kg/day: prednisone-equivalent {} mg/day with a weight of {} kg",
            words::number(mg),
            words::number(*weight)
        ));
    }
}

const Order* running_inhibitor(const Patient& patient) {
    const auto drafts = patient.drafts(group::checkpoint_inhibitors);
    if (!drafts.empty()) return drafts.front();
    const auto active = patient.active(group::checkpoint_inhibitors);
    return active.empty() ? nullptr : active.front();
}

}  // namespace

Danger danger(const Patient& patient) {
    Danger found;
    heart(patient, found);
    breathing_and_swallowing(patient, found);
    myasthenia(patient, found);
    if (patient.iim().severe == Truth::yes)
        for (const std::string& each : patient.iim().severe_because) found.other.push_back("Severe: " + each);
    return found;
}

std::vector<std::string> unreadable_troponin(const Patient& patient) {
    const Result* newest = patient.labs().latest_of(troponins, patient.now(), heart_window);
    if (!newest || !is_unreadable(*newest)) return {};
    return {words::unreadable(*newest, patient.name(newest->test))};
}

Truth steroid_in_time(const Patient& patient) {
    const auto onset = patient.iim().onset;
    if (!onset) return Truth::unknown;
    for (Day day = *onset; day <= *onset + in_time; day += Days(1))
        if (patient.steroid().on(day) >= effective_mg - slack) return Truth::yes;
    if (patient.steroid().unreadable()) return Truth::unknown;
    return engine::found(false, patient.sources().medications);
}

Checks missing(const Patient& patient) {
    Checks found;
    const auto say = [&](bool absent, Availability source, const char* lacking, const char* not_checked) {
        if (!absent) return;
        const bool came = engine::found(false, source) == Truth::no;
        (came ? found.lacking : found.not_checked).emplace_back(came ? lacking : not_checked);
    };
    const Sources& sources = patient.sources();
    found.troponin = is_troponin_missing(patient);
    found.ecg = !was_done(patient, ecgs, heart_window) && !patient.requested(ecgs, heart_window);
    found.inhibitor = running_inhibitor(patient);
    found.referral =
        !patient.requested(specialists, referral_window) && !was_done(patient, specialists, referral_window);
    const std::vector<std::string> unreadable = unreadable_troponin(patient);
    for (const std::string& line : unreadable) found.not_checked.push_back(line);
    say(found.troponin && unreadable.empty(),
        sources.observations,
        "Troponin not found in 30 days",
        "troponin: laboratory data were not available to this service");
    say(found.ecg,
        sources.procedures,
        "ECG not found in 30 days",
        "ECG: procedures were not available to this service");
    steroid(patient, found);
    say(found.referral,
        sources.requests,
        "Referral to a specialist not found in 90 days",
        "referrals: requests were not available to this service");
    return found;
}

bool is_over(const Patient& patient, const Danger& danger) {
    if (danger.any() || running_inhibitor(patient)) return false;
    const auto onset = patient.iim().onset;
    const bool fresh = !onset || patient.now() - *onset <= over_after;
    if (fresh && steroid_mg(patient) < effective_mg - slack) return false;
    const auto last = patient.last_given(group::checkpoint_inhibitors);
    return last && patient.now() - *last > over_after;
}

}  // namespace iim::engine::checkpoint
