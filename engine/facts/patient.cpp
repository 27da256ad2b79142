#include "engine/facts/patient.hpp"

#include "engine/derive/hand_over.hpp"
#include "engine/derive/orders.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <utility>

namespace iim::engine {
namespace {

// Look-backs of RULES 3.4: how long after the last dose an infusion still acts.
constexpr Days cyclophosphamide_acts{90};
constexpr Days anti_cd20_acts{270};
constexpr Days immunoglobulin_acts{56};
/// RULES 4.8, new(x).
constexpr Days new_after{90};

template <class Wanted>
Patient::Orders select(const Facts& facts, ConceptGroup drugs, Wanted wanted) {
    Patient::Orders found;
    for (const Order& order : facts.orders)
        if (order.is_any(drugs) && wanted(order)) found.push_back(&order);
    return found;
}

bool within(std::optional<Day> day, Day now, Days window) {
    return day && *day <= now && now - *day <= window;
}

bool worse(const Allergy& a, const Allergy& b) {
    return std::pair(a.severe_skin, a.severity) > std::pair(b.severe_skin, b.severity);
}

void raise(std::optional<Day>& last, std::optional<Day> day, Day now) {
    if (day && *day <= now) last = std::max(last.value_or(*day), *day);
}

ConceptGroup drugs_of(const Order& order) {
    return {order.drugs.begin(), order.drugs.end()};
}

Concept which(const Order& order, ConceptGroup drugs) {
    return order.drugs.first_of(drugs);
}

void add(std::vector<Concept>& list, Concept one) {
    if (one && !in(one, list)) list.push_back(one);
}

}  // namespace

Patient::Patient(Facts facts, const Terms& terms, const Policy& policy)
    : facts_(hand_over(std::move(facts))),
      terms_(&terms),
      policy_(&policy),
      replaced_(replaced_orders(facts_, policy)),
      iim_(derive_iim(facts_, policy)),
      steroid_(facts_, policy),
      thiopurine_(derive_thiopurine_status(facts_, policy)),
      pregnancy_(derive_pregnancy(facts_, policy)) {}

Patient::Orders Patient::ordering(ConceptGroup drugs) const {
    if (facts_.hook == Hook::encounter_discharge) return active(drugs);
    const bool only_selected = facts_.hook == Hook::order_select;
    return told("being ordered", drugs, select(facts_, drugs, [&](const Order& order) {
                    return is_draft(order) && order.in_context && (!only_selected || order.selected);
                }));
}

Patient::Orders Patient::drafts(ConceptGroup drugs) const {
    return told("drafted", drugs, select(facts_, drugs, is_draft));
}

Patient::Orders Patient::active(ConceptGroup drugs) const {
    return told("active", drugs, select(facts_, drugs, [&](const Order& order) {
                    return !is_draft(order) && is_current(order, now()) && !is_replaced(order);
                }));
}

Patient::Orders Patient::current(ConceptGroup drugs) const {
    return told("active or drafted", drugs, select(facts_, drugs, [&](const Order& order) {
                    return is_draft(order) || (is_current(order, now()) && !is_replaced(order));
                }));
}

bool Patient::is_replaced(const Order& order) const {
    return replaced_[static_cast<std::size_t>(&order - facts_.orders.data())];
}

Patient::Orders Patient::on_hold(ConceptGroup drugs) const {
    return told("on hold", drugs, select(facts_, drugs, [](const Order& order) {
                    return order.state == OrderState::on_hold;
                }));
}

bool Patient::given_within(ConceptGroup drugs, Days window) const {
    return within(last_given(drugs), now(), window);
}

std::optional<Day> Patient::last_given(ConceptGroup drugs) const {
    std::optional<Day> last;
    for (const Order& order : facts_.orders)
        if (order.is_any(drugs)) raise(last, engine::last_given(order, now()), now());
    for (const std::vector<Event>* events : {&facts_.administrations, &facts_.procedures})
        for (const Event& event : *events)
            if (event.what.any_of(drugs)) raise(last, event.date, now());
    return told("last given", drugs, last);
}

const Order* Patient::replaced_by(const Order& draft) const {
    return told("replaced by the draft of", drugs_of(draft), engine::replaced_by(facts_, *policy_, draft));
}

bool Patient::is_new(const Order& draft) const {
    const bool signed_already = !is_draft(draft);
    const Day begins = signed_already ? first_day(draft).value_or(now()) : now();
    if (signed_already && !within(begins, now(), new_after)) return false;
    const auto used = [&](const Order& order) {
        if (&order == &draft || is_draft(order) || !same_ingredient(order, draft)) return false;
        if (signed_already && first_day(order).value_or(begins) >= begins) return false;
        const auto last = engine::last_given(order, now());
        return is_current(order, now()) || (last && *last >= begins - new_after);
    };
    const auto given = [&](const Event& event) {
        const bool before = !signed_already || (event.date && *event.date < begins);
        return before && within(event.date, begins, new_after)
               && std::ranges::any_of(event.what, [&](Concept one) { return draft.is(one); });
    };
    const bool is_new = std::ranges::none_of(facts_.orders, used)
                        && std::ranges::none_of(facts_.administrations, given)
                        && std::ranges::none_of(facts_.dispenses, given);
    return told("newly ordered", drugs_of(draft), is_new);
}

const Condition* Patient::condition(ConceptGroup kinds) const {
    const Condition* found = nullptr;
    for (const Condition& one : facts_.conditions) {
        if (!one.active() || !one.concepts.any_of(kinds)) continue;
        if (!one.low_certainty) return told("diagnosis", kinds, &one);
        if (!found) found = &one;
    }
    return told("diagnosis", kinds, found);
}

const Allergy* Patient::allergy_to(ConceptGroup substances) const {
    const Allergy* worst = nullptr;
    for (const Allergy& one : facts_.allergies)
        if (one.substances.any_of(substances) && (!worst || worse(one, *worst))) worst = &one;
    return told("allergy", substances, worst);
}

const Request* Patient::requested(ConceptGroup tests, Days window) const {
    for (const Request& one : facts_.requests) {
        if (!one.what.any_of(tests)) continue;
        if (one.draft || (one.authored && *one.authored >= now() - window))
            return told("requested", tests, &one);
    }
    return told("requested", tests, static_cast<const Request*>(nullptr));
}

std::optional<KidneyFunction> Patient::kidney(Days window) const {
    const auto found = kidney_function(facts_, window);
    if (trace_) write_down(window, found);
    return found;
}

const Treatment& Patient::treatment() const {
    if (!treatment_) treatment_ = derive_treatment(*this);
    return *treatment_;
}

const Risks& Patient::risks() const {
    if (!risks_) risks_ = derive_risks(*this);
    return *risks_;
}

const Immunosuppression& Patient::immunosuppression() const {
    if (!immunosuppression_) immunosuppression_ = immunosuppressed_now(*this);
    return *immunosuppression_;
}

const FolateUse& Patient::folate() const {
    if (!folate_) folate_ = folate_use(*this);
    return *folate_;
}

std::vector<Concept> Patient::non_steroid_immunosuppressants() const {
    std::vector<Concept> found;
    for (const Order* order : current(group::continuous_immunosuppressants))
        if (may_be_systemic(*order)) add(found, which(*order, group::continuous_immunosuppressants));
    const auto infusions = [&](ConceptGroup drugs, Days acts) {
        for (const Concept& one : drugs)
            if (infusion_acts(one, acts)) add(found, one);
    };
    infusions(group::cyclophosphamide, cyclophosphamide_acts);
    infusions(group::rituximab, anti_cd20_acts);
    infusions(group::other_anti_cd20, anti_cd20_acts);
    return told("immunosuppressants besides steroid", {}, found);
}

bool Patient::infusion_acts(const Concept& drug, Days acts) const {
    const ConceptGroup only(&drug, 1);
    if (!drafts(only).empty() || given_within(only, acts)) return true;
    return std::ranges::any_of(active(only), [&](const Order* order) {
        return first_day(*order).value_or(Day::min()) > now();
    });
}

std::vector<Concept> Patient::steroid_sparing() const {
    std::vector<Concept> found = non_steroid_immunosuppressants();
    const bool immunoglobulin =
        !current(group::immunoglobulin).empty() || given_within(group::immunoglobulin, immunoglobulin_acts);
    if (policy_->mono_ivig_counts && immunoglobulin) add(found, drug::immunoglobulin_human);
    if (policy_->mono_hcq_counts && !current(group::hydroxychloroquine).empty())
        add(found, drug::hydroxychloroquine);
    return told("steroid-sparing agents", {}, found);
}

}  // namespace iim::engine
