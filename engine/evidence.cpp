#include "engine/evidence.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr std::array all{
    source::seed_000,
    source::seed_001,
    source::seed_002,
    source::seed_003,
    source::seed_004,
    source::bsr22,
    source::eularoi22,
    source::cpic18,
    source::share17,
    source::park19,
    source::pjpreg,
    source::pjp_incidence,
    source::lbl_aza,
    source::tpmtlab,
    source::tpmt_frequency,
    source::design,
};

}  // namespace

const Evidence& evidence(std::string_view key) {
    for (const Evidence& each : all)
        if (each.key == key) return each;
    throw std::logic_error(fmt::format("no evidence has the key \"{}\"", key));
}

}  // namespace iim::engine
