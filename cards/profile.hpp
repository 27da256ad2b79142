#pragma once

#include "cards/card.hpp"

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
};

/// "default", "epic".
std::span<const ClientProfile> client_profiles() noexcept;
/// Null for an unknown name.
const ClientProfile* find_client_profile(std::string_view name) noexcept;

/// The same advice in the form that the client takes. A change of a draft becomes its removal and a new
/// order, and the steps of one suggestion become suggestions of their own that say what they belong to.
void adapt(std::vector<Card>& cards, const ClientProfile& client, const UuidSource& uuid);

}  // namespace iim::cards
