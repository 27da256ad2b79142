#pragma once

#include "engine/pathway/option.hpp"

#include <array>

/// What the options are made of, named once.
namespace iim::engine::pathway::of {

inline constexpr std::array pulse{Combination{Agent::pulse}};
inline constexpr std::array steroid{Combination{Agent::steroid}};
inline constexpr std::array methotrexate{Combination{Agent::methotrexate}};
inline constexpr std::array azathioprine{Combination{Agent::azathioprine}};
inline constexpr std::array mycophenolate{Combination{Agent::mycophenolate}};
inline constexpr std::array immunoglobulin{Combination{Agent::immunoglobulin}};
inline constexpr std::array ciclosporin{Combination{Agent::ciclosporin}};
inline constexpr std::array tacrolimus{Combination{Agent::tacrolimus}};
inline constexpr std::array rituximab{Combination{Agent::rituximab}};
inline constexpr std::array cyclophosphamide{Combination{Agent::cyclophosphamide}};
inline constexpr std::array abatacept{Combination{Agent::abatacept}};
inline constexpr std::array calcineurin_inhibitor{
    Combination{Agent::ciclosporin}, Combination{Agent::tacrolimus}};
inline constexpr std::array pulse_with_another{
    Combination{Agent::pulse, Agent::immunoglobulin},
    Combination{Agent::pulse, Agent::cyclophosphamide},
    Combination{Agent::pulse, Agent::rituximab},
    Combination{Agent::pulse, Agent::ciclosporin}};
inline constexpr std::array two_agents{
    Combination{Agent::ciclosporin, Agent::methotrexate},
    Combination{Agent::methotrexate, Agent::mycophenolate},
    Combination{Agent::azathioprine, Agent::mycophenolate}};
inline constexpr std::array resistant{
    Combination{Agent::tacrolimus},
    Combination{Agent::rituximab},
    Combination{Agent::cyclophosphamide},
    Combination{Agent::tocilizumab},
    Combination{Agent::abatacept}};
inline constexpr std::array lung_agents{
    Combination{Agent::rituximab},
    Combination{Agent::ciclosporin},
    Combination{Agent::tacrolimus},
    Combination{Agent::cyclophosphamide}};
inline constexpr std::array steroid_with_inhibitor{
    Combination{Agent::steroid, Agent::ciclosporin}, Combination{Agent::steroid, Agent::tacrolimus}};
inline constexpr std::array rescue{Combination{Agent::rituximab}, Combination{Agent::immunoglobulin}};
inline constexpr std::array later_agents{
    Combination{Agent::methotrexate}, Combination{Agent::azathioprine}, Combination{Agent::mycophenolate}};

}  // namespace iim::engine::pathway::of
