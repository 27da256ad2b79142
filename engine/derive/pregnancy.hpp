#pragma once

#include "engine/facts/facts.hpp"

namespace iim::engine {

class Policy;

/// RULES 2.10.
struct Pregnancy {
    Truth pregnant = Truth::unknown;
    Truth childbearing_potential = Truth::unknown;
    bool planning = false;
    bool breastfeeding = false;
    bool contraception = false;  ///< sterilisation included
    bool sterilised = false;     ///< no prompt for contraception; one for a pregnancy test stays info
    std::string_view evidence;   ///< EHR label of what decided `pregnant`
    std::optional<Day> evidence_date;
};

/// `facts` must outlive the result.
Pregnancy derive_pregnancy(const Facts& facts, const Policy& policy);

}  // namespace iim::engine
