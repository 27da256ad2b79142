#pragma once

#include "fhir/json.hpp"

#include <string>
#include <string_view>

namespace iim::service::ehr {

/// Where a Bundle goes on.
struct NextPage {
    enum class Where {
        nowhere,    ///< it is the last page
        here,       ///< at `url`
        elsewhere,  ///< at a place that is not below the FHIR server's base: not followed, the token stays
                    ///< (FHA-5)
    };
    Where where = Where::nowhere;
    std::string url;
};

/// Reads `link.next` of a Bundle that came from the server at `base`. Relative links are read as such.
NextPage next_page(fhir::Json bundle, std::string_view base);

}  // namespace iim::service::ehr
