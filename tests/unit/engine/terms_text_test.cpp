#include "engine/terms/terms.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace iim::engine {

namespace {

const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

std::string drug_of(std::string_view text) {
    const auto found = terms().lookup_drug_text(text);
    return std::string(found ? terms().id(found->concept_) : "none");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terms_text)

BOOST_AUTO_TEST_CASE(names_are_matched_whole) {
    for (const auto& [text, want] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"prednisone", "drug/prednisone"},
             {"PredniSONE", "drug/prednisone"},
             {"  prednisone\n", "drug/prednisone"},
             {"prednisolone", "drug/prednisolone"},
             {"methylprednisolone", "drug/methylprednisolone"},
             {"predniso", "none"},
             {"prednis", "none"},
             {"prednisone acetate cream", "none"},
             {"not prednisone", "none"},
             {"stop methotrexate", "none"},
             {"ciclosporin", "drug/ciclosporin"},
             {"cyclosporine", "drug/ciclosporin"},
             {"Mycophenolate mofetil", "drug/mycophenolate-mofetil"},
             {"mycophenolic acid", "drug/mycophenolic-acid"},
             {"MMF", "none"},
             {"MTX", "none"},
             {"Bactrim", "drug/sulfamethoxazole-trimethoprim"},
             {"sulfamethoxazole / trimethoprim", "drug/sulfamethoxazole-trimethoprim"},
             {"Co-trimoxazole", "drug/sulfamethoxazole-trimethoprim"},
             {"VMP previous to", "none"},
             {"trimethoprim-sulfamethoxazole", "drug/sulfamethoxazole-trimethoprim"},
             {"trimethoprim", "drug/trimethoprim"},
             {"Privigen", "drug/immunoglobulin-human"},
             {"", "none"},
             {"20 mg", "none"},
         })
        BOOST_TEST_CONTEXT('"' << text << '"') {
            BOOST_TEST(drug_of(text) == want);
        }
    BOOST_TEST(drug_of(std::string(100'000, 'p')) == "none");
}

BOOST_AUTO_TEST_CASE(a_strength_behind_a_name_is_read_when_such_a_tablet_exists) {
    struct Want {
        std::string_view text, drug;
        std::optional<double> mg;
        std::string_view form;
    };
    for (const Want& want : {
             Want{"prednisone 20 mg", "drug/prednisone", 20.0, ""},
             Want{"prednisone 20mg", "drug/prednisone", 20.0, ""},
             Want{"Prednisone 2.5 MG Oral Tablet", "drug/prednisone", 2.5, "Oral Tablet"},
             Want{"prednisone 20 mg tablets", "drug/prednisone", 20.0, "Oral Tablet"},
             Want{"tacrolimus 1 mg capsule", "drug/tacrolimus", 1.0, "Oral Capsule"},
             Want{"methotrexate 2.5 mg capsule", "drug/methotrexate", {}, ""},  // no such capsule: the drug
                                                                                // is known, not the strength
             Want{"prednisone 7 mg", "drug/prednisone", {}, ""},
             Want{
                 "sulfamethoxazole-trimethoprim 800-160 mg tablet",
                 "drug/sulfamethoxazole-trimethoprim",
                 160.0,
                 "Oral Tablet"},
             Want{"Bactrim 400 mg / 80 mg", "drug/sulfamethoxazole-trimethoprim", 80.0, ""},
             Want{"Bactrim 800 mg", "drug/sulfamethoxazole-trimethoprim", {}, ""},  // of which of the two?
             Want{
                 "co-trimoxazole 80mg/400mg tablets",
                 "drug/sulfamethoxazole-trimethoprim",
                 80.0,
                 "Oral Tablet"},
             Want{"prednisone 20-40 mg", "drug/prednisone", {}, ""},
             Want{"prednisone 20", "none", {}, ""},
             Want{"prednisone 20 mg daily", "none", {}, ""},
             Want{"prednisone 20 g", "none", {}, ""},
         })
        BOOST_TEST_CONTEXT(want.text) {
            BOOST_TEST(drug_of(want.text) == want.drug);
            const auto found = terms().lookup_drug_text(want.text);
            const Product* const known = found ? found->product : nullptr;
            BOOST_TEST_REQUIRE((known != nullptr) == want.mg.has_value());
            if (!known) continue;
            BOOST_TEST(*known->mg_per_unit == *want.mg);
            BOOST_TEST(known->form == want.form);
            BOOST_TEST(!found->ingredient_only);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine
