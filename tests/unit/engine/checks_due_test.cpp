#include "engine/families/checks_due.hpp"
#include "tests/unit/engine/patient_record.hpp"

#include <array>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

constexpr std::array counts{lab::wbc, lab::cbc_panel};
constexpr std::array eyes{procedure::eye_examination};
constexpr std::array eye_referrals{procedure::ophthalmology_referral};
constexpr Check blood_count{.name = "blood count", .answered_by = counts, .order = lab::cbc_panel};
constexpr Check eye_check{
    .name = "eye examination",
    .answered_by = eyes,
    .order = procedure::ophthalmology_referral,
    .asked_by = eye_referrals,
    .open_request = Days(180),
    .examination = true};
constexpr Check weight{.name = "weight", .answered_by = counts};

Result count_of(int ago) {
    Result one = result(lab::wbc, days_ago(ago));
    one.value = 6;
    return one;
}

Request request(Concept what, int ago) {
    Request one;
    one.what.add(what);
    one.authored = days_ago(ago);
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checks_due)

BOOST_AUTO_TEST_CASE(due_from_the_day_after_the_interval) {
    const struct {
        int ago;
        bool want;
    } table[] = {{83, false}, {84, false}, {85, true}};
    for (const auto& each : table) BOOST_TEST_CONTEXT(each.ago) {
            PatientRecord record;
            record.with(count_of(each.ago));
            const auto one = due(record.patient(), blood_count, Days(84));
            BOOST_TEST(one.has_value() == each.want);
            if (one) BOOST_TEST((one->last == days_ago(each.ago)));
        }
}

BOOST_AUTO_TEST_CASE(never_done_is_due_without_a_date) {
    const auto one = due(PatientRecord().patient(), blood_count, Days(84));
    BOOST_REQUIRE(one);
    BOOST_TEST(!one->last);
    BOOST_TEST(in_words(*one) == "Blood count: none found, usual every 12 weeks");
}

BOOST_AUTO_TEST_CASE(what_did_not_come_cannot_be_missed) {
    PatientRecord record;
    record.facts.sources.observations = Availability::partial;
    BOOST_TEST(!due(record.patient(), blood_count, Days(84)));
    PatientRecord examined;
    examined.facts.sources.procedures = Availability::unavailable;
    BOOST_TEST(!due(examined.patient(), eye_check, Days(365)));
    BOOST_TEST(due(examined.patient(), blood_count, Days(84)).has_value());
    BOOST_TEST(cannot_be_told(examined.patient(), eye_check, Days(365)));
    BOOST_TEST(!cannot_be_told(examined.patient(), blood_count, Days(84)));
}

BOOST_AUTO_TEST_CASE(a_procedure_answers) {
    PatientRecord record;
    record.facts.procedures.push_back(event(procedure::eye_examination, days_ago(365)));
    BOOST_TEST(!due(record.patient(), eye_check, Days(365)));
    BOOST_TEST(due(record.patient(), eye_check, Days(364)).has_value());
}

BOOST_AUTO_TEST_CASE(a_request_is_waited_for_so_long) {
    const struct {
        Concept what;
        int ago;
        bool want;
    } table[] = {
        {procedure::ophthalmology_referral, 180, false},
        {procedure::ophthalmology_referral, 181, true},
        {procedure::eye_examination, 10, false},
        {procedure::dxa, 10, true},
    };
    for (const auto& each : table) BOOST_TEST_CONTEXT(terms().id(each.what) << " " << each.ago) {
            PatientRecord record;
            record.facts.requests.push_back(request(each.what, each.ago));
            BOOST_TEST(due(record.patient(), eye_check, Days(365)).has_value() == each.want);
        }
}

BOOST_AUTO_TEST_CASE(a_preliminary_result_is_coming) {
    PatientRecord record;
    Result pending = count_of(1);
    pending.state = ResultState::preliminary;
    record.with(pending);
    BOOST_TEST(!due(record.patient(), blood_count, Days(84)));
}

BOOST_AUTO_TEST_CASE(one_click_for_each_order_and_none_for_what_is_ordered_or_done_at_the_visit) {
    const Request asked = request(lab::cbc_panel, 1);
    const PatientRecord record;
    const Patient patient = record.patient();
    const auto orders = [&](const std::vector<CheckDue>& all) { return orders_for(all, patient).size(); };
    BOOST_TEST(orders({{.check = &blood_count}, {.check = &blood_count}, {.check = &eye_check}}) == 2U);
    BOOST_TEST(orders({{.check = &blood_count, .requested = &asked}}) == 0U);
    BOOST_TEST(orders({{.check = &weight}}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
