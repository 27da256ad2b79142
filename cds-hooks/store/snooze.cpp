#include "cds-hooks/store/snooze.hpp"

#include "cards/groups.hpp"
#include "cards/overrides.hpp"
#include "cds-hooks/store/storable.hpp"
#include "cds-hooks/store/trigger.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace iim::service::store {
namespace {

using engine::Finding;
using engine::Indicator;
using fhir::Days;

struct Reason {
    std::string_view code;
    int days;  ///< 0: the life of the order
};

/// RULES 4.5.
constexpr std::array<Reason, 15> reasons{{
    {"already-addressed", 90},
    {"result-pending", 14},
    {"started-elsewhere", 90},
    {"specialist-plan", 180},
    {"contraindicated", 365},
    {"patient-declined", 180},
    {"benefit-outweighs-risk", 90},
    {"other-indication", 0},
    {"not-iim", 365},
    {"dose-intentional", 0},
    {"oncology-protocol", 0},
    {"palliative", 365},
    {"active-infection", 30},
    {"data-incorrect", 30},
    {"will-do-later", 30},
}};

/// The pathway summary: to dismiss it without a reason is to say that it was addressed (R45).
constexpr std::string_view pathway = "R45", dismissed_pathway = "already-addressed";

/// A client may use the id of a draft again; without the day it was ordered an order is known for a day.
constexpr Days trust_in_bare_id{1};

/// RULES 4.5: snoozed for one order only, never by time. R09 while pregnancy is known or planned, R13 while
/// hepatitis B is.
bool is_never_event(const Finding& finding, Indicator worst) {
    const std::string_view rule = finding.rule->number;
    if (rule == "R04") return true;
    if (worst != Indicator::critical) return false;
    return rule == "R09" || (rule == "R13" && finding.trigger.starts_with("positive"));
}

/// The reason that the clinician gave, when it is one that the card offered.
std::string_view reason_of(const Verdict& verdict, const Finding& finding) {
    if (verdict.reason.empty()) return finding.rule->number == pathway ? dismissed_pathway : "";
    const bool ours = verdict.reason_system.empty() || verdict.reason_system == cards::override_system;
    const bool offered = std::ranges::find(verdict.reasons, verdict.reason) != verdict.reasons.end();
    return ours && offered ? std::string_view(verdict.reason) : std::string_view();
}

/// What the clinicians have said of one finding.
class Words {
public:
    Words(const Finding& finding, const engine::Patient& patient, const History& history)
        : finding_(finding),
          patient_(patient),
          history_(history),
          order_(history.key.of_order(finding.about, patient.terms())),
          trigger_(storable(occasion_of(finding))) {}

    /// The newest word decides: an acceptance ends what was said before.
    bool snoozed() const {
        for (const Verdict& each : history_.verdicts) {
            if (!concerns(each)) continue;
            if (each.outcome == Outcome::accepted) return false;
            const auto days = snooze_days(reason_of(each, finding_));
            if (!days) continue;
            const bool by_time = *days > 0 && !never_event(each);
            if (by_time) return history_.now <= each.at + Days(*days);
            if (same_order(each)) return true;
        }
        return false;
    }

private:
    bool never_event(const Verdict& verdict) const {
        return is_never_event(finding_, std::max(verdict.indicator, finding_.indicator));
    }
    /// The same advice, and it is no more urgent than it was.
    bool concerns(const Verdict& verdict) const {
        if (verdict.rule != finding_.rule->id || finding_.indicator > verdict.indicator) return false;
        if (!same_subject(verdict)) return false;
        if (never_event(verdict)) return verdict.trigger == trigger_;
        return is_no_worse(finding_.rule->number, verdict.trigger, trigger_);
    }
    /// What was said of one drug is not said of another (RULES 4.4: the subject order is part of it).
    bool same_subject(const Verdict& verdict) const {
        const engine::Concept drug = finding_.about ? finding_.about->drugs.first() : engine::Concept{};
        return verdict.drug == (drug ? patient_.terms().id(drug) : std::string_view());
    }
    bool same_order(const Verdict& verdict) const {
        if (order_.empty()) return false;
        const bool fresh = history_.now <= verdict.at + trust_in_bare_id;
        if (order_ == verdict.order) return verdict.order_dated || fresh;
        return !never_event(verdict) && is_signed_draft(verdict, fresh);
    }
    /// RULES 6.3.7: what was overridden when the order was signed is not said again when the chart is opened.
    /// The order may have got another id by then.
    bool is_signed_draft(const Verdict& verdict, bool fresh) const {
        const bool opens_chart = patient_.hook() == engine::Hook::patient_view;
        if (!opens_chart || finding_.rule->priority != engine::Priority::p1) return false;
        if (!verdict.hook.starts_with("order-") || !finding_.about) return false;
        const auto authored = finding_.about->authored;
        if (!authored) return fresh;
        const auto overridden = std::chrono::floor<Days>(verdict.at);
        return *authored >= overridden - Days(1) && *authored <= overridden + Days(1);
    }
    const Finding& finding_;
    const engine::Patient& patient_;
    const History& history_;
    const std::string order_, trigger_;
};

}  // namespace

std::optional<int> snooze_days(std::string_view reason) noexcept {
    const auto* const found = std::ranges::find(reasons, reason, &Reason::code);
    if (found == reasons.end()) return {};
    return found->days;
}

std::vector<std::string_view> snooze(
    engine::Judgement& judgement, const engine::Patient& patient, const History& history
) {
    std::vector<std::string_view> rules;
    if (history.verdicts.empty()) return rules;
    const cards::Fired fired(judgement.findings);
    std::vector<bool> is_quiet;
    for (const Finding& each : judgement.findings) {
        const bool snoozed = each.rule && Words(each, patient, history).snoozed();
        if (snoozed) rules.push_back(each.rule->id);
        // What a finding silences stays silent when that finding is snoozed (6.3.3).
        is_quiet.push_back(snoozed || (each.rule && fired.silences(each)));
    }
    if (rules.empty()) return rules;
    std::vector<Finding> shown, quiet;
    for (std::size_t at = 0; at < is_quiet.size(); ++at)
        (is_quiet[at] ? quiet : shown).push_back(std::move(judgement.findings[at]));
    judgement.snoozed = quiet.size();
    std::ranges::move(quiet, std::back_inserter(shown));
    judgement.findings = std::move(shown);
    return rules;
}

}  // namespace iim::service::store
