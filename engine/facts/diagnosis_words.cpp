#include "engine/facts/diagnosis_words.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

namespace iim::engine {

namespace {

struct Name {
    std::string_view words;  ///< lower case, blanks for hyphens
    Concept meaning;
};

/// No abbreviations: DM is diabetes, IBM and PM are anything.
constexpr Name names[] = {
    {"dermatomyositis", condition::dermatomyositis},
    {"adult dermatomyositis", condition::dermatomyositis},
    {"amyopathic dermatomyositis", condition::amyopathic_dermatomyositis},
    {"clinically amyopathic dermatomyositis", condition::amyopathic_dermatomyositis},
    {"juvenile dermatomyositis", condition::juvenile_dermatomyositis},
    {"polymyositis", condition::polymyositis},
    {"adult polymyositis", condition::polymyositis},
    {"inclusion body myositis", condition::inclusion_body_myositis},
    {"sporadic inclusion body myositis", condition::inclusion_body_myositis},
    {"immune mediated necrotizing myopathy", condition::immune_mediated_necrotizing_myopathy},
    {"immune mediated necrotising myopathy", condition::immune_mediated_necrotizing_myopathy},
    {"necrotizing autoimmune myopathy", condition::immune_mediated_necrotizing_myopathy},
    {"necrotising autoimmune myopathy", condition::immune_mediated_necrotizing_myopathy},
    {"antisynthetase syndrome", condition::antisynthetase_syndrome},
    {"anti synthetase syndrome", condition::antisynthetase_syndrome},
    {"dermatopolymyositis", condition::dermatopolymyositis},
    {"overlap myositis", condition::overlap_myositis},
    {"idiopathic inflammatory myopathy", condition::iim_unspecified},
    {"checkpoint inhibitor myositis", condition::drug_induced_myopathy},
    {"checkpoint inhibitor associated myositis", condition::drug_induced_myopathy},
    {"checkpoint inhibitor induced myositis", condition::drug_induced_myopathy},
    {"checkpoint inhibitor related myositis", condition::drug_induced_myopathy},
    {"immune checkpoint inhibitor myositis", condition::drug_induced_myopathy},
    {"immune checkpoint inhibitor associated myositis", condition::drug_induced_myopathy},
    {"immune checkpoint inhibitor induced myositis", condition::drug_induced_myopathy},
    {"immune checkpoint inhibitor related myositis", condition::drug_induced_myopathy},
};

}  // namespace

Concept myositis_named(std::string_view text) noexcept {
    text = trimmed(text);
    for (const Name& name : names)
        if (equals_name(text, name.words)) return name.meaning;
    return {};
}

}  // namespace iim::engine
