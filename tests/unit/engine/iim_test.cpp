#include "tests/unit/engine/iim_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

using Record = MyositisRecord;

Condition unsure(Concept what) {
    Condition one = diagnosis(what);
    one.low_certainty = true;
    return one;
}
Condition in_state(Concept what, ClinicalStatus status) {
    Condition one = diagnosis(what, days_ago(700));
    one.status = status;
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(myositis)

BOOST_AUTO_TEST_CASE(codes) {
    struct {
        Concept code;
        std::string_view icd;
        Subtype subtype;
        Certainty certainty;
    } const table[] = {
        {condition::dermatomyositis, "M33.10", Subtype::dermatomyositis, Certainty::confirmed},
        {condition::dermatomyositis, "396230008", Subtype::dermatomyositis, Certainty::confirmed},
        {condition::dermatomyositis, "M33.90", Subtype::unspecified, Certainty::probable},
        {condition::dermatomyositis, "M33", Subtype::unspecified, Certainty::probable},
        {condition::dermatomyositis_paraneoplastic, "M36.0", Subtype::dermatomyositis, Certainty::confirmed},
        {condition::polymyositis, "M33.20", Subtype::polymyositis, Certainty::confirmed},
        {condition::inclusion_body_myositis, "G72.41", Subtype::ibm, Certainty::confirmed},
        {condition::juvenile_dermatomyositis, "M33.00", Subtype::jdm, Certainty::confirmed},
        {condition::immune_mediated_necrotizing_myopathy, "", Subtype::imnm, Certainty::confirmed},
        {condition::antisynthetase_syndrome, "", Subtype::antisynthetase, Certainty::confirmed},
        {condition::inflammatory_myopathy_nec, "G72.49", Subtype::unspecified, Certainty::probable},
        {condition::iim_unspecified, "", Subtype::unspecified, Certainty::probable},
        {condition::overlap_myositis, "", Subtype::unspecified, Certainty::probable},
        // Not enough alone.
        {condition::myositis_unspecified, "M60.9", Subtype::none, Certainty::none},
        {condition::myositis_other, "M60.80", Subtype::none, Certainty::none},
        {condition::drug_induced_myopathy, "G72.0", Subtype::none, Certainty::none},
        {condition::muscle_weakness, "M62.81", Subtype::none, Certainty::none},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.icd << " " << row.code.index) {
            const Record record = Record().with(diagnosis(row.code, days_ago(100), row.icd));
            const Iim iim = record.iim();
            BOOST_TEST((iim.subtype == row.subtype), to_string(iim.subtype));
            BOOST_TEST((iim.certainty == row.certainty));
            BOOST_TEST(iim.has() == (row.certainty >= Certainty::probable));
            BOOST_TEST((iim.because != nullptr) == (row.subtype != Subtype::none));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_clinicians_words_make_an_unspecified_code_dermatomyositis) {
    Condition one = diagnosis(condition::dermatomyositis, {}, "M33.90");
    one.label = "Dermatomyositis (HCC)";
    BOOST_TEST((Record().with(one).iim().subtype == Subtype::dermatomyositis));
    one.label = "Dermatopolymyositis, unspecified, organ involvement unspecified";
    BOOST_TEST((Record().with(one).iim().subtype == Subtype::unspecified));
}

BOOST_AUTO_TEST_CASE(an_unconfirmed_diagnosis_is_possible) {
    const Record record = Record().with(unsure(condition::dermatomyositis));
    BOOST_TEST(record.iim().possible_only());
    BOOST_TEST(!record.iim().has());
    const Record both =
        Record().with(unsure(condition::inclusion_body_myositis)).with(diagnosis(condition::polymyositis));
    BOOST_TEST((both.iim().subtype == Subtype::polymyositis));
}

BOOST_AUTO_TEST_CASE(status) {
    BOOST_TEST(!Record().with(in_state(condition::dermatomyositis, ClinicalStatus::inactive)).iim().has());
    const Iim quiet = Record().with(in_state(condition::dermatomyositis, ClinicalStatus::remission)).iim();
    BOOST_TEST(quiet.has());
    BOOST_TEST(quiet.remission);
    const Iim both = Record()
                         .with(in_state(condition::dermatomyositis, ClinicalStatus::remission))
                         .with(in_state(condition::dermatomyositis, ClinicalStatus::active))
                         .iim();
    BOOST_TEST(!both.remission);
}

BOOST_AUTO_TEST_CASE(the_first_confirmed_row_wins) {
    const Iim iim = Record()
                        .with(diagnosis(condition::polymyositis))
                        .with(diagnosis(condition::inclusion_body_myositis))
                        .iim();
    BOOST_TEST((iim.subtype == Subtype::ibm));
    const Iim dm =
        Record().with(diagnosis(condition::polymyositis)).with(diagnosis(condition::dermatomyositis)).iim();
    BOOST_TEST((dm.subtype == Subtype::dermatomyositis));
}

BOOST_AUTO_TEST_CASE(amyopathic) {
    Condition one = diagnosis(condition::dermatomyositis, {}, "M33.13");
    one.concepts.add(condition::amyopathic_dermatomyositis);
    const Iim iim = Record().with(one).iim();
    BOOST_TEST(iim.amyopathic);
    BOOST_TEST((iim.subtype == Subtype::dermatomyositis));
    BOOST_TEST(!Record().with(diagnosis(condition::dermatomyositis)).iim().amyopathic);
}

BOOST_AUTO_TEST_CASE(juvenile_by_age) {
    struct {
        int age_now, years_since_onset;
        Subtype subtype;
    } const table[] = {
        {17, 0, Subtype::jdm},
        {18, 0, Subtype::dermatomyositis},
        {30, 13, Subtype::jdm},
        {30, 12, Subtype::dermatomyositis}};
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.age_now << " " << row.years_since_onset) {
            Record record;
            record.facts = adult(row.age_now);
            record.facts.demographics.birth =
                std::chrono::sys_days(std::chrono::year(2026 - row.age_now) / 6 / 15);
            record.with(diagnosis(
                condition::dermatomyositis,
                std::chrono::sys_days(std::chrono::year(2026 - row.years_since_onset) / 6 / 15)
            ));
            BOOST_TEST((record.iim().subtype == row.subtype));
            BOOST_TEST(record.iim().has());
        }
    }
    Record polymyositis;
    polymyositis.facts = adult(12);
    BOOST_TEST((polymyositis.with(diagnosis(condition::polymyositis)).iim().subtype == Subtype::polymyositis)
    );
}

// Ruling 4.
BOOST_AUTO_TEST_CASE(checkpoint_inhibitor) {
    const auto record = [](Concept code, std::optional<Day> onset, Order drug) {
        return Record().with(diagnosis(code, onset)).with(std::move(drug));
    };
    const Order given = past(drug::pembrolizumab, {once(200, days_ago(500))}, Route::iv);
    for (const Concept code :
         {condition::polymyositis,
          condition::dermatomyositis,
          condition::iim_unspecified,
          condition::myositis_other,
          condition::drug_induced_myopathy}) {
        const Iim iim = record(code, days_ago(450), given).iim();
        BOOST_TEST((iim.subtype == Subtype::ici));
        BOOST_TEST((iim.certainty == Certainty::probable));
        BOOST_TEST(iim.ici_exposure);
    }
    struct {
        int onset_after_start;
        bool ici;
    } const table[] = {{-1, false}, {0, false}, {1, true}, {364, true}, {365, true}, {366, false}};
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.onset_after_start) {
            const Iim iim =
                record(condition::polymyositis, days_ago(500 - row.onset_after_start), given).iim();
            BOOST_TEST((iim.subtype == Subtype::ici) == row.ici);
            BOOST_TEST(iim.ici_exposure == row.ici);
            BOOST_TEST(iim.has());
        }
    }
    BOOST_TEST_CONTEXT("a year counts from the last dose") {
        const Order long_one =
            past(drug::nivolumab, {every(14, 240, days_ago(900), days_ago(400))}, Route::iv);
        BOOST_TEST((record(condition::polymyositis, days_ago(100), long_one).iim().subtype == Subtype::ici));
    }
    BOOST_TEST_CONTEXT("other codes stand") {
        for (const Concept code : {condition::inclusion_body_myositis, condition::juvenile_dermatomyositis})
            BOOST_TEST((record(code, days_ago(450), given).iim().subtype != Subtype::ici));
    }
    BOOST_TEST_CONTEXT("a specific antibody keeps the code's subtype") {
        const Iim iim =
            record(condition::dermatomyositis, days_ago(450), given).positive(lab::antibody_tif1_gamma).iim();
        BOOST_TEST((iim.subtype == Subtype::dermatomyositis));
        BOOST_TEST(iim.ici_exposure);
    }
    BOOST_TEST_CONTEXT("a draft is no exposure, a held order is") {
        BOOST_TEST(
            (record(condition::polymyositis, days_ago(5), draft(drug::nivolumab, {once(240, days_ago(9))}))
                 .iim()
                 .subtype
             == Subtype::polymyositis)
        );
        const Order held =
            order(OrderState::on_hold, drug::nivolumab, {every(14, 240, days_ago(60))}, Route::iv);
        BOOST_TEST((record(condition::polymyositis, days_ago(20), held).iim().subtype == Subtype::ici));
    }
    BOOST_TEST_CONTEXT("no date of onset: the code stands, the exposure is named") {
        const Iim iim =
            record(condition::polymyositis, {}, past(drug::nivolumab, {once(240, days_ago(60))})).iim();
        BOOST_TEST((iim.subtype == Subtype::polymyositis));
        BOOST_TEST(iim.ici_exposure);
    }
    BOOST_TEST_CONTEXT("from an administration") {
        Record administered = Record().with(diagnosis(condition::polymyositis, days_ago(20)));
        administered.facts.administrations.push_back(event(drug::pembrolizumab, days_ago(60)));
        BOOST_TEST((administered.iim().subtype == Subtype::ici));
    }
}

BOOST_AUTO_TEST_CASE(lungs) {
    const auto myositis = [] { return Record().with(diagnosis(condition::polymyositis)); };
    BOOST_TEST(!myositis().iim().ild);
    BOOST_TEST(myositis().with(diagnosis(condition::interstitial_lung_disease)).iim().ild);
    BOOST_TEST(myositis().with(diagnosis(condition::myositis_with_respiratory_involvement)).iim().ild);
    BOOST_TEST(
        !myositis().with(in_state(condition::interstitial_lung_disease, ClinicalStatus::inactive)).iim().ild
    );
    BOOST_TEST(myositis().with(diagnosis(condition::interstitial_lung_disease, {}, "J99")).iim().ild);
    BOOST_TEST(!Record().with(diagnosis(condition::interstitial_lung_disease, {}, "J99")).iim().ild);
    Condition rapid = diagnosis(condition::interstitial_lung_disease);
    rapid.label = "Rapidly progressive ILD";
    BOOST_TEST(myositis().with(rapid).iim().rp_ild);
    BOOST_TEST(!myositis().with(diagnosis(condition::interstitial_lung_disease)).iim().rp_ild);
    BOOST_TEST(myositis().positive(lab::antibody_mda5).iim().ild_risk);
    BOOST_TEST(myositis().positive(lab::antibody_jo_1).iim().ild_risk);
    BOOST_TEST(!myositis().positive(lab::antibody_mi_2).iim().ild_risk);
    BOOST_TEST(!myositis()
                    .positive(lab::antibody_mda5)
                    .with(diagnosis(condition::interstitial_lung_disease))
                    .iim()
                    .ild_risk);
}

BOOST_AUTO_TEST_CASE(severity) {
    const auto myositis = [] { return Record().with(diagnosis(condition::polymyositis)); };
    BOOST_TEST((myositis().iim().severe == Truth::unknown));
    BOOST_TEST((myositis().with(diagnosis(condition::dysphagia)).iim().severe == Truth::unknown));
    BOOST_TEST(
        (myositis().with(diagnosis(condition::interstitial_lung_disease)).iim().severe == Truth::unknown)
    );
    for (const Concept sign : {condition::respiratory_failure, condition::myocarditis}) {
        const Iim iim = myositis().with(diagnosis(sign, days_ago(9))).iim();
        BOOST_TEST((iim.severe == Truth::yes));
        BOOST_TEST(iim.severe_because.size() == 1u);
        BOOST_TEST((myositis().with(in_state(sign, ClinicalStatus::inactive)).iim().severe == Truth::unknown)
        );
    }
    Condition dysphagia = diagnosis(condition::dysphagia);
    // RULES 3.2 is a closed list: a severity recorded on the myositis or on weakness is not on it.
    Condition weakness = diagnosis(condition::muscle_weakness);
    weakness.severe = true;
    BOOST_TEST((myositis().with(weakness).iim().severe == Truth::unknown));
    dysphagia.severe = true;
    BOOST_TEST((myositis().with(dysphagia).iim().severe == Truth::yes));
    Condition skin = diagnosis(condition::dermatomyositis);
    BOOST_TEST(!Record().with(skin).iim().severe_skin);
    skin.severe = true;
    BOOST_TEST(Record().with(skin).iim().severe_skin);
}

BOOST_AUTO_TEST_CASE(onset_is_the_earliest_day_and_the_facts_used_are_told) {
    Condition first = diagnosis(condition::polymyositis, days_ago(100), "M33.20");
    first.recorded = days_ago(90);
    Condition second = diagnosis(condition::polymyositis, days_ago(50));
    second.recorded = days_ago(300);
    const Record record = Record().with(first).with(second).positive(lab::antibody_srp);
    const Iim iim = record.iim();
    BOOST_TEST((iim.onset == days_ago(300)));
    BOOST_TEST_REQUIRE(iim.used.size() == 2u);
    BOOST_TEST(iim.used[0] == "necrotising myopathy (IMNM) (code M33.20), since 2026-03-07");
    BOOST_TEST(iim.used[1] == "anti-SRP positive, 2023-12-28");
    BOOST_TEST(!Record().with(diagnosis(condition::polymyositis)).iim().onset);
}

BOOST_AUTO_TEST_SUITE_END()
