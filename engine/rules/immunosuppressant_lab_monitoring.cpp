#include "engine/evidence.hpp"
#include "engine/options/laboratory_schedule.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using laboratory::Abnormal;

constexpr std::array sources{seed_002, seed_001, bsrmon, acrmon, lbl_aza};
constexpr auto overrides = word_list<3>("already-addressed result-pending will-do-later");
constexpr auto parameter_names = word_list<3>("mon.early_days mon.mid_days mon.late_days");

constexpr double long_overdue = 2;
constexpr std::size_t longest = 139;

/// One drug that is taken or renewed.
class Look {
public:
    Look(const Patient& patient, const Order& order)
        : patient_(patient),
          order_(order),
          drug_(laboratory::drug_of(order)),
          due_(laboratory::due_tests(patient, drug_)),
          abnormal_(laboratory::abnormal_values(patient, drug_)) {
        std::ranges::copy_if(due_, std::back_inserter(missing_), [](const CheckDue& one) {
            return !one.requested;
        });
    }

    void judge(Findings& found) const {
        const bool overdue = found.holds("a test of the schedule is overdue", !due_.empty());
        const bool abnormal = found.holds("an abnormal last value was not acted on", !abnormal_.empty());
        const auto unreadable = laboratory::unreadable_values(patient_, drug_);
        if (!overdue && !abnormal) {
            for (const std::string& line : unreadable) found.gap(fmt::format("{}: {}", name(), line));
            return;
        }
        Finding& finding = found.add(is_urgent() ? Indicator::warning : Indicator::info, &order_, summary());
        finding.not_checked = unreadable;
        say(finding);
    }

private:
    bool is_urgent() const {
        return std::ranges::any_of(missing_, [](const CheckDue& one) { return one.times >= long_overdue; })
               || std::ranges::any_of(abnormal_, [](const Abnormal& one) { return !one.repeat_ordered; });
    }

    std::string name() const { return words::capitalised(patient_.name(drug_)); }

    std::string abnormal_words() const {
        std::vector<std::string> all;
        for (const Abnormal& one : abnormal_) all.push_back(one.words);
        return words::all_of(all);
    }

    /// The one that waits longest stands for all.
    static const CheckDue& oldest(const std::vector<CheckDue>& all) {
        return *std::ranges::max_element(all, {}, &CheckDue::times);
    }

    /// Weeks, where they show that it is too long.
    std::string passed_words(const CheckDue& one) const {
        const auto passed = (patient_.now() - *one.last).count();
        if (passed / 7 > one.interval.count() / 7) return fmt::format("{} weeks", passed / 7);
        return fmt::format("{} days", passed);
    }

    std::string overdue_words(const std::vector<CheckDue>& all) const {
        const CheckDue& one = oldest(all);
        const auto usual = words::duration(static_cast<int>(one.interval.count()));
        if (!one.last) return fmt::format("monitoring {} not found (usual every {})", names_of(all), usual);
        return fmt::format(
            "monitoring {} last {} ago (usual every {})", names_of(all), passed_words(one), usual
        );
    }

    std::string summary() const {
        std::string text = name() + ": ";
        if (!abnormal_.empty()) text += "last " + abnormal_words();
        if (abnormal_.empty()) text += overdue_words(missing_.empty() ? due_ : missing_);
        if (is_urgent() || !missing_.empty()) return fit(text, "; consider labs before renewing");
        return fit(text, "; labs are ordered");
    }

    static std::string fit(const std::string& text, std::string_view advice) {
        return text.size() + advice.size() <= longest ? text + std::string(advice) : text;
    }

    void say(Finding& finding) const {
        const auto since = cni::exposure_to(patient_, drug_).since;
        finding.because(
            since ? fmt::format("{} since {}", name(), fhir::to_string(*since))
                  : fmt::format("{}: since when is not known", name())
        );
        for (const Abnormal& one : abnormal_)
            finding.because(fmt::format(
                "{} on {}{}{}",
                words::capitalised(one.words),
                fhir::to_string(one.result->date),
                words::from(one.result->source),
                one.repeat_ordered ? "; a repeat is ordered" : ""
            ));
        for (const CheckDue& one : due_) finding.because(in_words(one));
        advise(finding);
        finding.suggestions = laboratory::clicks(patient_, due_, abnormal_);
        finding.at_most_one = false;
        finding.trigger = abnormal_.empty() ? names_of(due_) : abnormal_words();
    }

    void advise(Finding& finding) const {
        finding.consider = {
            "Blood count, liver tests and creatinine while it is taken: close together after the start and "
            "after each rise of the dose, later every 12 weeks; local schedules differ"};
        if (drug_ == drug::azathioprine)
            finding.consider.emplace_back("The azathioprine label asks for a blood count weekly in month 1 "
                                          "and twice monthly in months 2 and 3");
        if (!abnormal_.empty())
            finding.consider.emplace_back("Repeat the abnormal test, and review or hold the dose until it is "
                                          "explained");
        const bool liver = std::ranges::any_of(abnormal_, [](const Abnormal& one) {
            return one.result->test == lab::alt || one.result->test == lab::ast;
        });
        if (liver)
            finding.consider.emplace_back("ALT and AST also come from inflamed muscle: compare with CK");
    }

    const Patient& patient_;
    const Order& order_;
    Concept drug_;
    std::vector<CheckDue> due_, missing_;
    std::vector<Abnormal> abnormal_;
};

void check(const Patient& patient, Findings& found) {
    const auto orders = laboratory::monitored(patient);
    if (orders.empty() || found.holds("admitted, or in palliative care", laboratory::is_left_alone(patient)))
        return;
    if (engine::found(false, patient.sources().observations) != Truth::no)
        return found.gap("Monitoring of immunosuppressants: laboratory data not available");
    for (const Order* order : orders) Look(patient, *order).judge(found);
}

}  // namespace

extern constinit const Rule immunosuppressant_lab_monitoring = {
    .number = "R40",
    .id = "immunosuppressant-lab-monitoring",
    .title = "DMARD laboratory monitoring overdue or abnormal",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 32,
    .hooks = Hook::patient_view | Hook::order_sign | Hook::medication_refill,
    .group = Group::monitoring,
    .rank = 1,
    .why = "Harm to marrow, liver and kidney shows in the blood before the patient notices it.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
