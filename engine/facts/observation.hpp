#pragma once

#include "engine/facts/order.hpp"
#include "engine/facts/trace.hpp"
#include "fhir/json.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace iim::engine {

/// How a qualitative result reads, from answer codes, interpretation codes and a closed list of words.
enum class Reading { unknown, positive, negative, indeterminate };

/// Metaboliser status of one gene (RULES R08).
enum class Phenotype { unknown, normal, rapid, possible_intermediate, intermediate, poor, indeterminate };

enum class ResultState { final_, preliminary };  // entered-in-error and cancelled never become facts

/// One result of a test the rules know. `value` is in its unit there (lab_units.hpp) or absent.
struct Result {
    Concept test;
    ResultState state = ResultState::final_;
    std::optional<double> value;
    char comparator = 0;
    bool unit_unknown = false;  ///< a number came, in a unit that is not on the closed list
    std::string_view unit;      ///< as written, for display
    Reading reading = Reading::unknown;
    Phenotype phenotype = Phenotype::unknown;
    Concepts answers;                  ///< concepts of a coded answer: value/…, condition/…
    char flag = 0;                     ///< interpretation of a number: 'H', 'L', 'N', 'A' (abnormal); 0: none
    std::string_view text;             ///< valueString or the coded answer's label, EHR text
    std::optional<Day> value_day;      ///< an answer that is a date: estimated delivery, last menstruation
    std::optional<double> range_high;  ///< reference range, in the rules' unit
    std::optional<double> range_low;
    Day date{};         ///< day of the sample, else of issue; imprecise dates: the earliest day
    bool dated = true;  ///< false: the result carries no date; `date` is then far in the past
    std::optional<fhir::Instant> instant;  ///< with a time and an offset: orders results of one day
    std::optional<fhir::Instant> issued;   ///< … where that does not
    Source source;
};

/// Of a later day, or of one day at a later hour, or of one hour and told later, where both are known.
bool is_later(const Result& a, const Result& b) noexcept;

/// Where one result stands: an Observation or report and, inside it, what holds the code (itself or a
/// component).
struct UnreadResult {
    Concept test;
    fhir::Json resource, holder;
};

/// All results of one request, newest first within a test. Most are of tests that no rule asks for this time,
/// so a result is read when its test is asked for. Copies share what was read until one of them is added to.
/// One thread.
class Labs {
public:
    /// Nothing when what stands there is no result after all.
    using Reader = std::function<std::optional<Result>(const UnreadResult&)>;

    void add(const Result& result) { own().read[result.test].push_back(result); }
    void add(const UnreadResult& result) { own().unread.push_back(result); }
    /// Sorts; call once after the last add. `reader` must work as long as this is asked.
    void freeze(Reader reader = {});
    /// The tests of which something was added.
    std::vector<Concept> tests() const;
    /// Final results of `test`, newest first.
    std::vector<const Result*> all(Concept test) const;
    /// The newest final result with a date in [now − window, now]; both ends included. Results after `now`
    /// never count.
    const Result* latest(Concept test, Day now, Days window) const;
    const Result* latest_of(ConceptGroup tests, Day now, Days window) const;
    /// The newest final result of the window that carries a value: what is held against a limit. A newer one
    /// that cannot be read does not hide it.
    const Result* measured(Concept test, Day now, Days window) const;
    const Result* measured_of(ConceptGroup tests, Day now, Days window) const;
    /// The newest final result of the window, when it carries no value and none that does is as new: neither
    /// normal nor absent. For tests that are measured.
    const Result* unreadable(Concept test, Day now, Days window) const;
    /// A preliminary result newer than any final one: "result pending".
    const Result* pending(Concept test, Day now) const;

    /// From now on what is asked of the six above is written down, until nothing is given.
    void trace(Trace* to) noexcept { trace_ = to; }

private:
    const Result* newest(Concept test, Day now, Days window, bool with_value = false) const;
    const Result* told(std::string_view question, Concept test, Days window, const Result* answer) const;
    using Results = std::vector<Result>;
    struct State {
        std::vector<UnreadResult> unread;  ///< by test
        std::map<Concept, Results> read;   ///< of every test that was asked for or added
        Reader reader;
    };
    State& own() {
        if (!state_)
            state_ = std::make_shared<State>();
        else if (state_.use_count() > 1)
            state_ = std::make_shared<State>(*state_);
        return *state_;
    }
    /// Reads what is unread of `test`. A list that was handed out never changes again.
    const Results& of(Concept test) const;

    std::shared_ptr<State> state_ = std::make_shared<State>();
    Trace* trace_ = nullptr;
};

}  // namespace iim::engine
