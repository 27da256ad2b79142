// One patient written in two ways gets one answer: milligrams or tablets, ICD-10-CM or SNOMED CT, kilograms
// or pounds, µmol/L or mg/dL; and days count alike across leap days and on clocks of any time zone.
#include "cds-hooks/answer.hpp"

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <rapidcheck/boost_test.h>

using namespace iim;
using namespace iim::service;

namespace {

/// A patient whose draft is prednisone, with methotrexate on record.
struct Person {
    std::size_t product = 0;                               // of `tablets`
    int halves = 2;                                        // half tablets a day
    int weight_kg = 70, height_cm = 170, creatinine = 80;  // µmol/L
    int methotrexate_tablets = 6;                          // 2.5 mg, a week
    std::size_t illness = 0, second_illness = 0;           // of `illnesses`
    int days_ago = 30;
    fhir::Day now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
};

/// How it is written.
struct Writing {
    enum class Dose { mg, tablets, grams, micrograms } dose = Dose::mg;
    bool snomed = false, pounds = false, inches = false, mg_per_dl = false;
    std::string_view time = "T12:00:00Z";
};

struct Tablet {
    std::string_view rxnorm;
    double mg;
};
constexpr std::array<Tablet, 6> tablets{
    {{"198144", 1}, {"198146", 2.5}, {"312617", 5}, {"198145", 10}, {"312615", 20}, {"198148", 50}}};

/// Codes of one meaning in two systems.
struct Illness {
    std::string_view icd, snomed;
};
constexpr std::array<Illness, 18> illnesses{{
    {"M33.1", "156456005"},   // dermatomyositis
    {"M33.2", "31384009"},    // polymyositis
    {"M33.13", "238935002"},  // dermatomyositis without myopathy
    {"M60.9", "26889001"},    // myositis
    {"I10", "59621000"},      // hypertension
    {"I50", "42343007"},      // heart failure
    {"N18.31", "700378005"},  // chronic kidney disease 3a
    {"J84", "233703007"},     // interstitial lung disease
    {"B20", "111880001"},     // HIV
    {"B17.1", "128302006"},   // hepatitis C
    {"K70.3", "19943007"},    // cirrhosis
    {"D55.0", "124134002"},   // G6PD deficiency
    {"M81", "102447009"},     // osteoporosis
    {"M10", "161451004"},     // gout
    {"B59", "415125002"},     // Pneumocystis pneumonia
    {"G70.0", "230687001"},   // myasthenia gravis
    {"Z51.5", "103735009"},   // palliative care
    {"R13", "288939007"},     // dysphagia
}};

std::string amount(double mg, double tablet_mg, Writing::Dose how) {
    switch (how) {
    case Writing::Dose::mg: return fmt::format(R"("value":{},"unit":"mg")", mg);
    case Writing::Dose::tablets: return fmt::format(R"("value":{},"unit":"tablet")", mg / tablet_mg);
    case Writing::Dose::grams: return fmt::format(R"("value":{},"unit":"g")", mg / 1000);
    case Writing::Dose::micrograms: return fmt::format(R"("value":{},"unit":"ug")", mg * 1000);
    }
    return {};
}

std::string order(
    std::string_view id,
    std::string_view status,
    std::string_view rxnorm,
    std::string_view period,
    const std::string& dose
) {
    return fmt::format(
        R"({{"resource":{{"resourceType":"MedicationRequest","id":"{}","status":"{}","intent":"order","subject":{{"reference":"Patient/p"}},"medicationCodeableConcept":{{"text":"Tablets","coding":[{{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"{}"}}]}},"dosageInstruction":[{{"timing":{{"repeat":{{"frequency":1,"period":1,"periodUnit":"{}"}}}},"doseAndRate":[{{"doseQuantity":{{{}}}}}]}}]}}}})",
        id,
        status,
        rxnorm,
        period,
        dose
    );
}

std::string condition(
    std::string_view id, const Illness& illness, const Writing& how, const std::string& since
) {
    return fmt::format(
        R"({{"resource":{{"resourceType":"Condition","id":"{}","subject":{{"reference":"Patient/p"}},"clinicalStatus":{{"coding":[{{"code":"active"}}]}},"recordedDate":"{}","code":{{"text":"Illness {}","coding":[{{"system":"{}","code":"{}"}}]}}}}}})",
        id,
        since,
        id,
        how.snomed ? "http://snomed.info/sct" : "http://hl7.org/fhir/sid/icd-10-cm",
        how.snomed ? illness.snomed : illness.icd
    );
}

std::string observation(
    std::string_view id, std::string_view loinc, double value, std::string_view unit, const std::string& date
) {
    return fmt::format(
        R"({{"resource":{{"resourceType":"Observation","id":"{}","status":"final","subject":{{"reference":"Patient/p"}},"effectiveDateTime":"{}","code":{{"coding":[{{"system":"http://loinc.org","code":"{}"}}]}},"valueQuantity":{{"value":{},"unit":"{}"}}}}}})",
        id,
        date,
        loinc,
        value,
        unit
    );
}

std::string bundle(std::string_view entries) {
    return fmt::format(R"({{"resourceType":"Bundle","entry":[{}]}})", entries);
}

std::string written(const Person& p, const Writing& how) {
    const std::string date = fhir::to_string(p.now - fhir::Days(p.days_ago)) + std::string(how.time);
    const auto& tablet = tablets[p.product];
    const auto conditions = condition("1", illnesses[p.illness], how, date) + ","
                            + condition("2", illnesses[p.second_illness], how, date);
    constexpr double umol = 10'000 / 113.12;  // of creatinine in 1 mg/dL
    const auto observations =
        observation(
            "w",
            "29463-7",
            how.pounds ? p.weight_kg / 0.45359237 : p.weight_kg,
            how.pounds ? "[lb_av]" : "kg",
            date
        )
        + ","
        + observation(
            "h", "8302-2", how.inches ? p.height_cm / 2.54 : p.height_cm, how.inches ? "[in_i]" : "cm", date
        )
        + ","
        + observation(
            "c",
            how.mg_per_dl ? "2160-0" : "14682-9",
            how.mg_per_dl ? p.creatinine / umol : p.creatinine,
            how.mg_per_dl ? "mg/dL" : "umol/L",
            date
        );
    const auto methotrexate =
        order("m", "active", "105585", "wk", amount(2.5 * p.methotrexate_tablets, 2.5, how.dose));
    const auto draft =
        order("d", "draft", tablet.rxnorm, "d", amount(tablet.mg * p.halves / 2, tablet.mg, how.dose));
    return fmt::format(
        R"({{"hook":"order-sign","hookInstance":"00000000-0000-4000-8000-000000000000","context":{{"userId":"Practitioner/1","patientId":"p","draftOrders":{}}},"prefetch":{{"patient":{{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1970-05-05"}},"conditions":{},"medications":{},"observations":{}}}}})",
        bundle(draft),
        bundle(conditions),
        bundle(methotrexate),
        bundle(observations)
    );
}

/// Topic, indicator and summary of each card, and the labels of its suggestions.
std::vector<std::string> advice(const Person& person, const Writing& how, const fhir::Zone& zone = {}) {
    static Knowledge knowledge{engine::Terms::embedded(), {}, {}};
    static fhir::Document scratch, read;
    knowledge.zone = zone;
    const auto reply = answer(
        scratch,
        written(person, how),
        engine::Hook::order_sign,
        knowledge,
        fhir::Instant(person.now) + std::chrono::hours(12),
        [] { return std::string("u"); }
    );
    std::vector<std::string> out{std::to_string(reply.status)};
    const auto parsed = read.parse(reply.body);
    for (const fhir::Json card : (*parsed)["cards"]) {
        std::string one = fmt::format(
            "{} {} {}",
            card["source"]["topic"]["code"].text(),
            card["indicator"].text(),
            card["summary"].text()
        );
        for (const fhir::Json suggestion : card["suggestions"])
            one += fmt::format(" / {}", suggestion["label"].text());
        out.push_back(one);
    }
    return out;
}

Person any_person() {
    Person p;
    p.product = *rc::gen::inRange<std::size_t>(0, tablets.size());
    p.halves = *rc::gen::inRange(1, 17);
    p.weight_kg = *rc::gen::inRange(40, 131);
    p.height_cm = *rc::gen::inRange(150, 196);
    p.creatinine = *rc::gen::inRange(40, 400);
    p.methotrexate_tablets = *rc::gen::inRange(1, 13);
    p.illness = *rc::gen::inRange<std::size_t>(0, 4);
    p.second_illness = *rc::gen::inRange<std::size_t>(0, illnesses.size());
    p.days_ago = *rc::gen::inRange(0, 400);
    return p;
}

/// The cards may not depend on how it is written.
void same(const Person& person, const Writing& how) {
    const auto plain = advice(person, {});
    RC_ASSERT(plain.front() == "200");
    RC_ASSERT(advice(person, how) == plain);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(equal_records)

// What the properties below compare is not nothing.
BOOST_AUTO_TEST_CASE(there_is_something_to_compare) {
    Person person;
    person.product = 4;
    person.halves = 6;
    person.methotrexate_tablets = 20;
    BOOST_TEST(advice(person, {}).size() > 1u);
}

RC_BOOST_PROP(tablets_or_milligrams, ()) {
    same(any_person(), {.dose = Writing::Dose::tablets});
}

RC_BOOST_PROP(grams_or_milligrams, ()) {
    same(any_person(), {.dose = Writing::Dose::grams});
}

RC_BOOST_PROP(micrograms_or_milligrams, ()) {
    same(any_person(), {.dose = Writing::Dose::micrograms});
}

RC_BOOST_PROP(snomed_or_icd, ()) {
    same(any_person(), {.snomed = true});
}

RC_BOOST_PROP(pounds_or_kilograms, ()) {
    same(any_person(), {.pounds = true});
}

RC_BOOST_PROP(inches_or_centimetres, ()) {
    same(any_person(), {.inches = true});
}

RC_BOOST_PROP(creatinine_by_mass_or_by_moles, ()) {
    same(any_person(), {.mg_per_dl = true});
}

RC_BOOST_PROP(everything_written_otherwise, ()) {
    same(
        any_person(),
        {.dose = Writing::Dose::tablets,
         .snomed = true,
         .pounds = true,
         .inches = true,
         .mg_per_dl = true,
         .time = "T17:30:00+05:30"}
    );
}

// Noon at Greenwich is the same day from Los Angeles to Kolkata, whatever offset it is written with.
RC_BOOST_PROP(offsets_and_zones_of_the_same_day, ()) {
    const Person person = any_person();
    const auto plain = advice(person, {});
    const std::string zone =
        *rc::gen::element<std::string>("Europe/Zurich", "America/Los_Angeles", "Asia/Kolkata");
    const Writing how{.time = *rc::gen::element<std::string_view>("T04:00:00-08:00", "T13:00:00+01:00", "")};
    RC_ASSERT(advice(person, how, fhir::Zone::named(zone).value()) == plain);
}

// Windows are days: the same days before any now, leap years included. 28 years later the calendar is the
// same again, and within them the patient only grows older: what is left out here is what depends on age.
RC_BOOST_PROP(leap_days_are_days, ()) {
    Person person = any_person();
    Person leap = person;
    person.now = std::chrono::sys_days(std::chrono::year(2027) / 3 / 1);
    leap.now = std::chrono::sys_days(std::chrono::year(2028) / 2 / 29);
    RC_ASSERT(advice(person, {}).size() == advice(leap, {}).size());
}

BOOST_AUTO_TEST_SUITE_END()
