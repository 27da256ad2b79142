#include "engine/derive/immunosuppression.hpp"

#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::engine {
namespace {

// RULES 3.5, R12 and ruling 7.
constexpr double methotrexate_low = 0.4;  ///< mg/kg/week
constexpr double azathioprine_low = 3;    ///< mg/kg/day
constexpr double child_steroid = 2;       ///< mg/kg/day
constexpr Days anti_cd20_strong{180};
constexpr Days anti_cd20_weak{270};
constexpr Days cyclophosphamide_acts{90};
constexpr double slack = 1e-6;

std::string number(double value) {
    std::string text = fmt::format("{:.2f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

class Reader {
public:
    Reader(const Patient& patient, bool with_drafts) : patient_(patient), with_drafts_(with_drafts) {}

    Immunosuppression read() {
        steroid();
        by_weight(group::methotrexate, as_written);
        by_weight(group::thiopurines, as_azathioprine);
        others();
        infusions(group::rituximab);
        infusions(group::other_anti_cd20);
        cyclophosphamide();
        // Each is low-level only when it is the only one.
        if (found_.level == Suppression::low && kinds_ > 1) found_.level = Suppression::high;
        return std::move(found_);
    }

private:
    void add(Suppression level, Concept drug, std::string line) {
        found_.level = std::max(found_.level, level);
        found_.drugs.push_back(drug);
        found_.because.push_back(std::move(line));
        ++kinds_;
    }

    Patient::Orders orders(ConceptGroup drugs) const {
        Patient::Orders all = with_drafts_ ? patient_.current(drugs) : taken(drugs);
        std::erase_if(all, [](const Order* order) { return !may_be_systemic(*order); });
        return all;
    }

    /// What a draft is about to replace is still taken.
    Patient::Orders taken(ConceptGroup drugs) const {
        Patient::Orders all;
        for (const Order& order : patient_.facts().orders)
            if (order.is_any(drugs) && !is_draft(order) && is_current(order, patient_.now()))
                all.push_back(&order);
        return all;
    }

    /// ", from 2026-08-12 (MedicationRequest/m1)"
    static std::string since(const Order& order) {
        std::string text;
        if (const auto day = first_day(order)) text = ", from " + fhir::to_string(*day);
        if (!order.source.id.empty()) text += fmt::format(" ({}/{})", order.source.type, order.source.id);
        return text;
    }

    // --- corticosteroids

    double steroid_limit() const {
        const Facts& facts = patient_.facts();
        const double limit = patient_.policy().live_mg;
        if (!facts.demographics.child() || !facts.body.weight_kg) return limit;
        return std::min(limit, child_steroid * *facts.body.weight_kg);
    }

    bool counts(const SteroidTimeline::Course& course) const {
        const bool treats = course.kind != SteroidClass::replacement && course.kind != SteroidClass::premed;
        return treats && (with_drafts_ || !is_draft(*course.order));
    }

    void steroid() {
        const auto& courses = patient_.steroid().courses();
        const auto counted = std::ranges::find_if(courses, [&](const auto& one) { return counts(one); });
        if (counted == courses.end()) return;
        const double limit = steroid_limit();
        const auto run = patient_.steroid().run(limit);
        const bool unreadable =
            std::ranges::any_of(courses, [&](const auto& one) { return counts(one) && !one.readable; });
        if (run && run->total_days() >= patient_.policy().live_days) {
            add(Suppression::high,
                counted->steroid,
                fmt::format(
                    "prednisone-equivalent at least {} mg/day for {} days", number(limit), run->total_days()
                ));
        } else if (unreadable) {
            found_.not_checked.emplace_back("a corticosteroid dose could not be read");
            add(Suppression::high, counted->steroid, "corticosteroid (dose not readable)");
        } else {
            add(Suppression::low, counted->steroid, low_steroid(limit, run));
        }
        std::string& line = found_.because.back();
        line = fmt::format("{}{}: {}", patient_.name(counted->steroid), since(*counted->order), line);
    }

    std::string low_steroid(double limit, const std::optional<Run>& run) const {
        if (run) {
            return fmt::format(
                "prednisone-equivalent at least {} mg/day, for {} days only", number(limit), run->total_days()
            );
        }
        return fmt::format("prednisone-equivalent below {} mg/day", number(limit));
    }

    // --- drugs with a low dose

    void by_weight(ConceptGroup drugs, Equivalent equivalent) {
        const Patient::Orders all = orders(drugs);
        if (all.empty()) return;
        const bool weekly = in(drug::methotrexate, drugs);
        const DosePeak peak = dose_peak(all, patient_.now(), equivalent);
        const auto mg = weekly ? peak.mg_per_week.hi : peak.mg_per_day.hi;
        const auto weight = patient_.facts().body.weight_kg;
        const Concept drug = all.front()->drugs.first_of(drugs);
        std::string line(patient_.name(drug));
        if (mg) line += fmt::format(" {} mg/{}", number(*mg), weekly ? "week" : "day");
        if (mg && weight) line += fmt::format(" ({} mg/kg)", number(*mg / *weight));
        const double limit = weekly ? methotrexate_low : azathioprine_low;
        const bool known = mg && weight && peak.readable;
        if (!known)
            found_.not_checked.push_back(fmt::format(
                "{}: {} not known, low dose not assumed", patient_.name(drug), weight ? "dose" : "weight"
            ));
        line += since(*all.front());
        add(known && *mg / *weight <= limit + slack ? Suppression::low : Suppression::high, drug, line);
    }

    // --- everything else

    void others() {
        for (const Concept& drug : group::continuous_immunosuppressants) {
            const bool has_low_dose = in(drug, group::methotrexate) || in(drug, group::thiopurines);
            if (has_low_dose) continue;
            const Patient::Orders all = orders(ConceptGroup(&drug, 1));
            if (all.empty()) continue;
            std::string line(patient_.name(drug));
            if (const auto mg = all.front()->peak_mg_per_day(patient_.now()).hi)
                line += fmt::format(" {} mg/day", number(*mg));
            add(Suppression::high, drug, line + since(*all.front()));
        }
    }

    bool drafted(ConceptGroup drugs) const { return with_drafts_ && !patient_.drafts(drugs).empty(); }

    void infusions(ConceptGroup drugs) {
        for (const Concept& drug : drugs) {
            const ConceptGroup only(&drug, 1);
            const auto last = patient_.last_given(only);
            if (drafted(only)) {
                add(Suppression::high, drug, fmt::format("{}, ordered now", patient_.name(drug)));
            } else if (last && patient_.now() - *last <= anti_cd20_weak) {
                const bool strong = patient_.now() - *last <= anti_cd20_strong;
                add(strong ? Suppression::high : Suppression::low, drug, given(drug, *last));
            }
        }
    }

    void cyclophosphamide() {
        const auto last = patient_.last_given(group::cyclophosphamide);
        if (drafted(group::cyclophosphamide))
            add(Suppression::high, drug::cyclophosphamide, "cyclophosphamide, ordered now");
        else if (last && patient_.now() - *last <= cyclophosphamide_acts)
            add(Suppression::high, drug::cyclophosphamide, given(drug::cyclophosphamide, *last));
    }

    std::string given(Concept drug, Day last) const {
        return fmt::format("{}, last given {}", patient_.name(drug), fhir::to_string(last));
    }

    const Patient& patient_;
    bool with_drafts_;
    int kinds_ = 0;
    Immunosuppression found_;
};

}  // namespace

Immunosuppression immunosuppressed_now(const Patient& patient, bool with_drafts) {
    return Reader(patient, with_drafts).read();
}

}  // namespace iim::engine
