#include "engine/derive/renal.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

using Record = PatientRecord;

constexpr std::array methotrexate{drug::methotrexate};
constexpr std::array prednisone{drug::prednisone};

}  // namespace

BOOST_AUTO_TEST_SUITE(patient)

BOOST_AUTO_TEST_CASE(what_is_being_ordered) {
    Order chosen = draft(drug::methotrexate);
    Order other = draft(drug::methotrexate);
    other.selected = false;
    Order finished = past(drug::methotrexate);
    finished.in_context = finished.selected = true;
    Order held = order(OrderState::on_hold, drug::methotrexate);
    held.in_context = held.selected = true;
    const Record record = Record()
                              .with(chosen)
                              .with(other)
                              .with(finished)
                              .with(held)
                              .with(active(drug::methotrexate))
                              .with(draft(drug::prednisone));
    struct {
        Hook hook;
        std::size_t ordering;
    } const table[] = {{Hook::order_select, 1}, {Hook::order_sign, 2}, {Hook::medication_refill, 2}};
    for (const auto& row : table) {
        Record one = record;
        one.facts.hook = row.hook;
        BOOST_TEST(one.patient().ordering(methotrexate).size() == row.ordering);
        BOOST_TEST(one.patient().drafts(methotrexate).size() == 2u);
    }
}

BOOST_AUTO_TEST_CASE(active_current_and_held) {
    const auto counts = [](const Record& record) {
        const Patient seen = record.patient();
        return std::array{
            seen.active(methotrexate).size(),
            seen.current(methotrexate).size(),
            seen.on_hold(methotrexate).size()};
    };
    using Counts = std::array<std::size_t, 3>;
    BOOST_TEST((counts(Record().with(active(drug::methotrexate))) == Counts{1, 1, 0}));
    BOOST_TEST((counts(Record().with(draft(drug::methotrexate))) == Counts{0, 1, 0}));
    BOOST_TEST((counts(Record().with(past(drug::methotrexate))) == Counts{0, 0, 0}));
    BOOST_TEST((counts(Record().with(order(OrderState::on_hold, drug::methotrexate))) == Counts{0, 0, 1}));
    BOOST_TEST((counts(Record().with(order(OrderState::do_not_give, drug::methotrexate))) == Counts{0, 0, 0})
    );
    // Its stated end has passed; a supply's end does not count.
    BOOST_TEST(
        (counts(Record().with(active(drug::methotrexate, {daily(2, days_ago(60), days_ago(1))})))
         == Counts{0, 0, 0})
    );
    BOOST_TEST((
        counts(Record().with(active(drug::methotrexate, {daily(2, days_ago(60), today)}))) == Counts{1, 1, 0}
    ));
    auto supply = daily(2, days_ago(60), days_ago(1));
    supply.end_estimated = true;
    BOOST_TEST((counts(Record().with(active(drug::methotrexate, {supply}))) == Counts{1, 1, 0}));
}

BOOST_AUTO_TEST_CASE(replacement) {
    Record record = Record().with(active(drug::prednisone)).with(draft(drug::prednisone));
    record.facts.orders[0].source.id = "1";
    {
        const Patient seen = record.patient();
        BOOST_TEST(seen.active(prednisone).empty());
        BOOST_TEST(seen.current(prednisone).size() == 1u);
        const Order* old = seen.replaced_by(seen.facts().orders[1]);
        BOOST_TEST_REQUIRE(old != nullptr);
        BOOST_TEST(old->source.id == "1");
    }
    const auto still_active = [](const Record& one) { return !one.patient().active(prednisone).empty(); };
    Record more = record;
    more.facts.orders[1].additional = true;
    BOOST_TEST(still_active(more));
    Record route = record;
    route.facts.orders[1].route = Route::iv;
    BOOST_TEST(still_active(route));
    route.facts.orders[1].prior_id = "MedicationRequest/1";
    BOOST_TEST(!still_active(route));
    route.facts.orders[1].prior_id = "MedicationStatement/1";
    BOOST_TEST(still_active(route));
    Record sum = record;
    sum.policy.meds_same_ingredient = "sum";
    BOOST_TEST(still_active(sum));
    // Two statins that share only their class are two drugs.
    Order atorvastatin = active(drug::atorvastatin);
    atorvastatin.drugs.add(drug::statin_class);
    Order simvastatin = draft(drug::simvastatin);
    simvastatin.drugs.add(drug::statin_class);
    constexpr std::array statin{drug::atorvastatin};
    BOOST_TEST(Record().with(atorvastatin).with(simvastatin).patient().active(statin).size() == 1u);
    // The named prior prescription goes before the newest.
    Record named = Record()
                       .with(active(drug::prednisone, {daily(5, days_ago(90))}))
                       .with(active(drug::prednisone, {daily(20, days_ago(10))}))
                       .with(draft(drug::prednisone));
    BOOST_TEST((named.patient().replaced_by(named.facts.orders[2]) == nullptr) == false);
    named.facts.orders[0].source.id = "old";
    named.facts.orders[1].source.id = "new";
    const auto replaced = [](const Record& one) {
        const Patient seen = one.patient();
        return seen.replaced_by(seen.facts().orders[2])->source.id;
    };
    BOOST_TEST(replaced(named) == "new");
    named.facts.orders[2].prior_id = "MedicationRequest/old";
    BOOST_TEST(replaced(named) == "old");
}

BOOST_AUTO_TEST_CASE(conditions_allergies_and_requests) {
    Record record;
    Condition unsure = diagnosis(condition::diabetes);
    unsure.low_certainty = true;
    Condition old = diagnosis(condition::diabetes);
    old.status = ClinicalStatus::inactive;
    record.facts.conditions = {old, unsure};
    BOOST_TEST_REQUIRE(record.patient().condition(condition::diabetes) != nullptr);
    record.facts.conditions.push_back(diagnosis(condition::diabetes, days_ago(5)));
    {
        const Patient seen = record.patient();
        BOOST_TEST(!seen.condition(condition::diabetes)->low_certainty);
        BOOST_TEST(!seen.condition(condition::glaucoma));
    }
    Allergy mild, severe;
    mild.substances.add(allergy::sulfonamide);
    mild.severity = AllergySeverity::moderate;
    severe.substances.add(drug::sulfamethoxazole);
    severe.severity = AllergySeverity::severe;
    record.facts.allergies = {mild, severe};
    const Patient seen = record.patient();
    BOOST_TEST(
        (seen.allergy_to(group::allergen::sulfonamide_antibiotics)->severity == AllergySeverity::severe)
    );
    BOOST_TEST(!seen.allergy_to(group::allergen::atovaquone));

    constexpr std::array tpmt{lab::tpmt_activity};
    for (const int days : {21, 22}) {
        Record asked;
        Request one;
        one.what.add(lab::tpmt_activity);
        one.authored = days_ago(days);
        asked.facts.requests = {one};
        BOOST_TEST((asked.patient().requested(tpmt, iim::fhir::Days(21)) != nullptr) == (days == 21));
    }
}

BOOST_AUTO_TEST_CASE(kidneys) {
    const auto close = boost::test_tools::tolerance(0.005);
    // Worked by hand from the published equations: 1.0 mg/dL is 88.4 umol/L.
    BOOST_TEST(ckd_epi_2021(88.4, 50, Sex::female).value() == 68.7, close);
    BOOST_TEST(ckd_epi_2021(88.4, 50, Sex::male).value() == 91.7, close);
    BOOST_TEST(ckd_epi_2021(88.4, 50, Sex::unknown).value() == 68.7, close);
    BOOST_TEST(ckd_epi_2021(44.2, 50, Sex::female).value() == 114.2, close);
    BOOST_TEST(bedside_schwartz(44.2, 115).value() == 94.99, close);
    BOOST_TEST(!ckd_epi_2021(0, 50, Sex::female));
    BOOST_TEST(!bedside_schwartz(44.2, 0));

    const auto egfr = [](const Record& record) {
        const auto kidney = record.patient().kidney(iim::fhir::Days(42));
        return kidney ? kidney->egfr : -1;
    };
    const auto with = [](std::initializer_list<Result> results) {
        Record record;
        for (const Result& each : results) record.with(each);
        return record;
    };
    const Result reported = number(lab::egfr, days_ago(5), 55);
    BOOST_TEST(egfr(Record()) == -1);
    // The newer of the two, whatever it says; of one day the laboratory's own.
    BOOST_TEST(egfr(with({reported, number(lab::creatinine, days_ago(6), 88.4)})) == 55);
    BOOST_TEST(egfr(with({reported, number(lab::creatinine, days_ago(5), 88.4)})) == 55);
    BOOST_TEST(egfr(with({reported, number(lab::creatinine, days_ago(4), 88.4)})) == 68.7, close);
    BOOST_TEST(egfr(with({number(lab::egfr, days_ago(42), 55)})) == 55);
    BOOST_TEST(egfr(with({number(lab::egfr, days_ago(43), 55)})) == -1);
    BOOST_TEST(egfr(with({number(lab::creatinine, days_ago(43), 88.4)})) == -1);
    Record child;
    child.facts = adult(8);
    child.with(number(lab::creatinine, days_ago(1), 44.2));
    BOOST_TEST(egfr(child) == -1);
    child.facts.body.height_cm = 115;
    BOOST_TEST(egfr(child) == 94.99, close);
}

BOOST_AUTO_TEST_CASE(a_bound_lies_off_its_limit) {
    struct Case {
        double value;
        char comparator;
        double limit;
        bool below, above;
    };
    for (const Case& each : std::initializer_list<Case>{
             {15, 0, 15, false, false},
             {15, '<', 15, true, false},
             {15, '>', 15, false, true},
             {14, 0, 15, true, false},
             {16, 0, 15, false, true},
         })
        BOOST_TEST_CONTEXT(each.comparator << each.value) {
            BOOST_TEST(is_below(each.value, each.comparator, each.limit) == each.below);
            BOOST_TEST(is_above(each.value, each.comparator, each.limit) == each.above);
        }
    Result bound = number(lab::egfr, days_ago(1), 15);
    bound.comparator = '<';
    const auto kidney = Record().with(bound).patient().kidney(iim::fhir::Days(42));
    BOOST_REQUIRE(kidney.has_value());
    BOOST_TEST(kidney->below(15));
}

BOOST_AUTO_TEST_CASE(a_newer_kidney_result_that_cannot_be_read_is_named) {
    const auto unreadable = [](std::initializer_list<Result> results) {
        Record record;
        for (const Result& each : results) record.with(each);
        return unreadable_kidney_result(record.patient().facts(), iim::fhir::Days(365)) != nullptr;
    };
    BOOST_TEST(!unreadable({number(lab::egfr, days_ago(5), 55)}));
    BOOST_TEST(unreadable({result(lab::egfr, days_ago(5))}));
    BOOST_TEST(unreadable({result(lab::egfr, days_ago(5)), number(lab::creatinine, days_ago(6), 88.4)}));
    BOOST_TEST(!unreadable({result(lab::egfr, days_ago(5)), number(lab::creatinine, days_ago(5), 88.4)}));
    BOOST_TEST(!unreadable({result(lab::egfr, days_ago(366))}));
}

BOOST_AUTO_TEST_SUITE_END()
