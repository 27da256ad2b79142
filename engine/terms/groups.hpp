#pragma once

#include "engine/terms/concepts.hpp"
#include "engine/terms/joined.hpp"

#include <array>

/// Drug and disease classes as the rule catalogue names them. A rule asks about a class, never about codes.
namespace iim::engine::group {

// --- corticosteroids (RULES 2.6)
// --------------------------------------------------------------------------------
inline constexpr std::array corticosteroids{
    drug::prednisone,
    drug::prednisolone,
    drug::methylprednisolone,
    drug::triamcinolone,
    drug::dexamethasone,
    drug::betamethasone,
    drug::hydrocortisone,
    drug::cortisone,
    drug::deflazacort,
    drug::corticotropin,
};

// --- steroid-sparing agents and immunosuppressants (RULES 3.4)
// --------------------------------------------------
inline constexpr std::array thiopurines{drug::azathioprine, drug::mercaptopurine};
inline constexpr std::array methotrexate{drug::methotrexate};
inline constexpr std::array mycophenolate{drug::mycophenolate_mofetil, drug::mycophenolic_acid};
inline constexpr std::array calcineurin_inhibitors{drug::ciclosporin, drug::tacrolimus, drug::voclosporin};
inline constexpr std::array cyclophosphamide{drug::cyclophosphamide};
inline constexpr std::array rituximab{drug::rituximab};
inline constexpr std::array other_anti_cd20{
    drug::obinutuzumab, drug::ocrelizumab, drug::ofatumumab, drug::ublituximab};
inline constexpr auto anti_cd20 = joined(rituximab, other_anti_cd20);
/// Given now and then, and current for a while after the last dose; cyclophosphamide also by mouth.
inline constexpr auto infused_immunosuppressants = joined(anti_cd20, cyclophosphamide);
/// Every intravenous or subcutaneous product also carries drug::immunoglobulin_human; ivig and scig are added
/// where the product says so, for an ingredient or a 10 % solution of either route the order's route decides.
inline constexpr std::array immunoglobulin{drug::immunoglobulin_human, drug::ivig, drug::scig};
inline constexpr std::array scig{drug::scig};
inline constexpr std::array jak_inhibitors{
    drug::tofacitinib,
    drug::baricitinib,
    drug::upadacitinib,
    drug::ruxolitinib,
    drug::filgotinib,
    drug::jak_inhibitor_other,
};
inline constexpr std::array other_biologics{
    drug::sarilumab,
    drug::anifrolumab,
    drug::belimumab,
    drug::ustekinumab,
    drug::secukinumab,
    drug::ixekizumab,
    drug::guselkumab,
    drug::risankizumab,
    drug::anakinra,
    drug::canakinumab,
    drug::biologic_other,
};
inline constexpr std::array tnf_inhibitors{
    drug::etanercept, drug::adalimumab, drug::infliximab, drug::certolizumab, drug::golimumab};
inline constexpr std::array hydroxychloroquine{drug::hydroxychloroquine};
/// Agents that are current as long as they are ordered; infusions with a look-back are named one by one.
inline constexpr auto continuous_immunosuppressants = joined(
    methotrexate,
    thiopurines,
    mycophenolate,
    calcineurin_inhibitors,
    std::array{drug::abatacept, drug::tocilizumab, drug::leflunomide},
    jak_inhibitors,
    tnf_inhibitors,
    other_biologics
);

/// Drugs that a pregnancy forbids (R09); of leflunomide the catalogue only reminds.
inline constexpr auto teratogens =
    joined(methotrexate, mycophenolate, cyclophosphamide, std::array{drug::leflunomide});

// --- interacting and protective drugs
// ---------------------------------------------------------------------------
inline constexpr std::array xanthine_oxidase_inhibitors{
    drug::allopurinol, drug::febuxostat, drug::xanthine_oxidase_inhibitor_class};
inline constexpr std::array trimethoprim_sulfamethoxazole{drug::sulfamethoxazole_trimethoprim};
inline constexpr std::array any_trimethoprim{drug::sulfamethoxazole_trimethoprim, drug::trimethoprim};
inline constexpr std::array checkpoint_inhibitors{
    drug::pembrolizumab,
    drug::nivolumab,
    drug::ipilimumab,
    drug::atezolizumab,
    drug::avelumab,
    drug::durvalumab,
    drug::cemiplimab,
    drug::dostarlimab,
    drug::tremelimumab,
    drug::toripalimab,
    drug::retifanlimab,
    drug::tislelizumab,
    drug::checkpoint_inhibitor_class,
    drug::relatlimab,
};

/// Drugs that raise potassium beside trimethoprim (RULES 6.2).
inline constexpr std::array potassium_raising{
    drug::ace_inhibitor, drug::angiotensin_receptor_blocker, drug::potassium_sparing_diuretic};
inline constexpr std::array hepatitis_b_antivirals{drug::hepatitis_b_antiviral};

// --- vaccines
// ---------------------------------------------------------------------------------------------------
/// Live vaccines that can multiply (R12). Not MVA-BN against mpox, which cannot.
inline constexpr std::array live_vaccines{
    vaccine::mmr,
    vaccine::mmrv,
    vaccine::measles,
    vaccine::measles_rubella,
    vaccine::mumps,
    vaccine::rubella,
    vaccine::rubella_mumps,
    vaccine::varicella,
    vaccine::zoster_live,
    vaccine::influenza_live,
    vaccine::yellow_fever,
    vaccine::typhoid_oral,
    vaccine::opv,
    vaccine::bcg,
    vaccine::rotavirus,
    vaccine::dengue,
    vaccine::dengue_unspecified,
    vaccine::chikungunya_live,
    vaccine::adenovirus_live,
    vaccine::cholera_live,
    vaccine::covid_19_live,
    vaccine::ebola,
    vaccine::hepatitis_a_live,
    vaccine::smallpox_live_replicating,
    vaccine::vee_live,
    drug::vaccine_mmr_product,
    drug::vaccine_varicella_zoster_live_product,
    drug::vaccine_yellow_fever_product,
    drug::vaccine_rotavirus_product,
    drug::vaccine_dengue_product,
    drug::vaccine_chikungunya_product,
    drug::vaccine_bcg_product,
    drug::vaccine_smallpox_mpox_product,
    drug::vaccine_live_class,
    vaccine::measles_mumps,
    vaccine::varicella_zoster_live_unspecified,
    vaccine::live_unspecified,
    vaccine::japanese_encephalitis_live,
};
/// Of these, the ones that antibodies of donors can blunt.
inline constexpr std::array vaccines_blunted_by_immunoglobulin{
    vaccine::mmr,
    vaccine::mmrv,
    vaccine::measles,
    vaccine::measles_rubella,
    vaccine::varicella,
    drug::vaccine_mmr_product,
    drug::vaccine_varicella_zoster_live_product,
    vaccine::measles_mumps,
    vaccine::varicella_zoster_live_unspecified,
};

// --- the drugs of R60
// -------------------------------------------------------------------------------------------
inline constexpr auto read_or_say = joined(
    methotrexate,
    thiopurines,
    mycophenolate,
    calcineurin_inhibitors,
    std::array{drug::immunoglobulin_human},
    rituximab,
    cyclophosphamide
);

/// Substances of RULES 2.9. A record codes an allergy as a finding (allergy::…) or as the substance
/// (drug::…).
namespace allergen {
/// Sulfonamide antibiotics; furosemide, celecoxib and other non-antibiotics do not count.
inline constexpr std::array sulfonamide_antibiotics{
    allergy::sulfonamide,
    drug::sulfamethoxazole,
    drug::sulfamethoxazole_trimethoprim,
    drug::sulfonamide_class};
inline constexpr std::array trimethoprim{
    allergy::trimethoprim, drug::trimethoprim, drug::sulfamethoxazole_trimethoprim};
inline constexpr std::array dapsone{allergy::dapsone, drug::dapsone};
inline constexpr std::array atovaquone{allergy::atovaquone, drug::atovaquone};
inline constexpr std::array pentamidine{allergy::pentamidine, drug::pentamidine};
inline constexpr std::array methotrexate{allergy::methotrexate, drug::methotrexate};
inline constexpr std::array thiopurines{
    allergy::azathioprine, drug::azathioprine, drug::mercaptopurine, drug::thioguanine};
inline constexpr std::array mycophenolate{
    allergy::mycophenolate, drug::mycophenolate_mofetil, drug::mycophenolic_acid};
inline constexpr std::array immunoglobulin{
    allergy::immunoglobulin, drug::immunoglobulin_human, drug::ivig, drug::scig, drug::immunoglobulin_im};
}  // namespace allergen

}  // namespace iim::engine::group
