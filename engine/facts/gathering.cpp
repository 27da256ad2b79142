#include "engine/facts/gathering.hpp"

#include "engine/facts/words.hpp"

#include <algorithm>
#include <functional>

namespace iim::engine {

std::size_t Gathering::NameHash::operator()(const Name& name) const noexcept {
    return std::hash<std::string_view>()(name.id) ^ (name.part + 31 * name.type.size());
}

std::optional<Day> Gathering::day_done(fhir::Json value) const {
    const bool period = value.is_object();
    const auto start = date(period ? value["start"] : value);
    const auto end = date(period ? value["end"] : value);
    if (!start && !end) return {};
    const Day begun = start ? start->first : end->first;
    const Day latest = end ? end->last : start->last;
    return begun <= now() ? std::min(latest, now()) : latest;
}

std::optional<Day> Gathering::day_begun(fhir::Json value) const {
    const auto start = date(value.is_object() ? value["start"] : value);
    return start ? std::optional(start->first) : day_done(value);
}

bool Gathering::first_time(fhir::Json resource, std::uint16_t part) {
    const std::string_view id = resource["id"].text();
    return id.empty() || seen_.insert({resource["resourceType"].text(), id, part}).second;
}

bool Gathering::is_selected(fhir::Json resource) const noexcept {
    if (selections.empty()) return false;
    const Source source = source_of(resource);
    if (source.id.empty()) return false;
    const auto named = [&](std::string_view selection) {
        const auto slash = selection.find('/');
        if (slash == selection.npos) return selection == source.id;
        return selection.substr(0, slash) == source.type && selection.substr(slash + 1) == source.id;
    };
    auto one = std::ranges::lower_bound(selections, source.id, {}, bare_id);
    for (; one != selections.end() && bare_id(*one) == source.id; ++one)
        if (named(*one)) return true;
    return false;
}

void Gathering::note(std::string_view code, std::string text, fhir::Json resource) {
    facts.notes.push_back({code, std::move(text), source_of(resource)});
}

void Gathering::note_gene_test(fhir::Json code, fhir::Json resource) {
    const std::string_view text = fhir::label(code);
    if (has_part(text, "tpmt") || has_part(text, "thiopurine"))
        note("unmapped-tpmt-test", "a TPMT test has no known code", resource);
    if (has_part(text, "nudt15")) note("unmapped-nudt15-test", "a NUDT15 test has no known code", resource);
}

Source source_of(fhir::Json resource) noexcept {
    return {resource["resourceType"].text(), resource["id"].text()};
}

std::string_view bare_id(std::string_view id) noexcept {
    const auto slash = id.rfind('/');
    return slash == id.npos ? id : id.substr(slash + 1);
}

fhir::Json instructions_of(fhir::Json resource) {
    const fhir::Json list = resource["dosageInstruction"];
    return list ? list : resource["dosage"];
}

Concepts concepts_of(const Terms& terms, fhir::Json codes, std::initializer_list<std::string_view> families) {
    Concepts found;
    fhir::for_each_coding(codes, [&](const fhir::Coding& code) {
        for (const Meaning& meaning : terms.lookup(code.system, code.code)) {
            bool wanted = families.size() == 0;
            for (const std::string_view family : families)
                wanted = wanted || terms.id(meaning.concept_).starts_with(family);
            if (wanted) found.add(meaning.concept_);
        }
    });
    return found;
}

}  // namespace iim::engine
