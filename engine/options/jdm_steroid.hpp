#pragma once

#include "engine/finding.hpp"
#include "engine/options/steroid_limit.hpp"

/// The steroid by mouth of a child with dermatomyositis (RULES R54).
namespace iim::engine::jdm {

struct Daily {
    const steroid_limit::Course* course = nullptr;
    double mg = 0;      ///< prednisone-equivalent mg/day
    bool alone = true;  ///< no other order was added
};

/// At patient-view what is taken, elsewhere what is ordered; nothing that is for another disease.
Daily daily_dose(const Patient& patient);

/// The usual maximum in the drug that is ordered, when the user can still change it.
void offer_usual_dose(Finding& finding, const Patient& patient, const Daily& daily);

/// For so many days before today the dose of today, never more, and no lower one is planned; else 0.
int days_unchanged(const Patient& patient, const Order& order);

}  // namespace iim::engine::jdm
