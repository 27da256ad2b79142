#include "engine/derive/agent_history.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace iim::engine {
namespace {

// Target doses of RULES R46.
constexpr double methotrexate_mg = 15;      ///< a week
constexpr double azathioprine_mg_kg = 1.5;  ///< a day
constexpr double mycophenolate_mg = 2000;   ///< a day
constexpr double slack = 1e-6;

struct Agent {
    Concept drug;        ///< what it is called
    ConceptGroup drugs;  ///< its codes
    AgentClass kind;
    Days acts{0};  ///< how long one infusion acts (RULES 3.4); other drugs act on the days they are taken
};

constexpr std::array azathioprine{drug::azathioprine};
constexpr std::array mercaptopurine{drug::mercaptopurine};
constexpr std::array mofetil{drug::mycophenolate_mofetil};
constexpr std::array mycophenolic{drug::mycophenolic_acid};
constexpr std::array ciclosporin{drug::ciclosporin};
constexpr std::array tacrolimus{drug::tacrolimus};
constexpr std::array voclosporin{drug::voclosporin};
constexpr std::array abatacept{drug::abatacept};
constexpr std::array tocilizumab{drug::tocilizumab};
constexpr std::array tofacitinib{drug::tofacitinib};
constexpr std::array baricitinib{drug::baricitinib};
constexpr std::array upadacitinib{drug::upadacitinib};
constexpr std::array ruxolitinib{drug::ruxolitinib};
constexpr std::array filgotinib{drug::filgotinib};

constexpr std::array agents{
    Agent{drug::methotrexate, group::methotrexate, AgentClass::csdmard},
    Agent{drug::azathioprine, azathioprine, AgentClass::csdmard},
    Agent{drug::mercaptopurine, mercaptopurine, AgentClass::csdmard},
    Agent{drug::mycophenolate_mofetil, mofetil, AgentClass::csdmard},
    Agent{drug::mycophenolic_acid, mycophenolic, AgentClass::csdmard},
    Agent{drug::ciclosporin, ciclosporin, AgentClass::cni},
    Agent{drug::tacrolimus, tacrolimus, AgentClass::cni},
    Agent{drug::voclosporin, voclosporin, AgentClass::cni},
    Agent{drug::immunoglobulin_human, group::immunoglobulin, AgentClass::ivig, Days(56)},
    Agent{drug::rituximab, group::rituximab, AgentClass::rituximab, Days(270)},
    Agent{drug::cyclophosphamide, group::cyclophosphamide, AgentClass::cyclophosphamide, Days(90)},
    Agent{drug::abatacept, abatacept, AgentClass::abatacept},
    Agent{drug::tocilizumab, tocilizumab, AgentClass::tocilizumab},
    Agent{drug::tofacitinib, tofacitinib, AgentClass::jak_inhibitor},
    Agent{drug::baricitinib, baricitinib, AgentClass::jak_inhibitor},
    Agent{drug::upadacitinib, upadacitinib, AgentClass::jak_inhibitor},
    Agent{drug::ruxolitinib, ruxolitinib, AgentClass::jak_inhibitor},
    Agent{drug::filgotinib, filgotinib, AgentClass::jak_inhibitor},
};

/// An allergy is recorded as a finding or as the substance.
ConceptGroup allergens_of(const Agent& agent) noexcept {
    if (in(drug::methotrexate, agent.drugs)) return group::allergen::methotrexate;
    if (in(agent.drug, group::thiopurines)) return group::allergen::thiopurines;
    if (in(agent.drug, group::mycophenolate)) return group::allergen::mycophenolate;
    if (agent.kind == AgentClass::ivig) return group::allergen::immunoglobulin;
    return agent.drugs;
}

struct Interval {
    Day first, last;
};

/// The days that the intervals cover together, up to and with `now`; a day in two of them counts once.
int days_covered(std::vector<Interval> all, Day now) {
    std::ranges::sort(all, {}, &Interval::first);
    int days = 0;
    std::optional<Day> until;  // the last day that is counted
    for (Interval one : all) {
        one.last = std::min(one.last, now);
        if (until && one.first <= *until) one.first = *until + Days(1);
        if (one.first > one.last) continue;
        days += static_cast<int>((one.last - one.first).count()) + 1;
        until = one.last;
    }
    return days;
}

enum class Target { none, unknown, below, met };

/// A child's is 15 mg/m², rounded down to what can be injected (RULES R01, R54).
double methotrexate_target(const Patient& patient) {
    constexpr double child_mg_per_m2 = 15, grid_mg = 0.5;
    const Facts& facts = patient.facts();
    if (!facts.demographics.child() || !facts.body.bsa_m2) return methotrexate_mg;
    const double by_surface = std::floor(child_mg_per_m2 * *facts.body.bsa_m2 / grid_mg) * grid_mg;
    return std::min(methotrexate_mg, by_surface);
}

Target target_of(const Patient& patient, Concept drug, const fhir::DosePhase& phase) {
    const auto at_least = [](std::optional<double> mg, double limit) {
        if (!mg) return Target::unknown;
        return *mg >= limit - slack ? Target::met : Target::below;
    };
    if (drug == drug::methotrexate) return at_least(phase.mg_per_week.hi, methotrexate_target(patient));
    if (in(drug, group::mycophenolate)) {
        const auto mg = phase.mg_per_day.hi;
        return at_least(mg ? std::optional(*mg * as_mofetil(drug)) : mg, mycophenolate_mg);
    }
    if (!in(drug, group::thiopurines)) return Target::none;
    const auto weight = patient.facts().body.weight_kg;
    const auto mg = phase.mg_per_day.hi;
    if (!weight || !mg) return Target::unknown;
    return at_least(*mg * as_azathioprine(drug) / *weight, azathioprine_mg_kg);
}

bool is_record(const Order& order) {
    return !is_draft(order) && order.state != OrderState::do_not_give;
}

class History {
public:
    History(const Patient& patient, const Agent& agent)
        : patient_(patient), agent_(agent), now_(patient.now()) {
        tried_.drug = agent.drug;
        tried_.kind = agent.kind;
    }

    std::optional<AgentTried> read() {
        take_orders();
        for (const std::vector<Event>* events :
             {&patient_.facts().administrations, &patient_.facts().procedures})
            take_events(*events, [this](const Event&) { return agent_.acts; });
        // An infusion that is handed over is not given yet.
        if (agent_.acts == Days(0))
            take_events(patient_.facts().dispenses, [](const Event& event) {
                return Days(event.days.value_or(1) - 1);
            });
        if (exposed_.empty() && !tried_.current) return {};
        settle();
        return tried_;
    }

private:
    void take_orders() {
        std::vector<const Order*> orders;
        for (const Order& order : patient_.facts().orders)
            if (order.is_any(agent_.drugs) && may_be_systemic(order) && is_record(order))
                orders.push_back(&order);
        for (const Order* order : orders)
            if (const auto first = first_day(*order)) starts_.push_back(*first);
        std::ranges::sort(starts_);
        for (const Order* order : orders) take(*order);
    }

    template <class Length>
    void take_events(const std::vector<Event>& events, Length length) {
        for (const Event& event : events)
            if (is_of_agent(event)) cover({*event.date, *event.date + length(event)});
    }

    bool is_of_agent(const Event& event) const {
        return event.what.any_of(agent_.drugs) && event.date && *event.date <= now_;
    }

    /// A completed order that states no end was taken until the next one of the drug (as RULES 2.6 has it for
    /// the steroid), if there is one; that nothing follows tells of no further day.
    std::optional<Day> last_taken(const Order& order) const {
        const auto last = order.state == OrderState::on_hold ? first_day(order) : last_given(order, now_);
        const bool renewed = order.state == OrderState::historical && !order.end
                             && order.stop_reason == StopReason::none && agent_.acts == Days(0);
        const auto next = last ? std::ranges::upper_bound(starts_, *last) : starts_.end();
        if (!renewed || next == starts_.end()) return last;
        const Days assumed(static_cast<int>(patient_.policy().assume_open_days) - 1);
        return std::min({*next - Days(1), *last + assumed, now_});
    }

    void take(const Order& order) {
        const auto first = first_day(order);
        const auto last = last_taken(order);
        const bool current = is_current(order, now_) && (!first || *first <= now_);
        tried_.current = tried_.current || current;  // since when, an order without dates does not say
        if (!first || !last || *first > now_) return;
        cover({*first, std::max(*first, *last) + agent_.acts});
        take_targets(order, std::max(*first, *last));
        const bool newest = !stopped_ || *last >= *stopped_;
        if (order.state != OrderState::historical || !newest) return;
        stopped_ = last;
        tried_.stop = order.stop_reason;
    }

    void take_targets(const Order& order, Day last) {
        if (order.dose.phases.empty()) unknown_ = true;
        for (const fhir::DosePhase& phase : order.dose.phases) {
            const Target target = target_of(patient_, agent_.drug, phase);
            has_target_ = has_target_ || target != Target::none;
            unknown_ = unknown_ || target == Target::unknown;
            if (target != Target::met || !phase.dated) continue;
            const Day from = phase.start.value_or(first_day(order).value_or(last));
            at_target_.push_back({from, std::min(phase.end.value_or(last), last)});
        }
    }

    void cover(Interval one) {
        exposed_.push_back(one);
        const Day last = std::min(one.last - agent_.acts, now_);
        tried_.first = std::min(tried_.first.value_or(one.first), one.first);
        tried_.last = std::max(tried_.last.value_or(last), last);
    }

    void settle() {
        tried_.days = days_covered(exposed_, now_);
        tried_.days_at_target = days_covered(at_target_, now_);
        tried_.target_unknown = !has_target_ || unknown_;
        if (tried_.current)
            tried_.stop = StopReason::none;
        else if (tried_.stop == StopReason::none && patient_.allergy_to(allergens_of(agent_)))
            tried_.stop = StopReason::intolerance;
        const bool child = patient_.iim().subtype == Subtype::jdm;
        const double enough = child ? patient_.policy().esc_jdm_days : patient_.policy().esc_days;
        tried_.adequate = (has_target_ ? tried_.days_at_target : tried_.days) >= enough;
    }

    const Patient& patient_;
    const Agent& agent_;
    Day now_;
    AgentTried tried_;
    std::vector<Interval> exposed_, at_target_;
    std::vector<Day> starts_;  ///< of its orders, in order
    std::optional<Day> stopped_;
    bool has_target_ = false, unknown_ = false;
};

}  // namespace

std::vector<AgentTried> agents_tried(const Patient& patient) {
    std::vector<AgentTried> tried;
    for (const Agent& agent : agents)
        if (auto one = History(patient, agent).read()) tried.push_back(*one);
    return tried;
}

}  // namespace iim::engine
