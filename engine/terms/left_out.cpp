#include "engine/terms/left_out.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

constexpr std::array<std::string_view, 13> all_tables{
    "atc.csv",
    "cvx.csv",
    "dmd.csv",
    "drug-names.csv",
    "icd-10-cm.csv",
    "icd-10-gm.csv",
    "icd-10-pcs.csv",
    "icd-10.csv",
    "loinc.csv",
    "orderables.csv",
    "rxnorm.csv",
    "snomed-ct.csv",
    "v3-route.csv",
};

}  // namespace

std::vector<std::string_view> left_out_tables(std::span<const TableFile> present) {
    std::vector<std::string_view> missing;
    for (const std::string_view name : all_tables)
        if (std::ranges::find(present, name, &TableFile::name) == present.end()) missing.push_back(name);
    return missing;
}

std::string left_out_notice() {
    const auto missing = left_out_tables(embedded_tables());
    if (missing.empty()) return {};
    return fmt::format("built without {}: their codes are not understood", fmt::join(missing, ", "));
}

}  // namespace iim::engine
