// How often, as needed and in words, in the shapes in which real systems send it (checklist 17): what must be
// read of each, by RULES 2.5 steps 4, 5 and 7.
#include "tests/unit/fhir/dosage_plan.hpp"

using namespace dosage_test;

namespace {

const std::string sixty = "60/d 420/wk daily 2026-11-20..open";

}  // namespace

BOOST_AUTO_TEST_SUITE(dosage_rhythms)

BOOST_AUTO_TEST_CASE(as_needed_and_its_limits) {
    const std::string needed = R"("asNeededBoolean":true,)";
    const auto most = [](std::string_view amount, std::string_view per) {
        return R"("maxDosePerPeriod":{"numerator":{)" + std::string(amount) + R"(},"denominator":{)"
               + std::string(per) + "}},";
    };
    const std::string a_day = R"("value":1,"unit":"d")";
    const std::string five = dose("5", "mg") + ",";
    const std::string six_hourly = repeat(R"("frequency":1,"period":6,"periodUnit":"h")");
    expect(
        {
            {"no limit", needed + five + six_hourly, "0..20/d 0..140/wk as needed 2026-11-20..open"},
            {"a limit",
             needed + five + most(R"("value":10,"unit":"mg")", a_day) + six_hourly,
             "0..10/d 0..70/wk as needed 2026-11-20..open"},
            {"a limit in 24 hours",
             needed + five + most(R"("value":10,"unit":"mg")", R"("value":24,"unit":"h")") + six_hourly,
             "0..10/d 0..70/wk as needed 2026-11-20..open"},
            {"a limit in tablets",
             needed + five + most(R"("value":0.5,"unit":"TAB")", a_day) + six_hourly,
             "0..10/d 0..70/wk as needed 2026-11-20..open"},
            {"a limit above what is asked for",
             needed + five + most(R"("value":60,"unit":"mg")", a_day) + six_hourly,
             "0..20/d 0..140/wk as needed 2026-11-20..open"},
            {"for a reason",
             R"("asNeededCodeableConcept":{"text":"flare"},)" + five + six_hourly,
             "0..20/d 0..140/wk as needed 2026-11-20..open"},
            {"1 to 2 tablets",
             needed
                 + R"("doseAndRate":[{"doseRange":{"low":{"value":1,"unit":"tablet"},"high":{"value":2,"unit":"tablet"}}}],)"
                 + once_daily,
             "0..40/d 0..280/wk as needed 2026-11-20..open"},
            {"two limits (R5)",
             R"("maxDosePerPeriod":[{"numerator":{"value":60,"unit":"mg"},"denominator":{"value":1,"unit":"d"}},)"
             R"({"numerator":{"value":40,"unit":"mg"},"denominator":{"value":1,"unit":"d"}}],)"
                 + needed + five + code("Q1H"),
             "0..40/d 0..280/wk as needed 2026-11-20..open"},
            {"said to be not as needed",
             R"("asNeededBoolean":false,)" + five + six_hourly,
             "20/d 140/wk daily 2026-11-20..open"},
        },
        everything_known()
    );
}

BOOST_AUTO_TEST_CASE(how_often_in_every_shape) {
    const std::string ten = dose("10", "mg") + ",";
    const std::string daily = "10/d 70/wk daily 2026-11-20..open";
    const std::string twice = "20/d 140/wk daily 2026-11-20..open";
    const std::string weekly = "1.42857/d 10/wk weekly 2026-11-20..open";
    expect(
        {
            {"STU3", R"("doseQuantity":{"value":10,"unit":"mg"},)" + once_daily, daily},
            {"Epic's code",
             ten + R"("timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"},"code":{"text":"Daily"}})",
             daily},
            {"Cerner's code",
             ten + R"("timing":{"code":{"coding":[{"system":"https://fhir.cerner.com/x/codeSet/4003","code":"696543","display":"BID","userSelected":true}],"text":"BID"}})",
             twice},
            {"code with the display only",
             ten + R"("timing":{"code":{"coding":[{"code":"17","display":"Twice daily"}]}})",
             twice},
            {"sandbox", ten + repeat(R"("frequency":2,"period":1,"periodUnit":"d")"), twice},
            {"every 12 hours", ten + repeat(R"("frequency":1,"period":12,"periodUnit":"h")"), twice},
            {"clock times", ten + repeat(R"("timeOfDay":["08:00:00","20:00:00"])"), twice},
            {"clock times and a day",
             ten + repeat(R"("frequency":2,"period":1,"periodUnit":"d","timeOfDay":["08:00","20:00"])"),
             twice},
            {"before breakfast",
             ten + repeat(R"("frequency":1,"period":1,"periodUnit":"d","when":["ACM"])"),
             daily},
            {"breakfast and dinner", ten + repeat(R"("when":["PCM","PCV"])"), twice},
            {"no frequency", ten + repeat(R"("period":1,"periodUnit":"d")"), daily},
            {"no period", ten + repeat(R"("frequency":1,"periodUnit":"d")"), daily},
            {"DSTU2", ten + repeat(R"("frequency":1,"period":1,"periodUnits":"d")"), daily},
            {"1 to 2 times",
             ten + repeat(R"("frequency":1,"frequencyMax":2,"period":1,"periodUnit":"d")"),
             "10..20/d 70..140/wk daily 2026-11-20..open"},
            {"every second day",
             ten + repeat(R"("frequency":1,"period":48,"periodUnit":"h")"),
             "5/d 40/wk every other day 2026-11-20..open"},
            {"weekly", ten + once_weekly, weekly},
            {"every 7 days", ten + repeat(R"("frequency":1,"period":7,"periodUnit":"d")"), weekly},
            {"every 168 hours", ten + repeat(R"("frequency":1,"period":168,"periodUnit":"h")"), weekly},
            {"on Mondays", ten + repeat(R"("dayOfWeek":["mon"])"), weekly},
            {"daily, but only on Mondays",
             ten + repeat(R"("frequency":1,"period":1,"periodUnit":"d","dayOfWeek":["mon"])"),
             weekly},
            {"weekly at 8",
             ten
                 + repeat(
                     R"("frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon"],"timeOfDay":["08:00:00"])"
                 ),
             weekly},
            {"weekly code", ten + code("WK"), weekly},
            {"in words", ten + R"("timing":{"code":{"text":"Once Weekly"}})", weekly},
            {"Mondays and Thursdays",
             ten + repeat(R"("frequency":2,"period":1,"periodUnit":"wk","dayOfWeek":["mon","thu"])"),
             "2.85714/d 20/wk several times a week 2026-11-20..open"},
            {"every two weeks",
             ten + repeat(R"("frequency":1,"period":2,"periodUnit":"wk")"),
             "0.714286/d 10/wk every two weeks or more 2026-11-20..open"},
            {"every month",
             ten + repeat(R"("frequency":1,"period":1,"periodUnit":"mo")"),
             "0.328542/d 10/wk every two weeks or more 2026-11-20..open"},
        },
        draft()
    );
}

BOOST_AUTO_TEST_CASE(text_of_the_closed_grammar) {
    const auto text = [](std::string_view words) { return "\"text\":\"" + std::string(words) + "\""; };
    const std::string weekly = "2.14286/d 15/wk weekly 2026-11-20..open";
    const std::string unread = "?/d ?/wk unknown 2026-11-20..open !dose !frequency";
    expect(
        {
            {"NHS", text("Take 3 tablets once daily"), sixty},
            {"strength in the text", text("take three tablets of 20 mg by mouth daily"), sixty},
            {"capitals", text("TAKE 60 MG PO QD."), sixty},
            {"twice", text("1 tab po bid for 10 days"), "40/d 280/wk daily 2026-11-20..2026-11-29"},
            {"three times", text("give 1 tablet orally tid"), "60/d 420/wk daily 2026-11-20..open"},
            {"once a week", text("take 15 mg once a week"), weekly},
            {"on a day", text("take 15 mg by mouth on Mondays"), weekly},
            {"every Friday", text("inject 0.6 mL subcut every Friday"), weekly},
            {"a taper",
             text("take 60 mg daily for 1 week then 40 mg daily for 1 week then 20 mg daily"),
             "60/d 420/wk daily 2026-11-20..2026-11-26; 40/d 280/wk daily 2026-11-27..2026-12-03; "
             "20/d 140/wk daily 2026-12-04..open"},
            {"the patient's wording",
             R"("text":"see note","patientInstruction":"Take 3 tablets daily")",
             sixty},
            {"as directed", text("as directed"), unread},
            {"more than the grammar", text("take 3 tablets daily with food"), unread},
            {"a range in words", text("take 1-2 tablets daily"), unread},
            {"nought", text("take 0 tablets daily"), unread},
            {"a leading point", text("take .5 mg daily"), unread},
            {"a taper with a part that is not read", text("take 60 mg daily for 1 week then taper"), unread},
        },
        everything_known()
    );
}

BOOST_AUTO_TEST_SUITE_END()
