// The parsing fixtures F1 … F27 of the rule catalogue, section 2.5. F12, F13 and F24, F25 also name
// prednisone equivalents and order states, which the engine decides; here they are milligrams.
#include "tests/unit/fhir/dosage_fixture.hpp"

using namespace dosage_test;

BOOST_AUTO_TEST_SUITE(dosage_golden)

BOOST_AUTO_TEST_CASE(f1_tablets_of_known_strength) {
    const auto got = read(dosage({dose("3", "{tablet}"), once_daily}), tablets_of(20));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.raw.empty());
    BOOST_TEST(got.phases[0].mg_per_dose == exactly(60));
    BOOST_TEST(got.phases[0].mg_per_day == exactly(60));
    BOOST_TEST(got.phases[0].mg_per_week == exactly(420));
    BOOST_TEST(got.phases[0].frequency == Frequency::daily);
    BOOST_TEST(got.phases[0].confidence == Confidence::structured);
    BOOST_TEST(on(got.phases[0].start) == on(now));
    BOOST_TEST(on(got.phases[0].end) == "open");
}

BOOST_AUTO_TEST_CASE(f2_tablets_of_unknown_strength) {
    const auto got = read(dosage({dose("3", "{tablet}"), code("QD")}));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == std::uint32_t(strength_unknown));
    BOOST_TEST(!got.phases[0].mg_per_day.known());
    BOOST_TEST(got.phases[0].frequency == Frequency::daily);
    BOOST_TEST(got.raw == "3 {tablet}, QD");
}

BOOST_AUTO_TEST_CASE(f3_six_tablets_on_mondays) {
    const auto got = read(
        dosage(
            {dose("6", "{tablet}"),
             repeat(R"("frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon"])")}
        ),
        tablets_of(2.5)
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_week == exactly(15));
    BOOST_TEST(got.phases[0].frequency == Frequency::weekly);
    BOOST_TEST(int(got.phases[0].weekdays) == 1);
}

BOOST_AUTO_TEST_CASE(f4_a_list_of_days_restricts_a_daily_period) {
    const auto got = read(
        dosage({dose("15", "mg"), repeat(R"("frequency":1,"period":1,"periodUnit":"d","dayOfWeek":["mon"])")})
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_week == exactly(15));
    BOOST_TEST(close(got.phases[0].mg_per_day, exactly(15.0 / 7)));
    BOOST_TEST(got.phases[0].frequency == Frequency::weekly);
}

BOOST_AUTO_TEST_CASE(f5_code_says_daily_and_repeat_says_weekly) {
    const auto got = read(dosage(
        {dose("15", "mg"),
         R"("timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk"},"code":{"coding":[{"code":"QD"}]}})"}
    ));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == std::uint32_t(timing_conflict));
    BOOST_TEST(got.phases[0].timing_conflict);
    BOOST_TEST(got.phases[0].conflicting == Frequency::daily);
    BOOST_TEST(got.phases[0].frequency == Frequency::weekly);
    BOOST_TEST(got.phases[0].mg_per_week == exactly(15));
}

BOOST_AUTO_TEST_CASE(f6_split_within_36_hours) {
    const auto one = read(dosage(
        {dose("2.5", "mg"),
         repeat(
             R"("frequency":3,"period":1,"periodUnit":"wk","dayOfWeek":["mon","tue"],"timeOfDay":["08:00:00","20:00:00"])"
         )}
    ));
    BOOST_TEST_REQUIRE(one.phases.size() == 1u);
    BOOST_TEST(one.problems == 0u);
    BOOST_TEST(one.phases[0].mg_per_week == exactly(7.5));
    BOOST_TEST(one.phases[0].doses_per_week == exactly(3));
    BOOST_TEST(one.phases[0].frequency == Frequency::multi_weekly);
    BOOST_TEST_REQUIRE(one.phases[0].span_hours.has_value());
    BOOST_TEST(*one.phases[0].span_hours == 36);

    const auto across_sunday =
        read(dosage({dose("2.5", "mg"), repeat(R"("dayOfWeek":["sun","mon"],"timeOfDay":["08:00:00"])")}));
    BOOST_TEST_REQUIRE(across_sunday.phases.size() == 1u);
    BOOST_TEST(across_sunday.phases[0].mg_per_week == exactly(5));
    BOOST_TEST(across_sunday.phases[0].span_hours.value_or(-1) == 24);

    const auto one_day = read(dosage(
        {dose("2.5", "mg"), repeat(R"("dayOfWeek":["mon"],"timeOfDay":["06:00:00","14:00:00","22:00:00"])")}
    ));
    BOOST_TEST_REQUIRE(one_day.phases.size() == 1u);
    BOOST_TEST(one_day.phases[0].mg_per_week == exactly(7.5));
    BOOST_TEST(one_day.phases[0].span_hours.value_or(-1) == 16);
}

BOOST_AUTO_TEST_CASE(f6b_three_times_a_week_on_no_named_day) {
    const auto got =
        read(dosage({dose("2.5", "mg"), repeat(R"("frequency":3,"period":1,"periodUnit":"wk")")}));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_week == exactly(7.5));
    BOOST_TEST(got.phases[0].frequency == Frequency::multi_weekly);
    BOOST_TEST(!got.phases[0].span_hours.has_value());
}

BOOST_AUTO_TEST_CASE(f7_a_taper_of_three_lengths) {
    const auto step = [](int sequence, std::string_view mg, int days) {
        return dosage(
            {"\"sequence\":" + std::to_string(sequence),
             dose(mg, "mg"),
             repeat(
                 R"("frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":)"
                 + std::to_string(days) + R"(,"unit":"d","code":"d","system":"http://unitsofmeasure.org"})"
             )}
        );
    };
    const auto got = read(step(2, "50", 14) + "," + step(1, "60", 28) + "," + step(3, "40", 14));
    BOOST_TEST_REQUIRE(got.phases.size() == 3u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(60));
    BOOST_TEST(on(got.phases[0].start) == on(now));
    BOOST_TEST(on(got.phases[0].end) == on(now + Days(27)));
    BOOST_TEST(got.phases[1].mg_per_day == exactly(50));
    BOOST_TEST(on(got.phases[1].start) == on(now + Days(28)));
    BOOST_TEST(got.phases[2].mg_per_day == exactly(40));
    BOOST_TEST(on(got.phases[2].end) == on(now + Days(55)));  // 56 days in all
    BOOST_TEST(!got.phases[2].end_estimated);
    BOOST_TEST(got.phases[1].covers(now + Days(28)));
    BOOST_TEST(!got.phases[1].covers(now + Days(27)));
}

BOOST_AUTO_TEST_CASE(f8_morning_and_evening_with_one_sequence_number) {
    const auto got = read(
        dosage({"\"sequence\":1", dose("20", "mg"), code("AM")}) + ","
        + dosage({"\"sequence\":1", dose("10", "mg"), code("PM")})
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 2u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(20));
    BOOST_TEST(got.phases[1].mg_per_day == exactly(10));
    BOOST_TEST(got.phases[0].covers(now));
    BOOST_TEST(got.phases[1].covers(now));
}

BOOST_AUTO_TEST_CASE(f9_two_doses_at_the_same_time_without_an_order) {
    const auto got =
        read(dosage({dose("20", "mg"), code("QD")}) + "," + dosage({dose("10", "mg"), code("QD")}));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == std::uint32_t(ambiguous));
    const Span want{10.0, 30.0};
    BOOST_TEST(got.phases[0].mg_per_day == want);
}

BOOST_AUTO_TEST_CASE(f10_a_range) {
    const auto got = read(dosage(
        {R"("doseAndRate":[{"doseRange":{"low":{"value":40,"unit":"mg"},"high":{"value":60,"unit":"mg"}}}])",
         code("QD")}
    ));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    const Span want{40.0, 60.0};
    BOOST_TEST(got.phases[0].mg_per_day == want);
    BOOST_TEST(got.problems == 0u);
}

BOOST_AUTO_TEST_CASE(f11_a_pulse_of_three_days) {
    const auto got = read(dosage(
        {dose("1000", "mg"),
         R"("route":{"text":"Intravenous"})",
         repeat(R"("frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":3,"unit":"d"})")}
    ));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(1000));
    BOOST_TEST(on(got.phases[0].end) == on(now + Days(2)));
    BOOST_TEST(got.phases[0].route_text == "Intravenous");
}

BOOST_AUTO_TEST_CASE(f12_methylprednisolone_tablets) {
    const auto got = read(dosage({dose("1", "{tbl}"), code("QD")}), tablets_of(16));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(16));
}

BOOST_AUTO_TEST_CASE(f13_twice_daily_for_four_days) {
    const auto got = read(dosage(
        {dose("4", "mg"),
         repeat(R"("frequency":2,"period":1,"periodUnit":"d","boundsDuration":{"value":4,"code":"d"})")}
    ));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(8));
    BOOST_TEST(on(got.phases[0].end) == on(now + Days(3)));
}

BOOST_AUTO_TEST_CASE(f14_grams_per_kilogram) {
    const auto text = dosage(
        {dose("1", "g/kg"),
         repeat(R"("frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":2,"unit":"days"})")}
    );
    const auto got = read(text, weighing(70));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(70'000));
    BOOST_TEST(on(got.phases[0].end) == on(now + Days(1)));
    const auto counted = read(
        dosage({dose("1", "g/kg"), repeat(R"("count":2,"frequency":1,"period":1,"periodUnit":"d")")}),
        weighing(70)
    );
    BOOST_TEST_REQUIRE(counted.phases.size() == 1u);
    BOOST_TEST(counted.phases[0].mg_per_day == exactly(70'000));
    BOOST_TEST(on(counted.phases[0].end) == on(now + Days(1)));
    BOOST_TEST(counted.phases[0].administrations.value_or(0) == 2);
}

BOOST_AUTO_TEST_CASE(f15_grams_per_kilogram_without_a_weight) {
    const auto got = read(dosage({dose("1", "g/kg"), code("QD")}));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == std::uint32_t(weight_missing));
    BOOST_TEST(!got.phases[0].mg_per_day.known());
}

BOOST_AUTO_TEST_CASE(f16_text_of_the_grammar) {
    const auto got = read(R"({"text":"take 2 tablets of 50 mg by mouth once daily"})");
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(100));
    BOOST_TEST(got.phases[0].confidence == Confidence::text_parsed);
    BOOST_TEST(got.phases[0].route_text == "po");
}

BOOST_AUTO_TEST_CASE(f17_as_directed) {
    const auto got = read(R"({"text":"as directed"})");
    BOOST_TEST(got.problems == std::uint32_t(dose_unreadable | frequency_unreadable));
    BOOST_TEST(got.raw == "as directed");
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(!got.phases[0].mg_per_day.known());
    BOOST_TEST(got.phases[0].confidence == Confidence::unknown);
}

BOOST_AUTO_TEST_CASE(f18_as_needed) {
    const Span want{0.0, 5.0};
    for (const auto& timing : {once_daily, std::string(R"("id":"1")")}) {
        const auto got = read(dosage({dose("5", "mg"), R"("asNeededBoolean":true)", timing}));
        BOOST_TEST_REQUIRE(got.phases.size() == 1u);
        BOOST_TEST(got.phases[0].mg_per_day == want);
        BOOST_TEST(got.phases[0].prn);
        BOOST_TEST(got.phases[0].frequency == Frequency::prn);
        BOOST_TEST(got.problems == 0u);
    }
}

BOOST_AUTO_TEST_CASE(f19_only_a_limit) {
    const Span want{0.0, 60.0};
    const auto limit = R"({"numerator":{"value":60,"unit":"mg"},"denominator":{"value":1,"unit":"d"}})";
    for (const auto& member : {std::string(limit), "[" + std::string(limit) + "]"}) {  // R4, R5
        const auto got = read(dosage({"\"maxDosePerPeriod\":" + member}));
        BOOST_TEST_REQUIRE(got.phases.size() == 1u);
        BOOST_TEST(got.phases[0].mg_per_day == want);
        BOOST_TEST(!got.has(dose_unreadable));
        BOOST_TEST(got.has(frequency_unreadable)
        );  // a limit is no frequency: methotrexate must not pass on it
    }
}

BOOST_AUTO_TEST_CASE(f20_every_other_day) {
    for (const auto& timing : {code("QOD"), repeat(R"("frequency":1,"period":2,"periodUnit":"d")")}) {
        const auto got = read(dosage({dose("10", "mg"), timing}));
        BOOST_TEST_REQUIRE(got.phases.size() == 1u);
        BOOST_TEST(got.phases[0].mg_per_day == exactly(5));
        BOOST_TEST(got.phases[0].mg_per_dose == exactly(10));
        BOOST_TEST(got.phases[0].mg_per_week == exactly(40));  // days 1, 3, 5 and 7 of the worst week
        BOOST_TEST(got.phases[0].frequency == Frequency::alternate);
    }
}

BOOST_AUTO_TEST_CASE(f21_grams_twice_daily) {
    const auto got = read(dosage({dose("1.5", "g"), code("BID")}));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(3000));
}

BOOST_AUTO_TEST_CASE(f22_two_dated_infusions) {
    const auto got = read(dosage({dose("1000", "mg"), R"("timing":{"event":["2026-12-04","2026-11-20"]})"}));
    BOOST_TEST_REQUIRE(got.phases.size() == 2u);
    BOOST_TEST(got.problems == 0u);
    for (const auto& phase : got.phases) {
        BOOST_TEST(on(phase.start) == on(phase.end));
        BOOST_TEST(phase.mg_per_day == exactly(1000));
        BOOST_TEST(phase.mg_per_week == exactly(1000));
        BOOST_TEST(phase.administrations.value_or(0) == 2);
        BOOST_TEST(phase.frequency == Frequency::once);
    }
    BOOST_TEST(on(got.phases[0].start) == on(now));
    BOOST_TEST(on(got.phases[1].start) == on(now + Days(14)));
}

BOOST_AUTO_TEST_CASE(f24_a_replacing_draft_is_60_mg) {
    BOOST_TEST(read(dosage({dose("60", "mg"), code("QD")})).phases.at(0).mg_per_day == exactly(60));
}

BOOST_AUTO_TEST_CASE(f26_milligrams_per_kilogram) {
    const auto got = read(dosage({dose("0.5", "mg/kg"), once_daily}), weighing(80));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(40));
}

BOOST_AUTO_TEST_CASE(f27_monday_wednesday_friday) {
    const auto got = read(
        dosage(
            {dose("1", "{tbl}"),
             repeat(R"("frequency":1,"period":1,"periodUnit":"d","dayOfWeek":["mon","wed","fri"])")}
        ),
        tablets_of(160)
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].mg_per_dose == exactly(160));
    BOOST_TEST(got.phases[0].doses_per_week == exactly(3));
    BOOST_TEST(got.phases[0].mg_per_week == exactly(480));
    BOOST_TEST(got.phases[0].frequency == Frequency::multi_weekly);
}

BOOST_AUTO_TEST_SUITE_END()
