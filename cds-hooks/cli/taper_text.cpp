#include "cds-hooks/cli/taper_text.hpp"

#include "engine/taper/grid.hpp"
#include "engine/taper/totals.hpp"
#include "fhir/date.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

namespace taper = engine::taper;
using engine::TaperStep;

constexpr std::string_view response =
    "Reduce only while strength and CK are stable. Sick-day advice applies.";

/// What the plan means beside its doses.
std::vector<std::string> remarks(const TaperSheet& sheet) {
    std::vector<std::string> lines{std::string(response)};
    if (sheet.kind == taper::Kind::jdm)
        lines.emplace_back(
            "Information, not a recommendation: the last dose goes on, the specialist decides on stopping."
        );
    const double first = sheet.plan.steps.front().mg;
    if (sheet.weight_kg && taper::above(first, sheet.max_mg_per_kg * *sheet.weight_kg))
        lines.push_back(fmt::format(
            "{:g} mg/day is {:.2f} mg/kg, above the usual maximum of {:g} mg/kg (rule R11).",
            first,
            first / *sheet.weight_kg,
            sheet.max_mg_per_kg
        ));
    int high = 0;
    for (const TaperStep& each : sheet.plan.steps)
        if (!taper::above(sheet.pjp_mg, each.mg)) high += each.days;
    if (high >= sheet.pjp_days)
        lines.push_back(fmt::format(
            "{} days at {:g} mg/day or more: consider Pneumocystis prophylaxis (rule R03).",
            high,
            sheet.pjp_mg
        ));
    if (!sheet.plan.note.empty()) lines.push_back(sheet.plan.note + ".");
    return lines;
}

std::string row_of(const TaperStep& step, std::size_t number, double sum, std::optional<double> weight_kg) {
    const auto last = taper::last_day(step);
    return fmt::format(
        "{:>3}  {}  {:<10}  {:>7g}{}  {:>5}  {:>13g}\n",
        number,
        fhir::to_string(step.from),
        last ? fhir::to_string(*last) : "open",
        step.mg,
        weight_kg ? fmt::format("  {:>9.2f}", step.mg / *weight_kg) : "",
        last ? std::to_string(step.days) : "-",
        sum
    );
}

std::string sums_of(const taper::Totals& all, std::size_t phases) {
    const std::string end = all.last_day ? "last dose on " + fhir::to_string(*all.last_day)
                                         : "the last dose goes on until reviewed";
    return fmt::format(
        "{} phases; {} days ({:.1f} weeks){}; {}; {:g} mg in all\n"
        "Days at 20 mg or more: {}; at 30 mg or more: {}\n",
        phases,
        all.days,
        all.days / 7.0,
        all.last_day ? "" : " before the last one",
        end,
        all.mg,
        all.days_at_20,
        all.days_at_30
    );
}

void write_step(fhir::Writer& out, const TaperStep& step, double sum, std::optional<double> weight_kg) {
    out.begin_object().member("from", fhir::to_string(step.from));
    if (const auto last = taper::last_day(step))
        out.member("to", fhir::to_string(*last)).member("days", step.days);
    out.member("mg", step.mg);
    if (weight_kg) out.member("mgPerKg", step.mg / *weight_kg);
    out.member("cumulativeMg", sum).end_object();
}

void write_totals(fhir::Writer& out, const taper::Totals& all, std::size_t phases) {
    out.key("totals").begin_object().member("phases", static_cast<int>(phases)).member("days", all.days);
    if (all.last_day) out.member("lastDay", fhir::to_string(*all.last_day));
    out.member("mg", all.mg).member("daysAt20", all.days_at_20).member("daysAt30", all.days_at_30);
    out.end_object();
}

}  // namespace

std::string text_of(const TaperSheet& sheet) {
    const auto& steps = sheet.plan.steps;
    std::string text = fmt::format(
        "Taper of {}, plan {}, from {:g} mg/day\n\n"
        "  #  from        to           mg/day{}   days  cumulative mg\n",
        sheet.drug,
        to_string(sheet.kind),
        steps.front().mg,
        sheet.weight_kg ? "  mg/kg/day" : ""
    );
    double sum = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        sum += steps[i].mg * steps[i].days;
        text += row_of(steps[i], i + 1, sum, sheet.weight_kg);
    }
    text += "\n" + sums_of(taper::totals(steps), steps.size());
    for (const std::string& each : remarks(sheet)) text += each + "\n";
    return text;
}

std::string json_of(const TaperSheet& sheet) {
    fhir::Writer out;
    out.begin_object().member("plan", to_string(sheet.kind)).member("drug", sheet.drug);
    out.member("unit", "mg/d").key("steps").begin_array();
    double sum = 0;
    for (const TaperStep& each : sheet.plan.steps) {
        sum += each.mg * each.days;
        write_step(out, each, sum, sheet.weight_kg);
    }
    out.end_array();
    write_totals(out, taper::totals(sheet.plan.steps), sheet.plan.steps.size());
    out.key("remarks").begin_array();
    for (const std::string& each : remarks(sheet)) out.value(each);
    return out.end_array().end_object().take();
}

}  // namespace iim::service::cli
