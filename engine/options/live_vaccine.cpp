#include "engine/options/live_vaccine.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/recommendation.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine::live_vaccine {

namespace {

constexpr Days immunoglobulin_blunts{335};  // 11 months
constexpr std::array zoster{vaccine::zoster_live};

bool is_systemic_immunosuppressant(const Order& order) {
    return may_be_systemic(order)
           && (order.is_any(group::continuous_immunosuppressants) || order.is_any(group::cyclophosphamide)
               || order.is_any(group::anti_cd20));
}

}  // namespace

std::string_view name(const Patient& patient, const Order& vaccine) {
    return words::drug(patient, vaccine, group::live_vaccines);
}

std::string_view immunosuppressant_name(const Patient& patient, const Order& order) {
    for (const ConceptGroup drugs :
         {ConceptGroup(group::continuous_immunosuppressants),
          ConceptGroup(group::cyclophosphamide),
          ConceptGroup(group::anti_cd20),
          ConceptGroup(group::corticosteroids)})
        if (order.is_any(drugs)) return words::drug(patient, order, drugs);
    return patient.name(order.drugs.first());
}

std::optional<Given> given_lately(const Patient& patient) {
    const Days window(static_cast<int>(patient.policy().live_after_days));
    std::optional<Given> newest;
    const Facts& facts = patient.facts();
    for (const std::vector<Event>* events : {&facts.immunizations, &facts.administrations})
        for (const Event& event : *events) {
            if (!event.what.any_of(group::live_vaccines) || !event.date) continue;
            const Days ago = patient.now() - *event.date;
            if (ago < Days(0) || ago > window) continue;
            const int days = static_cast<int>(ago.count());
            if (!newest || days < newest->days_ago) newest = Given{&event, days};
        }
    return newest;
}

const Order* immunosuppressant_ordered(const Patient& patient) {
    for (const ConceptGroup drugs :
         {ConceptGroup(group::continuous_immunosuppressants),
          ConceptGroup(group::cyclophosphamide),
          ConceptGroup(group::anti_cd20)})
        for (const Order* order : patient.ordering(drugs))
            if (is_systemic_immunosuppressant(*order)) return order;
    const auto run = patient.steroid().run(patient.policy().live_mg);
    if (!run || run->total_days() < patient.policy().live_days) return nullptr;
    for (const Order* order : patient.ordering(group::corticosteroids)) {
        const SteroidTimeline::Course* course = patient.steroid().course(*order);
        const bool treats =
            course && course->kind != SteroidClass::premed && course->kind != SteroidClass::replacement;
        if (treats && course->peak.hi.value_or(0) >= patient.policy().live_mg) return order;
    }
    return nullptr;
}

bool has_immunoglobulin(const Patient& patient) {
    return !patient.current(group::immunoglobulin).empty()
           || patient.given_within(group::immunoglobulin, immunoglobulin_blunts);
}

std::string drugs_in_words(const Patient& patient) {
    std::vector<std::string> names;
    for (const Concept drug : patient.immunosuppression().drugs) names.emplace_back(patient.name(drug));
    return names.empty() || names.size() > 2 ? "immunosuppressants" : words::all_of(names);
}

std::vector<Suggestion> ways_out(const Patient& patient, const Order& vaccine) {
    std::vector<Suggestion> clicks;
    if (vaccine.state != OrderState::draft || !vaccine.in_context || is_one_of_several(vaccine))
        return clicks;
    clicks.push_back({fmt::format("Remove {}", name(patient, vaccine)), {RemoveOrder{&vaccine}}, false});
    if (vaccine.is_any(zoster) && patient.facts().demographics.adult())
        clicks.push_back(
            {"Replace by recombinant zoster vaccine",
             {RemoveOrder{&vaccine}, TestProposal{vaccine::zoster_recombinant, false, {}}},
             false}
        );
    return clicks;
}

}  // namespace iim::engine::live_vaccine
