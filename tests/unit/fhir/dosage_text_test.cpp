#include "fhir/dosage_text.hpp"
#include "fhir/frequency_words.hpp"
#include "tests/unit/fhir/dosage_fixture.hpp"

using namespace dosage_test;

BOOST_AUTO_TEST_SUITE(dosage_text)

BOOST_AUTO_TEST_CASE(reads_the_closed_grammar) {
    struct Case {
        std::string_view text;
        double amount;
        std::string_view unit;
        double per_day;
        Frequency frequency;
    };
    constexpr double week = 1.0 / 7;
    const Case cases[] = {
        {"take 2 tablets of 50 mg by mouth once daily", 2, "tablet", 1, Frequency::daily},
        {"Take 1 tablet by mouth daily", 1, "tablet", 1, Frequency::daily},
        {"TAKE ONE TABLET PO QD", 1, "tablet", 1, Frequency::daily},
        {"give 3 capsules orally twice daily", 3, "capsule", 2, Frequency::daily},
        {"1 cap tid", 1, "capsule", 3, Frequency::daily},
        {"500 mg bid", 500, "mg", 2, Frequency::daily},
        {"60 mg every day", 60, "mg", 1, Frequency::daily},
        {"5 mL po daily", 5, "mL", 1, Frequency::daily},
        {"15 mg weekly", 15, "mg", week, Frequency::weekly},
        {"inject 15 mg sc once weekly", 15, "mg", week, Frequency::weekly},
        {"inject 20 mg subcut once a week", 20, "mg", week, Frequency::weekly},
        {"15 mg every week", 15, "mg", week, Frequency::weekly},
        {"15 mg every Monday", 15, "mg", week, Frequency::weekly},
        {"15 mg on Mondays", 15, "mg", week, Frequency::weekly},
        {"15 mg weekly on Monday", 15, "mg", week, Frequency::weekly},
        {"15 mg on Mondays and Thursdays", 15, "mg", 2 * week, Frequency::multi_weekly},
        {"15 mg on Monday, Wednesday, and Friday", 15, "mg", 3 * week, Frequency::multi_weekly},
        {"15 mg on Monday and Monday", 15, "mg", week, Frequency::weekly},
        {"  take   6  tablets of 2.5 mg  once weekly. ", 6, "tablet", week, Frequency::weekly},
        {"0.5 tablet(s) daily", 0.5, "tablet", 1, Frequency::daily},
        {"ten mg daily for 2 weeks", 10, "mg", 1, Frequency::daily},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.text) {
            const auto got = parse_dosage_text(c.text);
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST_REQUIRE(got->size() == 1u);
            BOOST_TEST(got->front().amount == c.amount);
            BOOST_TEST(got->front().unit == c.unit);
            BOOST_TEST(got->front().doses_per_day == c.per_day);
            BOOST_TEST(got->front().frequency == c.frequency);
        }
}

BOOST_AUTO_TEST_CASE(refuses_everything_else) {
    for (const std::string_view text :
         {"",
          ".",
          "as directed",
          "take",
          "take daily",
          "take tablets daily",
          "2 tablets",
          "2 tablets daily as needed",
          "2-3 tablets daily",
          "2 to 3 tablets daily",
          "take 1 tablet by mouth daily with food",
          "3 tablets (60 mg) daily",
          "1 tablet every other day",
          "1 tablet qid",
          "1 tablet every 8 hours",
          "1 tablet daily on monday",
          "1 tablet twice weekly",
          "1 tablet on monday and",
          "1 tablet on monday, wednesday and daily",
          "1 tablet on monday to friday",
          "1 tablet on monday or friday",
          "1 tablet weekly on monday and thursday",
          "1 tablet every monday and thursday",
          "1 tablet every mon",
          "2,5 mg daily",
          "1,000 mg daily",
          ".5 mg daily",
          "5. mg daily",
          "0 mg daily",
          "-5 mg daily",
          "1e3 mg daily",
          "0x10 mg daily",
          "nan mg daily",
          "inf mg daily",
          "eleven mg daily",
          "60 mg of 20 mg daily",
          "2 tablets of 50 daily",
          "2 tablets of mg daily",
          "5 puffs daily",
          "60mg daily",
          "60 mg daily..",
          "60 mg daily for weeks",
          "60 mg daily for 0 weeks",
          "60 mg daily for 2 years",
          "60 mg daily then",
          "60 mg daily then as directed",
          "then 60 mg daily",
          "60 mg daily 40 mg daily",
          "60 mg daily for 2 weeks, then 40 mg daily",
          "do not take 60 mg daily",
          "60 mg by daily",
          "60 mg once monday"})
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_dosage_text(text).has_value());
}

BOOST_AUTO_TEST_CASE(then_makes_phases_in_order) {
    const auto got =
        parse_dosage_text("take 60 mg daily for 4 weeks then 40 mg daily for ten days then 20 mg daily");
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST_REQUIRE(got->size() == 3u);
    BOOST_TEST((*got)[0].days.value_or(0) == 28);
    BOOST_TEST((*got)[1].days.value_or(0) == 10);
    BOOST_TEST((*got)[1].amount == 40);
    BOOST_TEST(!(*got)[2].days.has_value());
}

BOOST_AUTO_TEST_CASE(keeps_strength_route_and_weekday) {
    const auto got = parse_dosage_text("inject 2 tabs of 2.5 mg subcut every sunday for 1 month");
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->front().strength_mg.value_or(0) == 2.5);
    BOOST_TEST(got->front().route == "sc");
    BOOST_TEST(int(got->front().weekdays) == 64);
    BOOST_TEST(got->front().days.value_or(0) == 30);
}

BOOST_AUTO_TEST_CASE(a_number_without_a_unit_tells_how_often_but_not_how_much) {
    const auto got = read(R"({"text":"take 6 once weekly"})", tablets_of(2.5));
    BOOST_TEST_REQUIRE(got.phases.size() == 1u);
    BOOST_TEST(got.problems == std::uint32_t(dose_unreadable));
    BOOST_TEST(got.phases[0].frequency == Frequency::weekly);
    BOOST_TEST(!got.phases[0].mg_per_dose.known());
}

BOOST_AUTO_TEST_CASE(too_many_parts_are_not_read) {
    std::string text = "1 mg daily for 1 day";
    for (int i = 0; i < 5000; ++i) text += " then 1 mg daily for 1 day";
    BOOST_TEST(!parse_dosage_text(text).has_value());
}

BOOST_AUTO_TEST_CASE(words_of_text_outside_the_grammar) {
    struct Case {
        std::string_view text;
        bool daily, weekly, several_days = false;
    };
    const Case cases[] = {
        {"as directed", false, false},
        {"6 tablets as directed, daily", true, false},
        {"one BID with food", true, false},
        {"2 tabs every day at breakfast", true, false},
        {"1 tablet/day", true, false},
        {"1 tablet for 10/days", false, false},
        {"6 tablets ONCE WEEKLY as directed", false, true},
        {"6 tablets on Mondays as directed", false, true},
        {"6 tablets once a week as directed", false, true},
        {"15 mg for a week", false, false},
        {"2.5 mg twice weekly", false, false},
        {"6 tablets once weekly on Monday. Do NOT take daily!", false, true},
        {"not more than 4 daily", true, false},
        {"weeklyish dailyish", false, false},
        // several days a week, in words of taking the drug only
        {"Take 6 tablets on Monday, Wednesday and Friday", false, false, true},
        {"Take 1 tablet Monday to Friday", false, false, true},
        {"Take 1 tablet Monday through Friday", false, false, true},
        {"Take 1 tablet Mon-Fri", false, false, true},
        {"Take 1 tablet Monday\xe2\x80\x93"
         "Friday",
         false,
         false,
         true},
        {"6 tablets Mon/Thu", false, false, true},
        {"Take 2.5 mg Sat and Sun", false, false, false},  // "sun" alone is another word
        {"Take Sun, Mon, Tue", false, false, true},
        {"15 mg every Monday and every Thursday", false, false, true},
        {"Take 15 mg on Monday and 15 mg on Friday", false, false, true},
        {"Take 6 tablets once weekly on Monday, Wednesday, Friday", false, false, true},
        {"Take 1 tablet every weekday", false, false, true},
        {"Take 1 tablet on weekdays", false, false, true},
        {"Take 1 tablet on Monday. Take 1 tablet on Friday.", false, false, true},
        // perhaps several
        {"Take 6 tablets on Monday or Tuesday", false, false},
        {"6 tablets Monday and Thursday per plan of Dr X", false, false},
        {"6 tablets on Mondays, 1 tablet on other days", false, false},
        {"2 doses weekly", false, false},
        {"Take one tablet for 3 days each week", false, false},
        {"take 1 tablet three consecutive days weekly", false, false},
        {"one tablet 7 days each week", false, false},
        {"1 tablet every weekend", false, false},
        {"Weekly blood tests. As directed.", false, false},
        {"As directed. Blood test every Monday.", false, false},
        // one day a week
        {"15 mg on Mondays", false, true},
        {"6 tablets Monday morning and Monday evening", false, true},
        {"6 tablets weekly (every 7 days)", false, true},
        {"15 mg weekly for 28 days", false, true},
        {"6 tablets every Monday, do not take any other day", false, true},
        {"Take on Monday. Never take on Tuesday or Wednesday", false, true},
        {"Do not crush. Take on Monday", false, true},
        {"Do not crush, take on Monday and Friday", false, false},
        {"Take 6 tablets on Monday; folic acid 5 mg on Tuesday", false, true},
        {"6 tablets every Monday. Take folic acid on all other days", false, true},
        {"Folic acid on Tuesday, methotrexate 15 mg on Monday", false, true},
        {"6 tablets weekly, blood test on Thursday and Friday", false, true},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.text) {
            const auto got = frequency_words(c.text);
            BOOST_TEST(got.daily == c.daily);
            BOOST_TEST(got.weekly == c.weekly);
            BOOST_TEST(got.several_days == c.several_days);
        }
}

BOOST_AUTO_TEST_SUITE_END()
