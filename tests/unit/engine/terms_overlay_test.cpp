#include "engine/terms/concepts.hpp"
#include "engine/terms/terms.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

const std::string head = "system,code,concept,display,marker,mg_per_unit,mg_per_ml,form,note\n";
constexpr std::string_view rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

Terms with(const std::string& rows) {
    return Terms::with_overlay("site.csv", head + rows);
}

std::string refusal(const std::string& text) {
    try {
        Terms::with_overlay("site.csv", text);
    } catch (const std::runtime_error& error) { return error.what(); }
    return "";
}

std::string meanings(const Terms& terms, std::string_view system, std::string_view code) {
    std::string list;
    for (const Meaning& one : terms.lookup(system, code))
        list.append(list.empty() ? "" : ", ").append(terms.id(one.concept_));
    return list;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terms_overlay)

BOOST_AUTO_TEST_CASE(a_local_code_gets_a_meaning) {
    const Terms terms = with("urn:hospital:lab,TPMT1,lab/tpmt-activity,TPMT red cells,,,,,\n"
                             "urn:oid:1.2.3,55,drug/prednisone,Prednison 20 mg Tabl.,,20,,Oral Tablet,\n"
                             "urn:oid:1.2.3,56,drug/prednisone,Prednison,,,,,\n");
    BOOST_TEST(meanings(terms, "urn:hospital:lab", "TPMT1") == "lab/tpmt-activity");
    BOOST_TEST(meanings(terms, "urn:hospital:lab", "TPMT2").empty());
    BOOST_TEST(meanings(terms, "urn:oid:1.2.4", "55").empty());
    BOOST_TEST(meanings(terms, rxnorm, "8640") == "drug/prednisone");  // the verified tables stand
    const auto tablet = terms.lookup("urn:oid:1.2.3", "55");
    BOOST_TEST_REQUIRE(tablet.size() == 1U);
    BOOST_TEST(!tablet[0].ingredient_only);
    BOOST_TEST_REQUIRE(tablet[0].product);
    BOOST_TEST(tablet[0].product->mg_per_unit.value() == 20);
    BOOST_TEST(tablet[0].product->form == "Oral Tablet");
    BOOST_TEST(terms.lookup("urn:oid:1.2.3", "56")[0].ingredient_only);
    BOOST_TEST(terms.local().codes == 3U);
}

BOOST_AUTO_TEST_CASE(a_whole_local_system_holds_the_codes_of_a_known_one) {
    const Terms terms = with("urn:hospital:loinc,*,http://loinc.org,,,,,,\n"
                             "urn:hospital:loinc,LOC-1,lab/tpmt-activity,,,,,,\n");
    BOOST_TEST(meanings(terms, "urn:hospital:loinc", "5196-1") == "lab/hbsag");
    BOOST_TEST(meanings(terms, "urn:hospital:loinc", "LOC-1") == "lab/tpmt-activity");
    BOOST_TEST(terms.local().systems == 1U);
}

BOOST_AUTO_TEST_CASE(contradictions_need_a_marker) {
    const std::string row = std::string(rxnorm) + ",8640,drug/azathioprine,,";
    BOOST_TEST(refusal(head + row + ",,,,\n").find("line 2, column 3 (concept)") != std::string::npos);
    BOOST_TEST(refusal(head + row + ",,,,\n").find("drug/prednisone") != std::string::npos);
    BOOST_TEST(meanings(with(row + "replaces,,,,\n"), rxnorm, "8640") == "drug/azathioprine");
    const std::string both = meanings(with(row + "also,,,,\n"), rxnorm, "8640");
    BOOST_TEST(both.find("drug/azathioprine") != std::string::npos);
    BOOST_TEST(both.find("drug/prednisone") != std::string::npos);
    // the same meaning again is no contradiction
    BOOST_TEST(
        meanings(with(std::string(rxnorm) + ",8640,drug/prednisone,,,,,,\n"), rxnorm, "8640")
        == "drug/prednisone"
    );
}

BOOST_AUTO_TEST_CASE(a_code_below_a_category_may_be_given_its_own_meaning) {
    constexpr std::string_view icd = "http://hl7.org/fhir/sid/icd-10-cm";
    const std::string row = std::string(icd) + ",N17.77,condition/hypertension,,";
    BOOST_TEST(refusal(head + row + ",,,,\n").find("condition/acute-kidney-injury") != std::string::npos);
    const Terms terms = with(row + "replaces,,,,\n");
    BOOST_TEST(meanings(terms, icd, "N17.77") == "condition/hypertension");
    BOOST_TEST(meanings(terms, icd, "N17.7") == "condition/acute-kidney-injury");
    const auto both = meanings(with(row + "also,,,,\n"), icd, "N17.77");
    BOOST_TEST(both.find("condition/hypertension") != std::string::npos);
    BOOST_TEST(both.find("condition/acute-kidney-injury") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_sites_own_table_must_not_contradict_itself) {
    const std::string first = "urn:x,A,lab/tpmt-activity,,,,,,\n";
    const std::string twice = refusal(head + first + "urn:x,A,lab/tpmt-genotype,,,,,,\n");
    BOOST_TEST(twice.find("line 3, column 3 (concept)") != std::string::npos);
    BOOST_TEST(twice.find("line 2") != std::string::npos);
    BOOST_TEST(refusal(head + first + first).find("line 3, column 2 (code)") != std::string::npos);
    BOOST_TEST(
        meanings(with(first + "urn:x,A,lab/tpmt-genotype,,also,,,,\n"), "urn:x", "A")
        == "lab/tpmt-activity, lab/tpmt-genotype"
    );
}

BOOST_AUTO_TEST_CASE(refusals_name_line_and_column) {
    const struct {
        std::string text, words;
    } table[] = {
        {"system;code;concept\n", "line 1: no column \"system\""},
        {"system,code\n", "no column \"concept\""},
        {"system,code,concept,colour\n", "line 1, column 4 (colour)"},
        {head + "urn:x,A,lab/tpmt,,,,,,\n", "line 2, column 3 (concept): \"lab/tpmt\""},
        {head + "\nurn:x,A,lab/tpmt,,,,,,\n", "line 3, column 3 (concept)"},
        {head + "urn:x,A ,lab/tpmt-activity,,,,,,\n", "line 2, column 2 (code)"},
        {head + "urn:x,,lab/tpmt-activity,,,,,,\n", "line 2, column 2 (code): is empty"},
        {head + ",A,lab/tpmt-activity,,,,,,\n", "line 2, column 1 (system): is empty"},
        {head + "urn:x," + std::string(31, 'a') + ",lab/tpmt-activity,,,,,,\n", "line 2, column 2 (code)"},
        {head + "urn:x,A,lab/tpmt-activity,,maybe,,,,\n", "line 2, column 5 (marker)"},
        {head + "urn:x,A,lab/tpmt-activity,,replaces,,,,\n", "line 2, column 5 (marker)"},
        {head + "urn:x,A,drug/prednisone,,,twenty,,,\n", "line 2, column 6 (mg_per_unit)"},
        {head + "urn:x,A,drug/prednisone,,,-1,,,\n", "line 2, column 6 (mg_per_unit)"},
        {head + "urn:x,A,drug/prednisone,,,,nan,,\n", "line 2, column 7 (mg_per_ml)"},
        {head + "urn:x,A,lab/tpmt-activity,,,5,,,\n", "line 2, column 3 (concept)"},
        {head + "urn:x,*,urn:y,,,,,,\n", "line 2, column 3 (concept)"},
        {head + "http://loinc.org,*,http://snomed.info/sct,,,,,,\n", "line 2, column 1 (system)"},
        {head + "urn:x,A\n", "line 2: 2 fields"},
        {head + "urn:x,\"A,lab/tpmt-activity,,,,,,\n", "line 2"},
    };
    for (const auto& one : table) {
        const std::string got = refusal(one.text);
        BOOST_TEST((got.find(one.words) != std::string::npos), "\"" << got << "\" says " << one.words);
        BOOST_TEST(got.starts_with("site.csv line "));
    }
}

BOOST_AUTO_TEST_CASE(what_a_spreadsheet_writes_is_read) {
    const Terms terms = Terms::with_overlay(
        "site.csv", "\xef\xbb\xbfsystem,code,concept\r\nurn:x,A,lab/tpmt-activity\r\n\r\n"
    );
    BOOST_TEST(meanings(terms, "urn:x", "A") == "lab/tpmt-activity");
}

BOOST_AUTO_TEST_CASE(every_meaning_can_be_traced_to_its_row) {
    const Terms terms = with(
        "urn:x,A,lab/tpmt-activity,,,,,,ask Meier\n" + std::string(rxnorm)
        + ",8640,drug/azathioprine,,replaces,,,,\n"
    );
    const auto local = terms.rows("urn:x", "A");
    BOOST_TEST_REQUIRE(local.size() == 1U);
    BOOST_TEST((local[0].what == lab::tpmt_activity));
    BOOST_TEST(local[0].local);
    BOOST_TEST(local[0].file == "site.csv");
    BOOST_TEST(local[0].line == 2);
    BOOST_TEST(local[0].note == "ask Meier");
    const auto both = terms.rows("", "8640");
    BOOST_TEST_REQUIRE(both.size() == 2U);
    BOOST_TEST((both[0].local && both[0].in_force && !both[1].in_force));
    BOOST_TEST(both[1].file == "rxnorm.csv");
    BOOST_TEST(!both[1].source.empty());

    const auto below = terms.rows("http://hl7.org/fhir/sid/icd-10-cm", "N17.77");
    BOOST_TEST_REQUIRE(below.size() == 1U);
    BOOST_TEST(below[0].prefix);
    BOOST_TEST(below[0].code == "N17");
    BOOST_TEST(terms.rows("", "no-such-code").empty());
    BOOST_TEST(terms.rows(terms.find("lab/tpmt-activity")).front().local);
    BOOST_TEST(!terms.find("lab/nothing"));
}

BOOST_AUTO_TEST_SUITE_END()
