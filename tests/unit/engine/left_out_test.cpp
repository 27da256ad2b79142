#include "engine/terms/left_out.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

namespace iim::engine {

BOOST_AUTO_TEST_SUITE(left_out)

BOOST_AUTO_TEST_CASE(this_binary_has_every_table) {
    BOOST_TEST(left_out_tables(embedded_tables()).empty());
    BOOST_TEST(left_out_notice() == "");
}

BOOST_AUTO_TEST_CASE(a_table_that_is_not_there_is_named) {
    auto tables = embedded_tables();
    std::erase_if(tables, [](const TableFile& one) {
        return one.name == "atc.csv" || one.name == "dmd.csv";
    });
    const auto missing = left_out_tables(tables);
    BOOST_TEST_REQUIRE(missing.size() == 2U);
    BOOST_TEST(missing[0] == "atc.csv");
    BOOST_TEST(missing[1] == "dmd.csv");
}

/// A new table must come on the list, or nobody is told when it is left out.
BOOST_AUTO_TEST_CASE(every_code_table_is_on_the_list) {
    const auto all = left_out_tables({});
    for (const TableFile& table : embedded_tables())
        if (holds_codes(table)) BOOST_TEST((std::ranges::find(all, table.name) != all.end()), table.name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine
