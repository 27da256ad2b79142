// Tapers, courses and dated doses as real orders carry them: RULES 2.5 steps 2 and 6. The order was written
// today, 20 November 2026, unless it says otherwise.
#include "tests/unit/fhir/dosage_plan.hpp"

#include <vector>

using namespace dosage_test;

namespace {

/// One dosage: its head ("sequence":1 or nothing), milligrams once daily, and further members of `repeat`.
std::string step(std::string_view head, std::string_view mg, std::string_view bounds = {}) {
    return "{" + std::string(head) + (head.empty() ? "" : ",") + dose(mg, "mg")
           + R"(,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d")"
           + (bounds.empty() ? "" : "," + std::string(bounds)) + "}}}";
}
std::string sequence(int number) {
    return "\"sequence\":" + std::to_string(number);
}
std::string days(int count) {
    return R"("boundsDuration":{"value":)" + std::to_string(count) + R"(,"unit":"d","code":"d"})";
}
std::string dates(std::string_view start, std::string_view end) {
    std::string out = R"("boundsPeriod":{"start":")" + std::string(start) + "\"";
    if (!end.empty()) out += R"(,"end":")" + std::string(end) + "\"";
    return out + "}";
}

struct Taper {
    std::string name, dosages, want, order = {};  // members of the order beside its dosages
};

void expect_calendars(const std::vector<Taper>& tapers, const DoseContext& context = draft()) {
    for (const auto& one : tapers) BOOST_TEST_CONTEXT(one.name) {
            const auto rest = one.order.empty() ? "" : "," + one.order;
            const Read got(R"({"dosageInstruction":[)" + one.dosages + "]" + rest + "}", context);
            BOOST_TEST(plan(got) == one.want);
        }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dosage_tapers)

BOOST_AUTO_TEST_CASE(steps_with_lengths_of_every_kind) {
    const std::string three =
        "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..2026-12-17; "
        "20/d 140/wk daily 2026-12-18..open";
    expect_calendars({
        {"days",
         step(sequence(1), "60", days(14)) + "," + step(sequence(2), "40", days(14)) + ","
             + step(sequence(3), "20"),
         three},
        {"weeks",
         step(sequence(1), "60", R"("boundsDuration":{"value":2,"code":"wk"})") + ","
             + step(sequence(2), "40", R"("boundsDuration":{"value":2,"unit":"weeks"})") + ","
             + step(sequence(3), "20"),
         three},
        {"numbers with gaps",
         step(sequence(10), "60", days(14)) + "," + step(sequence(30), "40", days(14)) + ","
             + step(sequence(70), "20"),
         three},
        {"numbers from nought",
         step(sequence(0), "60", days(14)) + "," + step(sequence(1), "40", days(14)) + ","
             + step(sequence(2), "20"),
         three},
        {"last one first",
         step(sequence(3), "20") + "," + step(sequence(1), "60", days(14)) + ","
             + step(sequence(2), "40", days(14)),
         three},
        {"a period, then a length",
         step(sequence(1), "60", dates("2026-11-20", "2026-12-03")) + "," + step(sequence(2), "40", days(14))
             + "," + step(sequence(3), "20"),
         three},
        {"a length, then a period",
         step(sequence(1), "60", days(14)) + "," + step(sequence(2), "40", dates("2026-12-04", "2026-12-17"))
             + "," + step(sequence(3), "20"),
         three},
        {"only the last step is dated",
         step(sequence(1), "60", days(14)) + "," + step(sequence(2), "40", days(14)) + ","
             + step(sequence(3), "20", dates("2026-12-18", "")),
         three},
        {"a range of lengths: the longer one",
         step(
             sequence(1),
             "60",
             R"("boundsRange":{"low":{"value":7,"unit":"d"},"high":{"value":14,"unit":"d"}})"
         ) + ","
             + step(sequence(2), "40", days(14)) + "," + step(sequence(3), "20"),
         three},
        {"a number of doses is a length",
         step(sequence(1), "60", R"("count":14)") + "," + step(sequence(2), "40", R"("count":14)") + ","
             + step(sequence(3), "20"),
         three},
        {"periods alone, in any order",
         step("", "20", dates("2026-12-18", "")) + "," + step("", "60", dates("2026-11-20", "2026-12-03"))
             + "," + step("", "40", dates("2026-12-04", "2026-12-17")),
         three},
        {"periods with time and offset",
         step("", "60", dates("2026-11-20T08:00:00Z", "2026-12-03T20:00:00Z")) + ","
             + step("", "40", dates("2026-12-04T08:00:00Z", "2026-12-17T20:00:00Z")) + ","
             + step("", "20", dates("2026-12-18T08:00:00Z", "")),
         three},
    });
}

BOOST_AUTO_TEST_CASE(two_instructions_within_one_step) {
    const auto at = [](int number, std::string_view mg, std::string_view when, std::string_view bounds) {
        return dosage(
            {sequence(number),
             dose(mg, "mg"),
             R"("timing":{"repeat":{"when":[")" + std::string(when) + "\"]," + std::string(bounds) + "}}"}
        );
    };
    expect_calendars({
        {"morning and evening for a week, then morning",
         at(1, "40", "MORN", days(7)) + "," + at(1, "20", "EVE", days(7)) + ","
             + at(2, "40", "MORN", days(7)),
         "40/d 280/wk daily 2026-11-20..2026-11-26; 20/d 140/wk daily 2026-11-20..2026-11-26; "
         "40/d 280/wk daily 2026-11-27..2026-12-03"},
        {"the evening dose runs longer: the next step waits",
         at(1, "40", "MORN", days(7)) + "," + at(1, "20", "EVE", days(14)) + ","
             + at(2, "10", "MORN", days(7)),
         "40/d 280/wk daily 2026-11-20..2026-11-26; 20/d 140/wk daily 2026-11-20..2026-12-03; "
         "10/d 70/wk daily 2026-12-04..2026-12-10"},
    });
}

BOOST_AUTO_TEST_CASE(where_a_taper_begins_and_ends) {
    const auto two = step(sequence(1), "60", days(14)) + "," + step(sequence(2), "40");
    auto earlier = draft();
    earlier.authored = now - Days(10);
    expect_calendars({
        {"from the dispense's validity",
         two,
         "60/d 420/wk daily 2026-12-01..2026-12-14; 40/d 280/wk daily 2026-12-15..open",
         R"("dispenseRequest":{"validityPeriod":{"start":"2026-12-01"}})"},
        {"its own start wins",
         step(sequence(1), "60", dates("2026-11-23", "2026-12-06")) + "," + step(sequence(2), "40"),
         "60/d 420/wk daily 2026-11-23..2026-12-06; 40/d 280/wk daily 2026-12-07..open",
         R"("dispenseRequest":{"validityPeriod":{"start":"2026-12-01"}})"},
        {"a supply only estimates the last end",
         two,
         "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..2026-12-19~",
         R"("dispenseRequest":{"expectedSupplyDuration":{"value":30,"unit":"days","code":"d"}})"},
        {"refills included",
         two,
         "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..2027-02-17~",
         R"("dispenseRequest":{"expectedSupplyDuration":{"value":30,"unit":"days","code":"d"},"numberOfRepeatsAllowed":2})"},
        {"an acute course ends with its validity",
         two,
         "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..2026-12-31",
         R"("courseOfTherapyType":{"coding":[{"code":"acute"}]},"dispenseRequest":{"validityPeriod":{"start":"2026-11-20","end":"2026-12-31"}})"},
        {"across a leap day",
         step("", "60", R"("boundsPeriod":{"start":"2028-02-28","end":"2028-03-01"})"),
         "60/d 420/wk daily 2028-02-28..2028-03-01"},
        {"a length across a leap day",
         step(sequence(1), "60", dates("2028-02-27", "2028-02-29")) + "," + step(sequence(2), "40", days(2)),
         "60/d 420/wk daily 2028-02-27..2028-02-29; 40/d 280/wk daily 2028-03-01..2028-03-02"},
    });
    expect_calendars(
        {{"written ten days ago",
          two,
          "60/d 420/wk daily 2026-11-10..2026-11-23; 40/d 280/wk daily 2026-11-24..open"}},
        earlier
    );
}

BOOST_AUTO_TEST_CASE(what_cannot_be_put_on_the_calendar_is_said) {
    expect_calendars({
        {"an inner step without a length",
         step(sequence(1), "60", days(14)) + "," + step(sequence(2), "40") + ","
             + step(sequence(3), "20", days(14)),
         "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..open; 20/d 140/wk daily "
         "undated !undated"},
        {"a length below nought",
         step(sequence(1), "60", days(-14)) + "," + step(sequence(2), "40", days(14)),
         "60/d 420/wk daily 2026-11-20..open; 40/d 280/wk daily undated !undated"},
        {"some numbered, some not",
         step(sequence(1), "60") + "," + step("", "20"),
         "20..80/d 140..560/wk daily 2026-11-20..open !ambiguous"},
        {"F9 with three",
         step("", "20") + "," + step("", "10") + "," + step("", "5"),
         "5..35/d 35..245/wk daily 2026-11-20..open !ambiguous"},
    });
}

// RULES 2.5 step 2: different sequence numbers are sequential. EHRs write the end of a step as the moment at
// which the next begins; a dose of both steps on that day would be a false overdose.
BOOST_AUTO_TEST_CASE(the_day_of_the_change_belongs_to_the_new_dose) {
    const std::string want =
        "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..2026-12-31";
    const auto two = [](const std::string& first, const std::string& then, bool numbered) {
        return step(numbered ? sequence(1) : "", "60", first) + ","
               + step(numbered ? sequence(2) : "", "40", then);
    };
    expect_calendars({
        {"the same day",
         two(dates("2026-11-20", "2026-12-04"), dates("2026-12-04", "2026-12-31"), true),
         want},
        {"a second apart",
         two(dates("2026-11-20T08:00:00Z", "2026-12-04T07:59:59Z"),
             dates("2026-12-04T08:00:00Z", "2026-12-31T07:59:59Z"),
             true),
         want},
        {"midnight of another zone",
         two(dates("2026-11-20T00:00:00-06:00", "2026-12-03T23:59:59-06:00"),
             dates("2026-12-04T00:00:00-06:00", "2026-12-31T17:00:00-06:00"),
             true),
         want},
        {"without numbers",
         two(dates("2026-11-20T08:00:00Z", "2026-12-04T08:00:00Z"),
             dates("2026-12-04T08:00:00Z", "2026-12-31"),
             false),
         want},
        {"the last step is open",
         two(dates("2026-11-20", "2026-12-04"), dates("2026-12-04", ""), true),
         "60/d 420/wk daily 2026-11-20..2026-12-03; 40/d 280/wk daily 2026-12-04..open"},
        // More than the day of the change is a sum.
        {"two days in common",
         two(dates("2026-11-20", "2026-12-05"), dates("2026-12-04", "2026-12-31"), true),
         "60/d 420/wk daily 2026-11-20..2026-12-05; 40/d 280/wk daily 2026-12-04..2026-12-31"},
        {"one number is one dose",
         step(sequence(1), "60", dates("2026-11-20", "2026-12-04")) + ","
             + step(sequence(1), "40", dates("2026-12-04", "2026-12-31")),
         "60/d 420/wk daily 2026-11-20..2026-12-04; 40/d 280/wk daily 2026-12-04..2026-12-31"},
        {"a single day",
         two(dates("2026-12-04", "2026-12-04"), dates("2026-12-04", "2026-12-31"), true),
         "60/d 420/wk daily 2026-12-04..2026-12-04; 40/d 280/wk daily 2026-12-04..2026-12-31"},
    });
}

BOOST_AUTO_TEST_CASE(side_by_side_where_they_overlap) {
    expect_calendars({
        {"periods that overlap by four days",
         step("", "60", dates("2026-11-20", "2026-11-30")) + ","
             + step("", "40", dates("2026-11-27", "2026-12-14")),
         "60/d 420/wk daily 2026-11-20..2026-11-30; 40/d 280/wk daily 2026-11-27..2026-12-14"},
        {"the same dose twice is both",
         step("", "20") + "," + step("", "20"),
         "20/d 140/wk daily 2026-11-20..open; 20/d 140/wk daily 2026-11-20..open"},
        {"one step, two numbers alike",
         step(sequence(1), "20", days(7)) + "," + step(sequence(1), "10", days(7)),
         "20/d 140/wk daily 2026-11-20..2026-11-26; 10/d 70/wk daily 2026-11-20..2026-11-26"},
        {"daily and as needed on top",
         step("", "20") + "," + dosage({dose("10", "mg"), once_daily, R"("asNeededBoolean":true)"}),
         "20/d 140/wk daily 2026-11-20..open; 0..10/d 0..70/wk as needed 2026-11-20..open"},
    });
}

BOOST_AUTO_TEST_CASE(single_dated_doses) {
    const auto events = [](std::string_view list) {
        return dosage({dose("1000", "mg"), R"("timing":{"event":[)" + std::string(list) + "]}"});
    };
    const auto once = [](std::string_view day) {
        return "1000/d 1000/wk once " + std::string(day) + ".." + std::string(day);
    };
    expect_calendars({
        {"rituximab, two weeks apart",
         events(R"("2026-11-20","2026-12-04")"),
         once("2026-11-20") + "; " + once("2026-12-04")},
        {"six months apart",
         events(R"("2026-11-20","2027-05-20")"),
         once("2026-11-20") + "; " + once("2027-05-20")},
        {"with times",
         events(R"("2026-11-20T09:00:00Z","2026-12-04T09:00:00Z")"),
         once("2026-11-20") + "; " + once("2026-12-04")},
        {"one only", events(R"("2026-11-20")"), once("2026-11-20")},
        {"leap day", events(R"("2028-02-29")"), once("2028-02-29")},
        {"three days running",
         events(R"("2026-11-20","2026-11-21","2026-11-22")"),
         "1000/d 3000/wk several times a week 2026-11-20..2026-11-20; 1000/d 3000/wk several times a week "
         "2026-11-21..2026-11-21; "
         "1000/d 3000/wk several times a week 2026-11-22..2026-11-22"},
        {"one date cannot be read",
         events(R"("2026-11-20","2026-02-30")"),
         once("2026-11-20") + " !frequency"},
        {"a count of one", dosage({dose("1000", "mg"), repeat(R"("count":1)")}), once("2026-11-20")},
        {"one dose on a given day",
         dosage({dose("1000", "mg"), repeat(R"("count":1,"boundsPeriod":{"start":"2026-12-04"})")}),
         once("2026-12-04")},
        {"a pulse of three days",
         dosage({dose("1", "g"), repeat(R"("count":3,"frequency":1,"period":1,"periodUnit":"d")")}),
         "1000/d 7000/wk daily 2026-11-20..2026-11-22"},
    });
}

BOOST_AUTO_TEST_SUITE_END()
