#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule pjp_prophylaxis_missing;
}  // namespace iim::engine

namespace iim::engine::test {
namespace {

using Fill = std::function<void(Build&)>;

Judged judged(const Fill& fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    build.dermatomyositis();
    fill(build);
    return Judged(std::move(build), {&pjp_prophylaxis_missing});
}

void expect(std::string_view name, const Fill& fill, std::string_view want, Hook hook = Hook::order_sign) {
    BOOST_TEST_CONTEXT(name) {
        const Judged got = judged(fill, hook);
        BOOST_TEST(got.indicator() == want);
        BOOST_TEST(got.count() == (want.empty() ? 0U : 1U));
        BOOST_TEST(got.result.failed.empty());
        BOOST_TEST(got.summary().size() <= 139U);
    }
}

Fill prednisone(double mg, std::optional<int> days = {}) {
    return [=](Build& b) { b.drafts(drug::prednisone, {{.mg = mg, .days = days}}); };
}

Fill both(const Fill& one, const Fill& two) {
    return [=](Build& b) {
        one(b);
        two(b);
    };
}

Fill takes(Concept drug, Dose dose, Route route = Route::oral) {
    return [=](Build& b) { b.takes(drug, {dose}, route); };
}

constexpr double three_a_week = 3.0 / 7, once_a_week = 1.0 / 7;

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_pjp_prophylaxis_missing)

BOOST_AUTO_TEST_CASE(t1_twenty_mg_for_four_weeks) {
    expect("20 mg for 28 days", prednisone(20, 28), "warning");
    expect("20 mg for 27 days", prednisone(20, 27), "");
    expect("19.9 mg", prednisone(19.9, 60), "");
    expect("open-ended", prednisone(20), "warning");
    const auto other = [](double mg) {
        return [=](Build& b) { b.drafts(drug::methylprednisolone, {{.mg = mg, .days = 28}}); };
    };
    expect("methylprednisolone 16 mg is 20 mg", other(16), "warning");
    expect("methylprednisolone 15.9 mg", other(15.9), "");
    const auto taper = [](Build& b) {
        b.drafts(
            drug::prednisone,
            {{.mg = 60, .days = 14}, {.mg = 40, .from = 14, .days = 14}, {.mg = 10, .from = 28, .days = 14}}
        );
    };
    expect("a taper that crosses day 28", taper, "warning");
    const auto gap = [](int days) {
        return [=](Build& b) {
            b.drafts(drug::prednisone, {{.mg = 20, .days = 14}, {.mg = 20, .from = 14 + days, .days = 14}});
        };
    };
    expect("a gap of 3 days is bridged", gap(3), "warning");
    expect("a gap of 4 days is not", gap(4), "");
    const auto past = [](int total) {
        return [=](Build& b) { b.takes(drug::prednisone, {{.mg = 20, .from = -20, .days = total}}); };
    };
    expect("past and planned days count together", past(28), "warning", Hook::patient_view);
    expect("27 days together", past(27), "", Hook::patient_view);
}

BOOST_AUTO_TEST_CASE(t1_exposure_that_is_ending_is_a_reminder) {
    const auto left = [](int days) {
        return [=](Build& b) { b.takes(drug::prednisone, {{.mg = 20, .from = -28, .days = 28 + days}}); };
    };
    expect("6 days left", left(6), "info", Hook::patient_view);
    expect("7 days left", left(7), "warning", Hook::patient_view);
}

BOOST_AUTO_TEST_CASE(t2_above_15_mg_with_something_that_raises_the_risk) {
    const auto band = prednisone(16, 20);
    expect("nothing raises it", band, "");
    expect("14 days only", both(prednisone(16, 14), [](Build& b) { b.age(65); }), "");
    expect("15 days", both(prednisone(16, 15), [](Build& b) { b.age(65); }), "warning");
    expect("15 mg", both(prednisone(15, 20), [](Build& b) { b.age(65); }), "");
    expect("age 64", both(band, [](Build& b) { b.age(64); }), "");
    expect("lymphocytes 0.79", both(band, [](Build& b) { b.lab(lab::lymphocytes, -3, 0.79); }), "warning");
    expect("lymphocytes 0.8", both(band, [](Build& b) { b.lab(lab::lymphocytes, -3, 0.8); }), "");
    expect(
        "methotrexate",
        both(band, takes(drug::methotrexate, {.mg = 15, .per_day = once_a_week, .from = -60})),
        ""
    );
    expect("azathioprine", both(band, takes(drug::azathioprine, {.mg = 100, .from = -60})), "warning");
    expect(
        "lung disease",
        both(band, [](Build& b) { b.condition(condition::interstitial_lung_disease); }),
        "warning"
    );
    const auto pulse = [](int day) {
        return [=](Build& b) {
            b.order(
                OrderState::historical,
                drug::methylprednisolone,
                {{.mg = 1000, .from = day, .days = 1}},
                Route::iv
            );
        };
    };
    expect("pulse 30 days ago", both(band, pulse(-30)), "warning");
    expect("pulse 31 days ago", both(band, pulse(-31)), "");
    expect(
        "switched off", both(both(band, pulse(-5)), [](Build& b) { b.policy().pjp_eular_band = false; }), ""
    );
}

BOOST_AUTO_TEST_CASE(t3_to_t5_other_immunosuppression) {
    const auto cyclophosphamide = [](Build& b) {
        b.drafts(drug::cyclophosphamide, {{.mg = 1000, .per_day = 1.0 / 28}}, Route::iv);
    };
    expect("cyclophosphamide", cyclophosphamide, "warning");
    BOOST_TEST(contains(
        judged(cyclophosphamide).summary(),
        "Cyclophosphamide without Pneumocystis prophylaxis: consider prophylaxis (TMP-SMX)"
    ));
    const auto rituximab = [](int day, double mg) {
        return both(prednisone(mg, 20), [=](Build& b) { b.given(drug::rituximab, day); });
    };
    expect("rituximab 180 days ago with 10 mg", rituximab(-180, 10), "warning");
    expect("rituximab 181 days ago", rituximab(-181, 10), "");
    expect("rituximab with 9.9 mg", rituximab(-30, 9.9), "");
    const auto two = [](double mg) {
        return both(
            prednisone(mg, 20),
            both(
                takes(drug::methotrexate, {.mg = 15, .per_day = once_a_week, .from = -60}),
                takes(drug::azathioprine, {.mg = 100, .from = -60})
            )
        );
    };
    expect("two agents with 5 mg", two(5), "info");
    expect("two agents with 4.9 mg", two(4.9), "");
    expect("two agents with 14.9 mg", two(14.9), "info");
    expect("two agents with 15 mg", two(15), "warning");
    BOOST_TEST(
        judged(two(5)).summary()
        == "2 immunosuppressants plus steroid and no Pneumocystis prophylaxis: review need"
    );
    expect(
        "methotrexate and steroid alone",
        both(prednisone(10, 20), takes(drug::methotrexate, {.mg = 15, .per_day = once_a_week, .from = -60})),
        ""
    );
}

BOOST_AUTO_TEST_CASE(prophylaxis_that_covers_keeps_it_silent) {
    const auto steroid = prednisone(60);
    const Concept cotrimoxazole = drug::sulfamethoxazole_trimethoprim;
    expect("80 mg trimethoprim daily", both(steroid, takes(cotrimoxazole, {.mg = 80, .from = -5})), "");
    expect(
        "160 mg three times a week",
        both(steroid, takes(cotrimoxazole, {.mg = 160, .per_day = three_a_week, .from = -5})),
        ""
    );
    expect(
        "160 mg twice a week",
        both(steroid, takes(cotrimoxazole, {.mg = 160, .per_day = 2.0 / 7, .from = -5})),
        "warning"
    );
    expect("79 mg daily", both(steroid, takes(cotrimoxazole, {.mg = 79, .from = -5})), "warning");
    expect("atovaquone 750 mg", both(steroid, takes(drug::atovaquone, {.mg = 750, .from = -5})), "");
    expect("atovaquone 749 mg", both(steroid, takes(drug::atovaquone, {.mg = 749, .from = -5})), "warning");
    expect("dapsone", both(steroid, takes(drug::dapsone, {.mg = 100, .from = -5})), "");
    expect(
        "pentamidine 35 days ago", both(steroid, [](Build& b) { b.given(drug::pentamidine, -35, 300); }), ""
    );
    expect(
        "pentamidine 36 days ago",
        both(steroid, [](Build& b) { b.given(drug::pentamidine, -36, 300); }),
        "warning"
    );
    expect(
        "drafted in the same basket",
        both(steroid, [=](Build& b) { b.drafts(cotrimoxazole, {{.mg = 80}}); }),
        ""
    );
    expect("drafted, dose not readable", both(steroid, [=](Build& b) { b.drafts(cotrimoxazole, {}); }), "");
    const auto on_hold = [=](Build& b) {
        b.order(OrderState::on_hold, cotrimoxazole, {{.mg = 80, .from = -5}});
    };
    expect("on hold", both(steroid, on_hold), "warning");
    const auto ended = takes(cotrimoxazole, {.mg = 80, .from = -50, .days = 20});
    expect("ended a month ago", both(steroid, ended), "warning");
    const auto refused = [=](Build& b) { b.order(OrderState::do_not_give, cotrimoxazole, {}); };
    expect("documented do-not-give", both(steroid, refused), "");
    expect("palliative care", both(steroid, [](Build& b) { b.condition(condition::palliative_care); }), "");
}

BOOST_AUTO_TEST_CASE(prophylaxis_that_ends_early_is_a_reminder) {
    const auto steroid_and_cover = [](int days) {
        return both(prednisone(40, 60), [=](Build& b) {
            b.drafts(drug::sulfamethoxazole_trimethoprim, {{.mg = 80, .days = days}});
        });
    };
    expect("15 days before the run ends", steroid_and_cover(45), "info");
    expect("14 days before the run ends", steroid_and_cover(46), "");
    BOOST_TEST(contains(judged(steroid_and_cover(45)).summary(), "prophylaxis ends early"));
}

BOOST_AUTO_TEST_CASE(speaks_only_about_what_is_ordered) {
    const auto active = takes(drug::prednisone, {.mg = 40, .from = -10});
    const auto orders = [&](Concept what) {
        return both(active, [=](Build& b) { b.drafts(what, {{.mg = 15, .per_day = once_a_week}}); });
    };
    expect("methotrexate is ordered", orders(drug::methotrexate), "warning");
    expect("folic acid is ordered", orders(drug::folic_acid), "");
    expect("patient-view", active, "warning", Hook::patient_view);
    expect("discharge", active, "warning", Hook::encounter_discharge);
    const auto inhaled = [](Build& b) { b.drafts(drug::dexamethasone, {{.mg = 60}}, Route::inhaled); };
    expect("an inhaled steroid", inhaled, "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_known_is_said) {
    const auto blind = [](Build& b) { b.facts().sources.medications = Availability::unavailable; };
    expect("no medication list", both(prednisone(60), blind), "info");
    BOOST_TEST(judged(both(prednisone(60), blind)).only().data_gap);
    const Judged chart = judged(blind, Hook::patient_view);
    BOOST_TEST(chart.count() == 0U);
    BOOST_TEST(chart.result.gaps.size() == 1U);
    const auto unreadable = [](Build& b) { b.drafts(drug::prednisone, {}); };
    expect("dose not readable", unreadable, "info");
    BOOST_TEST(contains(judged(unreadable).summary(), "ould not compute dose"));
    const auto short_unreadable = [](Build& b) {
        b.order(OrderState::draft, drug::prednisone, {}).end = in_days(26);
    };
    expect("dose not readable, 27 days", short_unreadable, "");
    const auto no_allergies = [](Build& b) { b.facts().sources.allergies = Availability::unavailable; };
    const Judged unseen = judged(both(prednisone(60), no_allergies));
    for (const Suggestion& each : unseen.only().suggestions) BOOST_TEST(!each.recommended);
}

BOOST_AUTO_TEST_CASE(says_what_the_catalogue_says) {
    const Judged got = judged(prednisone(60));
    BOOST_TEST(
        got.summary()
        == "Prednisone 20 mg/day or more for 4 weeks or longer without Pneumocystis prophylaxis: consider "
           "prophylaxis (TMP-SMX)"
    );
    BOOST_TEST(any_contains(got.only().why, "no stop date recorded"));
    BOOST_TEST(got.only().extra_weight == 0);
    const auto few = [](double count) {
        return both(prednisone(60), [=](Build& b) { b.lab(lab::lymphocytes, -3, count); });
    };
    BOOST_TEST(judged(few(0.49)).only().extra_weight == 10);
    BOOST_TEST(judged(few(0.5)).only().extra_weight == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
