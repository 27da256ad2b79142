#include "engine/derive/severity.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/iim.hpp"
#include "engine/derive/muscle_strength.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/words.hpp"
#include "engine/policy.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {
namespace {

// RULES 3.2 and the look-backs of 2.8.
constexpr Days recent{90};
constexpr double low_oxygen = 90;    ///< per cent
constexpr double low_capacity = 50;  ///< per cent of predicted
/// MRC grades: 4− to 4 is moderate, from 4+ on mild.
constexpr double mild_grade = 4.25;
constexpr int severe_groups = 2;
constexpr std::array troponins{lab::troponin_i, lab::troponin_t};
constexpr Days troponin_counts{30};

std::string dated(std::string_view words, const Condition& one) {
    if (!one.since()) return std::string(words);
    return fmt::format("{}, since {}", words, fhir::to_string(*one.since()));
}

std::string dated(std::string_view words, Day day) {
    return fmt::format("{} on {}", words, fhir::to_string(day));
}

class Reader {
public:
    Reader(const Facts& facts, const Iim& iim, const Policy& policy)
        : facts_(facts), iim_(iim), policy_(policy) {}

    Severity read() {
        weakness();
        strength();
        swallowing();
        breathing();
        heart();
        other_threats();
        extramuscular();
        settle();
        return std::move(found_);
    }

private:
    /// An active condition counts whenever it began, one that is over for 90 days more.
    const Condition* condition(Concept kind) const {
        const Condition* over = nullptr;
        for (const Condition& one : facts_.conditions) {
            if (!one.concepts.has(kind)) continue;
            if (one.active()) return &one;
            const bool lately =
                one.abatement && *one.abatement <= facts_.now && facts_.now - *one.abatement <= recent;
            if (lately) over = &one;
        }
        return over;
    }
    bool has(Concept kind) const { return condition(kind) != nullptr; }

    /// The last time that it was done within 90 days.
    const Event* procedure(Concept kind) const {
        const Event* last = nullptr;
        for (const Event& one : facts_.procedures) {
            const bool lately = one.date && *one.date <= facts_.now && facts_.now - *one.date <= recent;
            if (lately && one.what.has(kind) && (!last || *one.date > *last->date)) last = &one;
        }
        return last;
    }

    void add(SeverityLevel level, std::string line) { lines_.push_back({level, std::move(line)}); }

    void weakness() {
        const Condition* const weak = condition(condition::muscle_weakness);
        if (const Condition* const one = condition(condition::unable_to_walk)) {
            found_.weak = true;
            add(SeverityLevel::severe, dated("unable to walk", *one));
        }
        if (!weak) return;
        found_.weak = true;
        // RULES 3.2 is a closed list: a severity that is recorded on the weakness is no grade.
        add(SeverityLevel::unknown, dated("muscle weakness, grade not recorded", *weak));
    }

    void strength() {
        const auto grades = newest_strength(facts_, recent);
        if (grades.empty()) return;
        found_.strength_graded = true;
        const StrengthGrade& lowest = *std::ranges::min_element(grades, {}, &StrengthGrade::grade);
        if (lowest.grade >= normal_strength) return;
        found_.weak = true;
        const auto weak_groups = std::ranges::count_if(grades, [this](const StrengthGrade& one) {
            return one.grade <= policy_.severity_mrc_severe_max;
        });
        const SeverityLevel weak = lowest.grade < mild_grade ? SeverityLevel::moderate : SeverityLevel::mild;
        add(weak_groups >= severe_groups ? SeverityLevel::severe : weak,
            dated(fmt::format("muscle strength grade {:.3g} of 5", lowest.grade), lowest.date));
    }

    /// Tablets that go through a feeding tube show that there is one.
    bool fed_by_tube() const {
        if (has(condition::gastrostomy) || procedure(procedure::feeding_tube)) return true;
        return std::ranges::any_of(facts_.orders, [this](const Order& order) {
            return order.route == Route::enteral && is_current(order, facts_.now);
        });
    }

    bool aspirated() const {
        if (has(condition::aspiration_pneumonia) || has(condition::aspiration)) return true;
        const Condition* const pneumonia = condition(condition::pneumonia);
        return pneumonia && has_part(pneumonia->label, "aspiration");
    }

    void swallowing() {
        const Condition* const one = condition(condition::dysphagia);
        if (!one) return;
        found_.dysphagia = true;
        std::string_view why;
        if (one->severe)
            why = "severe dysphagia";
        else if (aspirated())
            why = "dysphagia with aspiration";
        else if (fed_by_tube())
            why = "dysphagia with a feeding tube";
        found_.severe_dysphagia = !why.empty();
        add(found_.severe_dysphagia ? SeverityLevel::severe : SeverityLevel::moderate,
            dated(why.empty() ? "dysphagia" : why, *one));
    }

    void cannot_breathe(std::string line) {
        found_.respiratory_failure = true;
        add(SeverityLevel::severe, std::move(line));
    }

    void breathing() {
        if (const Condition* const one = condition(condition::respiratory_failure))
            cannot_breathe(dated("respiratory failure", *one));
        if (const Condition* const one = condition(condition::ventilator_dependence))
            cannot_breathe(dated("ventilatory support", *one));
        if (const Event* const one = procedure(procedure::mechanical_ventilation))
            cannot_breathe(dated("mechanical ventilation", *one->date));
        const Result* const capacity =
            facts_.labs.measured(observation::fvc_percent_predicted, facts_.now, recent);
        if (capacity && is_below(*capacity, low_capacity) && *capacity->value > 1)
            cannot_breathe(dated(fmt::format("FVC {:.0f} % of predicted", *capacity->value), capacity->date));
        const Result* const oxygen = facts_.labs.measured(observation::spo2, facts_.now, recent);
        // 1 and less is a fraction that was sent as a percentage.
        if (!oxygen || !is_below(*oxygen, low_oxygen) || *oxygen->value <= 1) return;
        cannot_breathe(dated("oxygen saturation below 90 %", oxygen->date));
    }

    void heart() {
        if (const Condition* const one = condition(condition::myocarditis)) {
            found_.myocarditis = true;
            add(SeverityLevel::severe, dated("myocarditis", *one));
        } else if (has(condition::heart_failure) || has(condition::atrial_fibrillation)) {
            const Result* const troponin = facts_.labs.measured_of(troponins, facts_.now, troponin_counts);
            const bool high = troponin && troponin->range_high && is_above(*troponin, *troponin->range_high);
            if (high) add(SeverityLevel::severe, dated("troponin raised with heart disease", troponin->date));
        }
    }

    void other_threats() {
        for (const Stay& stay : facts_.stays)
            if (stay.intensive_care && is_for_myositis(stay) && is_recent(stay))
                add(SeverityLevel::severe, "intensive care for the myositis");
        if (iim_.subtype == Subtype::jdm
            && (has(condition::gastrointestinal_perforation) || has(condition::gastrointestinal_bleeding)))
            add(SeverityLevel::severe, "gut bleeding or perforation");
        if (iim_.rp_ild) add(SeverityLevel::severe, "rapidly progressive interstitial lung disease");
        if (iim_.ild && !iim_.rp_ild && !found_.respiratory_failure)
            add(SeverityLevel::moderate, "interstitial lung disease without respiratory failure");
    }

    bool is_for_myositis(const Stay& stay) const {
        if (!iim_.because) return false;
        return std::ranges::any_of(stay.reasons, [this](Concept one) {
            return iim_.because->concepts.has(one);
        });
    }

    bool is_recent(const Stay& stay) const {
        if (!stay.over && !stay.end) return true;
        const auto last = stay.end ? stay.end : stay.start;
        return last && facts_.now - *last <= recent;
    }

    void extramuscular() {
        const auto list = [this](bool present, const char* what) {
            if (present) found_.extramuscular.emplace_back(what);
        };
        list(iim_.ild, "interstitial lung disease");
        list(found_.dysphagia, "dysphagia");
        list(found_.myocarditis, "myocarditis");
        list(has(condition::inflammatory_arthritis), "arthritis");
        list(has(condition::calcinosis), "calcinosis");
        list(
            has(condition::cutaneous_vasculitis) || has(condition::gastrointestinal_vasculopathy),
            "vasculopathy"
        );
        list(has(condition::skin_ulcer), "skin ulceration");
    }

    void settle() {
        for (const Line& line : lines_) found_.level = std::max(found_.level, line.level);
        for (Line& line : lines_) {
            found_.features.push_back(line.text);
            if (line.level == found_.level && line.level != SeverityLevel::unknown)
                found_.because.push_back(std::move(line.text));
        }
    }

    struct Line {
        SeverityLevel level;
        std::string text;
    };

    const Facts& facts_;
    const Iim& iim_;
    const Policy& policy_;
    Severity found_;
    std::vector<Line> lines_;
};

}  // namespace

std::string_view to_string(SeverityLevel level) noexcept {
    switch (level) {
    case SeverityLevel::unknown: return "not recorded";
    case SeverityLevel::mild: return "mild";
    case SeverityLevel::moderate: return "moderate";
    case SeverityLevel::severe: return "severe";
    }
    return "not recorded";
}

Severity derive_severity(const Facts& facts, const Iim& iim, const Policy& policy) {
    return Reader(facts, iim, policy).read();
}

}  // namespace iim::engine
