#pragma once

#include "engine/terms/concepts.hpp"

#include <array>

/// Classes for the checks of interactions, bones, clots and kidneys; the drug classes stand in groups.hpp.
namespace iim::engine::group {

// --- drugs that interact with methotrexate (R18) or a calcineurin inhibitor (R28)
inline constexpr std::array nsaids{
    drug::nsaid_class,
    drug::ibuprofen,
    drug::naproxen,
    drug::diclofenac,
    drug::celecoxib,
    drug::meloxicam,
    drug::indomethacin,
    drug::ketorolac,
};
inline constexpr std::array high_dose_penicillins{drug::piperacillin, drug::penicillin_class};
/// Itraconazole and its kind, two macrolides, the boosters of HIV drugs. Azithromycin does not count.
inline constexpr std::array strong_cyp3a4_inhibitors{
    drug::azole_antifungal, drug::clarithromycin, drug::erythromycin, drug::cyp3a4_booster_class};
inline constexpr std::array moderate_cyp3a4_inhibitors{drug::diltiazem, drug::verapamil};
inline constexpr std::array cyp3a4_inducers{
    drug::rifampicin,
    drug::carbamazepine,
    drug::phenytoin,
    drug::st_johns_wort,
    drug::cyp3a4_inducer_other,
};
/// Beside a calcineurin inhibitor or an immunoglobulin infusion they harm the kidney further.
inline constexpr std::array nephrotoxic{
    drug::nsaid_class,
    drug::ibuprofen,
    drug::naproxen,
    drug::diclofenac,
    drug::celecoxib,
    drug::meloxicam,
    drug::indomethacin,
    drug::ketorolac,
    drug::aminoglycoside,
    drug::nephrotoxic_other,
    drug::ciclosporin,
    drug::tacrolimus,
    drug::voclosporin,
};

// --- lipids (R48, R43)
inline constexpr std::array statins{
    drug::atorvastatin,
    drug::fluvastatin,
    drug::lovastatin,
    drug::pitavastatin,
    drug::pravastatin,
    drug::rosuvastatin,
    drug::simvastatin,
    drug::statin_class,
    drug::statin_combination_class,
    drug::red_yeast_rice,
};
inline constexpr std::array non_statin_lipid_drugs{
    drug::pcsk9_inhibitor, drug::ezetimibe, drug::bempedoic_acid};

// --- bones (R31–R34)
/// By mouth unless the order says otherwise; ibandronic acid is also infused.
inline constexpr std::array oral_bisphosphonates{
    drug::alendronic_acid, drug::risedronate, drug::ibandronate, drug::bisphosphonate_class};
inline constexpr std::array antiresorptives{
    drug::alendronic_acid,
    drug::risedronate,
    drug::ibandronate,
    drug::pamidronate,
    drug::zoledronic_acid,
    drug::bisphosphonate_class,
    drug::denosumab,
    drug::teriparatide,
    drug::abaloparatide,
    drug::romosozumab,
};
inline constexpr std::array calcium{
    drug::calcium_carbonate, drug::calcium_citrate, drug::calcium_class, drug::calcium_vitamin_d};
inline constexpr std::array vitamin_d{
    drug::cholecalciferol,
    drug::ergocalciferol,
    drug::calcifediol,
    drug::vitamin_d_class,
    drug::calcium_vitamin_d,
};
inline constexpr std::array osteoporosis{condition::osteoporosis, condition::osteoporosis_with_fracture};
inline constexpr std::array fragility_fractures{
    condition::fragility_fracture, condition::osteoporosis_with_fracture};

// --- clots and vessels (R23, RULES 3.5)
inline constexpr std::array earlier_clots{
    condition::venous_thromboembolism, condition::myocardial_infarction, condition::stroke};
inline constexpr std::array clotting_tendencies{
    condition::hypercoagulable_state, condition::antiphospholipid_syndrome};
inline constexpr std::array cardiovascular_risks{
    condition::coronary_artery_disease,
    condition::peripheral_artery_disease,
    condition::heart_failure,
    condition::atrial_fibrillation,
    condition::hypertension,
    condition::dyslipidaemia,
    condition::smoking,
    condition::obesity,
};

// --- signs that point to the brain under a calcineurin inhibitor (R27)
inline constexpr std::array pres{condition::pres, condition::hypertensive_encephalopathy};
/// Suggestive beside a calcineurin inhibitor, not proof.
inline constexpr std::array possible_pres{
    condition::seizure, condition::acute_confusion, condition::visual_disturbance, condition::headache};

// --- bulbar and ocular signs of an overlap with myasthenia gravis (R56)
inline constexpr std::array myasthenic_signs{condition::ptosis, condition::diplopia, condition::dysarthria};

// --- infections that delay B-cell depletion or pulses (R01, R29, R44)
inline constexpr std::array active_infections{
    condition::sepsis,
    condition::pneumonia,
    condition::pneumocystis_pneumonia,
    condition::aspiration_pneumonia,
    condition::tuberculosis_active,
    condition::infection_other_serious,
};

}  // namespace iim::engine::group
