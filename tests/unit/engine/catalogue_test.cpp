#include "engine/rule.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

/// One line of RULES 5.0, with the weight of 4.3 (0: one of the others) and the place of 4.4.
struct Row {
    std::string_view number, id;
    Priority priority;
    std::string_view hooks;
    bool may_be_critical;
    int weight;
    Group group;
    int rank;
};

// clang-format off
const std::vector<Row> catalogue{
    {"R01", "steroid-monotherapy", Priority::p0, "PV SEL SIGN REFILL DISCH", true, 80, Group::steroid_start, 1},
    {"R02", "tpmt-before-azathioprine", Priority::p0, "SEL SIGN REFILL DISCH", true, 78, Group::thiopurine, 3},
    {"R03", "pjp-prophylaxis-missing", Priority::p0, "PV SEL SIGN REFILL DISCH", false, 76, Group::pjp, 1},
    {"R04", "methotrexate-daily-dosing", Priority::p0, "PV SEL SIGN REFILL DISCH", true, 100, Group::mtx_dose, 1},
    {"R05", "methotrexate-dose-limit", Priority::p0, "PV SEL SIGN REFILL DISCH", true, 96, Group::mtx_dose, 2},
    {"R06", "methotrexate-trimethoprim-interaction", Priority::p0, "SEL SIGN REFILL DISCH", true, 88, Group::none, 0},
    {"R07", "azathioprine-xanthine-oxidase-inhibitor", Priority::p0, "PV SEL SIGN REFILL DISCH", true, 93, Group::thiopurine, 2},
    {"R08", "azathioprine-thiopurine-phenotype", Priority::p0, "PV SEL SIGN REFILL", true, 94, Group::thiopurine, 1},
    {"R09", "teratogenic-immunosuppressant", Priority::p0, "PV SEL SIGN REFILL DISCH", true, 98, Group::pregnancy, 1},
    {"R10", "hepatitis-screen-before-methotrexate", Priority::p0, "SEL SIGN DISCH", false, 0, Group::mtx_screen, 1},
    {"R11", "steroid-dose-limit", Priority::p0, "SEL SIGN DISCH", true, 74, Group::steroid_dose, 1},
    {"R12", "live-vaccine-immunosuppressed", Priority::p0, "SEL SIGN", true, 90, Group::vaccine, 1},
    {"R13", "rituximab-hepatitis-b", Priority::p0, "SEL SIGN DISP", true, 95, Group::rituximab, 1},
    {"R14", "methotrexate-baseline-labs", Priority::p1, "SEL SIGN", false, 0, Group::mtx_screen, 2},
    {"R15", "methotrexate-folic-acid", Priority::p1, "PV SEL SIGN REFILL DISCH", false, 0, Group::mtx_screen, 3},
    {"R16", "methotrexate-renal-hepatic-risk", Priority::p1, "PV SEL SIGN REFILL", true, 0, Group::mtx_risk, 1},
    {"R17", "methotrexate-in-ild", Priority::p1, "PV SEL SIGN", false, 0, Group::mtx_risk, 2},
    {"R18", "methotrexate-other-interactions", Priority::p2, "SEL SIGN", false, 0, Group::mtx_risk, 3},
    {"R19", "azathioprine-dose-limit", Priority::p1, "SEL SIGN REFILL", true, 0, Group::thiopurine, 4},
    {"R20", "azathioprine-baseline-and-titration", Priority::p2, "SEL SIGN", false, 0, Group::thiopurine, 5},
    {"R21", "mycophenolate-dose-limit", Priority::p1, "SEL SIGN REFILL", true, 0, Group::none, 0},
    {"R22", "ivig-dose-check", Priority::p1, "SEL SIGN DISP", true, 0, Group::ivig, 3},
    {"R23", "ivig-thrombosis-renal-risk", Priority::p1, "SEL SIGN DISP", false, 0, Group::ivig, 2},
    {"R24", "ivig-plasmapheresis-sequence", Priority::p1, "SIGN DISP", false, 0, Group::ivig, 4},
    {"R25", "ivig-iga-check", Priority::p1, "SIGN DISP", true, 85, Group::ivig, 1},
    {"R26", "ivig-premedication", Priority::p2, "SIGN DISP", false, 0, Group::ivig, 5},
    {"R27", "cni-monitoring", Priority::p1, "PV SIGN REFILL", true, 0, Group::cni, 2},
    {"R28", "cni-interaction", Priority::p1, "SEL SIGN", true, 0, Group::cni, 1},
    {"R29", "rituximab-prescreen", Priority::p1, "SEL SIGN DISP", true, 0, Group::rituximab, 2},
    {"R30", "cyclophosphamide-safety", Priority::p1, "SEL SIGN DISP", true, 0, Group::none, 0},
    {"R31", "bone-calcium-vitamin-d", Priority::p1, "PV SIGN DISCH", false, 0, Group::bone, 3},
    {"R32", "bone-dxa-due", Priority::p1, "PV SIGN DISCH", false, 0, Group::bone, 2},
    {"R33", "bone-antiresorptive", Priority::p1, "PV SIGN DISCH", false, 0, Group::bone, 1},
    {"R34", "oral-bisphosphonate-dysphagia", Priority::p2, "SEL SIGN", false, 0, Group::bone, 4},
    {"R35", "steroid-taper-plan-missing", Priority::p1, "PV SIGN DISCH", false, 0, Group::steroid_taper, 4},
    {"R36", "steroid-prolonged-high-dose", Priority::p1, "PV SIGN REFILL", false, 0, Group::steroid_taper, 3},
    {"R37", "steroid-taper-too-fast", Priority::p1, "SIGN DISCH", false, 0, Group::steroid_taper, 2},
    {"R38", "steroid-abrupt-stop", Priority::p1, "PV SIGN REFILL DISCH", true, 86, Group::steroid_taper, 1},
    {"R39", "steroid-dose-individualise", Priority::p2, "SEL SIGN", false, 0, Group::none, 0},
    {"R40", "immunosuppressant-lab-monitoring", Priority::p1, "PV SIGN REFILL", false, 0, Group::monitoring, 1},
    {"R41", "vaccines-before-immunosuppression", Priority::p1, "PV SEL DISCH", false, 0, Group::vaccine, 2},
    {"R42", "disease-activity-monitoring", Priority::p2, "PV", false, 0, Group::monitoring, 3},
    {"R43", "steroid-toxicity-monitoring", Priority::p2, "PV REFILL", false, 0, Group::monitoring, 2},
    {"R44", "severe-iim-induction", Priority::p1, "PV SIGN ES", false, 70, Group::subtype, 2},
    {"R45", "treatment-pathway", Priority::p1, "PV PLI ES", false, 0, Group::subtype, 7},
    {"R46", "treatment-escalation-review", Priority::p2, "PV", false, 0, Group::none, 0},
    {"R47", "maintenance-steroid-minimisation", Priority::p2, "PV REFILL", false, 0, Group::steroid_taper, 5},
    {"R48", "hmgcr-statin", Priority::p1, "PV SEL SIGN", true, 72, Group::none, 0},
    {"R49", "imnm-combination-therapy", Priority::p1, "PV SIGN", false, 0, Group::subtype, 3},
    {"R50", "g6pd-before-dapsone", Priority::p1, "SEL SIGN", true, 0, Group::pjp, 3},
    {"R51", "tmp-smx-safety", Priority::p1, "SEL SIGN", true, 0, Group::pjp, 2},
    {"R52", "pjp-prophylaxis-review", Priority::p2, "PV REFILL", false, 0, Group::pjp, 4},
    {"R53", "ibm-immunosuppression", Priority::p1, "PV SEL SIGN REFILL", false, 0, Group::subtype, 4},
    {"R54", "jdm-dosing", Priority::p1, "PV SEL SIGN", true, 0, Group::subtype, 5},
    {"R55", "jdm-complication-monitoring", Priority::p2, "PV", false, 0, Group::none, 0},
    {"R56", "ici-myositis-urgent", Priority::p1, "PV SEL SIGN ES", true, 73, Group::subtype, 1},
    {"R57", "malignancy-screening", Priority::p1, "PV PLI ES", false, 0, Group::none, 0},
    {"R58", "ild-agent-choice", Priority::p1, "PV SIGN", false, 0, Group::subtype, 6},
    {"R59", "immunosuppressant-combination-review", Priority::p2, "SEL SIGN", false, 0, Group::none, 0},
    {"R60", "data-not-evaluable", Priority::p0, "SEL SIGN REFILL DISP", false, 0, Group::none, 0},
    {"R61", "supportive-care", Priority::p2, "PV DISCH PLI", false, 0, Group::none, 0},
};
// clang-format on

Hooks hooks_of(std::string_view names) {
    const std::map<std::string_view, Hook> known{
        {"PV", Hook::patient_view},
        {"SEL", Hook::order_select},
        {"SIGN", Hook::order_sign},
        {"REFILL", Hook::medication_refill},
        {"DISCH", Hook::encounter_discharge},
        {"DISP", Hook::order_dispatch},
        {"PLI", Hook::problem_list_item_create},
        {"ES", Hook::encounter_start}};
    Hooks all{};
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(' '));
        all = all | known.at(name);
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return all;
}

const Row* row_of(std::string_view number) {
    const auto found = std::ranges::find(catalogue, number, &Row::number);
    return found == catalogue.end() ? nullptr : &*found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(catalogue_)

BOOST_AUTO_TEST_CASE(every_rule_is_what_the_index_says) {
    for (const Rule* rule : all_rules()) BOOST_TEST_CONTEXT(rule->number) {
            const Row* const row = row_of(rule->number);
            BOOST_TEST_REQUIRE((row != nullptr));
            BOOST_TEST(rule->id == row->id);
            BOOST_TEST(to_string(rule->priority) == to_string(row->priority));
            BOOST_TEST(rule->hooks.bits == hooks_of(row->hooks).bits);
            BOOST_TEST(rule->may_be_critical == row->may_be_critical);
        }
}

BOOST_AUTO_TEST_CASE(weights_are_those_of_the_sort_key) {
    for (const Rule* rule : all_rules()) BOOST_TEST_CONTEXT(rule->number) {
            const Row* const row = row_of(rule->number);
            BOOST_TEST_REQUIRE((row != nullptr));
            if (row->weight) BOOST_TEST(rule->weight == row->weight);
            BOOST_TEST((row->weight || (rule->weight >= 10 && rule->weight <= 60)));
        }
}

/// R35 and R39 stand in several groups: cards/groups.cpp places them.
BOOST_AUTO_TEST_CASE(groups_and_their_written_order) {
    for (const Rule* rule : all_rules()) BOOST_TEST_CONTEXT(rule->number) {
            const Row* const row = row_of(rule->number);
            BOOST_TEST_REQUIRE((row != nullptr));
            if (rule->number == "R35" || rule->number == "R39") continue;
            BOOST_TEST((rule->group == row->group));
            if (row->group != Group::none) BOOST_TEST(rule->rank == row->rank);
        }
}

BOOST_AUTO_TEST_CASE(no_rule_stands_twice) {
    std::vector<std::string_view> numbers;
    for (const Rule* rule : all_rules()) numbers.push_back(rule->number);
    BOOST_TEST(std::ranges::is_sorted(numbers));
    BOOST_TEST((std::ranges::adjacent_find(numbers) == numbers.end()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
