#pragma once

#include <span>
#include <string_view>
#include <vector>

/// What the treatment sources say and where this program says it (RULES 9, statements.csv).
namespace iim::engine {

/// One sentence of a source. Static text.
struct Statement {
    std::string_view id;                  ///< "000-12": source 000, sentence 12
    std::string_view statement;           ///< paraphrased
    std::string_view status;              ///< rule, text, config; rejected or meta: nothing of it is shown
    std::vector<std::string_view> rules;  ///< numbers: "R02"
    std::string_view where;               ///< sections of the catalogue

    /// Some card must show it.
    bool to_be_shown() const noexcept { return status != "rejected" && status != "meta"; }
};

/// All of them, in the order of the sources. Read once.
std::span<const Statement> statements();

/// Rules that no sentence of a source asks for, but that the sources' own drugs make necessary (RULES 9.5).
std::span<const std::string_view> safety_extensions() noexcept;

}  // namespace iim::engine
