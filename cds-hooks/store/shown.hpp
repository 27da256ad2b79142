#pragma once

#include "cards/card.hpp"
#include "cds-hooks/store/patient_key.hpp"
#include "cds-hooks/store/records.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace iim::service::store {

/// For whom and when the cards of one answer were made.
struct Showing {
    const PatientKey& key;
    const engine::Terms& terms;
    const auth::Caller* caller = nullptr;  ///< null: nobody is asked for a token
    fhir::Json request;                    ///< the whole request
    Moment at;
};

/// The cards of an answer as they are remembered; call it when they have their last form (after adapt()) and
/// while the patient lives. Empty when the request names no patient.
std::vector<ShownCard> shown_cards(std::span<const cards::Card> cards, const Showing& showing);

}  // namespace iim::service::store
