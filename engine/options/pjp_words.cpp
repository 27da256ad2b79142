#include "engine/options/pjp_subject.hpp"
#include "engine/options/words.hpp"

#include <fmt/format.h>

namespace iim::engine::pjp {

std::string exposure_in_words(const Patient& patient, const Exposure& exposure) {
    const Policy& policy = patient.policy();
    const std::string steroid = steroid_name(patient);
    switch (exposure.trigger) {
    case Trigger::steroid_run:
        if (exposure.at_most)
            return fmt::format(
                "{} up to {} mg/day (a range, or as needed) for {} or longer",
                steroid,
                words::number(steroid_now(patient)),
                words::duration(static_cast<int>(policy.pjp_days))
            );
        return fmt::format(
            "{} {} mg/day or more for {} or longer",
            steroid,
            words::number(policy.pjp_mg),
            words::duration(static_cast<int>(policy.pjp_days))
        );
    case Trigger::steroid_band: return steroid + " above 15 mg/day at raised risk";
    case Trigger::cyclophosphamide: return "Cyclophosphamide";
    case Trigger::rituximab:
        return fmt::format(
            "Rituximab with prednisone-equivalent {} mg/day", words::number(steroid_now(patient))
        );
    case Trigger::combination:
        return fmt::format("{} immunosuppressants plus steroid", immunosuppressants(patient).size());
    }
    return {};
}

std::vector<std::string> background() {
    return {
        "Consider or provide prophylaxis: the source documents differ in strength (000, 001, 004)",
        "Myositis has a high incidence of Pneumocystis pneumonia among the rheumatic diseases; benefit is "
        "strongest at 30 mg/day or more, at 15-30 mg/day with a pulse or lymphopenia",
        "TMP-SMX can cause rash, high potassium, cytopenia and liver injury",
        "Plan when to stop: review the need once the steroid is down"};
}

}  // namespace iim::engine::pjp
