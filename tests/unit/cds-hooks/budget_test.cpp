#include "cds-hooks/http/budget.hpp"

#include <optional>
#include <utility>

#include <boost/test/unit_test.hpp>

using iim::service::http::Budget;

BOOST_AUTO_TEST_SUITE(budget)

BOOST_AUTO_TEST_CASE(gives_what_is_left_and_takes_it_back) {
    Budget budget(100);
    std::optional<Budget::Share> most = budget.take(60);
    BOOST_TEST(most.has_value());
    BOOST_TEST(!budget.take(41).has_value());
    {
        const auto rest = budget.take(40);
        BOOST_TEST(rest.has_value());
        BOOST_TEST(!budget.take(1).has_value());
        BOOST_TEST(budget.take(0).has_value());
    }
    BOOST_TEST(budget.take(40).has_value());
    most.reset();
    BOOST_TEST(budget.take(100).has_value());
    BOOST_TEST(!budget.take(101).has_value());
    BOOST_TEST(budget.take(100).has_value());
}

BOOST_AUTO_TEST_CASE(a_share_that_moved_counts_once) {
    Budget budget(10);
    {
        std::optional<Budget::Share> first = budget.take(10);
        const Budget::Share second = std::move(*first);
        first.reset();
        BOOST_TEST(!budget.take(1).has_value());
    }
    BOOST_TEST(budget.take(10).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
