#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule tpmt_before_azathioprine;
}  // namespace iim::engine

namespace iim::engine::test {
namespace {

using Fill = std::function<void(Build&)>;

Judged judged(const Fill& fill, Hook hook = Hook::order_sign) {
    Build build(hook);
    fill(build);
    return Judged(std::move(build), {&tpmt_before_azathioprine});
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

/// Azathioprine 50 mg/day, new, for nothing in particular.
void plain(Build& b) {
    b.drafts(drug::azathioprine, {{.mg = 50}});
}

Fill with(const Fill& more) {
    return [=](Build& b) {
        plain(b);
        more(b);
    };
}

/// Azathioprine taken for `days`, renewed today, with two blood counts.
Fill renewed(int days, double wbc = 6, int first_count = -30, int second_count = -80) {
    return [=](Build& b) {
        b.takes(drug::azathioprine, {{.mg = 100, .from = -days}});
        b.drafts(drug::azathioprine, {{.mg = 100}});
        b.lab(lab::wbc, first_count, wbc).lab(lab::wbc, second_count, 6);
    };
}

void activity(Build& b, int transfused_before) {
    b.result(lab::tpmt_activity, -10, 30).flag = 'N';
    Event event;
    event.what = {procedure::transfusion_red_cells};
    event.date = in_days(-10 - transfused_before);
    b.facts().procedures.push_back(event);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_tpmt_before_azathioprine)

BOOST_AUTO_TEST_CASE(asks_for_a_result_before_the_first_dose) {
    expect("nothing on record, any indication", plain, "warning");
    expect("order-select", plain, "warning", Hook::order_select);
    expect(
        "mercaptopurine", [](Build& b) { b.drafts(drug::mercaptopurine, {{.mg = 25}}); }, "warning"
    );
    expect(
        "no thiopurine", [](Build& b) { b.drafts(drug::methotrexate, {{.mg = 15}}); }, ""
    );
    const auto both = [](int day) {
        return with([=](Build& b) {
            b.phenotype(lab::tpmt_genotype, Phenotype::normal, day);
            b.phenotype(lab::nudt15_genotype, Phenotype::normal, day);
        });
    };
    expect("genotypes 12 years old", both(-12 * 365), "");
    expect(
        "not selected",
        with([](Build& b) { b.facts().orders.back().selected = false; }),
        "",
        Hook::order_select
    );
    const auto off = [](Build& b) { b.policy().tpmt_require = "off"; };
    expect("switched off by the site", with(off), "");
    const auto only_myositis = [](Build& b) { b.policy().tpmt_any_indication = false; };
    expect("the site wants it for myositis only", with(only_myositis), "");
}

BOOST_AUTO_TEST_CASE(a_test_on_its_way_makes_it_a_reminder) {
    expect("drafted together", with([](Build& b) { b.requests(lab::tpmt_genotype); }), "info");
    expect("ordered 21 days ago", with([](Build& b) { b.requests(lab::tpmt_activity, false, -21); }), "info");
    expect(
        "ordered 22 days ago", with([](Build& b) { b.requests(lab::tpmt_activity, false, -22); }), "warning"
    );
    const auto preliminary = [](Build& b) {
        b.result(lab::tpmt_genotype, -2).state = ResultState::preliminary;
    };
    expect("preliminary result", with(preliminary), "info");
    const Judged got = judged(with(preliminary));
    BOOST_TEST(contains(got.summary(), "result pending: consider waiting"));
}

BOOST_AUTO_TEST_CASE(a_transfusion_spoils_the_activity) {
    expect("120 days before the sample", with([](Build& b) { activity(b, 120); }), "warning");
    const auto later = with([](Build& b) {
        activity(b, 121);
        b.phenotype(lab::nudt15_genotype);
    });
    expect("121 days before the sample", later, "");
    const Judged got = judged(with([](Build& b) { activity(b, 119); }));
    BOOST_TEST(contains(got.summary(), "activity result may be unreliable; consider genotype"));
    BOOST_TEST(labelled(got.only(), "TPMT genotype"));
}

BOOST_AUTO_TEST_CASE(danger_makes_it_critical) {
    const auto dose = [](double mg) { return [=](Build& b) { b.drafts(drug::azathioprine, {{.mg = mg}}); }; };
    expect("1.5 mg/kg", dose(105), "critical");
    expect("just below 1.5 mg/kg", dose(104), "warning");
    expect(
        "mercaptopurine 50.5 mg is 1.5 mg/kg",
        [](Build& b) { b.drafts(drug::mercaptopurine, {{.mg = 50.5}}); },
        "critical"
    );
    expect("WBC 3.4", with([](Build& b) { b.lab(lab::wbc, -10, 3.4); }), "critical");
    expect("WBC 3.5", with([](Build& b) { b.lab(lab::wbc, -10, 3.5); }), "warning");
    expect("neutrophils 1.4", with([](Build& b) { b.lab(lab::neutrophils, -10, 1.4); }), "critical");
    expect("neutrophils 1.5", with([](Build& b) { b.lab(lab::neutrophils, -10, 1.5); }), "warning");
    const auto allopurinol = [](Build& b) { b.takes(drug::allopurinol, {{.mg = 300, .from = -90}}); };
    expect("allopurinol", with(allopurinol), "critical");
    const auto blind = with([=](Build& b) {
        allopurinol(b);
        b.facts().sources.observations = Availability::unavailable;
    });
    expect("never above warning without laboratory data", blind, "warning");
    const Judged got = judged(blind);
    BOOST_TEST(contains(got.summary(), "ould not check for a TPMT result"));
    BOOST_TEST_REQUIRE(labelled(got.only(), "TPMT"));
    BOOST_TEST(!labelled(got.only(), "TPMT")->recommended);
}

BOOST_AUTO_TEST_CASE(long_and_well_tolerated_treatment_is_left_alone) {
    expect("180 days, two normal counts", renewed(180), "");
    expect("179 days", renewed(179), "warning");
    expect("newest WBC 3.4", renewed(400, 3.4), "critical");
    expect("second count 90 days ago", renewed(400, 6, -30, -90), "");
    expect("second count 91 days ago", renewed(400, 6, -30, -91), "warning");
    const auto asked = [](Build& b) {
        renewed(400)(b);
        b.policy().tpmt_retro = true;
    };
    expect("the site wants to know later as well", asked, "info");
}

BOOST_AUTO_TEST_CASE(a_refill_counts_for_twelve_weeks) {
    const auto refill = [](int days) {
        return [=](Build& b) {
            Order& order = b.order(OrderState::current, drug::azathioprine, {{.mg = 50, .from = -days}});
            order.in_context = true;
        };
    };
    expect("week 11", refill(77), "warning", Hook::medication_refill);
    expect("83 days", refill(83), "warning", Hook::medication_refill);
    expect("84 days", refill(84), "", Hook::medication_refill);
    expect("week 13", refill(91), "", Hook::medication_refill);
    const auto active = [](int days) {
        return [=](Build& b) { b.takes(drug::azathioprine, {{.mg = 50, .from = -days}}); };
    };
    expect("discharge, first week", active(5), "warning", Hook::encounter_discharge);
    expect("discharge, long treatment", active(200), "", Hook::encounter_discharge);
}

BOOST_AUTO_TEST_CASE(nudt15_alone_is_a_reminder_at_signing) {
    const auto tpmt = with([](Build& b) { b.phenotype(lab::tpmt_genotype); });
    expect("order-sign", tpmt, "info");
    expect("order-select", tpmt, "", Hook::order_select);
    const auto required = with([](Build& b) {
        b.phenotype(lab::tpmt_genotype);
        b.policy().nudt15_require = true;
    });
    expect("required by the site", required, "warning");
    expect("required by the site, order-select", required, "warning", Hook::order_select);
    const auto ordered =
        with([](Build& b) { b.phenotype(lab::tpmt_genotype).requests(lab::nudt15_genotype); });
    expect("already ordered", ordered, "");
}

BOOST_AUTO_TEST_CASE(says_and_offers_what_the_catalogue_says) {
    const Judged got = judged(plain);
    BOOST_TEST(
        got.summary()
        == "No TPMT result found before azathioprine: consider TPMT (and NUDT15) testing before the first "
           "dose"
    );
    const Finding& finding = got.only();
    BOOST_TEST(!finding.at_most_one);
    BOOST_TEST_REQUIRE(finding.suggestions.size() == 4U);
    BOOST_TEST(orders_test(finding.suggestions[0], lab::tpmt_genotype));
    BOOST_TEST(finding.suggestions[0].recommended);
    BOOST_TEST(orders_test(finding.suggestions[1], lab::nudt15_genotype));
    BOOST_TEST(orders_test(finding.suggestions[2], lab::cbc_panel));
    BOOST_TEST(finding.suggestions[3].label == "Remove azathioprine until result is known");
    const auto* remove = std::get_if<RemoveOrder>(&finding.suggestions[3].actions.front());
    BOOST_TEST_REQUIRE(remove);
    BOOST_TEST(remove->order == finding.about);

    const Judged asked =
        judged(with([](Build& b) { b.requests(lab::tpmt_genotype).requests(lab::cbc_panel); }));
    for (const Suggestion& each : asked.only().suggestions)
        BOOST_TEST(!orders_test(each, lab::tpmt_genotype));
    for (const Suggestion& each : asked.only().suggestions) BOOST_TEST(!orders_test(each, lab::cbc_panel));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
