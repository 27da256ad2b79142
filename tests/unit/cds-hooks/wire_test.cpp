#include "cds-hooks/http/wire.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace iim::service::http;

namespace {

bool has(const std::string& head, std::string_view line) {
    return head.find(line) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire)

BOOST_AUTO_TEST_CASE(a_head_tells_status_length_type_and_fields) {
    Response response;
    response.content_type = "application/json";
    response.body = "12345";
    response.fields = {{"Cache-Control", "no-store"}};
    const std::string head = write_head(response, {});
    BOOST_TEST(head.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    BOOST_TEST(has(head, " GMT\r\n"));
    BOOST_TEST(has(head, "\r\nContent-Type: application/json\r\n"));
    BOOST_TEST(has(head, "\r\nContent-Length: 5\r\n"));
    BOOST_TEST(has(head, "\r\nCache-Control: no-store\r\n"));
    BOOST_TEST(!has(head, "Connection"));
    BOOST_TEST(head.ends_with("\r\n\r\n"));
    BOOST_TEST(head.find("\r\n\r\n") == head.size() - 4);
}

BOOST_AUTO_TEST_CASE(no_content_has_no_length) {
    Response response;
    response.status = 204;
    const std::string head = write_head(response, {});
    BOOST_TEST(!has(head, "Content-Length"));
    BOOST_TEST(!has(head, "Content-Type"));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_connection_is_said) {
    BOOST_TEST(has(write_head({}, {.keep_alive = false}), "\r\nConnection: close\r\n"));
    BOOST_TEST(has(write_head({}, {.keep_alive = true, .old_client = true}), "\r\nConnection: keep-alive\r\n")
    );
}

BOOST_AUTO_TEST_CASE(every_status_of_the_service_has_its_words) {
    for (const int status : {200, 204, 400, 404, 405, 412, 413, 415, 417, 422, 431, 500, 503})
        BOOST_TEST(reason(status) != "Status", status);
    BOOST_TEST(reason(299) == "Status");
}

BOOST_AUTO_TEST_SUITE_END()
