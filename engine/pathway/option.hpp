#pragma once

#include "engine/rule.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// The treatment pathway (RULES 8) as data: what is an option when, in which words.
namespace iim::engine::pathway {

enum class Column : std::uint8_t { severe, not_severe, any };
enum class Line : std::uint8_t { induction, second, third, maintenance };
enum class Tier : std::uint8_t { basis, primary, secondary, add_on, specialist };
enum class Whom : std::uint8_t { unstated, all, some };

/// What an option gives. What is not a drug (holding another one, plasma exchange) is `none`.
enum class Agent : std::uint8_t {
    none,
    pulse,  ///< methylprednisolone by vein
    steroid,
    methotrexate,
    azathioprine,
    mycophenolate,
    immunoglobulin,
    ciclosporin,
    tacrolimus,
    rituximab,
    cyclophosphamide,
    abatacept,
    tocilizumab,
};

/// Agents that are given together; an option fits when one of its combinations does.
struct Combination {
    Agent first = Agent::none, with = Agent::none;
};

/// One row of the tables 8.2–8.5. All text is static; a row that RULES splits by agent keeps its id.
struct Option {
    std::string_view id;  ///< "SV1c"
    Column column = Column::any;
    Line line = Line::induction;
    Tier tier = Tier::basis;
    Whom whom = Whom::unstated;
    std::string_view name;
    std::string_view dose;  ///< as the source documents give it, with the site's limits (words::with_limits)
    std::span<const Combination> agents;
    std::string_view note;   ///< what speaks for it, when nothing in the record speaks against it
    std::string_view rules;  ///< that watch over it: "R04 R05"
    std::span<const Evidence> evidence;
};

/// 8.2 and 8.3: severe, not severe; 8.4: maintenance. In the written order of the tables.
std::span<const Option> severe_options() noexcept;
std::span<const Option> other_options() noexcept;
std::span<const Option> maintenance_options() noexcept;

/// "First line", "Second line", …
std::string_view to_string(Line) noexcept;

/// RULES 8.7.
inline constexpr std::string_view disclaimer = "Regimens vary; follow local guideline. Doses may differ by "
                                               "product/formulary. Options apply to the chosen "
                                               "patient group.";

}  // namespace iim::engine::pathway
