#include "engine/derive/myositis_facts.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {
namespace {

enum class Kind { specific, anti_ars, associated };

struct Antibody {
    Concept test;
    std::string_view name;
    Kind kind;
};
constexpr std::array antibodies{
    Antibody{lab::antibody_jo_1, "anti-Jo-1", Kind::anti_ars},
    Antibody{lab::antibody_pl_7, "anti-PL-7", Kind::anti_ars},
    Antibody{lab::antibody_pl_12, "anti-PL-12", Kind::anti_ars},
    Antibody{lab::antibody_ej, "anti-EJ", Kind::anti_ars},
    Antibody{lab::antibody_oj, "anti-OJ", Kind::anti_ars},
    Antibody{lab::antibody_ks, "anti-KS", Kind::anti_ars},
    Antibody{lab::antibody_mi_2, "anti-Mi-2", Kind::specific},
    Antibody{lab::antibody_tif1_gamma, "anti-TIF1-gamma", Kind::specific},
    Antibody{lab::antibody_nxp2, "anti-NXP2", Kind::specific},
    Antibody{lab::antibody_sae, "anti-SAE", Kind::specific},
    Antibody{lab::antibody_mda5, "anti-MDA5", Kind::specific},
    Antibody{lab::antibody_srp, "anti-SRP", Kind::specific},
    Antibody{lab::antibody_hmgcr, "anti-HMGCR", Kind::specific},
    Antibody{lab::antibody_cn1a, "anti-cN-1A", Kind::associated},
    Antibody{lab::antibody_ku, "anti-Ku", Kind::associated},
    Antibody{lab::antibody_pm_scl, "anti-PM-Scl", Kind::associated},
    Antibody{lab::antibody_ro52, "anti-Ro52", Kind::associated},
};

const Antibody* antibody(Concept test) noexcept {
    const auto found = std::ranges::find(antibodies, test, &Antibody::test);
    return found == antibodies.end() ? nullptr : &*found;
}

/// What the laboratory says goes before its numbers.
bool is_positive(const Result& one) noexcept {
    if (one.reading != Reading::unknown) return one.reading == Reading::positive;
    return one.value && one.range_high && one.comparator != '<' && *one.value > *one.range_high;
}

constexpr Days a_year{365}, recent{90};
constexpr double low_oxygen = 90;    ///< per cent
constexpr double fvc_decline = 0.1;  ///< of the earlier value
/// Quotients of measured values; the limit is met within this much.
constexpr double slack = 1e-9;

}  // namespace

bool contains_words(std::string_view text, std::string_view lower_words) noexcept {
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    return std::search(text.begin(), text.end(), lower_words.begin(), lower_words.end(), same) != text.end();
}

Antibodies positive_antibodies(const Labs& labs, Day now) {
    Antibodies found;
    for (const Concept test : labs.tests()) {
        const Antibody* const which = antibody(test);
        if (!which) continue;
        const auto results = labs.all(test);
        const auto newest = std::ranges::find_if(results, [now](const Result* one) {
            return one->date <= now && is_positive(*one);
        });
        if (newest == results.end()) continue;
        found.results.push_back(*newest);
        found.mda5 = found.mda5 || test == lab::antibody_mda5;
        found.hmgcr = found.hmgcr || test == lab::antibody_hmgcr;
        found.srp = found.srp || test == lab::antibody_srp;
        found.anti_ars = found.anti_ars || which->kind == Kind::anti_ars;
        found.specific = found.specific || which->kind != Kind::associated;
    }
    return found;
}

std::string_view antibody_name(Concept test) noexcept {
    const Antibody* const which = antibody(test);
    return which ? which->name : std::string_view("antibody");
}

const Condition* lung_disease(const Facts& facts, bool with_myositis) {
    const Condition* found = nullptr;
    for (const Condition& one : facts.conditions) {
        const bool lung = one.concepts.has(condition::interstitial_lung_disease)
                          || one.concepts.has(condition::myositis_with_respiratory_involvement);
        const bool within_other = one.code.starts_with("J99") && !with_myositis;
        if (!lung || within_other || one.status == ClinicalStatus::inactive) continue;
        if (!found || (found->low_certainty && !one.low_certainty)) found = &one;
        if (is_rapidly_progressive(one) && !one.low_certainty) return &one;
    }
    return found;
}

bool is_rapidly_progressive(const Condition& lung) noexcept {
    return contains_words(lung.label, "rapidly progressive");
}

bool is_lung_failing(const Facts& facts) {
    const Result* const oxygen = facts.labs.measured(observation::spo2, facts.now, recent);
    // 1 and less is a fraction that was sent as a percentage.
    if (oxygen && is_below(*oxygen, low_oxygen) && *oxygen->value > 1) return true;
    const auto results = facts.labs.all(observation::fvc_percent_predicted);
    const auto newest = std::ranges::find_if(results, [&](const Result* one) {
        return one->value && one->date <= facts.now && facts.now - one->date <= recent;
    });
    if (newest == results.end()) return false;
    return std::any_of(newest, results.end(), [&](const Result* before) {
        return before->value && (*newest)->date - before->date <= recent
               && *(*newest)->value <= (1 - fvc_decline) * *before->value + slack;
    });
}

CheckpointInhibitor::CheckpointInhibitor(const Facts& facts) : now_(facts.now) {
    for (const Order& order : facts.orders) {
        const auto first = first_day(order);
        const bool held = order.state == OrderState::on_hold;
        const auto last = held ? first : last_given(order, now_);
        if (is_draft(order) || !order.is_any(group::checkpoint_inhibitors)) continue;
        goes_on_ = goes_on_ || is_current(order, now_);
        if (first && last && *first <= *last) spans_.push_back({*first, *last});
    }
    for (const Event& event : facts.administrations)
        if (event.date && *event.date <= now_ && event.what.any_of(group::checkpoint_inhibitors))
            spans_.push_back({event.earliest.value_or(*event.date), *event.date});
}

bool CheckpointInhibitor::explains(std::optional<Day> onset) const noexcept {
    return onset && std::ranges::any_of(spans_, [&](const Span& one) {
               return one.first < *onset && *onset - std::min(one.last, *onset) <= a_year;
           });
}

bool CheckpointInhibitor::within_a_year() const noexcept {
    return std::ranges::any_of(spans_, [this](const Span& one) { return now_ - one.last <= a_year; });
}

std::string CheckpointInhibitor::describe() const {
    Span all = spans_.front();
    for (const Span& one : spans_) all = {std::min(all.first, one.first), std::max(all.last, one.last)};
    const std::string first = fhir::to_string(all.first), last = fhir::to_string(all.last);
    if (goes_on_)
        return fmt::format(
            "checkpoint inhibitor from {}, last dose due by {}, the order is active", first, last
        );
    return fmt::format("checkpoint inhibitor from {} to {}", first, last);
}

}  // namespace iim::engine
