#pragma once

#include "fhir/json.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace iim::fhir {

/// Calls `each(resource)` for every resource under a prefetch value: a bare resource, any Bundle type,
/// a list of resources. OperationOutcome entries and `search.mode = outcome` are passed over (PFD-6).
template <class Each>
void for_each_resource(Json value, Each each) {
    if (value.is_array()) {
        for (const Json one : value) for_each_resource(one, each);
        return;
    }
    if (!value["resourceType"].is("Bundle")) {
        if (value["resourceType"] && !value["resourceType"].is("OperationOutcome")) each(value);
        return;
    }
    for (const Json entry : value["entry"]) {
        const Json resource = entry["resource"];
        if (entry["search"]["mode"].is("outcome") || resource["resourceType"].is("OperationOutcome"))
            continue;
        if (resource["resourceType"]) each(resource);
    }
}

/// False when a prefetch value, or what a server gave for one, says nothing: no resource, an OperationOutcome
/// (PFD-5), a Bundle or list that has entries of which none can be read or is more than the word of a
/// failure. "There is none" is an answer: null, a Bundle without entries, or with no more than a warning
/// (PFD-6).
bool says_something(Json value);

/// True when a Bundle says that more pages follow (PFD-7).
bool has_next_page(Json bundle);

/// Finds a resource of this request by reference. Filled once per request, in one pass; then lookups are
/// logarithmic. Views die with the Document. Only the types that are looked up should be added.
class References {
public:
    void add(Json resource);
    /// Also under its entry's fullUrl, which is how `urn:uuid:…` references find it.
    void add(Json resource, std::string_view full_url);
    /// Sorts; call once after the last add.
    void freeze();
    /// A contained (`#x`, searched in `owner`), relative, absolute or versioned reference; empty when
    /// unknown. Of several resources with one name the first added is meant.
    Json resolve(Json reference_value, Json owner) const;

private:
    struct Entry {
        std::string_view type, id;  // a urn is an id without a type
        Json resource;
    };
    Json find(std::string_view type, std::string_view id) const;

    std::vector<Entry> entries_;
    bool sorted_ = true;
};

}  // namespace iim::fhir
