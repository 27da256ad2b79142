#include "engine/options/other_indications.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine::indication {

namespace {

/// The drugs that a disease is treated with, and how sure that is of a single order.
enum Use : unsigned {
    all_but_immunoglobulin = 1,
    steroid = 2,
    brief_steroid = 4,     ///< as a rule for some days only (RULES R01)
    steroid_if_named = 8,  ///< only where the order says so: having the disease is no reason for a steroid
    lung_agent = 16,
    cytotoxic = 32,
    immunoglobulin = 64,
    unclear = 128  ///< comes with myositis too
};

struct Disease {
    Concept what;  ///< none: known by its words only
    unsigned uses = 0;
    std::array<std::string_view, 4> words{};  ///< parts of a reason without a known code, in lower case
};

constexpr Disease table[] = {
    {condition::rheumatoid_arthritis, all_but_immunoglobulin, {"rheumatoid arthritis"}},
    {condition::inflammatory_arthritis, all_but_immunoglobulin, {}},
    {condition::juvenile_arthritis, all_but_immunoglobulin, {"juvenile idiopathic arthritis"}},
    {condition::psoriasis, all_but_immunoglobulin, {"psoria"}},
    {condition::lupus, all_but_immunoglobulin, {"lupus"}},
    {condition::inflammatory_bowel_disease, all_but_immunoglobulin, {"colitis", "crohn"}},
    {condition::sarcoidosis, all_but_immunoglobulin, {"sarcoid"}},
    {condition::systemic_vasculitis, all_but_immunoglobulin, {}},
    {condition::polymyalgia_giant_cell, all_but_immunoglobulin, {"arteritis", "polymyalgia"}},
    {condition::uveitis, all_but_immunoglobulin, {"uveitis"}},
    {condition::organ_transplant, all_but_immunoglobulin, {"transplant"}},
    {condition::autoimmune_hepatitis, all_but_immunoglobulin, {"autoimmune hepatitis"}},
    {condition::nephrotic_glomerular, all_but_immunoglobulin, {"nephrit", "nephrotic"}},
    {condition::pemphigus, all_but_immunoglobulin, {"pemphig"}},
    {condition::atopic_dermatitis, all_but_immunoglobulin, {"atopic dermatitis"}},
    {condition::myasthenia_gravis, all_but_immunoglobulin | immunoglobulin, {"myasthenia gravis"}},
    {condition::multiple_sclerosis, all_but_immunoglobulin, {"multiple sclerosis"}},
    {condition::itp, all_but_immunoglobulin | immunoglobulin, {"thrombocytop"}},
    {condition::haemolytic_anaemia_autoimmune,
     all_but_immunoglobulin | immunoglobulin,
     {"hemolytic anemia", "haemolytic anaemia"}},
    {condition::systemic_sclerosis, all_but_immunoglobulin | unclear, {}},
    // Steroid and the agents that RULES R58 prefers: methotrexate, leflunomide, TNF inhibitors and abatacept
    // are advised against there.
    {condition::interstitial_lung_disease, lung_agent | unclear, {}},
    {condition::asthma, steroid | brief_steroid, {"asthma"}},
    {condition::asthma_severe, steroid | brief_steroid, {}},
    {condition::copd, steroid | brief_steroid, {"copd", "chronic obstructive pulmonary"}},
    {condition::adrenal_insufficiency, steroid | brief_steroid, {"adrenal insufficiency", "addison"}},
    {condition::hypopituitarism, steroid | brief_steroid, {"hypopituit"}},
    {condition::bronchospasm, steroid_if_named | brief_steroid, {"bronchospasm"}},
    {condition::contrast_allergy,
     steroid_if_named | brief_steroid,
     {"contrast allerg", "contrast medium allerg", "contrast media allerg", "contrast reaction"}},
    {condition::nausea_vomiting,
     steroid_if_named | brief_steroid,
     {"nausea", "vomiting", "antiemetic", "anti-emetic"}},
    {condition::malignancy, steroid_if_named | cytotoxic, {"lymphoma", "leukemia", "leukaemia", "myeloma"}},
    {condition::malignancy_history, steroid_if_named, {}},
    {condition::pneumocystis_pneumonia, steroid_if_named, {}},
    {condition::pneumonia, steroid_if_named, {}},
    {condition::tuberculosis_active, steroid_if_named, {}},
    {Concept{}, steroid_if_named, {"optic neuritis", "anaphyla"}},
    {condition::primary_immunodeficiency, immunoglobulin, {"primary immunodeficiency"}},
    {condition::hypogammaglobulinaemia, immunoglobulin, {"hypogammaglobulin"}},
    {condition::cidp, immunoglobulin, {"cidp"}},
    {condition::kawasaki, immunoglobulin, {"kawasaki"}},
};

/// Against cancer; anti-CD20 in lymphoma.
constexpr std::array cytotoxic_drugs{drug::methotrexate, drug::cyclophosphamide, drug::mercaptopurine};

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

/// What the drug is usually given for.
unsigned uses_of(const Order& order) {
    if (order.is_any(group::immunoglobulin)) return immunoglobulin;
    unsigned uses = all_but_immunoglobulin;
    if (is_lung_agent(order)) uses |= lung_agent;
    if (order.is_any(group::corticosteroids)) return uses | steroid;
    if (order.is_any(cytotoxic_drugs) || order.is_any(group::anti_cd20)) uses |= cytotoxic;
    return uses;
}

bool names_myositis(std::string_view text) {
    constexpr std::array parts{"myosit", "myopath", "synthetase"};
    return std::ranges::any_of(parts, [text](const char* each) { return has_part(text, each); });
}
bool is_for_myositis(const Order& order) {
    return order.reasons.any_of(myositis) || std::ranges::any_of(order.reasons_in_words, names_myositis);
}

/// "no asthma", "avoid in asthma" name no other reason.
bool is_denied(std::string_view text) {
    constexpr std::array words{"no", "not", "without", "avoid", "rule out"};
    return std::ranges::any_of(words, [text](const char* each) { return has_words(text, each); });
}

bool is_named(const Disease& one, std::string_view text) {
    return std::ranges::any_of(one.words, [text](std::string_view each) {
        return !each.empty() && has_part(text, each);
    });
}

bool is_coded(Concept what, unsigned uses) {
    return std::ranges::any_of(table, [=](const Disease& one) {
        return one.what == what && (one.uses & uses) != 0;
    });
}
bool is_in_words(std::string_view text, unsigned uses) {
    return !names_myositis(text) && !is_denied(text) && std::ranges::any_of(table, [=](const Disease& one) {
        return (one.uses & uses) != 0 && is_named(one, text);
    });
}

/// Some reason is stated, and each is a disease with one of these uses. An unknown reason is none.
bool every_reason_is(const Order& order, unsigned uses) {
    const auto coded = [uses](Concept each) { return is_coded(each, uses) && !is_coded(each, unclear); };
    const auto in_words = [uses](std::string_view each) { return is_in_words(each, uses); };
    return order.has_reason && std::ranges::all_of(order.reasons, coded)
           && std::ranges::all_of(order.reasons_in_words, in_words);
}

}  // namespace

bool is_stated(const Order& order) {
    if (is_for_myositis(order)) return false;
    const unsigned uses = uses_of(order);
    const auto& texts = order.reasons_in_words;
    return std::ranges::any_of(order.reasons, [uses](Concept each) { return is_coded(each, uses); })
           || (!texts.empty() && std::ranges::all_of(texts, [uses](std::string_view each) {
                  return is_in_words(each, uses);
              }));
}

bool is_clear(const Order& order) {
    return every_reason_is(order, uses_of(order) | steroid_if_named);
}

bool is_brief_steroid(const Order& order) {
    return every_reason_is(order, brief_steroid);
}

bool exists(const Patient& patient, const Order& order) {
    if (is_for_myositis(order)) return false;
    if (is_stated(order)) return true;
    const unsigned uses = uses_of(order);
    return std::ranges::any_of(table, [&](const Disease& one) {
        return (one.uses & uses) != 0 && one.what != Concept{} && patient.condition(one.what) != nullptr;
    });
}

}  // namespace iim::engine::indication
