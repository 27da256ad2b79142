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

/// Prednisone 60 mg/day, open-ended, for dermatomyositis.
void plain(Build& b) {
    b.dermatomyositis().drafts(drug::prednisone, {{.mg = 60}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_steroid_sparing)

BOOST_AUTO_TEST_CASE(suggestions_fit_the_patient) {
    const Judged got = judged(plain);
    const Finding& finding = got.only();
    BOOST_TEST(finding.at_most_one);
    BOOST_TEST_REQUIRE(finding.suggestions.size() == 3U);
    const Suggestion* methotrexate = labelled(finding, "methotrexate");
    BOOST_TEST_REQUIRE(methotrexate);
    BOOST_TEST(methotrexate->recommended);
    const DrugProposal* weekly = drug_in(*methotrexate, drug::methotrexate);
    BOOST_TEST_REQUIRE(weekly);
    BOOST_TEST(weekly->dose == 15);
    BOOST_TEST(weekly->period == 1);
    BOOST_TEST(weekly->period_unit == "wk");
    BOOST_TEST(weekly->weekdays != 0);
    BOOST_TEST((weekly->supply_weeks == 4));
    BOOST_TEST(drug_in(*methotrexate, drug::folic_acid));
    for (const Concept test :
         {lab::hbsag,
          lab::anti_hbc_total,
          lab::hcv_ab,
          lab::cbc_panel,
          lab::alt,
          lab::albumin,
          lab::creatinine})
        BOOST_TEST(orders_test(*methotrexate, test));
    BOOST_TEST(!orders_test(*methotrexate, lab::pregnancy_test_serum));
    const Suggestion* azathioprine = labelled(finding, "Check TPMT/NUDT15 to allow azathioprine");
    BOOST_TEST_REQUIRE(azathioprine);
    BOOST_TEST(!drug_in(*azathioprine, drug::azathioprine));
    BOOST_TEST(orders_test(*azathioprine, lab::tpmt_genotype));
    BOOST_TEST(orders_test(*azathioprine, lab::nudt15_genotype));
    BOOST_TEST(labelled(finding, "mycophenolate mofetil 500 mg twice daily"));
}

/// No suggestion names `gone`; the one that names `recommended` is recommended, and no other.
void offers(std::string_view name, const Fill& fill, std::string_view gone, std::string_view recommended) {
    BOOST_TEST_CONTEXT(name) {
        const Judged got = judged([&](Build& b) {
            plain(b);
            fill(b);
        });
        BOOST_TEST_REQUIRE(got.count() == 1U);
        for (const Suggestion& each : got.only().suggestions) {
            const bool wanted = !recommended.empty() && contains(each.label, recommended);
            BOOST_TEST(!contains(each.label, gone));
            BOOST_TEST(each.recommended == wanted);
        }
    }
}

BOOST_AUTO_TEST_CASE(suggestions_leave_out_what_would_harm) {
    const auto has = [](Concept what) { return [=](Build& b) { b.condition(what); }; };
    const auto takes = [](Concept what) {
        return [=](Build& b) { b.takes(what, {{.mg = 80, .from = -90}}); };
    };
    const auto egfr = [](double value) { return [=](Build& b) { b.lab(lab::egfr, -10, value); }; };
    offers("lung disease", has(condition::interstitial_lung_disease), "methotrexate", "mycophenolate");
    offers("eGFR 29", egfr(29), "methotrexate", "");
    offers("eGFR 30: caution", egfr(30), "nothing", "");
    offers("eGFR 60", egfr(60), "nothing", "methotrexate");
    offers(
        "HBsAg years ago", [](Build& b) { b.positive(lab::hbsag, -3000); }, "methotrexate", ""
    );
    offers("cirrhosis", has(condition::cirrhosis), "methotrexate", "");
    offers("alcohol use disorder", has(condition::alcohol_use_disorder), "methotrexate", "");
    offers("allopurinol", takes(drug::allopurinol), "azathioprine", "methotrexate");
    offers("febuxostat", takes(drug::febuxostat), "azathioprine", "methotrexate");
    const auto poor = [](Build& b) { b.phenotype(lab::tpmt_genotype, Phenotype::poor); };
    offers("TPMT poor", poor, "azathioprine", "methotrexate");
    const auto neutrophils = [](double value) {
        return [=](Build& b) { b.lab(lab::neutrophils, -3, value); };
    };
    offers("neutrophils 1.2", neutrophils(1.2), "mycophenolate", "methotrexate");
    offers("neutrophils 1.3", neutrophils(1.3), "nothing", "methotrexate");
    offers(
        "allergy", [](Build& b) { b.allergy(allergy::methotrexate); }, "methotrexate", ""
    );
    const auto no_allergy_list = [](Build& b) { b.facts().sources.allergies = Availability::unavailable; };
    offers("allergies not available", no_allergy_list, "nothing", "");
}

BOOST_AUTO_TEST_CASE(azathioprine_is_ordered_only_with_normal_genes) {
    const auto normal = [](Build& b) {
        plain(b);
        b.phenotype(lab::tpmt_genotype).phenotype(lab::nudt15_genotype);
    };
    const auto dose = [&](const Fill& more) {
        Build build;
        normal(build);
        more(build);
        const Judged got(std::move(build), {&steroid_monotherapy});
        const Suggestion* one = labelled(got.only(), "azathioprine");
        const DrugProposal* drug = one ? drug_in(*one, drug::azathioprine) : nullptr;
        return drug ? drug->dose : 0;
    };
    BOOST_TEST(dose([](Build&) {}) == 50);
    BOOST_TEST(dose([](Build& b) { b.age(64); }) == 50);
    BOOST_TEST(dose([](Build& b) { b.age(65); }) == 25);
    BOOST_TEST(dose([](Build& b) { b.lab(lab::egfr, -5, 50); }) == 50);
    BOOST_TEST(dose([](Build& b) { b.lab(lab::egfr, -5, 49); }) == 25);
    BOOST_TEST(dose([](Build& b) { b.age(10); }) == 0);
}

BOOST_AUTO_TEST_CASE(a_child_gets_methotrexate_by_surface) {
    Build build;
    build.age(7).condition(condition::juvenile_dermatomyositis).drafts(drug::prednisone, {{.mg = 40}});
    build.facts().body.bsa_m2 = 0.799;
    const Judged got(std::move(build), {&steroid_monotherapy});
    const Suggestion* one = labelled(got.only(), "methotrexate");
    BOOST_TEST_REQUIRE(one);
    const DrugProposal* weekly = drug_in(*one, drug::methotrexate);
    BOOST_TEST_REQUIRE(weekly);
    BOOST_TEST(weekly->dose == 12);  // RULES 2.7: 115 cm, 20 kg, 15 mg/m2 = 12.0 mg
    BOOST_TEST((weekly->route == Route::sc));
    BOOST_TEST(!labelled(got.only(), "mycophenolate"));

    Build unknown;
    unknown.age(7).condition(condition::juvenile_dermatomyositis).drafts(drug::prednisone, {{.mg = 40}});
    unknown.facts().body.bsa_m2.reset();
    const Judged without(std::move(unknown), {&steroid_monotherapy});
    BOOST_TEST(!labelled(without.only(), "methotrexate"));
}

void switches(std::string_view name, const Fill& fill, bool switched) {
    BOOST_TEST_CONTEXT(name) {
        const Judged got = judged([&](Build& b) {
            plain(b);
            fill(b);
        });
        BOOST_TEST_REQUIRE(got.count() == 1U);
        BOOST_TEST(contains(got.summary(), "IVIG") == switched);
        const bool cited = any_contains(
            got.only().consider, "may be used as monotherapy in pregnancy, infection, malignancy"
        );
        BOOST_TEST(cited == switched);
        for (const Suggestion& each : got.only().suggestions)
            for (const Action& action : each.actions)
                BOOST_TEST((!switched || !std::holds_alternative<DrugProposal>(action)));
    }
}

BOOST_AUTO_TEST_CASE(pregnancy_infection_and_cancer_switch_the_options) {
    switches(
        "pregnancy", [](Build& b) { b.age(30, Sex::female).condition(condition::pregnancy, -60); }, true
    );
    switches(
        "pneumonia 14 days ago", [](Build& b) { b.condition(condition::pneumonia, -14); }, true
    );
    switches(
        "pneumonia 15 days ago", [](Build& b) { b.condition(condition::pneumonia, -15); }, false
    );
    switches(
        "sepsis without a date",
        [](Build& b) { b.condition(condition::sepsis).facts().conditions.back().onset.reset(); },
        true
    );
    switches(
        "Pneumocystis pneumonia", [](Build& b) { b.condition(condition::pneumocystis_pneumonia, -3); }, true
    );
    switches(  // RULES: "sepsis/pneumonia code"
        "endocarditis",
        [](Build& b) { b.condition(condition::infection_other_serious, -3); },
        false
    );
    switches(
        "cancer", [](Build& b) { b.condition(condition::malignancy); }, true
    );
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
