#pragma once

#include <string_view>

namespace iim::engine {

/// The text says that the drug is given on top of what is taken (RULES 2.4): "in addition to", "additional
/// 30 mg", "add to current dose". "Add to 100 mL" and "do not add to the current dose" do not.
bool says_additional(std::string_view text) noexcept;

}  // namespace iim::engine
