#include "engine/options/steroid_raises.hpp"
#include "engine/taper/plan.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

namespace iim::engine {
extern const Rule steroid_taper_too_fast, steroid_taper_plan_missing, steroid_prolonged_high_dose;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::vector<Dose> as_doses(const std::vector<TaperStep>& steps) {
    std::vector<Dose> doses;
    for (const TaperStep& each : steps) {
        const std::optional<int> days = each.days > 0 ? std::optional(each.days) : std::nullopt;
        doses.push_back({.mg = each.mg, .from = static_cast<int>((each.from - today).count()), .days = days});
    }
    return doses;
}

/// Consecutive phases from today; 0 days: open-ended.
std::vector<Dose> course(const std::vector<std::pair<double, int>>& phases, int from = 0) {
    std::vector<Dose> doses;
    for (const auto& [mg, days] : phases) {
        doses.push_back({.mg = mg, .from = from, .days = days > 0 ? std::optional(days) : std::nullopt});
        from += days;
    }
    return doses;
}

template <class Fill>
Judged too_fast(std::vector<Dose> doses, Fill fill) {
    Build build;
    build.dermatomyositis().drafts(drug::prednisone, std::move(doses));
    fill(build);
    return Judged(std::move(build), {&steroid_taper_too_fast});
}

Judged too_fast(std::vector<Dose> doses) {
    return too_fast(std::move(doses), [](Build&) {});
}

const TaperProposal* taper_in(const Suggestion& suggestion) {
    for (const Action& each : suggestion.actions)
        if (const auto* const one = std::get_if<TaperProposal>(&each)) return one;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_steroid_taper)

BOOST_AUTO_TEST_CASE(falls_and_their_days) {
    struct {
        std::vector<std::pair<double, int>> doses;
        std::string_view want, words;
    } const table[] = {
        {{{60, 28}, {30, 14}, {20, 13}, {15, 0}}, "info", "from 60 to 15 mg in 27 days"},
        {{{60, 28}, {30, 14}, {20, 14}, {15, 0}}, "", ""},
        {{{40, 28}, {30, 27}, {10, 0}}, "warning", "from 40 to 10 mg in 27 days"},
        {{{40, 28}, {30, 28}, {10, 0}}, "", ""},
        {{{39.5, 28}, {10, 0}}, "", ""},  // below 40 mg and after 14 days
        {{{40, 28}, {10.5, 0}}, "info", "from 40 to 10.5 mg in one step"},
        {{{60, 13}, {50, 0}}, "info", "from 60 to 50 mg in 13 days"},
        {{{60, 14}, {50, 0}}, "", ""},
        {{{80, 14}, {60, 7}, {39, 0}}, "info", "from 60 to 39 mg in 7 days"},
        {{{80, 14}, {60, 7}, {45, 0}}, "", ""},  // a quarter is not more than a quarter
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.words) {
            const Judged judged = too_fast(course(each.doses));
            BOOST_TEST(judged.indicator() == each.want);
            BOOST_TEST(contains(judged.summary(), each.words));
        }
}

BOOST_AUTO_TEST_CASE(twice_the_usual_step_counts_as_large) {
    // 20 mg by 5 mg is a quarter and twice the usual 2.5 mg: neither is exceeded.
    const auto taken = [](Build& b) { b.takes(drug::prednisone, {{.mg = 22.5, .from = -20}}); };
    BOOST_TEST(too_fast(course({{20, 13}, {15, 0}}), taken).indicator() == "");
    BOOST_TEST(too_fast(course({{20, 13}, {14.9, 0}}), taken).indicator() == "info");
    BOOST_TEST(too_fast(course({{20, 14}, {14.9, 0}}), taken).indicator() == "");
}

BOOST_AUTO_TEST_CASE(short_courses_and_ends_on_paper_are_no_taper) {
    BOOST_TEST(too_fast(course({{40, 7}, {30, 7}, {20, 6}})).indicator() == "");
    BOOST_TEST(too_fast(course({{40, 7}, {30, 7}, {20, 7}})).indicator() == "info");
    BOOST_TEST(too_fast(course({{60, 28}})).indicator() == "");  // a stop is R38's
    const auto beside = [](Build& b) {
        b.takes(drug::methylprednisolone, {{.mg = 8, .from = -30, .days = 200}});
    };
    BOOST_TEST(too_fast(course({{40, 0}}), beside).indicator() == "");  // assumed to end after 90 days
}

BOOST_AUTO_TEST_CASE(offers_three_schedules_in_place_of_the_draft) {
    const Judged judged = too_fast(course({{60, 7}, {20, 0}}));
    BOOST_TEST_REQUIRE(judged.count() == 1u);
    BOOST_TEST_REQUIRE(judged.only().suggestions.size() == 3u);
    for (const Suggestion& each : judged.only().suggestions) {
        const TaperProposal* const taper = taper_in(each);
        BOOST_TEST_REQUIRE(taper);
        BOOST_TEST(taper->steps.front().mg == 60);
        BOOST_TEST(taper->steps.front().days == 28);
        BOOST_TEST(!each.recommended);
        BOOST_TEST(std::holds_alternative<RemoveOrder>(each.actions.back()));
    }
}

BOOST_AUTO_TEST_CASE(a_child_gets_the_plan_of_children_and_other_diseases_none) {
    Build child;
    child.age(8).dermatomyositis().takes(drug::prednisone, {{.mg = 40, .from = -60}});
    child.facts().body.weight_kg = 20;
    child.facts().hook = Hook::patient_view;
    const Judged judged(std::move(child), {&steroid_prolonged_high_dose});
    BOOST_TEST_REQUIRE(judged.count() == 1u);
    const Suggestion* const plan = labelled(judged.only(), "juvenile");
    BOOST_TEST_REQUIRE(plan);
    BOOST_TEST(taper_in(*plan)->steps.front().mg == 30);
    BOOST_TEST(!labelled(judged.only(), "usual steps"));

    Build body;
    body.condition(condition::inclusion_body_myositis);
    body.takes(drug::prednisone, {{.mg = 40, .from = -60}});
    body.facts().hook = Hook::patient_view;
    const Judged ibm(std::move(body), {&steroid_prolonged_high_dose});
    BOOST_TEST_REQUIRE(ibm.count() == 1u);
    BOOST_TEST(!labelled(ibm.only(), "taper"));
    BOOST_TEST(any_contains(ibm.only().consider, "No schedule is offered"));
}

BOOST_AUTO_TEST_CASE(another_steroid_is_offered_as_prednisone) {
    Build build(Hook::patient_view);
    build.dermatomyositis().takes(drug::methylprednisolone, {{.mg = 32, .from = -60}});
    const Judged judged(std::move(build), {&steroid_prolonged_high_dose});
    BOOST_TEST_REQUIRE(judged.count() == 1u);
    const Suggestion* const plan = labelled(judged.only(), "Prednisone taper from 30 mg/day to zero, usual");
    BOOST_TEST_REQUIRE(plan);
    BOOST_TEST((taper_in(*plan)->drug == drug::prednisone));
}

BOOST_AUTO_TEST_CASE(raises_after_lowering_are_counted) {
    struct {
        std::vector<std::pair<double, int>> doses;
        int want;
    } const table[] = {
        {{{20, 60}, {10, 60}}, 0},
        {{{20, 60}, {10, 60}, {20, 60}}, 1},
        {{{20, 60}, {10, 60}, {12, 60}}, 0},
        {{{20, 60}, {10, 60}, {12.5, 60}}, 1},
        {{{10, 60}, {20, 60}}, 0},
        {{{20, 60}, {10, 60}, {20, 60}, {5, 60}, {10, 60}}, 2},
    };
    for (const auto& each : table) {
        Build build(Hook::patient_view);
        build.takes(drug::prednisone, course(each.doses, -320));
        BOOST_TEST(raises_after_lowering(build.patient()) == each.want);
    }
}

RC_BOOST_PROP(no_plan_is_called_too_fast_or_missing, ()) {
    using taper::Kind;
    const double mg = 2.5 * *rc::gen::inRange(2, 33);
    const Kind kind = *rc::gen::element(Kind::standard, Kind::slow_tail, Kind::maintenance);
    const int taken = *rc::gen::inRange(0, 60);
    RC_PRE(kind != Kind::maintenance || mg > 5);
    Build build;
    if (taken > 0) build.takes(drug::prednisone, {{.mg = mg, .from = -taken}});
    const taper::Plan plan = taper::plan({kind, mg, today, taken}, build.policy());
    build.dermatomyositis().drafts(drug::prednisone, as_doses(plan.steps));
    const Judged judged(std::move(build), {&steroid_taper_too_fast, &steroid_taper_plan_missing});
    RC_ASSERT(judged.count() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
