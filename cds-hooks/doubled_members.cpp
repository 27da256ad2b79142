#include "cds-hooks/doubled_members.hpp"

#include "cds-hooks/context_check.hpp"
#include "fhir/bundle.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace iim::service {
namespace {

using fhir::Json;
using Name = std::optional<std::string_view>;

/// `where`: a path of the request, or empty for its root.
std::optional<Reply> doubled(Name name, std::string_view where) {
    if (!name) return {};
    const std::string place = where.empty() ? "the request" : fmt::format("one object of {}", where);
    return refusal(
        400, "structure", fmt::format("The member \"{}\" stands twice in {}.", quotable(*name), place), where
    );
}

/// An order or dose of the record: in itself and in its dosage, for there the wrong one of two is a wrong
/// dose.
Name doubled_in_drug(Json resource) {
    if (!resource["resourceType"].text().starts_with("Medication")) return {};
    if (const Name name = resource.duplicate_member()) return name;
    if (const Name name = resource["dosageInstruction"].duplicate_within()) return name;
    return resource["dosage"].duplicate_within();
}

}  // namespace

std::optional<Reply> doubled_members(Json request) {
    if (auto twice = doubled(request.duplicate_member(), "")) return twice;
    if (auto twice = doubled(request["context"].duplicate_within(), "context")) return twice;
    const Json prefetch = request["prefetch"];
    if (auto twice = doubled(prefetch.duplicate_member(), "prefetch")) return twice;
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) {
        const auto [key, value] = prefetch.member(i);
        Name name;
        fhir::for_each_resource(value, [&](Json resource) {
            if (!name) name = doubled_in_drug(resource);
        });
        if (name) return doubled(name, fmt::format("prefetch.{}", quotable(key)));
    }
    return {};
}

}  // namespace iim::service
