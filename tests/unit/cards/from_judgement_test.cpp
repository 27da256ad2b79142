#include "cards/from_judgement.hpp"
#include "cards/json.hpp"
#include "cards/text.hpp"
#include "fhir/json.hpp"
#include "tests/unit/cards/sample.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(cards_from_judgement)

using namespace iim;
using namespace iim::cards::sample;
using engine::Availability;
using engine::Hook;
using engine::Judgement;

constexpr std::array sources{
    engine::Evidence{"BSR22", "BSR guideline 2022", "https://doi.org/10.1093/rheumatology/keac115"},
    engine::Evidence{"seed 000", "Seed 000", ""}};
constexpr std::array<std::string_view, 2> codes{"result-pending", "specialist-plan"};

Rule documented(std::string_view number, std::string_view id) {
    Rule one = rule(number, id);
    one.evidence = sources;
    one.override_codes = codes;
    return one;
}
const Rule tpmt = documented("R02", "tpmt-before-azathioprine");
const Rule other = documented("R57", "malignancy-screening");
const engine::Order azathioprine = draft("request-123", engine::drug::azathioprine, "azathioprine 50 mg");

std::vector<cards::Card> cards_of(const Judgement& judgement, engine::Facts known = facts()) {
    return cards::from_judgement(judgement, patient(std::move(known)), counted());
}

/// A judgement with one full finding.
Judgement one_finding() {
    Finding one =
        finding(tpmt, Indicator::warning, &azathioprine, "No TPMT result found before azathioprine");
    one.at_most_one = false;
    one.suggestions = {
        suggestion("TPMT genotype", {test(engine::lab::tpmt_genotype)}),
        suggestion("Remove azathioprine", {engine::RemoveOrder{&azathioprine}})};
    one.suggestions.front().recommended = true;
    one.trigger = "no TPMT";
    Judgement judgement;
    judgement.findings.push_back(one);
    return judgement;
}

BOOST_AUTO_TEST_CASE(no_findings_no_cards) {
    BOOST_TEST(cards_of({}).empty());
    BOOST_TEST(cards::to_json({}) == R"({"cards":[]})");
}

BOOST_AUTO_TEST_CASE(a_card_is_written_as_cds_hooks_wants_it) {
    const auto made = cards_of(one_finding());
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST((made.front().rule == &tpmt));
    BOOST_TEST(made.front().trigger == "no TPMT");
    fhir::Document document;
    const auto parsed = document.parse(cards::to_json(made));
    BOOST_TEST_REQUIRE(parsed.has_value());
    const fhir::Json card = (*parsed)["cards"].at(0);
    BOOST_TEST(card["uuid"].text() == "00000000-0000-4000-8000-000000000003");
    BOOST_TEST(card["summary"].text() == "No TPMT result found before azathioprine");
    BOOST_TEST(card["indicator"].text() == "warning");
    BOOST_TEST(card["source"]["label"].text() == "iim-cds: myositis decision support");
    BOOST_TEST(!card["source"]["url"]);  // no page of the project is anybody's yet
    BOOST_TEST(card["source"]["topic"]["system"].text() == "https://iim-cds.dev/rules");
    BOOST_TEST(card["source"]["topic"]["code"].text() == "tpmt-before-azathioprine");
    BOOST_TEST(card["source"]["topic"]["display"].text() == "Title of the rule");
    BOOST_TEST(card["selectionBehavior"].text() == "any");
    const fhir::Json suggestions = card["suggestions"];
    BOOST_TEST_REQUIRE(suggestions.size() == 2u);
    BOOST_TEST(suggestions.at(0)["isRecommended"].boolean().value_or(false));
    BOOST_TEST(!suggestions.at(1)["isRecommended"]);
    BOOST_TEST(suggestions.at(0)["actions"].at(0)["type"].text() == "create");
    BOOST_TEST(suggestions.at(0)["actions"].at(0)["resource"]["resourceType"].text() == "ServiceRequest");
    BOOST_TEST(suggestions.at(1)["actions"].at(0)["type"].text() == "delete");
    BOOST_TEST(suggestions.at(1)["actions"].at(0)["resourceId"].text() == "MedicationRequest/request-123");
    BOOST_TEST(!suggestions.at(1)["actions"].at(0)["resource"]);
    BOOST_TEST(card["overrideReasons"].size() == 2u);
    BOOST_TEST(card["overrideReasons"].at(0)["display"].text() == "Test taken, result pending");
    BOOST_TEST_REQUIRE(card["links"].size() == 1u);
    BOOST_TEST(card["links"].at(0)["url"].text() == "https://doi.org/10.1093/rheumatology/keac115");
    BOOST_TEST(card["links"].at(0)["type"].text() == "absolute");
    const fhir::Json about = card["extension"]["davinci-crd.associated-resource"];
    BOOST_TEST_REQUIRE(about.size() == 1u);
    BOOST_TEST(about.at(0)["reference"].text() == "MedicationRequest/request-123");
}

BOOST_AUTO_TEST_CASE(what_is_not_offered_is_said_in_the_detail) {
    Judgement judgement = one_finding();
    judgement.findings[0].suggestions.push_back(suggestion("No order", {engine::RemoveOrder{nullptr}}));
    const auto cards = cards_of(judgement);
    BOOST_TEST_REQUIRE(cards.size() == 1u);
    BOOST_TEST(cards[0].suggestions.size() == 2u);
    BOOST_TEST(
        cards[0].detail.find("Not offered: No order (the order to remove has no id that could be named)")
        != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(optional_members_are_left_out) {
    const Rule plain = rule("R57", "malignancy-screening");
    Judgement judgement;
    judgement.findings.push_back(finding(plain, Indicator::info));
    fhir::Document document;
    const auto parsed = document.parse(cards::to_json(cards_of(judgement)));
    BOOST_TEST_REQUIRE(parsed.has_value());
    const fhir::Json card = (*parsed)["cards"].at(0);
    for (const char* name : {"suggestions", "selectionBehavior", "links", "extension"})
        BOOST_TEST_CONTEXT(name) BOOST_TEST(!card[name]);
}

BOOST_AUTO_TEST_CASE(a_summary_is_short_plain_and_never_empty) {
    Judgement judgement = one_finding();
    judgement.findings.front().summary = "a\n<b>" + std::string(200, 'x');
    const std::string cut = cards_of(judgement).front().summary;
    BOOST_TEST(cards::code_points(cut) == 139u);
    BOOST_TEST(cut.starts_with("a <b>x"));
    judgement.findings.front().summary = "\xE2\x80\x8F \n";
    BOOST_TEST(cards_of(judgement).front().summary == "Title of the rule");
}

BOOST_AUTO_TEST_CASE(an_order_of_the_chart_is_not_an_associated_resource) {
    engine::Order active = azathioprine;
    active.state = engine::OrderState::current;
    active.in_context = false;
    Judgement judgement;
    judgement.findings.push_back(finding(other, Indicator::info, &active));
    BOOST_TEST(cards_of(judgement).front().about.empty());
}

BOOST_AUTO_TEST_CASE(findings_beyond_the_limit_become_one_card) {
    std::vector<Rule> rules;
    const std::vector<std::string> numbers{"R10", "R11", "R12", "R13", "R14", "R15", "R16"};
    for (const std::string& each : numbers) rules.push_back(rule(each, each));
    Judgement judgement;
    for (const Rule& each : rules)
        judgement.findings.push_back(
            finding(each, Indicator::warning, nullptr, "About " + std::string(each.id))
        );
    const auto made = cards_of(judgement);
    BOOST_TEST_REQUIRE(made.size() == 5u);
    BOOST_TEST(made[3].topic.code == "R13");
    BOOST_TEST(made[4].topic.code == "more-findings");
    BOOST_TEST((made[4].indicator == Indicator::info));
    BOOST_TEST(made[4].summary == "3 more findings for this patient");
    BOOST_TEST(made[4].override_reasons.empty());
    for (const char* line :
         {"- warning: About R14 (R14)\n", "- warning: About R15 (R15)\n", "- warning: About R16 (R16)\n"})
        BOOST_TEST_CONTEXT(line) BOOST_TEST(made[4].detail.find(line) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(data_gaps_are_said_when_a_chart_is_opened) {
    Judgement judgement;
    judgement.gaps = {
        "R31: medication list not available", "R31: medication list not available", "R40: labs"};
    const auto made = cards_of(judgement, facts(Hook::patient_view));
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(made[0].topic.code == "data-gap");
    BOOST_TEST((made[0].indicator == Indicator::info));
    BOOST_TEST(made[0].summary == "Missing data: 2 checks could not be done");
    BOOST_TEST(
        made[0].detail.starts_with("**Not checked**\n\n- R31: medication list not available\n- R40: labs\n")
    );
    BOOST_TEST(cards_of(judgement, facts(Hook::order_sign)).empty());
    BOOST_TEST(cards_of({}, facts(Hook::patient_view)).empty());
}

BOOST_AUTO_TEST_CASE(a_patient_without_myositis_gets_no_gap_card) {
    Judgement judgement;
    judgement.gaps = {"R31: medication list not available"};
    engine::Facts known = facts(Hook::patient_view);
    known.conditions.clear();
    known.sources.conditions = Availability::empty;
    BOOST_TEST(cards_of(judgement, known).empty());
    known.sources.conditions = Availability::unavailable;
    BOOST_TEST(cards_of(judgement, known).empty());  // any patient of the hospital
    engine::Order prednisone;
    prednisone.drugs.add(engine::drug::prednisone);
    prednisone.state = engine::OrderState::current;
    known.orders.push_back(prednisone);
    const auto made = cards_of(judgement, known);
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(made[0].detail.find("Diagnoses were not available") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_data_at_all_is_one_gap) {
    engine::Facts known = facts(Hook::patient_view);
    known.conditions.clear();
    known.sources = {};
    const auto made = cards_of({}, known);
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(made[0].topic.code == "data-gap");
    BOOST_TEST(made[0].summary == "No clinical data was available to this service: nothing was checked.");
    engine::Policy silent;
    silent.gap_show_on_patient_view = false;
    const engine::Patient quiet(known, terms(), silent);
    BOOST_TEST(cards::from_judgement({}, quiet, counted()).empty());
}

BOOST_AUTO_TEST_CASE(a_failed_rule_is_said_once) {
    Judgement judgement = one_finding();
    judgement.failed = {"malignancy-screening"};
    const std::string line =
        "- Rule malignancy-screening could not be completed because of an internal error.\n";
    auto made = cards_of(judgement);
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(made[0].detail.find("**Not checked**\n\n" + line) != std::string::npos);
    judgement.findings.clear();
    made = cards_of(judgement);
    BOOST_TEST_REQUIRE(made.size() == 1u);
    BOOST_TEST(made[0].topic.code == "rule-failed");
    BOOST_TEST(made[0].detail.find(line) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(uuids_are_version_4_and_fresh) {
    const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string uuid = cards::random_uuid();
        BOOST_TEST(std::regex_match(uuid, form));
        BOOST_TEST(seen.insert(uuid).second);
    }
}

BOOST_AUTO_TEST_CASE(answers_keep_to_the_schema) {
    Judgement judgement = one_finding();
    judgement.gaps = {"gap"};
    judgement.failed = {"some-rule"};
    Finding drug = finding(other, Indicator::critical, nullptr, std::string(300, '"'));
    engine::DrugProposal weekly;
    weekly.drug = engine::drug::methotrexate;
    weekly.dose = 12.5;
    weekly.period_unit = "wk";
    weekly.weekdays = 1;
    weekly.supply_weeks = 4;
    drug.suggestions = {suggestion("Methotrexate", {weekly, test(engine::lab::cbc_panel)})};
    judgement.findings.push_back(drug);
    const std::string text = cards::to_json(cards_of(judgement, facts(Hook::patient_view)));
    const auto file =
        std::filesystem::temp_directory_path() / fmt::format("iim-cds-cards-{}.json", ::getpid());
    std::ofstream(file) << text;
    const std::string command =
        fmt::format("python3 {}/schema.py cdsResponse {}", IIM_TESTS_DIR, file.string());
    FILE* const checker = ::popen(command.c_str(), "r");
    BOOST_TEST_REQUIRE(checker);
    std::string said(4096, '\0');
    said.resize(std::fread(said.data(), 1, said.size(), checker));
    BOOST_TEST(::pclose(checker) == 0, said);
    std::filesystem::remove(file);
}

BOOST_AUTO_TEST_SUITE_END()
