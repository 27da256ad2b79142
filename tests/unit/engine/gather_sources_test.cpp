#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

const std::string outcome_incomplete =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete"}]})";
const std::string outcome_warning =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"processing"}]})";
const std::string outcome_error =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})";
const std::string myositis = resource(
    "Condition",
    R"("id":"c","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]})"
);
const std::string unknown_condition = resource("Condition", R"("id":"u","code":{"text":"sprained ankle"})");

}  // namespace

BOOST_AUTO_TEST_SUITE(gather_sources)

// PFD-1 … PFD-8, PFD-11, RULES 2.1
BOOST_AUTO_TEST_CASE(availability_of_conditions) {
    const std::string next = R"(,"link":[{"relation":"next","url":"x"}]})";
    const auto paged = [&](const std::string& page) { return page.substr(0, page.size() - 1) + next; };
    const struct {
        std::string what, prefetch;
        Availability want;
    } cases[] = {
        {"key absent", "", Availability::unavailable},
        {"null", R"("conditions":null)", Availability::empty},
        {"empty Bundle", R"("conditions":{"resourceType":"Bundle","total":0})", Availability::empty},
        {"outcome", R"("conditions":)" + outcome_error, Availability::unavailable},
        {"Epic's empty result", R"("conditions":)" + bundle(outcome_warning), Availability::empty},
        {"no rows, some left out", R"("conditions":)" + bundle(outcome_incomplete), Availability::partial},
        {"failed search in a Bundle", R"("conditions":)" + bundle(outcome_error), Availability::unavailable},
        {"a row that is no resource", R"("conditions":)" + bundle("{}"), Availability::unavailable},
        {"a list of no resources", R"("conditions":["x",null])", Availability::unavailable},
        {"entries that are no list",
         R"("conditions":{"resourceType":"Bundle","entry":{}})",
         Availability::unavailable},
        {"rows beside an odd one", R"("conditions":)" + bundle(myositis + ",{}"), Availability::partial},
        {"rows", R"("conditions":)" + bundle(myositis), Availability::present},
        {"rows that no rule asks for", R"("conditions":)" + bundle(unknown_condition), Availability::present},
        {"rows and a warning",
         R"("conditions":)" + bundle(myositis + "," + outcome_warning),
         Availability::partial},
        {"rows and more pages", R"("conditions":)" + paged(bundle(myositis)), Availability::partial},
        {"more pages only", R"("conditions":)" + paged(bundle("")), Availability::partial},
        {"bare resource", R"("conditions":)" + myositis, Availability::present},
        {"list of resources", R"("conditions":[)" + myositis + "]", Availability::present},
        {"string", R"("conditions":"none")", Availability::unavailable},
        {"no resource", R"("conditions":{})", Availability::unavailable},
        {"usual name, empty", R"("problems":null)", Availability::empty},
        {"usual name of Epic", R"("problem-list-user":)" + bundle(myositis), Availability::present},
        {"unknown name", R"("x7":)" + bundle(myositis), Availability::partial},
        {"unknown name, empty", R"("x7":)" + bundle(""), Availability::unavailable},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.what) {
            const Gathered got(request(one.prefetch));
            BOOST_TEST((got.facts.sources.conditions == one.want));
            const bool there = one.prefetch.find("M33.10") != std::string::npos;
            BOOST_TEST(got.facts.conditions.size() == (there ? 1u : 0u));
        }
    }
}

BOOST_AUTO_TEST_CASE(requests_and_statements_are_one_list) {
    const std::string order = resource("MedicationRequest", R"("status":"active")");
    const std::string statement = resource("MedicationStatement", R"("status":"active")");
    const struct {
        std::string prefetch;
        Availability want;
    } cases[] = {
        {"", Availability::unavailable},
        {R"("medications":)" + bundle(order), Availability::present},
        {R"("medications":null)", Availability::empty},
        {R"("medications":null,"statements":null)", Availability::empty},
        {R"("medications":null,"statements":)" + bundle(statement), Availability::present},
        {R"("statements":)" + bundle(statement), Availability::present},
        {R"("statements":null)", Availability::partial},
        {R"("medications":)" + outcome_error + R"(,"statements":)" + bundle(statement),
         Availability::partial},
        {R"("medications":)" + outcome_error, Availability::unavailable},
        // A question that failed is not "none" (PFD-5, RULES 2.1).
        {R"("medications":)" + bundle(order) + R"(,"statements":)" + outcome_error, Availability::partial},
        {R"("medications":null,"statements":)" + outcome_error, Availability::partial},
        {R"("medications":null,"statements":"{{context.patientId}}")", Availability::empty},
        {R"("medications":)" + bundle(order) + R"(,"medicationAdministrations":)" + outcome_error,
         Availability::partial},
        {R"("medications":)" + bundle(order) + R"(,"medicationAdministrations":null)", Availability::present},
        {R"("meds":)" + bundle(order), Availability::present},
    };
    for (const auto& one : cases)
        BOOST_TEST((Gathered(request(one.prefetch)).facts.sources.medications == one.want), one.prefetch);
}

// PFD-11, PFD-12: the patient under any key and in any wrapping
BOOST_AUTO_TEST_CASE(finds_the_patient) {
    const std::string patient =
        R"({"resourceType":"Patient","id":"1","gender":"female","birthDate":"1968-04-12"})";
    for (const std::string& prefetch :
         {R"("patient":)" + patient, R"("patient":)" + bundle(patient), R"("x":)" + bundle(patient)}) {
        BOOST_TEST_CONTEXT(prefetch) {
            const Gathered got(request(prefetch));
            BOOST_TEST((got.facts.sources.patient == Availability::present));
            BOOST_TEST((got.facts.demographics.sex == Sex::female));
            BOOST_TEST(got.facts.demographics.age_years.value() == 58);
        }
    }
}

// REQ-17
BOOST_AUTO_TEST_CASE(leaves_out_what_is_another_patients) {
    const auto condition = [](const std::string& subject) {
        return R"({"resourceType":"Condition","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M33.10"}]})"
               + subject + "}";
    };
    const struct {
        std::string subject;
        bool taken;
    } cases[] = {
        {R"(,"subject":{"reference":"Patient/1"})", true},
        {R"(,"subject":{"reference":"https://ehr.example/fhir/Patient/1"})", true},
        {R"(,"subject":{"reference":"https://ehr.example/fhir/Patient/1/_history/2"})", true},
        {R"(,"patient":{"reference":"Patient/1"})", true},
        {"", true},
        {R"(,"subject":{"display":"Jane"})", true},
        {R"(,"subject":{"reference":"Patient/2"})", false},
        {R"(,"subject":{"reference":"https://ehr.example/fhir/Patient/2"})", false},
        {R"(,"patient":{"reference":"Patient/12"})", false},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.subject) {
            const Gathered got(request(R"("conditions":)" + bundle(condition(one.subject))));
            BOOST_TEST(got.facts.conditions.size() == (one.taken ? 1u : 0u));
            BOOST_TEST(got.noted("other-patient") == !one.taken);
            const auto& sources = got.facts.sources;
            BOOST_TEST((sources.conditions == (one.taken ? Availability::present : Availability::unavailable))
            );
        }
    }
}

BOOST_AUTO_TEST_CASE(does_not_use_another_patients_birth_date_or_draft) {
    const Gathered got(request(
        R"("patient":{"resourceType":"Patient","id":"2","gender":"female","birthDate":"1968-04-12"})",
        R"("draftOrders":)"
            + bundle(
                R"({"resourceType":"MedicationRequest","status":"draft","subject":{"reference":"Patient/2"},)"
                + rxnorm("8640") + "}"
            )
    ));
    BOOST_TEST(!got.facts.demographics.age_years.has_value());
    BOOST_TEST((got.facts.sources.patient == Availability::unavailable));
    BOOST_TEST(got.noted("wrong-patient"));
    BOOST_TEST(got.facts.orders.empty());
    BOOST_TEST(got.noted("other-patient"));
}

BOOST_AUTO_TEST_CASE(a_context_with_a_typed_patient_id_is_the_same_patient) {
    const Gathered got(R"({"context":{"patientId":"Patient/1"},"prefetch":{"conditions":)" + myositis + "}}");
    BOOST_TEST(got.facts.patient_id == "1");
    BOOST_TEST(got.facts.conditions.size() == 1);
}

BOOST_AUTO_TEST_CASE(counts_a_resource_once) {
    const Gathered got(
        request(R"("conditions":)" + bundle(myositis + "," + myositis) + R"(,"problems":)" + bundle(myositis))
    );
    BOOST_TEST(got.facts.conditions.size() == 1);
}

BOOST_AUTO_TEST_CASE(merges_what_is_being_created) {
    const Gathered conditions(
        request("", R"("conditions":)" + bundle(myositis)), Hook::problem_list_item_create
    );
    BOOST_TEST(conditions.facts.conditions.size() == 1);
    BOOST_TEST((conditions.facts.sources.conditions == Availability::unavailable));
    const std::string allergy =
        R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},"code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"6851"}]}})";
    for (const std::string& context :
         {R"("allergyIntolerance":)" + allergy,
          R"("allergyIntolerance":{"resource":)" + allergy + "}",
          R"("allergyIntolerances":)" + bundle(allergy)}) {
        const Gathered got(request("", context), Hook::allergyintolerance_create);
        BOOST_TEST(got.facts.allergies.size() == 1, context);
    }
}

BOOST_AUTO_TEST_CASE(survives_any_shape) {
    for (const std::string body :
         {"null",
          "7",
          "[]",
          "{}",
          R"({"context":7,"prefetch":[]})",
          R"({"context":{"patientId":7,"draftOrders":[[[]]],"selections":{}},"prefetch":{"a":[null,7,{}],"b":{"resourceType":7},"c":{"resourceType":"Bundle","entry":{}}}})",
          R"({"prefetch":{"c":{"resourceType":"Bundle","entry":[null,7,{},{"resource":7},{"resource":{"resourceType":"Observation"}},{"resource":{"resourceType":"Observation","status":"final","code":{"coding":7},"component":[7,{}]}},{"resource":{"resourceType":"Condition","code":"M33.1"}},{"resource":{"resourceType":"Patient","birthDate":7,"extension":{}}},{"resource":{"resourceType":"AllergyIntolerance","reaction":7}},{"resource":{"resourceType":"MedicationAdministration","status":"completed"}},{"resource":{"resourceType":"MedicationRequest","status":7,"dosageInstruction":{},"medicationReference":{"reference":"#"}}}]}}})"}) {
        BOOST_TEST_CONTEXT(body) {
            BOOST_CHECK_NO_THROW(Gathered{body});
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
