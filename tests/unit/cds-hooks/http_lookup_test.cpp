#include "cds-hooks/http/lookup.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <dlfcn.h>
#include <netdb.h>

namespace {

using std::chrono::milliseconds;

constexpr std::string_view silent = "silent.test";
constexpr milliseconds silence{300};
std::atomic<int> silences{0};

}  // namespace

/// Stands before the one of the system: a name server that is away, for one name only.
// NOLINTNEXTLINE(readability-identifier-naming, readability-inconsistent-declaration-parameter-name)
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found) {
    if (node != nullptr && node == silent) {
        ++silences;
        std::this_thread::sleep_for(silence);
        return EAI_AGAIN;
    }
    using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(node, service, hints, found);
}

namespace iim::service::http {
namespace {

const std::string silent_host(silent);
const std::string known_host = "localhost";

boost::asio::awaitable<void> ask_away(const Networks& open, std::string& said) {
    constexpr milliseconds limit{40};
    for (int i = 0; i < 4; ++i) {
        const auto got = co_await look_up(silent_host, open, Deadline::clock::now() + limit);
        said += got ? "found " : "late ";
    }
    const auto got = co_await look_up(known_host, open, Deadline::clock::now() + 10 * silence);
    said += got ? "found" : "late";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_lookup)

BOOST_AUTO_TEST_CASE(a_dead_name_server_leaves_no_queue_behind) {
    Networks open;
    BOOST_TEST_REQUIRE(open.add("127.0.0.0/8"));
    BOOST_TEST_REQUIRE(open.add("::1/128"));
    boost::asio::io_context io(1);
    std::string said;
    boost::asio::co_spawn(io, ask_away(open, said), [](const std::exception_ptr& error) {
        BOOST_TEST((error == nullptr));
    });
    const auto began = Deadline::clock::now();
    io.run();
    BOOST_TEST(said == "late late late late found");
    BOOST_TEST(silences == 1);  // the one under way; those that nobody waits for are not asked
    BOOST_TEST((Deadline::clock::now() - began < 3 * silence));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::http
