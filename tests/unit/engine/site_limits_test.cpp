#include "engine/options/limits_in_words.hpp"
#include "engine/options/methotrexate_dose.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/tests.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule ild_agent_choice, methotrexate_dose_limit, steroid_abrupt_stop, severe_iim_induction;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

Dose weekly(double mg) {
    return {.mg = mg, .per_day = 1.0 / 7, .weekdays = 1};
}

/// A first weekly methotrexate that somebody is writing.
Build methotrexate_start(double mg) {
    Build build;
    build.dermatomyositis();
    Order& order = build.order(OrderState::draft, drug::methotrexate, {weekly(mg)});
    order.dose.phases.front().mg_per_week = {mg, mg};
    return build;
}

const ChangeOrder* change_in(const Suggestion& suggestion) {
    return std::get_if<ChangeOrder>(&suggestion.actions.front());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_limits)

BOOST_AUTO_TEST_CASE(a_text_is_filled_with_the_numbers_of_the_policy) {
    Policy site;
    site.aza_start_max = 25;
    site.aza_step_days = 10;
    site.pulse_max_mg = 500;
    const struct {
        std::string_view text, standard, changed;
    } table[] = {
        {"no number", "no number", "no number"},
        {"", "", ""},
        {"start 25-{aza.start_max} mg", "start 25-50 mg", "start 25 mg"},
        {"25-{aza.start_max}", "25-50", "25"},
        {"125-{aza.start_max}", "125-50", "125-25"},
        {"every {aza.step_days:t}", "every 2 weeks", "every 10 days"},
        {"{pulse.max_mg:g}, {pulse.max_mg} mg", "1 g, 1000 mg", "500 mg, 500 mg"},
        {"{no.such} {folic.regimen} {", "{no.such} {folic.regimen} {", "{no.such} {folic.regimen} {"},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.text) {
            BOOST_TEST(words::with_limits(each.text, {}) == each.standard);
            BOOST_TEST(words::with_limits(each.text, site) == each.changed);
        }
}

BOOST_AUTO_TEST_CASE(a_start_is_offered_within_the_limit_of_a_start_and_below_what_is_written) {
    const struct {
        double written, start_dose, max_start;
        std::string_view label;  ///< empty: no button
    } table[] = {
        {17.5, 15, 15, "Start with 15 mg"},
        {17.5, 10, 15, "Start with 10 mg"},
        {10, 15, 7.5, "Start with 7.5 mg"},
        {7.6, 15, 7.5, "Start with 7.5 mg"},
        {20, 15, 10, "Start with 10 mg"},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.written << " mg, " << each.max_start) {
            Build build = methotrexate_start(each.written);
            build.policy().mtx_start_dose = each.start_dose;
            build.policy().mtx_max_start = each.max_start;
            const Judged judged(std::move(build), {&methotrexate_dose_limit});
            BOOST_TEST_REQUIRE(judged.count() == 1u);
            BOOST_TEST_REQUIRE(judged.only().suggestions.size() == 1u);
            BOOST_TEST(contains(judged.only().suggestions.front().label, each.label));
        }
}

BOOST_AUTO_TEST_CASE(the_note_of_a_first_dose_names_the_highest_dose_of_the_site) {
    for (const double most : {20.0, 25.0, 30.0}) {
        Build build = methotrexate_start(17.5);
        build.policy().mtx_max_week = most;
        const Judged judged(std::move(build), {&methotrexate_dose_limit});
        BOOST_TEST_REQUIRE(judged.count() == 1u);
        const ChangeOrder* change = change_in(judged.only().suggestions.at(0));
        BOOST_TEST_REQUIRE(change != nullptr);
        BOOST_TEST(contains(change->note, "up to " + std::to_string(int(most)) + " mg weekly"));
    }
}

BOOST_AUTO_TEST_CASE(the_first_doses_of_a_pathway_are_no_higher_than_the_site_s_starts) {
    const struct {
        double mtx_max_start, aza_start_max, methotrexate, azathioprine;
    } table[] = {{15, 50, 15, 50}, {7.5, 49, 7.5, 25}, {20, 100, 15, 50}, {10, 25, 10, 25}};
    for (const auto& each : table) {
        Build build;
        build.dermatomyositis().phenotype(lab::tpmt_genotype).phenotype(lab::nudt15_genotype);
        build.policy().mtx_max_start = each.mtx_max_start;
        build.policy().aza_start_max = each.aza_start_max;
        const Patient patient = build.patient();
        const auto weekly_click = pathway::methotrexate(patient);
        const auto daily_click = pathway::azathioprine(patient);
        BOOST_TEST_REQUIRE(weekly_click.has_value());
        BOOST_TEST_REQUIRE(daily_click.has_value());
        BOOST_TEST(drug_in(*weekly_click, drug::methotrexate)->dose == each.methotrexate);
        BOOST_TEST_REQUIRE(drug_in(*daily_click, drug::azathioprine) != nullptr);
        BOOST_TEST(drug_in(*daily_click, drug::azathioprine)->dose == each.azathioprine);
    }
}

BOOST_AUTO_TEST_CASE(a_pregnancy_test_is_ordered_when_r09_would_miss_it) {
    const struct {
        double hcg_days;
        int day;
        bool ordered;
    } table[] = {{14, -14, false}, {14, -15, true}, {7, -7, false}, {7, -8, true}, {30, -30, false}};
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.hcg_days << " days, day " << each.day) {
            Build build;
            build.dermatomyositis().age(30, Sex::female);
            build.result(lab::pregnancy_test_serum, each.day).reading = Reading::negative;
            build.policy().preg_hcg_days = each.hcg_days;
            const auto click = pathway::methotrexate(build.patient());
            BOOST_TEST_REQUIRE(click.has_value());
            BOOST_TEST(orders_test(*click, lab::pregnancy_test_serum) == each.ordered);
        }
}

BOOST_AUTO_TEST_CASE(each_missing_test_is_ordered_once) {
    Build build;
    build.dermatomyositis();
    const auto orders = missing_before_methotrexate(build.patient());
    BOOST_TEST(orders.size() == 8u);  // HBsAg, anti-HBc, HCV, count, ALT, AST, albumin, creatinine
}

BOOST_AUTO_TEST_CASE(agents_for_the_lung_stand_in_the_site_s_order_everywhere_on_the_card) {
    for (const bool advised_against : {false, true}) {
        Build build;
        build.dermatomyositis().condition(condition::interstitial_lung_disease);
        if (advised_against) build.drafts(drug::leflunomide, {{.mg = 20}});
        if (!advised_against) build.facts().hook = Hook::patient_view;
        build.policy().pathway_ild_order = {"cni", "aza", "rtx", "mmf", "cyc"};
        const Judged judged(std::move(build), {&ild_agent_choice});
        BOOST_TEST_REQUIRE(judged.count() == 1u);
        BOOST_TEST(
            contains(judged.summary(), "CNI, azathioprine, rituximab, mycophenolate or cyclophosphamide")
        );
        BOOST_TEST(any_contains(
            judged.only().consider,
            "calcineurin inhibitor, azathioprine, rituximab, mycophenolate, cyclophosphamide"
        ));
        BOOST_TEST(judged.summary().size() <= 139u);
    }
}

/// RULES 2.6: assume_open_days. The treatment of today began 60 days ago; an earlier order without an end
/// began 200 days ago, and a gap of up to 14 days does not end a treatment.
BOOST_AUTO_TEST_CASE(an_earlier_order_without_an_end_lasts_as_long_as_the_site_assumes) {
    const struct {
        double assumed;
        std::string_view since;
    } table[] = {{125, "(61 days)"}, {126, "(201 days)"}, {90, "(61 days)"}, {365, "(201 days)"}};
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.assumed << " days") {
            Build build(Hook::encounter_discharge);
            build.dermatomyositis();
            build.order(OrderState::historical, drug::prednisone, {{.mg = 20, .from = -200}}).end.reset();
            Order& last = build.order(OrderState::current, drug::prednisone, {{.mg = 20, .from = -60}});
            last.end = today;
            last.dose.phases.front().end = today;
            build.policy().assume_open_days = each.assumed;
            const Judged judged(std::move(build), {&steroid_abrupt_stop});
            BOOST_TEST_REQUIRE(judged.count() == 1u);
            BOOST_TEST(any_contains(judged.only().why, each.since));
        }
}

BOOST_AUTO_TEST_SUITE_END()
