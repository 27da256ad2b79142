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

BOOST_AUTO_TEST_SUITE(rule_steroid_monotherapy)

BOOST_AUTO_TEST_CASE(fires_from_10_mg_and_14_days_on) {
    const auto draft = [](double mg, std::optional<int> days) {
        return [=](Build& b) { b.dermatomyositis().drafts(drug::prednisone, {{.mg = mg, .days = days}}); };
    };
    expect("60 mg, open-ended", draft(60, {}), "warning");
    expect("10 mg peak", draft(10, {}), "warning");
    expect("9.9 mg peak", draft(9.9, {}), "");
    expect("14 days", draft(40, 14), "warning");
    expect("13 days", draft(40, 13), "");
    expect(
        "methylprednisolone 8 mg is 10 mg",
        [](Build& b) { b.dermatomyositis().drafts(drug::methylprednisolone, {{.mg = 8}}); },
        "warning"
    );
    const auto converted = [](Concept steroid, double mg) {
        return [=](Build& b) { b.dermatomyositis().drafts(steroid, {{.mg = mg}}); };
    };
    expect("dexamethasone 1.5 mg is 10 mg", converted(drug::dexamethasone, 1.5), "warning");
    expect("deflazacort 12 mg is 10 mg", converted(drug::deflazacort, 12), "warning");
    expect("deflazacort 11.9 mg", converted(drug::deflazacort, 11.9), "");
    expect(
        "three short steps of one taper",
        [](Build& b) {
        b.dermatomyositis().drafts(
            drug::prednisone,
            {{.mg = 40, .days = 5}, {.mg = 20, .from = 5, .days = 5}, {.mg = 10, .from = 10, .days = 5}}
        );
        },
        "warning");
    expect(
        "the same taper as three orders",
        [](Build& b) {
        b.dermatomyositis()
            .drafts(drug::prednisone, {{.mg = 40, .days = 5}})
            .drafts(drug::prednisone, {{.mg = 20, .from = 5, .days = 5}})
            .drafts(drug::prednisone, {{.mg = 10, .from = 10, .days = 5}});
        },
        "warning");
    expect(
        "no myositis", [](Build& b) { b.drafts(drug::prednisone, {{.mg = 60}}); }, ""
    );
    expect(
        "the steroid is active, another drug is ordered",
        [](Build& b) {
        b.dermatomyositis().takes(drug::prednisone, {{.mg = 60, .from = -30}});
        b.drafts(drug::folic_acid, {{.mg = 1}});
        },
        "");
}

BOOST_AUTO_TEST_CASE(is_silent_with_a_steroid_sparing_agent) {
    const auto with = [](auto more) {
        return [=](Build& b) {
            plain(b);
            more(b);
        };
    };
    expect(
        "methotrexate in the same basket",
        with([](Build& b) { b.drafts(drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7}}); }),
        ""
    );
    expect(
        "azathioprine active",
        with([](Build& b) { b.takes(drug::azathioprine, {{.mg = 100, .from = -90}}); }),
        ""
    );
    expect("rituximab 269 days ago", with([](Build& b) { b.given(drug::rituximab, -269); }), "");
    expect("rituximab 271 days ago", with([](Build& b) { b.given(drug::rituximab, -271); }), "warning");
    for (const Concept one : group::anti_cd20) {
        expect("anti-CD20 270 days ago", with([=](Build& b) { b.given(one, -270); }), "");
        expect("anti-CD20 271 days ago", with([=](Build& b) { b.given(one, -271); }), "warning");
        const Judged held = judged(with([=](Build& b) { b.order(OrderState::on_hold, one, {}, Route::iv); }));
        BOOST_TEST_REQUIRE(held.count() == 1U);
        BOOST_TEST(any_contains(held.only().why, "On hold, not counted"), terms().id(one));
    }
    expect("IVIG 56 days ago", with([](Build& b) { b.given(drug::immunoglobulin_human, -56); }), "");
    expect("IVIG 57 days ago", with([](Build& b) { b.given(drug::immunoglobulin_human, -57); }), "warning");
    expect(
        "IVIG, at a site that does not count it",
        with([](Build& b) {
            b.policy().mono_ivig_counts = false;
            b.given(drug::immunoglobulin_human, -10);
        }),
        "warning"
    );
    expect(
        "hydroxychloroquine",
        with([](Build& b) { b.takes(drug::hydroxychloroquine, {{.mg = 400, .from = -90}}); }),
        "warning"
    );
    expect(
        "hydroxychloroquine, at a site that counts it",
        with([](Build& b) {
            b.policy().mono_hcq_counts = true;
            b.takes(drug::hydroxychloroquine, {{.mg = 400, .from = -90}});
        }),
        ""
    );
    expect(
        "methotrexate on hold",
        with([](Build& b) {
            b.order(OrderState::on_hold, drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7, .from = -90}});
        }),
        "warning"
    );
    expect(
        "methotrexate ordered 14 days ago and stopped",
        with([](Build& b) {
            Order& old = b.order(OrderState::historical, drug::methotrexate, {});
            old.authored = in_days(-14);
            old.end.reset();
        }),
        "warning"
    );
    expect(
        "methotrexate ordered 14 days ago, past its end",
        with([](Build& b) {
            b.takes(drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7, .from = -14, .days = 7}});
        }),
        "warning"
    );
    expect(
        "tacrolimus ointment",
        with([](Build& b) { b.takes(drug::tacrolimus, {{.mg = 1, .from = -14}}, Route::topical); }),
        "warning"
    );
    expect(
        "tacrolimus, route not stated",
        with([](Build& b) { b.takes(drug::tacrolimus, {{.mg = 1, .from = -14}}, Route::unknown); }),
        ""
    );
}

BOOST_AUTO_TEST_CASE(leaves_other_uses_of_steroid_alone) {
    const auto dm = [](auto more) {
        return [=](Build& b) {
            b.dermatomyositis();
            more(b);
        };
    };
    expect(
        "inclusion body myositis",
        [](Build& b) {
        b.condition(condition::inclusion_body_myositis).drafts(drug::prednisone, {{.mg = 60}});
        },
        "");
    expect(
        "inhaled and enteric steroid",
        dm([](Build& b) {
            b.drafts(drug::dexamethasone, {{.mg = 20}}, Route::inhaled);
            b.drafts(drug::budesonide_oral, {{.mg = 9}});
        }),
        ""
    );
    expect(
        "hydrocortisone 20 mg with adrenal insufficiency",
        dm([](Build& b) {
            b.condition(condition::adrenal_insufficiency).drafts(drug::hydrocortisone, {{.mg = 20}});
        }),
        ""
    );
    expect(
        "asthma, 14 days",
        dm([](Build& b) {
            Order& o = b.order(OrderState::draft, drug::prednisone, {{.mg = 40, .days = 14}});
            o.has_reason = true;
            o.reasons = {condition::asthma};
        }),
        ""
    );
    expect(
        "asthma, 15 days",
        dm([](Build& b) {
            Order& o = b.order(OrderState::draft, drug::prednisone, {{.mg = 40, .days = 15}});
            o.has_reason = true;
            o.reasons = {condition::asthma};
        }),
        "warning"
    );
    expect(
        "asthma and myositis, 14 days",
        dm([](Build& b) {
            Order& o = b.order(OrderState::draft, drug::prednisone, {{.mg = 40, .days = 14}});
            o.has_reason = true;
            o.reasons = {condition::asthma, condition::dermatomyositis};
        }),
        "warning"
    );
    expect(
        "pulse without an oral course",
        dm([](Build& b) { b.drafts(drug::methylprednisolone, {{.mg = 1000, .days = 3}}, Route::iv); }),
        "info"
    );
    expect(
        "pulse while an oral course runs",
        dm([](Build& b) {
            b.takes(drug::prednisone, {{.mg = 40, .from = -5}});
            b.drafts(drug::methylprednisolone, {{.mg = 1000, .days = 3}}, Route::iv);
        }),
        ""
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
