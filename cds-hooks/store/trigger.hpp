#pragma once

#include "cards/text.hpp"
#include "engine/finding.hpp"

#include <string>

namespace iim::service::store {

/// What tells one occasion of a rule from another: its trigger, or its headline where it names none.
inline std::string trigger_of(const engine::Finding& finding) {
    return finding.trigger.empty() ? cards::shorten(finding.summary, cards::summary_limit) : finding.trigger;
}

}  // namespace iim::service::store
