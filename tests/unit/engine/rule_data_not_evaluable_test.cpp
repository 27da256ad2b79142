#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule data_not_evaluable;
extern const Rule steroid_monotherapy;
}  // namespace iim::engine

namespace iim::engine::test {
namespace {

using Fill = std::function<void(Build&)>;

Judged judged(const Fill& fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    fill(build);
    return Judged(std::move(build), {&data_not_evaluable});
}

void expect(std::string_view name, const Fill& fill, std::string_view want, Hook hook = Hook::order_sign) {
    BOOST_TEST_CONTEXT(name) {
        const Judged got = judged(fill, hook);
        BOOST_TEST(got.indicator() == want);
        BOOST_TEST(got.count() == (want.empty() ? 0U : 1U));
        BOOST_TEST(got.summary().size() <= 139U);
    }
}

Fill unreadable(Concept drug, std::uint32_t problems = fhir::dose_unreadable, bool myositis = false) {
    return [=](Build& b) {
        if (myositis) b.dermatomyositis();
        b.order(OrderState::draft, drug, {}).dose.problems = problems;
    };
}

Fill dose(Concept drug, double mg, bool myositis = true, Route route = Route::oral) {
    return [=](Build& b) {
        if (myositis) b.dermatomyositis();
        b.drafts(drug, {{.mg = mg, .per_day = drug == drug::methotrexate ? 1.0 / 7 : 1.0}}, route);
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_data_not_evaluable)

BOOST_AUTO_TEST_CASE(says_what_could_not_be_read) {
    for (const Concept drug :
         {drug::methotrexate,
          drug::azathioprine,
          drug::mercaptopurine,
          drug::mycophenolate_mofetil,
          drug::rituximab,
          drug::cyclophosphamide})
        expect("for every patient", unreadable(drug), "info");
    for (const Concept drug : {drug::prednisone, drug::tacrolimus, drug::immunoglobulin_human}) {
        expect("not without myositis", unreadable(drug), "");
        expect("with myositis", unreadable(drug, fhir::dose_unreadable, true), "info");
    }
    expect("readable", dose(drug::azathioprine, 50), "");
    expect("a reminder, so not at order-select", unreadable(drug::azathioprine), "", Hook::order_select);
    expect("tablets of unknown strength", unreadable(drug::azathioprine, fhir::strength_unknown), "info");
    expect("two conflicting doses", unreadable(drug::azathioprine, fhir::ambiguous), "info");
    const auto undated = [](Build& b) {
        b.drafts(drug::azathioprine, {{.mg = 50}});
        b.facts().orders.back().dose.problems = fhir::undated;
    };
    expect("an undated later phase is no gap", undated, "");
    const Judged weight = judged(unreadable(drug::immunoglobulin_human, fhir::weight_missing, true));
    BOOST_TEST(
        weight.summary()
        == "Human immunoglobulin: weight could not be read, so IVIG dose checks were not performed"
    );
    BOOST_TEST(weight.only().data_gap);
    const auto steroid = [](int days) {
        return [=](Build& b) {
            b.dermatomyositis();
            b.order(OrderState::draft, drug::prednisone, {}).end = in_days(days - 1);
        };
    };
    expect("steroid for 14 days", steroid(14), "info");
    expect("steroid for 13 days", steroid(13), "");
}

BOOST_AUTO_TEST_CASE(says_what_cannot_be_meant) {
    expect("prednisone 250 mg/day", dose(drug::prednisone, 250), "");
    expect("prednisone 251 mg/day", dose(drug::prednisone, 251), "warning");
    expect(
        "methylprednisolone 1000 mg into a vein", dose(drug::methylprednisolone, 1000, true, Route::iv), ""
    );
    expect("methotrexate 60 mg", dose(drug::methotrexate, 60), "");
    expect("methotrexate 61 mg", dose(drug::methotrexate, 61), "warning");
    const auto oncology = [](Build& b) {
        b.drafts(drug::methotrexate, {{.mg = 1000, .per_day = 1.0 / 7}}, Route::iv);
        b.facts().orders.back().reasons = {condition::malignancy};
    };
    expect("methotrexate for cancer", oncology, "");
    expect("mycophenolate 30 g", dose(drug::mycophenolate_mofetil, 30000), "");
    expect("mycophenolate 31 g", dose(drug::mycophenolate_mofetil, 31000), "warning");
    expect("azathioprine 20 mg/kg", dose(drug::azathioprine, 1400), "");
    expect("azathioprine 20.1 mg/kg", dose(drug::azathioprine, 1407), "warning");
    expect("immunoglobulin 20 g/kg", dose(drug::immunoglobulin_human, 1400000, true, Route::iv), "");
    expect("immunoglobulin 21 g/kg", dose(drug::immunoglobulin_human, 1470000, true, Route::iv), "warning");
    const auto flagged = [](Build& b) {
        b.drafts(drug::rituximab, {{.mg = 1000}}, Route::iv);
        b.facts().orders.back().dose.problems = fhir::implausible;
    };
    expect("flagged while reading", flagged, "warning");
}

BOOST_AUTO_TEST_CASE(unknown_diagnoses_are_said_once) {
    const auto blind = [](std::initializer_list<Concept> drugs) {
        return [list = std::vector<Concept>(drugs)](Build& b) {
            b.facts().sources.conditions = Availability::unavailable;
            for (const Concept each : list) b.drafts(each, {{.mg = 40}});
        };
    };
    expect("prednisone", blind({drug::prednisone}), "info");
    expect("two drugs, one card", blind({drug::prednisone, drug::azathioprine}), "info");
    expect("folic acid", blind({drug::folic_acid}), "");
    const auto burst = [](Build& b) {
        b.facts().sources.conditions = Availability::unavailable;
        b.drafts(drug::prednisone, {{.mg = 40, .days = 5}});
    };
    expect("a short course", burst, "");
    BOOST_TEST(
        judged(blind({drug::prednisone})).summary()
        == "Diagnoses were not available: myositis checks were not done"
    );
}

BOOST_AUTO_TEST_CASE(is_not_repeated_when_another_card_says_it) {
    Build build;
    build.dermatomyositis().drafts(drug::prednisone, {});
    const Judged got(std::move(build), {&steroid_monotherapy, &data_not_evaluable});
    BOOST_TEST_REQUIRE(got.count() == 1U);
    BOOST_TEST(got.only().rule->number == "R01");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
