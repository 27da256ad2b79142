#include "engine/terms/groups.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <array>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

using Record = PatientRecord;

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

BOOST_AUTO_TEST_SUITE(patient_drugs)

BOOST_AUTO_TEST_CASE(look_backs_of_infusions) {
    struct {
        Concept drug;
        int days;
        bool counts;
    } const table[] = {
        {drug::rituximab, 269, true},
        {drug::rituximab, 270, true},
        {drug::rituximab, 271, false},
        {drug::obinutuzumab, 270, true},
        {drug::obinutuzumab, 271, false},
        {drug::cyclophosphamide, 90, true},
        {drug::cyclophosphamide, 91, false},
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

/// An infusion whose rhythm is not written was given once, however long its order stays open.
BOOST_AUTO_TEST_CASE(an_open_order_of_an_infusion_is_one_infusion) {
    for (const Concept drug : iim::engine::group::infused_immunosuppressants) BOOST_TEST_CONTEXT(drug.index) {
            iim::fhir::DosePhase open = once(1000, days_ago(271));
            open.frequency = iim::fhir::Frequency::unknown;
            open.end.reset();
            const Record record = Record().with(active(drug, {open}, Route::iv));
            BOOST_TEST((record.patient().last_given(iim::engine::ConceptGroup(&drug, 1)) == days_ago(271)));
            BOOST_TEST(!sparing(record, drug));
        }
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

BOOST_AUTO_TEST_SUITE_END()
