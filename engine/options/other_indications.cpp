#include "engine/options/other_indications.hpp"

#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine::indication {

namespace {

/// Inflammatory diseases that are treated with steroids and with most of the other drugs.
constexpr std::array inflammatory{
    condition::rheumatoid_arthritis,
    condition::inflammatory_arthritis,
    condition::juvenile_arthritis,
    condition::psoriasis,
    condition::lupus,
    condition::inflammatory_bowel_disease,
    condition::sarcoidosis,
    condition::systemic_vasculitis,
    condition::polymyalgia_giant_cell,
    condition::uveitis,
    condition::organ_transplant,
    condition::autoimmune_hepatitis,
    condition::nephrotic_glomerular,
    condition::pemphigus,
    condition::atopic_dermatitis,
    condition::myasthenia_gravis,
    condition::multiple_sclerosis,
    condition::itp,
    condition::haemolytic_anaemia_autoimmune,
    condition::systemic_sclerosis,
};
constexpr std::array of_steroids{
    condition::asthma,
    condition::asthma_severe,
    condition::copd,
    condition::adrenal_insufficiency,
    condition::hypopituitarism,
};
/// Steroid and the agents that RULES R58 prefers: methotrexate, leflunomide, TNF inhibitors and abatacept are
/// advised against there.
constexpr std::array of_lung_agents{condition::interstitial_lung_disease};
constexpr std::array of_cytotoxic_drugs{condition::malignancy};
constexpr std::array of_immunoglobulin{
    condition::primary_immunodeficiency,
    condition::hypogammaglobulinaemia,
    condition::itp,
    condition::cidp,
    condition::kawasaki,
    condition::myasthenia_gravis,
    condition::haemolytic_anaemia_autoimmune,
};
/// Also methotrexate; also anti-CD20 in lymphoma.
constexpr std::array cytotoxic{drug::methotrexate, drug::cyclophosphamide, drug::mercaptopurine};

constexpr std::array myositis{
    condition::inclusion_body_myositis,
    condition::juvenile_dermatomyositis,
    condition::dermatomyositis,
    condition::amyopathic_dermatomyositis,
    condition::dermatopolymyositis,
    condition::polymyositis,
    condition::immune_mediated_necrotizing_myopathy,
    condition::antisynthetase_syndrome,
    condition::overlap_myositis,
    condition::iim_unspecified,
    condition::inflammatory_myopathy_nec,
};

bool is_lung_agent(const Order& order) {
    return order.is_any(group::corticosteroids) || order.is_any(group::mycophenolate)
           || order.is_any(group::thiopurines) || order.is_any(group::calcineurin_inhibitors)
           || order.is_any(group::cyclophosphamide) || order.is_any(group::rituximab)
           || order.is_any(group::jak_inhibitors);
}

/// `met` says of a group of diseases whether one of them is there.
template <class Met>
bool usual_for(const Order& order, Met met) {
    if (order.is_any(group::immunoglobulin)) return met(of_immunoglobulin);
    if (met(inflammatory) || (is_lung_agent(order) && met(of_lung_agents))) return true;
    if (order.is_any(group::corticosteroids)) return met(of_steroids);
    const bool against_cancer = order.is_any(cytotoxic) || order.is_any(group::anti_cd20);
    return against_cancer && met(of_cytotoxic_drugs);
}

}  // namespace

bool is_stated(const Order& order) {
    if (order.reasons.any_of(myositis)) return false;
    return usual_for(order, [&](ConceptGroup diseases) { return order.reasons.any_of(diseases); });
}

bool exists(const Patient& patient, const Order& order) {
    if (order.reasons.any_of(myositis)) return false;
    if (is_stated(order)) return true;
    return usual_for(order, [&](ConceptGroup diseases) { return patient.condition(diseases) != nullptr; });
}

}  // namespace iim::engine::indication
