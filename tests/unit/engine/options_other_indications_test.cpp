#include "engine/options/other_indications.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

struct Reasons {
    Concepts coded;
    std::vector<std::string_view> words;
};

Order of(Concept drug, const Reasons& reasons) {
    Order order;
    order.drugs = {drug};
    order.has_reason = !reasons.coded.empty() || !reasons.words.empty();
    order.reasons = reasons.coded;
    order.reasons_in_words = reasons.words;
    return order;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_other_indications)

BOOST_AUTO_TEST_CASE(a_steroid_is_clearly_for_another_disease) {
    const struct {
        Reasons reasons;
        bool want;
    } table[] = {
        // RULES R11 Not: other indication.
        {{{condition::polymyalgia_giant_cell}, {}}, true},
        {{{condition::multiple_sclerosis}, {}}, true},
        {{{condition::itp}, {}}, true},
        {{{condition::malignancy}, {}}, true},
        {{{}, {"Giant cell arteritis"}}, true},
        {{{}, {"Crohn disease flare"}}, true},
        {{{condition::asthma}, {"COPD exacerbation"}}, true},
        // Nothing stated, or not known.
        {{{}, {}}, false},
        {{{}, {""}}, false},
        {{{}, {"flare"}}, false},
        {{{condition::osteoporosis}, {}}, false},
        {{{condition::asthma}, {"flare"}}, false},
        {{{}, {"asthma", "see notes"}}, false},
        // Myositis, or what comes with it.
        {{{condition::dermatomyositis}, {}}, false},
        {{{condition::asthma, condition::dermatomyositis}, {}}, false},
        {{{condition::interstitial_lung_disease}, {}}, false},
        {{{condition::systemic_sclerosis}, {}}, false},
        {{{}, {"Lupus with myositis"}}, false},
        {{{condition::lupus}, {"necrotizing myopathy"}}, false},
        // Denied.
        {{{}, {"no asthma"}}, false},
        {{{}, {"avoid in asthma"}}, false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(&each - table)
    BOOST_TEST(indication::is_clear(of(drug::prednisone, each.reasons)) == each.want);
}

BOOST_AUTO_TEST_CASE(a_brief_steroid) {
    const struct {
        Reasons reasons;
        bool want;
    } table[] = {
        // RULES R01 Not: asthma/COPD exacerbation, adrenal insufficiency, contrast allergy, antiemetic.
        {{{condition::asthma}, {}}, true},
        {{{}, {"Asthma exacerbation"}}, true},
        {{{}, {"COPD exacerbation"}}, true},
        {{{}, {"Adrenal insufficiency"}}, true},
        {{{}, {"Contrast allergy premedication"}}, true},
        {{{}, {"Nausea and vomiting"}}, true},
        {{{condition::contrast_allergy}, {"asthma"}}, true},
        {{{}, {"Giant cell arteritis"}}, false},
        {{{condition::polymyalgia_giant_cell}, {}}, false},
        {{{condition::malignancy}, {}}, false},
        {{{}, {"flare"}}, false},
        {{{}, {"myositis, also asthma"}}, false},
        {{{condition::asthma}, {""}}, false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(&each - table)
    BOOST_TEST(indication::is_brief_steroid(of(drug::prednisone, each.reasons)) == each.want);
}

BOOST_AUTO_TEST_CASE(a_usual_indication_of_the_drug) {
    const struct {
        Concept drug;
        Reasons reasons;
        bool want;
    } table[] = {
        {drug::methotrexate, {{condition::rheumatoid_arthritis}, {}}, true},
        {drug::methotrexate, {{}, {"Rheumatoid arthritis"}}, true},
        {drug::methotrexate, {{}, {"Rheumatoid arthritis", "muscle"}}, false},
        {drug::methotrexate, {{condition::rheumatoid_arthritis}, {"myositis"}}, false},
        {drug::methotrexate, {{condition::asthma}, {}}, false},
        {drug::methotrexate, {{condition::malignancy}, {}}, true},
        {drug::azathioprine, {{condition::malignancy}, {}}, false},
        {drug::prednisone, {{condition::asthma}, {}}, true},
        {drug::prednisone, {{condition::interstitial_lung_disease}, {}}, true},
        {drug::methotrexate, {{condition::interstitial_lung_disease}, {}}, false},
        {drug::immunoglobulin_human, {{condition::kawasaki}, {}}, true},
        {drug::immunoglobulin_human, {{condition::rheumatoid_arthritis}, {}}, false},
        {drug::immunoglobulin_human, {{condition::itp, condition::dermatomyositis}, {}}, false},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(&each - table)
    BOOST_TEST(indication::is_stated(of(each.drug, each.reasons)) == each.want);
}

BOOST_AUTO_TEST_SUITE_END()
