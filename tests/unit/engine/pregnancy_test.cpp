#include "engine/derive/pregnancy.hpp"
#include "engine/policy.hpp"
#include "tests/unit/engine/record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

struct Record {
    Facts facts;
    explicit Record(int age = 30, Sex sex = Sex::female) : facts(adult(age, sex)) {}
    Record& with(const Condition& one) {
        facts.conditions.push_back(one);
        return *this;
    }
    Record& with(const Result& one) {
        facts.labs.add(one);
        facts.labs.freeze();
        return *this;
    }
    Pregnancy read() const { return derive_pregnancy(facts, Policy()); }
};

Condition ended(Day day) {
    Condition one = diagnosis(condition::pregnancy, day - Days(200));
    one.status = ClinicalStatus::inactive;
    one.abatement = day;
    return one;
}

Result due(Day written, Day day) {
    Result one = result(observation::estimated_delivery_date, written);
    one.value_day = day;
    return one;
}

Result status(int days, Reading says) {
    return reading(observation::pregnancy_status, days_ago(days), says);
}

Result serum(int days, Reading says) {
    return reading(lab::pregnancy_test_serum, days_ago(days), says);
}

Result urine(int days, Reading says) {
    return reading(lab::pregnancy_test_urine, days_ago(days), says);
}

Result wish(int days, Reading says) {
    return reading(observation::pregnancy_intention, days_ago(days), says);
}

void expect(std::string_view what, const Record& record, Truth pregnant) {
    BOOST_TEST_CONTEXT(what) BOOST_TEST((record.read().pregnant == pregnant));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pregnancy_facts)

BOOST_AUTO_TEST_CASE(who_could_become_pregnant) {
    struct {
        int age;
        Sex sex;
        Truth potential;
    } const table[] = {
        {11, Sex::female, Truth::no},
        {12, Sex::female, Truth::yes},
        {50, Sex::female, Truth::yes},
        {51, Sex::female, Truth::no},
        {30, Sex::male, Truth::no},
        {30, Sex::unknown, Truth::unknown},
        {30, Sex::other, Truth::unknown},
        {60, Sex::unknown, Truth::no},
    };
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.age << " " << static_cast<int>(row.sex))
        BOOST_TEST((Record(row.age, row.sex).read().childbearing_potential == row.potential));
    }
    Record ageless;
    ageless.facts.demographics.age_years.reset();
    BOOST_TEST((ageless.read().childbearing_potential == Truth::unknown));
    for (const Concept one : {condition::hysterectomy, condition::menopause})
        BOOST_TEST((Record().with(diagnosis(one)).read().childbearing_potential == Truth::no));
    BOOST_TEST(
        (Record().with(diagnosis(condition::hysterectomy, {}, "Z90.712")).read().childbearing_potential
         == Truth::yes)
    );
    BOOST_TEST(
        (Record().with(diagnosis(condition::infertility_female)).read().childbearing_potential == Truth::yes)
    );
    Record operated;
    operated.facts.procedures.push_back(event(condition::hysterectomy, days_ago(3000)));
    BOOST_TEST((operated.read().childbearing_potential == Truth::no));
}

BOOST_AUTO_TEST_CASE(pregnant) {
    constexpr Reading positive = Reading::positive;
    constexpr Reading negative = Reading::negative;
    const Condition listed = diagnosis(condition::pregnancy, days_ago(60));
    const Record delivered = Record().with(status(60, positive)).with(ended(days_ago(30)));
    const Record turned_negative = Record().with(serum(20, positive)).with(serum(2, negative));
    const Record turned_positive = Record().with(serum(12, negative)).with(serum(2, positive));
    const Record listed_and_negative = Record().with(listed).with(urine(5, negative));
    expect("nothing known", Record(), Truth::unknown);
    expect("condition", Record().with(listed), Truth::yes);
    expect("condition without a date", Record().with(diagnosis(condition::pregnancy)), Truth::yes);
    expect("ended 30 d ago", Record().with(ended(days_ago(30))), Truth::unknown);
    expect("status, then delivery", delivered, Truth::unknown);
    expect("status 300 d", Record().with(status(300, positive)), Truth::yes);
    expect("status 301 d", Record().with(status(301, positive)), Truth::unknown);
    expect("test 42 d", Record().with(serum(42, positive)), Truth::yes);
    expect("test 43 d", Record().with(urine(43, positive)), Truth::unknown);
    expect("negative 14 d", Record().with(urine(14, negative)), Truth::no);
    expect("negative 15 d", Record().with(urine(15, negative)), Truth::unknown);
    expect("positive, then negative", turned_negative, Truth::no);
    expect("negative, then positive", turned_positive, Truth::yes);
    expect("condition and a negative test", listed_and_negative, Truth::yes);
    expect("due tomorrow", Record().with(due(days_ago(200), in_days(1))), Truth::yes);
    expect("due today", Record().with(due(days_ago(200), today)), Truth::yes);
    expect("due yesterday", Record().with(due(days_ago(200), days_ago(1))), Truth::unknown);
    expect("not capable", Record(60), Truth::no);
    expect("a man by the record, pregnant by the record", Record(30, Sex::male).with(listed), Truth::yes);
}

BOOST_AUTO_TEST_CASE(what_decided_is_named) {
    Condition one = diagnosis(condition::pregnancy, days_ago(60));
    one.label = "Normal pregnancy";
    const Record record = Record().with(one);
    BOOST_TEST(record.read().evidence == "Normal pregnancy");
    BOOST_TEST((record.read().evidence_date == days_ago(60)));
    BOOST_TEST(!Record().read().evidence_date);
}

BOOST_AUTO_TEST_CASE(contraception) {
    struct {
        std::optional<Day> since;
        bool counts;
    } const table[] = {
        {days_ago(4 * 365), true},
        {days_ago(1826), true},
        {days_ago(1827), false},
        {days_ago(6 * 365), false},
        {std::nullopt, true},
    };
    for (const auto& row : table)
        BOOST_TEST(
            Record().with(diagnosis(condition::contraception, row.since)).read().contraception == row.counts
        );
    BOOST_TEST(!Record().read().contraception);
    BOOST_TEST(!Record().with(diagnosis(condition::contraception, {}, "Z30.432")).read().contraception);

    Record pill;
    pill.facts.orders.push_back(active(drug::contraceptive_hormonal, {daily(1, days_ago(99))}));
    BOOST_TEST(pill.read().contraception);
    pill.facts.orders[0].state = OrderState::on_hold;
    BOOST_TEST(!pill.read().contraception);

    const Pregnancy tubal = Record().with(diagnosis(condition::sterilization)).read();
    BOOST_TEST(tubal.contraception);
    BOOST_TEST(tubal.sterilised);
    BOOST_TEST((tubal.childbearing_potential == Truth::yes));
    BOOST_TEST(!Record(30, Sex::male).with(diagnosis(condition::sterilization)).read().sterilised);
}

BOOST_AUTO_TEST_CASE(plans_and_breastfeeding) {
    BOOST_TEST(Record().with(diagnosis(condition::pregnancy_planning)).read().planning);
    BOOST_TEST(Record().with(wish(365, Reading::positive)).read().planning);
    BOOST_TEST(!Record().with(wish(366, Reading::positive)).read().planning);
    BOOST_TEST(!Record().with(wish(3, Reading::negative)).read().planning);
    BOOST_TEST(Record().with(diagnosis(condition::lactation)).read().breastfeeding);
    BOOST_TEST(!Record().read().breastfeeding);
    BOOST_TEST(!Record().read().planning);
}

BOOST_AUTO_TEST_SUITE_END()
