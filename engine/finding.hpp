#pragma once

#include "engine/facts/facts.hpp"
#include "engine/facts/order.hpp"
#include "engine/facts/trace.hpp"
#include "engine/policy.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace iim::engine {

struct Rule;

/// A drug to start, in the words of a prescription. cards/ turns it into a MedicationRequest.
struct DrugProposal {
    Concept drug;
    double dose = 0;
    std::string_view unit = "mg";        ///< UCUM
    double times = 1;                    ///< administrations …
    double period = 1;                   ///< … per this many …
    std::string_view period_unit = "d";  ///< … d, wk or mo
    std::uint8_t weekdays = 0;           ///< bit 0 Monday; 0: not named
    Route route = Route::oral;
    std::optional<int> supply_weeks = {};  ///< limits dispensing (methotrexate)
    std::optional<int> days = {};          ///< how long: becomes boundsDuration
    /// Order tablets of this strength (Product::mg_per_unit): a combination is not plain by its mg. 0: no
    /// product.
    double tablet_mg = 0;
    std::string_view counted_in = {};  ///< the ingredient whose mg `dose` counts, in a combination
    std::string note = {};             ///< plain text for the prescriber, goes into MedicationRequest.note
};

/// A test, referral or procedure to ask for. cards/ turns it into a ServiceRequest.
struct TestProposal {
    Concept what;
    bool urgent = false;
    std::string when;  ///< "in 1 week", "weekly for 4 weeks", or empty; becomes a note
};

/// Take a draft order of the user out of the basket.
struct RemoveOrder {
    const Order* order = nullptr;
};

/// Rewrite the instruction of a draft order of the user (an update action). What is not named here stays as
/// it was written; the order becomes one dosage instruction.
struct ChangeOrder {
    const Order* order = nullptr;
    std::optional<double> dose = {};     ///< per administration; nothing: the amount stays as written
    std::string_view unit = "mg";        ///< UCUM, of `dose`
    bool timing = true;                  ///< false: the frequency stays as written
    double times = 1;                    ///< administrations …
    double period = 1;                   ///< … per this many …
    std::string_view period_unit = "d";  ///< … d, wk or mo
    std::uint8_t weekdays = 0;           ///< bit 0 Monday; 0: not named
    std::optional<int> days = {};        ///< how long: becomes boundsDuration; nothing: bounds stay
    std::optional<Route> route = {};
    std::optional<int> supply_weeks = {};  ///< limits dispensing (methotrexate)
    std::string note = {};                 ///< plain text for the prescriber
    /// First days of the courses of `days` days each: one becomes boundsPeriod, several a list of dates.
    std::vector<Day> starts = {};
    bool without_rate = false;  ///< the written infusion rate goes
    /// Not 0: every date of the instruction moves by so many days and nothing else changes but the note.
    int move_days = 0;
};

/// One dose level of a taper: `mg` a day from `from` on.
struct TaperStep {
    Day from{};
    int days = 0;  ///< 0: until it is reviewed
    double mg = 0;
};

/// A dated schedule for a systemic steroid (RULES 7). cards/ turns it into one MedicationRequest with
/// sequenced instructions, or, given a draft order, into an update of it.
struct TaperProposal {
    Concept drug;
    std::vector<TaperStep> steps;
    const Order* order = nullptr;  ///< the draft that it rewrites; null: a new order
    std::string note = {};         ///< plain text for the prescriber
};

/// Something to do that no code of the tables names: in words. cards/ turns it into a resource without a
/// code.
struct TaskProposal {
    enum class Kind {
        task,           ///< for the clinic to do: a Task
        communication,  ///< to tell the patient: a CommunicationRequest
        plan,           ///< to write down: a CarePlan
        request         ///< an examination or referral: a ServiceRequest
    };
    Kind kind = Kind::task;
    std::string what;                     ///< "Measure muscle strength (MMT8)"
    std::vector<std::string> steps = {};  ///< of a plan; what a communication says
    std::optional<Day> from = {}, until = {};
};

using Action =
    std::variant<DrugProposal, TestProposal, RemoveOrder, ChangeOrder, TaperProposal, TaskProposal>;

/// One click. Accepting it means all of its actions.
struct Suggestion {
    std::string label;
    std::vector<Action> actions;
    bool recommended = false;
};

/// A page to read or a calculator to use; static text.
struct Reference {
    std::string_view label, url;
};

/// One line of a table "which option fits this patient, and why".
struct OptionRow {
    enum class Verdict { fits, caution, avoid };
    std::string option;
    Verdict verdict = Verdict::fits;
    std::string because;
};

/// What one rule has to say about one order (or about the patient). All text is plain: no Markdown, no HTML;
/// cards/ escapes it. Text that comes from the EHR may stand in it.
struct Finding {
    const Rule* rule = nullptr;
    Indicator indicator = Indicator::info;
    const Order* about = nullptr;  ///< null: the patient
    std::string summary;
    std::vector<std::string> why;  ///< facts: value, unit, date, source
    std::vector<std::string> consider;
    std::vector<OptionRow> options;
    std::vector<std::string> not_checked;
    std::vector<Suggestion> suggestions;
    std::vector<Reference> links;   ///< beside those of the rule's evidence
    bool at_most_one = true;        ///< selectionBehavior: alternatives, else a checklist
    std::string trigger;            ///< what fired, stable across calls: "60 mg/day"; for snoozes
    bool patient_view_cap = false;  ///< already capped at warning for patient-view
    bool data_gap = false;          ///< says only that something could not be judged (merges into others)
    int extra_weight = 0;           ///< added to the rule's weight when cards are ordered
    /// Reasons for not following this finding, when they are other than the rule's (RULES 4.5); static.
    std::span<const std::string_view> override_codes = {};

    Finding& because(std::string fact) {
        why.push_back(std::move(fact));
        return *this;
    }
    Finding& suggest(Suggestion one) {
        suggestions.push_back(std::move(one));
        return *this;
    }
};

/// Collects what one rule has to say. References stay valid only until the next finding is added.
class Findings {
public:
    Findings(std::vector<Finding>& out, const Rule& rule, Trace* trace = nullptr)
        : out_(&out), rule_(&rule), trace_(trace) {}

    /// The condition itself, written down in the catalogue's words when someone wants the decision explained:
    /// `if (found.holds("a steroid-sparing agent is taken", has_agent(patient))) return;`
    bool holds(std::string_view words, bool condition) {
        if (trace_) trace_->condition(words, truth(condition));
        return condition;
    }
    Truth holds(std::string_view words, Truth condition) {
        if (trace_) trace_->condition(words, condition);
        return condition;
    }

    template <class... Args>
    Finding& info(const Order* about, fmt::format_string<Args...> text, Args&&... args) {
        return add(Indicator::info, about, fmt::format(text, std::forward<Args>(args)...));
    }
    template <class... Args>
    Finding& warning(const Order* about, fmt::format_string<Args...> text, Args&&... args) {
        return add(Indicator::warning, about, fmt::format(text, std::forward<Args>(args)...));
    }
    template <class... Args>
    Finding& critical(const Order* about, fmt::format_string<Args...> text, Args&&... args) {
        return add(Indicator::critical, about, fmt::format(text, std::forward<Args>(args)...));
    }
    Finding& add(Indicator indicator, const Order* about, std::string summary) {
        Finding& one = out_->emplace_back();
        one.rule = rule_;
        one.indicator = indicator;
        one.about = about;
        one.summary = std::move(summary);
        return one;
    }
    /// A line for the data-gap card of patient-view: this rule could not be judged, and why (RULES 2.1.5,
    /// R60).
    void gap(std::string line) { gaps_.push_back(std::move(line)); }
    std::vector<std::string>& gaps() noexcept { return gaps_; }

private:
    std::vector<Finding>* out_;
    const Rule* rule_;
    Trace* trace_;
    std::vector<std::string> gaps_;
};

}  // namespace iim::engine
