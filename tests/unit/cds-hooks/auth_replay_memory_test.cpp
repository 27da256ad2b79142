#include "cds-hooks/auth/replay_memory.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::service::auth;
using std::chrono::seconds;
using Use = ReplayMemory::Use;

namespace {

const Instant now{seconds(1'400'000'000)};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(ReplayMemory::Use)

BOOST_AUTO_TEST_SUITE(auth_replay_memory)

BOOST_AUTO_TEST_CASE(a_token_is_used_once_until_it_ends) {
    ReplayMemory used(1000);
    const Instant end = now + seconds(300);
    BOOST_TEST((used.use("i", "j", end, now) == Use::first));
    BOOST_TEST((used.use("i", "j", end, now) == Use::again));
    BOOST_TEST((used.use("i", "j", end + seconds(900), now + seconds(299)) == Use::again));
    BOOST_TEST((used.use("i", "j", end, end) == Use::again));
    BOOST_TEST((used.use("i", "j", end + seconds(900), end + seconds(1)) == Use::first));
}

BOOST_AUTO_TEST_CASE(the_pair_of_issuer_and_jti_counts) {
    ReplayMemory used(1000);
    const Instant end = now + seconds(300);
    BOOST_TEST((used.use("a", "bc", end, now) == Use::first));
    BOOST_TEST((used.use("ab", "c", end, now) == Use::first));
    BOOST_TEST((used.use("b", "bc", end, now) == Use::first));
    BOOST_TEST((used.use("a", "bd", end, now) == Use::first));
    BOOST_TEST((used.use("a", "BC", end, now) == Use::first));
    BOOST_TEST((used.use("ab", "c", end, now) == Use::again));
}

BOOST_AUTO_TEST_CASE(what_has_ended_makes_room) {
    ReplayMemory used(100);
    for (int i = 0; i < 100; ++i)
        BOOST_TEST((used.use("i", std::to_string(i), now + seconds(i % 10), now) == Use::first), i);
    BOOST_TEST((used.use("i", "one too many", now + seconds(60), now) == Use::no_room));
    BOOST_TEST((used.use("i", "5", now + seconds(60), now) == Use::again));  // none was forgotten for it
    BOOST_TEST((used.use("i", "one too many", now + seconds(60), now + seconds(5)) == Use::first));
    BOOST_TEST(used.size() == 51U);  // ends 0 to 4 are past
    BOOST_TEST((used.use("i", "last", now + seconds(60), now + seconds(100)) == Use::first));
    BOOST_TEST(used.size() == 1U);
}

BOOST_AUTO_TEST_CASE(of_many_uses_at_one_moment_one_is_the_first) {
    constexpr int tokens = 2'000;
    constexpr int threads = 4;
    ReplayMemory used(100'000);
    std::atomic<int> first{0};
    {
        std::vector<std::jthread> all;
        for (int t = 0; t < threads; ++t)
            all.emplace_back([&] {
                for (int i = 0; i < tokens; ++i)
                    if (used.use("i", std::to_string(i), now + seconds(300), now) == Use::first) ++first;
            });
    }
    BOOST_TEST(first == tokens);
    BOOST_TEST(used.size() == std::size_t{tokens});
}

BOOST_AUTO_TEST_SUITE_END()
