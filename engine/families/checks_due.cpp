#include "engine/families/checks_due.hpp"

#include "engine/options/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr Days ever{365 * 120};

/// Not done in time, and not on its way.
bool is_open(const Patient& patient, const Check& check, Days interval, std::optional<Day> last) {
    if (last && patient.now() - *last <= interval) return false;
    return !is_pending(patient, check) && !asked_for(patient, check);
}

}  // namespace

std::optional<Day> last_done(const Patient& patient, const Check& check) {
    std::optional<Day> last;
    const Result* result = patient.labs().latest_of(check.answered_by, patient.now(), ever);
    if (result && result->dated) last = result->date;
    for (const Event& event : patient.facts().procedures)
        if (event.what.any_of(check.answered_by) && event.date && *event.date <= patient.now())
            last = std::max(last.value_or(*event.date), *event.date);
    return last;
}

const Request* asked_for(const Patient& patient, const Check& check) {
    if (const Request* one = patient.requested(check.answered_by, check.open_request)) return one;
    if (check.asked_by.empty()) return nullptr;
    return patient.requested(check.asked_by, check.open_request);
}

bool is_pending(const Patient& patient, const Check& check) {
    return std::ranges::any_of(check.answered_by, [&](Concept test) {
        const Result* one = patient.labs().pending(test, patient.now());
        return one && one->date >= patient.now() - check.open_request;
    });
}

bool can_be_missed(const Patient& patient, const Check& check) {
    const Sources& sources = patient.sources();
    return found(false, sources.observations) == Truth::no
           && (!check.examination || found(false, sources.procedures) == Truth::no);
}

std::optional<CheckDue> due(const Patient& patient, const Check& check, Days interval) {
    const auto last = last_done(patient, check);
    if (!is_open(patient, check, interval, last) || !can_be_missed(patient, check)) return {};
    return CheckDue{.check = &check, .last = last, .interval = interval};
}

bool cannot_be_told(const Patient& patient, const Check& check, Days interval) {
    return !can_be_missed(patient, check) && is_open(patient, check, interval, last_done(patient, check));
}

std::string in_words(const CheckDue& one) {
    const std::string last = one.last ? "last on " + fhir::to_string(*one.last) : std::string("none found");
    return fmt::format(
        "{}: {}, usual every {}{}",
        words::capitalised(one.check->name),
        last,
        words::duration(static_cast<int>(one.interval.count())),
        one.requested ? "; ordered" : ""
    );
}

std::string names_of(const std::vector<CheckDue>& all) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const CheckDue& one : all) names.emplace_back(one.check->name);
    return words::all_of(names);
}

std::vector<Suggestion> orders_for(const std::vector<CheckDue>& all, const Patient& patient) {
    std::vector<Suggestion> clicks;
    std::vector<Concept> ordered;
    for (const CheckDue& one : all) {
        const Concept what = one.check->order;
        if (!what || one.requested || in(what, ordered)) continue;
        ordered.push_back(what);
        clicks.push_back({fmt::format("Order {}", patient.name(what)), {TestProposal{what, false, {}}}, false}
        );
    }
    return clicks;
}

std::optional<Suggestion> visit_task(const std::vector<CheckDue>& all) {
    std::vector<std::string> names;
    for (const CheckDue& one : all)
        if (!one.check->order) names.emplace_back(one.check->name);
    if (names.empty()) return {};
    const std::string what = fmt::format("Measure {} at the next visit", words::all_of(names));
    return Suggestion{"Clinic task: " + what, {TaskProposal{TaskProposal::Kind::task, what}}, false};
}

CareGap gap_of(const CheckDue& one, bool urgent) {
    return {std::string(one.check->name), one.last, one.interval, urgent};
}

}  // namespace iim::engine
