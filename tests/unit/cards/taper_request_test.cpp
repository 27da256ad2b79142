#include "cards/taper_request.hpp"
#include "engine/taper/plan.hpp"
#include "engine/taper/totals.hpp"
#include "fhir/dosage.hpp"
#include "fhir/json.hpp"
#include "tests/unit/cards/call.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cards_taper_request)

using namespace iim;
using namespace iim::cards::sample;
using engine::TaperProposal;
using engine::TaperStep;
namespace taper = engine::taper;
using taper::Kind;

constexpr engine::Day monday = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);

std::vector<TaperStep> steps(Kind kind, double mg = 60) {
    return taper::plan({.kind = kind, .mg = mg, .start = monday, .weight_kg = 35.0}, engine::Policy()).steps;
}

constexpr std::string_view that_day = "2026-01-05T09:00:00Z";

std::string prednisone(
    std::string_view id, std::string_view status, std::string_view code = "8640", std::string_view rest = {}
) {
    return fmt::format(
        R"({{"resourceType":"MedicationRequest","id":"{}","status":"{}","intent":"order",)"
        R"("medicationCodeableConcept":{{"coding":[{{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
        R"("code":"{}"}}]}},"subject":{{"reference":"Patient/pat-1"}},"authoredOn":"2025-12-20",)"
        R"("dosageInstruction":[{{"timing":{{"repeat":{{"frequency":1,"period":1,"periodUnit":"d"}}}},)"
        R"("doseAndRate":[{{"doseQuantity":{{"value":60.0,"unit":"mg",)"
        R"("system":"http://unitsofmeasure.org","code":"mg"}}}}]}}]{}}})",
        id,
        status,
        code,
        rest
    );
}

TaperProposal proposal(Kind kind = Kind::standard) {
    TaperProposal one;
    one.drug = engine::drug::prednisone;
    one.steps = steps(kind);
    one.note = "Planned taper.";
    return one;
}

/// Our own reader finds each phase again, with nothing left to say (RULES 7.5 (6)).
void check_read_back(std::string resource, const std::vector<TaperStep>& want) {
    fhir::Document document;
    const auto json = document.parse(std::move(resource));
    BOOST_TEST_REQUIRE(json.has_value());
    fhir::DoseContext context;
    context.now = monday;
    context.draft = true;
    const fhir::DoseReading read = fhir::read_dosage(*json, context);
    BOOST_TEST(read.problems == 0u);
    BOOST_TEST_REQUIRE(read.phases.size() == want.size());
    for (std::size_t i = 0; i < want.size(); ++i) BOOST_TEST_CONTEXT("phase " << i + 1) {
            const fhir::DosePhase& phase = read.phases[i];
            BOOST_TEST((phase.start == want[i].from));
            BOOST_TEST((phase.end == taper::last_day(want[i])));
            BOOST_TEST(!phase.end_estimated);
            BOOST_TEST(phase.mg_per_day.lo.value_or(0) == want[i].mg);
            BOOST_TEST(phase.mg_per_day.hi.value_or(0) == want[i].mg);
            BOOST_TEST((phase.frequency == fhir::Frequency::daily));
        }
}

BOOST_AUTO_TEST_CASE(every_plan_is_read_back_as_it_was_made) {
    const cards::TaperOrder order{*terms().orderable(engine::drug::prednisone), "prednisone", "pat-1"};
    for (const Kind kind : {Kind::standard, Kind::slow_tail, Kind::maintenance, Kind::jdm})
        for (const double mg : {60.0, 37.5, 18.0}) BOOST_TEST_CONTEXT(to_string(kind) << " from " << mg)
    check_read_back(cards::taper_request(order, steps(kind, mg), "note"), steps(kind, mg));
}

BOOST_AUTO_TEST_CASE(a_new_order_names_what_it_follows) {
    const Call call(prednisone("d1", "draft"), prednisone("old", "active"), that_day);
    const cards::MadeAction made = cards::taper_action(proposal(), call.patient());
    BOOST_TEST_REQUIRE(made.action.has_value());
    BOOST_TEST(made.action->description.starts_with(
        "Draft order: prednisone taper: 60 mg/day from 2026-01-05, 50 mg/day from 2026-02-02, "
    ));
    BOOST_TEST(made.action->description.ends_with("2.5 mg/day from 2026-07-06; last dose on 2026-07-19."));
    fhir::Document document;
    const auto json = document.parse(made.action->resource);
    BOOST_TEST_REQUIRE(json.has_value());
    BOOST_TEST((*json)["priorPrescription"]["reference"].text() == "MedicationRequest/old");
    BOOST_TEST((*json)["subject"]["reference"].text() == "Patient/pat-1");
    BOOST_TEST((*json)["status"].text() == "draft");
    BOOST_TEST((*json)["courseOfTherapyType"]["coding"].first()["code"].text() == "acute");
    BOOST_TEST((*json)["dispenseRequest"]["validityPeriod"]["start"].text() == "2026-01-05");
    BOOST_TEST((*json)["dispenseRequest"]["validityPeriod"]["end"].text() == "2026-07-19");
    const fhir::Json first = (*json)["dosageInstruction"].first();
    BOOST_TEST(
        first["text"].text() == "Take 60 mg by mouth once daily in the morning, 2026-01-05 to 2026-02-01"
    );
    BOOST_TEST(first["timing"]["repeat"]["when"].first().text() == "MORN");
    check_read_back(made.action->resource, steps(Kind::standard));
}

BOOST_AUTO_TEST_CASE(a_dose_that_stays_has_no_end) {
    const Call call(prednisone("d1", "draft"), {}, that_day);
    const cards::MadeAction made = cards::taper_action(proposal(Kind::maintenance), call.patient());
    BOOST_TEST_REQUIRE(made.action.has_value());
    fhir::Document document;
    const auto json = document.parse(made.action->resource);
    BOOST_TEST_REQUIRE(json.has_value());
    BOOST_TEST((*json)["courseOfTherapyType"]["coding"].first()["code"].text() == "continuous");
    BOOST_TEST(!(*json)["dispenseRequest"]["validityPeriod"]["end"]);
    BOOST_TEST(!(*json)["priorPrescription"]);
    BOOST_TEST(made.action->description.ends_with("5 mg/day from 2026-06-22; this dose until reviewed."));
}

BOOST_AUTO_TEST_CASE(a_draft_is_rewritten_and_keeps_the_rest) {
    const std::string draft = prednisone(
        "d1",
        "draft",
        "8640",
        R"(,"extension":[{"url":"http://x/y","valueDecimal":1.50}],"note":[{"text":"mine"}],)"
        R"("text":{"status":"generated","div":"60 mg"},)"
        R"("dispenseRequest":{"quantity":{"value":30},"performer":{"display":"here"}})"
    );
    const Call call(draft, {}, that_day);
    TaperProposal taper = proposal();
    taper.order = call.find("d1");
    const cards::MadeAction made = cards::taper_action(taper, call.patient());
    BOOST_TEST_REQUIRE(made.action.has_value());
    BOOST_TEST((made.action->type == cards::Action::Type::update));
    BOOST_TEST(made.action->resource_id == "MedicationRequest/d1");
    const std::string& resource = made.action->resource;
    BOOST_TEST(resource.find("1.50") != resource.npos);
    fhir::Document document;
    const auto json = document.parse(resource);
    BOOST_TEST_REQUIRE(json.has_value());
    BOOST_TEST(!(*json)["text"]);
    BOOST_TEST((*json)["note"].size() == 2u);
    BOOST_TEST(!(*json)["dispenseRequest"]["quantity"]);
    BOOST_TEST((*json)["dispenseRequest"]["performer"]["display"].text() == "here");
    check_read_back(resource, steps(Kind::standard));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_says_why) {
    const Call call(prednisone("d1", "draft", "312615"), {}, that_day);  // tablets of 20 mg
    TaperProposal taper = proposal();
    taper.order = call.find("d1");
    BOOST_TEST(!cards::taper_action(taper, call.patient()).action);
    BOOST_TEST(cards::taper_action(taper, call.patient()).reason.find("tablets") != std::string::npos);

    TaperProposal empty = proposal();
    empty.steps.clear();
    BOOST_TEST(!cards::taper_action(empty, call.patient()).action);
    TaperProposal broken = proposal();
    broken.steps.front().mg = 0;
    BOOST_TEST(!cards::taper_action(broken, call.patient()).action);
    TaperProposal uncoded = proposal();
    uncoded.drug = engine::drug::fludrocortisone;
    BOOST_TEST(!cards::taper_action(uncoded, call.patient()).action);
}

BOOST_AUTO_TEST_SUITE_END()
