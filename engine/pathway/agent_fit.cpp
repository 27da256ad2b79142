#include "engine/pathway/agent_fit.hpp"

#include "engine/derive/dose_weight.hpp"
#include "engine/options/specialist_fitness.hpp"
#include "engine/options/steroid_sparing.hpp"
#include "engine/options/words.hpp"
#include "engine/pathway/immunoglobulin.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace iim::engine::pathway {

namespace {

using Verdict = OptionRow::Verdict;

bool suppresses_immunity(Agent agent) noexcept {
    return agent != Agent::none && agent != Agent::immunoglobulin;
}

Fitness base_fitness(const Patient& patient, Agent agent) {
    switch (agent) {
    case Agent::pulse:
    case Agent::steroid: return steroid_fitness(patient);
    case Agent::methotrexate: return methotrexate_fitness(patient);
    case Agent::azathioprine: return azathioprine_fitness(patient);
    case Agent::mycophenolate: return mycophenolate_fitness(patient);
    case Agent::immunoglobulin: return immunoglobulin_fitness(patient);
    case Agent::ciclosporin: return calcineurin_inhibitor_fitness(patient, drug::ciclosporin);
    case Agent::tacrolimus: return calcineurin_inhibitor_fitness(patient, drug::tacrolimus);
    case Agent::rituximab: return rituximab_fitness(patient);
    case Agent::cyclophosphamide: return cyclophosphamide_fitness(patient);
    case Agent::abatacept: return abatacept_fitness(patient);
    case Agent::tocilizumab: return tocilizumab_fitness(patient);
    case Agent::none: break;
    }
    return {};
}

/// The concepts under which the history of an agent is kept.
ConceptGroup names_of(Agent agent) noexcept {
    static constexpr std::array immunoglobulin{drug::immunoglobulin_human};
    static constexpr std::array ciclosporin{drug::ciclosporin};
    static constexpr std::array tacrolimus{drug::tacrolimus};
    static constexpr std::array abatacept{drug::abatacept};
    static constexpr std::array tocilizumab{drug::tocilizumab};
    switch (agent) {
    case Agent::methotrexate: return group::methotrexate;
    case Agent::azathioprine: return group::thiopurines;
    case Agent::mycophenolate: return group::mycophenolate;
    case Agent::immunoglobulin: return immunoglobulin;
    case Agent::ciclosporin: return ciclosporin;
    case Agent::tacrolimus: return tacrolimus;
    case Agent::rituximab: return group::rituximab;
    case Agent::cyclophosphamide: return group::cyclophosphamide;
    case Agent::abatacept: return abatacept;
    case Agent::tocilizumab: return tocilizumab;
    default: return {};
    }
}

/// "taken now", "not tolerated before"; empty when it was never given.
std::string_view history(const Patient& patient, Agent agent) {
    std::string_view said;
    for (const Concept& name : names_of(agent)) {
        const AgentTried* tried = patient.treatment().find(name);
        if (!tried) continue;
        if (tried->current) return "taken now";
        said = tried->stop == StopReason::intolerance   ? "not tolerated before"
               : tried->stop == StopReason::ineffective ? "given before, not effective"
                                                        : "given before";
    }
    return said;
}

struct Weighed {
    Verdict verdict = Verdict::fits;
    std::string because;
};

Weighed weigh_agent(const Patient& patient, Agent agent) {
    Fitness fit = base_fitness(patient, agent);
    const auto situation = special_situation(patient);
    if (situation && !situation->pregnancy && suppresses_immunity(agent)) fit.caution(situation->what);
    const std::string_view before = history(patient, agent);
    if (before == "not tolerated before" || before == "given before, not effective")
        fit.caution(std::string(before));
    Weighed one{fit.verdict(), fit.because()};
    if (!before.empty() && one.because.find(before) == std::string::npos)
        one.because = one.because.empty() ? std::string(before) : fmt::format("{}; {}", before, one.because);
    return one;
}

/// RULES C2, C3: 0.5–1 mg/kg of this weight, within the cap.
std::string dose_here(const Patient& patient) {
    const auto weight = patient.facts().body.weight_kg;
    if (!weight || !patient.facts().demographics.adult()) return {};
    constexpr double half = 0.5;
    const Policy& policy = patient.policy();
    const double most = std::min(policy.steroid_max_mgkg * *weight, policy.steroid_max_mg);
    return fmt::format(
        "here {}-{} mg/day with {} kg",
        words::number(std::round(std::min(half * *weight, most))),
        words::number(std::round(most)),
        words::number(*weight)
    );
}

std::string immunoglobulin_place(const Patient& patient) {
    const auto reasons = reasons_for_immunoglobulin(patient);
    return reasons.empty() ? "no usual reason for it is recorded (severe weakness, dysphagia, weight loss, "
                             "severe rash, steroid resistance)"
                           : "reason: " + words::all_of(reasons);
}

void join(std::string& text, std::string_view more) {
    if (more.empty()) return;
    if (!text.empty()) text += "; ";
    text += more;
}

std::string most_azathioprine(const Patient& patient) {
    const auto weight = thiopurine_weight(patient.facts(), patient.policy());
    if (!weight) return {};
    const double most = std::floor(patient.policy().aza_max_mg_per_kg * weight->kg);
    return fmt::format("here at most {} mg/day", words::number(most));
}

std::string_view mycophenolate_place(const Patient& patient) {
    if (patient.iim().ild) return "preferred with lung disease";
    return patient.iim().severe_skin ? "preferred with severe skin disease" : "";
}

/// What is said of the option in this patient beside the fitness of its agents.
std::string place(const Patient& patient, const Option& option) {
    const Agent agent = option.agents.size() == 1 ? option.agents.front().first : Agent::none;
    const bool induces = option.line == Line::induction && option.tier == Tier::basis;
    std::string text;
    if (agent == Agent::steroid && induces) join(text, dose_here(patient));
    if (agent == Agent::immunoglobulin) join(text, immunoglobulin_place(patient));
    if (agent == Agent::mycophenolate) join(text, mycophenolate_place(patient));
    if (agent == Agent::azathioprine) join(text, most_azathioprine(patient));
    return text;
}

/// What the row says so far.
struct Said {
    std::vector<Agent>& agents;
    std::string& because;
};

/// As good as the worse of its parts; what speaks against one is said once.
Verdict weigh_combination(const Patient& patient, const Option& option, const Combination& both, Said said) {
    const bool alone = option.agents.size() == 1 && both.with == Agent::none;
    Verdict worst = Verdict::fits;
    for (const Agent agent : {both.first, both.with}) {
        if (agent == Agent::none) continue;
        const Weighed one = weigh_agent(patient, agent);
        worst = std::max(worst, one.verdict);
        if (one.because.empty() || std::ranges::find(said.agents, agent) != said.agents.end()) continue;
        said.agents.push_back(agent);
        const std::string_view ruled_out = one.verdict == Verdict::avoid ? "avoid, " : "";
        join(
            said.because,
            alone ? one.because : fmt::format("{}: {}{}", to_string(agent), ruled_out, one.because)
        );
    }
    return worst;
}

}  // namespace

std::string_view to_string(Agent agent) noexcept {
    switch (agent) {
    case Agent::none: return "";
    case Agent::pulse: return "methylprednisolone IV";
    case Agent::steroid: return "steroid";
    case Agent::methotrexate: return "methotrexate";
    case Agent::azathioprine: return "azathioprine";
    case Agent::mycophenolate: return "mycophenolate";
    case Agent::immunoglobulin: return "IVIG";
    case Agent::ciclosporin: return "ciclosporin";
    case Agent::tacrolimus: return "tacrolimus";
    case Agent::rituximab: return "rituximab";
    case Agent::cyclophosphamide: return "cyclophosphamide";
    case Agent::abatacept: return "abatacept";
    case Agent::tocilizumab: return "tocilizumab";
    }
    return "";
}

OptionRow weigh(const Patient& patient, const Option& option) {
    OptionRow row{.option = {}, .verdict = Verdict::avoid, .because = place(patient, option)};
    if (option.agents.empty()) row.verdict = Verdict::fits;
    std::vector<Agent> said;
    for (const Combination& each : option.agents)
        row.verdict = std::min(row.verdict, weigh_combination(patient, option, each, {said, row.because}));
    // RULES 8.6: for some; its harms are always said.
    const bool add_on = option.tier == Tier::add_on;
    if (add_on && reasons_for_immunoglobulin(patient).empty())
        row.verdict = std::max(row.verdict, Verdict::caution);
    const bool nothing_against = row.verdict == Verdict::fits || row.because.empty();
    if (add_on || nothing_against) join(row.because, option.note);
    return row;
}

}  // namespace iim::engine::pathway
