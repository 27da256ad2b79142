#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/gather_fixture.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

std::string rituximab(const std::string& id, const std::string& status = "active") {
    return resource(
        "MedicationRequest",
        R"("id":")" + id + R"(","status":")" + status + R"(","intent":"order",)" + rxnorm("121191")
    );
}

/// A request of order-dispatch whose record holds rituximab r1 and r2.
std::string dispatch(const std::string& context) {
    return request(R"("medications":)" + bundle(rituximab("r1") + "," + rituximab("r2")), context);
}

Patient patient_of(Gathered& got) {
    static const Policy policy;
    return Patient(std::move(got.facts), terms(), policy);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_hooks)

// Checklist §14: order-dispatch in all its versions. The dispatched order is what the call is about; the
// other stays an order of the record.
BOOST_AUTO_TEST_CASE(a_dispatched_order_is_looked_up_in_the_prefetch) {
    for (const char* context :
         {R"("dispatchedOrders":["MedicationRequest/r1"])",
          R"("dispatchedOrders":["https://ehr.example.org/fhir/MedicationRequest/r1/_history/2"])",
          R"("dispatched-orders":["MedicationRequest/r1"])",
          R"("order":"MedicationRequest/r1")"}) {
        BOOST_TEST_CONTEXT(context) {
            Gathered got(dispatch(context), Hook::order_dispatch);
            BOOST_TEST(!got.noted("undelivered-order"));
            const Patient patient = patient_of(got);
            const auto subjects = patient.ordering(group::rituximab);
            BOOST_TEST_REQUIRE(subjects.size() == 1U);
            BOOST_TEST(subjects[0]->source.id == "r1");
            BOOST_TEST((patient.facts().sources.medications == Availability::present));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_order_that_was_not_delivered_is_noted) {
    for (const char* context :
         {R"("dispatchedOrders":["MedicationRequest/r3"])", R"("dispatchedOrders":["ServiceRequest/r1"])"}) {
        Gathered got(dispatch(context), Hook::order_dispatch);
        BOOST_TEST(got.noted("undelivered-order") == (std::string(context).find("r3") != std::string::npos));
        BOOST_TEST(patient_of(got).ordering(group::rituximab).empty());
    }
}

// REQ-17: what is left out because it is another patient's did not come, and that is said.
BOOST_AUTO_TEST_CASE(a_dispatched_order_of_another_patient_is_noted) {
    std::string other = rituximab("r1");
    other.replace(other.find("Patient/1"), 9, "Patient/2");
    const std::string context = R"("dispatchedOrders":["MedicationRequest/r1"])";
    Gathered got(request(R"("medications":)" + bundle(other), context), Hook::order_dispatch);
    BOOST_TEST(got.noted("undelivered-order"));
    BOOST_TEST(got.noted("other-patient"));
    BOOST_TEST(patient_of(got).ordering(group::rituximab).empty());
}

BOOST_AUTO_TEST_CASE(other_hooks_do_not_take_orders_of_the_record_for_drafts) {
    Gathered got(dispatch(R"("dispatchedOrders":["MedicationRequest/r1"])"), Hook::patient_view);
    BOOST_TEST(patient_of(got).ordering(group::rituximab).empty());
}

BOOST_AUTO_TEST_CASE(a_task_may_carry_the_order) {
    const std::string task =
        R"("fulfillmentTasks":[{"resourceType":"Task","focus":{"reference":"#in"},"contained":[)"
        + rituximab("in") + "," + rituximab("another") + "]}]";
    Gathered got(request("", R"("dispatchedOrders":["MedicationRequest/r9"],)" + task), Hook::order_dispatch);
    const Patient patient = patient_of(got);
    BOOST_TEST_REQUIRE(patient.ordering(group::rituximab).size() == 1U);
    BOOST_TEST(patient.ordering(group::rituximab)[0]->source.id == "in");
}

BOOST_AUTO_TEST_CASE(a_refill_is_an_order_being_written) {
    Gathered got(
        request("", R"("medications":)" + bundle(rituximab("m1", "draft"))), Hook::medication_refill
    );
    BOOST_TEST((got.facts.sources.medications == Availability::unavailable));  // the list was not sent
    BOOST_TEST(patient_of(got).ordering(group::rituximab).size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_admission_is_judged_as_the_opening_of_the_chart) {
    BOOST_TEST((Gathered(request(""), Hook::encounter_start).facts.hook == Hook::patient_view));
    BOOST_TEST((Gathered(request(""), Hook::encounter_discharge).facts.hook == Hook::encounter_discharge));
}

BOOST_AUTO_TEST_CASE(a_discharge_is_about_what_the_patient_goes_home_with) {
    Gathered got(
        request(R"("medications":)" + bundle(rituximab("r1") + "," + rituximab("r2", "stopped"))),
        Hook::encounter_discharge
    );
    const Patient patient = patient_of(got);
    BOOST_TEST_REQUIRE(patient.ordering(group::rituximab).size() == 1U);
    BOOST_TEST(patient.ordering(group::rituximab)[0]->source.id == "r1");
}

// RULES 4.8, new(x), of an order that is signed: begun in the last 90 days, and none in the 90 days before.
BOOST_AUTO_TEST_CASE(what_is_new_at_discharge) {
    const auto order =
        [](const std::string& id, const std::string& status, const std::string& from, const std::string& to) {
        return resource(
            "MedicationRequest",
            R"("id":")" + id + R"(","status":")" + status + R"(","intent":"order","authoredOn":")" + from
                + R"(",)" + rxnorm("312615")
                + R"(,"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsPeriod":{"start":")"
                + from + R"(")" + (to.empty() ? to : R"(,"end":")" + to + '"')
                + R"(}}},"doseAndRate":[{"doseQuantity":{"value":20,"unit":"mg"}}]}])"
        );
    };
    const struct {
        std::string name, begun, earlier_end;
        bool want;
    } table[] = {
        {"today", "2026-11-20", "", true},
        {"90 days ago", "2026-08-22", "", true},
        {"91 days ago", "2026-08-21", "", false},
        {"an earlier one ended 90 days before", "2026-11-10", "2026-08-12", false},
        {"an earlier one ended 91 days before", "2026-11-10", "2026-08-11", true},
    };
    for (const auto& one : table) {
        BOOST_TEST_CONTEXT(one.name) {
            std::string orders = order("now", "active", one.begun, "");
            if (!one.earlier_end.empty())
                orders += "," + order("before", "completed", "2026-01-01", one.earlier_end);
            Gathered got(request(R"("medications":)" + bundle(orders)), Hook::encounter_discharge);
            const Patient patient = patient_of(got);
            const auto found = patient.ordering(group::corticosteroids);
            BOOST_TEST_REQUIRE(found.size() == 1U);
            BOOST_TEST(patient.is_new(*found[0]) == one.want);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_problem_that_is_added_is_told_from_the_problem_list) {
    const std::string code =
        R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]})";
    const std::string one = resource("Condition", R"("id":"c1",)" + code);
    const Gathered listed(request(R"("conditions":)" + bundle(one)), Hook::problem_list_item_create);
    BOOST_TEST_REQUIRE(listed.facts.conditions.size() == 1U);
    BOOST_TEST(!listed.facts.conditions[0].added);
    const Gathered added(
        request(R"("conditions":)" + bundle(one), R"("conditions":)" + bundle(one)),
        Hook::problem_list_item_create
    );
    BOOST_TEST_REQUIRE(added.facts.conditions.size() == 1U);
    BOOST_TEST(added.facts.conditions[0].added);
}

BOOST_AUTO_TEST_SUITE_END()
