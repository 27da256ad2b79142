#pragma once

#include "engine/facts/prefetch_keys.hpp"
#include "fhir/json.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service::ehr {

/// One question for the EHR.
struct Question {
    std::string_view key;   ///< prefetch key: of a literal, or of the request where `follows`
    std::string url;        ///< whole
    std::string_view type;  ///< of the resource that a read asks for; empty: a search, answered by a Bundle
    bool follows = false;   ///< the pages after those that the request brought under `key`
};

/// A template of the discovery document with the request's values in place of its tokens; nothing when a
/// token has no value. `{{context.x}}` takes texts only; ids lose a type in front of them.
std::optional<std::string> filled(std::string_view query_template, fhir::Json context);

/// What can be asked for, and how often a next page lies elsewhere (paging.hpp).
struct Missing {
    std::vector<Question> questions;
    std::size_t pages_elsewhere = 0;
};

/// What the service needs and the request does not bring (checklist §6): kinds of data that no key asks for,
/// by whatever name (PFD-2, PFD-15), and the rest of Bundles with further pages (PFD-7). A key that is there
/// is an answer, also when it is null (PFD-3) or an OperationOutcome (PFD-5). `base` is the FHIR server's;
/// `aliases` are what the client calls our keys.
Missing missing(fhir::Json request, std::string_view base, std::span<const engine::KeyAlias> aliases = {});

/// Reads of the Medication resources that orders refer to and that came with none of `values`. Orders in
/// front come first; no more than a few dozen.
inline constexpr std::string_view medication_key = "referenced-medications";
std::vector<Question> missing_medications(const std::vector<fhir::Json>& values, std::string_view base);

}  // namespace iim::service::ehr
