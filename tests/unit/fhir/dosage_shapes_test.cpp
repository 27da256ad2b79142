// One dose in the shapes in which real systems send it (checklist 14 ORD-6, ORD-10 and 17): what must be read
// of each, by RULES 2.5 step 3.
#include "tests/unit/fhir/dosage_plan.hpp"

using namespace dosage_test;

namespace {

std::string quantity(std::string_view members) {
    return R"("doseAndRate":[{"doseQuantity":{)" + std::string(members) + "}}]," + once_daily;
}

/// One entry of doseAndRate as Epic writes it.
std::string typed(std::string_view type, std::string_view members) {
    return R"({"type":{"coding":[{"system":"http://epic.com/CodeSystem/dose-rate-type","code":")"
           + std::string(type) + R"(","display":")" + std::string(type) + R"("}],"text":")"
           + std::string(type) + "\"}," + std::string(members) + "}";
}
std::string amount(std::string_view value, std::string_view unit) {
    return R"("doseQuantity":{"value":)" + std::string(value) + R"(,"unit":")" + std::string(unit)
           + R"(","system":"http://unitsofmeasure.org","code":")" + std::string(unit) + "\"}";
}
std::string entries(std::initializer_list<std::string> all) {
    std::string out;
    for (const auto& one : all) out += (out.empty() ? "" : ",") + one;
    return "\"doseAndRate\":[" + out + "]";
}
std::string infusion(std::string_view rate, std::string_view length) {
    return "\"doseAndRate\":[{" + std::string(rate) + "}],"
           + repeat(R"("frequency":1,"period":1,"periodUnit":"d",)" + std::string(length));
}

const std::string sixty = "60/d 420/wk daily 2026-11-20..open";
const std::string no_dose = "?/d ?/wk daily 2026-11-20..open";

}  // namespace

BOOST_AUTO_TEST_SUITE(dosage_shapes)

BOOST_AUTO_TEST_CASE(three_tablets_of_20_mg) {
    expect(
        {
            {"sandbox", quantity(R"("value":3,"system":"http://unitsofmeasure.org","code":"{pill}")"), sixty},
            {"tbl", quantity(R"("value":3,"unit":"tbl","code":"{tbl}")"), sixty},
            {"tablet in braces", quantity(R"("value":3,"unit":"tablet","code":"{tablet}")"), sixty},
            {"HL7 drug form",
             quantity(
                 R"("value":3,"unit":"TAB","system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"TAB")"
             ),
             sixty},
            {"HL7 drug form, code only", quantity(R"("value":3,"code":"TAB")"), sixty},
            {"SNOMED unit",
             quantity(R"("value":3,"unit":"Tablet","system":"http://snomed.info/sct","code":"428673006")"),
             sixty},
            {"local code",
             quantity(R"x("value":3,"unit":"tablet(s)","system":"urn:local","code":"5002")x"),
             sixty},
            {"printed only", quantity(R"("value":3,"unit":"Tablets")"), sixty},
            {"short", quantity(R"("value":3,"unit":"tab")"), sixty},
            {"each", quantity(R"("value":3,"unit":"each","code":"{each}")"), sixty},
            {"unity", quantity(R"("value":3,"code":"1")"), sixty},
            {"capsules", quantity(R"("value":3,"unit":"capsule","code":"{cap}")"), sixty},
            {"decimal", quantity(R"("value":3.0,"unit":"tablet")"), sixty},
            {"half a tablet",
             quantity(R"("value":0.5,"unit":"tablet")"),
             "10/d 70/wk daily 2026-11-20..open"},
        },
        tablets_of(20)
    );
}

BOOST_AUTO_TEST_CASE(tablets_of_unknown_strength_and_what_is_no_tablet) {
    expect(
        {
            {"pill", quantity(R"("value":3,"code":"{pill}")"), no_dose + " !strength"},
            {"TAB", quantity(R"("value":3,"unit":"TAB")"), no_dose + " !strength"},
            {"unity", quantity(R"("value":3,"code":"1")"), no_dose + " !strength"},
            {"mL", quantity(R"("value":3,"unit":"mL")"), no_dose + " !strength"},
            {"no unit", quantity(R"("value":3)"), no_dose + " !dose"},
            {"puff", quantity(R"("value":3,"unit":"puff")"), no_dose + " !dose"},
            {"drops", quantity(R"("value":3,"unit":"drops","code":"[drp]")"), no_dose + " !dose"},
            {"application", quantity(R"("value":3,"unit":"application")"), no_dose + " !dose"},
            {"mg/kg/day is not a dose", quantity(R"("value":1,"unit":"mg/kg/day")"), no_dose + " !dose"},
            {"g for the machine, mg for the eye",
             quantity(R"("value":1,"unit":"mg","code":"g")"),
             no_dose + " !dose"},
            {"a megagram", quantity(R"("value":1,"unit":"Mg")"), no_dose + " !dose"},
        },
        draft()
    );
}

BOOST_AUTO_TEST_CASE(mass_in_every_unit) {
    expect(
        {
            {"mg", quantity(R"("value":60,"unit":"mg","code":"mg")"), sixty},
            {"mg, code only",
             quantity(R"("value":60,"code":"mg","system":"http://unitsofmeasure.org")"),
             sixty},
            {"mg, upper case", quantity(R"("value":60,"unit":"MG")"), sixty},
            {"milligram", quantity(R"("value":60,"unit":"milligram","code":"mg")"), sixty},
            {"g", quantity(R"("value":0.06,"unit":"g","code":"g")"), sixty},
            {"ug", quantity(R"("value":60000,"unit":"mcg","code":"ug")"), sixty},
            {"micro sign", quantity("\"value\":60000,\"unit\":\"\u00b5g\""), sixty},
            {"ng", quantity(R"("value":6e7,"unit":"ng")"), sixty},
            {"mg/kg", quantity(R"("value":0.75,"unit":"mg/kg","code":"mg/kg")"), sixty},
            {"mg/kg/dose", quantity(R"("value":0.75,"unit":"mg/kg/dose")"), sixty},
            {"ug/kg", quantity(R"("value":750,"unit":"mcg/kg")"), sixty},
            {"mg/m2", quantity(R"("value":30,"unit":"mg/m2","code":"mg/m2")"), sixty},
            {"mL", quantity(R"("value":2.4,"unit":"mL","code":"mL")"), sixty},
            {"ml", quantity(R"("value":2.4,"unit":"ml")"), sixty},
            {"g/kg",
             quantity(R"("value":0.4,"unit":"g/kg","code":"g/kg")"),
             "32000/d 224000/wk daily 2026-11-20..open"},
            {"range of mg/kg",
             R"("doseAndRate":[{"doseRange":{"low":{"value":0.5,"unit":"mg/kg"},"high":{"value":1,"unit":"mg/kg"}}}],)"
                 + once_daily,
             "40..80/d 280..560/wk daily 2026-11-20..open"},
            {"range of tablets",
             R"("doseAndRate":[{"doseRange":{"low":{"value":1,"unit":"TAB"},"high":{"value":2,"unit":"TAB"}}}],)"
                 + once_daily,
             "20..40/d 140..280/wk daily 2026-11-20..open"},
            {"only the most a range allows",
             R"("doseAndRate":[{"doseRange":{"high":{"value":3,"unit":"tablet"}}}],)" + once_daily,
             "?..60/d ?..420/wk daily 2026-11-20..open"},
            {"only the most of one administration",
             R"("maxDosePerAdministration":{"value":3,"unit":"tablet"},)" + once_daily,
             "?..60/d ?..420/wk daily 2026-11-20..open"},
        },
        everything_known()
    );
}

BOOST_AUTO_TEST_CASE(by_weight_or_surface_that_is_not_known) {
    expect(
        {
            {"mg/kg", quantity(R"("value":0.75,"unit":"mg/kg")"), no_dose + " !weight"},
            {"g/kg", quantity(R"("value":0.4,"unit":"g/kg")"), no_dose + " !weight"},
            {"mg/m2", quantity(R"("value":30,"unit":"mg/m2")"), no_dose + " !bsa"},
            {"the calculation beside it",
             entries({typed("ordered", amount("0.75", "mg/kg")), typed("calculated", amount("60", "mg"))})
                 + "," + once_daily,
             sixty},
            {"the tablets beside it do not help without a strength",
             entries({typed("ordered", amount("0.75", "mg/kg")), typed("admin-amount", amount("3", "tablet"))}
             ) + ","
                 + once_daily,
             no_dose + " !weight"},
        },
        draft()
    );
}

// ORD-10: "650 mg, not 1300".
BOOST_AUTO_TEST_CASE(one_dose_under_three_types_is_one_dose) {
    const auto ordered = typed("ordered", amount("60", "mg"));
    const auto calculated = typed("calculated", amount("60", "mg"));
    const auto given = typed("admin-amount", amount("3", "tablet"));
    expect(
        {
            {"as captured", entries({calculated, given, ordered}) + "," + once_daily, sixty},
            {"another order", entries({given, ordered, calculated}) + "," + once_daily, sixty},
            {"ordered first", entries({ordered, calculated, given}) + "," + once_daily, sixty},
            {"two of them", entries({given, calculated}) + "," + once_daily, sixty},
            {"tablets alone", entries({given}) + "," + once_daily, sixty},
            {"rounded when calculated",
             entries({typed("calculated", amount("58.7", "mg")), ordered}) + "," + once_daily,
             sixty},
            {"ordered by weight",
             entries({typed("calculated", amount("59.9", "mg")), typed("ordered", amount("0.75", "mg/kg"))})
                 + "," + once_daily,
             sixty},
            {"ordered in tablets",
             entries({typed("calculated", amount("60", "mg")), typed("ordered", amount("3", "tablet"))}) + ","
                 + once_daily,
             sixty},
            {"twice a day",
             entries({calculated, given, ordered}) + "," + code("BID"),
             "120/d 840/wk daily 2026-11-20..open"},
            {"in grams and milligrams",
             entries({typed("ordered", amount("0.06", "g")), typed("calculated", amount("60", "mg"))}) + ","
                 + once_daily,
             sixty},
            {"HL7's own types",
             R"("doseAndRate":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"calculated"}]},"doseQuantity":{"value":61,"unit":"mg"}},)"
             R"({"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/dose-rate-type","code":"ordered"}]},"doseQuantity":{"value":60,"unit":"mg"}}],)"
                 + once_daily,
             sixty},
            {"without a type is ordered",
             entries({typed("calculated", amount("61", "mg")), "{" + amount("60", "mg") + "}"}) + ","
                 + once_daily,
             sixty},
            {"a dose and its rate",
             entries(
                 {typed("ordered", amount("70", "g") + R"(,"rateQuantity":{"value":0.5,"unit":"mg/kg/min"})")}
             ) + ","
                 + once_daily,
             "70000/d 490000/wk daily 2026-11-20..open"},
        },
        everything_known()
    );
}

BOOST_AUTO_TEST_CASE(rates_and_the_length_of_the_infusion) {
    const std::string four_hours = R"("duration":4,"durationUnit":"h")";
    const std::string gram = "1000/d 7000/wk daily 2026-11-20..open";
    expect(
        {
            {"mg/h", infusion(R"("rateQuantity":{"value":250,"unit":"mg/h"})", four_hours), gram},
            {"g/h", infusion(R"("rateQuantity":{"value":0.25,"unit":"g/h","code":"g/h"})", four_hours), gram},
            {"mL/h", infusion(R"("rateQuantity":{"value":10,"unit":"mL/h"})", four_hours), gram},
            {"minutes",
             infusion(
                 R"("rateQuantity":{"value":2000,"unit":"mg/h"})", R"("duration":30,"durationUnit":"min")"
             ),
             gram},
            {"ratio an hour",
             infusion(
                 R"("rateRatio":{"numerator":{"value":250,"unit":"mg"},"denominator":{"value":1,"unit":"h"}})",
                 four_hours
             ),
             gram},
            {"ratio over the whole infusion",
             infusion(
                 R"("rateRatio":{"numerator":{"value":40,"unit":"mL"},"denominator":{"value":4,"unit":"h"}})",
                 four_hours
             ),
             gram},
            {"from 2 to 4 hours",
             infusion(
                 R"("rateQuantity":{"value":250,"unit":"mg/h"})",
                 R"("duration":2,"durationMax":4,"durationUnit":"h")"
             ),
             "500..1000/d 3500..7000/wk daily 2026-11-20..open"},
            {"no length",
             infusion(R"("rateQuantity":{"value":250,"unit":"mg/h"})", R"("offset":0)"),
             no_dose + " !dose"},
            {"a rate by weight is no dose",
             infusion(R"("rateQuantity":{"value":0.5,"unit":"mg/kg/min"})", four_hours),
             no_dose + " !dose"},
        },
        everything_known()
    );
}

BOOST_AUTO_TEST_SUITE_END()
