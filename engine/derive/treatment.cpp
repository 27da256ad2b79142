#include "engine/derive/treatment.hpp"

#include "engine/derive/agent_history.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {
namespace {

// RULES 3.4.
constexpr double treated_mg = 7.5;  ///< mg prednisone a day
constexpr Days a_year{365};
constexpr Days induction{180};

// RULES R46, documented activity.
constexpr Days activity_counts{180};
constexpr Days activity_apart{14};
constexpr double active_ck = 2;       ///< × upper limit of normal
constexpr double falling_mmt8 = 0.1;  ///< of the earlier score: that much is worse
constexpr Days inactive_for{90};
constexpr double falling_ck = 0.5;  ///< of the earlier value: more than that is a response

bool is_first_line(const AgentTried& one) {
    return one.kind == AgentClass::csdmard;
}

/// CNI or mycophenolate, which follow when a first-line agent was not enough.
bool is_second_line(const AgentTried& one) {
    return one.kind == AgentClass::cni || one.drug == drug::mycophenolate_mofetil
           || one.drug == drug::mycophenolic_acid;
}

bool exhausted(const AgentTried& one) {
    return one.adequate || (!one.current && one.stop == StopReason::intolerance);
}

bool stays_high(const Result& newest, const Result& before) {
    const auto high = [](const Result& one) {
        return one.value && one.range_high && *one.value > active_ck * *one.range_high;
    };
    return newest.date - before.date >= activity_apart && high(newest) && high(before)
           && *newest.value >= falling_ck * *before.value;
}

class Reader {
public:
    explicit Reader(const Patient& patient) : patient_(patient) {}

    Treatment read() {
        found_.agents = agents_tried(patient_);
        activity();
        found_.phase = phase();
        return std::move(found_);
    }

private:
    void because(std::string line) { found_.because.push_back(std::move(line)); }

    // --- activity

    void activity() {
        found_.strength_falls = strength_falls();
        for (const Condition& one : patient_.facts().conditions)
            if (one.active() && one.relapse && names_myositis(one)) {
                found_.active_disease = Truth::yes;
                because("relapse recorded" + on(one.since()));
                return;
            }
        const auto results = patient_.labs().all(lab::ck);
        const auto newest = std::ranges::find_if(results, [this](const Result* one) {
            return one->date <= patient_.now() && patient_.now() - one->date <= activity_counts;
        });
        const auto high = [&](const Result* one) { return stays_high(**newest, *one); };
        if (newest != results.end() && std::any_of(newest, results.end(), high)) {
            found_.active_disease = Truth::yes;
            because("CK stays above twice the upper limit" + on((*newest)->date));
        } else if (found_.strength_falls || assessed() == Assessment::active) {
            found_.active_disease = Truth::yes;
        } else if (patient_.iim().remission || assessed() == Assessment::inactive) {
            found_.active_disease = Truth::no;
        }
    }

    bool strength_falls() {
        const auto scores = patient_.labs().all(observation::muscle_strength_mmt8);
        const auto newest = std::ranges::find_if(scores, [this](const Result* one) {
            return one->value && one->date <= patient_.now() && patient_.now() - one->date <= activity_counts;
        });
        if (newest == scores.end()) return false;
        const bool falls = std::any_of(newest, scores.end(), [&](const Result* before) {
            return before->value && (*newest)->date - before->date <= activity_counts
                   && *(*newest)->value <= (1 - falling_mmt8) * *before->value;
        });
        if (falls) because("MMT8 down by 10 % or more" + on((*newest)->date));
        return falls;
    }

    enum class Assessment { none, active, inactive };
    static Assessment said(const Result& one) {
        if (equals_words(one.text, "active")) return Assessment::active;
        return equals_words(one.text, "inactive") ? Assessment::inactive : Assessment::none;
    }

    /// What the newest assessment of disease activity says in plain words; a score has no such meaning.
    Assessment assessed() const {
        const Result* const newest =
            patient_.labs().latest(observation::disease_activity, patient_.now(), activity_counts);
        return newest ? said(*newest) : Assessment::none;
    }

    /// Every assessment of at least the last 90 days says so.
    bool long_inactive() const {
        std::optional<Day> since;
        for (const Result* one : patient_.labs().all(observation::disease_activity)) {
            if (one->date > patient_.now()) continue;
            if (said(*one) != Assessment::inactive) break;
            since = one->date;
        }
        return since && patient_.now() - *since >= inactive_for;
    }

    static std::string on(std::optional<Day> day) {
        return day ? fmt::format(" ({})", fhir::to_string(*day)) : std::string();
    }

    // --- phase

    Phase phase() {
        if (patient_.iim().remission) {
            because("the myositis is recorded as in remission");
            return Phase::maintenance;
        }
        if (assessed() == Assessment::inactive && long_inactive()) {
            because("disease activity recorded as inactive for 90 days or more");
            return Phase::maintenance;
        }
        const auto begun = first_treatment();
        const bool on_agent = std::ranges::any_of(found_.agents, &AgentTried::current);
        if (!begun && !on_agent) return untreated();
        const bool active = found_.active_disease == Truth::yes;
        const bool not_tolerated = std::ranges::any_of(found_.agents, [](const AgentTried& one) {
            return is_first_line(one) && !one.current && one.stop == StopReason::intolerance;
        });
        if (active && third_line()) return Phase::third_line_candidate;
        if ((active && any(is_first_line)) || not_tolerated) return Phase::second_line_candidate;
        if (begun && patient_.now() - *begun <= induction) {
            because("treatment began" + on(*begun));
            return Phase::induction;
        }
        return Phase::unclear;
    }

    Phase untreated() {
        if (found(false, patient_.sources().medications) != Truth::no) return Phase::unclear;
        because("no systemic steroid of 7.5 mg/day or more and no agent in the last year");
        return Phase::untreated;
    }

    template <class Wanted>
    bool any(Wanted wanted) {
        for (const AgentTried& one : found_.agents) {
            if (!wanted(one) || !exhausted(one)) continue;
            because(describe(one));
            return true;
        }
        return false;
    }

    /// Mycophenolate is one agent: it cannot be the first line and the one after it.
    bool third_line() {
        for (const AgentTried& first : found_.agents)
            for (const AgentTried& second : found_.agents) {
                if (!is_first_line(first) || !is_second_line(second) || first.drug == second.drug) continue;
                if (!exhausted(first) || !exhausted(second)) continue;
                because(describe(first));
                because(describe(second));
                return true;
            }
        return false;
    }

    std::string describe(const AgentTried& one) const {
        std::string_view end = "still taken";
        if (!one.current) end = one.stop == StopReason::intolerance ? "not tolerated" : "stopped";
        return fmt::format("{} for {} days, {}", patient_.name(one.drug), one.days, end);
    }

    /// The first day of steroid or agent within the last year; drafts are not treatment yet.
    std::optional<Day> first_treatment() const {
        std::optional<Day> first = first_steroid();
        for (const AgentTried& one : found_.agents) {
            if (!one.last || patient_.now() - *one.last > a_year || !one.first) continue;
            first = std::min(first.value_or(*one.first), *one.first);
        }
        return first;
    }

    std::optional<Day> first_steroid() const {
        const SteroidTimeline& steroid = patient_.steroid();
        for (int ago = SteroidTimeline::half_window; ago > 0; --ago)
            if (steroid.on(patient_.now() - Days(ago)) >= treated_mg) return patient_.now() - Days(ago);
        std::optional<Day> first;
        for (const SteroidTimeline::Course& one : steroid.courses()) {
            if (is_draft(*one.order) || !one.start || *one.start > patient_.now()) continue;
            // A dose that cannot be read is no proof that nothing is taken.
            const Day begun = one.readable ? patient_.now() : *one.start;
            if (!one.readable || one.peak.hi.value_or(0) >= treated_mg)
                first = std::min(first.value_or(begun), begun);
        }
        return first;
    }

    const Patient& patient_;
    Treatment found_;
};

}  // namespace

std::string_view to_string(Phase phase) noexcept {
    switch (phase) {
    case Phase::untreated: return "untreated";
    case Phase::induction: return "induction";
    case Phase::second_line_candidate: return "second-line candidate";
    case Phase::third_line_candidate: return "third-line candidate";
    case Phase::maintenance: return "maintenance";
    case Phase::unclear: return "unclear";
    }
    return "unclear";
}

const AgentTried* Treatment::find(Concept drug) const noexcept {
    const auto one = std::ranges::find(agents, drug, &AgentTried::drug);
    return one == agents.end() ? nullptr : &*one;
}

int Treatment::tried(AgentClass kind) const noexcept {
    return static_cast<int>(std::ranges::count(agents, kind, &AgentTried::kind));
}

Treatment derive_treatment(const Patient& patient) {
    return Reader(patient).read();
}

}  // namespace iim::engine
