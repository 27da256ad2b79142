#include "fhir/bundle.hpp"

#include "fhir/types.hpp"

#include <algorithm>
#include <tuple>

namespace iim::fhir {
namespace {

Json contained(Json owner, std::string_view id) {
    if (id.empty()) return owner;  // "#" alone means the container itself
    for (const Json one : owner["contained"])
        if (one["id"].is(id)) return one;
    return {};
}

bool is_failure(Json operation_outcome) {
    const Json issues = operation_outcome["issue"];
    return std::any_of(issues.begin(), issues.end(), [](Json issue) {
        return issue["severity"].is("error") || issue["severity"].is("fatal");
    });
}

bool says_something_as_entry(Json entry) {
    const Json resource = entry["resource"];
    if (resource["resourceType"].is("OperationOutcome")) return !is_failure(resource);
    return !resource["resourceType"].text().empty();
}

constexpr auto name_of = [](const auto& entry) { return std::tie(entry.id, entry.type); };

}  // namespace

bool says_something(Json value) {
    if (!value) return true;
    if (value.is_array()) return value.size() == 0 || std::any_of(value.begin(), value.end(), says_something);
    const Json type = value["resourceType"];
    if (!type.is("Bundle")) return !type.text().empty() && !type.is("OperationOutcome");
    const Json entries = value["entry"];
    if (!entries) return true;
    if (!entries.is_array()) return false;
    return entries.size() == 0 || std::any_of(entries.begin(), entries.end(), says_something_as_entry);
}

bool has_next_page(Json bundle) {
    if (bundle.is_array()) return std::any_of(bundle.begin(), bundle.end(), has_next_page);
    const Json links = bundle["link"];
    return std::any_of(links.begin(), links.end(), [](Json link) { return link["relation"].is("next"); });
}

void References::add(Json resource) {
    const std::string_view type = resource["resourceType"].text();
    const std::string_view id = resource["id"].text();
    if (type.empty() || id.empty()) return;
    entries_.push_back({type, id, resource});
    sorted_ = false;
}

void References::add(Json resource, std::string_view full_url) {
    add(resource);
    if (!full_url.starts_with("urn:")) return;
    entries_.push_back({{}, full_url, resource});
    sorted_ = false;
}

void References::freeze() {
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return name_of(a) < name_of(b);
    });
    sorted_ = true;
}

Json References::find(std::string_view type, std::string_view id) const {
    const Entry wanted{type, id, {}};
    const auto same = [&](const Entry& entry) { return name_of(entry) == name_of(wanted); };
    const auto less = [](const Entry& a, const Entry& b) { return name_of(a) < name_of(b); };
    const auto found = sorted_ ? std::lower_bound(entries_.begin(), entries_.end(), wanted, less)
                               : std::find_if(entries_.begin(), entries_.end(), same);
    return found != entries_.end() && same(*found) ? found->resource : Json();
}

Json References::resolve(Json reference_value, Json owner) const {
    const std::string_view name = reference(reference_value);
    if (name.empty()) return {};
    if (name.starts_with('#')) return contained(owner, name.substr(1));
    if (name.starts_with("urn:")) return find({}, name);
    const std::size_t slash = name.find('/');
    return find(name.substr(0, slash), name.substr(slash + 1));
}

}  // namespace iim::fhir
