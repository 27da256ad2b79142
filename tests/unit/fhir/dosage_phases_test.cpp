#include "tests/unit/fhir/dosage_fixture.hpp"

using namespace dosage_test;

BOOST_AUTO_TEST_SUITE(dosage_phases)

BOOST_AUTO_TEST_CASE(statement_administration_and_older_shapes) {
    auto context = draft();
    context.draft = false;
    context.authored.reset();
    context.effective_start = now - Days(30);
    context.effective_end = now - Days(1);
    const Read statement(
        R"({"resourceType":"MedicationStatement","dosage":[{"doseQuantity":{"value":20,"unit":"mg"},"timing":{"code":{"text":"once daily"}}}]})",
        context
    );
    BOOST_TEST(statement.phases.at(0).mg_per_day == exactly(20));
    BOOST_TEST(on(statement.phases.at(0).start) == on(now - Days(30)));
    BOOST_TEST(on(statement.phases.at(0).end) == on(now - Days(1)));
    const Read given(
        R"({"resourceType":"MedicationAdministration","dosage":{"dose":{"value":1000,"unit":"mg"},"route":{"text":"IV"}}})",
        context
    );
    BOOST_TEST(given.problems == 0u);
    BOOST_TEST(given.phases.at(0).mg_per_dose == exactly(1000));
    BOOST_TEST(given.phases.at(0).frequency == Frequency::once);
    BOOST_TEST(on(given.phases.at(0).end) == on(now - Days(30)));
    const Read dstu2(
        R"({"resourceType":"MedicationOrder","dosageInstruction":[{"doseQuantity":{"value":60,"unit":"mg"},
            "timing":{"repeat":{"frequency":1,"period":1,"periodUnits":"d"}}}]})",
        draft()
    );
    BOOST_TEST(dstu2.phases.at(0).mg_per_day == exactly(60));
}

namespace {

const std::string supply =
    R"("dispenseRequest":{"validityPeriod":{"start":"2026-11-10","end":"2026-12-10"},"numberOfRepeatsAllowed":2,
       "expectedSupplyDuration":{"value":30,"unit":"days","code":"d"}})";

Read order(std::string_view bounds, std::string_view members, const DoseContext& context = draft()) {
    return Read(
        R"({"dosageInstruction":[{"doseAndRate":[{"doseQuantity":{"value":20,"unit":"mg"}}],
            "timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d")"
            + std::string(bounds) + "}}}]" + std::string(members) + "}",
        context
    );
}

}  // namespace

BOOST_AUTO_TEST_CASE(where_a_phase_starts) {
    auto unwritten = draft();
    unwritten.authored.reset();
    auto signed_order = unwritten;
    signed_order.draft = false;
    auto earlier = draft();
    earlier.authored = now - Days(9);
    BOOST_TEST(
        on(order(R"(,"boundsPeriod":{"start":"2026-11-15"})", "," + supply).phases.at(0).start)
        == "2026-11-15"
    );
    BOOST_TEST(on(order(R"(,"boundsPeriod":{"start":"2027-01-15"})", "").phases.at(0).start) == "2027-01-15");
    BOOST_TEST(on(order(R"(,"boundsPeriod":{"start":"2026-03"})", "").phases.at(0).start) == "2026-03-01");
    BOOST_TEST(on(order("", "," + supply).phases.at(0).start) == "2026-11-10");
    BOOST_TEST(on(order("", "", earlier).phases.at(0).start) == "2026-11-11");
    BOOST_TEST(on(order("", "", unwritten).phases.at(0).start) == "2026-11-20");
    BOOST_TEST(on(order("", "", signed_order).phases.at(0).start) == "open");
    BOOST_TEST(order("", "", signed_order).phases.at(0).covers(now));
}

BOOST_AUTO_TEST_CASE(where_the_last_phase_ends) {
    struct Case {
        std::string_view bounds;
        std::string members;
        std::string end;
        bool estimated;
    };
    const Case cases[] = {
        {"", "", "open", false},
        {"", "," + supply, "2027-02-07", true},
        {"", R"(,"courseOfTherapyType":{"coding":[{"code":"acute"}]},)" + supply, "2026-12-10", false},
        {"", R"(,"courseOfTherapyType":{"coding":[{"code":"continuous"}]},)" + supply, "2027-02-07", true},
        {R"(,"boundsPeriod":{"end":"2026-12-24"})", "," + supply, "2026-12-24", false},
        {R"(,"boundsPeriod":{"end":"2026-12"})", "," + supply, "2026-12-31", false},
        {R"(,"boundsDuration":{"value":14,"unit":"d"})", "", "2026-12-03", false},
        {R"(,"boundsRange":{"low":{"value":7,"unit":"d"},"high":{"value":10,"unit":"d"}})",
         "",
         "2026-11-29",
         false},
        {R"(,"count":10)", "", "2026-11-29", false},
        {R"(,"boundsDuration":{"value":1e9,"unit":"a"})", "", on(now + Days(36'524)), false},
        // the sandbox's supply, and one that an active order has outlived
        {"",
         R"(,"dispenseRequest":{"expectedSupplyDuration":{"value":30,"unit":"days","code":"d"}})",
         "2026-12-19",
         true},
        {"",
         R"(,"status":"active","dispenseRequest":{"validityPeriod":{"start":"2025-01-01"},"expectedSupplyDuration":{"value":30,"unit":"d"}})",
         "open",
         false},
        {"",
         R"(,"status":"stopped","dispenseRequest":{"validityPeriod":{"start":"2025-01-01"},"expectedSupplyDuration":{"value":30,"unit":"d"}})",
         "2025-01-30",
         true},
        {"",
         R"(,"dispenseRequest":{"expectedSupplyDuration":{"value":-30,"unit":"d"},"numberOfRepeatsAllowed":-4})",
         "open",
         false},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.bounds << " " << c.members) {
            const auto got = order(c.bounds, c.members);
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(on(got.phases[0].end) == c.end);
            BOOST_TEST(got.phases[0].end_estimated == c.estimated);
        }
}

BOOST_AUTO_TEST_CASE(a_period_that_ends_before_it_starts_is_no_reason_for_silence) {
    const auto got = order(R"(,"boundsPeriod":{"start":"2026-11-01","end":"2025-11-01"})", "");
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.phases[0].covers(now));
    BOOST_TEST(got.has(undated));
}

namespace {

std::string step(std::string_view head, std::string_view mg, std::string_view bounds) {
    return "{" + std::string(head) + dose(mg, "mg")
           + R"(,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d")" + std::string(bounds)
           + "}}}";
}
constexpr std::string_view two_weeks = R"(,"boundsDuration":{"value":2,"code":"wk"})";

}  // namespace

BOOST_AUTO_TEST_CASE(an_inner_step_without_length_leaves_the_rest_undated) {
    const auto got =
        read(step(R"("sequence":1,)", "60", "") + "," + step(R"("sequence":2,)", "40", two_weeks));
    BOOST_TEST_REQUIRE(got.phases.size() == 2u);
    BOOST_TEST(got.problems == std::uint32_t(undated));
    BOOST_TEST(got.phases[0].dated);
    BOOST_TEST(on(got.phases[0].end) == "open");
    BOOST_TEST(!got.phases[1].dated);
    BOOST_TEST(!got.phases[1].covers(now));
    BOOST_TEST(got.phases[1].mg_per_day == exactly(40));
}

BOOST_AUTO_TEST_CASE(an_inner_step_ends_where_the_next_one_is_dated) {
    const auto got = read(
        step(R"("sequence":1,)", "60", "") + ","
        + step(R"("sequence":2,)", "40", R"(,"boundsPeriod":{"start":"2026-12-20"})")
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 2u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(on(got.phases[0].end) == "2026-12-19");
    BOOST_TEST(got.phases[1].dated);
}

BOOST_AUTO_TEST_CASE(periods_without_sequence_stand_as_given) {
    const auto got = read(
        step("", "40", R"(,"boundsPeriod":{"start":"2026-12-01","end":"2026-12-14"})") + ","
        + step("", "60", R"(,"boundsPeriod":{"start":"2026-11-20","end":"2026-11-30"})")
    );
    BOOST_TEST_REQUIRE(got.phases.size() == 2u);
    BOOST_TEST(got.problems == 0u);
    BOOST_TEST(got.phases[0].mg_per_day == exactly(60));
    BOOST_TEST(!got.phases[0].covers(day(2026, 12, 1)));
    BOOST_TEST(got.phases[1].covers(day(2026, 12, 1)));
    const auto overlapping = read(
        step("", "40", R"(,"boundsPeriod":{"start":"2026-11-25","end":"2026-12-14"})") + ","
        + step("", "60", R"(,"boundsPeriod":{"start":"2026-11-20","end":"2026-11-30"})")
    );
    BOOST_TEST(overlapping.phases.at(0).covers(day(2026, 11, 28)));
    BOOST_TEST(overlapping.phases.at(1).covers(day(2026, 11, 28)));
}

BOOST_AUTO_TEST_CASE(lengths_without_sequence_read_as_a_taper_and_say_so) {
    const auto got =
        read(step("", "60", two_weeks) + "," + step("", "40", two_weeks) + "," + step("", "20", ""));
    BOOST_TEST_REQUIRE(got.phases.size() == 3u);
    BOOST_TEST(got.problems == std::uint32_t(ambiguous));
    BOOST_TEST(on(got.phases[1].start) == on(now + Days(14)));
    BOOST_TEST(on(got.phases[2].start) == on(now + Days(28)));
    BOOST_TEST(on(got.phases[2].end) == "open");
}

BOOST_AUTO_TEST_CASE(side_by_side) {
    const auto at = [](std::string_view mg, std::string_view when) {
        return dosage({dose(mg, "mg"), code(when)});
    };
    const auto different_times = read(at("20", "AM") + "," + at("10", "PM"));
    BOOST_TEST(different_times.phases.size() == 2u);
    BOOST_TEST(different_times.problems == 0u);
    const auto clock = read(
        dosage({dose("20", "mg"), repeat(R"("timeOfDay":["08:00:00"])")}) + ","
        + dosage({dose("10", "mg"), repeat(R"("timeOfDay":["20:00:00"])")})
    );
    BOOST_TEST(clock.phases.size() == 2u);
    const auto same_dose = read(at("20", "QD") + "," + at("20", "QD"));
    BOOST_TEST(same_dose.phases.size() == 2u);
    const auto three = read(at("20", "QD") + "," + at("10", "QD") + "," + at("5", "QD"));
    const Span want{5.0, 35.0};
    BOOST_TEST(three.phases.size() == 1u);
    BOOST_TEST(three.phases.at(0).mg_per_day == want);
    const auto other_route =
        read(at("20", "QD") + "," + dosage({dose("10", "mg"), code("QD"), R"("route":{"text":"IV"})"}));
    BOOST_TEST(other_route.phases.size() == 2u);
    const auto half_numbered = read(step(R"("sequence":1,)", "20", "") + "," + step("", "10", ""));
    BOOST_TEST(half_numbered.has(ambiguous));
}

BOOST_AUTO_TEST_CASE(dated_doses_in_one_week) {
    const auto daily = read(dosage(
        {dose("2.5", "mg"),
         R"("timing":{"event":["2026-11-20","2026-11-21","2026-11-22","2026-11-23","2026-11-24","2026-11-25","2026-11-26"]})"}
    ));
    BOOST_TEST(daily.phases.size() == 7u);
    BOOST_TEST(daily.phases.at(0).frequency == Frequency::daily);
    BOOST_TEST(daily.phases.at(0).mg_per_week == exactly(17.5));
    const auto split = read(dosage(
        {dose("2.5", "mg"),
         R"("timing":{"event":["2026-11-20T08:00:00Z","2026-11-20T20:00:00Z","2026-11-21T08:00:00Z"]})"}
    ));
    BOOST_TEST(split.phases.at(0).frequency == Frequency::multi_weekly);
    BOOST_TEST(split.phases.at(0).span_hours.value_or(-1) == 24);
    const auto weekly =
        read(dosage({dose("15", "mg"), R"("timing":{"event":["2026-11-20","2026-11-27","2026-12-04"]})"}));
    BOOST_TEST(weekly.phases.at(0).frequency == Frequency::weekly);
    BOOST_TEST(weekly.phases.at(0).mg_per_week == exactly(15));
    const auto partly = read(dosage({dose("15", "mg"), R"("timing":{"event":["2026-11-20","2025-02-29"]})"}));
    BOOST_TEST(partly.phases.size() == 1u);
    BOOST_TEST(partly.has(frequency_unreadable));
}

BOOST_AUTO_TEST_CASE(a_single_dose_takes_one_day) {
    for (const auto& timing :
         {repeat(R"("count":1)"),
          repeat(R"("count":1,"frequency":1,"period":1,"periodUnit":"d")"),
          code("once"),
          repeat(R"("count":1,"boundsPeriod":{"start":"2026-11-20","end":"2026-12-20"})")})
        BOOST_TEST_CONTEXT(timing) {
            const auto got = read(dosage({dose("50", "mg"), timing}));
            BOOST_TEST_REQUIRE(got.phases.size() == 1u);
            BOOST_TEST(got.problems == 0u);
            BOOST_TEST(got.phases[0].frequency == Frequency::once);
            BOOST_TEST(got.phases[0].administrations.value_or(0) == 1);
            BOOST_TEST(got.phases[0].mg_per_week == exactly(50));
            BOOST_TEST(on(got.phases[0].start) == on(now));
            BOOST_TEST(on(got.phases[0].end) == on(now));
        }
}

BOOST_AUTO_TEST_CASE(hostile_sizes) {
    std::string many, events, entries;
    for (int i = 0; i < 10'000; ++i) {
        many += (i ? "," : "") + dosage({"\"sequence\":" + std::to_string(i), dose("1", "mg"), once_daily});
        events += (i ? "," : "") + std::string(R"("2026-11-20")");
        entries += (i ? "," : "") + std::string(R"({"doseQuantity":{"value":1,"unit":"mg"}})");
    }
    const auto got = read(many);
    BOOST_TEST(got.phases.size() <= 400u);
    BOOST_TEST(got.has(dose_unreadable));
    BOOST_TEST(got.raw.size() <= 160u);
    BOOST_TEST(
        read(dosage({dose("1", "mg"), R"("timing":{"event":[)" + events + "]}"})).has(frequency_unreadable)
    );
    BOOST_TEST(
        read(dosage({"\"doseAndRate\":[" + entries + "]", once_daily})).phases.at(0).mg_per_day == exactly(1)
    );
    const auto long_steps = read(
        step(R"("sequence":1,)", "60", R"(,"boundsDuration":{"value":90,"code":"a"})") + ","
        + step(R"("sequence":2,)", "40", R"(,"boundsDuration":{"value":90,"code":"a"})")
    );
    BOOST_TEST(on(long_steps.phases.at(1).end) == on(now + Days(36'525)));
}

BOOST_AUTO_TEST_SUITE_END()
