#pragma once

/// The only door to RapidJSON. Every translation unit that needs it comes through here, so that all of them
/// see the same macros: a broken precondition throws instead of being undefined in release builds.
/// Only json.cpp and writer.cpp may include this file.

#include <stdexcept>

#define RAPIDJSON_ASSERT(x) ((x) ? void(0) : throw std::logic_error("rapidjson: " #x))

#include <rapidjson/document.h>
#include <rapidjson/error/error.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace iim::fhir::tree {

using Encoding = rapidjson::UTF8<>;
using Pool = rapidjson::MemoryPoolAllocator<>;
using Value = rapidjson::GenericValue<Encoding, Pool>;

}  // namespace iim::fhir::tree
