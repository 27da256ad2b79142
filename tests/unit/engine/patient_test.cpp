#include "engine/derive/renal.hpp"
#include "engine/facts/patient.hpp"
#include "engine/terms/groups.hpp"
#include "tests/unit/engine/record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

struct Record {
    Facts facts = adult();
    Policy policy;
    Record& with(Order one) {
        facts.orders.push_back(std::move(one));
        return *this;
    }
    Record& with(Result one) {
        facts.labs.add(one);
        facts.labs.freeze();
        return *this;
    }
    Patient patient() const { return Patient(facts, terms(), policy); }
};

constexpr std::array methotrexate{drug::methotrexate};
constexpr std::array prednisone{drug::prednisone};
constexpr std::array rituximab{drug::rituximab};

bool sparing(const Record& record, Concept drug) {
    return in(drug, record.patient().steroid_sparing());
}
bool suppressing(const Record& record, Concept drug) {
    return in(drug, record.patient().non_steroid_immunosuppressants());
}

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
    } const table[] = {
        {Hook::order_select,      1},
        {Hook::order_sign,        2},
        {Hook::medication_refill, 2}
    };
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
    const auto still_active = [](Record one) { return !one.patient().active(prednisone).empty(); };
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

BOOST_AUTO_TEST_CASE(look_backs_of_infusions) {
    struct {
        Concept drug;
        int days;
        bool counts;
    } const table[] = {
        {drug::rituximab,        269, true },
        {drug::rituximab,        270, true },
        {drug::rituximab,        271, false},
        {drug::obinutuzumab,     270, true },
        {drug::obinutuzumab,     271, false},
        {drug::cyclophosphamide, 90,  true },
        {drug::cyclophosphamide, 91,  false},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.drug.index << " " << row.days) {
            const Day day = days_ago(row.days);
            Record administered, operated;
            administered.facts.administrations.push_back(event(row.drug, day));
            operated.facts.procedures.push_back(event(row.drug, day));
            Order undated = past(row.drug);
            undated.authored = day;
            for (const Record& record :
                 {administered,
                  operated,
                  Record().with(past(row.drug, {once(1000, day)}, Route::iv)),
                  Record().with(undated),
                  Record().with(active(row.drug, {once(1000, day - Days(14)), once(1000, day)}, Route::iv)
                  )}) {
                BOOST_TEST(suppressing(record, row.drug) == row.counts);
                BOOST_TEST(sparing(record, row.drug) == row.counts);
            }
        }
    }
    BOOST_TEST(suppressing(Record().with(draft(drug::rituximab)), drug::rituximab));
    BOOST_TEST(suppressing(
        Record().with(active(drug::rituximab, {once(1000, in_days(7))}, Route::iv)), drug::rituximab
    ));
    BOOST_TEST(!suppressing(Record().with(order(OrderState::on_hold, drug::rituximab)), drug::rituximab));
}

BOOST_AUTO_TEST_CASE(what_spares_steroid) {
    for (const Concept one :
         {drug::methotrexate,
          drug::azathioprine,
          drug::mercaptopurine,
          drug::mycophenolate_mofetil,
          drug::mycophenolic_acid,
          drug::ciclosporin,
          drug::tacrolimus,
          drug::voclosporin,
          drug::abatacept,
          drug::tocilizumab,
          drug::tofacitinib,
          drug::leflunomide,
          drug::infliximab}) {
        BOOST_TEST_CONTEXT(one.index) {
            BOOST_TEST(sparing(Record().with(active(one)), one));
            BOOST_TEST(sparing(Record().with(draft(one)), one));
            BOOST_TEST(!sparing(Record().with(order(OrderState::on_hold, one)), one));
            BOOST_TEST(!sparing(Record().with(past(one, {daily(9, days_ago(90), days_ago(2))})), one));
        }
    }
    for (const int days : {56, 57}) {
        Record given;
        given.facts.administrations.push_back(event(drug::immunoglobulin_human, days_ago(days)));
        BOOST_TEST(sparing(given, drug::immunoglobulin_human) == (days == 56));
        BOOST_TEST(!suppressing(given, drug::immunoglobulin_human));
        given.policy.mono_ivig_counts = false;
        BOOST_TEST(!sparing(given, drug::immunoglobulin_human));
    }
    BOOST_TEST(sparing(Record().with(active(drug::immunoglobulin_human)), drug::immunoglobulin_human));
    Record quinine = Record().with(active(drug::hydroxychloroquine));
    BOOST_TEST(!sparing(quinine, drug::hydroxychloroquine));
    quinine.policy.mono_hcq_counts = true;
    BOOST_TEST(sparing(quinine, drug::hydroxychloroquine));
    BOOST_TEST(!suppressing(quinine, drug::hydroxychloroquine));
    BOOST_TEST(Record().with(active(drug::prednisone)).patient().steroid_sparing().empty());
}

BOOST_AUTO_TEST_CASE(new_drugs) {
    const auto is_new = [](Record record) {
        record.with(draft(drug::methotrexate));
        const Patient seen = record.patient();
        return seen.is_new(seen.facts().orders.back());
    };
    BOOST_TEST(is_new(Record()));
    BOOST_TEST(is_new(Record().with(draft(drug::methotrexate))));
    BOOST_TEST(is_new(Record().with(active(drug::azathioprine))));
    BOOST_TEST(is_new(Record().with(order(OrderState::on_hold, drug::methotrexate))));
    BOOST_TEST(!is_new(Record().with(active(drug::methotrexate, {daily(2, days_ago(1))}))));
    BOOST_TEST(!is_new(Record().with(past(drug::methotrexate, {daily(2, days_ago(200), days_ago(90))}))));
    BOOST_TEST(is_new(Record().with(past(drug::methotrexate, {daily(2, days_ago(200), days_ago(91))}))));
    Record given;
    given.facts.administrations.push_back(event(drug::methotrexate, days_ago(90)));
    BOOST_TEST(!is_new(given));
    given.facts.administrations[0].date = days_ago(91);
    BOOST_TEST(is_new(given));
}

BOOST_AUTO_TEST_CASE(last_given) {
    BOOST_TEST(!Record().patient().last_given(rituximab));
    Record record = Record().with(past(drug::rituximab, {once(1000, days_ago(40))}, Route::iv));
    BOOST_TEST((record.patient().last_given(rituximab) == days_ago(40)));
    record.facts.administrations = {event(drug::rituximab, days_ago(26)), event(drug::rituximab, in_days(3))};
    BOOST_TEST((record.patient().last_given(rituximab) == days_ago(26)));
    BOOST_TEST(record.patient().given_within(rituximab, iim::fhir::Days(26)));
    BOOST_TEST(!record.patient().given_within(rituximab, iim::fhir::Days(25)));
    BOOST_TEST(
        (Record().with(active(drug::methotrexate, {daily(2, days_ago(9))})).patient().last_given(methotrexate)
         == today)
    );
    BOOST_TEST(
        (Record()
             .with(active(drug::rituximab, {every(180, 1000, days_ago(400))}))
             .patient()
             .last_given(rituximab)
         == days_ago(40))
    );
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

    const auto egfr = [](const Record& record) { return record.patient().egfr(iim::fhir::Days(42)); };
    BOOST_TEST(!egfr(Record()));
    BOOST_TEST(
        egfr(Record()
                 .with(number(lab::egfr, days_ago(42), 55))
                 .with(number(lab::creatinine, days_ago(1), 88.4)))
            .value()
        == 55
    );
    BOOST_TEST(
        egfr(Record()
                 .with(number(lab::egfr, days_ago(43), 55))
                 .with(number(lab::creatinine, days_ago(1), 88.4)))
                .value()
            == 68.7,
        close
    );
    BOOST_TEST(!egfr(Record().with(number(lab::creatinine, days_ago(43), 88.4))));
    Record child;
    child.facts = adult(8);
    child.with(number(lab::creatinine, days_ago(1), 44.2));
    BOOST_TEST(!egfr(child));
    child.facts.body.height_cm = 115;
    BOOST_TEST(egfr(child).value() == 94.99, close);
}

BOOST_AUTO_TEST_SUITE_END()
