#include "cards/actions.hpp"
#include "cards/changed_order.hpp"
#include "tests/unit/cards/call.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_changed_order)

using namespace iim;
using namespace iim::cards::sample;
using engine::ChangeOrder;
using engine::Route;

std::string r4(const std::string& rest) {
    return R"({"resourceType":"MedicationRequest","id":"d1","status":"draft","intent":"order",)"
           R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
           R"("code":"6851"}],"text":"methotrexate 2.5 mg tablet"},)"
           R"("subject":{"reference":"Patient/pat-1"})"
           + rest + "}";
}

constexpr std::string_view r4_daily =
    R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
    R"("doseAndRate":[{"doseQuantity":{"value":15.00,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}]}])";

ChangeOrder weekly(std::optional<double> dose = {}) {
    ChangeOrder change;
    change.dose = dose;
    change.period_unit = "wk";
    change.weekdays = 1;
    return change;
}

BOOST_AUTO_TEST_CASE(only_the_instruction_differs) {
    const Call call(
        r4(R"(,"extension":[{"url":"http://x/y", "valueDecimal":1.50}],"meta":{"tag":[]},)"
           R"("contained":[{"resourceType":"Medication","id":"m","n":1e2}],"vendor":{"a":"\u00e9"},)"
           + std::string(r4_daily) + R"(,"substitution":{"allowedBoolean":false})")
    );
    BOOST_TEST(
        call.changed(weekly()).resource
        == r4(
            R"(,"extension":[{"url":"http://x/y", "valueDecimal":1.50}],"meta":{"tag":[]},)"
            R"("contained":[{"resourceType":"Medication","id":"m","n":1e2}],"vendor":{"a":"\u00e9"},)"
            R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk",)"
            R"("dayOfWeek":["mon"]}},"doseAndRate":[{"doseQuantity":{"value":15.00,"unit":"mg",)"
            R"("system":"http://unitsofmeasure.org","code":"mg"}}],)"
            R"("text":"Take 15 mg by mouth once weekly on Monday"}],"substitution":{"allowedBoolean":false})"
        )
    );
}

BOOST_AUTO_TEST_CASE(old_words_that_would_contradict_go) {
    const Call call(
        r4(R"(,"text":{"status":"generated","div":"<div>15 mg daily</div>"},"dosageInstruction":[{)"
           R"("sequence":1,"extension":[{"url":"http://x","valueString":"keep"}],"text":"15 mg daily",)"
           R"("_text":{"id":"t"},"patientInstruction":"Take every day",)"
           R"("additionalInstruction":[{"text":"Take 2 tablets"},{"text":"With food","id":"k"}],)"
           R"("timing":{"code":{"text":"QD"},"repeat":{"boundsDuration":{"value":28,"code":"d"},)"
           R"("count":28,"frequency":1,"period":1,"periodUnit":"d","timeOfDay":["08:00:00"]}},)"
           R"("asNeededBoolean":false,"maxDosePerPeriod":{"numerator":{"value":15}},)"
           R"("doseAndRate":[{"doseQuantity":{"value":15,"unit":"mg","code":"mg"}}]}])")
    );
    BOOST_TEST(
        call.changed(weekly(10)).resource
        == r4(
            R"(,"dosageInstruction":[{"sequence":1,"extension":[{"url":"http://x","valueString":"keep"}],)"
            R"("text":"Take 10 mg by mouth once weekly on Monday for 28 days",)"
            R"("additionalInstruction":[{"text":"With food","id":"k"}],)"
            R"("timing":{"repeat":{"boundsDuration":{"value":28,"code":"d"},"timeOfDay":["08:00:00"],)"
            R"("frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon"]}},)"
            R"("doseAndRate":[{"doseQuantity":{"value":10,"unit":"mg","system":"http://unitsofmeasure.org",)"
            R"("code":"mg"},"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type",)"
            R"("code":"ordered"}]}}]}])"
        )
    );
}

BOOST_AUTO_TEST_CASE(the_frequency_stays_when_only_the_dose_changes) {
    ChangeOrder change;
    change.dose = 7.5;
    change.timing = false;
    const Call call(r4("," + std::string(r4_daily)));
    const std::string made = call.changed(change).resource;
    BOOST_TEST(made.find(R"("timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}})") != made.npos);
    BOOST_TEST(made.find(R"("value":7.5)") != made.npos);
    BOOST_TEST(made.find("15.00") == made.npos);
    BOOST_TEST(made.find("Take 7.5 mg by mouth once daily") != made.npos);
}

BOOST_AUTO_TEST_CASE(one_of_several_views_of_a_dose_stays) {
    const auto row = [](std::string_view type, int mg) {
        return fmt::format(
            R"({{"type":{{"coding":[{{"system":"http://epic.com/CodeSystem/dose-rate-type","code":"{}"}}]}},)"
            R"("doseQuantity":{{"value":{},"unit":"mg","code":"mg"}}}})",
            type,
            mg
        );
    };
    const Call call(
        r4(R"(,"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
           R"("doseAndRate":[)"
           + row("calculated", 15) + "," + row("ordered", 15) + "]}]")
    );
    const std::string made = call.changed(weekly(10)).resource;
    BOOST_TEST(made.find("calculated") == made.npos);
    BOOST_TEST(made.find(R"("code":"ordered")") != made.npos);
    BOOST_TEST(made.find(R"("value":15)") == made.npos);
}

BOOST_AUTO_TEST_CASE(stu3_keeps_its_shape) {
    const Call call(
        R"({"resourceType":"MedicationRequest","id":"d1","status":"draft","intent":"order",)"
        R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
        R"("code":"6851"}]},"subject":{"reference":"Patient/pat-1"},"requester":{"agent":{"display":"x"}},)"
        R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
        R"("doseQuantity":{"value":15,"unit":"mg","code":"mg"}}]})"
    );
    const std::string made = call.changed(weekly(10)).resource;
    BOOST_TEST(made.find("doseAndRate") == made.npos);
    BOOST_TEST(
        made.find(
            R"("doseQuantity":{"value":10,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"})"
        )
        != made.npos
    );
    BOOST_TEST(made.find(R"("requester":{"agent":{"display":"x"}})") != made.npos);
}

BOOST_AUTO_TEST_CASE(length_route_note_and_supply) {
    ChangeOrder change;
    change.timing = false;
    change.days = 14;
    change.route = Route::sc;
    change.supply_weeks = 4;
    change.note = "Changed by advice";
    const Call call(
        r4(R"(,"note":[{"text":"old","time":"2026"}],)" + std::string(r4_daily)
           + R"(,"dispenseRequest":{"quantity":{"value":90},"performer":{"display":"p"}})")
    );
    const std::string made = call.changed(change).resource;
    BOOST_TEST(
        made.find(R"("note":[{"text":"old","time":"2026"},{"text":"Changed by advice"}])") != made.npos
    );
    BOOST_TEST(
        made.find(
            R"("boundsDuration":{"value":14,"unit":"days","system":"http://unitsofmeasure.org","code":"d"})"
        )
        != made.npos
    );
    BOOST_TEST(made.find(R"("code":"34206005")") != made.npos);
    BOOST_TEST(made.find("Inject 15 mg under the skin once daily for 14 days") != made.npos);
    BOOST_TEST(
        made.find(
            R"("dispenseRequest":{"performer":{"display":"p"},"numberOfRepeatsAllowed":0,)"
            R"("expectedSupplyDuration":{"value":28,"unit":"days","system":"http://unitsofmeasure.org","code":"d"}})"
        )
        != made.npos
    );
}

BOOST_AUTO_TEST_CASE(amounts_to_dispense_go_with_the_old_dose) {
    const std::string supply =
        R"(,"dispenseRequest":{"quantity":{"value":90},"initialFill":{"quantity":{"value":30}},)"
        R"("numberOfRepeatsAllowed":3})";
    const Call call(r4(std::string(",") + std::string(r4_daily) + supply));
    ChangeOrder lower;
    lower.dose = 5;
    const std::string made = call.changed(lower).resource;
    BOOST_TEST(made.find(R"("dispenseRequest":{"numberOfRepeatsAllowed":3})") != made.npos, made);
    BOOST_TEST(made.find("The amount to dispense fitted the old dose: set it anew.") != made.npos);
    ChangeOrder noted;  // the dose stays, and its amount with it
    noted.timing = false;
    noted.note = "Hydrate";
    BOOST_TEST(call.changed(noted).resource.find(supply) != std::string::npos);
    const Call only_amount(
        r4(std::string(",") + std::string(r4_daily) + R"(,"dispenseRequest":{"quantity":{"value":90}})")
    );
    BOOST_TEST(only_amount.changed(lower).resource.find("dispenseRequest") == std::string::npos);
    const Call none(r4(std::string(",") + std::string(r4_daily)));
    BOOST_TEST(none.changed(lower).resource.find("dispense") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_note_that_is_there_is_not_added_again) {
    ChangeOrder noted;
    noted.timing = false;
    noted.note = "Hydrate";
    const Call call(r4(R"(,"note":[{"text":"Hydrate"}],)" + std::string(r4_daily)));
    BOOST_TEST(call.changed(noted).resource.empty());
    BOOST_TEST(call.changed(noted).because == "it has this note already");
    noted.note = "Slow rate";
    BOOST_TEST(!call.changed(noted).resource.empty());
}

/// `unit` is optional in R4, and UCUM has no tablet.
BOOST_AUTO_TEST_CASE(tablets_by_code_alone) {
    const Call call(
        r4(R"(,"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
           R"("doseAndRate":[{"doseQuantity":{"value":6,"system":"http://unitsofmeasure.org",)"
           R"("code":"{tablet}"}}]}])")
    );
    const std::string made = call.changed(weekly()).resource;
    BOOST_TEST(made.find(R"("text":"Take 6 tablets by mouth once weekly on Monday")") != made.npos, made);
}

BOOST_AUTO_TEST_CASE(a_dose_in_words_becomes_structured) {
    const Call call(r4(R"(,"dosageInstruction":[{"text":"15 mg daily"}])"));
    const std::string made = call.changed(weekly()).resource;
    BOOST_TEST(made.find(R"("text":"Take 15 mg by mouth once weekly on Monday")") != made.npos);
    BOOST_TEST(made.find(R"("doseQuantity":{"value":15)") != made.npos);
}

BOOST_AUTO_TEST_CASE(tablets_stay_tablets) {
    const Call call(
        r4(R"(,"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
           R"("doseAndRate":[{"doseQuantity":{"value":6,"unit":"tablet"}}]}])")
    );
    const std::string made = call.changed(weekly()).resource;
    BOOST_TEST(made.find("Take 6 tablets by mouth once weekly on Monday") != made.npos);
    BOOST_TEST(made.find(R"("doseAndRate":[{"doseQuantity":{"value":6,"unit":"tablet"}}])") != made.npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_plainly_is_not_changed) {
    const std::string two = R"(,"dosageInstruction":[{"text":"15 mg daily"},{"text":"10 mg daily"}])";
    BOOST_TEST(Call(r4(two)).changed(weekly()).resource.empty());     // which amount?
    BOOST_TEST(!Call(r4(two)).changed(weekly(15)).resource.empty());  // all is said
    BOOST_TEST(
        Call(r4(R"(,"dosageInstruction":[{"text":"as discussed"}])")).changed(weekly()).resource.empty()
    );
    ChangeOrder dose_only;
    dose_only.dose = 10;
    dose_only.timing = false;
    BOOST_TEST(
        Call(r4(R"(,"dosageInstruction":[{"text":"as discussed"}])")).changed(dose_only).resource.empty()
    );
}

std::string instruction(std::string_view rest) {
    return fmt::format(R"(,"dosageInstruction":[{{{}}}])", rest);
}

constexpr std::string_view dose_15 =
    R"("doseAndRate":[{"doseQuantity":{"value":15,"unit":"mg","code":"mg"}}])";

BOOST_AUTO_TEST_CASE(a_frequency_in_words_becomes_structured_when_the_dose_changes) {
    const struct {
        std::string draft, text, repeat;
    } cases[] = {
        {R"("text":"15 mg daily")",
         "Take 10 mg by mouth once daily",
         R"({"frequency":1,"period":1,"periodUnit":"d"})"},
        {R"("text":"15 mg weekly on monday",)" + std::string(dose_15),
         "Take 10 mg by mouth once weekly on Monday",
         R"({"frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon"]})"},
        {R"("text":"15 mg twice daily for 2 weeks","timing":{"id":"t"})",
         "Take 10 mg by mouth twice daily for 14 days",
         R"({"frequency":2,"period":1,"periodUnit":"d","boundsDuration":{"value":14,"unit":"days",)"
         R"("system":"http://unitsofmeasure.org","code":"d"}})"},
    };
    ChangeOrder change;
    change.dose = 10;
    change.timing = false;
    for (const auto& [draft, text, repeat] : cases) BOOST_TEST_CONTEXT(draft) {
            const std::string made = Call(r4(instruction(draft))).changed(change).resource;
            BOOST_TEST(made.find(text + "\"") != made.npos, made);
            BOOST_TEST(made.find("\"repeat\":" + repeat) != made.npos, made);
            BOOST_TEST(made.find(R"("value":10)") != made.npos, made);
        }
}

BOOST_AUTO_TEST_CASE(words_get_a_length_and_keep_their_frequency) {
    ChangeOrder change;
    change.timing = false;
    change.days = 14;
    const std::string made =
        Call(r4(instruction(R"("text":"15 mg daily for 30 days")"))).changed(change).resource;
    BOOST_TEST(made.find("Take 15 mg by mouth once daily for 14 days\"") != made.npos, made);
    BOOST_TEST(made.find(R"("frequency":1,"period":1,"periodUnit":"d")") != made.npos, made);
    BOOST_TEST(made.find(R"("doseQuantity":{"value":15)") != made.npos, made);
}

BOOST_AUTO_TEST_CASE(a_frequency_that_is_not_plain_is_not_made_up) {
    ChangeOrder change;
    change.dose = 10;
    change.timing = false;
    for (const std::string& draft : {
             std::string(dose_15),
             std::string(dose_15) + R"(,"asNeededBoolean":true)",
             std::string(dose_15) + R"(,"text":"15 mg as directed")",
             std::string(R"("text":"15 mg daily for 2 weeks then 20 mg daily")"),
             std::string(dose_15
             ) + R"(,"timing":{"code":{"text":"QD"},"repeat":{"frequency":1,"period":1,"periodUnit":"wk"}})",
         })
        BOOST_TEST(Call(r4(instruction(draft))).changed(change).resource.empty(), draft);
}

BOOST_AUTO_TEST_CASE(why_it_is_not_changed) {
    const Call call(r4(instruction(dose_15)));
    ChangeOrder change;
    change.order = call.order();
    change.dose = 10;
    change.timing = false;
    BOOST_TEST(
        cards::make_action(change, call.patient()).reason
        == "methotrexate 2.5 mg tablet cannot be rewritten here: its instruction does not say plainly how "
           "much or how "
           "often"
    );
}

BOOST_AUTO_TEST_CASE(the_action_says_what_it_does) {
    const Call call(r4("," + std::string(r4_daily)));
    ChangeOrder change = weekly();
    change.order = call.order();
    const auto made = cards::make_action(change, call.patient());
    BOOST_TEST_REQUIRE(made.action.has_value());
    BOOST_TEST((made.action->type == cards::Action::Type::update));
    BOOST_TEST(
        made.action->description
        == "Change order: methotrexate 2.5 mg tablet. Take 15 mg by mouth once weekly on Monday."
    );
    BOOST_TEST(made.action->resource_id == "MedicationRequest/d1");
    engine::Order on_chart = *call.order();
    on_chart.in_context = false;
    change.order = &on_chart;
    BOOST_TEST(!cards::make_action(change, call.patient()).action.has_value());
    BOOST_TEST(!cards::make_action(ChangeOrder{}, call.patient()).action.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
