#include "tests/support/expectation.hpp"

#include "engine/rule.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace iim::tests {
namespace {

using fhir::Json;
using Differences = std::vector<std::string>;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

bool contains(std::string_view text, std::string_view part) {
    return lower(text).find(lower(part)) != std::string::npos;
}

/// Everything that the suggestions of one card would do.
struct Actions {
    std::vector<std::string> creates;  // "ServiceRequest http://loinc.org|5195-3"
    std::vector<std::string> deletes;
    std::vector<Json> resources;
    std::vector<std::string_view> labels, recommended;
};

/// What a resource without a code is about.
std::string_view words_of(Json resource, Json code) {
    for (const Json each :
         {code["text"],
          resource["description"],
          resource["title"],
          resource["payload"].at(0)["contentString"]})
        if (!each.text().empty()) return each.text();
    return {};
}

void add_codes(Actions& out, Json resource) {
    const std::string type(resource["resourceType"].text());
    const Json code =
        resource["medicationCodeableConcept"] ? resource["medicationCodeableConcept"] : resource["code"];
    for (const Json coding : code["coding"])
        out.creates.push_back(fmt::format("{} {}|{}", type, coding["system"].text(), coding["code"].text()));
    if (code["coding"].size() == 0)
        out.creates.push_back(fmt::format("{} text|{}", type, words_of(resource, code)));
    out.resources.push_back(resource);
}

Actions actions(Json card) {
    Actions out;
    for (const Json suggestion : card["suggestions"]) {
        out.labels.push_back(suggestion["label"].text());
        if (suggestion["isRecommended"].boolean().value_or(false))
            out.recommended.push_back(suggestion["label"].text());
        for (const Json action : suggestion["actions"]) {
            if (action["type"].is("delete")) out.deletes.emplace_back(action["resourceId"].text());
            if (action["type"].is("create")) add_codes(out, action["resource"]);
        }
    }
    return out;
}

void check_text(Differences& out, std::string_view name, Json want, std::string_view got) {
    const std::string has = fmt::format("{}_has", name);
    const std::string lacks = fmt::format("{}_lacks", name);
    for (const Json part : want[std::string_view(has)])
        if (!contains(got, part.text()))
            out.push_back(fmt::format("{} lacks \"{}\": {}", name, part.text(), got));
    for (const Json part : want[std::string_view(lacks)])
        if (contains(got, part.text()))
            out.push_back(fmt::format("{} has \"{}\": {}", name, part.text(), got));
}

bool any_label(const Actions& got, std::string_view part) {
    return std::ranges::any_of(got.labels, [&](std::string_view label) { return contains(label, part); });
}

void check_dose(Differences& out, Json want, const Actions& got) {
    for (const Json resource : got.resources) {
        const Json coding = resource["medicationCodeableConcept"]["coding"].at(0);
        if (!coding["code"].is(want["code"].text())) continue;
        const Json dose = resource["dosageInstruction"].at(0)["doseAndRate"].at(0)["doseQuantity"];
        if (dose["value"].number() == want["value"].number() && dose["code"].is(want["unit"].text())) return;
        out.push_back(fmt::format(
            "dose of {} is {} {}",
            want["code"].text(),
            dose["value"].number().value_or(-1),
            dose["code"].text()
        ));
        return;
    }
    out.push_back(fmt::format("no suggestion creates {}", want["code"].text()));
}

void check_labels(Differences& out, Json want, const Actions& got) {
    for (const Json part : want["labels_have"])
        if (!any_label(got, part.text())) out.push_back(fmt::format("no suggestion \"{}\"", part.text()));
    for (const Json part : want["labels_lack"])
        if (any_label(got, part.text())) out.push_back(fmt::format("a suggestion says \"{}\"", part.text()));
    if (const auto count = want["suggestions"].number();
        count && *count != static_cast<double>(got.labels.size()))
        out.push_back(fmt::format("{} suggestions: {}", got.labels.size(), fmt::join(got.labels, " / ")));
}

void check_actions(Differences& out, Json want, const Actions& got) {
    for (const Json each : want["creates"])
        if (std::ranges::find(got.creates, each.text()) == got.creates.end())
            out.push_back(
                fmt::format("does not create {}; creates: {}", each.text(), fmt::join(got.creates, ", "))
            );
    for (const Json each : want["creates_not"])
        if (std::ranges::find(got.creates, each.text()) != got.creates.end())
            out.push_back(fmt::format("creates {}", each.text()));
    for (const Json each : want["deletes"])
        if (std::ranges::find(got.deletes, each.text()) == got.deletes.end())
            out.push_back(fmt::format("does not remove {}", each.text()));
}

/// An empty label means that none is recommended.
void check_recommended(Differences& out, std::string_view label, const Actions& got) {
    const bool right = label.empty()
                           ? got.recommended.empty()
                           : got.recommended.size() == 1 && contains(got.recommended.front(), label);
    if (!right) out.push_back(fmt::format("recommended: \"{}\"", fmt::join(got.recommended, "\", \"")));
}

void check_suggestions(Differences& out, Json want, Json card) {
    const Actions got = actions(card);
    check_labels(out, want, got);
    check_actions(out, want, got);
    if (const auto label = want["recommended"].string()) check_recommended(out, *label, got);
    if (want["dose"]) check_dose(out, want["dose"], got);
}

void check_overrides(Differences& out, Json want, Json card) {
    for (const Json code : want["overrides_have"]) {
        const Json reasons = card["overrideReasons"];
        const bool there = std::any_of(reasons.begin(), reasons.end(), [&](Json reason) {
            return reason["code"].is(code.text());
        });
        if (!there) out.push_back(fmt::format("override reason {} is not offered", code.text()));
    }
}

Differences check_card(Json want, Json card) {
    Differences out;
    if (want["indicator"] && !card["indicator"].is(want["indicator"].text()))
        out.push_back(fmt::format("indicator is {}", card["indicator"].text()));
    if (want["summary"] && !card["summary"].is(want["summary"].text()))
        out.push_back(fmt::format("summary is \"{}\"", card["summary"].text()));
    if (want["selection"] && !card["selectionBehavior"].is(want["selection"].text()))
        out.push_back(fmt::format("selectionBehavior is {}", card["selectionBehavior"].text()));
    check_text(out, "summary", want, card["summary"].text());
    check_text(out, "detail", want, card["detail"].text());
    check_suggestions(out, want, card);
    check_overrides(out, want, card);
    return out;
}

std::string_view topic(Json card) {
    return card["source"]["topic"]["code"].text();
}

constexpr std::array<std::string_view, 7> members{
    "why", "now", "status", "policy", "cards", "silent", "only"};
constexpr std::array<std::string_view, 17> card_members{
    "topic",
    "indicator",
    "summary",
    "summary_has",
    "summary_lacks",
    "detail_has",
    "detail_lacks",
    "labels_have",
    "labels_lack",
    "creates",
    "creates_not",
    "deletes",
    "recommended",
    "suggestions",
    "selection",
    "overrides_have",
    "dose"};

void check_members(Differences& out, Json object, std::span<const std::string_view> known) {
    for (std::size_t i = 0; i < object.member_count(); ++i)
        if (std::ranges::find(known, object.member(i).name) == known.end())
            out.push_back(fmt::format("expected.json: nothing is known as \"{}\"", object.member(i).name));
}

void check_topic(Differences& out, std::string_view topic) {
    const auto rules = engine::all_rules();
    const bool of_rule =
        std::ranges::any_of(rules, [&](const engine::Rule* each) { return each->id == topic; });
    if (!of_rule && topic != "more-findings" && topic != "data-gap")
        out.push_back(fmt::format("expected.json: no card can have the topic \"{}\"", topic));
}

/// A misspelt word would expect nothing.
void check_words(Differences& out, Json expected) {
    check_members(out, expected, members);
    for (const Json card : expected["cards"]) {
        check_members(out, card, card_members);
        check_topic(out, card["topic"].text());
    }
    for (const Json silent : expected["silent"]) check_topic(out, silent.text());
}

}  // namespace

std::vector<std::string> differences(Json expected, Json response) {
    Differences out;
    check_words(out, expected);
    const Json cards = response["cards"];
    for (const Json want : expected["cards"]) {
        std::vector<Json> same;
        std::copy_if(cards.begin(), cards.end(), std::back_inserter(same), [&](Json card) {
            return topic(card) == want["topic"].text();
        });
        if (same.size() != 1) {
            out.push_back(fmt::format("{} cards \"{}\", expected one", same.size(), want["topic"].text()));
            continue;
        }
        for (const std::string& text : check_card(want, same.front()))
            out.push_back(fmt::format("{}: {}", want["topic"].text(), text));
    }
    for (const Json silent : expected["silent"])
        for (const Json card : cards)
            if (topic(card) == silent.text())
                out.push_back(
                    fmt::format("{} should be silent but says: {}", silent.text(), card["summary"].text())
                );
    if (expected["only"].boolean().value_or(false) && cards.size() != expected["cards"].size())
        for (const Json card : cards)
            out.push_back(fmt::format("on the screen: {}: {}", topic(card), card["summary"].text()));
    return out;
}

}  // namespace iim::tests
