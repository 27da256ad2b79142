// What must not change an answer: the order of entries, things that no rule asks for, the way in which a date
// or time is written. Held against every eighth vignette (IIM_THOROUGH: all), byte for byte.
#include "tests/unit/cds-hooks/vignette_requests.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <map>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace iim;
using namespace iim::service::test;
namespace json = boost::json;

namespace {

constexpr std::size_t every = 8;

using Random = std::mt19937;
using Change = std::function<void(json::value&, Random&)>;

/// The answer to a vignette stays the same, however often it is changed.
void unchanged_by(const Change& change, std::size_t from) {
    const char* seed = std::getenv("IIM_SEED");  // NOLINT(concurrency-mt-unsafe): one thread
    Random random(seed ? static_cast<unsigned>(std::atoi(seed)) : 20261120u);
    for (const Vignette* vignette : some_vignettes(every, from)) BOOST_TEST_CONTEXT(vignette->name) {
            const auto before = ask(*vignette, vignette->request);
            BOOST_TEST_REQUIRE(before.status == 200);
            json::value changed = vignette->request;
            change(changed, random);
            const auto after = ask(*vignette, changed);
            BOOST_TEST(after.status == 200);
            BOOST_TEST((after.body == before.body), "before: " << before.body << "\nafter: " << after.body);
        }
}

std::string_view text(const json::value& object, std::string_view member) {
    const auto* found = object.is_object() ? object.as_object().if_contains(member) : nullptr;
    return found && found->is_string() ? std::string_view(found->as_string()) : std::string_view();
}

std::string patient_of(json::value& request) {
    return std::string(text(request.at("context"), "patientId"));
}

std::string_view type_of(const json::value& entry) {
    const auto* resource = entry.is_object() ? entry.as_object().if_contains("resource") : nullptr;
    return resource ? text(*resource, "resourceType") : std::string_view();
}

/// Of the kinds that are read: one that says nothing to any rule.
const std::map<std::string_view, std::string_view> harmless{
    {"Observation",
     R"("status":"final","effectiveDateTime":"2026-11-19","code":{"coding":[{"system":"urn:example:local","code":"TEMP"}],"text":"Body temperature"},"valueQuantity":{"value":36.8,"unit":"Cel"})"},
    {"Condition",
     R"("clinicalStatus":{"coding":[{"code":"active"}]},"recordedDate":"2026-10-01","code":{"coding":[{"system":"urn:example:local","code":"NAIL"}],"text":"Ingrowing toenail"})"},
    {"MedicationRequest",
     R"("status":"active","intent":"order","authoredOn":"2026-10-01","medicationCodeableConcept":{"coding":[{"system":"urn:example:local","code":"TEARS"}],"text":"Artificial tears"},"dosageInstruction":[{"text":"1 drop daily"}])"},
    {"MedicationStatement",
     R"("status":"active","medicationCodeableConcept":{"text":"Artificial tears"},"dosage":[{"text":"1 drop daily"}])"},
    {"Procedure",
     R"("status":"completed","performedDateTime":"2026-10-01","code":{"coding":[{"system":"urn:example:local","code":"EAR"}],"text":"Ear syringing"})"},
    {"ServiceRequest",
     R"("status":"active","intent":"order","authoredOn":"2026-10-01","code":{"coding":[{"system":"urn:example:local","code":"XR"}],"text":"Ankle radiograph"})"},
};

bool has_harmless_kind(std::string_view type) {
    return harmless.contains(type);
}

/// Resources of this patient that no rule asks for; of kinds that are read, and of kinds that are not.
json::value irrelevant(std::string_view type, const std::string& patient, unsigned number) {
    const auto known = harmless.find(type);
    const auto rest = known == harmless.end() ? R"("active":true)" : known->second;
    return json::parse(fmt::format(
        R"({{"fullUrl":"urn:uuid:{2}","resource":{{"resourceType":"{0}","id":"irrelevant-{2}","subject":{{"reference":"Patient/{1}"}},{3}}}}})",
        type,
        patient,
        number,
        rest
    ));
}

void insert_somewhere(json::array& entries, json::value one, Random& random) {
    const auto at = static_cast<std::ptrdiff_t>(random() % (entries.size() + 1));
    entries.insert(entries.begin() + at, std::move(one));
}

/// Each string under `value` that is the value of one of the members that hold a date.
void each_date(json::value& value, const std::function<void(json::string&)>& change) {
    constexpr std::array dates{
        "effectiveDateTime", "authoredOn", "recordedDate", "onsetDateTime", "performedDateTime", "issued"};
    if (value.is_array())
        for (auto& one : value.as_array()) each_date(one, change);
    if (!value.is_object()) return;
    for (auto& member : value.as_object()) {
        const bool date =
            std::ranges::any_of(dates, [&](std::string_view name) { return member.key() == name; });
        if (date && member.value().is_string())
            change(member.value().as_string());
        else
            each_date(member.value(), change);
    }
}

/// A day becomes noon of that day, and so does an instant become the same instant, on clocks so many minutes
/// ahead of UTC.
void write_at_offset(json::string& written, int minutes) {
    const auto date = fhir::parse_date(std::string_view(written), {});
    if (!date || (date->precision != fhir::Date::Precision::day && !date->instant)) return;
    const auto instant = date->instant.value_or(fhir::Instant(date->first) + std::chrono::hours(12));
    const auto local = instant + std::chrono::minutes(minutes);
    const auto day = std::chrono::floor<fhir::Days>(local);
    const std::chrono::hh_mm_ss clock(local - day);
    written = fmt::format(
        "{}T{:02}:{:02}:{:02}{}{:02}:{:02}",
        fhir::to_string(day),
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count(),
        minutes < 0 ? '-' : '+',
        std::abs(minutes) / 60,
        std::abs(minutes) % 60
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(same_answer)

BOOST_AUTO_TEST_CASE(asked_twice) {
    unchanged_by([](json::value&, Random&) {}, 0);
}

BOOST_AUTO_TEST_CASE(entries_of_the_record_in_any_order) {
    unchanged_by(
        [](json::value& request, Random& random) {
        for (auto* entries : prefetched_entries(request))
            std::shuffle(entries->begin(), entries->end(), random);
        },
        1);
}

BOOST_AUTO_TEST_CASE(keys_of_the_prefetch_in_any_order) {
    unchanged_by(
        [](json::value& request, Random& random) {
        auto* prefetch = request.as_object().if_contains("prefetch");
        if (!prefetch || !prefetch->is_object()) return;
        std::vector<std::pair<std::string, json::value>> members;
        for (auto& one : prefetch->as_object()) members.emplace_back(one.key(), one.value());
        std::shuffle(members.begin(), members.end(), random);
        json::object other;
        for (auto& [key, value] : members) other.emplace(key, value);
        *prefetch = std::move(other);
        },
        2);
}

BOOST_AUTO_TEST_CASE(drafts_in_any_order) {
    unchanged_by(
        [](json::value& request, Random& random) {
        for (auto* entries : context_entries(request)) std::shuffle(entries->begin(), entries->end(), random);
        },
        3);
}

BOOST_AUTO_TEST_CASE(twenty_things_that_no_rule_asks_for) {
    unchanged_by(
        [](json::value& request, Random& random) {
        const std::string patient = patient_of(request);
        constexpr std::array unread{"Practitioner", "Organization", "Location", "Coverage", "CareTeam"};
        const auto lists = prefetched_entries(request);
        for (unsigned number = 0; number < 20 && !lists.empty(); ++number) {
            auto& entries = *lists[random() % lists.size()];
            std::string type(type_of(entries[random() % entries.size()]));
            if (number % 3 == 0 || !has_harmless_kind(type)) type = unread[random() % unread.size()];
            insert_somewhere(entries, irrelevant(type, patient, number), random);
        }
        },
        4);
}

BOOST_AUTO_TEST_CASE(times_at_another_offset) {
    for (const int minutes : {330, -480})
        unchanged_by(
            [&](json::value& request, Random&) {
            auto* prefetch = request.as_object().if_contains("prefetch");
            if (prefetch) each_date(*prefetch, [&](json::string& one) { write_at_offset(one, minutes); });
            },
            minutes > 0 ? 5 : 6);
}

BOOST_AUTO_TEST_SUITE_END()
