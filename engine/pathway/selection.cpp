#include "engine/pathway/selection.hpp"

#include "engine/options/limits_in_words.hpp"
#include "engine/pathway/agent_fit.hpp"
#include "engine/pathway/overlay.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace iim::engine::pathway {

namespace {

struct Candidate {
    const Option* option = nullptr;
    std::string_view condition;  ///< "If severe: ", when the severity is not known
};

bool is_single(const Option& option, Agent agent) {
    return option.agents.size() == 1 && option.agents.front().first == agent
           && option.agents.front().with == Agent::none;
}

bool same_agents(const Option& a, const Option& b) {
    return a.agents.data() == b.agents.data() && a.agents.size() == b.agents.size();
}

bool life_is_at_risk(const Patient& patient) {
    const Severity& severity = patient.severity();
    return severity.respiratory_failure || severity.myocarditis || patient.iim().rp_ild;
}

/// Rows that are for some patients only, beside what their column says.
bool applies(const Patient& patient, const Option& option) {
    const Iim& iim = patient.iim();
    if (option.id == "SV0") return life_is_at_risk(patient);
    if (option.id == "NS1d") return patient.policy().pathway_mmf_first_line != "second-line-only";
    if (option.id == "IMNM1") return iim.hmgcr;
    if (option.id == "IMNM2") return iim.srp;
    return option.id != "ILD1" || iim.ild;
}

class Builder {
public:
    Builder(const Patient& patient, const Cell& cell)
        : patient_(patient), cell_(cell), overlays_(overlays_of(patient)) {}

    Selection build(const std::vector<Line>& lines) {
        for (const Line line : lines) add_line(line);
        advise();
        const auto limit = static_cast<std::size_t>(std::max(patient_.policy().pathway_rows, 1.0));
        for (const Candidate& each : candidates_) {
            if (found_.rows.size() < limit)
                found_.rows.push_back(row(each));
            else
                leave_out(each);
        }
        return std::move(found_);
    }

private:
    void add_line(Line line) {
        const std::size_t first = candidates_.size();
        for (const Overlay overlay : overlays_)
            for (const Option& each : options_of(overlay))
                if (each.line == line) add({&each, {}});
        const bool hidden = std::ranges::any_of(overlays_, [&](Overlay one) { return hides(one, line); });
        if (hidden) return;
        if (line == Line::maintenance)
            add_column(maintenance_options(), line, {});
        else if (cell_.severity == SeverityLevel::severe)
            add_column(severe_options(), line, {});
        else if (cell_.severity == SeverityLevel::unknown)
            add_both(line);
        else
            add_column(other_options(), line, {});
        prefer(first);
    }

    void add_column(std::span<const Option> column, Line line, std::string_view condition) {
        for (const Option& each : column)
            if (each.line == line) add({&each, condition});
    }

    /// RULES 8.8 (6): both tables, what they share said once.
    void add_both(Line line) {
        const auto in = [&](std::span<const Option> column, const Option& option) {
            const auto same = std::ranges::find_if(column, [&](const Option& each) {
                return each.line == line && same_agents(each, option);
            });
            return same == column.end() ? nullptr : &*same;
        };
        for (const Option& each : severe_options()) {
            if (each.line != line) continue;
            const Option* const shared = in(other_options(), each);
            add(shared ? Candidate{shared, {}} : Candidate{&each, "If severe: "});
        }
        for (const Option& each : other_options())
            if (each.line == line && !in(severe_options(), each)) add({&each, "If not severe: "});
    }

    /// An add-on that stands there already is not said again for the next line.
    void add(const Candidate& one) {
        if (!applies(patient_, *one.option)) return;
        const bool known = std::ranges::any_of(candidates_, [&](const Candidate& each) {
            return one.option->tier == Tier::add_on && same_agents(*each.option, *one.option);
        });
        if (!known) candidates_.push_back(one);
    }

    // --- RULES 8.5, C7, C18: mycophenolate first with lung disease or a severe rash

    /// Place among the agents of one line; the lowest comes first.
    std::size_t preference(const Option& option) const {
        const auto& order = patient_.policy().pathway_ild_order;
        const auto place = [&](std::string_view key) {
            return static_cast<std::size_t>(std::ranges::find(order, key) - order.begin());
        };
        const bool lung = patient_.iim().ild;
        if (is_single(option, Agent::mycophenolate)) return lung ? place("mmf") : 0;
        if (!lung) return 1;
        if (is_single(option, Agent::azathioprine)) return place("aza");
        if (is_single(option, Agent::rituximab)) return place("rtx");
        if (is_single(option, Agent::cyclophosphamide)) return place("cyc");
        if (is_single(option, Agent::methotrexate)) return order.size() + 1;
        return place("cni");
    }

    static bool is_agent(const Option& option) {
        const bool single = option.tier == Tier::primary || option.tier == Tier::secondary
                            || (option.tier == Tier::specialist && option.agents.size() == 1);
        return single && !option.agents.empty();
    }

    bool prefers_mycophenolate() const {
        if (patient_.iim().ild) return true;
        return patient_.iim().severe_skin && patient_.policy().pathway_mmf_first_line != "second-line-only";
    }

    /// Puts the agents among the rows from `first` on into the order that is preferred here; the other rows
    /// keep their places.
    void prefer(std::size_t first) {
        if (!prefers_mycophenolate()) return;
        std::vector<std::size_t> places;
        std::vector<Candidate> agents;
        for (std::size_t at = first; at < candidates_.size(); ++at)
            if (candidates_[at].option->column != Column::any
                || candidates_[at].option->line == Line::maintenance)
                if (is_agent(*candidates_[at].option)) {
                    places.push_back(at);
                    agents.push_back(candidates_[at]);
                }
        std::ranges::stable_sort(agents, {}, [this](const Candidate& one) {
            return preference(*one.option);
        });
        for (std::size_t at = 0; at < places.size(); ++at) candidates_[places[at]] = agents[at];
    }

    // --- words

    void advise() {
        for (const Overlay overlay : overlays_)
            for (std::string& line : advice_of(patient_, overlay)) found_.advice.push_back(std::move(line));
        if (candidates_.empty()) return;
        const bool juvenile = std::ranges::find(overlays_, Overlay::juvenile) != overlays_.end();
        if (patient_.facts().demographics.child() && !juvenile)
            found_.advice.emplace_back("Doses are those of adults; a child's are a specialist's");
        const bool asks = std::ranges::any_of(candidates_, [](const Candidate& each) {
            return each.option->column != Column::any;
        });
        if (asks && cell_.severity == SeverityLevel::unknown)
            found_.advice.emplace_back(
                "Severity is not recorded, so both tables are shown: is there MRC grade 3 or less in two "
                "muscle "
                "groups, inability to walk, severe dysphagia, respiratory failure, myocarditis or rapidly "
                "progressive lung disease?"
            );
        if (asks && cell_.phase == Phase::unclear)
            found_.advice.emplace_back(
                "The line of treatment is not clear from the record: all lines are shown"
            );
    }

    static std::string_view whom(const Option& option) {
        switch (option.whom) {
        case Whom::all: return ", for all";
        case Whom::some: return ", for some";
        case Whom::unstated: break;
        }
        return "";
    }

    std::string_view tier(const Option& option) const {
        if (option.line == Line::induction && is_single(option, Agent::mycophenolate)) {
            if (prefers_mycophenolate()) return ", preferred";
            if (patient_.policy().pathway_mmf_first_line == "always") return ", primary";
        }
        switch (option.tier) {
        case Tier::primary: return ", primary";
        case Tier::secondary: return ", secondary";
        case Tier::add_on: return ", add-on";
        default: return "";
        }
    }

    Row row(const Candidate& one) const {
        const Option& option = *one.option;
        Row made{&option, weigh(patient_, option)};
        made.shown.option = fmt::format(
            "{}{}{}{}: {}, {}",
            one.condition,
            to_string(option.line),
            tier(option),
            whom(option),
            option.name,
            words::with_limits(option.dose, patient_.policy())
        );
        return made;
    }

    void leave_out(const Candidate& one) {
        std::string name = fmt::format("{} ({})", one.option->name, to_string(one.option->line));
        if (const OptionRow fit = weigh(patient_, *one.option); fit.verdict == OptionRow::Verdict::avoid)
            name =
                fmt::format("{} ({}, avoid: {})", one.option->name, to_string(one.option->line), fit.because);
        const bool known = std::ranges::find(found_.left_out, name) != found_.left_out.end();
        if (!known) found_.left_out.push_back(std::move(name));
    }

    const Patient& patient_;
    Cell cell_;
    std::vector<Overlay> overlays_;
    std::vector<Candidate> candidates_;
    Selection found_;
};

}  // namespace

Cell cell_of(const Patient& patient) {
    return {patient.severity().level, patient.treatment().phase};
}

std::vector<Line> lines_of(Phase phase) {
    switch (phase) {
    case Phase::untreated:
    case Phase::induction: return {Line::induction, Line::second};
    case Phase::second_line_candidate: return {Line::second, Line::third};
    case Phase::third_line_candidate: return {Line::third};
    case Phase::maintenance: return {Line::maintenance};
    case Phase::unclear: break;
    }
    return {Line::induction, Line::second, Line::third};
}

Selection select(const Patient& patient, const Cell& cell, const std::vector<Line>& lines) {
    return Builder(patient, cell).build(lines);
}

bool is_shown_by_itself(const Patient& patient) {
    const Hook hook = patient.hook();
    const bool asked = hook == Hook::patient_view || hook == Hook::encounter_start;
    return asked && patient.policy().enabled("treatment-pathway");
}

Selection select(const Patient& patient) {
    const Cell cell = cell_of(patient);
    return select(patient, cell, lines_of(cell.phase));
}

}  // namespace iim::engine::pathway
