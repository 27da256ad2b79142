#include "engine/options/readability.hpp"
#include "engine/options/thiopurine_start.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine::thiopurine {

std::vector<std::string> what_was_searched(const Patient& patient, const Order& order) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    const bool some = genes.source == Availability::partial;
    std::vector<std::string> lines{fmt::format(
        "{} is ordered{}; {}",
        words::capitalised(drug_and_weeks(patient, order)),
        words::from(order.source),
        searched(patient) ? "looked for TPMT genotype, phenotype and activity, and NUDT15 genotype, lifetime"
                          : (some ? "only a part of the laboratory data could be searched"
                                  : "no laboratory data could be searched")
    )};
    if (is_unreadable(genes.tpmt))
        lines.push_back("TPMT result on file" + words::from(genes.tpmt.result->source));
    if (genes.tpmt.invalidated)
        lines.push_back(fmt::format(
            "A TPMT activity result exists, but red cells were transfused in the {} days before: the "
            "activity "
            "result may be unreliable; consider genotype",
            words::number(patient.policy().tpmt_transfusion_days)
        ));
    if (genes.tpmt.unreliable && !genes.tpmt.invalidated)
        lines.emplace_back(
            "A TPMT activity result exists, but a transfusion before the sample cannot be ruled out: the "
            "activity result may be unreliable; consider genotype"
        );
    if (genes.tpmt.pending) lines.emplace_back("A preliminary TPMT result exists; it does not count yet");
    if (genes.tpmt.requested)
        lines.push_back("TPMT test requested" + words::from(genes.tpmt.requested->source));
    if (const Condition* known = patient.condition(condition::tpmt_deficiency))
        lines.push_back("TPMT deficiency is recorded as a diagnosis" + words::from(known->source));
    return lines;
}

std::vector<std::string> genes_that_read(const ThiopurineStatus& genes, std::initializer_list<Phenotype> as) {
    const auto reads = [&](const GeneStatus& gene) {
        return gene.valid() && std::ranges::find(as, gene.phenotype) != as.end();
    };
    std::vector<std::string> names;
    if (reads(genes.tpmt)) names.emplace_back("TPMT");
    if (reads(genes.nudt15)) names.emplace_back("NUDT15");
    return names;
}

std::string drug_and_weeks(const Patient& patient, const Order& order) {
    std::string text(words::drug(patient, order, group::thiopurines));
    const auto since = taken_since(patient);
    const auto weeks = since ? (patient.now() - *since).count() / 7 : 0;
    if (weeks > 0) text += fmt::format(" for {} {}", weeks, weeks == 1 ? "week" : "weeks");
    return text;
}

std::vector<std::string> not_checked(const Patient& patient) {
    std::vector<std::string> lines;
    if (!searched(patient)) lines.emplace_back("TPMT and NUDT15: laboratory data not available");
    const auto note = [&](const GeneStatus& gene, std::string_view name) {
        if (gene.in_words_only)
            lines.push_back(fmt::format(
                "A result or test that names {} carries a code this service does not know: please look it up",
                name
            ));
    };
    note(patient.thiopurine_status().tpmt, "TPMT");
    note(patient.thiopurine_status().nudt15, "NUDT15");
    constexpr Days baseline{42};
    constexpr std::array counts{lab::wbc, lab::neutrophils};
    std::ranges::move(unreadable_results(patient, counts, baseline), std::back_inserter(lines));
    return lines;
}

const std::vector<std::string>& background() {
    static const std::vector<std::string> lines{
        "Checking TPMT before azathioprine is recommended (source documents 000, 001); the FDA label says to "
        "consider it",
        "About 1 in 300 people lack TPMT and about 10 % have intermediate activity; NUDT15 variants are more "
        "common in East and South Asian and Hispanic ancestry. A genotype holds for life",
        "The test does not replace monitoring of the blood count"};
    return lines;
}

}  // namespace iim::engine::thiopurine
