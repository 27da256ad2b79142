#include "cards/changed_order.hpp"
#include "tests/unit/cards/call.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_changed_dates)

using namespace iim;
using namespace iim::cards::sample;
using engine::ChangeOrder;
using fhir::Day;

namespace {

std::string order(const std::string& instructions) {
    return R"({"resourceType":"MedicationRequest","id":"d1","status":"draft","intent":"order",)"
           R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
           R"("code":"5666"}],"text":"immunoglobulin"},"subject":{"reference":"Patient/pat-1"},)"
           R"("dosageInstruction":[)"
           + instructions + "]}";
}

std::string step(const std::string& timing, const std::string& more = {}) {
    return R"({"timing":{)" + timing
           + R"(},"doseAndRate":[{"doseQuantity":{"value":140,"unit":"g",)"
             R"("system":"http://unitsofmeasure.org","code":"g"},"rateQuantity":{"value":5,"unit":"mg/kg/min",)"
             R"("system":"http://unitsofmeasure.org","code":"mg/kg/min"}}])"
           + more + "}";
}

const std::string daily = R"("frequency":1,"period":1,"periodUnit":"d")";
const Day first_december = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1);

ChangeOrder two_days() {
    ChangeOrder change;
    change.dose = 70;
    change.unit = "g";
    change.days = 2;
    return change;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_planned_start_stays) {
    ChangeOrder change = two_days();
    change.starts = {first_december};
    const auto made =
        Call(order(step(R"("repeat":{)" + daily + R"(,"boundsPeriod":{"start":"2026-12-01"}})")))
            .changed(change);
    BOOST_TEST(
        has(made.resource, R"("boundsPeriod":{"start":"2026-12-01","end":"2026-12-02"})"), made.resource
    );
    BOOST_TEST(!has(made.resource, "boundsDuration"));
    BOOST_TEST(has(made.instruction, "for 2 days from 2026-12-01"), made.instruction);
}

BOOST_AUTO_TEST_CASE(several_courses_become_dates) {
    ChangeOrder change = two_days();
    change.starts = {first_december, first_december + fhir::Days(28)};
    const auto made = Call(order(step(R"("repeat":{"frequency":1,"period":4,"periodUnit":"wk",)"
                                      R"("boundsPeriod":{"start":"2026-12-01","end":"2026-12-31"}})")))
                          .changed(change);
    BOOST_TEST(
        has(made.resource, R"("timing":{"event":["2026-12-01","2026-12-02","2026-12-29","2026-12-30"]})"),
        made.resource
    );
}

BOOST_AUTO_TEST_CASE(a_rate_goes_only_when_it_is_asked) {
    const Call call(order(step(R"("repeat":{)" + daily + "}")));
    ChangeOrder change = two_days();
    BOOST_TEST(has(call.changed(change).resource, "rateQuantity"));
    change.without_rate = true;
    const auto made = call.changed(change);
    BOOST_TEST(!has(made.resource, "rateQuantity"), made.resource);
    BOOST_TEST(has(made.resource, R"("doseQuantity":{"value":70)"));
}

// One dose for all steps would keep the dates of the first only.
BOOST_AUTO_TEST_CASE(steps_with_dates_are_not_rewritten) {
    const std::string twice =
        step(R"("repeat":{)" + daily + R"(,"boundsDuration":{"value":14,"code":"d"}})", R"(,"sequence":1)")
        + "," + step(R"("repeat":{)" + daily + "}", R"(,"sequence":2)");
    ChangeOrder change = two_days();
    change.days.reset();
    const auto refused = Call(order(twice)).changed(change);
    BOOST_TEST(refused.resource.empty(), refused.resource);
    BOOST_TEST(has(std::string(refused.because), "several steps"));
    // A change that states the whole length takes the place of all of them.
    BOOST_TEST(!Call(order(twice)).changed(two_days()).resource.empty());
    // Morning and evening are no steps.
    const std::string at_once =
        step(R"("repeat":{)" + daily + "}") + "," + step(R"("repeat":{)" + daily + R"(,"when":["NIGHT"]})");
    BOOST_TEST(!Call(order(at_once)).changed(change).resource.empty());
}

BOOST_AUTO_TEST_SUITE_END()
