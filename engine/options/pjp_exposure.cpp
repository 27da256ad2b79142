#include "engine/options/pjp_exposure.hpp"

#include "engine/derive/compare.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::pjp {

namespace {

constexpr double band_mg = 15;
constexpr int band_days = 14;   // more than this
constexpr int ending_days = 7;  // fewer than this left
constexpr double rituximab_steroid_mg = 10;
constexpr double combination_warning_mg = 15;
constexpr int old_age = 65;
constexpr double slack = 1e-4;  // the timeline holds floats
constexpr Days pulse_window{30}, rituximab_window{180}, baseline{42};

/// The day of the run with the highest dose, today and later days first.
Day highest_day(const Patient& patient, const Run& run) {
    Day best = std::clamp(patient.now(), run.start, run.end);
    for (Day day = best; day <= run.end; day += Days{1})
        if (patient.steroid().on(day) > patient.steroid().on(best) + slack) best = day;
    return best;
}

/// Of a course without an end only what is over is counted: the days to come are an assumption.
std::string describe(const Patient& patient, const Exposure& exposure, std::string_view threshold) {
    const Run& run = *exposure.run;
    const std::string days = run.open ? fmt::format(
                                 "no stop date recorded ({} days assumed); {} days so far",
                                 patient.policy().assume_open_days,
                                 run.past_days
                             )
                                      : fmt::format(
                                          "to {}: {} days past, {} day{} planned",
                                          fhir::to_string(run.end),
                                          run.past_days,
                                          run.future_days,
                                          run.future_days == 1 ? "" : "s"
                                      );
    return fmt::format(
        "Prednisone-equivalent {} mg/day from {}, {}; {} {} mg/day{}",
        threshold,
        fhir::to_string(run.start),
        days,
        exposure.at_most ? "up to" : "peak",
        words::number(patient.steroid().on(highest_day(patient, run))),
        exposure.at_most ? " (a range, or as needed)" : ""
    );
}

bool is_at_most(const Patient& patient, const Run& run, double threshold) {
    return patient.steroid().at_least_on(highest_day(patient, run)) < threshold - slack;
}

bool pulse_within_30_days(const Patient& patient) {
    const auto last = patient.steroid().last_pulse();
    if (last && *last >= patient.now() - pulse_window) return true;
    return std::ranges::any_of(patient.steroid().courses(), [](const auto& course) {
        return course.kind == SteroidClass::pulse && course.order->state == OrderState::draft;
    });
}

/// What raises the risk at more than 15 mg/day (T2).
std::vector<std::string> enhancers(const Patient& patient) {
    std::vector<std::string> found;
    if (pulse_within_30_days(patient)) found.emplace_back("IV steroid pulse within 30 days");
    const Result* count = lymphocytes(patient);
    if (count && is_below(*count, patient.policy().pjp_lymph))
        found.push_back(words::result(*count, "lymphocytes", "x10^9/L"));
    for (const Concept agent : patient.non_steroid_immunosuppressants())
        if (agent != drug::methotrexate) found.emplace_back(patient.name(agent));
    if (patient.iim().ild) found.emplace_back("interstitial lung disease");
    const auto age = patient.facts().demographics.age_years;
    if (age && *age >= old_age) found.push_back(fmt::format("age {}", *age));
    return found;
}

std::optional<Exposure> steroid_run(const Patient& patient) {
    const Policy& policy = patient.policy();
    const auto run = patient.steroid().run(policy.pjp_mg);
    if (!run || run->total_days() < policy.pjp_days) return {};
    Exposure one{.trigger = Trigger::steroid_run, .run = run, .facts = {}};
    one.at_most = is_at_most(patient, *run, policy.pjp_mg);
    one.facts.push_back(describe(patient, one, "at least " + words::number(policy.pjp_mg)));
    one.ending = run->past_days >= policy.pjp_days && run->future_days < ending_days && !run->open;
    if (one.ending) one.indicator = Indicator::info;
    return one;
}

std::optional<Exposure> steroid_band(const Patient& patient) {
    if (!patient.policy().pjp_eular_band) return {};
    const auto run = patient.steroid().run_above(band_mg);
    if (!run || run->total_days() <= band_days) return {};
    const auto reasons = enhancers(patient);
    if (reasons.empty()) return {};
    Exposure one{.trigger = Trigger::steroid_band, .run = run, .facts = {}};
    one.at_most = is_at_most(patient, *run, band_mg);
    one.facts.push_back(describe(patient, one, "above " + words::number(band_mg)));
    one.facts.push_back("Risk raised by " + words::all_of(reasons));
    one.ending = run->past_days > band_days && run->future_days < ending_days && !run->open;
    if (one.ending) one.indicator = Indicator::info;
    return one;
}

std::optional<Exposure> cyclophosphamide(const Patient& patient) {
    if (!in(drug::cyclophosphamide, patient.non_steroid_immunosuppressants())
        && patient.current(group::cyclophosphamide).empty())
        return {};
    return Exposure{.trigger = Trigger::cyclophosphamide, .run = {}, .facts = {"Cyclophosphamide, current"}};
}

std::optional<Exposure> rituximab(const Patient& patient) {
    const double steroid = steroid_now(patient);
    if (steroid < rituximab_steroid_mg - slack) return {};
    if (patient.drafts(group::rituximab).empty() && !patient.given_within(group::rituximab, rituximab_window))
        return {};
    return Exposure{
        .trigger = Trigger::rituximab,
        .run = {},
        .facts = {fmt::format(
            "Rituximab ordered or given within 180 days, with prednisone-equivalent {} mg/day",
            words::number(steroid)
        )}};
}

std::optional<Exposure> combination(const Patient& patient) {
    const Policy& policy = patient.policy();
    if (policy.pjp_t5 == "off") return {};
    const double steroid = steroid_now(patient);
    const auto agents = immunosuppressants(patient);
    if (agents.size() < 2 || steroid <= 0 || steroid < policy.pjp_t5_min_mg - slack) return {};
    const bool strong = policy.pjp_t5 == "warning" || steroid >= combination_warning_mg - slack;
    return Exposure{
        .trigger = Trigger::combination,
        .indicator = strong ? Indicator::warning : Indicator::info,
        .run = {},
        .facts = {fmt::format(
            "{} with prednisone-equivalent {} mg/day",
            words::capitalised(words::all_of(agents)),
            words::number(steroid)
        )}};
}

}  // namespace

std::vector<Exposure> exposures(const Patient& patient) {
    std::vector<Exposure> all;
    for (auto* const judge : {steroid_run, cyclophosphamide, steroid_band, rituximab, combination})
        if (auto one = judge(patient)) all.push_back(std::move(*one));
    std::ranges::stable_sort(all, std::ranges::greater{}, &Exposure::indicator);
    return all;
}

double steroid_now(const Patient& patient) {
    double most = patient.steroid().now();
    for (const auto& course : patient.steroid().courses()) {
        const bool counted = course.order->state == OrderState::draft && course.start
                             && course.kind != SteroidClass::pulse && course.kind != SteroidClass::premed;
        if (counted) most = std::max(most, patient.steroid().on(*course.start));
    }
    return most;
}

const Result* lymphocytes(const Patient& patient) {
    return patient.labs().measured(lab::lymphocytes, patient.now(), baseline);
}

std::vector<std::string> unreadable_lymphocytes(const Patient& patient) {
    constexpr std::array test{lab::lymphocytes};
    return unreadable_results(patient, test, baseline);
}

std::vector<std::string> immunosuppressants(const Patient& patient) {
    std::vector<std::string> names;
    for (const Concept each : patient.non_steroid_immunosuppressants())
        names.emplace_back(patient.name(each));
    return names;
}

}  // namespace iim::engine::pjp
