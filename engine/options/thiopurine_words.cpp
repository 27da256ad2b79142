#include "engine/options/thiopurine_start.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <fmt/format.h>

namespace iim::engine::thiopurine {

std::vector<std::string> what_was_searched(const Patient& patient, const Order& order) {
    const ThiopurineStatus& genes = patient.thiopurine_status();
    std::vector<std::string> lines{fmt::format(
        "{} is ordered{}; looked for TPMT genotype, phenotype and activity, and NUDT15 genotype, lifetime",
        words::capitalised(words::drug(patient, order, group::thiopurines)),
        words::from(order.source)
    )};
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

std::vector<std::string> not_checked(const Patient& patient) {
    std::vector<std::string> lines;
    if (!searched(patient)) lines.emplace_back("TPMT and NUDT15: laboratory data not available");
    if (patient.thiopurine_status().unmapped_local_code)
        lines.emplace_back(
            "A result that names TPMT carries a code this service does not know: please look it up"
        );
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
