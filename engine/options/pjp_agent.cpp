#include "engine/options/pjp_agent.hpp"

#include "engine/options/pjp_fitness.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::pjp {

namespace {

constexpr double child_trimethoprim_mg_m2 = 150, child_trimethoprim_max = 320;
constexpr std::uint8_t monday_wednesday_friday = 1 | 4 | 16;

struct Agent {
    std::string_view key;   ///< as pjp.agent_order names it
    std::string_view name;  ///< as a card names it
    Concept drug;
    Fitness (*fitness)(const Patient&);
    std::optional<DrugProposal> (*dose)(const Patient&);
    std::string_view why;  ///< for the table, when nothing speaks against it
};

/// TMP-SMX is dosed by its trimethoprim. Adults: one single-strength tablet a day, or as the site chooses;
/// with half the dose three single-strength tablets a week. Children by body surface on three days a week.
std::optional<DrugProposal> trimethoprim_sulfamethoxazole(const Patient& patient) {
    const Facts& facts = patient.facts();
    const bool half = halves_trimethoprim(patient);
    DrugProposal order{.drug = drug::sulfamethoxazole_trimethoprim, .counted_in = "trimethoprim"};
    if (facts.demographics.child()) {
        if (!facts.body.bsa_m2) return {};
        const double daily = std::min(child_trimethoprim_mg_m2 * *facts.body.bsa_m2, child_trimethoprim_max);
        order.dose = std::floor(daily / (half ? 4 : 2));
        order.times = 2;
        order.weekdays = monday_wednesday_friday;
        order.note = "150 mg/m2/day of trimethoprim in 2 doses on 3 days a week.";
        if (half) order.note += " Halved for kidney function.";
        return order;
    }
    if (!facts.demographics.adult()) return {};
    const bool three_a_week = half || patient.policy().pjp_tmpsmx_regimen == "ds-tiw";
    order.dose = three_a_week && !half ? 160 : 80;
    order.tablet_mg = order.dose;
    if (three_a_week) order.weekdays = monday_wednesday_friday;
    order.note = fmt::format(
        "{0} mg trimethoprim with {1} mg sulfamethoxazole{2}.",
        words::number(order.dose),
        words::number(order.dose * 5),
        half ? ", half dose for kidney function" : ""
    );
    return order;
}

std::optional<DrugProposal> atovaquone(const Patient& patient) {
    if (!patient.facts().demographics.adult()) return {};
    return DrugProposal{.drug = drug::atovaquone, .dose = 1500, .note = "With food."};
}

std::optional<DrugProposal> pentamidine(const Patient& patient) {
    if (!patient.facts().demographics.age_years) return {};
    return DrugProposal{
        .drug = drug::pentamidine,
        .dose = 300,
        .period = 4,
        .period_unit = "wk",
        .route = Route::inhaled,
        .note = "Inhaled every 4 weeks."};
}

std::optional<DrugProposal> dapsone(const Patient& patient) {
    if (!patient.facts().demographics.adult() || g6pd_status(patient) != G6pd::normal) return {};
    return DrugProposal{.drug = drug::dapsone, .dose = 100, .note = "G6PD is normal."};
}

constexpr std::array catalogue{
    Agent{
        "tmp-smx",
        "TMP-SMX",
        drug::sulfamethoxazole_trimethoprim,
        trimethoprim_sulfamethoxazole_fitness,
        trimethoprim_sulfamethoxazole,
        "usual agent"},
    Agent{
        "atovaquone",
        "atovaquone",
        drug::atovaquone,
        atovaquone_fitness,
        atovaquone,
        "alternative, with food"},
    Agent{
        "pentamidine",
        "pentamidine",
        drug::pentamidine,
        pentamidine_fitness,
        pentamidine,
        "alternative, inhaled"},
    Agent{"dapsone", "dapsone", drug::dapsone, dapsone_fitness, dapsone, "G6PD is normal"},
};

const Agent* agent_of(std::string_view key) {
    const auto found = std::ranges::find(catalogue, key, &Agent::key);
    return found == catalogue.end() ? nullptr : &*found;
}

/// The site's order; with methotrexate, and unless the site allows it, TMP-SMX comes after atovaquone.
std::vector<const Agent*> in_order_of_preference(const Patient& patient) {
    std::vector<const Agent*> order;
    for (const std::string& key : patient.policy().pjp_agent_order)
        if (const Agent* agent = agent_of(key)) order.push_back(agent);
    const bool alternative_first = patient.policy().pjp_mtx_policy != "allow-with-monitoring";
    if (!alternative_first || patient.current(group::methotrexate).empty()) return order;
    const auto trimethoprim = std::ranges::find(order, agent_of("tmp-smx"));
    const auto alternative = std::ranges::find(order, agent_of("atovaquone"));
    if (trimethoprim < alternative && alternative != order.end())
        std::rotate(trimethoprim, trimethoprim + 1, alternative + 1);
    return order;
}

/// Blood tests that go with TMP-SMX.
std::vector<Action> companions(const Patient& patient, const Agent& agent) {
    std::vector<Action> tests;
    if (agent.drug != drug::sulfamethoxazole_trimethoprim) return tests;
    constexpr std::array potassium{lab::potassium};
    const TestNeed potassium_check{lab::potassium, potassium, Days{30}};
    if (takes_potassium_raiser(patient))
        tests = repeat_tests(patient, {potassium_check, need::creatinine}, "in 1 week");
    if (!patient.current(group::methotrexate).empty())
        std::ranges::move(
            repeat_tests(patient, {need::blood_count}, "in 1-2 weeks"), std::back_inserter(tests)
        );
    return tests;
}

std::string label(const Agent& agent, const DrugProposal& order) {
    const std::string_view rhythm = order.weekdays != 0         ? "three times weekly"
                                    : order.period_unit == "wk" ? "inhaled every 4 weeks"
                                                                : "daily";
    const std::string_view times = order.times > 1 ? " twice a day," : "";
    if (order.tablet_mg > 0)  // "TMP-SMX 80/400 mg"
        return fmt::format(
            "Add {} {}/{} mg {}", agent.name, words::number(order.dose), words::number(order.dose * 5), rhythm
        );
    const std::string_view of = order.counted_in.empty() ? "" : " (trimethoprim)";
    return fmt::format("Add {} {} mg{}{} {}", agent.name, words::number(order.dose), of, times, rhythm);
}

/// On hold, or not enough to cover: it is there to be reviewed, not to be ordered again.
bool has_order(const Patient& patient, const Agent& agent) {
    const ConceptGroup drugs(&agent.drug, 1);
    return !patient.current(drugs).empty() || !patient.on_hold(drugs).empty();
}

std::optional<Suggestion> click(const Patient& patient, const Agent& agent, const Fitness& fit) {
    if (has_order(patient, agent)) return {};
    if (agent.drug == drug::dapsone && g6pd_status(patient) == G6pd::not_tested) {
        auto test = repeat_tests(patient, {need::g6pd}, {});
        if (test.empty()) return {};
        return Suggestion{"Check G6PD to allow dapsone", std::move(test), false};
    }
    const auto order = agent.dose(patient);
    if (!order) return {};
    Suggestion one{label(agent, *order), {*order}, false};
    std::ranges::move(companions(patient, agent), std::back_inserter(one.actions));
    if (!fit.fits()) one.label += fmt::format(" - {}", fit.first_caution());
    return one;
}

/// The agent as a click, when it can be one; why not, for a patient who is not known to be adult.
std::optional<Suggestion> offer(const Patient& patient, const Agent& agent, Fitness& fit) {
    if (!fit.offered()) return {};
    const Demographics& who = patient.facts().demographics;
    auto one = click(patient, agent, fit);
    if (!one && !who.adult())
        fit.caution(who.child() ? "dose for this child is left to the specialist" : "age is not known");
    return one;
}

bool all_avoided(const std::vector<OptionRow>& options) {
    return std::ranges::all_of(options, [](const OptionRow& before) {
        return before.verdict == OptionRow::Verdict::avoid;
    });
}

void weigh(AgentAdvice& advice, const Patient& patient, const Agent& agent) {
    Fitness fit = agent.fitness(patient);
    auto one = offer(patient, agent, fit);
    const bool ordered = has_order(patient, agent);
    const bool preferred = fit.offered() && all_avoided(advice.options);
    const bool leads = advice.first.empty() && fit.offered() && (one || ordered);
    std::string because = fit.because();
    if (because.empty()) because = leads ? "first choice here" : agent.why;
    advice.options.push_back({std::string(agent.name), fit.verdict(), std::move(because)});
    if (!fit.offered()) return;
    if (leads) advice.first = fmt::format("{}{}", ordered ? "review " : "", agent.name);
    if (!one) return;
    one->recommended =
        preferred && fit.recommendable() && advice.unseen.empty() && !patient.iim().possible_only();
    advice.suggestions.push_back(std::move(*one));
}

}  // namespace

AgentAdvice choose_agent(const Patient& patient) {
    AgentAdvice advice;
    advice.unseen = unseen_exclusions(patient);
    std::ranges::move(unreadable_for_tmp_smx(patient), std::back_inserter(advice.unseen));
    for (const Agent* agent : in_order_of_preference(patient)) weigh(advice, patient, *agent);
    if (advice.first.empty()) advice.first = "specialist advice";
    if (advice.suggestions.empty())
        if (auto ask = referral(patient)) advice.suggestions.push_back(std::move(*ask));
    if (!patient.current(group::methotrexate).empty())
        advice.notes.emplace_back("Methotrexate with TMP-SMX: risk of serious bone-marrow suppression; if "
                                  "chosen, blood count at 1-2 "
                                  "weeks");
    return advice;
}

std::optional<Suggestion> referral(const Patient& patient) {
    constexpr std::array asked{procedure::infectious_disease_referral};
    if (patient.requested(asked, Days{21})) return {};
    const TestProposal ask{procedure::infectious_disease_referral, false, "Pneumocystis prophylaxis"};
    return Suggestion{"Refer to infectious diseases for prophylaxis", {ask}, false};
}

}  // namespace iim::engine::pjp
