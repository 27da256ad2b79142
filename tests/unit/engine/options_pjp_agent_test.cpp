#include "engine/options/pjp_agent.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

using Fill = std::function<void(Build&)>;

pjp::AgentAdvice choose(const Fill& fill) {
    Build build;
    build.dermatomyositis().drafts(drug::prednisone, {{.mg = 60}});
    fill(build);
    const Patient patient = build.patient();
    return pjp::choose_agent(patient);
}

std::string_view recommended(const pjp::AgentAdvice& advice) {
    for (const Suggestion& each : advice.suggestions)
        if (each.recommended) return each.label;
    return {};
}

const Suggestion* labelled_in(const pjp::AgentAdvice& advice, std::string_view part) {
    for (const Suggestion& each : advice.suggestions)
        if (contains(each.label, part)) return &each;
    return nullptr;
}

/// `first` is the agent named in the summary; `marked` part of the recommended suggestion, or empty.
void expect(std::string_view name, const Fill& fill, std::string_view first, std::string_view marked) {
    BOOST_TEST_CONTEXT(name) {
        const auto advice = choose(fill);
        BOOST_TEST(advice.first == first);
        BOOST_TEST(recommended(advice).empty() == marked.empty());
        BOOST_TEST(contains(recommended(advice), marked));
    }
}

Fill lab_value(Concept test, double value) {
    return [=](Build& b) { b.lab(test, -3, value); };
}
Fill allergic(Concept to, AllergySeverity severity = AllergySeverity::severe) {
    return [=](Build& b) { b.allergy(to, severity); };
}
Fill takes(Concept what) {
    return [=](Build& b) { b.takes(what, {{.mg = 15, .per_day = 1.0 / 7, .from = -60}}); };
}
Fill both(const Fill& one, const Fill& two) {
    return [=](Build& b) {
        one(b);
        two(b);
    };
}
Fill g6pd(char flag) {
    return [=](Build& b) { b.result(lab::g6pd, -900).flag = flag; };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_pjp_agent)

BOOST_AUTO_TEST_CASE(tmp_smx_comes_first_unless_something_speaks_against_it) {
    expect(
        "nothing", [](Build&) {}, "TMP-SMX", "TMP-SMX"
    );
    expect("sulfonamide anaphylaxis", allergic(allergy::sulfonamide), "atovaquone", "atovaquone");
    expect(
        "severity not known",
        allergic(allergy::sulfonamide, AllergySeverity::unknown),
        "atovaquone",
        "atovaquone"
    );
    expect("trimethoprim", allergic(allergy::trimethoprim), "atovaquone", "atovaquone");
    // 6.2: kept with caution, and the first that remains is the recommended one.
    expect(
        "mild stomach upset",
        allergic(allergy::sulfonamide, AllergySeverity::mild_gi),
        "TMP-SMX",
        "mild gastrointestinal intolerance"
    );
    const Fill pregnant = [](Build& b) { b.age(30, Sex::female).condition(condition::pregnancy); };
    expect("pregnancy: near term or not is not known", pregnant, "atovaquone", "atovaquone");
    const auto due = [&](int days) {
        return both(pregnant, [=](Build& b) {
            b.result(observation::estimated_delivery_date, -10).value_day = in_days(days);
        });
    };
    expect("delivery in twelve weeks", due(84), "atovaquone", "atovaquone");
    expect("delivery in twelve weeks and a day", due(85), "TMP-SMX", "");
    expect("eGFR 14", lab_value(lab::egfr, 14), "atovaquone", "atovaquone");
    expect("eGFR 15: half dose", lab_value(lab::egfr, 15), "TMP-SMX", "half dose");
    expect("eGFR 30: half dose", lab_value(lab::egfr, 30), "TMP-SMX", "half dose");
    expect("eGFR 31", lab_value(lab::egfr, 31), "TMP-SMX", "TMP-SMX");
    expect("potassium 5.5", lab_value(lab::potassium, 5.5), "atovaquone", "atovaquone");
    expect("potassium 5.4", lab_value(lab::potassium, 5.4), "TMP-SMX", "TMP-SMX");
    const auto ramipril = takes(drug::ace_inhibitor);
    expect(
        "potassium 5.0 with an ACE inhibitor",
        both(ramipril, lab_value(lab::potassium, 5.0)),
        "atovaquone",
        "atovaquone"
    );
    expect(
        "potassium 5.1 with an ACE inhibitor, at a site that draws the line at 5.2",
        both(
            both(ramipril, lab_value(lab::potassium, 5.1)),
            [](Build& b) { b.policy().tmp_k_limit_at_risk = 5.2; }
        ),
        "TMP-SMX",
        "TMP-SMX"
    );
    expect(
        "potassium 5.2 there",
        both(
            both(ramipril, lab_value(lab::potassium, 5.2)),
            [](Build& b) { b.policy().tmp_k_limit_at_risk = 5.2; }
        ),
        "atovaquone",
        "atovaquone"
    );
    expect(
        "potassium 4.9 with an ACE inhibitor",
        both(ramipril, lab_value(lab::potassium, 4.9)),
        "TMP-SMX",
        "TMP-SMX"
    );
    expect("neutrophils 0.4", lab_value(lab::neutrophils, 0.4), "atovaquone", "atovaquone");
    expect("neutrophils 0.5", lab_value(lab::neutrophils, 0.5), "TMP-SMX", "TMP-SMX");
    expect("platelets 49", lab_value(lab::platelets, 49), "atovaquone", "atovaquone");
    expect("platelets 50", lab_value(lab::platelets, 50), "TMP-SMX", "TMP-SMX");
    expect("another drug's allergy", allergic(drug::celecoxib), "TMP-SMX", "TMP-SMX");
}

BOOST_AUTO_TEST_CASE(severe_airway_disease_takes_inhaled_pentamidine_away) {
    const auto with = [](Concept what, bool severe = false) {
        return choose([=](Build& b) { b.condition(what).facts().conditions.back().severe = severe; });
    };
    BOOST_TEST(labelled_in(with(condition::asthma), "pentamidine"));
    BOOST_TEST(!labelled_in(with(condition::asthma, true), "pentamidine"));
    BOOST_TEST(!labelled_in(with(condition::asthma_severe), "pentamidine"));
    BOOST_TEST(labelled_in(with(condition::copd), "pentamidine"));
    BOOST_TEST(!labelled_in(with(condition::copd, true), "pentamidine"));
    const auto spasm = with(condition::bronchospasm);
    BOOST_TEST_REQUIRE(labelled_in(spasm, "pentamidine"));
    BOOST_TEST(contains(labelled_in(spasm, "pentamidine")->label, "bronchospasm"));
}

BOOST_AUTO_TEST_CASE(methotrexate_puts_the_alternative_first) {
    const auto methotrexate = takes(drug::methotrexate);
    const auto policy = [&](const std::string& choice) {
        return both(methotrexate, [=](Build& b) { b.policy().pjp_mtx_policy = choice; });
    };
    expect("default", methotrexate, "atovaquone", "atovaquone");
    const auto advice = choose(methotrexate);
    const Suggestion* cotrimoxazole = labelled_in(advice, "TMP-SMX");
    BOOST_TEST_REQUIRE(cotrimoxazole);
    BOOST_TEST(contains(cotrimoxazole->label, "methotrexate"));
    BOOST_TEST(orders_test(*cotrimoxazole, lab::cbc_panel));
    BOOST_TEST(any_contains(advice.notes, "bone-marrow"));
    expect("allowed with monitoring", policy("allow-with-monitoring"), "TMP-SMX", "methotrexate is current");
    expect("avoided", policy("avoid"), "atovaquone", "atovaquone");
    BOOST_TEST(!labelled_in(choose(policy("avoid")), "TMP-SMX"));
}

BOOST_AUTO_TEST_CASE(dapsone_needs_a_normal_g6pd) {
    const auto dapsone_first = [](Build& b) {
        b.policy().pjp_agent_order = {"dapsone", "atovaquone", "pentamidine", "tmp-smx"};
    };
    const auto untested = choose(dapsone_first);
    const Suggestion* test = labelled_in(untested, "G6PD");
    BOOST_TEST_REQUIRE(test);
    BOOST_TEST(orders_test(*test, lab::g6pd));
    for (const Suggestion& each : untested.suggestions) BOOST_TEST(!drug_in(each, drug::dapsone));
    expect("normal years ago", both(dapsone_first, g6pd('N')), "dapsone", "dapsone 100 mg");
    expect("deficient", both(dapsone_first, g6pd('L')), "atovaquone", "atovaquone");
    const auto low = both(g6pd('N'), lab_value(lab::hemoglobin, 79));
    expect("haemoglobin 79 g/L", both(dapsone_first, low), "atovaquone", "atovaquone");
    const auto enough = both(g6pd('N'), lab_value(lab::hemoglobin, 80));
    expect("haemoglobin 80 g/L", both(dapsone_first, enough), "dapsone", "dapsone");
    const auto skin = both(g6pd('N'), [](Build& b) {
        b.allergy(allergy::sulfonamide);
        b.facts().allergies.back().severe_skin = true;
    });
    expect("severe skin reaction to a sulfonamide", both(dapsone_first, skin), "atovaquone", "atovaquone");
    const auto transfused = both(g6pd('N'), [](Build& b) {
        Event event;
        event.what = {procedure::transfusion_red_cells};
        event.date = in_days(-1000);
        b.facts().procedures.push_back(event);
    });
    BOOST_TEST(labelled_in(choose(both(dapsone_first, transfused)), "G6PD"));
}

BOOST_AUTO_TEST_CASE(pentamidine_needs_lungs_that_take_it) {
    const auto first = [](Build& b) {
        b.policy().pjp_agent_order = {"pentamidine", "atovaquone", "tmp-smx", "dapsone"};
    };
    expect("nothing", first, "pentamidine", "pentamidine 300 mg inhaled every 4 weeks");
    const auto asthma = [](bool severe) {
        return [=](Build& b) {
            b.condition(condition::asthma);
            b.facts().conditions.back().severe = severe;
        };
    };
    expect("asthma", both(first, asthma(false)), "pentamidine", "");
    expect("severe asthma", both(first, asthma(true)), "atovaquone", "atovaquone");
    const auto lung = [](Build& b) { b.condition(condition::interstitial_lung_disease); };
    expect("lung disease", both(first, lung), "pentamidine", "");
    const auto aged = [](int years) { return [=](Build& b) { b.age(years); }; };
    BOOST_TEST(labelled_in(choose(both(first, aged(5))), "pentamidine"));
    BOOST_TEST(!labelled_in(choose(both(first, aged(4))), "pentamidine"));
}

const DrugProposal* trimethoprim(const pjp::AgentAdvice& advice) {
    const Suggestion* one = labelled_in(advice, "TMP-SMX");
    return one ? drug_in(*one, drug::sulfamethoxazole_trimethoprim) : nullptr;
}

BOOST_AUTO_TEST_CASE(tmp_smx_doses) {
    const auto daily = choose([](Build&) {});
    BOOST_TEST_REQUIRE(trimethoprim(daily));
    BOOST_TEST(trimethoprim(daily)->dose == 80);
    BOOST_TEST(trimethoprim(daily)->weekdays == 0);
    const auto thrice = choose([](Build& b) { b.policy().pjp_tmpsmx_regimen = "ds-tiw"; });
    BOOST_TEST(trimethoprim(thrice)->dose == 160);
    BOOST_TEST(trimethoprim(thrice)->weekdays == (1 | 4 | 16));
    const auto half = choose(lab_value(lab::egfr, 20));
    BOOST_TEST(trimethoprim(half)->dose == 80);
    BOOST_TEST(trimethoprim(half)->weekdays == (1 | 4 | 16));

    const auto child = [](double surface) {
        return [=](Build& b) {
            b.age(8);
            b.facts().body.bsa_m2 = surface;
        };
    };
    const auto small = choose(child(0.8));
    BOOST_TEST_REQUIRE(trimethoprim(small));
    BOOST_TEST(trimethoprim(small)->dose == 60);  // 150 mg/m2 x 0.8 = 120 mg/day in two doses
    BOOST_TEST(trimethoprim(small)->times == 2);
    BOOST_TEST(trimethoprim(small)->weekdays == (1 | 4 | 16));
    const auto large = choose(child(2.3));
    BOOST_TEST(trimethoprim(large)->dose == 160);  // 345 mg/day is held at 320
    BOOST_TEST(!labelled_in(small, "atovaquone"));
    const auto unknown = choose([](Build& b) {
        b.age(8);
        b.facts().body.bsa_m2.reset();
    });
    BOOST_TEST(!trimethoprim(unknown));
}

BOOST_AUTO_TEST_CASE(companions_and_missing_sources) {
    const auto advice = choose(takes(drug::ciclosporin));
    const Suggestion* one = labelled_in(advice, "TMP-SMX");
    BOOST_TEST_REQUIRE(one);
    BOOST_TEST(orders_test(*one, lab::potassium));
    BOOST_TEST(orders_test(*one, lab::creatinine));
    const auto no_allergies = [](Build& b) { b.facts().sources.allergies = Availability::unavailable; };
    expect("allergies not available", no_allergies, "TMP-SMX", "");
    const auto nothing_left = [](Build& b) {
        b.allergy(allergy::sulfonamide)
            .allergy(allergy::atovaquone)
            .allergy(allergy::pentamidine)
            .allergy(allergy::dapsone);
    };
    const auto none = choose(nothing_left);
    BOOST_TEST(none.first == "specialist advice");
    BOOST_TEST_REQUIRE(none.suggestions.size() == 1U);
    BOOST_TEST(orders_test(none.suggestions.front(), procedure::infectious_disease_referral));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
