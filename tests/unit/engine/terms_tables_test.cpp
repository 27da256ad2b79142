#include "engine/terms/csv.hpp"
#include "engine/terms/strength.hpp"

#include <deque>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

namespace iim::engine {

BOOST_AUTO_TEST_SUITE(terms_tables)

BOOST_AUTO_TEST_CASE(strength_columns_are_read_with_their_units) {
    struct Want {
        StrengthText text;
        std::optional<double> mg_per_unit, mg_per_mL;
    };
    for (const Want& want : {
             Want{{"a", "a 1 G tablet", "1", "g", "tablet"}, 1000.0, {}},
             Want{{"a", "a 500 ug tablet", "500", "ug", "tablet"}, 0.5, {}},
             Want{
                 {"a", "A 20mg/0.4ml pre-filled syringes", "20", "mg/0.4mL", "solution for injection"},
                 20.0,
                 50.0},
             Want{{"a", "A 1g/5ml suspension", "1", "g/5mL", "oral suspension"}, {}, 200.0},
             Want{{"a", "A 10 spray", "10", "mg/{actuat}", ""}, {}, {}},
             Want{{"a", "A 100 UNT", "100", "[iU]", "tablet"}, {}, {}},
             Want{{"a", "A 5 %", "5", "%", "cream"}, {}, {}},
             Want{{"b", "a 5 MG / b 80 MG Oral Tablet", "5 / 80", "mg / mg", "Oral Tablet"}, 80.0, {}},
             Want{{"c", "a 5 MG / b 80 MG Oral Tablet", "5 / 80", "mg / mg", "Oral Tablet"}, {}, {}},
             Want{{"b", "b 3 MG/ML / b acetate 3 MG/ML", "3 / 3", "mg/mL / mg/mL", ""}, {}, 6.0},
             Want{{"a", "a", "", "", ""}, {}, {}},
             Want{{"a", "a", "x", "mg", ""}, {}, {}},
         })
        BOOST_TEST_CONTEXT(want.text.display) {
            const Strength found = read_strength(want.text);
            BOOST_TEST((found.mg_per_unit == want.mg_per_unit));
            BOOST_TEST((found.mg_per_mL == want.mg_per_mL));
        }
}

BOOST_AUTO_TEST_CASE(csv_quoting) {
    std::deque<std::string> unescaped;
    CsvReader row("t.csv", "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n,\"\"\n2,3", unescaped);
    BOOST_TEST_REQUIRE(row.next());
    BOOST_TEST(row["a"] == "1");
    BOOST_TEST(row["b"] == "x, \"y\"\nz");
    BOOST_TEST_REQUIRE(row.next());
    BOOST_TEST(row["a"].empty());
    BOOST_TEST(row["b"].empty());
    BOOST_TEST_REQUIRE(row.next());
    BOOST_TEST(row["b"] == "3");
    BOOST_TEST(!row.next());
}

BOOST_AUTO_TEST_CASE(a_bad_table_names_its_line) {
    std::deque<std::string> unescaped;
    const auto fails = [&](std::string_view text, std::string_view want) {
        try {
            CsvReader row("t.csv", text, unescaped);
            while (row.next()) static_cast<void>(row["b"]);
        } catch (const std::runtime_error& error) {
            BOOST_TEST(std::string_view(error.what()).starts_with(want), error.what());
            return;
        }
        BOOST_ERROR("no error for " << text);
    };
    fails("a,b\n1,2\n3\n", "t.csv line 3");
    fails("a,b\n\"1\n1\",2\n3,4,5\n", "t.csv line 4");
    fails("a,b\n\"1,2\n", "t.csv line 2");
    fails("a,b\n\"1\"x,2\n", "t.csv line 2");
    fails("a,c\n1,2\n", "t.csv line 2");
}

BOOST_AUTO_TEST_CASE(an_empty_table_is_no_error) {
    std::deque<std::string> unescaped;
    CsvReader row("t.csv", "", unescaped);
    BOOST_TEST(!row.next());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine
