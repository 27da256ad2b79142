#include "tests/unit/engine/iim_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;
using Record = MyositisRecord;

BOOST_AUTO_TEST_SUITE(myositis_antibodies)

BOOST_AUTO_TEST_CASE(necrotising_myopathy_by_antibody) {
    for (const Concept antibody : {lab::antibody_hmgcr, lab::antibody_srp}) {
        const auto with = [&](Concept code) {
            return Record().with(diagnosis(code)).positive(antibody).iim();
        };
        BOOST_TEST((with(condition::polymyositis).subtype == Subtype::imnm));
        BOOST_TEST((with(condition::polymyositis).certainty == Certainty::confirmed));
        for (const Concept code :
             {condition::inflammatory_myopathy_nec,
              condition::myositis_other,
              condition::myositis_unspecified,
              condition::statin_induced_myopathy,
              condition::drug_induced_myopathy}) {
            BOOST_TEST((with(code).subtype == Subtype::imnm));
            BOOST_TEST((with(code).certainty == Certainty::probable));
        }
        BOOST_TEST((with(condition::muscle_weakness).certainty == Certainty::possible));
        BOOST_TEST((with(condition::inclusion_body_myositis).subtype == Subtype::ibm));
        const Iim alone = Record().positive(antibody).iim();
        BOOST_TEST((alone.subtype == Subtype::imnm));
        BOOST_TEST(alone.possible_only());
    }
    BOOST_TEST(Record().positive(lab::antibody_hmgcr).iim().hmgcr);
    BOOST_TEST(!Record().positive(lab::antibody_hmgcr).iim().srp);
    BOOST_TEST(Record().positive(lab::antibody_srp).iim().srp);
}

BOOST_AUTO_TEST_CASE(antisynthetase_by_antibody) {
    for (const Concept antibody :
         {lab::antibody_jo_1, lab::antibody_pl_7, lab::antibody_pl_12, lab::antibody_ej, lab::antibody_oj}) {
        const Iim lung =
            Record().with(diagnosis(condition::interstitial_lung_disease)).positive(antibody).iim();
        BOOST_TEST((lung.subtype == Subtype::antisynthetase));
        BOOST_TEST((lung.certainty == Certainty::probable));
        const Iim muscle = Record().with(diagnosis(condition::iim_unspecified)).positive(antibody).iim();
        BOOST_TEST((muscle.subtype == Subtype::antisynthetase));
        // A confirmed code stands over a probable row (RULES 3.1).
        const Iim named = Record().with(diagnosis(condition::polymyositis)).positive(antibody).iim();
        BOOST_TEST((named.subtype == Subtype::polymyositis));
        BOOST_TEST(named.anti_ars);
        BOOST_TEST((Record().positive(antibody).iim().subtype == Subtype::none));
    }
    BOOST_TEST(!Record().positive(lab::antibody_ro52).iim().anti_ars);
}

BOOST_AUTO_TEST_CASE(antibody_readings) {
    struct {
        Reading reading;
        std::optional<double> value, high;
        char comparator;
        bool positive;
    } const table[] = {
        {Reading::positive, {}, {}, 0, true},
        {Reading::negative, 900, 20, 0, false},
        {Reading::indeterminate, 900, 20, 0, false},
        {Reading::unknown, 20.1, 20, 0, true},
        {Reading::unknown, 20, 20, 0, false},
        {Reading::unknown, 900, {}, 0, false},
        {Reading::unknown, {}, 20, 0, false},
        {Reading::unknown, 21, 20, '<', false},
        {Reading::unknown, 200, 20, '>', true},
    };
    for (const auto& row : table) {
        Result one = reading(lab::antibody_mda5, days_ago(4000), row.reading);
        one.value = row.value;
        one.range_high = row.high;
        one.comparator = row.comparator;
        Record record;
        record.facts.labs.add(one);
        record.facts.labs.freeze();
        BOOST_TEST(record.iim().mda5 == row.positive);
    }
    Result waiting = reading(lab::antibody_mda5, days_ago(1), Reading::positive);
    waiting.state = ResultState::preliminary;
    Record record;
    record.facts.labs.add(waiting);
    record.facts.labs.freeze();
    BOOST_TEST(!record.iim().mda5);
}

BOOST_AUTO_TEST_CASE(specific_antibodies) {
    for (const Concept one :
         {lab::antibody_mi_2,
          lab::antibody_tif1_gamma,
          lab::antibody_nxp2,
          lab::antibody_sae,
          lab::antibody_mda5,
          lab::antibody_jo_1,
          lab::antibody_hmgcr,
          lab::antibody_srp})
        BOOST_TEST(Record().positive(one).iim().msa_positive);
    for (const Concept one :
         {lab::antibody_ro52, lab::antibody_ku, lab::antibody_pm_scl, lab::antibody_cn1a}) {
        BOOST_TEST(!Record().positive(one).iim().msa_positive);
        BOOST_TEST((Record().positive(one).iim().subtype == Subtype::none));
    }
}

BOOST_AUTO_TEST_SUITE_END()
