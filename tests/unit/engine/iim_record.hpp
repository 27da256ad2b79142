#pragma once

#include "engine/derive/iim.hpp"
#include "engine/policy.hpp"
#include "tests/unit/engine/record.hpp"

#include <utility>

namespace iim::engine::record {

/// A record to read the myositis from.
struct MyositisRecord {
    Facts facts = adult();
    MyositisRecord& with(const Condition& one) {
        facts.conditions.push_back(one);
        return *this;
    }
    MyositisRecord& positive(Concept antibody) {
        facts.labs.add(reading(antibody, days_ago(900), Reading::positive));
        facts.labs.freeze();
        return *this;
    }
    MyositisRecord& with(Order one) {
        facts.orders.push_back(std::move(one));
        return *this;
    }
    Iim iim() const { return derive_iim(facts, Policy()); }
};

}  // namespace iim::engine::record
