#include "tests/unit/fhir/dosage_fixture.hpp"

using namespace dosage_test;

BOOST_AUTO_TEST_SUITE(dosages)

BOOST_AUTO_TEST_CASE(amounts) {
    struct Case {
        std::string_view amount;  // members of a dosage taken once daily
        Span mg;
        std::uint32_t problems;
    };
    auto context = tablets_of(20);
    context.mg_per_mL = 25;
    context.weight_kg = 80;
    context.bsa_m2 = 2;
    const Case cases[] = {
        // the public sandbox: a code, no unit
        {R"("doseAndRate":[{"doseQuantity":{"value":3,"system":"http://unitsofmeasure.org","code":"{pill}"}}])",
         exactly(60),
         0},
        {R"("doseAndRate":[{"doseQuantity":{"value":1.5,"unit":"tablet"}}])", exactly(30), 0},
        {R"("doseAndRate":[{"doseQuantity":{"value":2,"unit":"TAB","system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"TAB"}}])",
         exactly(40),
         0},
        {R"x("doseAndRate":[{"doseQuantity":{"value":2,"unit":"tablet(s)","system":"urn:local","code":"428673006"}}])x",
         exactly(40),
         0},
        {R"("doseAndRate":[{"doseQuantity":{"value":500,"unit":"ug","code":"ug"}}])", exactly(0.5), 0},
        {R"("doseAndRate":[{"doseQuantity":{"value":1,"unit":"g"}}])", exactly(1000), 0},
        {R"("doseAndRate":[{"doseQuantity":{"value":0.6,"unit":"mL","code":"mL"}}])", exactly(15), 0},
        {R"("doseAndRate":[{"doseQuantity":{"value":15,"unit":"mg/m2"}}])", exactly(30), 0},
        {R"("doseAndRate":[{"doseQuantity":{"value":0.4,"unit":"g/kg"}}])", exactly(32'000), 0},
        // STU3: on the dosage itself
        {R"("doseQuantity":{"value":60,"unit":"mg"})", exactly(60), 0},
        {R"("doseRange":{"low":{"value":1,"unit":"tablet"},"high":{"value":2,"unit":"tablet"}})",
         {20.0, 40.0},
         0},
        // one end of a range
        {R"("doseAndRate":[{"doseRange":{"high":{"value":60,"unit":"mg"}}}])", {std::nullopt, 60.0}, 0},
        {R"("doseAndRate":[{"doseRange":{"low":{"value":40,"unit":"mg"}}}])", {40.0, std::nullopt}, 0},
        {R"("maxDosePerAdministration":{"value":40,"unit":"mg"})", {std::nullopt, 40.0}, 0},
        // a tolerant reading of cardinality
        {R"("doseAndRate":{"doseQuantity":{"value":60,"unit":"mg"}})", exactly(60), 0},
        // several entries tell one dose
        {R"("doseAndRate":[{"type":{"coding":[{"code":"calculated"}]},"doseQuantity":{"value":647.5,"unit":"mg"}},
                           {"type":{"coding":[{"code":"admin-amount"}]},"doseQuantity":{"value":2,"unit":"tablet"}},
                           {"type":{"coding":[{"code":"ordered"}]},"doseQuantity":{"value":650,"unit":"mg"}}])",
         exactly(650),
         0},
        {R"("doseAndRate":[{"type":{"coding":[{"code":"calculated"}]},"doseQuantity":{"value":647.5,"unit":"mg"}},
                           {"type":{"coding":[{"code":"admin-amount"}]},"doseQuantity":{"value":2,"unit":"tablet"}}])",
         exactly(647.5),
         0},
        {R"("doseAndRate":[{"doseQuantity":{"value":60,"unit":"mg"}},{"doseQuantity":{"value":3,"unit":"tablet"}}])",
         exactly(60),
         0},
        {R"("doseAndRate":[{"rateQuantity":{"value":1,"unit":"mg/kg/min"}},{"doseQuantity":{"value":70,"unit":"g"}}])",
         exactly(70'000),
         0},
        // two doses of one kind contradict each other
        {R"("doseAndRate":[{"doseQuantity":{"value":60,"unit":"mg"}},{"doseQuantity":{"value":600,"unit":"mg"}}])",
         {},
         dose_unreadable},
        // never a number
        {R"("doseAndRate":[{"doseQuantity":{"value":"60","unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":-5,"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":0,"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":1e300,"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":1e-300,"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":true,"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":60}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":2,"unit":"puff"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":1000,"unit":"[IU]"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":60,"unit":"mg","code":"g"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"value":60,"unit":"mg","comparator":">"}}])",
         {},
         dose_unreadable},
        {R"("doseAndRate":[{"doseRange":{"low":{"value":60,"unit":"mg"},"high":{"value":40,"unit":"mg"}}}])",
         {},
         dose_unreadable},
        {R"("doseAndRate":[{"doseRange":{"low":{"value":40,"unit":"mg"},"high":{"value":"x","unit":"mg"}}}])",
         {},
         dose_unreadable},
        {R"("doseAndRate":[{"doseQuantity":{"unit":"mg"}}])", {}, dose_unreadable},
        {R"("doseAndRate":[])", {}, dose_unreadable},
        {R"("doseAndRate":7)", {}, dose_unreadable},
        {R"("doseAndRate":[{"rateQuantity":{"value":1,"unit":"mg/kg/min"}}])", {}, dose_unreadable},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.amount) {
            const auto got = read(dosage({std::string(c.amount), once_daily}), context);
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(close(got.phases[0].mg_per_dose, c.mg));
            BOOST_TEST(close(got.phases[0].mg_per_day, c.mg));
            BOOST_TEST(got.problems == c.problems);
            BOOST_TEST(got.raw.empty() == (c.problems == 0));
        }
}

BOOST_AUTO_TEST_CASE(what_is_missing_has_a_name) {
    struct Case {
        std::string_view unit;
        std::uint32_t problem;
    };
    for (const auto& c :
         {Case{"{pill}", strength_unknown},
          {"mL", strength_unknown},
          {"mg/kg", weight_missing},
          {"mg/m2", bsa_missing}})
        BOOST_TEST_CONTEXT(c.unit) {
            const auto got = read(dosage({dose("3", c.unit), once_daily}));
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(got.problems == c.problem);
            BOOST_TEST(!got.phases[0].mg_per_day.known());
        }
}

BOOST_AUTO_TEST_CASE(an_ordered_dose_per_kilogram_falls_back_on_its_calculation) {
    const auto got = read(dosage(
        {R"("doseAndRate":[{"type":{"coding":[{"code":"ordered"}]},"doseQuantity":{"value":10,"unit":"mg/kg"}},
                           {"type":{"coding":[{"code":"calculated"}]},"doseQuantity":{"value":650,"unit":"mg"}}])",
         once_daily}
    ));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(650));
    BOOST_TEST(got.problems == 0u);
}

BOOST_AUTO_TEST_CASE(infusion_rates) {
    const auto timing =
        repeat(R"("frequency":1,"period":1,"periodUnit":"d","duration":4,"durationUnit":"h")");
    auto context = weighing(80);
    context.mg_per_mL = 100;
    const auto per_day = [&](std::string_view rate) {
        const auto got = read(dosage({"\"doseAndRate\":[{" + std::string(rate) + "}]", timing}), context);
        return got.phases.at(0).mg_per_day;
    };
    BOOST_TEST(close(per_day(R"("rateQuantity":{"value":250,"unit":"mg/h"})"), exactly(1000)));
    BOOST_TEST(close(per_day(R"("rateQuantity":{"value":10,"unit":"mL/h"})"), exactly(4000)));
    BOOST_TEST(close(
        per_day(R"("rateRatio":{"numerator":{"value":250,"unit":"mg"},"denominator":{"value":1,"unit":"h"}})"
        ),
        exactly(1000)
    ));
    BOOST_TEST(close(
        per_day(R"("rateRatio":{"numerator":{"value":1,"unit":"g"},"denominator":{"value":1,"unit":"d"}})"),
        exactly(1000.0 / 6)
    ));
    BOOST_TEST(
        !per_day(R"("rateRatio":{"numerator":{"value":1,"unit":"mg"},"denominator":{"value":0,"unit":"h"}})")
             .known()
    );
    BOOST_TEST(!per_day(R"("rateQuantity":{"value":2,"unit":"mg/kg/min"})").known());

    const auto got = read(
        dosage(
            {R"("doseAndRate":[{"doseQuantity":{"value":80,"unit":"g"},"rateQuantity":{"value":0.5,"unit":"mg/kg/min"}},
                           {"rateQuantity":{"value":4,"unit":"mg/kg/min"}}])",
             timing}
        ),
        context
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    const Span rates{0.5, 4.0};
    BOOST_TEST(got.phases[0].rate_mg_per_kg_min == rates);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(80'000));
}

BOOST_AUTO_TEST_CASE(limits_cap_what_is_open_and_hide_nothing) {
    const std::string limit =
        R"("maxDosePerPeriod":{"numerator":{"value":30,"unit":"mg"},"denominator":{"value":1,"unit":"d"}})";
    const Span prn{0.0, 30.0};
    BOOST_TEST(
        read(dosage({dose("20", "mg"), code("QID"), R"("asNeededBoolean":true)", limit}))
            .phases.at(0)
            .mg_per_day
        == prn
    );
    BOOST_TEST(read(dosage({dose("20", "mg"), code("QID"), limit})).phases.at(0).mg_per_day == exactly(80));
    const Span range{10.0, 30.0};
    BOOST_TEST(
        read(
            dosage(
                {R"("doseAndRate":[{"doseRange":{"low":{"value":10,"unit":"mg"},"high":{"value":40,"unit":"mg"}}}])",
                 once_daily,
                 limit}
            )
        )
            .phases.at(0)
            .mg_per_day
        == range
    );
}

BOOST_AUTO_TEST_CASE(as_needed_of_every_version) {
    struct Case {
        std::string_view member;
        bool prn;
    };
    for (const auto& c :
         {Case{R"("asNeededBoolean":true)", true},
          {R"("asNeededBoolean":false)", false},
          {R"("asNeeded":true)", true},
          {R"("asNeeded":false)", false},
          {R"("asNeededCodeableConcept":{"text":"pain"})", true},
          {R"("asNeededFor":[{"text":"pain"}])", true},
          {R"("asNeededBoolean":"true")", false}})
        BOOST_TEST_CONTEXT(c.member) {
            const auto got = read(dosage({dose("5", "mg"), once_daily, std::string(c.member)}));
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(got.phases[0].prn == c.prn);
            BOOST_TEST(got.phases[0].mg_per_day.lo.value_or(-1) == (c.prn ? 0 : 5));
            BOOST_TEST(got.phases[0].mg_per_day.hi.value_or(-1) == 5);
        }
}

BOOST_AUTO_TEST_CASE(frequency_missing_or_unknown) {
    for (const auto& timing :
         {std::string(R"("id":"1")"),
          code("C64525"),
          repeat(R"("frequency":1,"period":0,"periodUnit":"d")"),
          repeat(R"("boundsDuration":{"value":3,"unit":"d"})"),
          std::string(R"("timing":"daily")"),
          std::string(R"("timing":{"event":["soon"]})")})
        BOOST_TEST_CONTEXT(timing) {
            const auto got = read(dosage({dose("15", "mg"), timing}));
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(got.problems == std::uint32_t(frequency_unreadable));
            BOOST_TEST(got.phases[0].mg_per_dose == exactly(15));
            BOOST_TEST(!got.phases[0].mg_per_day.known());
            BOOST_TEST(got.phases[0].frequency == Frequency::unknown);
            BOOST_TEST(!got.raw.empty());
        }
}

BOOST_AUTO_TEST_CASE(no_dosage_at_all) {
    for (const std::string_view text :
         {R"({"resourceType":"MedicationRequest"})",
          R"({"dosageInstruction":[]})",
          R"({"dosageInstruction":null})",
          R"({"dosageInstruction":"daily"})",
          R"({"dosageInstruction":[1,null,"x"]})",
          "[]",
          "7"})
        BOOST_TEST_CONTEXT(text) {
            const Read got(std::string(text), draft());
            BOOST_TEST(got.phases.empty());
            BOOST_TEST(got.problems == std::uint32_t(dose_unreadable | frequency_unreadable));
        }
}

BOOST_AUTO_TEST_CASE(text_fills_only_what_is_missing) {
    const auto both = read(R"({"text":"as directed","patientInstruction":"Take 3 tablets of 20 mg daily."})");
    BOOST_TEST(both.phases.at(0).mg_per_day == exactly(60));
    const auto timing_missing = read(dosage({dose("15", "mg"), R"("text":"15 mg weekly on Monday")"}));
    BOOST_TEST(timing_missing.problems == 0u);
    BOOST_TEST(timing_missing.phases.at(0).mg_per_week == exactly(15));
    BOOST_TEST(int(timing_missing.phases.at(0).weekdays) == 1);
    BOOST_TEST(timing_missing.phases.at(0).confidence == Confidence::text_parsed);
    const auto dose_missing =
        read(dosage({once_weekly, R"("text":"take 6 tablets once weekly")"}), tablets_of(2.5));
    BOOST_TEST(dose_missing.problems == 0u);
    BOOST_TEST(dose_missing.phases.at(0).mg_per_week == exactly(15));
    const auto structured = read(dosage({dose("60", "mg"), once_daily, R"("text":"take 600 mg daily")"}));
    BOOST_TEST(structured.phases.at(0).mg_per_day == exactly(60));
    BOOST_TEST(structured.problems == 0u);
    const auto unreadable = read(dosage({dose("\"60\"", "mg"), once_daily, R"("text":"take 60 mg daily")"}));
    BOOST_TEST(unreadable.problems == std::uint32_t(dose_unreadable));
}

BOOST_AUTO_TEST_CASE(text_that_contradicts_the_structure) {
    struct Case {
        std::string timing;
        std::string_view text;
        bool conflict;
    };
    const Case cases[] = {
        {once_daily, "15 mg weekly", true},
        {once_weekly, "take 15 mg daily", true},
        {once_weekly, "take 15 mg once weekly", false},
        {once_daily, "Take 1 tablet by mouth daily", false},
        {once_daily, "take 1 tablet twice daily", false},      // the same class; numbers are not compared
        {once_daily, "6 tablets (15 mg) once weekly", false},  // outside the grammar
        {once_daily, "3 tablets (60 mg) by mouth once daily", false},
        {once_weekly, "Take every day with food", true},
        {once_weekly, "Once a week, not every day", false},
        {once_weekly, "Not for daily use", false},
        {once_weekly, "Folic acid daily", false},
        {once_weekly, "Once a day on Mondays", false},
        {once_weekly, "Take 6 tablets on Monday, Wednesday and Friday", true},
        {once_weekly, "Take 15 mg Monday to Friday", true},
        {once_weekly, "Take on Mondays", false},
        {once_weekly, "Blood tests on Monday and Friday", false},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.text) {
            for (const auto* member : {"\"text\":\"", "\"patientInstruction\":\""}) {
                const auto got =
                    read(dosage({dose("15", "mg"), c.timing, member + std::string(c.text) + "\""}));
                BOOST_TEST_REQUIRE(got.phases.size() == 1u);
                BOOST_TEST(got.has(timing_conflict) == c.conflict);
                BOOST_TEST(got.phases[0].timing_conflict == c.conflict);
            }
        }
}

BOOST_AUTO_TEST_CASE(text_of_a_taper) {
    const auto got =
        read(R"({"text":"take 60 mg daily for 4 weeks then 40 mg daily for 2 weeks then 20 mg daily"})");
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST_REQUIRE(got.phases.size() == 3u);
    BOOST_TEST(on(got.phases[1].start) == on(now + Days(28)));
    BOOST_TEST(on(got.phases[2].start) == on(now + Days(42)));
    BOOST_TEST(on(got.phases[2].end) == "open");
    BOOST_TEST(got.phases[2].mg_per_day == exactly(20));
}

BOOST_AUTO_TEST_CASE(text_strength_against_the_product) {
    const auto got = read(R"({"text":"take 2 tablets of 50 mg daily"})", tablets_of(25));
    const Span want{50.0, 100.0};
    BOOST_TEST(got.phases.at(0).mg_per_day == want);
    BOOST_TEST(got.problems == std::uint32_t(ambiguous));
}

BOOST_AUTO_TEST_CASE(words_for_methotrexate) {
    const auto weekly = read(R"({"text":"6 tablets as directed once weekly"})");
    BOOST_TEST(weekly.has(frequency_unreadable));
    BOOST_TEST(weekly.text_says_weekly);
    BOOST_TEST(!weekly.text_says_daily);
    const auto daily = read(R"({"text":"1 tablet daily with food"})");
    BOOST_TEST(daily.has(frequency_unreadable));
    BOOST_TEST(daily.text_says_daily);
    const auto code = read(R"({"timing":{"code":{"text":"Daily before breakfast"}}})");
    BOOST_TEST(code.text_says_daily);
    const auto days = read(R"({"patientInstruction":"Take on Monday, Wednesday and Friday"})");
    BOOST_TEST(days.text_says_several_days);
    BOOST_TEST(!days.text_says_weekly);
}

BOOST_AUTO_TEST_CASE(raw_is_short_and_whole) {
    const auto long_text = read("{\"text\":\"" + std::string(158, 'x') + "\xc3\xa4\xc3\xa4\\n\"}");
    BOOST_TEST(long_text.raw == std::string(158, 'x') + "\xc3\xa4");
    const auto cut = read("{\"text\":\"" + std::string(159, 'x') + "\xc3\xa4\xc3\xa4\"}");
    BOOST_TEST(cut.raw == std::string(159, 'x'));
    BOOST_TEST(read(R"({"text":"as\ndirected\t"})").raw == "as directed ");
    BOOST_TEST(
        read(
            dosage(
                {R"("doseAndRate":[{"doseQuantity":{"value":3,"unit":"tablets"}}],"timing":{"code":{"text":"daily"}})"}
            )
        )
            .raw
        == "3 tablets, daily"
    );
}

BOOST_AUTO_TEST_SUITE_END()
