#include "engine/options/pjp_gap.hpp"

#include "engine/options/pjp_subject.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/words.hpp"

namespace iim::engine::pjp {

bool medications_known(const Patient& patient) {
    return found(false, patient.sources().medications) == Truth::no;
}

std::optional<Gap> what_is_missing(const Patient& patient, const std::vector<Exposure>& exposures) {
    if (exposures.empty()) {
        const Order* steroid = unreadable_steroid(patient);
        if (!steroid) return {};
        return Gap{
            steroid,
            "Could not compute dose of steroid: need for Pneumocystis prophylaxis not checked",
            {gap_line(drug_name(patient, *steroid), *steroid), "Pneumocystis prophylaxis"},
            true};
    }
    const Order* about = subject(patient, exposures.front());
    if (medications_known(patient)) return {};
    const std::string list = words::medication_list(patient);
    return Gap{
        about,
        "Could not check for Pneumocystis prophylaxis: " + list,
        {"Pneumocystis prophylaxis: " + list}};
}

}  // namespace iim::engine::pjp
