#include "engine/options/other_indications.hpp"
#include "engine/options/steroid_limit.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {
extern const Rule steroid_dose_limit;
}

using namespace iim::engine;
using namespace iim::engine::test;

namespace {

struct Who {
    int age = 50;
    std::optional<double> kg = 100;
};

Judged ordering(Who who, Concept steroid, std::vector<Dose> doses, Route route = Route::oral) {
    Build build;
    build.dermatomyositis().age(who.age);
    build.facts().body.weight_kg = who.kg;
    build.drafts(steroid, std::move(doses), route);
    return Judged(std::move(build), {&steroid_dose_limit});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_steroid_dose_limit)

BOOST_AUTO_TEST_CASE(the_oral_dose_has_a_cap_in_mg_and_in_mg_per_kg) {
    struct {
        Who who;
        double mg;
        std::string_view want;
    } const table[] = {
        {{}, 80, ""},
        {{}, 80.1, "warning"},
        {{}, 120, "warning"},
        {{}, 120.1, "critical"},
        {{50, 45.0}, 49.5, ""},
        {{50, 45.0}, 49.6, "info"},
        {{50, 45.0}, 80, "info"},
        {{50, 39.0}, 78, "info"},
        {{50, 39.0}, 78.1, "critical"},
        {{50, std::nullopt}, 80, ""},
        {{50, std::nullopt}, 82.5, "warning"},
        {{8, 25.0}, 50, ""},
        {{8, 25.0}, 50.1, "warning"},
        {{8, 25.0}, 75.1, "critical"},
        {{16, 60.0}, 60, ""},
        {{16, 60.0}, 60.1, "warning"},
        {{16, 60.0}, 90, "warning"},
        {{16, 60.0}, 90.1, "critical"},
    };
    for (const auto& each : table)
        BOOST_TEST_CONTEXT(each.mg << " mg, " << each.who.kg.value_or(0) << " kg, age " << each.who.age) {
            const Judged got = ordering(each.who, drug::prednisone, {{.mg = each.mg}});
            BOOST_TEST(got.indicator() == each.want);
            BOOST_TEST(got.summary().size() <= 139U);
        }
}

BOOST_AUTO_TEST_CASE(other_steroids_count_as_prednisone) {
    struct {
        Concept steroid;
        double usual, above;
    } const table[] = {
        {drug::dexamethasone, 12, 12.1},
        {drug::methylprednisolone, 64, 64.1},
        {drug::hydrocortisone, 320, 321},
        {drug::deflazacort, 96, 96.1},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.above) {
            BOOST_TEST(ordering({}, each.steroid, {{.mg = each.usual}}).indicator() == "");
            BOOST_TEST(ordering({}, each.steroid, {{.mg = each.above}}).indicator() == "warning");
        }
}

BOOST_AUTO_TEST_CASE(a_pulse_has_its_own_limits) {
    struct {
        Who who;
        double mg;
        int days;
        std::string_view want;
    } const table[] = {
        {{}, 1000, 3, ""},
        {{}, 1000, 5, ""},
        {{}, 1000, 6, "warning"},
        {{}, 1001, 3, "warning"},
        {{}, 1500, 3, "warning"},
        {{}, 1501, 3, "critical"},
        {{50, 50.0}, 1000, 3, ""},
        {{50, 49.0}, 1000, 3, "info"},
        {{8, 25.0}, 750, 3, ""},
        {{8, 25.0}, 751, 3, "warning"},
        {{50, std::nullopt}, 1000, 3, ""},
    };
    for (const auto& each : table)
        BOOST_TEST_CONTEXT(each.mg << " mg x " << each.days << ", " << each.who.kg.value_or(0) << " kg") {
            const Judged got =
                ordering(each.who, drug::methylprednisolone, {{.mg = each.mg, .days = each.days}}, Route::iv);
            BOOST_TEST(got.indicator() == each.want);
        }
}

BOOST_AUTO_TEST_CASE(days_of_a_pulse_that_were_given_count) {
    Build build;
    build.dermatomyositis().drafts(drug::methylprednisolone, {{.mg = 1000, .days = 3}}, Route::iv);
    build.facts().body.weight_kg = 100;
    for (int day = -3; day < 0; ++day) build.given(drug::methylprednisolone, day, 1000);
    const Judged got(std::move(build), {&steroid_dose_limit});
    BOOST_TEST(got.indicator() == "warning");
    BOOST_TEST(contains(got.summary(), "x 6 days"));
}

BOOST_AUTO_TEST_CASE(a_taper_is_judged_by_its_highest_step_and_never_overwritten) {
    const Judged usual =
        ordering({}, drug::prednisone, {{.mg = 60, .days = 28}, {.mg = 40, .from = 28, .days = 14}});
    BOOST_TEST(usual.indicator() == "");
    const Judged high =
        ordering({}, drug::prednisone, {{.mg = 100, .days = 28}, {.mg = 40, .from = 28, .days = 14}});
    BOOST_TEST(high.indicator() == "warning");
    BOOST_TEST(high.only().suggestions.empty());
}

BOOST_AUTO_TEST_CASE(a_second_steroid_that_is_taken_counts_as_a_warning_only) {
    Build build;
    build.dermatomyositis().takes(drug::prednisone, {{.mg = 60, .from = -30}});
    build.drafts(drug::methylprednisolone, {{.mg = 64}});
    build.facts().body.weight_kg = 100;
    const Judged got(std::move(build), {&steroid_dose_limit});
    BOOST_TEST(got.indicator() == "warning");
    BOOST_TEST(contains(got.summary(), "140 mg/day"));
    BOOST_TEST(got.only().suggestions.empty());
}

BOOST_AUTO_TEST_CASE(the_offered_dose_is_rounded_down_to_tablets) {
    using steroid_limit::tablets_for;
    BOOST_TEST(tablets_for(drug::prednisone, 68).value_or(0) == 67.5);
    BOOST_TEST(tablets_for(drug::prednisone, 80).value_or(0) == 80);
    BOOST_TEST(tablets_for(drug::dexamethasone, 80).value_or(0) == 12);
    BOOST_TEST(tablets_for(drug::methylprednisolone, 80).value_or(0) == 64);
    BOOST_TEST(!tablets_for(drug::corticotropin, 80).has_value());
}

BOOST_AUTO_TEST_CASE(other_diseases_have_other_doses) {
    struct {
        std::vector<Concept> reasons;
        std::string_view label;
        bool other;
    } const table[] = {
        {{condition::asthma}, "asthma", true},
        {{condition::dermatomyositis}, "dermatomyositis", false},
        {{condition::asthma, condition::dermatomyositis}, "both", false},
        {{}, "Giant cell arteritis", true},
        {{}, "flare", false},
        {{}, "myositis", false},
        {{}, "", false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.label) {
            Order order;
            order.drugs = {drug::prednisone};
            for (const Concept one : each.reasons) order.reasons.add(one);
            order.has_reason = true;
            order.reason_label = each.label;
            if (each.reasons.empty()) order.reasons_in_words.push_back(each.label);
            BOOST_TEST(indication::is_clear(order) == each.other);
        }
}

BOOST_AUTO_TEST_SUITE_END()
