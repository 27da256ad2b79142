#include "engine/pathway/therapy.hpp"

#include "engine/options/steroid_plan.hpp"
#include "engine/options/taper_speed.hpp"
#include "engine/options/words.hpp"
#include "fhir/date.hpp"

#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace iim::engine::pathway {

namespace {

constexpr double slack_mg = 1e-3;

struct LowerDose {
    Day from{};
    double mg = 0;
};

/// The first day on which less is planned than today, and what is taken then. The end that the calendar
/// assumes of an open-ended order is no plan.
std::optional<LowerDose> lower_dose(const Patient& patient) {
    const SteroidTimeline& steroid = patient.steroid();
    const Day last = taper::last_planned_day(patient);
    for (Day day = patient.now() + Days(1); day <= last; day += Days(1))
        if (const double mg = steroid.on(day); mg < steroid.now() - slack_mg) return LowerDose{day, mg};
    return {};
}

std::string steroid_line(const Patient& patient, const SteroidPlan& plan) {
    if (!plan.readable) return fmt::format("Steroid: {}, dose not readable", plan.drug);
    std::string line = "Steroid: " + plan.dose_in_words(plan.today > 0 ? plan.today : plan.peak);
    if (const auto since = patient.steroid().start_date(); since && *since <= patient.now())
        line += " since " + fhir::to_string(*since);
    return line;
}

std::string agent_line(const Patient& patient, const AgentTried& one) {
    std::string line = words::capitalised(patient.name(one.drug));
    if (one.current) {
        line += one.first ? ": taken since " + fhir::to_string(*one.first) : ": taken now";
        return line;
    }
    line += one.last ? ": until " + fhir::to_string(*one.last) : ": given before";
    if (one.stop == StopReason::intolerance) line += ", not tolerated";
    if (one.stop == StopReason::ineffective) line += ", not effective";
    return line;
}

bool medications_are_known(const Patient& patient) {
    return found(false, patient.sources().medications) == Truth::no;
}

}  // namespace

std::vector<std::string> therapy_summary(const Patient& patient) {
    std::vector<std::string> lines;
    if (const auto plan = steroid_plan(patient))
        lines.push_back(steroid_line(patient, *plan));
    else if (medications_are_known(patient))
        lines.emplace_back("Steroid: none found in the record");
    for (const AgentTried& one : patient.treatment().agents) lines.push_back(agent_line(patient, one));
    if (patient.treatment().agents.empty() && medications_are_known(patient)) {
        lines.emplace_back("Steroid-sparing agents: none found in the record");
        for (const std::string& open : words::not_delivered(patient, words::Medicines::reported_and_infused))
            lines.push_back("Not checked: " + open);
    }
    if (!medications_are_known(patient)) lines.push_back("Treatment: " + words::medication_list(patient));
    return lines;
}

bool lacks_taper(const Patient& patient) {
    const auto plan = steroid_plan(patient);
    return plan && plan->readable && plan->open && !lower_dose(patient);
}

std::string taper_status(const Patient& patient) {
    const auto plan = steroid_plan(patient);
    if (!plan || !plan->readable) return {};
    if (const auto lower = lower_dose(patient)) {
        if (lower->mg <= slack_mg)
            return "Taper: no lower dose is planned, the steroid ends on "
                   + fhir::to_string(lower->from - Days(1));
        return fmt::format(
            "Taper: prednisone-equivalent {} mg/day from {}",
            words::number(lower->mg),
            fhir::to_string(lower->from)
        );
    }
    return plan->open ? "Taper: no lower dose and no stop date recorded" : "Taper: no lower dose recorded";
}

}  // namespace iim::engine::pathway
