#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

namespace iim::engine::test {
namespace {

const std::string methotrexate = rxnorm("6851");
const std::string dermatomyositis =
    R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"396230008"}]})";

std::string dispense(const std::string& rest) {
    return request(R"("dispenses":)" + bundle(resource("MedicationDispense", rest)));
}

BOOST_AUTO_TEST_SUITE(gather_care)

BOOST_AUTO_TEST_CASE(a_dispensing_is_read) {
    const Gathered one(dispense(
        R"("status":"completed",)" + methotrexate
        + R"(,"whenHandedOver":"2026-11-01T10:00:00Z","daysSupply":{"value":28,"unit":"days"})"
    ));
    BOOST_TEST_REQUIRE(one.facts.dispenses.size() == 1);
    BOOST_TEST(one.facts.dispenses.front().what.has(drug::methotrexate));
    BOOST_TEST((one.facts.dispenses.front().date == day(2026, 11, 1)));
    BOOST_TEST(*one.facts.dispenses.front().days == 28);
}

BOOST_AUTO_TEST_CASE(only_what_was_handed_over_counts) {
    for (const char* status : {"cancelled", "entered-in-error", "on-hold", "preparation", "declined"})
        BOOST_TEST_CONTEXT(status) {
            const Gathered one(dispense(std::string(R"("status":")") + status + R"(",)" + methotrexate));
            BOOST_TEST(one.facts.dispenses.empty());
        }
    const Gathered unknown(dispense(R"("status":"completed",)" + rxnorm("999999999")));
    BOOST_TEST(unknown.facts.dispenses.empty());
}

BOOST_AUTO_TEST_CASE(a_supply_that_cannot_be_is_no_supply) {
    for (const char* days : {"-3", "0", "100000", "1e300"}) BOOST_TEST_CONTEXT(days) {
            const Gathered one(dispense(
                R"("status":"completed",)" + methotrexate + R"(,"daysSupply":{"value":)" + days + "}"
            ));
            BOOST_TEST_REQUIRE(one.facts.dispenses.size() == 1);
            BOOST_TEST(!one.facts.dispenses.front().days.has_value());
        }
}

/// RULES 4.8: new(x) is a draft of x that was neither active nor dispensed in the last 90 days.
BOOST_AUTO_TEST_CASE(a_drug_dispensed_within_90_days_is_not_new) {
    const auto is_new = [](const char* handed_over) {
        const std::string dispensed = resource(
            "MedicationDispense",
            R"("status":"completed",)" + methotrexate + R"(,"whenHandedOver":")" + handed_over + R"(")"
        );
        Gathered one(request(R"("dispenses":)" + bundle(dispensed), draft(methotrexate)));
        const Policy policy;
        const Patient patient(std::move(one.facts), terms(), policy);
        return patient.is_new(*patient.ordering(group::methotrexate).front());
    };
    BOOST_TEST(!is_new("2026-08-22"));  // 90 days ago
    BOOST_TEST(is_new("2026-08-21"));
}

// --- statements and the orders they tell of

std::string order_and_statement(const std::string& order_status, const std::string& statement) {
    const std::string order = resource(
        "MedicationRequest",
        R"("id":"r1","intent":"order","status":")" + order_status + R"(",)" + methotrexate
    );
    return request(R"("medications":)" + bundle(order + "," + resource("MedicationStatement", statement)));
}

BOOST_AUTO_TEST_CASE(a_statement_of_an_order_is_not_a_second_course) {
    for (const char* name : {"basedOn", "derivedFrom"}) {
        const Gathered one(order_and_statement(
            "active",
            R"("status":"active",)" + methotrexate + R"(,")" + name
                + R"(":[{"reference":"MedicationRequest/r1"}])"
        ));
        BOOST_TEST(!only_order(one).reported);
    }
}

BOOST_AUTO_TEST_CASE(a_statement_that_says_more_stays) {
    const std::string based = R"(,"basedOn":[{"reference":"MedicationRequest/r1"}])";
    // Still taken although the order is over or on hold; another drug; no order named.
    for (const std::string status : {"completed", "on-hold"}) {
        const Gathered one(order_and_statement(status, R"("status":"active",)" + methotrexate + based));
        BOOST_TEST(one.facts.orders.size() == 2);
    }
    const Gathered other(order_and_statement("active", R"("status":"active",)" + rxnorm("1256") + based));
    BOOST_TEST(other.facts.orders.size() == 2);
    const Gathered alone(order_and_statement("active", R"("status":"active",)" + methotrexate));
    BOOST_TEST(alone.facts.orders.size() == 2);
}

// --- why an order was stopped

BOOST_AUTO_TEST_CASE(stop_reasons) {
    const auto reason = [](const std::string& status_reason) {
        const Gathered one(on_record(
            R"("status":"stopped","intent":"order","authoredOn":"2026-01-05",)" + methotrexate
            + (status_reason.empty() ? "" : R"(,"statusReason":)" + status_reason)
        ));
        return only_order(one).stop_reason;
    };
    BOOST_TEST((reason("") == StopReason::none));
    BOOST_TEST((reason(R"({"text":"Lack of efficacy"})") == StopReason::ineffective));
    BOOST_TEST((reason(R"({"text":"Side effects: nausea"})") == StopReason::intolerance));
    BOOST_TEST((reason(R"({"text":"Moved away"})") == StopReason::other));
    BOOST_TEST((
        reason(
            R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason","code":"sintol"}]})"
        )
        == StopReason::intolerance
    ));
    BOOST_TEST((reason(R"([{"text":"Moved away"},{"text":"Hepatotoxicity"}])") == StopReason::intolerance));
}

// --- stays in hospital

std::string encounter(const std::string& rest) {
    return request(
        R"("encounter":)" + resource("Encounter", rest) + R"(,"conditions":)"
        + bundle(resource("Condition", R"("id":"dm",)" + dermatomyositis))
    );
}

BOOST_AUTO_TEST_CASE(classes_of_encounter) {
    struct Case {
        const char* kind;
        std::size_t stays;
    };
    constexpr Case cases[] = {
        {R"({"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"})", 1},
        {R"({"code":"ACUTE"})", 1},
        {R"({"code":"AMB"})", 0},
        {R"({"code":"EMER"})", 0},
        {R"("inpatient")", 1},
        {R"("outpatient")", 0},
        {R"([{"coding":[{"code":"IMP"}]}])", 1},
        {"7", 0},
    };
    for (const Case& one : cases) BOOST_TEST_CONTEXT(one.kind) {
            const Gathered read(encounter(R"("status":"in-progress","class":)" + std::string(one.kind)));
            BOOST_TEST(read.facts.stays.size() == one.stays);
        }
}

BOOST_AUTO_TEST_CASE(intensive_care_and_its_reason) {
    for (const char* reason :
         {R"("reasonReference":[{"reference":"Condition/dm"}])",
          R"("diagnosis":[{"condition":{"reference":"Condition/dm"}}])",
          R"("reason":[{"value":[{"reference":{"reference":"Condition/dm"}}]}])",
          R"("indication":[{"reference":"Condition/dm"}])",
          R"("reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"396230008"}]}])"})
        BOOST_TEST_CONTEXT(reason) {
            const Gathered one(encounter(
                R"("status":"in-progress","class":{"code":"IMP"},"period":{"start":"2026-11-18T08:00:00Z"},)"
                R"("location":[{"location":{"display":"Medical ICU, bed 4"}}],)"
                + std::string(reason)
            ));
            BOOST_TEST_REQUIRE(one.facts.stays.size() == 1);
            BOOST_TEST(one.facts.stays.front().intensive_care);
            BOOST_TEST(one.facts.stays.front().reasons.has(condition::dermatomyositis));
            BOOST_TEST((one.facts.stays.front().start == day(2026, 11, 18)));
            BOOST_TEST(!one.facts.stays.front().over);
        }
}

BOOST_AUTO_TEST_CASE(encounters_that_did_not_happen) {
    for (const char* status : {"planned", "cancelled", "entered-in-error"}) {
        const Gathered one(encounter(R"("class":{"code":"IMP"},"status":")" + std::string(status) + R"(")"));
        BOOST_TEST(one.facts.stays.empty());
    }
}

BOOST_AUTO_TEST_CASE(another_patients_encounter_is_left_out) {
    const Gathered one(
        request(R"("encounter":{"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},)"
                R"("subject":{"reference":"Patient/2"}})")
    );
    BOOST_TEST(one.facts.stays.empty());
    BOOST_TEST(one.noted("other-patient"));
}

// --- diagnoses in words

BOOST_AUTO_TEST_CASE(a_diagnosis_in_words_is_possible_only) {
    const auto read = [](const std::string& code) {
        Gathered one(request(R"("conditions":)" + bundle(resource("Condition", R"("code":)" + code))));
        const Policy policy;
        const Patient patient(std::move(one.facts), terms(), policy);
        return patient.iim();
    };
    for (const char* words :
         {"Dermatomyositis", " dermatomyositis ", "DERMATOMYOSITIS", "Adult dermatomyositis"}) {
        const Iim iim = read(R"({"text":")" + std::string(words) + R"("})");
        BOOST_TEST((iim.subtype == Subtype::dermatomyositis));
        BOOST_TEST(iim.possible_only());
        BOOST_TEST_REQUIRE(!iim.used.empty());
        BOOST_TEST(iim.used.front() == "dermatomyositis, named in words only");
    }
    BOOST_TEST((read(R"({"text":"Inclusion-body myositis"})").subtype == Subtype::ibm));
    BOOST_TEST(
        (read(R"({"coding":[{"system":"urn:local","code":"77","display":"Polymyositis"}]})").subtype
         == Subtype::polymyositis)
    );
    for (const char* words :
         {"Rule out dermatomyositis", "DM", "IBM", "Family history of dermatomyositis", "Myositis", ""})
        BOOST_TEST((read(R"({"text":")" + std::string(words) + R"("})").subtype == Subtype::none));
}

BOOST_AUTO_TEST_CASE(a_known_code_stands_over_its_words) {
    // M79.1 is myalgia, M60.9 myositis unspecified: no myositis code of the catalogue.
    const Gathered one(request(
        R"("conditions":)"
        + bundle(resource(
            "Condition",
            R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M60.9"}],"text":"Dermatomyositis"})"
        ))
    ));
    BOOST_TEST_REQUIRE(one.facts.conditions.size() == 1);
    BOOST_TEST(!one.facts.conditions.front().text_only);
    BOOST_TEST(!one.facts.conditions.front().concepts.has(condition::dermatomyositis));
}

BOOST_AUTO_TEST_CASE(relapse_is_kept) {
    const auto relapse = [](const char* status) {
        const Gathered one(request(
            R"("conditions":)"
            + bundle(resource(
                "Condition",
                R"("clinicalStatus":{"coding":[{"code":")" + std::string(status) + R"("}]},)"
                    + dermatomyositis
            ))
        ));
        return one.facts.conditions.front().relapse;
    };
    BOOST_TEST(relapse("relapse"));
    BOOST_TEST(relapse("recurrence"));
    BOOST_TEST(!relapse("active"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine::test
