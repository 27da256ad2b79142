#include "engine/derive/immunosuppression.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

namespace iim::engine {

std::ostream& operator<<(std::ostream& out, Suppression level) {
    constexpr const char* names[] = {"none", "low", "high"};
    return out << names[static_cast<int>(level)];
}

namespace {

using namespace record;

PatientRecord of_70_kg() {
    PatientRecord record;
    record.facts.body.weight_kg = 70;
    return record;
}

Suppression level(std::vector<Order> orders, std::optional<double> kg = 70) {
    PatientRecord record;
    record.facts.body.weight_kg = kg;
    for (Order& one : orders) record.with(std::move(one));
    return record.patient().immunosuppression().level;
}

BOOST_AUTO_TEST_SUITE(immunosuppressed_now_3_5)

BOOST_AUTO_TEST_CASE(steroid) {
    using enum Suppression;
    BOOST_TEST(level({}) == none);
    BOOST_TEST(level({active(drug::prednisone, {daily(20, days_ago(30))})}) == high);
    BOOST_TEST(level({active(drug::prednisone, {daily(19, days_ago(30))})}) == low);
    // 13 and 14 days in all.
    BOOST_TEST(level({active(drug::prednisone, {daily(20, days_ago(5), in_days(7))})}) == low);
    BOOST_TEST(level({active(drug::prednisone, {daily(20, days_ago(5), in_days(8))})}) == high);
    BOOST_TEST(level({past(drug::prednisone, {daily(60, days_ago(60), days_ago(2))})}) == none);
}

BOOST_AUTO_TEST_CASE(steroid_of_a_child_by_weight) {
    const auto child = [](double mg) {
        PatientRecord record;
        record.facts = adult(6);
        record.facts.body.weight_kg = 8;
        record.with(active(drug::prednisone, {daily(mg, days_ago(30))}));
        return record.patient().immunosuppression().level;
    };
    BOOST_TEST(child(16) == Suppression::high);
    BOOST_TEST(child(15.9) == Suppression::low);
}

BOOST_AUTO_TEST_CASE(replacement_and_skin_cream_are_none) {
    BOOST_TEST(level({active(drug::hydrocortisone, {daily(20, days_ago(90))})}) == Suppression::none);
    BOOST_TEST(
        level({active(drug::triamcinolone, {daily(20, days_ago(90))}, Route::topical)}) == Suppression::none
    );
}

BOOST_AUTO_TEST_CASE(methotrexate_by_weight) {
    using enum Suppression;
    // 0.4 mg/kg/week of 70 kg is 28 mg.
    BOOST_TEST(level({active(drug::methotrexate, {every(7, 28, days_ago(90))})}) == low);
    BOOST_TEST(level({active(drug::methotrexate, {every(7, 28.5, days_ago(90))})}) == high);
    BOOST_TEST(level({active(drug::methotrexate, {every(7, 15, days_ago(90))})}, {}) == high);
    BOOST_TEST(level({active(drug::methotrexate)}) == high);
}

BOOST_AUTO_TEST_CASE(azathioprine_by_weight) {
    using enum Suppression;
    BOOST_TEST(level({active(drug::azathioprine, {daily(210, days_ago(90))})}) == low);
    BOOST_TEST(level({active(drug::azathioprine, {daily(211, days_ago(90))})}) == high);
    // Mercaptopurine in azathioprine equivalents: 100 mg is 208 mg.
    BOOST_TEST(level({active(drug::mercaptopurine, {daily(100, days_ago(90))})}) == low);
    BOOST_TEST(level({active(drug::mercaptopurine, {daily(102, days_ago(90))})}) == high);
}

BOOST_AUTO_TEST_CASE(low_only_when_it_is_the_only_one) {
    BOOST_TEST(
        level(
            {active(drug::methotrexate, {every(7, 15, days_ago(90))}),
             active(drug::prednisone, {daily(5, days_ago(90))})}
        )
        == Suppression::high
    );
}

BOOST_AUTO_TEST_CASE(everything_else_is_high) {
    for (const Concept one :
         {drug::mycophenolate_mofetil,
          drug::ciclosporin,
          drug::abatacept,
          drug::tofacitinib,
          drug::leflunomide})
        BOOST_TEST(level({active(one, {daily(10, days_ago(90))})}) == Suppression::high);
    BOOST_TEST(
        level({active(drug::tacrolimus, {daily(1, days_ago(9))}, Route::topical)}) == Suppression::none
    );
    BOOST_TEST(level({active(drug::ivig, {daily(1, days_ago(9))}, Route::iv)}) == Suppression::none);
    BOOST_TEST(level({active(drug::hydroxychloroquine, {daily(200, days_ago(9))})}) == Suppression::none);
}

BOOST_AUTO_TEST_CASE(infusions_by_their_look_back) {
    const auto given = [](Concept drug, int days) {
        PatientRecord record = of_70_kg();
        record.facts.administrations.push_back(event(drug, days_ago(days)));
        return record.patient().immunosuppression().level;
    };
    using enum Suppression;
    BOOST_TEST(given(drug::rituximab, 180) == high);
    BOOST_TEST(given(drug::rituximab, 181) == low);
    BOOST_TEST(given(drug::rituximab, 270) == low);
    BOOST_TEST(given(drug::rituximab, 271) == none);
    BOOST_TEST(given(drug::ocrelizumab, 180) == high);
    BOOST_TEST(given(drug::cyclophosphamide, 90) == high);
    BOOST_TEST(given(drug::cyclophosphamide, 91) == none);
}

BOOST_AUTO_TEST_CASE(drafts_count_unless_asked_otherwise) {
    PatientRecord record = of_70_kg();
    record.with(draft(drug::mycophenolate_mofetil, {daily(1000, today)}));
    const Patient patient = record.patient();
    BOOST_TEST(patient.immunosuppression().level == Suppression::high);
    BOOST_TEST(immunosuppressed_now(patient, false).level == Suppression::none);
}

BOOST_AUTO_TEST_CASE(says_what_it_counted) {
    PatientRecord record = of_70_kg();
    record.with(active(drug::methotrexate, {every(7, 15, days_ago(90))}));
    const Immunosuppression found = record.patient().immunosuppression();
    BOOST_TEST_REQUIRE(found.because.size() == 1);
    BOOST_TEST(found.because.front().starts_with("methotrexate 15 mg/week (0.21 mg/kg)"));
    BOOST_TEST(found.not_checked.empty());
    record.facts.body.weight_kg.reset();
    BOOST_TEST(record.patient().immunosuppression().not_checked.size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace iim::engine
