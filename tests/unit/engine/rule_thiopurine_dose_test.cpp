#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/thiopurine_steps.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule azathioprine_xanthine_oxidase_inhibitor, azathioprine_thiopurine_phenotype,
    azathioprine_dose_limit;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

template <class Fill>
Judged judged(const Rule& rule, Fill fill, Hook hook = Hook::order_sign) {
    Build build(hook);  // 70 kg without an ideal weight
    build.dermatomyositis();
    fill(build);
    return Judged(std::move(build), {&rule});
}

auto with_allopurinol(double mg) {
    return [=](Build& b) {
        b.drafts(drug::azathioprine, {{.mg = mg}}).takes(drug::allopurinol, {{.mg = 300, .from = -100}});
    };
}

auto genes(double mg, Phenotype tpmt, Phenotype nudt15) {
    return [=](Build& b) {
        b.drafts(drug::azathioprine, {{.mg = mg}});
        b.phenotype(lab::tpmt_genotype, tpmt).phenotype(lab::nudt15_genotype, nudt15);
    };
}

const ChangeOrder* change_in(const Suggestion* click) {
    if (!click) return nullptr;
    for (const Action& action : click->actions)
        if (const auto* one = std::get_if<ChangeOrder>(&action)) return one;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_thiopurine_dose)

BOOST_AUTO_TEST_CASE(allopurinol_is_a_warning_up_to_a_third_of_the_usual_dose) {
    // 33 % of 2 mg/kg in 70 kg: 46.2 mg
    for (const auto& [mg, want] : std::initializer_list<std::pair<double, std::string_view>>{
             {12.5, "warning"}, {46.2, "warning"}, {46.3, "critical"}, {140, "critical"}})
        BOOST_TEST_CONTEXT(mg) {
            BOOST_TEST(
                judged(azathioprine_xanthine_oxidase_inhibitor, with_allopurinol(mg)).indicator() == want
            );
        }
}

BOOST_AUTO_TEST_CASE(the_reduced_dose_is_a_quarter_in_half_tablets) {
    struct {
        double written, want;
    } const table[] = {{150, 25}, {140, 25}, {200, 25}, {100, 25}, {75, 12.5}, {50, 12.5}};
    // A quarter of what is written, or of the usual 140 mg when that is less: 35 → 25.
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.written) {
            const Judged got =
                judged(azathioprine_xanthine_oxidase_inhibitor, with_allopurinol(each.written));
            const ChangeOrder* change = change_in(labelled(got.only(), "Change azathioprine"));
            BOOST_REQUIRE(change != nullptr);
            BOOST_TEST(change->dose.value_or(0) == each.want);
        }
}

BOOST_AUTO_TEST_CASE(without_a_dose_or_a_weight_allopurinol_stays_critical) {
    const auto no_weight = [](Build& b) {
        with_allopurinol(12.5)(b);
        b.facts().body.weight_kg.reset();
    };
    const auto no_dose = [](Build& b) {
        b.drafts(drug::azathioprine, {}).takes(drug::allopurinol, {{.mg = 300, .from = -100}});
    };
    for (const Judged& got :
         {judged(azathioprine_xanthine_oxidase_inhibitor, no_weight),
          judged(azathioprine_xanthine_oxidase_inhibitor, no_dose)}) {
        BOOST_TEST(got.indicator() == "critical");
        BOOST_TEST(labelled(got.only(), "Change") == nullptr);
        BOOST_TEST(any_contains(got.only().consider, "cannot be computed"));
    }
}

BOOST_AUTO_TEST_CASE(the_phenotype_sets_the_limit) {
    using enum Phenotype;
    struct {
        double mg;
        Phenotype tpmt, nudt15;
        std::string_view want;
    } const table[] = {
        {25, poor, normal, "critical"},
        {25, normal, poor, "critical"},
        {25, intermediate, poor, "critical"},
        {112, intermediate, normal, "info"},
        {112.1, intermediate, normal, "warning"},
        {112.1, normal, possible_intermediate, "warning"},
        {140, intermediate, normal, "warning"},
        {140.1, intermediate, normal, "critical"},
        {70, intermediate, intermediate, "info"},
        {70.1, intermediate, intermediate, "warning"},
        {300, indeterminate, normal, "info"},
        {50, normal, indeterminate, "info"},
        {300, normal, normal, ""},
        {300, rapid, normal, ""},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.mg << " mg wants " << each.want) {
            const Judged got =
                judged(azathioprine_thiopurine_phenotype, genes(each.mg, each.tpmt, each.nudt15));
            BOOST_TEST(got.indicator() == each.want);
            BOOST_TEST(got.summary().size() <= 139U);
        }
}

BOOST_AUTO_TEST_CASE(an_intermediate_metaboliser_is_offered_half_the_usual_dose) {
    const Judged got =
        judged(azathioprine_thiopurine_phenotype, genes(150, Phenotype::intermediate, Phenotype::normal));
    const ChangeOrder* change = change_in(labelled(got.only(), "Change azathioprine to 50 mg"));
    BOOST_REQUIRE(change != nullptr);
    BOOST_TEST(change->dose.value_or(0) == 50);
    BOOST_TEST(orders_test(*labelled(got.only(), "Change azathioprine"), lab::cbc_panel));
}

BOOST_AUTO_TEST_CASE(the_plain_limit_gives_way_to_the_phenotype) {
    using enum Phenotype;
    BOOST_TEST(judged(azathioprine_dose_limit, genes(150, normal, normal)).indicator() == "warning");
    BOOST_TEST(judged(azathioprine_dose_limit, genes(150, intermediate, normal)).indicator() == "");
    BOOST_TEST(judged(azathioprine_dose_limit, genes(150, normal, poor)).indicator() == "");
    BOOST_TEST(judged(azathioprine_dose_limit, genes(140, normal, normal)).indicator() == "info");  // start
    BOOST_TEST(judged(azathioprine_dose_limit, genes(210.1, normal, normal)).indicator() == "critical");
    BOOST_TEST(judged(azathioprine_dose_limit, genes(210, normal, normal)).indicator() == "warning");
}

BOOST_AUTO_TEST_CASE(tablets_are_rounded_down) {
    Order azathioprine, mercaptopurine;
    azathioprine.drugs = {drug::azathioprine};
    mercaptopurine.drugs = {drug::mercaptopurine};
    BOOST_TEST(thiopurine::tablets_for(azathioprine, 74.9, 25) == 50);
    BOOST_TEST(thiopurine::tablets_for(azathioprine, 75, 25) == 75);
    BOOST_TEST(thiopurine::tablets_for(azathioprine, 24, 25) == 0);
    BOOST_TEST(thiopurine::tablets_for(mercaptopurine, 104, 25) == 50);
    BOOST_TEST(thiopurine::tablets_for(mercaptopurine, 103, 25) == 25);
}

BOOST_AUTO_TEST_CASE(a_rise_is_early_before_fourteen_days_and_steep_above_fifty_mg) {
    struct {
        int since;
        double from, to;
        bool early, steep;
    } const table[] = {
        {-13, 50, 75, true, false},
        {-14, 50, 75, false, false},
        {-100, 50, 100, false, false},
        {-100, 50, 101, false, true},
        {-5, 75, 50, false, false},
        {-5, 75, 75, false, false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.since << ": " << each.from << " to " << each.to) {
            Build build;
            build.takes(drug::azathioprine, {{.mg = each.from, .from = each.since}});
            build.drafts(drug::azathioprine, {{.mg = each.to}});
            const Patient patient = build.patient();
            const Order& draft = patient.facts().orders.back();
            BOOST_TEST(thiopurine::early_rise(patient, draft).has_value() == each.early);
            BOOST_TEST(thiopurine::steep_rise(patient, draft).has_value() == each.steep);
        }
}

BOOST_AUTO_TEST_CASE(two_steps_within_two_weeks_add_up) {
    Build build;
    build.takes(drug::azathioprine, {{.mg = 50, .from = -100}});
    build.drafts(drug::azathioprine, {{.mg = 75, .days = 10}, {.mg = 125, .from = 10}});
    const Patient patient = build.patient();
    const auto rise = thiopurine::steep_rise(patient, patient.facts().orders.back());
    BOOST_REQUIRE(rise.has_value());
    BOOST_TEST(rise->from == 50);
    BOOST_TEST(rise->to == 125);
}

BOOST_AUTO_TEST_CASE(a_first_dose_is_no_rise) {
    Build build;
    build.drafts(drug::azathioprine, {{.mg = 150}});
    const Patient patient = build.patient();
    const Order& draft = patient.facts().orders.back();
    BOOST_TEST(!thiopurine::early_rise(patient, draft).has_value());
    BOOST_TEST(!thiopurine::steep_rise(patient, draft).has_value());
    BOOST_TEST(thiopurine::is_high_start(patient, draft));
}

BOOST_AUTO_TEST_CASE(absurd_doses_do_no_harm) {
    for (const double mg : {0.0, 1e300, std::numeric_limits<double>::infinity(), -5.0})
        BOOST_TEST_CONTEXT(mg) {
            for (const Rule* rule :
                 {&azathioprine_xanthine_oxidase_inhibitor,
                  &azathioprine_thiopurine_phenotype,
                  &azathioprine_dose_limit})
                BOOST_TEST(judged(*rule, [&](Build& b) {
                               with_allopurinol(mg)(b);
                               b.phenotype(lab::tpmt_genotype, Phenotype::intermediate);
                           }).result.failed.empty());
        }
}

BOOST_AUTO_TEST_SUITE_END()
