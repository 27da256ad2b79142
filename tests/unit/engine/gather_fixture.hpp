#pragma once

#include "engine/facts/gather.hpp"
#include "engine/terms/concepts.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {

inline const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

inline Day day(int year, int month, int day_of_month) {
    return std::chrono::year(year) / month / day_of_month;
}

/// The moment of every test: noon of 20 November 2026, UTC.
inline const Day today = day(2026, 11, 20);

/// One request and the facts read from it; the facts point into the document.
struct Gathered {
    fhir::Document document;
    Facts facts;

    explicit Gathered(std::string request, Hook hook = Hook::order_sign) {
        GatherInput input;
        input.request = document.parse(std::move(request)).value();
        input.hook = hook;
        input.now = fhir::Instant(today) + std::chrono::hours(12);
        facts = gather(input, terms(), Policy());
    }

    bool noted(std::string_view code) const {
        for (const DataNote& note : facts.notes)
            if (note.code == code) return true;
        return false;
    }
};

/// {"context":{"patientId":"1" , …context},"prefetch":{…prefetch}}; either part may be empty.
inline std::string request(const std::string& prefetch, const std::string& context = {}) {
    return R"({"context":{"patientId":"1")" + (context.empty() ? context : "," + context)
           + R"(},"prefetch":{)" + prefetch + "}}";
}

/// A Bundle of the resources given, which are separated by commas.
inline std::string bundle(std::string resources) {
    std::string entries;
    int depth = 0;
    std::size_t from = 0;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        if (resources[i] == '{') {
            if (depth++ == 0) from = i;
        } else if (resources[i] == '}' && --depth == 0) {
            if (!entries.empty()) entries += ',';
            entries += R"({"resource":)" + resources.substr(from, i + 1 - from) + "}";
        }
    }
    return R"({"resourceType":"Bundle","entry":[)" + entries + "]}";
}

/// A resource of patient 1: `rest` holds its other members.
inline std::string resource(const std::string& type, const std::string& rest) {
    return R"({"resourceType":")" + type + R"(","subject":{"reference":"Patient/1"},)" + rest + "}";
}

inline std::string draft(const std::string& rest) {
    return R"("draftOrders":)"
           + bundle(resource("MedicationRequest", R"("status":"draft","intent":"order",)" + rest));
}

inline std::string rxnorm(const std::string& code) {
    return R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":")"
           + code + R"("}]})";
}

inline std::string loinc(const std::string& code) {
    return R"("code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]})";
}

inline std::string daily(const std::string& amount, const std::string& unit, const std::string& more = {}) {
    return R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
           R"("doseAndRate":[{"doseQuantity":{"value":)"
           + amount + R"(,"unit":")" + unit + R"("}}])" + (more.empty() ? more : "," + more) + "}]";
}

/// The only order of a request whose prefetch or basket holds one.
inline const Order& only_order(const Gathered& gathered) {
    BOOST_TEST_REQUIRE(gathered.facts.orders.size() == 1);
    return gathered.facts.orders.front();
}

/// A request whose record holds one MedicationRequest.
inline std::string on_record(const std::string& rest) {
    return request(R"("medications":)" + bundle(resource("MedicationRequest", rest)));
}

}  // namespace iim::engine::test
