#include "engine/options/allergens.hpp"

#include "engine/terms/groups.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

/// Drugs, and what an allergy to one of them is recorded as besides the drug itself.
struct Recorded {
    ConceptGroup drugs, substances;
};

constexpr std::array methotrexate{drug::methotrexate};
constexpr std::array tmp_smx{drug::sulfamethoxazole_trimethoprim};
constexpr std::array dapsone{drug::dapsone};
constexpr std::array atovaquone{drug::atovaquone};
constexpr std::array pentamidine{drug::pentamidine};
constexpr std::array prednisone{drug::prednisone, drug::prednisolone};
constexpr std::array prednisone_allergy{
    allergy::prednisone, allergy::prednisolone, drug::prednisone, drug::prednisolone};
constexpr std::array bisphosphonates{drug::alendronic_acid, drug::risedronate, drug::zoledronic_acid};
constexpr std::array bisphosphonate_allergy{allergy::bisphosphonate};

constexpr std::array recorded{
    Recorded{methotrexate, group::allergen::methotrexate},
    Recorded{group::thiopurines, group::allergen::thiopurines},
    Recorded{group::mycophenolate, group::allergen::mycophenolate},
    Recorded{group::immunoglobulin, group::allergen::immunoglobulin},
    Recorded{tmp_smx, group::allergen::sulfonamide_antibiotics},
    Recorded{tmp_smx, group::allergen::trimethoprim},
    Recorded{dapsone, group::allergen::dapsone},
    Recorded{atovaquone, group::allergen::atovaquone},
    Recorded{pentamidine, group::allergen::pentamidine},
    Recorded{prednisone, prednisone_allergy},
    Recorded{bisphosphonates, bisphosphonate_allergy},
};

bool rules_out(const Allergy& allergy, const Order& order) {
    if (order.is_any(group::immunoglobulin)) return allergy.severity == AllergySeverity::severe;
    return allergy.severity != AllergySeverity::mild_gi;
}

bool is_to(const Allergy& allergy, const Order& order) {
    const auto& substances = allergy.substances;
    const auto itself = [&](Concept drug) { return substances.has(drug); };
    return std::ranges::any_of(order.drugs, itself)
           || std::ranges::any_of(recorded, [&](const Recorded& each) {
                  return order.is_any(each.drugs) && substances.any_of(each.substances);
              });
}

}  // namespace

const Allergy* allergy_against(const Facts& facts, const Order& order) {
    for (const Allergy& one : facts.allergies)
        if (rules_out(one, order) && is_to(one, order)) return &one;
    return nullptr;
}

}  // namespace iim::engine
