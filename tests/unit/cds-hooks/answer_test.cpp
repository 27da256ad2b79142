#include "cds-hooks/answer.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace iim;
using namespace iim::service;
using engine::Hook;

namespace {

const Knowledge& knowledge() {
    static const Knowledge one{engine::Terms::embedded(), {}, {}};
    return one;
}

Reply ask(const std::string& body, Hook service = Hook::order_sign) {
    static fhir::Document scratch;
    const fhir::Instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
    return answer(scratch, body, service, knowledge(), now, [] { return std::string("u"); });
}

/// A request with the given context members, and whatever follows the context.
std::string request(std::string_view hook, std::string_view context, std::string_view rest = "") {
    return fmt::format(R"({{"hook":"{}","hookInstance":"i","context":{{{}}}{}}})", hook, context, rest);
}

const std::string who = R"("userId":"Practitioner/1","patientId":"p1")";
const std::string prefetch = R"(,"prefetch":{"patient":{"resourceType":"Patient","id":"p1"}})";

std::string drafts(std::string_view orders) {
    return fmt::format(R"(,"draftOrders":{{"resourceType":"Bundle","entry":[{}]}})", orders);
}
std::string order(std::string_view type, std::string_view members) {
    return fmt::format(R"({{"resource":{{"resourceType":"{}","id":"1"{}}}}})", type, members);
}

struct HowAsked {
    std::string name, body;
    int status;
    std::vector<std::string> words;
    Hook service = Hook::order_sign;
};

/// A row of a table. A function, so that rows of different length format alike.
HowAsked row(
    std::string name,
    std::string body,
    int status,
    std::vector<std::string> words,
    Hook service = Hook::order_sign
) {
    return {std::move(name), std::move(body), status, std::move(words), service};
}

HowAsked empty(std::string name, std::string body, Hook service = Hook::order_sign) {
    return {std::move(name), std::move(body), 200, {}, service};
}

void expect(const std::vector<HowAsked>& all) {
    for (const HowAsked& one : all) BOOST_TEST_CONTEXT(one.name << ": " << one.body) {
            const Reply got = ask(one.body, one.service);
            BOOST_TEST(got.status == one.status);
            BOOST_TEST(got.content_type == "application/fhir+json");
            BOOST_TEST(got.body.starts_with(R"({"resourceType":"OperationOutcome")"));
            for (const std::string& word : one.words)
                BOOST_TEST((got.body.find(word) != std::string::npos), got.body << " says " << word);
        }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(bad_json_is_refused_with_its_place) {
    expect({
        row("cut off", "{", 400, {"line 1", "valid JSON"}),
        row("empty", "", 400, {"byte 0"}),
        row("comma", R"({"a":1,})", 400, {"byte 7", "line 1, column 8"}),
        row("third line", "{\n \"a\": 1,\n x}", 400, {"byte 12", "line 3, column 2"}),
        row("escapes before it", "{\"a\": \"\\n\\n\\u00e9\",\n  x}", 400, {"line 2, column 3"}),
        row("NUL", std::string("{}\0", 3), 400, {"NUL"}),
        row("not UTF-8", "{\"a\":\"\xff\"}", 400, {"UTF-8", "byte 6"}),
        row("two values", "{}{}", 400, {"byte 2"}),
        row("deep", std::string(200, '['), 400, {"deep"}),
    });
}

BOOST_AUTO_TEST_CASE(the_frame_of_a_request) {
    const std::string fine = drafts("");
    expect({
        row("null", "null", 400, {"JSON object"}),
        row("list", "[]", 400, {"JSON object"}),
        row("no hook", R"({"hookInstance":"i"})", 400, {R"("diagnostics":"hook: )", "missing"}),
        row("hook is a number", R"({"hook":1})", 400, {"hook must be"}),
        row("other hook", request("patient-view", who), 400, {"patient-view", "order-sign"}),
        row("odd hook", request("<b>order</b>", who), 400, {"(another)", "order-sign"}),
        row("no hookInstance", R"({"hook":"order-sign"})", 400, {"hookInstance is missing"}),
        row("empty hookInstance", R"({"hook":"order-sign","hookInstance":""})", 400, {"hookInstance"}),
        row("no context", R"({"hook":"order-sign","hookInstance":"i"})", 400, {"context is missing"}),
        row("context is a text",
            R"({"hook":"order-sign","hookInstance":"i","context":"x"})",
            400,
            {"context must be"}),
        row("prefetch is a list",
            request("order-sign", who + fine, R"(,"prefetch":[])"),
            400,
            {"prefetch must be"}),
        row("hook twice", R"({"hook":"order-sign","hook":"order-sign"})", 400, {"twice", "hook"}),
        row("patientId twice",
            request("order-sign", who + R"(,"patientId":"p2")"),
            400,
            {"twice", "context: "}),
        row("key twice",
            request("order-sign", who + fine, R"(,"prefetch":{"a":null,"a":null})"),
            400,
            {"twice", "prefetch: "}),
    });
}

BOOST_AUTO_TEST_CASE(the_members_that_a_hook_requires) {
    const std::string user = R"("userId":"Practitioner/1")";
    const std::string patient = R"("patientId":"p1")";
    expect({
        row("no patient", request("order-sign", user + drafts("")), 400, {"context.patientId is missing"}),
        row("no user", request("order-sign", patient + drafts("")), 400, {"context.userId is missing"}),
        row("no user",
            request("patient-view", patient),
            400,
            {"context.userId is missing"},
            Hook::patient_view),
        row("no user", request("order-dispatch", "\"a\":1"), 400, {"context.patientId"}, Hook::order_dispatch
        ),
        row("no drafts", request("order-sign", who), 400, {"context.draftOrders is missing"}),
        row("no drafts",
            request("order-select", who),
            400,
            {"context.draftOrders is missing"},
            Hook::order_select),
        row("drafts null",
            request("order-sign", who + R"(,"draftOrders":null)"),
            400,
            {"context.draftOrders is missing"}),
        row("drafts a list",
            request("order-sign", who + R"(,"draftOrders":[])"),
            400,
            {"context.draftOrders must be"}),
        row("drafts no Bundle",
            request("order-sign", who + R"(,"draftOrders":{"entry":[]})"),
            400,
            {"a FHIR Bundle"}),
        row("a path as id",
            request("patient-view", R"("userId":"u","patientId":"Patient/p1")"),
            400,
            {"bare id"},
            Hook::patient_view),
        row("selections",
            request("order-select", who + drafts("") + R"(,"selections":"MedicationRequest/1")"),
            400,
            {"context.selections"},
            Hook::order_select),
        row("DSTU2",
            request("order-sign", who + drafts(order("MedicationOrder", ""))),
            422,
            {"DSTU2", "context.draftOrders"}),
    });
}

BOOST_AUTO_TEST_CASE(no_data_and_something_to_judge_is_412) {
    const std::string drug =
        drafts(order("MedicationRequest", R"(,"medicationCodeableConcept":{"text":"x"})"));
    const std::string outcome = R"(,"prefetch":{"patient":{"resourceType":"OperationOutcome"}})";
    expect({
        row("patient-view", request("patient-view", who), 412, {"prefetch"}, Hook::patient_view),
        row("a drug by text", request("order-sign", who + drug), 412, {"conditions"}),
        row("empty prefetch", request("order-sign", who + drug, R"(,"prefetch":{})"), 412, {}),
        row("null prefetch", request("order-sign", who + drug, R"(,"prefetch":null)"), 412, {}),
        row("only an outcome", request("order-sign", who + drug, outcome), 412, {}),
        row("only junk", request("order-sign", who + drug, R"(,"prefetch":{"a":{},"b":5})"), 412, {}),
        row("a Bundle that cannot be read",
            request(
                "order-sign", who + drug, R"(,"prefetch":{"conditions":{"resourceType":"Bundle","entry":5}})"
            ),
            412,
            {}),
        row("a drug by reference",
            request(
                "order-sign",
                who
                    + drafts(
                        order("MedicationRequest", R"(,"medicationReference":{"reference":"Medication/1"})")
                    )
            ),
            412,
            {}),
        row("a service",
            request(
                "order-sign", who + drafts(order("ServiceRequest", R"(,"code":{"coding":[{"code":"1"}]})"))
            ),
            412,
            {}),
        row("the selected draft",
            request("order-select", who + drug + R"(,"selections":["MedicationRequest/1"])"),
            412,
            {},
            Hook::order_select),
        row("no selections: all", request("order-select", who + drug), 412, {}, Hook::order_select),
        row("another patient",
            request(
                "order-sign", who + drug, R"(,"prefetch":{"patient":{"resourceType":"Patient","id":"p2"}})"
            ),
            400,
            {"prefetch.patient"}),
        row("another patient by another name of the key",
            request(
                "order-sign",
                who + drug,
                R"(,"prefetch":{"demographics":{"resourceType":"Patient","id":"p2"}})"
            ),
            400,
            {"prefetch.demographics"}),
    });
}

// REQ-17: silence about an order looks like approval.
BOOST_AUTO_TEST_CASE(an_order_of_another_patient_is_refused) {
    const auto of = [](const char* subject) {
        return drafts(order(
            "MedicationRequest",
            fmt::format(
                R"(,"medicationCodeableConcept":{{"text":"x"}},"subject":{{"reference":"{}"}})", subject
            )
        ));
    };
    const std::string none = R"(,"prefetch":{"conditions":null})";
    expect({
        row("relative", request("order-sign", who + of("Patient/p2"), none), 400, {"context.draftOrders"}),
        row("absolute",
            request("order-select", who + of("https://ehr.example.org/fhir/Patient/p2"), none),
            400,
            {"context.draftOrders"},
            Hook::order_select),
        row("without data: not 412", request("order-sign", who + of("Patient/p2")), 400, {"another patient"}),
        row("nor without a patient's own", request("order-sign", who + of("Patient/P1"), none), 400, {}),
    });
    for (const char* own :
         {"Patient/p1",
          "https://ehr.example.org/fhir/Patient/p1",
          "Patient/p1/_history/2",
          "urn:uuid:1",
          "#p",
          "Group/p2"})
        BOOST_TEST_CONTEXT(own) expect({row(own, request("order-sign", who + of(own)), 412, {})});
}

BOOST_AUTO_TEST_CASE(nothing_to_judge_is_an_empty_list) {
    const std::string bare = order("MedicationRequest", "");
    const std::string drug = order("MedicationRequest", R"(,"medicationCodeableConcept":{"text":"x"})");
    const std::vector<HowAsked> all{
        empty("no drafts", request("order-sign", who + drafts(""))),
        empty("a draft without drug", request("order-sign", who + drafts(bare))),
        empty(
            "an empty drug",
            request(
                "order-sign",
                who + drafts(order("MedicationRequest", R"(,"medicationCodeableConcept":{"text":""})"))
            )
        ),
        empty(
            "drafts without entry", request("order-sign", who + R"(,"draftOrders":{"resourceType":"Bundle"})")
        ),
        empty("other orders", request("order-sign", who + drafts(order("DeviceRequest", "")))),
        empty("a form just opened", request("order-select", who + drafts(bare)), Hook::order_select),
        empty(
            "another one selected",
            request("order-select", who + drafts(drug) + R"(,"selections":["MedicationRequest/2"])"),
            Hook::order_select
        ),
        empty("nothing of ours", request("order-sign", who + drafts(drug), prefetch)),
        empty("null is data", request("order-sign", who + drafts(drug), R"(,"prefetch":{"patient":null})")),
        empty(
            "a list is data", request("order-sign", who + drafts(drug), R"(,"prefetch":{"conditions":[]})")
        ),
    };
    for (const HowAsked& one : all) BOOST_TEST_CONTEXT(one.name) {
            const Reply got = ask(one.body, one.service);
            BOOST_TEST(got.status == 200);
            BOOST_TEST(got.content_type == "application/json");
            BOOST_TEST(got.body == R"({"cards":[]})");
            BOOST_TEST(got.cards == 0U);
        }
}

BOOST_AUTO_TEST_CASE(a_fault_of_ours_is_told_by_an_opaque_id) {
    Reply got;
    try {
        throw std::runtime_error("Zebedee");
    } catch (...) { got = own_fault(); }
    BOOST_TEST(got.status == 500);
    BOOST_TEST((got.body.find("Zebedee") == std::string::npos));
    BOOST_TEST((got.body.find("id ") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_draft_that_is_no_resource_is_named) {
    const auto with = [](const std::string& entry) {
        return request("order-sign", who + drafts(order("MedicationRequest", "") + "," + entry), prefetch);
    };
    expect({
        row("a number", with("5"), 400, {"context.draftOrders.entry[1] must be an object"}),
        row("a text", with(R"({"resource":"x"})"), 400, {"context.draftOrders.entry[1].resource must be"}),
        row("no type", with(R"({"resource":{}})"), 400, {"entry[1].resource.resourceType is missing"}),
    });
    BOOST_TEST(ask(with(R"({"fullUrl":"urn:uuid:1"})")).status == 200);
}

BOOST_AUTO_TEST_CASE(oddities_are_counted_for_the_log) {
    const Reply odd =
        ask(request(
                "order-select",
                who + drafts(order("MedicationRequest", "")) + R"(,"selections":["MedicationRequest/z"])",
                prefetch
            ),
            Hook::order_select);
    BOOST_REQUIRE(odd.oddities.size() == 2U);
    BOOST_TEST(odd.oddities[0].code == "hook-instance-no-uuid");
    BOOST_TEST(odd.oddities[1].code == "unknown-selection");
    for (const std::string id :
         {"7c5f1c88-4d2b-4a53-9a0e-0d5a0b7a9a11", "6BA7B810-9DAD-11D1-80B4-00C04FD430C8"})
        BOOST_TEST(
            ask(fmt::format(
                    R"({{"hook":"order-sign","hookInstance":"{}","context":{{{}{}}}}})", id, who, drafts("")
                ))
                .oddities.empty()
        );
    for (const std::string id :
         {"7c5f1c884d2b4a539a0e0d5a0b7a9a11", "7c5f1c88-4d2b-4a53-9a0e-0d5a0b7a9a1g", "x"})
        BOOST_TEST(
            ask(fmt::format(
                    R"({{"hook":"order-sign","hookInstance":"{}","context":{{{}{}}}}})", id, who, drafts("")
                ))
                .oddities.size()
            == 1U
        );
}

BOOST_AUTO_TEST_SUITE_END()
