#include "engine/options/tests.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>

namespace iim::engine {

namespace {

constexpr Days baseline{42}, lifetime{365 * 120};
constexpr Days open_request{21};

constexpr std::array hbsag_tests{lab::hbsag};
constexpr std::array anti_hbc_tests{lab::anti_hbc_total};
constexpr std::array hcv_tests{lab::hcv_ab};
constexpr std::array count_tests{lab::wbc, lab::cbc_panel};
constexpr std::array alt_tests{lab::alt, lab::cmp_panel};
constexpr std::array ast_tests{lab::ast, lab::cmp_panel};
constexpr std::array albumin_tests{lab::albumin, lab::cmp_panel};
constexpr std::array kidney_tests{lab::creatinine, lab::egfr, lab::cmp_panel};
constexpr std::array pregnancy_tests{lab::pregnancy_test_serum, lab::pregnancy_test_urine};
constexpr std::array g6pd_tests{lab::g6pd};
constexpr std::array tpmt_tests{lab::tpmt_genotype, lab::tpmt_phenotype, lab::tpmt_activity};
constexpr std::array nudt15_tests{lab::nudt15_genotype};

}  // namespace

namespace need {
constinit const TestNeed hbsag{lab::hbsag, hbsag_tests, {}, true, &Policy::hep_days};
constinit const TestNeed anti_hbc{lab::anti_hbc_total, anti_hbc_tests, {}, true, &Policy::hep_days};
constinit const TestNeed hcv_antibody{lab::hcv_ab, hcv_tests, {}, true, &Policy::hep_days};
constinit const TestNeed blood_count{lab::cbc_panel, count_tests, baseline};
constinit const TestNeed alt{lab::alt, alt_tests, baseline};
constinit const TestNeed ast{lab::ast, ast_tests, baseline};
constinit const TestNeed albumin{lab::albumin, albumin_tests, baseline};
constinit const TestNeed creatinine{lab::creatinine, kidney_tests, baseline};
constinit const TestNeed pregnancy_test{
    lab::pregnancy_test_serum, pregnancy_tests, {}, true, &Policy::preg_hcg_days};
constinit const TestNeed g6pd{lab::g6pd, g6pd_tests, lifetime};
constinit const TestNeed tpmt{lab::tpmt_genotype, tpmt_tests, lifetime};
constinit const TestNeed nudt15{lab::nudt15_genotype, nudt15_tests, lifetime};

namespace methotrexate {
constexpr auto within = &Policy::mtx_baseline_days;
constinit const TestNeed blood_count{lab::cbc_panel, count_tests, {}, false, within};
constinit const TestNeed alt{lab::alt, alt_tests, {}, false, within};
constinit const TestNeed ast{lab::ast, ast_tests, {}, false, within};
constinit const TestNeed albumin{lab::albumin, albumin_tests, {}, false, within};
constinit const TestNeed creatinine{lab::creatinine, kidney_tests, {}, false, within};
}  // namespace methotrexate
}  // namespace need

Days TestNeed::window_for(const Patient& patient) const {
    return parameter ? Days(static_cast<int>(patient.policy().*parameter)) : window;
}

bool already_asked(const Patient& patient, const TestNeed& test) {
    if (patient.requested(test.answered_by, open_request)) return true;
    for (const Concept each : test.answered_by)
        if (const Result* one = patient.labs().pending(each, patient.now());
            one && one->date >= patient.now() - open_request)
            return true;
    return false;
}

bool answered(const Patient& patient, const TestNeed& test) {
    const Result* newest =
        patient.labs().latest_of(test.answered_by, patient.now(), test.window_for(patient));
    if (!newest) return false;
    if (test.qualitative) return newest->reading == Reading::positive || newest->reading == Reading::negative;
    return newest->value || newest->test == lab::cbc_panel;
}

std::vector<Action> missing_tests(const Patient& patient, std::initializer_list<TestNeed> tests) {
    std::vector<Action> orders;
    const auto is_listed = [&](const TestNeed& test) {
        return std::ranges::any_of(orders, [&](const Action& one) {
            return std::get<TestProposal>(one).what == test.order;
        });
    };
    for (const TestNeed& test : tests)
        if (!is_listed(test) && !answered(patient, test) && !already_asked(patient, test))
            orders.emplace_back(TestProposal{test.order, false, {}});
    return orders;
}

Suggestion order_named(const Patient& patient, std::vector<Action> tests, bool recommended) {
    std::vector<std::string> names;
    names.reserve(tests.size());
    for (const Action& one : tests) names.emplace_back(patient.name(std::get<TestProposal>(one).what));
    return {"Order " + words::all_of(names), std::move(tests), recommended};
}

std::vector<Action> missing_before_methotrexate(const Patient& patient) {
    return missing_tests(
        patient,
        {need::hbsag,
         need::anti_hbc,
         need::hcv_antibody,
         need::methotrexate::blood_count,
         need::alt,
         need::ast,
         need::methotrexate::alt,
         need::methotrexate::ast,
         need::methotrexate::albumin,
         need::methotrexate::creatinine}
    );
}

std::vector<Action> repeat_tests(
    const Patient& patient, std::initializer_list<TestNeed> tests, std::string_view when
) {
    std::vector<Action> orders;
    for (const TestNeed& test : tests)
        if (!already_asked(patient, test))
            orders.emplace_back(TestProposal{test.order, false, std::string(when)});
    return orders;
}

}  // namespace iim::engine
