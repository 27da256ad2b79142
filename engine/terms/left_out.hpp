#pragma once

#include "engine/terms/tables.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// The code tables of this project that are not among `present`: a hospital without the licence of a code
/// system builds without its table (data/NOTICE.md).
std::vector<std::string_view> left_out_tables(std::span<const TableFile> present);
/// For people, of this binary: "built without atc.csv, icd-10.csv: their codes are not understood"; empty
/// when none is left out.
std::string left_out_notice();

}  // namespace iim::engine
