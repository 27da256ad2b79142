#include "engine/options/thiopurine_dose.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/steroid_sparing.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::engine::thiopurine {

namespace {

constexpr std::string_view weekly = "weekly for 4 weeks";

struct Alternative {
    std::string_view name;
    ConceptGroup drugs;
    Fitness fit;
    std::optional<Suggestion> click;
};

std::array<Alternative, 2> alternatives(const Patient& patient) {
    return {
        Alternative{
            "methotrexate",
            group::methotrexate,
            methotrexate_fitness(patient),
            pathway::methotrexate(patient)},
        Alternative{
            "mycophenolate",
            group::mycophenolate,
            mycophenolate_fitness(patient),
            pathway::mycophenolate(patient)}};
}

/// The methotrexate or mycophenolate that a suggestion starts is to take the place of `drug`.
void say_what_stops(Suggestion& click, std::string_view drug) {
    click.label += fmt::format(" - stop {} yourself", drug);
    for (Action& action : click.actions)
        if (auto* const start = std::get_if<DrugProposal>(&action); start && start->drug != drug::folic_acid)
            start->note += fmt::format(" In place of {}, which is to be stopped.", drug);
}

/// "Add methotrexate 15 mg …" → "Remove azathioprine, add methotrexate 15 mg …". What is taken already the
/// user has to stop: "In place of azathioprine, add … - stop azathioprine yourself".
Suggestion in_place_of(const Patient& patient, const Order& order, Alternative other) {
    Suggestion click = std::move(*other.click);
    const auto drug = words::drug(patient, order, group::thiopurines);
    const bool removable = is_open_draft(order);
    click.label =
        fmt::format("{} {}, a{}", removable ? "Remove" : "In place of", drug, click.label.substr(1));
    if (removable)
        click.actions.insert(click.actions.begin(), RemoveOrder{&order});
    else
        say_what_stops(click, drug);
    if (!other.fit.first_caution().empty()) click.label += fmt::format(" - {}", other.fit.first_caution());
    return click;
}

/// The switch was made already, or there is nothing to switch to: a third agent would only come on top.
bool has_other_agent(const Patient& patient) {
    return !patient.current(group::methotrexate).empty() || !patient.current(group::mycophenolate).empty();
}

bool is_possible(const Patient& patient, const Alternative& one) {
    return one.fit.offered() && one.click && patient.current(one.drugs).empty()
           && patient.on_hold(one.drugs).empty();
}

}  // namespace

Dose dose_of(const Patient& patient, const Order& order) {
    const JudgedDose judged = judged_dose(patient, order, group::thiopurines, as_azathioprine);
    Dose dose;
    dose.order = &order;
    dose.mg = judged.peak.mg_per_day.hi;
    dose.weight = thiopurine_weight(patient.facts(), patient.policy());
    dose.sum = judged.sum();
    return dose;
}

std::string dose_in_words(const Patient& patient, const Dose& dose) {
    std::string text = words::capitalised(words::drug(patient, *dose.order, group::thiopurines));
    if (!dose.mg) return text + ", dose not readable" + words::from(dose.order->source);
    const bool converted = dose.order->is(drug::mercaptopurine);
    if (converted) text += ":";
    text +=
        fmt::format(" {} mg/day{}", words::number(*dose.mg), converted ? " in azathioprine equivalents" : "");
    if (const auto per_kg = dose.mg_per_kg())
        text += fmt::format(", {} mg/kg of {}", words::number(*per_kg), dose.weight->describe());
    if (dose.sum) text += ", several orders together";
    if (dose.reported()) text += ", patient-reported";
    return text + words::from(dose.order->source);
}

std::string mg_per_kg_in_words(double mg_per_kg, double limit) {
    const bool hidden = mg_per_kg > limit && words::number(mg_per_kg) == words::number(limit);
    return hidden ? "just over " + words::number(limit) : words::number(mg_per_kg);
}

std::vector<std::string> dose_not_checked(const Dose& dose) {
    std::vector<std::string> lines;
    if (!dose.mg) lines.emplace_back("azathioprine dose: could not be read");
    if (!dose.weight)
        lines.emplace_back("weight-based limit not checked: weight not available");
    else if (dose.weight->height_missing)
        lines.emplace_back("ideal body weight: height not available, actual weight used");
    return lines;
}

double tablets_for(const Order& order, double azathioprine_mg, double step) {
    const double mg =
        azathioprine_mg / (order.is(drug::mercaptopurine) ? as_azathioprine(drug::mercaptopurine) : 1);
    return std::floor((mg + dose_slack) / step) * step;
}

bool is_open_draft(const Order& order) noexcept {
    return order.state == OrderState::draft && order.in_context;
}

std::optional<Suggestion> reduce_to(const Patient& patient, const Dose& dose, double mg) {
    const double factor = dose.order->is(drug::mercaptopurine) ? as_azathioprine(drug::mercaptopurine) : 1;
    const bool lower = dose.mg && mg > 0 && mg * factor < *dose.mg - dose_slack;
    if (!is_open_draft(*dose.order) || dose.sum || !lower) return {};
    Suggestion click;
    click.label = fmt::format(
        "Change {} to {} mg once daily, blood count weekly for 4 weeks",
        words::drug(patient, *dose.order, group::thiopurines),
        words::number(mg)
    );
    ChangeOrder change;
    change.order = dose.order;
    change.dose = mg;
    click.actions.emplace_back(std::move(change));
    auto counts = repeat_tests(patient, {need::blood_count}, weekly);
    std::move(counts.begin(), counts.end(), std::back_inserter(click.actions));
    return click;
}

std::optional<Suggestion> weekly_counts(const Patient& patient) {
    Suggestion click;
    click.label = "Order blood count weekly for 4 weeks";
    click.actions = repeat_tests(patient, {need::blood_count}, weekly);
    if (click.actions.empty()) return {};
    return click;
}

void offer_other_agent(Finding& finding, const Patient& patient, const Order& order) {
    const auto drug = words::drug(patient, order, group::thiopurines);
    const bool removable = is_open_draft(order);
    if (removable)
        finding.suggest({fmt::format("Remove {}", drug), {RemoveOrder{&order}}, false});
    else
        finding.consider.push_back(fmt::format(
            "{} is not an order of this basket: if it is to end, stop its order yourself",
            words::capitalised(drug)
        ));
    if (!patient.iim().has() || (!removable && has_other_agent(patient))) return;
    const auto situation = special_situation(patient);
    bool any = false;
    for (Alternative& one : alternatives(patient)) {
        std::string because = one.fit.because();
        if (because.empty()) because = "nothing found that speaks against it";
        finding.options.push_back({std::string(one.name), one.fit.verdict(), std::move(because)});
        if (situation || !is_possible(patient, one)) continue;
        finding.suggest(in_place_of(patient, order, std::move(one)));
        any = true;
    }
    std::ranges::move(unseen_exclusions(patient), std::back_inserter(finding.not_checked));
    std::ranges::move(unreadable_exclusions(patient), std::back_inserter(finding.not_checked));
    if (any) return;
    auto referral = pathway::specialist(
        patient, "Refer to rheumatology: which agent instead", "discuss an agent in place of a thiopurine"
    );
    if (referral) finding.suggest(std::move(*referral));
}

}  // namespace iim::engine::thiopurine
