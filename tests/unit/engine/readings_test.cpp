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
        {"Normal metabolizer",                                Phenotype::normal               },
        {"TPMT Normal Metaboliser (*1/*1), no variant found", Phenotype::normal               },
        {"Intermediate metabolizer",                          Phenotype::intermediate         },
        {"Possible intermediate metabolizer",                 Phenotype::possible_intermediate},
        {"poor metaboliser",                                  Phenotype::poor                 },
        {"Ultrarapid metabolizer",                            Phenotype::rapid                },
        {"Rapid metabolizer",                                 Phenotype::rapid                },
        {"Indeterminate",                                     Phenotype::indeterminate        },
        {"deficient",                                         Phenotype::poor                 },
        {"TPMT deficiency",                                   Phenotype::poor                 },
        {"Low activity",                                      Phenotype::poor                 },
        {"Intermediate activity",                             Phenotype::intermediate         },
        {"normal activity",                                   Phenotype::normal               },
        {"High activity",                                     Phenotype::normal               },
        {"normal",                                            Phenotype::normal               },
        {"*1/*1",                                             Phenotype::normal               },
        {"*1/*3A",                                            Phenotype::intermediate         },
        {"*3A/*1",                                            Phenotype::intermediate         },
        {"TPMT *1 / *3A",                                     Phenotype::intermediate         },
        {"",                                                  Phenotype::unknown              },
        {"see report",                                        Phenotype::unknown              },
    };
    for (const auto& one : cases) BOOST_TEST((phenotype_of_text(one.text, Gene::tpmt) == one.want), one.text);
}

// What the catalogue does not state is left to a person, never to silence.
BOOST_AUTO_TEST_CASE(unclear_texts_are_indeterminate) {
    for (const std::string_view text :
         {"*3A/*3A",
          "*1/*2",
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
}

BOOST_AUTO_TEST_CASE(contradicting_answers_are_unclear) {
    BOOST_TEST((reading_of({value::positive, value::negative}) == Reading::indeterminate));
    BOOST_TEST((reading_of({value::positive, value::reactive}) == Reading::positive));
    BOOST_TEST((reading_of({}) == Reading::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
