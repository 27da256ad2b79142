#include "engine/facts/readings.hpp"
#include "engine/terms/concepts.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

BOOST_AUTO_TEST_SUITE(readings)

BOOST_AUTO_TEST_CASE(phenotypes_in_words) {
    const struct {
        std::string_view text;
        Phenotype want;
    } cases[] = {
        {"Normal metabolizer", Phenotype::normal},
        {"TPMT Normal Metaboliser (*1/*1), no variant found", Phenotype::normal},
        {"Intermediate metabolizer", Phenotype::intermediate},
        {"Possible intermediate metabolizer", Phenotype::possible_intermediate},
        {"poor metaboliser", Phenotype::poor},
        {"Ultrarapid metabolizer", Phenotype::rapid},
        {"Rapid metabolizer", Phenotype::rapid},
        {"Indeterminate", Phenotype::indeterminate},
        {"deficient", Phenotype::poor},
        {"TPMT deficiency", Phenotype::poor},
        {"Low activity", Phenotype::poor},
        {"Intermediate activity", Phenotype::intermediate},
        {"normal activity", Phenotype::normal},
        {"High activity", Phenotype::normal},
        {"normal", Phenotype::normal},
        {"*1/*1", Phenotype::normal},
        {"*1/*3A", Phenotype::intermediate},
        {"*3A/*1", Phenotype::intermediate},
        {"TPMT *1 / *3A", Phenotype::intermediate},
        {"", Phenotype::unknown},
        {"see report", Phenotype::unknown},
        {"*3A/*3A poor metabolizer", Phenotype::poor},
        {"*3A/*3A", Phenotype::poor},
        {"TPMT *2/*3c", Phenotype::poor},
        {"*1/*2", Phenotype::intermediate},
        {"*3C/*1", Phenotype::intermediate},
    };
    for (const auto& one : cases) BOOST_TEST((phenotype_of_text(one.text, Gene::tpmt) == one.want), one.text);
}

// What the catalogue does not state is left to a person, never to silence.
BOOST_AUTO_TEST_CASE(unclear_texts_are_indeterminate) {
    for (const std::string_view text :
         {"*1/*99",
          "*3A/*99",
          "*1",
          "No evidence of TPMT deficiency",
          "not a normal metabolizer",
          "Normal metabolizer; a poor metabolizer would need less"})
        BOOST_TEST((phenotype_of_text(text, Gene::tpmt) == Phenotype::indeterminate), text);
}

BOOST_AUTO_TEST_CASE(each_gene_reads_its_own_part) {
    constexpr std::string_view text = "NUDT15: poor metabolizer. TPMT: normal metabolizer.";
    BOOST_TEST((phenotype_of_text(text, Gene::nudt15) == Phenotype::poor));
    BOOST_TEST((phenotype_of_text(text, Gene::tpmt) == Phenotype::normal));
    BOOST_TEST((phenotype_of_text("TPMT normal metabolizer", Gene::nudt15) == Phenotype::unknown));
    BOOST_TEST((phenotype_of_text("*1/*3A", Gene::nudt15) == Phenotype::indeterminate));
    BOOST_TEST((phenotype_of_text("*1/*3", Gene::nudt15) == Phenotype::intermediate));
    BOOST_TEST((phenotype_of_text("NUDT15 *2/*3; TPMT *1/*1", Gene::nudt15) == Phenotype::poor));
    BOOST_TEST((phenotype_of_text("*1/*5", Gene::nudt15) == Phenotype::indeterminate));
}

BOOST_AUTO_TEST_CASE(contradicting_answers_are_unclear) {
    BOOST_TEST((reading_of({value::positive, value::negative}) == Reading::indeterminate));
    BOOST_TEST((reading_of({value::positive, value::reactive}) == Reading::positive));
    BOOST_TEST((reading_of({}) == Reading::unknown));
}

BOOST_AUTO_TEST_CASE(words_of_a_presence_test) {
    const struct {
        std::string_view text;
        Reading want;
    } cases[] = {
        {"Positive", Reading::positive},
        {"Reactive (confirmed)", Reading::positive},
        {"Strongly positive", Reading::positive},
        {"POSITIVE (HIGH)", Reading::positive},
        {"Positive 1:320", Reading::positive},
        {"Positive +++", Reading::positive},
        {"Weak positive", Reading::positive},
        {"DETECTED.", Reading::positive},
        {"NEGATIVE (<5)", Reading::negative},
        {"Non reactive", Reading::negative},
        {"Non-reactive", Reading::negative},
        {"not detected", Reading::negative},
        {"HBsAg not detected", Reading::negative},
        {"No HBsAg detected", Reading::negative},
        {"Not pregnant", Reading::negative},
        {"Negative, was positive in 2019", Reading::indeterminate},
        {"not clearly positive", Reading::indeterminate},
        {"Equivocal", Reading::indeterminate},
        {"positivity index 3", Reading::unknown},
        {"12.5", Reading::unknown},
        {"", Reading::unknown},
    };
    for (const auto& one : cases) BOOST_TEST((reading_of_text(one.text) == one.want), one.text);
}

BOOST_AUTO_TEST_CASE(answers_in_other_languages) {
    const struct {
        std::string_view text;
        Reading want;
    } cases[] = {
        {"negativ", Reading::negative},
        {"Negativ (< 0.05)", Reading::negative},
        {"négatif", Reading::negative},
        {"NÉGATIF", Reading::negative},
        {"negativo", Reading::negative},
        {"nicht reaktiv", Reading::negative},
        {"nicht nachweisbar", Reading::negative},
        {"no reactivo", Reading::negative},
        {"positiv", Reading::positive},
        {"HBsAg positiv", Reading::positive},
        {"positif", Reading::positive},
        {"réactif", Reading::positive},
        {"nachweisbar", Reading::positive},
        {"grenzwertig", Reading::indeterminate},
        {"nicht positiv", Reading::indeterminate},
        {"positivity", Reading::unknown},
    };
    for (const auto& one : cases) BOOST_TEST((reading_of_text(one.text) == one.want), one.text);
}

BOOST_AUTO_TEST_CASE(amounts_of_a_presence_test) {
    struct Case {
        Concept test;
        double value;
        char comparator, flag;
        std::optional<double> high;
        Reading want;
    };
    const Case cases[] = {
        {lab::pregnancy_test_serum, 5000, 0, 'H', {}, Reading::positive},
        {lab::pregnancy_test_serum, 5000, 0, 0, 5.0, Reading::positive},
        {lab::pregnancy_test_serum, 5.1, 0, 0, 5.0, Reading::positive},
        {lab::pregnancy_test_serum, 5.0, 0, 0, 5.0, Reading::negative},
        {lab::pregnancy_test_serum, 5, '<', 0, {}, Reading::negative},
        {lab::pregnancy_test_serum, 1000, '>', 0, 5.0, Reading::positive},
        {lab::pregnancy_test_serum, 5000, 0, 0, {}, Reading::unknown},
        {lab::hbsag, 250, 0, 'H', {}, Reading::positive},
        {lab::hbsag, 0.4, 0, 'N', {}, Reading::negative},
        {lab::antibody_hmgcr, 200, 0, 'A', {}, Reading::positive},
        {lab::hcv_rna, 1e6, 0, 0, {}, Reading::positive},
        {lab::hcv_rna, 15, '<', 0, {}, Reading::negative},
        {lab::ck, 12000, 0, 'H', 200, Reading::unknown},
        {lab::anti_hbs, 200, 0, 'H', 10, Reading::unknown},
    };
    for (const Case& one : cases) {
        Result result;
        result.test = one.test;
        result.value = one.value;
        result.comparator = one.comparator;
        result.flag = one.flag;
        result.range_high = one.high;
        BOOST_TEST((reading_of_amount(result) == one.want), one.value);
    }
}

BOOST_AUTO_TEST_CASE(words_that_are_no_result) {
    for (const std::string_view text :
         {"Test not performed: specimen haemolysed",
          "Specimen insufficient, please repeat",
          "Insufficient sample",
          "Cancelled by laboratory",
          "see scanned report"})
        BOOST_TEST(says_no_result(text), text);
    for (const std::string_view text : {"Insufficient activity", "Normal metabolizer", "*1/*1", ""})
        BOOST_TEST(!says_no_result(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
