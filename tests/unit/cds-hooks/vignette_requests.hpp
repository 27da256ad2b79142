#pragma once

#include "cds-hooks/answer.hpp"
#include "engine/hook.hpp"

#include <random>
#include <string>
#include <vector>

#include <boost/json.hpp>

/// The requests of tests/vignettes as material: changed in ways that must not change the answer, or broken in
/// ways that must not break the service.
namespace iim::service::test {

struct Vignette {
    std::string name;
    boost::json::value request;
    engine::Hook hook = engine::Hook::order_sign;
    fhir::Instant now;
    engine::Policy policy;
};

/// All vignettes that are answered with 200, by name.
const std::vector<Vignette>& all_vignettes();

/// Every so many of them, from a fixed place on; all of them when IIM_THOROUGH is set.
std::vector<const Vignette*> some_vignettes(std::size_t every, std::size_t from = 0);

/// The answer to `request` on the vignette's day, with uuids 1, 2, 3 …
Reply ask(const Vignette& vignette, const boost::json::value& request);

/// Bundles of the prefetch, and of the hook's context, which hold entries.
std::vector<boost::json::array*> prefetched_entries(boost::json::value& request);
std::vector<boost::json::array*> context_entries(boost::json::value& request);

}  // namespace iim::service::test
