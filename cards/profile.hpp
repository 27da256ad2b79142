#pragma once

#include "cards/card.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::cards {

/// What a client can do with cards. The standard one takes all of CDS Hooks 2.0.1.
struct ClientProfile {
    std::string_view name = "default";
    /// Suggestions are independent check boxes of one action each, without updates; the user reads the
    /// description of the action, not the label.
    bool single_actions = false;
    bool plain_topics = false;  ///< topic codes of letters and digits only
    bool rxnorm_by_oid = false;
    /// Member of a card's extension that names the media type of its detail; empty: none.
    std::string_view detail_type_extension = {};
    bool plain_detail = false;  ///< detail as text without markup
    /// Actions it carries out. A change of a draft that it does not take becomes the draft's removal and a
    /// new order; a suggestion that then still needs what it does not take is left out, since its button
    /// would do something else than it says.
    bool takes_create = true, takes_update = true, takes_delete = true;
    /// It creates orders (MedicationRequest, ServiceRequest) only: tasks, messages to the patient and care
    /// plans are left out of a suggestion, which does without them what it says, and the detail names them.
    bool orders_only = false;
    std::size_t most_cards = 100;  ///< in one answer, where the policy allows more
    /// Hosts whose pages it may open; other links are left out. Nothing: any host.
    std::optional<std::vector<std::string>> link_hosts = {};
};

/// "default", "epic".
std::span<const ClientProfile> client_profiles() noexcept;
/// Null for an unknown name.
const ClientProfile* find_client_profile(std::string_view name) noexcept;

/// The same advice in the form that the client takes. Where it wants single actions, the steps of one
/// suggestion become suggestions of their own that say what they belong to.
void adapt(std::vector<Card>& cards, const ClientProfile& client, const UuidSource& uuid);

}  // namespace iim::cards
