#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule steroid_monotherapy;
}  // namespace iim::engine

namespace iim::engine::test {
namespace {

using Fill = std::function<void(Build&)>;

Judged judged(const Fill& fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    fill(build);
    return Judged(std::move(build), {&steroid_monotherapy});
}

/// `want` is the indicator, or empty for no finding.
void expect(std::string_view name, const Fill& fill, std::string_view want, Hook hook = Hook::order_sign) {
    BOOST_TEST_CONTEXT(name) {
        const Judged got = judged(fill, hook);
        BOOST_TEST(got.indicator() == want);
        BOOST_TEST(got.count() <= 1U);
        BOOST_TEST(got.result.failed.empty());
        BOOST_TEST(got.summary().size() <= 139U);
    }
}

/// Prednisone 60 mg/day, open-ended, for dermatomyositis.
void plain(Build& b) {
    b.dermatomyositis().drafts(drug::prednisone, {{.mg = 60}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_steroid_monotherapy_strength)

BOOST_AUTO_TEST_CASE(indicator_follows_the_patient) {
    const auto with = [](auto more) {
        return [=](Build& b) {
            plain(b);
            more(b);
        };
    };
    expect("anti-HMGCR positive", with([](Build& b) { b.positive(lab::antibody_hmgcr); }), "critical");
    expect("anti-SRP positive", with([](Build& b) { b.positive(lab::antibody_srp); }), "critical");
    expect(
        "anti-HMGCR positive, patient-view",
        [](Build& b) {
        b.dermatomyositis().positive(lab::antibody_hmgcr).takes(drug::prednisone, {{.mg = 60, .from = -30}});
        },
        "warning",
        Hook::patient_view);
    expect(
        "subtype not given",
        [](Build& b) { b.condition(condition::iim_unspecified).drafts(drug::prednisone, {{.mg = 60}}); },
        "info"
    );
    expect(
        "only a possible diagnosis",
        [](Build& b) {
        plain(b);
        b.facts().conditions.back().low_certainty = true;
        },
        "info");
    expect(
        "TPMT test ordered 21 days ago",
        with([](Build& b) { b.requests(lab::tpmt_genotype, false, -21); }),
        "info"
    );
    expect(
        "TPMT test ordered 22 days ago",
        with([](Build& b) { b.requests(lab::tpmt_genotype, false, -22); }),
        "warning"
    );
    expect(
        "methotrexate, azathioprine and mycophenolate all contraindicated",
        with([](Build& b) {
            b.allergy(drug::methotrexate).allergy(drug::azathioprine).allergy(drug::mycophenolate_mofetil);
        }),
        "info"
    );
    expect(
        "two of them contraindicated",
        with([](Build& b) { b.allergy(drug::methotrexate).allergy(drug::azathioprine); }),
        "warning"
    );
    expect(
        "dose not readable, open-ended",
        [](Build& b) { b.dermatomyositis().drafts(drug::prednisone, {}); },
        "info"
    );
    expect(
        "medication list unavailable",
        with([](Build& b) { b.facts().sources.medications = Availability::unavailable; }),
        "warning"
    );
    expect(
        "medication list unavailable in a patient with anti-HMGCR",
        with([](Build& b) {
            b.positive(lab::antibody_hmgcr).facts().sources.medications = Availability::unavailable;
        }),
        "warning"
    );
    expect(
        "reminders are not shown at order-select",
        [](Build& b) { b.condition(condition::iim_unspecified).drafts(drug::prednisone, {{.mg = 60}}); },
        "",
        Hook::order_select
    );
}

BOOST_AUTO_TEST_CASE(severe_and_long_is_critical) {
    const auto severe = [](int days) {
        return [=](Build& b) {
            b.dermatomyositis().condition(condition::respiratory_failure, -10);
            b.order(OrderState::current, drug::prednisone, {{.mg = 35, .from = -days}});
            b.drafts(drug::prednisone, {{.mg = 35}});
        };
    };
    expect("0.5 mg/kg for 28 days", severe(28), "critical");
    expect("0.5 mg/kg for 27 days", severe(27), "warning");
}

BOOST_AUTO_TEST_CASE(says_what_the_catalogue_says) {
    const Judged draft = judged(plain);
    BOOST_TEST(
        draft.summary()
        == "Prednisone 60 mg/day for myositis without a steroid-sparing agent: consider adding methotrexate, "
           "azathioprine or mycophenolate"
    );
    BOOST_TEST(draft.only().trigger == "60 mg/day");
    BOOST_TEST(any_contains(draft.only().why, "0.86 mg/kg"));
    BOOST_TEST(any_contains(draft.only().why, "planned end none recorded"));

    const Judged necrotising = judged([](Build& b) {
        plain(b);
        b.positive(lab::antibody_hmgcr);
    });
    BOOST_TEST(
        necrotising.summary()
        == "Anti-HMGCR/IMNM: steroid alone is rarely sufficient; consider combination therapy from the start"
    );

    const Judged ongoing = judged(
        [](Build& b) { b.dermatomyositis().takes(drug::prednisone, {{.mg = 20, .from = -45}}); },
        Hook::patient_view
    );
    BOOST_TEST(ongoing.indicator() == "warning");
    BOOST_TEST(
        ongoing.summary() == "On prednisone 20 mg/day for 6 weeks with no steroid-sparing agent recorded"
    );
}

BOOST_AUTO_TEST_CASE(says_when_the_medication_list_is_missing) {
    const auto missing = [](Build& b) { b.facts().sources.medications = Availability::unavailable; };
    const Judged draft = judged([&](Build& b) {
        plain(b);
        missing(b);
    });
    BOOST_TEST(contains(
        draft.summary(), "could not check for a steroid-sparing agent: medication list not available"
    ));
    BOOST_TEST(any_contains(draft.only().not_checked, "medication list not available"));

    const Judged chart = judged(
        [&](Build& b) {
        b.dermatomyositis();
        missing(b);
        },
        Hook::patient_view);
    BOOST_TEST(chart.count() == 0U);
    BOOST_TEST(chart.result.gaps.size() == 1U);
}

BOOST_AUTO_TEST_CASE(checkpoint_inhibitor_switches_it_off_or_down) {
    expect(
        "exposure before onset, no antibody",
        [](Build& b) {
        plain(b);
        b.given(drug::pembrolizumab, -150);
        },
        "");
    expect(
        "exposure before onset, myositis-specific antibody",
        [](Build& b) {
        plain(b);
        b.given(drug::pembrolizumab, -150).positive(lab::antibody_mi_2);
        },
        "info");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
