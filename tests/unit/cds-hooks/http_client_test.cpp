#include "cds-hooks/http/client.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "stub_server.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

namespace iim::service::http {
namespace {

using std::chrono::milliseconds;
using test::Said;
using test::said;
using test::StubServer;

ClientSettings local() {
    ClientSettings settings;
    settings.allow_plain = true;
    BOOST_TEST_REQUIRE(settings.open.add("127.0.0.0/8"));
    return settings;
}

Get question(std::string url, milliseconds limit = milliseconds(5'000)) {
    Get get;
    get.url = std::move(url);
    get.deadline = Deadline::clock::now() + limit;
    return get;
}

GetResult ask(const Get& get, const ClientSettings& settings = local()) {
    const Client client(settings);
    boost::asio::io_context io(1);
    std::optional<GetResult> result;
    boost::asio::co_spawn(io, client.get(get), [&](const std::exception_ptr& error, GetResult got) {
        BOOST_TEST((error == nullptr));
        result = std::move(got);
    });
    io.run();
    return std::move(*result);
}

/// "fetch-broken"; empty for an answer.
std::string_view error_of(const GetResult& got) {
    return got ? std::string_view() : to_string(static_cast<ClientError>(got.error().value()));
}

milliseconds since(Deadline started) {
    return std::chrono::duration_cast<milliseconds>(Deadline::clock::now() - started);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_client)

BOOST_AUTO_TEST_CASE(an_answer_is_status_and_body) {
    for (const int status : {200, 201, 302, 401, 404, 429, 500, 503}) {
        const StubServer server([&](const std::string&) {
            return said(status, "body", "Location: http://127.0.0.1:9/\r\n");
        });
        const GetResult got = ask(question(server.url("/fhir/X?a=b#part")));
        BOOST_TEST_CONTEXT(status) {
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST(got->status == status);
            BOOST_TEST(got->body == "body");
            BOOST_TEST(server.heads().size() == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_sent) {
    const StubServer server([](const std::string&) { return said(200, ""); });
    Get get = question(server.url("/fhir/X?a=b#part"));
    get.accept = "application/fhir+json";
    get.bearer = "secret";
    BOOST_TEST(ask(get).has_value());
    get.bearer.clear();
    BOOST_TEST(ask(get).has_value());
    const std::string plain = "GET /fhir/X?a=b HTTP/1.1\r\nHost: " + server.url().substr(7)
                              + "\r\nAccept: application/fhir+json\r\nAccept-Encoding: identity\r\n"
                                "User-Agent: iim-cds\r\n";
    BOOST_TEST(server.heads().at(0) == plain + "Authorization: Bearer secret\r\n\r\n");
    BOOST_TEST(server.heads().at(1) == plain + "\r\n");
}

BOOST_AUTO_TEST_CASE(bad_answers_have_their_reason) {
    using enum ClientError;
    const struct {
        const char* what;
        Said says;
        ClientError want;
    } table[] = {
        {"not HTTP", {"SSH-2.0-x\r\n\r\n", {}, true}, broken},
        {"closes at once", {"", {}, true}, broken},
        {"body cut off", {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", {}, true}, broken},
        {"chunk cut off",
         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort", {}, true},
         broken},
        {"body too large, said", {"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", {}, false}, too_large},
        {"body too large, chunked",
         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x')
              + "\r\n0\r\n\r\n",
          {},
          false},
         too_large},
        {"body too large, to the end",
         {"HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x'), {}, true},
         too_large},
        {"header too large",
         {"HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\nContent-Length: 0\r\n\r\n", {}, false},
         too_large},
        {"compressed", said(200, "x", "Content-Encoding: gzip\r\n"), broken},
        {"silent", {"", milliseconds(5'000), false}, timed_out},
        {"stops in the header", {"HTTP/1.1 200 OK\r\nContent-", {}, false}, timed_out},
        {"stops in the body", {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", {}, false}, timed_out},
    };
    for (const auto& [what, says, want] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server([&](const std::string&) { return says; });
            Get get = question(server.url("/"), milliseconds(want == timed_out ? 400 : 5'000));
            get.most_bytes = 1000;
            const Deadline started = Deadline::clock::now();
            const GetResult got = ask(get);
            BOOST_TEST_REQUIRE(got.has_error());
            BOOST_TEST(error_of(got) == to_string(want));
            BOOST_TEST(since(started).count() < 4'000);
        }
}

BOOST_AUTO_TEST_CASE(whole_answers_of_other_shapes) {
    const struct {
        const char* what;
        Said says;
    } table[] = {
        {"chunked",
         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", {}, false}},
        {"to the end", {"HTTP/1.0 200 OK\r\n\r\nbody", {}, true}},
        {"slow", {said(200, "body").bytes, milliseconds(200), false}},
    };
    for (const auto& [what, says] : table) BOOST_TEST_CONTEXT(what) {
            const StubServer server([&](const std::string&) { return says; });
            const GetResult got = ask(question(server.url("/")));
            BOOST_TEST_REQUIRE(got.has_value());
            BOOST_TEST(got->body == "body");
        }
}

BOOST_AUTO_TEST_CASE(the_largest_body_allowed_is_read) {
    const std::string body(1000, 'x');
    const StubServer server([&](const std::string&) { return said(200, body); });
    Get get = question(server.url("/"));
    get.most_bytes = 1000;
    BOOST_TEST(ask(get).value().body == body);
}

BOOST_AUTO_TEST_CASE(what_is_not_even_asked) {
    using enum ClientError;
    const StubServer server([](const std::string&) { return said(200, ""); });
    const std::string port = ":" + std::to_string(server.port()) + "/";
    const struct {
        std::string url, bearer;
        bool plain;
        const char* open;  ///< a network, or null
        ClientError want;
    } table[] = {
        {"ftp://127.0.0.1" + port, "", true, "127.0.0.0/8", bad_question},
        {"http://u@127.0.0.1" + port, "", true, "127.0.0.0/8", bad_question},
        {"http://127.0.0.1" + port, "a\r\nX: y", true, "127.0.0.0/8", bad_question},
        {"http://127.0.0.1" + port, "", false, "127.0.0.0/8", plain_refused},
        {"http://127.0.0.1" + port, "", true, nullptr, address_refused},
        {"http://127.0.0.1" + port, "", true, "127.0.0.2/32", address_refused},
        {"http://localhost" + port, "", true, nullptr, address_refused},
        {"http://[::ffff:127.0.0.1]" + port, "", true, nullptr, address_refused},
        // other ways to write 127.0.0.1 that the system understands
        {"http://2130706433" + port, "", true, nullptr, address_refused},
        {"http://0x7f.1" + port, "", true, nullptr, address_refused},
        {"http://0.0.0.0" + port, "", true, "127.0.0.0/8", address_refused},
        {"http://169.254.169.254/", "", true, "169.254.0.0/16", address_refused},
        {"http://[fe80::1]/", "", true, nullptr, address_refused},
        {"http://name.invalid/", "", true, "127.0.0.0/8", unknown_host},
    };
    for (const auto& [url, bearer, plain, open, want] : table)
        BOOST_TEST_CONTEXT(url << " want " << to_string(want)) {
            ClientSettings settings;
            settings.allow_plain = plain;
            if (open) BOOST_TEST_REQUIRE(settings.open.add(open));
            Get get = question(url);
            get.bearer = bearer;
            const GetResult got = ask(get, settings);
            BOOST_TEST_REQUIRE(got.has_error());
            BOOST_TEST(error_of(got) == to_string(want));
        }
    BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_CASE(nobody_there) {
    std::string url;
    {
        const StubServer gone([](const std::string&) { return Said(); });
        url = gone.url("/");
    }
    BOOST_TEST(error_of(ask(question(url))) == to_string(ClientError::not_connected));
}

BOOST_AUTO_TEST_CASE(a_name_of_this_machine_is_looked_up) {
    const StubServer server([](const std::string&) { return said(200, "found"); });
    ClientSettings settings = local();
    BOOST_TEST_REQUIRE(settings.open.add("::1"));  // tried in vain when it comes first
    const GetResult got = ask(question("http://localhost:" + std::to_string(server.port()) + "/"), settings);
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->body == "found");
}

BOOST_AUTO_TEST_CASE(a_deadline_that_is_over) {
    const StubServer server([](const std::string&) { return said(200, ""); });
    const GetResult got = ask(question(server.url("/"), milliseconds(-1)));
    BOOST_TEST(error_of(got) == to_string(ClientError::timed_out));
}

BOOST_AUTO_TEST_CASE(tls_with_a_plain_server_fails) {
    const StubServer server([](const std::string&) { return said(200, ""); });
    const std::string url = "https" + server.url("/").substr(4);
    BOOST_TEST(ask(question(url, milliseconds(400))).has_error());
}

BOOST_AUTO_TEST_CASE(a_ca_file_that_is_none) {
    ClientSettings settings;
    settings.ca_file = "/nowhere/ca.pem";
    BOOST_CHECK_EXCEPTION(Client{settings}, std::runtime_error, [](const std::runtime_error& error) {
        return std::string(error.what()).find("/nowhere/ca.pem") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// Questions of one visit, one after another.
boost::asio::awaitable<void> visit_all(
    const Client& client, const std::vector<Get>& questions, std::vector<GetResult>& results
) {
    Client::Visit visit(client);
    for (const Get& get : questions) {
        GetResult got = co_await visit.get(get);
        results.push_back(std::move(got));
    }
}

std::vector<GetResult> visit(const std::vector<Get>& questions) {
    const Client client(local());
    boost::asio::io_context io(1);
    std::vector<GetResult> results;
    boost::asio::co_spawn(io, visit_all(client, questions, results), [](const std::exception_ptr& error) {
        BOOST_TEST((error == nullptr));
    });
    io.run();
    return results;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_client_visit)

BOOST_AUTO_TEST_CASE(a_free_connection_is_used_again) {
    const StubServer server([](const std::string&) { return said(200, "x"); });
    const auto results =
        visit({question(server.url("/1")), question(server.url("/2")), question(server.url("/3"))});
    for (const GetResult& one : results) BOOST_TEST(one.has_value());
    BOOST_TEST(server.connections() == 1);
    BOOST_TEST(server.heads().size() == 3);
}

// A server may close a free connection at any time; a question must not be lost to that.
BOOST_AUTO_TEST_CASE(a_connection_that_died_is_replaced) {
    const StubServer server([](const std::string&) {
        Said one = said(200, "x");
        one.close = true;  // though it promised to keep it
        return one;
    });
    const auto results = visit({question(server.url("/1")), question(server.url("/2"))});
    for (const GetResult& one : results) BOOST_TEST(one.has_value());
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_visit_is_to_one_server) {
    const StubServer server([](const std::string&) { return said(200, "x"); });
    const StubServer other([](const std::string&) { return said(200, "x"); });
    const auto results = visit({question(server.url("/")), question(other.url("/"))});
    BOOST_TEST(results.at(0).has_value());
    BOOST_TEST(error_of(results.at(1)) == to_string(ClientError::bad_question));
    BOOST_TEST(other.connections() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::http
