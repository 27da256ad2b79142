#include "engine/evidence.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr std::array all{
    source::seed_000, source::seed_001,      source::seed_002,   source::seed_003, source::seed_004,
    source::bsr22,    source::eularoi22,     source::cpic18,     source::share17,  source::park19,
    source::pjpreg,   source::pjp_incidence, source::lbl_aza,    source::tpmtlab,  source::tpmt_frequency,
    source::lbl_mtx,  source::lbl_mmf,       source::acrrepro20, source::mtx3e,    source::acrvax22,
    source::aga25,    source::aga15,         source::hbv_risk,   source::ismpmtx,  source::medsafe22,
    source::sps25,    source::kwon18,        source::acrild23,   source::bsrmon,   source::lbl_feb,
    source::ese24,    source::saam,          source::asco21,     source::printo19, source::imnmrev,
    source::imacs23,  source::mda5rec,       source::lbl_ivig,   source::dro_ivig, source::dro_cyc,
    source::design,   source::acrmon,        source::acrgiop22,  source::lbl_aln,  source::dro_ibm,
};

}  // namespace

const Evidence& evidence(std::string_view key) {
    for (const Evidence& each : all)
        if (each.key == key) return each;
    throw std::logic_error(fmt::format("no evidence has the key \"{}\"", key));
}

}  // namespace iim::engine
