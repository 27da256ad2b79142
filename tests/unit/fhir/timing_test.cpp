#include "fhir/timing.hpp"
#include "tests/unit/fhir/dosage_fixture.hpp"

using namespace dosage_test;

BOOST_AUTO_TEST_SUITE(timing)

namespace {

constexpr double month = 30.4375;

struct ReadTiming {
    Document document;
    Timing timing;
    explicit ReadTiming(std::string_view members) {
        const auto parsed = document.parse("{" + std::string(members) + "}");
        BOOST_TEST_REQUIRE(parsed.has_value());
        timing = read_timing((*parsed)["timing"], Zone{});
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(codes_and_their_spellings) {
    struct Case {
        std::string_view text;
        double per_day;
        Frequency frequency;
    };
    const Case cases[] = {
        {"QD", 1, Frequency::daily},
        {"AM", 1, Frequency::daily},
        {"PM", 1, Frequency::daily},
        {"BED", 1, Frequency::daily},
        {"BID", 2, Frequency::daily},
        {"TID", 3, Frequency::daily},
        {"QID", 4, Frequency::daily},
        {"QOD", 0.5, Frequency::alternate},
        {"Q1H", 24, Frequency::daily},
        {"Q4H", 6, Frequency::daily},
        {"Q6H", 4, Frequency::daily},
        {"Q8H", 3, Frequency::daily},
        {"Q12H", 2, Frequency::daily},
        {"WK", 1.0 / 7, Frequency::weekly},
        {"MO", 1 / month, Frequency::cyclic},
        {"Daily", 1, Frequency::daily},
        {"once daily", 1, Frequency::daily},
        {"Once a day.", 1, Frequency::daily},
        {"every day", 1, Frequency::daily},
        {"b.i.d.", 2, Frequency::daily},
        {"twice  a day", 2, Frequency::daily},
        {"3 times daily", 3, Frequency::daily},
        {"every 24 hours", 1, Frequency::daily},
        {"Every 6 hours", 4, Frequency::daily},
        {"every 2 days", 0.5, Frequency::alternate},
        {"every other day", 0.5, Frequency::alternate},
        {"once weekly", 1.0 / 7, Frequency::weekly},
        {"Weekly", 1.0 / 7, Frequency::weekly},
        {"every week", 1.0 / 7, Frequency::weekly},
        {"1x/week", 1.0 / 7, Frequency::weekly},
        {"once per week", 1.0 / 7, Frequency::weekly},
        {"every 7 days", 1.0 / 7, Frequency::weekly},
        {"Every Monday", 1.0 / 7, Frequency::weekly},
        {"once weekly on Monday", 1.0 / 7, Frequency::weekly},
        {"twice weekly", 2.0 / 7, Frequency::multi_weekly},
        {"three times a week", 3.0 / 7, Frequency::multi_weekly},
        {"Mon, Wed and Fri", 3.0 / 7, Frequency::multi_weekly},
        {"every two weeks", 1.0 / 14, Frequency::cyclic},
        {"Q4W", 1.0 / 28, Frequency::cyclic},
        {"monthly", 1 / month, Frequency::cyclic},
        {"once", 1, Frequency::once},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.text) {
            const auto got = timing_phrase(c.text);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST(close(got->per_day, exactly(c.per_day)));
            BOOST_TEST(got->frequency == c.frequency);
        }
}

BOOST_AUTO_TEST_CASE(unknown_or_ambiguous_phrases_are_not_guessed) {
    for (const std::string_view text :
         {"",
          " ",
          "biweekly",
          "bi-weekly",
          "BIW",
          "Mon-Fri",
          "daily prn",
          "as directed",
          "q",
          "qh",
          "q0h",
          "q8",
          "q8x",
          "every",
          "every 0 days",
          "every day or two",
          "0 times daily",
          "once once",
          "weekly daily",
          "and monday",
          "every 99999999999999999999 days",
          "twice",
          "a very long text that is no timing code of any kind at all"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!timing_phrase(text).has_value());
}

BOOST_AUTO_TEST_CASE(repeats) {
    struct Case {
        std::string_view repeat;
        Span per_day, per_week;
        Frequency frequency;
    };
    const auto days = [](double times) { return exactly(times); };
    const Case cases[] = {
        {R"("frequency":1,"period":1,"periodUnit":"d")", days(1), days(7), Frequency::daily},
        {R"("frequency":1,"period":24,"periodUnit":"h")", days(1), days(7), Frequency::daily},
        {R"("frequency":1,"period":8,"periodUnit":"h")", days(3), days(21), Frequency::daily},
        {R"("period":1,"periodUnit":"d")", days(1), days(7), Frequency::daily},
        {R"("frequency":2,"periodUnit":"d")", days(2), days(14), Frequency::daily},
        {R"("frequency":2,"period":1,"periodUnits":"d")", days(2), days(14), Frequency::daily},
        {R"("frequency":1,"frequencyMax":2,"period":1,"periodUnit":"d")",
         {1.0, 2.0},
         {7.0, 14.0},
         Frequency::daily},
        {R"("frequency":1,"period":1,"periodMax":2,"periodUnit":"d")",
         {0.5, 1.0},
         {4.0, 7.0},
         Frequency::daily},
        {R"("frequencyMax":3,"period":1,"periodUnit":"d")", {1.0, 3.0}, {7.0, 21.0}, Frequency::daily},
        {R"("frequency":1,"period":1.11,"periodMax":1.12,"periodUnit":"d")",
         {1 / 1.12, 1 / 1.11},
         {7 / 1.11, 7 / 1.11},
         Frequency::daily},
        {R"("frequency":1,"period":2,"periodUnit":"d")", days(0.5), days(4), Frequency::alternate},
        {R"("frequency":1,"period":3,"periodUnit":"d")", days(1.0 / 3), days(3), Frequency::multi_weekly},
        {R"("frequency":1,"period":6,"periodUnit":"d")", days(1.0 / 6), days(2), Frequency::multi_weekly},
        {R"("frequency":1,"period":7,"periodUnit":"d")", days(1.0 / 7), days(1), Frequency::weekly},
        {R"("frequency":1,"period":1,"periodUnit":"wk")", days(1.0 / 7), days(1), Frequency::weekly},
        {R"("frequency":2,"period":1,"periodUnit":"wk")", days(2.0 / 7), days(2), Frequency::multi_weekly},
        {R"("frequency":4,"period":1,"periodUnit":"wk")", days(4.0 / 7), days(4), Frequency::multi_weekly},
        {R"("frequency":5,"period":1,"periodUnit":"wk")", days(5.0 / 7), days(5), Frequency::alternate},
        {R"("frequency":7,"period":1,"periodUnit":"wk")", days(1), days(7), Frequency::daily},
        {R"("frequency":1,"period":10,"periodUnit":"d")", days(0.1), days(1), Frequency::weekly},
        {R"("frequency":1,"period":2,"periodUnit":"wk")", days(1.0 / 14), days(1), Frequency::cyclic},
        {R"("frequency":2,"period":4,"periodUnit":"wk")", days(2.0 / 28), days(2), Frequency::cyclic},
        {R"("frequency":1,"period":1,"periodUnit":"mo")", days(1 / month), days(1), Frequency::cyclic},
        {R"("frequency":1,"period":1,"periodUnit":"d","timeOfDay":["08:00:00","20:00:00"])",
         days(2),
         days(14),
         Frequency::daily},
        {R"("timeOfDay":["08:00:00"])", days(1), days(7), Frequency::daily},
        {R"("when":["ACM","ACV"])", days(2), days(14), Frequency::daily},
        {R"("frequency":1,"period":1,"periodUnit":"d","when":["C"])", days(1), days(7), Frequency::daily},
        {R"("when":["C"])", {1.0, 3.0}, {7.0, 21.0}, Frequency::daily},
        {R"("frequency":2,"period":1,"periodUnit":"d","timeOfDay":["08:00:00"])",
         {1.0, 2.0},
         {7.0, 14.0},
         Frequency::daily},
        {R"("dayOfWeek":["mon"])", days(1.0 / 7), days(1), Frequency::weekly},
        {R"("dayOfWeek":["mon","mon"])", days(1.0 / 7), days(1), Frequency::weekly},
        {R"("dayOfWeek":["mon","thu"])", days(2.0 / 7), days(2), Frequency::multi_weekly},
        {R"("dayOfWeek":["mon","tue","wed","thu","fri","sat","sun"])", days(1), days(7), Frequency::daily},
        {R"("frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon","tue","wed","thu","fri","sat","sun"])",
         days(1),
         days(7),
         Frequency::daily},
        {R"("frequency":2,"period":1,"periodUnit":"d","dayOfWeek":["mon"])",
         days(2.0 / 7),
         days(2),
         Frequency::multi_weekly},
        {R"("frequency":3,"period":1,"periodUnit":"wk","dayOfWeek":["mon","wed","fri"])",
         days(3.0 / 7),
         days(3),
         Frequency::multi_weekly},
        {R"("frequency":2,"period":1,"periodUnit":"wk","dayOfWeek":["mon"])",
         {1.0 / 7, 2.0 / 7},
         {1.0, 2.0},
         Frequency::multi_weekly},
        {R"("frequency":1,"period":2,"periodUnit":"wk","dayOfWeek":["tue"])",
         days(1.0 / 14),
         days(1),
         Frequency::cyclic},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.repeat) {
            const ReadTiming got(repeat(c.repeat));
            BOOST_TEST_REQUIRE((got.timing.state == Timing::State::readable));
            BOOST_TEST(close(got.timing.rate.per_day, c.per_day));
            BOOST_TEST(close(got.timing.rate.per_week, c.per_week));
            BOOST_TEST(got.timing.rate.frequency == c.frequency);
        }
}

BOOST_AUTO_TEST_CASE(numbers_that_make_no_sense_are_unreadable) {
    for (const std::string_view text :
         {R"("frequency":0,"period":1,"periodUnit":"d")",
          R"("frequency":-1,"period":1,"periodUnit":"d")",
          R"("frequency":"1","period":1,"periodUnit":"d")",
          R"("frequency":1,"period":0,"periodUnit":"d")",
          R"("frequency":1,"period":1)",
          R"("frequency":1,"period":1,"periodUnit":"fortnight")",
          R"("frequency":1e300,"period":1,"periodUnit":"d")",
          R"("frequency":1,"period":1e300,"periodUnit":"d")",
          R"("frequency":1,"period":1e-300,"periodUnit":"d")",
          R"("frequency":1,"period":1e9,"periodUnit":"a")",
          R"("frequency":3,"frequencyMax":2,"period":1,"periodUnit":"d")",
          R"("frequency":2000,"period":1,"periodUnit":"d")",
          R"("frequencyMax":0,"period":1,"periodUnit":"d")",
          R"("dayOfWeek":["moonday"])",
          R"("timeOfDay":["8 am"])",
          R"("timeOfDay":["25:00:00"])",
          R"("timeOfDay":[3])",
          R"("when":[7])",
          R"("period":{},"periodUnit":"d")"})
        BOOST_TEST_CONTEXT(text) {
            const ReadTiming got(repeat(text));
            BOOST_TEST((got.timing.state == Timing::State::unreadable));
        }
}

BOOST_AUTO_TEST_CASE(too_little_is_absent) {
    for (const std::string_view text :
         {"", R"("frequency":2)", R"("duration":2,"durationUnit":"h")", R"("boundsPeriod":{})"})
        BOOST_TEST_CONTEXT(text) {
            const ReadTiming got(repeat(text));
            BOOST_TEST((got.timing.state == Timing::State::absent));
        }
    BOOST_TEST((ReadTiming(code("C64525")).timing.state == Timing::State::absent));
}

BOOST_AUTO_TEST_CASE(code_and_repeat_compared) {
    struct Case {
        std::string_view timing;
        bool conflict;
    };
    const Case cases[] = {
        {R"("repeat":{"frequency":1,"period":1,"periodUnit":"d"},"code":{"text":"Daily"})", false},
        {R"("repeat":{"frequency":2,"period":1,"periodUnit":"d"},"code":{"coding":[{"code":"BID"}]})", false},
        {R"("repeat":{"frequency":1,"period":12,"periodUnit":"h"},"code":{"coding":[{"code":"BID"}]})",
         false},
        {R"("repeat":{"frequency":1,"period":4,"periodUnit":"wk"},"code":{"text":"monthly"})", false},
        {R"("repeat":{"frequency":1,"frequencyMax":2,"period":1,"periodUnit":"d"},"code":{"text":"BID"})",
         false},
        {R"("repeat":{"frequency":1,"period":1,"periodUnit":"wk"},"code":{"text":"local code 17"})", false},
        {R"("repeat":{"frequency":1,"period":1,"periodUnit":"wk"},"code":{"text":"Daily"})", true},
        {R"("repeat":{"frequency":1,"period":1,"periodUnit":"d"},"code":{"coding":[{"code":"WK"}]})", true},
        {R"("repeat":{"frequency":1,"period":1,"periodUnit":"d"},"code":{"text":"BID"})", true},
        {R"("repeat":{"dayOfWeek":["mon"]},"code":{"text":"every tuesday"})", true},
        {R"("code":{"coding":[{"code":"WK"}],"text":"daily"})", true},
        {R"("code":{"coding":[{"code":"WK","display":"weekly"}],"text":"once weekly"})", false},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.timing) {
            const ReadTiming got("\"timing\":{" + std::string(c.timing) + "}");
            BOOST_TEST(got.timing.conflict == c.conflict);
            BOOST_TEST((got.timing.conflicting != Frequency::unknown) == c.conflict);
        }
}

BOOST_AUTO_TEST_CASE(counts) {
    const ReadTiming once(repeat(R"("count":1,"frequency":1,"period":1,"periodUnit":"d")"));
    BOOST_TEST(once.timing.rate.frequency == Frequency::once);
    const ReadTiming five(repeat(R"("count":5,"frequency":1,"period":1,"periodUnit":"d")"));
    BOOST_TEST(five.timing.rate.frequency == Frequency::daily);
    BOOST_TEST(five.timing.bounds.days.value_or(0) == 5);
    const ReadTiming two(repeat(R"("count":2,"frequency":1,"period":2,"periodUnit":"wk")"));
    BOOST_TEST(two.timing.bounds.days.value_or(0) == 15);
    const ReadTiming range(repeat(R"("count":3,"countMax":6,"frequency":2,"period":1,"periodUnit":"d")"));
    BOOST_TEST(range.timing.bounds.days.value_or(0) == 3);
    const ReadTiming alone(repeat(R"("count":3)"));
    BOOST_TEST(alone.timing.rate.frequency == Frequency::once);
    BOOST_TEST(alone.timing.rate.per_week == exactly(3));
    const ReadTiming bounded(repeat(R"("count":2,"boundsDuration":{"value":2,"unit":"d"})"));
    BOOST_TEST(bounded.timing.rate.per_day == exactly(1));
}

BOOST_AUTO_TEST_CASE(lengths_of_time) {
    struct Case {
        std::string_view bounds;
        int days;  // 0: broken
    };
    const Case cases[] = {
        {R"("boundsDuration":{"value":28,"unit":"d"})", 28},
        {R"("boundsDuration":{"value":4,"code":"wk"})", 28},
        {R"("boundsDuration":{"value":72,"code":"h"})", 3},
        {R"("boundsDuration":{"value":36,"code":"h"})", 2},
        {R"("boundsDuration":{"value":1,"code":"mo"})", 30},
        {R"("boundsDuration":{"value":3,"unit":"months"})", 91},
        {R"("boundsDuration":{"value":1,"code":"a"})", 365},
        {R"("boundsDuration":{"value":30,"unit":"Day","code":"d"})", 30},
        {R"("boundsDuration":{"value":1e9,"code":"a"})", 36525},
        {R"("boundsDuration":{"value":0,"code":"d"})", 0},
        {R"("boundsDuration":{"value":-4,"code":"d"})", 0},
        {R"("boundsDuration":{"value":"4","code":"d"})", 0},
        {R"("boundsDuration":{"value":4})", 0},
        {R"("boundsRange":{"low":{"value":7,"unit":"d"},"high":{"value":2,"code":"wk"}})", 14},
        {R"("boundsRange":{"low":{"value":7,"unit":"d"}})", 7},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.bounds) {
            const ReadTiming got(repeat(c.bounds));
            BOOST_TEST(got.timing.bounds.days.value_or(0) == c.days);
            BOOST_TEST(got.timing.bounds.broken == (c.days == 0));
        }
}

BOOST_AUTO_TEST_SUITE_END()
