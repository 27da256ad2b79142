#include "engine/options/thiopurine_range.hpp"

#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <array>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>

namespace iim::engine::thiopurine {

namespace {

using Named = std::pair<const GeneStatus*, std::string_view>;

std::array<Named, 2> named(const ThiopurineStatus& genes) {
    return {{{&genes.tpmt, "TPMT"}, {&genes.nudt15, "NUDT15"}}};
}

/// Also a low activity after a transfusion, and a recorded deficiency: use, but flag.
std::vector<std::string> that_read(const ThiopurineStatus& genes, std::initializer_list<Phenotype> as) {
    std::vector<std::string> names;
    for (const auto& [gene, name] : named(genes))
        for (const Phenotype one : as)
            if (gene->phenotype == one) names.emplace_back(name);
    return names;
}

std::string_view in_words(Phenotype phenotype) noexcept {
    switch (phenotype) {
    case Phenotype::normal: return "normal metaboliser";
    case Phenotype::rapid: return "rapid metaboliser";
    case Phenotype::possible_intermediate: return "possible intermediate metaboliser";
    case Phenotype::intermediate: return "intermediate metaboliser";
    case Phenotype::poor: return "poor metaboliser";
    case Phenotype::indeterminate: return "indeterminate";
    case Phenotype::unknown: return "phenotype not known";
    }
    return "phenotype not known";
}

void describe(std::vector<std::string>& lines, const GeneStatus& gene, std::string_view name) {
    if (gene.result && !gene.discrepant)
        lines.push_back(words::result(*gene.result, fmt::format("{}: {}", name, in_words(gene.phenotype)), "")
        );
    if (gene.discrepant && gene.result) {
        lines.push_back(words::result(*gene.result, fmt::format("{} genotype reads normal:", name), ""));
        lines.push_back(words::result(
            *gene.discrepant, "Discrepancy: the enzyme activity is low, treated as intermediate:", ""
        ));
    }
    if (gene.unreliable && gene.phenotype != Phenotype::unknown)
        lines.push_back(fmt::format(
            "{} activity: red cells were or may have been transfused before the sample; the result may be "
            "unreliable, consider genotype",
            name
        ));
    if (gene.on_treatment)
        lines.push_back(fmt::format("{} activity was measured on a thiopurine: it may be induced", name));
}

}  // namespace

std::vector<std::string> poor_genes(const ThiopurineStatus& genes) {
    return that_read(genes, {Phenotype::poor});
}

std::vector<std::string> indeterminate_genes(const ThiopurineStatus& genes) {
    return that_read(genes, {Phenotype::indeterminate});
}

ReducedRange reduced_range(const Patient& patient) {
    const Policy& policy = patient.policy();
    ReducedRange range;
    range.genes =
        that_read(patient.thiopurine_status(), {Phenotype::intermediate, Phenotype::possible_intermediate});
    const bool both = range.genes.size() > 1;
    const double highest = both ? policy.cpic_imim_hi : policy.cpic_im_hi;
    range.limit = highest * policy.aza_max_mg_per_kg;
    range.in_words = fmt::format("{}-{} % of usual", both ? 20 : 30, words::number(100 * highest));
    return range;
}

bool has_lower_limit(const Patient& patient) {
    return patient.thiopurine_status().any_poor() || patient.thiopurine_status().any_intermediate();
}

std::vector<std::string> phenotype_facts(const Patient& patient) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    std::vector<std::string> lines;
    for (const auto& [gene, name] : named(genes)) describe(lines, *gene, name);
    if (const Condition* known = patient.condition(condition::tpmt_deficiency))
        lines.push_back("TPMT deficiency is recorded as a diagnosis" + words::from(known->source));
    return lines;
}

}  // namespace iim::engine::thiopurine
