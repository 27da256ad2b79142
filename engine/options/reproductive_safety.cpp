#include "engine/options/reproductive_safety.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/course_start.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace iim::engine::reproduction {

namespace {

constexpr std::array pregnancy_tests{lab::pregnancy_test_serum, lab::pregnancy_test_urine};
constexpr Days open_referral{21};

bool is_basket_order(const Order& order) noexcept {
    return order.state == OrderState::draft && order.in_context;
}

struct Start {
    Day day{};
    bool refill = false;
};

/// When the drug was or will be started. At discharge what was begun within the reach of the test is a start.
Start start_of(const Patient& patient, const Order& order) {
    std::vector<Concept> same;
    for (const Concept one : order.drugs)
        if (in(one, group::teratogens)) same.push_back(one);
    const Day planned = std::max(first_day(order).value_or(patient.now()), patient.now());
    const auto since = taken_since(patient, same);
    if (patient.hook() == Hook::medication_refill) {
        const Day written = std::min(first_day(order).value_or(patient.now()), patient.now());
        return {since.value_or(written), true};
    }
    if (is_draft(order)) {
        if (patient.is_new(order)) return {planned, false};
        return {since.value_or(planned), true};
    }
    const Day begun = since.value_or(patient.now());
    return {begun, patient.now() - begun > Days(static_cast<int>(patient.policy().preg_hcg_days))};
}

bool unknown(Availability source) noexcept {
    return found(false, source) == Truth::unknown;
}

}  // namespace

Patient::Orders orders_in_question(const Patient& patient) {
    Patient::Orders orders;
    switch (patient.hook()) {
    case Hook::patient_view: orders = patient.active(group::teratogens); break;
    case Hook::encounter_discharge: orders = patient.current(group::teratogens); break;
    default: orders = patient.ordering(group::teratogens); break;
    }
    std::erase_if(orders, [](const Order* one) { return !may_be_systemic(*one); });
    return orders;
}

bool is_strict(const Order& order) noexcept {
    constexpr std::array reminded{drug::leflunomide};
    return !order.is_any(reminded);
}

void note_contraception_gaps(const Patient& patient, Missing& missing) {
    const Sources& sources = patient.sources();
    if (unknown(sources.medications)) missing.not_checked.push_back(words::medication_list(patient));
    if (unknown(sources.conditions)) missing.not_checked.emplace_back("diagnoses were not available");
    if (unknown(sources.procedures))
        missing.not_checked.emplace_back("procedures were not available: a coil or an implant may be in place"
        );
}

Missing what_is_missing(const Patient& patient, const Order& order) {
    const Pregnancy& state = patient.pregnancy();
    const Sources& sources = patient.sources();
    const auto [start, refill] = start_of(patient, order);
    const Day from = start - Days(static_cast<int>(patient.policy().preg_hcg_days));
    const Result* newest =
        patient.labs().latest_of(pregnancy_tests, patient.now(), std::max(patient.now() - from, Days(0)));
    const bool read = newest && newest->date >= from && newest->reading == Reading::negative;

    Missing missing;
    missing.refill = refill;
    missing.test = !read;
    missing.test_asked = missing.test && already_asked(patient, need::pregnancy_test);
    missing.sterilised = state.sterilised;
    missing.contraception = !state.contraception;
    missing.no_test_data = missing.test && !newest && unknown(sources.observations);
    missing.no_contraception_data =
        missing.contraception && (unknown(sources.medications) || unknown(sources.conditions));
    missing.unreadable = missing.test && newest && newest->reading != Reading::negative;
    if (missing.unreadable) {
        if (newest->value)
            missing.not_checked.push_back(words::result(*newest, "Pregnancy test", newest->unit));
        missing.not_checked.push_back(words::unreadable(*newest, "pregnancy test"));
    }
    if (missing.no_test_data) missing.not_checked.emplace_back("laboratory data were not available");
    if (missing.contraception) note_contraception_gaps(patient, missing);
    return missing;
}

Indicator strength(const Order& order, const Missing& missing) noexcept {
    if (!is_strict(order)) return Indicator::info;
    const bool every_time = order.is_any(group::mycophenolate);
    const bool test_matters = missing.test && !missing.test_asked && !missing.sterilised;
    if (test_matters && (!missing.refill || every_time)) return Indicator::warning;
    if (missing.contraception && !missing.refill) return Indicator::warning;
    return Indicator::info;
}

std::vector<Suggestion> ways_out(const Patient& patient, const Order& order) {
    std::vector<Suggestion> clicks;
    const std::string_view drug = drug_name(patient, order);
    const bool removable = is_basket_order(order);
    if (removable) clicks.push_back({fmt::format("Remove {}", drug), {RemoveOrder{&order}}, false});
    const bool wanted = patient.iim().has() && patient.current(group::thiopurines).empty()
                        && azathioprine_fitness(patient).offered();
    if (auto azathioprine = wanted ? pathway::azathioprine(patient) : std::nullopt) {
        if (removable) {
            azathioprine->label = fmt::format("Replace {}: {}", drug, azathioprine->label);
            azathioprine->actions.insert(azathioprine->actions.begin(), RemoveOrder{&order});
        }
        clicks.push_back(std::move(*azathioprine));
    }
    Suggestion referral{"Refer urgently to maternal-fetal medicine and rheumatology", {}, false};
    for (const Concept who : {procedure::obstetrics_referral, procedure::rheumatology_referral})
        if (!patient.requested(ConceptGroup(&who, 1), open_referral))
            referral.actions.emplace_back(TestProposal{
                who, true, fmt::format("{} and pregnancy: urgent advice", words::capitalised(drug))});
    if (!referral.actions.empty()) clicks.push_back(std::move(referral));
    return clicks;
}

std::vector<Suggestion> preparations(const Patient& patient, const Order& order, const Missing& missing) {
    std::vector<Suggestion> clicks;
    if (missing.test && !missing.test_asked)
        clicks.push_back(
            {"Order pregnancy test (hCG)",
             repeat_tests(patient, {need::pregnancy_test}, {}),
             !missing.no_test_data && is_strict(order)}
        );
    constexpr std::array referrals{procedure::specialist_referral};
    if (missing.contraception && !patient.requested(referrals, open_referral))
        clicks.push_back(
            {"Refer for contraception counselling",
             {TestProposal{
                 procedure::specialist_referral,
                 false,
                 fmt::format("Contraception counselling before {}", drug_name(patient, order))}},
             false}
        );
    return clicks;
}

std::vector<std::string> background(const Order& order) {
    std::vector<std::string> lines;
    if (order.is_any(group::methotrexate))
        lines.emplace_back("Methotrexate is labelled as contraindicated in pregnancy outside cancer care; "
                           "contraception is advised until 6 months after the last dose (men: 3 months)");
    if (order.is_any(group::mycophenolate)) {
        lines.emplace_back("Mycophenolate causes pregnancy loss and malformations; contraception is advised "
                           "until 6 weeks after the last dose, and it may lower the levels of hormonal "
                           "contraceptives");
        lines.emplace_back("Its label asks for a pregnancy test before the start and again 8 to 10 days later"
        );
    }
    if (order.is_any(group::cyclophosphamide))
        lines.emplace_back("Cyclophosphamide is stopped before conception; it harms fertility");
    lines.emplace_back("Considered compatible with pregnancy: azathioprine, low-dose steroid, calcineurin "
                       "inhibitors, IVIG");
    return lines;
}

std::string_view drug_name(const Patient& patient, const Order& order) {
    return words::drug(patient, order, group::teratogens);
}

}  // namespace iim::engine::reproduction
