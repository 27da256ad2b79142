#pragma once

#include "engine/facts/patient.hpp"
#include "engine/policy.hpp"
#include "tests/unit/engine/record.hpp"

#include <utility>

namespace iim::engine::record {

inline const Terms& terms() {
    static const Terms all = Terms::embedded();
    return all;
}

/// A record to ask as the rules do.
struct PatientRecord {
    Facts facts = adult();
    Policy policy;
    PatientRecord& with(Order one) {
        facts.orders.push_back(std::move(one));
        return *this;
    }
    PatientRecord& with(const Result& one) {
        facts.labs.add(one);
        facts.labs.freeze();
        return *this;
    }
    Patient patient() const { return Patient(facts, terms(), policy); }
};

}  // namespace iim::engine::record
