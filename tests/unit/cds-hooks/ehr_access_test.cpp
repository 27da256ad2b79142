#include "cds-hooks/ehr/access.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::service::ehr {
namespace {

const Settings& settings() {
    static const Settings all = [] {
        Settings made;
        made.enabled = true;
        made.servers = {
            {"https://ehr.example/fhir", {"https://ehr.example/iss", "https://second.example"}, "", false},
            {"https://open.example/r4/", {}, "", true},
            {"https://client.example/r4", {"https://client.example"}, "our-client", false},
            {"https://shared.example/r4", {"https://a.example"}, "", false},
            {"https://shared.example/r4", {"https://b.example"}, "of-b", false},
        };
        return made;
    }();
    return all;
}

/// The members of a request about patient 1.
Access access(const std::string& members, std::string_view issuer) {
    fhir::Document document;
    const auto request = document.parse(R"({"context":{"patientId":"1"},)" + members + "}").value();
    return access_of(request, issuer, settings());
}

Access access_to(const std::string& server, std::string_view issuer) {
    return access(
        R"("fhirServer":")" + server
            + R"(","fhirAuthorization":{"access_token":"secret","token_type":"Bearer","expires_in":300})",
        issuer
    );
}

Access with_authorization(const std::string& authorization) {
    return access(
        R"("fhirServer":"https://client.example/r4","fhirAuthorization":)" + authorization,
        "https://client.example"
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ehr_access)

// FHA-6: only listed servers, only for the issuers they are bound to.
BOOST_AUTO_TEST_CASE(a_server_must_be_listed_for_who_calls) {
    using enum Denial;
    const struct {
        const char *server, *issuer;
        Denial want;
    } table[] = {
        {"https://ehr.example/fhir", "https://ehr.example/iss", none},
        {"https://ehr.example/fhir/", "https://second.example", none},
        {"https://EHR.EXAMPLE:443/fhir", "https://second.example", none},
        {"https://ehr.example/fhir", "https://ehr.example/iss/", other_issuer},
        {"https://ehr.example/fhir", "https://client.example", other_issuer},
        {"https://ehr.example/fhir", "", other_issuer},
        {"https://open.example/r4", "", none},
        {"https://open.example/r4", "https://anybody.example", none},
        {"https://shared.example/r4", "https://b.example", none},
        {"http://ehr.example/fhir", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example:8443/fhir", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example/fhir/x", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example/", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example/FHIR", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example/fhir?x=1", "https://ehr.example/iss", unknown_server},
        {"https://ehr.example@evil.example/fhir", "https://ehr.example/iss", unknown_server},
        {"http://169.254.169.254/latest", "https://ehr.example/iss", unknown_server},
        {"http://127.0.0.1:9000/", "https://ehr.example/iss", unknown_server},
        {"not a url", "https://ehr.example/iss", unknown_server},
        {"", "https://ehr.example/iss", no_server},
    };
    for (const auto& [server, issuer, want] : table) BOOST_TEST_CONTEXT(server << " by " << issuer) {
            const Access found = access_to(server, issuer);
            BOOST_TEST((found.denial == want));
            BOOST_TEST((found.server != nullptr) == (want == none));
            BOOST_TEST(found.token == (want == none ? "secret" : ""));
        }
}

BOOST_AUTO_TEST_CASE(no_server_or_no_text) {
    BOOST_TEST((access(R"("x":1)", "").denial == Denial::no_server));
    BOOST_TEST((access(R"("fhirServer":7)", "").denial == Denial::no_server));
    BOOST_TEST((access(R"("fhirServer":null)", "").denial == Denial::no_server));
}

// FHA-7: without a token only where that is configured.
BOOST_AUTO_TEST_CASE(without_a_token) {
    const Access open = access(R"("fhirServer":"https://open.example/r4")", "");
    BOOST_TEST((open.denial == Denial::none));
    BOOST_TEST(open.token.empty());
    const Access nobody_logged_in =
        access(R"("fhirServer":"https://open.example/r4","fhirAuthorization":{"token_type":"Bearer"})", "");
    BOOST_TEST((nobody_logged_in.denial == Denial::none));
    const Access closed = access(R"("fhirServer":"https://client.example/r4")", "https://client.example");
    BOOST_TEST((closed.denial == Denial::no_token));
}

// Checklist §7, members of fhirAuthorization.
BOOST_AUTO_TEST_CASE(a_token_must_be_usable_and_for_this_patient_and_service) {
    using enum Denial;
    const struct {
        const char* authorization;
        Denial want;
    } table[] = {
        {R"({"access_token":"t","token_type":"Bearer","expires_in":300,"scope":"x","subject":"our-client"})",
         none},
        {R"({"access_token":"t","token_type":"bearer","expires_in":1,"patient":"1"})", none},
        {R"({"access_token":"t","token_type":"Bearer","patient":"Patient/1"})", none},
        {R"({"access_token":"t"})", none},
        {R"({"access_token":"t","token_type":"MAC","expires_in":300})", bad_token},
        {R"({"access_token":"t","token_type":7})", bad_token},
        {R"({"access_token":""})", bad_token},
        {R"({"access_token":7})", bad_token},
        {R"({"access_token":"a b"})", bad_token},
        {R"({"access_token":"a\r\nX-Evil: 1"})", bad_token},
        {R"({"access_token":"a\u00e9"})", bad_token},
        {R"({"access_token":"t","expires_in":0})", expired},
        {R"({"access_token":"t","expires_in":-5})", expired},
        {R"({"access_token":"t","expires_in":0.4})", expired},
        {R"({"access_token":"t","patient":"2"})", other_patient},
        {R"({"access_token":"t","patient":7})", other_patient},
        {R"({"access_token":"t","subject":"their-client"})", other_client},
    };
    for (const auto& [authorization, want] : table) BOOST_TEST_CONTEXT(authorization) {
            const Access found = with_authorization(authorization);
            BOOST_TEST((found.denial == want));
            BOOST_TEST(found.token == (want == none ? "t" : ""));
        }
    BOOST_TEST(
        (with_authorization("{\"access_token\":\"" + std::string(8193, 'x') + "\"}").denial == bad_token)
    );
    BOOST_TEST((with_authorization("[1]").denial == no_token));
}

BOOST_AUTO_TEST_CASE(the_life_of_a_token_is_bounded) {
    BOOST_TEST(with_authorization(R"({"access_token":"t","expires_in":300})").token_life->count() == 300);
    BOOST_TEST(
        with_authorization(R"({"access_token":"t","expires_in":1e300})").token_life->count() == 86'400
    );
    BOOST_TEST(!with_authorization(R"({"access_token":"t","expires_in":"soon"})").token_life.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::ehr
