#include "engine/terms/concepts.hpp"
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
             {"MMF", "drug/mycophenolate-mofetil"},
             {"MTX", "drug/methotrexate"},
             {"AZA", "none"},  // azathioprine or azacitidine
             {"CYC", "none"},  // cyclophosphamide or ciclosporin
             {"MPA", "none"},  // mycophenolic acid or medroxyprogesterone acetate
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

// RULES 2.5.1: generic and brand names.
BOOST_AUTO_TEST_CASE(names_of_other_countries) {
    for (const auto& [text, want] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"Metoject", "drug/methotrexate"},
             {"Methotrexate sodium", "drug/methotrexate"},
             {"Methotrexat", "drug/methotrexate"},
             {"Méthotrexate", "drug/methotrexate"},
             {"METHOTREXAT SANDOZ", "drug/methotrexate"},
             {"Septra", "drug/sulfamethoxazole-trimethoprim"},
             {"Septrin", "drug/sulfamethoxazole-trimethoprim"},
             {"cotrimoxazole", "drug/sulfamethoxazole-trimethoprim"},
             {"Cotrimoxazol", "drug/sulfamethoxazole-trimethoprim"},
             {"TMP-SMX", "drug/sulfamethoxazole-trimethoprim"},
             {"TMP/SMX", "drug/sulfamethoxazole-trimethoprim"},
             {"Sulfamethoxazole/Trimethoprim", "drug/sulfamethoxazole-trimethoprim"},
             {"Zyloprim", "drug/allopurinol"},
             {"Zyloric-300", "drug/allopurinol"},
             {"Adenuric", "drug/febuxostat"},
             {"MabThera", "drug/rituximab"},
             {"Mabthera®", "drug/rituximab"},
             {"Rixathon", "drug/rituximab"},
             {"Imurek", "drug/azathioprine"},
             {"Imurel", "drug/azathioprine"},
             {"Azafalk", "drug/azathioprine"},
             {"6-MP", "drug/mercaptopurine"},
             {"Puri-Nethol", "drug/mercaptopurine"},
             {"Mycophenolsäure", "drug/mycophenolic-acid"},
             {"mycophenolate sodium", "drug/mycophenolic-acid"},
             {"Mycophenolate", "drug/mycophenolate-mofetil"},
             {"Sandimmun", "drug/ciclosporin"},
             {"Cyclosporin A", "drug/ciclosporin"},
             {"Cortancyl", "drug/prednisone"},
             {"Solupred", "drug/prednisolone"},
             {"Decortin H", "drug/prednisolone"},
             {"Decortin", "none"},  // prednisone; one letter from prednisolone
             {"Kiovig", "drug/immunoglobulin-human"},
             {"Immunoglobulin", "drug/immunoglobulin-human"},
             {"Immune globulin", "drug/immunoglobulin-human"},
             {"IVIG", "drug/immunoglobulin-human"},
         })
        BOOST_TEST_CONTEXT('"' << text << '"') {
            BOOST_TEST(drug_of(text) == want);
        }
}

BOOST_AUTO_TEST_CASE(strength_form_and_route_may_stand_behind_a_name) {
    for (const auto& [text, want] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"Rituximab 1000 mg IV", "drug/rituximab"},
             {"MabThera 500 mg", "drug/rituximab"},
             {"rituximab (MabThera) 1000 mg i.v.", "drug/rituximab"},
             {"MabThera (rituximab), 500 mg/50 mL vial", "drug/rituximab"},
             {"Bactrim DS", "drug/sulfamethoxazole-trimethoprim"},
             {"Bactrim Forte 800/160 mg", "drug/sulfamethoxazole-trimethoprim"},
             {"Metoject 15 mg/0.3 ml pen", "drug/methotrexate"},
             {"Metoject 7,5 mg/0,15 ml Fertigpen", "drug/methotrexate"},
             {"methotrexate (PF) 25 mg/mL injection", "drug/methotrexate"},
             {"azaTHIOprine 50 MG Oral Tablet [Imuran]", "drug/azathioprine"},
             {"Imurek 50 mg Filmtabletten", "drug/azathioprine"},
             {"IMUREL 50 mg, comprimé pelliculé", "drug/azathioprine"},
             {"Privigen 10 % 40 g", "drug/immunoglobulin-human"},
             {"Immune globulin (human) 40 g IV", "drug/immunoglobulin-human"},
             {"mycophenolate mofetil hydrochloride 500 mg for injection", "drug/mycophenolate-mofetil"},
             {"mycophenolate EC 360 mg", "drug/mycophenolic-acid"},
             // something else, or not sure
             {"Methotrexate level", "none"},
             {"methotrexate 24 h level", "none"},
             {"penicillamine", "none"},
             {"trimethoprim eye drops", "none"},
             {"trimethoprim/polymyxin B", "none"},
             {"atovaquone/proguanil", "none"},
             {"methotrexate and folic acid", "none"},
             {"azathioprine or mycophenolate", "none"},
             {"azathioprine mercaptopurine", "none"},
             {"tacrolimus 0.1 %", "none"},  // an ointment
             {"tacrolimus ointment", "none"},
             {"hepatitis B immune globulin", "none"},
             {"Immunoglobulin A", "none"},
             {"Rho(D) immune globulin", "none"},
             {"Imuran allergy", "none"},
         })
        BOOST_TEST_CONTEXT('"' << text << '"') {
            BOOST_TEST(drug_of(text) == want);
        }
}

BOOST_AUTO_TEST_CASE(names_inside_a_text) {
    const auto within = [](std::string_view text) { return terms().drugs_within(text); };
    BOOST_TEST(within("rash after MabThera infusion").has(drug::rituximab));
    const Concepts one = within("Mycophenolate mofetil - diarrhoea");
    BOOST_TEST(one.has(drug::mycophenolate_mofetil));
    BOOST_TEST(!one.has(drug::mycophenolic_acid));
    const Concepts two = within("allopurinol, azathioprine");
    BOOST_TEST(two.has(drug::allopurinol));
    BOOST_TEST(two.has(drug::azathioprine));
    BOOST_TEST(within("nothing of ours").empty());
    BOOST_TEST(within("").empty());
    BOOST_TEST(within(std::string(100'000, ' ') + "prednisone").empty());
}

BOOST_AUTO_TEST_CASE(hostile_texts_name_nothing) {
    for (const std::string& text : {
             std::string("\xc3"),
             std::string("\xff\xfe\x00 prednisone", 13),
             std::string(639, '\xc3'),
             std::string(640, 'a'),
             std::string(300, '/'),
             "prednisone " + std::string(60, '1') + " mg",
             std::string(200, '(') + "prednisone",
         }) {
        BOOST_CHECK_NO_THROW(terms().lookup_drug_text(text));
        BOOST_CHECK_NO_THROW(terms().drugs_within(text));
    }
    BOOST_TEST(drug_of("\xc3") == "none");
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
             Want{"prednisone 20", "drug/prednisone", {}, ""},
             Want{"prednisone 20 mg daily", "drug/prednisone", {}, ""},
             Want{"methotrexate 15 mg once weekly on Monday", "drug/methotrexate", {}, ""},
             Want{"prednisone 20 mg daily level", "none", {}, ""},
             Want{"prednisone 20 g", "drug/prednisone", {}, ""},
             Want{"prednisone 2,5 mg", "drug/prednisone", 2.5, ""},
             Want{"prednisone 1,000 mg", "drug/prednisone", {}, ""},  // a thousand or one?
             Want{"prednisone .5 mg", "drug/prednisone", {}, ""},
             Want{"prednisone 20 mg tablet IV", "drug/prednisone", {}, ""},
             Want{"methotrexate sodium 2.5 mg tablet", "drug/methotrexate", 2.5, "Oral Tablet"},
             Want{"Metoject 15 mg/0.3 ml pen", "drug/methotrexate", {}, ""},
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
