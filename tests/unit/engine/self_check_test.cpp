#include "tests/unit/engine/self_checked.hpp"

#include <array>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

Build steroid_draft(Hook hook = Hook::order_sign) {
    Build build(hook);
    build.dermatomyositis().drafts(drug::prednisone, {{40}});
    return build;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(self_check_)

BOOST_AUTO_TEST_CASE(only_drugs_need_a_second_judgement) {
    Order order;
    BOOST_TEST(SelfCheck::concerns(start(drug::azathioprine)));
    BOOST_TEST(SelfCheck::concerns({"", {ChangeOrder{.order = &order}}}));
    BOOST_TEST(SelfCheck::concerns({"", {RemoveOrder{&order}}}));
    BOOST_TEST(!SelfCheck::concerns({"", {TestProposal{lab::cbc_panel, false, {}}}}));
    BOOST_TEST(!SelfCheck::concerns({}));
}

/// RULES 6.1: a removal is judged like every suggestion. Without the azathioprine the steroid is alone (R01),
/// which is critical in necrotising myopathy.
BOOST_AUTO_TEST_CASE(a_removal_that_leaves_the_steroid_alone) {
    const auto removing = [](Build build) {
        build.drafts(drug::prednisone, {{60}}).drafts(drug::azathioprine, {{50}});
        Checked checked(std::move(build));
        return checked.of({"", {RemoveOrder{&checked.patient.facts().orders.back()}}}, {""});
    };
    const auto necrotising = [] {
        Build build;
        build.condition(condition::immune_mediated_necrotizing_myopathy, -60);
        return build;
    };
    Build dermatomyositis;
    dermatomyositis.dermatomyositis();
    const Opinion told = removing(std::move(dermatomyositis));
    BOOST_TEST((told.verdict == caution));
    BOOST_TEST(contains(told.because, "without a steroid-sparing agent"), told.because);
    BOOST_TEST((removing(necrotising()).verdict == refused));
    // The way out of a critical stays open: febuxostat with azathioprine (R07).
    Build febuxostat = necrotising();
    febuxostat.takes(drug::febuxostat, {{80}});
    const Opinion way_out = removing(std::move(febuxostat));
    BOOST_TEST((way_out.verdict == caution), way_out.because);
}

BOOST_AUTO_TEST_CASE(what_becomes_critical_is_refused) {
    Build build = steroid_draft();
    build.takes(drug::febuxostat, {{80}});
    build.phenotype(lab::tpmt_genotype).phenotype(lab::nudt15_genotype);
    Checked checked(std::move(build));
    const Opinion got = checked.of(start(drug::azathioprine), {order_json(drug::azathioprine, 50, "d")});
    BOOST_TEST((got.verdict == refused));
    BOOST_TEST(contains(got.because, "ebuxostat"), got.because);
}

/// RULES 6.1: what was not judged again is not offered.
BOOST_AUTO_TEST_CASE(what_cannot_be_checked_is_refused) {
    Checked checked(steroid_draft());
    const std::string whole = order_json(drug::mycophenolate_mofetil, 500, "d");
    const Suggestion wanted = start(drug::mycophenolate_mofetil);
    BOOST_TEST((checked.of(wanted, {whole}).verdict != refused));
    BOOST_TEST((checked.of(wanted, {whole.substr(0, whole.size() - 4)}).verdict == refused));
    BOOST_TEST((checked.of(wanted, {R"({"resourceType":"MedicationRequest"})"}).verdict == refused));

    Rule broken = *SelfCheck::rules().front();
    broken.check = [](const Patient&, Findings&) { throw std::runtime_error("a bug"); };
    broken.any_indication = true;
    broken.hooks = Hook::order_sign;
    const std::array<const Rule*, 1> rules{&broken};
    SelfCheck check(checked.patient, checked.said.findings, rules);
    const Opinion got = check.judge({&wanted, {whole}});
    BOOST_TEST((got.verdict == refused), got.because);
}

BOOST_AUTO_TEST_CASE(a_daily_methotrexate_is_never_offered_a_weekly_one_is) {
    Build build = steroid_draft();
    build.lab(lab::egfr, -2, 90).lab(lab::alt, -2, 20).lab(lab::hemoglobin, -2, 14);
    Checked checked(std::move(build));
    const Suggestion daily = start(drug::methotrexate);
    BOOST_TEST((checked.of(daily, {order_json(drug::methotrexate, 15, "d")}).verdict == refused));
    const Opinion weekly =
        checked.of(daily, {order_json(drug::methotrexate, 15, "wk", R"(,"dayOfWeek":["mon"])")});
    BOOST_TEST((weekly.verdict != refused), weekly.because);
}

BOOST_AUTO_TEST_CASE(a_new_warning_is_told_unless_the_suggestion_answers_it) {
    Checked checked(steroid_draft());
    const std::vector<std::string> bare{order_json(drug::azathioprine, 50, "d")};
    const Opinion alone = checked.of(start(drug::azathioprine), bare);
    BOOST_TEST((alone.verdict == caution));
    BOOST_TEST(contains(alone.because, "TPMT"), alone.because);
    const std::vector<std::string> with_tests{bare.front(), "", ""};
    const Suggestion answered = start(
        drug::azathioprine,
        {TestProposal{lab::tpmt_genotype, false, {}}, TestProposal{lab::nudt15_genotype, false, {}}}
    );
    const Opinion both = checked.of(answered, with_tests);
    BOOST_TEST((both.verdict == fine), both.because);
}

BOOST_AUTO_TEST_CASE(what_was_said_before_is_not_new) {
    Build build;
    build.dermatomyositis().drafts(drug::prednisone, {{40}}).drafts(drug::azathioprine, {{50}});
    build.takes(drug::febuxostat, {{80}});
    build.phenotype(lab::tpmt_genotype).phenotype(lab::nudt15_genotype);
    Checked checked(std::move(build));
    // Azathioprine with febuxostat is critical already; mycophenolate beside it makes nothing worse.
    const Opinion got =
        checked.of(start(drug::mycophenolate_mofetil), {order_json(drug::mycophenolate_mofetil, 500, "d")});
    BOOST_TEST((got.verdict != refused), got.because);
}

BOOST_AUTO_TEST_CASE(a_swap_is_judged_by_what_it_leaves) {
    Build build;
    build.dermatomyositis().positive(lab::antibody_hmgcr).drafts(drug::prednisone, {{100}});
    Checked checked(std::move(build));
    const Order& draft = checked.patient.facts().orders.front();
    Suggestion swap;
    swap.actions = {RemoveOrder{&draft}, DrugProposal{.drug = drug::prednisone, .dose = 60}};
    // The same drug again, and still no agent beside it: said of the removed order, so not new (R01).
    const Opinion same = checked.of(swap, {"", order_json(drug::prednisone, 60, "d")});
    BOOST_TEST((same.verdict != refused), same.because);
    // Methotrexate every day in its place is a new critical.
    const Opinion other = checked.of(swap, {"", order_json(drug::methotrexate, 15, "d")});
    BOOST_TEST((other.verdict == refused));
}

BOOST_AUTO_TEST_CASE(a_changed_draft_takes_the_place_of_the_old) {
    Build build;
    build.dermatomyositis().drafts(drug::methotrexate, {{15}});
    Checked checked(std::move(build));
    const Order& draft = checked.patient.facts().orders.front();
    const Suggestion change{"", {ChangeOrder{.order = &draft, .period_unit = "wk"}}};
    const Accepted accepted{&change, {}};
    BOOST_TEST((checked.of(change, {order_json(drug::methotrexate, 15, "wk")}).verdict == fine));
    fhir::Document scratch;
    const std::string json = order_json(drug::methotrexate, 15, "wk");
    const Simulation made = simulate(checked.patient, {&change, {json}}, Companions::with, scratch);
    BOOST_TEST_REQUIRE(made.facts.orders.size() == 1U);
    BOOST_TEST((made.origin.at(0) == &draft));
    BOOST_TEST((made.facts.orders[0].dose.phases.at(0).frequency == fhir::Frequency::weekly));
}

BOOST_AUTO_TEST_CASE(facts_are_copied_not_changed) {
    Checked checked(steroid_draft());
    const Suggestion one = start(drug::azathioprine, {TestProposal{lab::cbc_panel, false, {}}});
    const std::string json = order_json(drug::azathioprine, 50, "d");
    fhir::Document scratch;
    const Simulation with = simulate(checked.patient, {&one, {json, {}}}, Companions::with, scratch);
    BOOST_TEST(with.facts.orders.size() == 2U);
    BOOST_TEST((with.origin.at(1) == nullptr));
    BOOST_TEST(with.facts.orders[1].selected);
    BOOST_TEST((with.facts.orders[1].state == OrderState::draft));
    BOOST_TEST(with.facts.requests.size() == 1U);
    BOOST_TEST(checked.patient.facts().orders.size() == 1U);
    BOOST_TEST(checked.patient.facts().requests.empty());
    fhir::Document other;
    BOOST_TEST(
        simulate(checked.patient, {&one, {json, {}}}, Companions::without, other).facts.requests.empty()
    );
}

BOOST_AUTO_TEST_CASE(a_chart_view_is_checked_as_at_signing) {
    Build build(Hook::patient_view);
    build.dermatomyositis().takes(drug::prednisone, {{40, 1, -60}}).takes(drug::febuxostat, {{80}});
    Checked checked(std::move(build));
    const Opinion got = checked.of(start(drug::azathioprine), {order_json(drug::azathioprine, 50, "d")});
    BOOST_TEST((got.verdict == refused), got.because);
}

BOOST_AUTO_TEST_CASE(the_number_of_judgements_is_bounded) {
    Checked checked(steroid_draft());
    const Suggestion one = start(drug::mycophenolate_mofetil);
    const std::string json = order_json(drug::mycophenolate_mofetil, 500, "d");
    for (std::size_t i = 0; i < SelfCheck::most_suggestions; ++i)
        BOOST_TEST((checked.of(one, {json}).verdict != refused));
    BOOST_TEST((checked.of(one, {json}).verdict == refused));
    // What needs no judgement is never refused.
    BOOST_TEST((checked.of({"", {TestProposal{lab::cbc_panel, false, {}}}}, {""}).verdict == fine));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
