#pragma once

#include "engine/facts/facts.hpp"

#include <string>
#include <vector>

namespace iim::engine {

class Patient;

/// The risk flags of RULES 3.5: each a list of the factors met, in plain words with values and dates. An
/// empty list says that nothing was found in what came, not that there is none.
struct Risks {
    using Factors = std::vector<std::string>;
    Factors high_steroid;        ///< diabetes, osteoporosis or fragility fracture, glaucoma
    Factors high_steroid_minor;  ///< uncontrolled hypertension, BMI ≥ 35, steroid psychosis: information only
    Factors thrombosis;          ///< thrombosisRisk, IVIG label list
    Factors renal;               ///< renalRiskIVIG
    Factors hepatic;  ///< cirrhosis, alcohol-use disorder, chronic viral hepatitis, other liver disease
    std::vector<std::string> not_checked;  ///< sources that did not come
};

Risks derive_risks(const Patient& patient);

}  // namespace iim::engine
