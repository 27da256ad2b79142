// The fixtures of RULES 2.5 that the dosage alone cannot answer: which orders count, what they are worth in
// prednisone, and what the rules say of them. The others stand in tests/unit/fhir/dosage_golden_test.cpp.
#include "engine/facts/patient.hpp"
#include "engine/judge.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/rule.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace iim::engine::test {
namespace {

const std::string dermatomyositis =
    R"("conditions":)"
    + bundle(resource(
        "Condition",
        R"("id":"dm","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]})"
    ));

/// A patient with dermatomyositis; the drafts and the orders on record are resources separated by commas.
struct Seen {
    Gathered gathered;
    Policy policy;
    Patient patient;

    explicit Seen(const std::string& drafts, const std::string& active = {}, const std::string& more = {})
        : gathered(request(
            dermatomyositis + R"(,"medications":)" + bundle(active) + (more.empty() ? "" : "," + more),
            R"("draftOrders":)" + bundle(drafts)
        )),
          patient(std::move(gathered.facts), terms(), policy) {}

    /// What one rule says.
    std::vector<Finding> says(std::string_view rule) const {
        std::vector<Finding> out;
        for (const auto& finding : judge(all_rules(), patient).findings)
            if (finding.rule->id == rule) out.push_back(finding);
        return out;
    }
};

std::string order(const std::string& id, const std::string& status, const std::string& rest) {
    return resource(
        "MedicationRequest",
        R"("id":")" + id + R"(","status":")" + status + R"(","intent":"order","authoredOn":"2026-11-20",)"
            + rest
    );
}
std::string drafted(const std::string& rest) {
    return order("new", "draft", rest);
}

/// dosageInstruction of one entry: the amount, the members of timing.repeat, and whatever else.
std::string taken(
    const std::string& amount,
    const std::string& unit,
    const std::string& repeat,
    const std::string& more = {}
) {
    return R"("dosageInstruction":[{"timing":{"repeat":{)" + repeat
           + R"(}},"doseAndRate":[{"doseQuantity":{"value":)" + amount + R"(,"unit":")" + unit + "\"}}]"
           + (more.empty() ? "" : "," + more) + "}]";
}

const std::string once_a_day = R"("frequency":1,"period":1,"periodUnit":"d")";
const std::string twice_a_day = R"("frequency":2,"period":1,"periodUnit":"d")";
const std::string once_a_week = R"("frequency":1,"period":1,"periodUnit":"wk")";
const std::string by_vein = R"("route":{"text":"intravenous"})";
const std::string prednisone_20_mg_tablet = rxnorm("312615");
const std::string prednisone_ingredient = rxnorm("8640");
const std::string methotrexate_ingredient = rxnorm("6851");

const SteroidTimeline::Course& only_course(const Seen& seen) {
    BOOST_TEST_REQUIRE(seen.patient.steroid().courses().size() == 1u);
    return seen.patient.steroid().courses().front();
}

BOOST_AUTO_TEST_SUITE(golden_orders)

BOOST_AUTO_TEST_CASE(f1_three_tablets_of_a_product) {
    const Seen seen(drafted(prednisone_20_mg_tablet + "," + daily("3", "{tablet}")));
    BOOST_TEST(seen.patient.steroid().now() == 60);
}

BOOST_AUTO_TEST_CASE(f2_three_tablets_of_no_product_cannot_be_judged) {
    const Seen seen(drafted(prednisone_ingredient + "," + daily("3", "{tablet}")));
    BOOST_TEST(seen.patient.steroid().now() == 0);
    BOOST_TEST(seen.patient.steroid().unreadable());
    // R01 says what cannot be read, so R60 does not repeat it (RULES R60 Ind).
    const auto said = seen.says("steroid-monotherapy");
    BOOST_TEST_REQUIRE(said.size() == 1u);
    BOOST_TEST((said[0].summary.find("not readable") != std::string::npos), said[0].summary);
    BOOST_TEST(seen.says("data-not-evaluable").empty());
}

BOOST_AUTO_TEST_CASE(f3_and_f4_methotrexate_on_mondays_is_weekly) {
    for (const std::string& repeat :
         {once_a_week + R"(,"dayOfWeek":["mon"])", once_a_day + R"(,"dayOfWeek":["mon"])"})
        BOOST_TEST_CONTEXT(repeat) {
            const Seen seen(drafted(methotrexate_ingredient + "," + taken("15", "mg", repeat)));
            BOOST_TEST(seen.says("methotrexate-daily-dosing").empty());
        }
}

BOOST_AUTO_TEST_CASE(f5_weekly_methotrexate_with_a_daily_code_is_critical) {
    const Seen seen(drafted(
        methotrexate_ingredient
        + R"(,"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"wk"},"code":{"coding":[{"code":"QD"}]}},"doseAndRate":[{"doseQuantity":{"value":15,"unit":"mg"}}]}])"
    ));
    const auto said = seen.says("methotrexate-daily-dosing");
    BOOST_TEST_REQUIRE(said.size() == 1u);
    BOOST_TEST((said[0].indicator == Indicator::critical));
}

BOOST_AUTO_TEST_CASE(f6_split_within_36_hours_is_information_f6b_unknown_days_are_critical) {
    const auto indicator = [](const std::string& repeat) {
        const Seen seen(drafted(methotrexate_ingredient + "," + taken("2.5", "mg", repeat)));
        const auto said = seen.says("methotrexate-daily-dosing");
        BOOST_TEST_REQUIRE(said.size() == 1u);
        return said[0].indicator;
    };
    const std::string three = R"("frequency":3,"period":1,"periodUnit":"wk")";
    BOOST_TEST(
        (indicator(three + R"(,"dayOfWeek":["mon","tue"],"timeOfDay":["08:00:00","20:00:00"])")
         == Indicator::info)
    );
    BOOST_TEST((indicator(three) == Indicator::critical));
}

BOOST_AUTO_TEST_CASE(f7_a_taper_of_56_days_at_20_mg_and_more) {
    std::string steps;
    const std::array<std::pair<int, int>, 3> plan{{{60, 28}, {50, 14}, {40, 14}}};
    for (std::size_t i = 0; i < plan.size(); ++i)
        steps +=
            (i ? "," : "") + std::string(R"({"sequence":)") + std::to_string(i + 1)
            + R"(,"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsDuration":{"value":)"
            + std::to_string(plan[i].second)
            + R"(,"unit":"d","code":"d"}}},"doseAndRate":[{"doseQuantity":{"value":)"
            + std::to_string(plan[i].first) + R"(,"unit":"mg"}}]})";
    const Seen seen(drafted(prednisone_ingredient + R"(,"dosageInstruction":[)" + steps + "]"));
    const auto run = seen.patient.steroid().run(20);
    BOOST_TEST_REQUIRE(run.has_value());
    BOOST_TEST(run->total_days() == 56);
    BOOST_TEST(!run->open);
    BOOST_TEST(only_course(seen).peak.hi.value() == 60);
}

BOOST_AUTO_TEST_CASE(f8_f9_f10_f18_f19_f20_what_a_day_comes_to) {
    const auto part = [](const std::string& mg, const std::string& timing, const std::string& head = {}) {
        return "{" + head + R"("timing":{)" + timing + R"(},"doseAndRate":[{"doseQuantity":{"value":)" + mg
               + R"(,"unit":"mg"}}]})";
    };
    const std::string daily_repeat = "\"repeat\":{" + once_a_day + "}";
    const auto coded = [](const std::string& code) {
        return R"("code":{"coding":[{"code":")" + code + "\"}]}";
    };
    struct Case {
        std::string name, dosages;
        double lo, hi;
    };
    const Case cases[] = {
        {"F8",
         part("20", coded("AM"), R"("sequence":1,)") + "," + part("10", coded("PM"), R"("sequence":1,)"),
         30,
         30},
        {"F9", part("20", daily_repeat) + "," + part("10", daily_repeat), 10, 30},
        {"F10",
         R"({"timing":{"code":{"text":"QD"}},"doseAndRate":[{"doseRange":{"low":{"value":40,"unit":"mg"},"high":{"value":60,"unit":"mg"}}}]})",
         40,
         60},
        {"F18", part("5", daily_repeat, R"("asNeededBoolean":true,)"), 0, 5},
        {"F19",
         R"({"maxDosePerPeriod":{"numerator":{"value":60,"unit":"mg"},"denominator":{"value":1,"unit":"d"}}})",
         0,
         60},
        {"F20", part("10", coded("QOD")), 5, 5},
    };
    for (const auto& c : cases) BOOST_TEST_CONTEXT(c.name) {
            const Seen seen(drafted(prednisone_ingredient + R"(,"dosageInstruction":[)" + c.dosages + "]"));
            BOOST_TEST(seen.patient.steroid().now() == c.hi);
            BOOST_TEST(seen.patient.steroid().at_least_on(today) == c.lo);
        }
}

BOOST_AUTO_TEST_CASE(f11_three_days_of_a_gram_by_vein_are_a_pulse) {
    const Seen seen(drafted(
        rxnorm("6902") + ","
        + taken("1000", "mg", once_a_day + R"(,"boundsDuration":{"value":3,"unit":"d"})", by_vein)
    ));
    BOOST_TEST((only_course(seen).kind == SteroidClass::pulse));
    BOOST_TEST((only_course(seen).end == today + Days(2)));
    BOOST_TEST(seen.says("steroid-dose-limit").empty());
}

BOOST_AUTO_TEST_CASE(f12_f13_prednisone_equivalents) {
    const Seen methylprednisolone(
        drafted(rxnorm("6902") + "," + taken("16", "mg", once_a_day, R"("route":{"text":"oral"})"))
    );
    BOOST_TEST(methylprednisolone.patient.steroid().now() == 20);
    const Seen dexamethasone(drafted(
        rxnorm("197582") + ","
        + taken("1", "tablet", twice_a_day + R"(,"boundsDuration":{"value":4,"unit":"d"})")
    ));
    BOOST_TEST(dexamethasone.patient.steroid().now() == 53.333, boost::test_tools::tolerance(1e-4));
    BOOST_TEST((only_course(dexamethasone).kind == SteroidClass::burst));
    BOOST_TEST((only_course(dexamethasone).end == today + Days(3)));
}

BOOST_AUTO_TEST_CASE(f14_f15_immunoglobulin_by_weight) {
    const std::string plan =
        drafted(rxnorm("5666") + "," + taken("1", "g/kg", R"("count":2,)" + once_a_day, by_vein));
    const std::string weight = R"("observations":)"
                               + bundle(resource(
                                   "Observation",
                                   R"("status":"final","effectiveDateTime":"2026-11-10",)" + loinc("29463-7")
                                       + R"(,"valueQuantity":{"value":70,"unit":"kg","code":"kg"})"
                               ));
    const Seen weighed(plan, "", weight);
    const Order& order = weighed.patient.facts().orders.at(0);
    BOOST_TEST(order.mg_per_day(today).hi.value() == 70'000);
    BOOST_TEST(order.mg_per_day(today + Days(1)).hi.value() == 70'000);
    BOOST_TEST(!order.mg_per_day(today + Days(2)).known());
    BOOST_TEST(weighed.says("data-not-evaluable").empty());
    const Seen unweighed(plan);
    BOOST_TEST(!unweighed.patient.facts().orders.at(0).mg_per_day(today).known());
    BOOST_TEST(unweighed.says("data-not-evaluable").size() == 1u);
}

BOOST_AUTO_TEST_CASE(f16_f17_azathioprine_in_words) {
    const auto said = [](const std::string& text) {
        return Seen(drafted(rxnorm("1256") + R"(,"dosageInstruction":[{"text":")" + text + "\"}]"));
    };
    const Seen read = said("take 2 tablets of 50 mg by mouth once daily");
    BOOST_TEST(read.patient.facts().orders.at(0).mg_per_day(today).hi.value() == 100);
    BOOST_TEST(read.says("data-not-evaluable").empty());
    const Seen unread = said("as directed");
    BOOST_TEST(!unread.patient.facts().orders.at(0).mg_per_day(today).known());
    BOOST_TEST(unread.says("data-not-evaluable").size() == 1u);
}

BOOST_AUTO_TEST_CASE(f21_mycophenolate_in_grams) {
    const Seen seen(drafted(rxnorm("68149") + "," + taken("1.5", "g", twice_a_day)));
    BOOST_TEST(seen.patient.facts().orders.at(0).mg_per_day(today).hi.value() == 3000);
}

BOOST_AUTO_TEST_CASE(f22_rituximab_on_two_dates) {
    const Seen seen(drafted(
        rxnorm("121191")
        + R"(,"dosageInstruction":[{"timing":{"event":["2026-11-20","2026-12-04"]},"doseAndRate":[{"doseQuantity":{"value":1000,"unit":"mg"}}],"route":{"text":"intravenous"}}])"
    ));
    const Order& order = seen.patient.facts().orders.at(0);
    for (const int after : {0, 1, 13, 14, 15})
        BOOST_TEST(
            order.mg_per_day(today + Days(after)).hi.value_or(0) == (after % 14 == 0 ? 1000 : 0), after
        );
}

BOOST_AUTO_TEST_CASE(f23_local_corticosteroids_are_no_exposure) {
    const std::string all =
        order(
            "1",
            "active",
            R"("medicationCodeableConcept":{"text":"fluticasone inhaler"},)" + daily("2", "puff")
        )
        + ","
        + order(
            "2",
            "active",
            rxnorm("10759") + "," + taken("40", "mg", once_a_day, R"("route":{"text":"intra-articular"})")
        )
        + ","
        + order(
            "3",
            "active",
            rxnorm("8638") + "," + taken("1", "drop", once_a_day, R"("route":{"text":"ophthalmic"})")
        )
        + "," + order("4", "active", rxnorm("1244214") + "," + daily("3", "capsule"));
    const Seen seen("", all);
    BOOST_TEST(seen.patient.steroid().courses().empty());
    BOOST_TEST(seen.patient.steroid().now() == 0);
    BOOST_TEST(!seen.patient.steroid().unreadable());
}

BOOST_AUTO_TEST_CASE(f24_a_replacing_draft_takes_the_place_of_the_active_order) {
    const std::string active = order("old", "active", prednisone_ingredient + "," + daily("40", "mg"));
    const auto today_with = [&](const std::string& more) {
        return Seen(drafted(prednisone_ingredient + "," + daily("60", "mg") + more), active)
            .patient.steroid()
            .now();
    };
    BOOST_TEST(today_with(R"(,"priorPrescription":{"reference":"MedicationRequest/old"})") == 60);
    BOOST_TEST(
        today_with(R"(,"priorPrescription":{"reference":"https://ehr.example/fhir/MedicationRequest/old"})")
        == 60
    );
    BOOST_TEST(today_with("") == 60);  // the same drug by the same route (RULES 2.4)
    BOOST_TEST(today_with(R"(,"note":[{"text":"in addition to the current dose"}])") == 100);
}

BOOST_AUTO_TEST_CASE(f25_an_order_on_hold_neither_exposes_nor_protects) {
    const std::string held = order("old", "on-hold", prednisone_ingredient + "," + daily("40", "mg"));
    const Seen seen("", held);
    BOOST_TEST(seen.patient.steroid().now() == 0);
    BOOST_TEST(seen.patient.steroid().courses().empty());
    const std::array steroid{drug::prednisone};
    BOOST_TEST(seen.patient.current(steroid).empty());
    BOOST_TEST(seen.patient.on_hold(steroid).size() == 1u);
}

BOOST_AUTO_TEST_CASE(f26_milligrams_by_kilogram) {
    const Seen seen(
        drafted(prednisone_ingredient + "," + daily("0.5", "mg/kg")),
        "",
        R"("observations":)"
            + bundle(resource(
                "Observation",
                R"("status":"final","effectiveDateTime":"2026-11-10",)" + loinc("29463-7")
                    + R"(,"valueQuantity":{"value":80,"unit":"kg","code":"kg"})"
            ))
    );
    BOOST_TEST(seen.patient.steroid().now() == 40);
}

BOOST_AUTO_TEST_CASE(f27_three_double_strength_tablets_a_week_protect) {
    const auto protects = [](const std::string& repeat) {
        const Seen seen("", order("tmp", "active", rxnorm("198335") + "," + taken("1", "tablet", repeat)));
        return pjp::cover_on(seen.patient, today).found;
    };
    BOOST_TEST(protects(once_a_day + R"(,"dayOfWeek":["mon","wed","fri"])"));
    BOOST_TEST(protects(R"("frequency":3,"period":1,"periodUnit":"wk")"));
    BOOST_TEST(!protects(once_a_day + R"(,"dayOfWeek":["mon","fri"])"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine::test
