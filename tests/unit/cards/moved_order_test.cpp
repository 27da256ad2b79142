#include "cards/actions.hpp"
#include "cards/moved_order.hpp"
#include "tests/unit/cards/call.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_moved_order)

using namespace iim;
using namespace iim::cards::sample;
using engine::ChangeOrder;

/// An order for immunoglobulin.
std::string immunoglobulin(const std::string& rest) {
    return R"({"resourceType":"MedicationRequest","id":"ig","status":"draft","intent":"order",)"
           R"("medicationCodeableConcept":{"coding":[)"
           R"({"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"5666"}]},)"
           + rest + "}";
}

ChangeOrder by(int days) {
    ChangeOrder change{.timing = false};
    change.move_days = days;
    return change;
}

std::string description(const Call& call, int days) {
    ChangeOrder change = by(days);
    change.order = call.order();
    const auto made = cards::make_action(change, call.patient());
    return made.action ? made.action->description : made.reason;
}

BOOST_AUTO_TEST_CASE(only_the_dates_change) {
    const Call call(immunoglobulin(
        R"("subject": {"reference":"Patient/pat-1"}, "text":{"status":"generated","div":"<div/>"},)"
        R"("authoredOn":"2026-11-20", "dosageInstruction":[ {"text":"0.40 g/kg daily for 2 days",)"
        R"("timing":{"event":["2026-11-29T08:00:00-05:00","2026-11-30"],"extension":[{"url":"x","valueDecimal":1.50}]},)"
        R"("doseAndRate":[{"doseQuantity":{"value":0.40,"unit":"g/kg"}}]}])"
    ));
    const std::string moved = call.changed(by(3)).resource;
    BOOST_TEST(
        moved
        == R"({"resourceType":"MedicationRequest","id":"ig","status":"draft","intent":"order",)"
           R"("medicationCodeableConcept":{"coding":[)"
           R"({"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"5666"}]},)"
           R"("subject":{"reference":"Patient/pat-1"},"authoredOn":"2026-11-20",)"
           R"("dosageInstruction":[{"text":"0.40 g/kg daily for 2 days","timing":{"event":)"
           R"(["2026-12-02T08:00:00-05:00","2026-12-03"],"extension":[{"url":"x","valueDecimal":1.50}]},)"
           R"("doseAndRate":[{"doseQuantity":{"value":0.40,"unit":"g/kg"}}]}]})"
    );
    BOOST_TEST(
        description(call, 3)
        == "Change order: human immunoglobulin. All its dates move by 3 days. The instruction stays."
    );
}

BOOST_AUTO_TEST_CASE(both_ends_of_a_period_move) {
    const Call call(immunoglobulin(
        R"("dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"start":"2026-12-30","end":"2027-01-03"},)"
        R"("frequency":1,"period":1,"periodUnit":"d"}}}])"
    ));
    BOOST_TEST(
        call.changed(by(2)).resource.find(
            R"("repeat":{"boundsPeriod":{"start":"2027-01-01","end":"2027-01-05"},"frequency":1)"
        )
        != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(what_is_not_plain_is_not_moved) {
    const std::string event = R"("timing":{"event":["2026-11-21"]})";
    for (const std::string& rest : {
             std::string(R"("dosageInstruction":[])"),
             std::string(R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1}}}])"),
             std::string(R"("dosageInstruction":[{"timing":{"event":["2026-11"]}}])"),
             std::string(R"("dosageInstruction":[{"timing":{"event":["2026-11-21",7]}}])"),
             std::string(
                 R"("dosageInstruction":[{"timing":{"event":["2026-11-21"],"repeat":{"dayOfWeek":["sat"]}}}])"
             ),
             R"("dosageInstruction":[{"text":"on 21 November",)" + event + "}]",
             R"("dosageInstruction":[{"text":"on 21/11",)" + event + "}]",
             R"("dosageInstruction":[{"text":"am 21.11.26",)" + event + "}]",
             R"("dosageInstruction":[{"patientInstruction":"Come tomorrow",)" + event + "}]",
             R"("dosageInstruction":[{)" + event + R"(},{"text":"then as advised"}])",
             R"("note":[{"text":"given on Saturday"}],"dosageInstruction":[{)" + event + "}]",
             R"("dispenseRequest":{"validityPeriod":{"end":"2026-11-22"}},"dosageInstruction":[{)" + event
                 + "}]",
         })
        BOOST_TEST_CONTEXT(rest) {
            const auto made = Call(immunoglobulin(rest)).changed(by(2));
            BOOST_TEST(made.resource.empty());
            BOOST_TEST(!made.because.empty());
        }
    BOOST_TEST(!Call(immunoglobulin(R"("dosageInstruction":[{"text":"0.4 g/kg for 2-5 days",)" + event + "}]")
    )
                    .changed(by(2))
                    .resource.empty());
}

BOOST_AUTO_TEST_SUITE_END()
