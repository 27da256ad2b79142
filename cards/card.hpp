#pragma once

#include "engine/finding.hpp"
#include "engine/policy.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iim::cards {

struct Coding {
    std::string system, code, display;
};

/// System of every topic code: a rule's id, or that of a card no rule made (`data-gap`, `more-findings`,
/// `rule-failed`).
inline constexpr std::string_view rule_system = "https://iim-cds.dev/rules";

struct Link {
    std::string label, url;
};

/// One thing the EHR would do: `resource` is a complete FHIR resource as JSON text (create: R4, update: as
/// the draft came), `resource_id` is "Type/id" (update, delete).
struct Action {
    enum class Type { create, update, remove };
    Type type = Type::create;
    std::string description;
    std::string resource;
    std::string resource_id;
    std::string subject = {};  ///< update, remove: what the draft is called; not written
};

struct Suggestion {
    std::string label, uuid;
    bool recommended = false;
    std::vector<Action> actions;
};

/// A CDS Hooks 2.0.1 card, ready to be written. Summary is at most 139 code points; detail is GFM without
/// HTML.
struct Card {
    std::string uuid;
    std::string summary;
    std::string detail;
    engine::Indicator indicator = engine::Indicator::info;
    Coding topic;
    std::vector<Suggestion> suggestions;
    bool at_most_one = true;
    std::vector<Coding> override_reasons;
    std::vector<Link> links;
    std::vector<std::string> about;  ///< "MedicationRequest/123": draft orders the card is about (DVC-4)
    std::vector<std::pair<std::string, std::string>> extension;  ///< more members of `extension`: name, text
    // for the feedback store and the audit, not written to the client:
    const engine::Rule* rule = nullptr;  ///< of the leading finding; null for a card that no rule made
    std::string trigger;
    const engine::Order* order = nullptr;  ///< that the leading finding is about; lives as long as the facts
};

/// Where uuids come from: random in the service, counted in tests. Thread-safe if shared by threads.
using UuidSource = std::function<std::string()>;
/// Random version 4, from the operating system's entropy; one generator per thread.
std::string random_uuid();

}  // namespace iim::cards
