#pragma once

#include "fhir/json.hpp"

#include <string_view>
#include <vector>

namespace iim::fhir {

/// A value of a Document beside the bytes it was read from. For answers that give back what they do not know
/// exactly as it came: 1.50 stays 1.50. Lives as long as the Document.
struct Original {
    Json value;
    std::string_view text;  ///< empty: the bytes were not kept

    struct Member;
    /// Members of an object in their order, those named twice included; none for anything else.
    std::vector<Member> members() const;
    /// Elements of an array; none for anything else.
    std::vector<Original> elements() const;
    /// The first member of that name; without text when there is none.
    Original operator[](std::string_view name) const;
};

struct Original::Member {
    std::string_view name;
    std::string_view key;  ///< the name as it was written, with its quotes
    Original value;
};

/// The bytes of the resource that `identity` names (Json::identity), looked for where a context holds its
/// resources: Bundles, lists and bare resources. Without text when it is not there.
Original find_resource(const Original& context, const void* identity);

}  // namespace iim::fhir
