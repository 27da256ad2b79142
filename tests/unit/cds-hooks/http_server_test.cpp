#include "cds-hooks/http/server.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::service::http {
namespace {

using std::chrono::milliseconds;

bool becomes_true(
    const std::function<bool()>& condition, const std::function<void()>& meanwhile = [] {}
) {
    for (int i = 0; i < 1'000 && !condition(); ++i) {
        meanwhile();
        std::this_thread::sleep_for(milliseconds(5));
    }
    return condition();
}

void hang_up() {
    (void)std::raise(SIGHUP);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_server)

BOOST_AUTO_TEST_CASE(after_an_odd_exception_the_next_hang_up_is_heard_and_no_loop_reads_files) {
    const auto before = std::signal(SIGHUP, SIG_IGN);  // one may come before the server listens to it
    Limits limits;
    limits.drain_notice = limits.drain_grace = milliseconds(1);
    std::vector<Door> doors(1);
    doors.front().listen.port = 0;
    Server server(std::move(doors), 1, limits);
    std::atomic<bool> draining{false}, on_the_loop{false};
    std::atomic<int> heard{0};
    std::thread loop([&] {
        const auto self = std::this_thread::get_id();
        server.run(draining, [&, self] {
            if (std::this_thread::get_id() == self) on_the_loop = true;
            ++heard;
            throw 7;  // NOLINT(hicpp-exception-baseclass): as odd as can be
        });
    });
    BOOST_TEST(becomes_true([&] { return heard > 0; }, hang_up));
    const int first = heard;
    BOOST_TEST(becomes_true([&] { return heard > first; }, hang_up));
    BOOST_TEST(!on_the_loop);
    (void)std::raise(SIGTERM);
    loop.join();
    BOOST_TEST(draining);
    (void)std::signal(SIGHUP, before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::service::http
