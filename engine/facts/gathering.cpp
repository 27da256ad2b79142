#include "engine/facts/gathering.hpp"

#include <boost/container_hash/hash.hpp>

namespace iim::engine {

std::size_t Gathering::NameHash::operator()(const Name& name) const noexcept {
    std::size_t seed = name.part;
    boost::hash_combine(seed, name.type);
    boost::hash_combine(seed, name.id);
    return seed;
}

bool Gathering::first_time(fhir::Json resource, std::uint16_t part) {
    const std::string_view id = resource["id"].text();
    return id.empty() || seen_.insert({resource["resourceType"].text(), id, part}).second;
}

void Gathering::note(std::string_view code, std::string text, fhir::Json resource) {
    facts.notes.push_back({code, std::move(text), source_of(resource)});
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
