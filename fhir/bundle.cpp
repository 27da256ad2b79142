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

constexpr auto name_of = [](const auto& entry) { return std::tie(entry.id, entry.type); };

}  // namespace

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
