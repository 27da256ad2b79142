#pragma once

#include "engine/facts/order.hpp"

#include <vector>

namespace iim::engine {

class Patient;

/// The most that is taken from a day on (RULES 2.5 step 8): instructions that run at the same time add up,
/// those that follow one another do not. An empty span: nothing of it could be read. Upper-limit rules read
/// `hi`, lower-limit rules `lo`.
struct DosePeak {
    fhir::Span mg_per_dose;
    fhir::Span mg_per_day;
    fhir::Span mg_per_week;
    fhir::Span doses_per_week;
    bool readable = true;  ///< false: some instruction has no amount or no frequency
};

/// mg of the drug that doses are counted in, in 1 mg of `drug`.
using Equivalent = double (*)(Concept drug);
double as_written(Concept drug) noexcept;
/// Azathioprine in 1 mg of azathioprine or mercaptopurine (× 2.08, RULES R08).
double as_azathioprine(Concept drug) noexcept;
/// Mycophenolate mofetil in 1 mg of mofetil or mycophenolic acid (× 1000/720, RULES R21).
double as_mofetil(Concept drug) noexcept;

/// Of one order, from `now` or its later start on.
DosePeak dose_peak(const Order& order, Day now, Equivalent equivalent = as_written);
/// Of several orders, as if they were the instructions of one.
DosePeak dose_peak(const std::vector<const Order*>& orders, Day now, Equivalent equivalent = as_written);

/// What upper limits judge for `order` (RULES 2.4): the order itself; the other drafts of `drugs` in the same
/// basket, since two drafts at once add up; and the active orders of `drugs` when the order says that it is
/// additional or the site sums them. Never the order that it replaces. Only what acts on the whole body.
struct JudgedDose {
    DosePeak peak;
    std::vector<const Order*> orders;  ///< what was added up; `order` first
    bool sum() const noexcept { return orders.size() > 1; }
};
JudgedDose judged_dose(
    const Patient& patient, const Order& order, ConceptGroup drugs, Equivalent equivalent = as_written
);

}  // namespace iim::engine
