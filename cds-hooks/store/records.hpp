#pragma once

#include "engine/policy.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace iim::service::store {

/// UTC with the milliseconds that clients send.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

/// One card of an answer, remembered so that feedback finds it. No name, no id of a patient or an order:
/// keyed hashes (patient_key.hpp).
struct ShownCard {
    std::string card;                      ///< its uuid
    std::vector<std::string> suggestions;  ///< their uuids
    Moment at;
    std::string hook;
    std::string instance;  ///< hookInstance
    std::string caller;    ///< issuer and tenant; empty when nobody is asked for a token
    std::string patient;   ///< keyed hash
    std::string rule;      ///< id; the topic's code for a card that no rule made
    std::string version;   ///< of the rule
    std::string trigger;
    engine::Indicator indicator = engine::Indicator::info;
    std::string order;         ///< keyed hash of the order the card is about; empty: about the patient
    bool order_dated = false;  ///< the order says when it was authored: another one cannot be taken for it
    std::string drug;          ///< of that order: "drug/azathioprine"
    std::vector<std::string> reasons;  ///< override codes that the card offered
};

enum class Outcome { accepted, overridden };

/// One item of feedback as it is stored.
struct FeedbackItem {
    std::string card;
    Outcome outcome = Outcome::overridden;
    std::int64_t stated = 0;  ///< outcomeTimestamp, milliseconds since 1970; 0: none was sent
    Moment at;                ///< when it happened, never after it was received
    Moment received;
    std::string caller;
    std::string reason;         ///< code of the override reason, or empty
    std::string reason_system;  ///< its system; empty: none was sent
    std::string comment;
    std::vector<std::string> suggestions;  ///< uuids that were accepted
};

/// What became of a list of items.
struct Stored {
    std::size_t added = 0;
    std::size_t repeated = 0;  ///< known before: nothing changed
    std::size_t unknown = 0;   ///< of the added: for a card that was not, or not yet, remembered
};

/// Feedback on a card that was shown for a patient: what snoozes are made of.
struct Verdict {
    std::string card;
    std::string hook;
    std::string rule;
    std::string trigger;
    engine::Indicator indicator = engine::Indicator::info;
    std::string order;
    bool order_dated = false;
    std::string drug;
    std::vector<std::string> reasons;  ///< that the card offered
    Outcome outcome = Outcome::overridden;
    std::string reason;
    std::string reason_system;
    Moment at;
};

/// How often cards of one rule ended one way: "" (nothing was heard), accepted, overridden with a reason.
struct Count {
    std::string rule;
    std::string outcome;
    std::string reason;
    std::string reason_system;
    std::int64_t cards = 0;
};

}  // namespace iim::service::store
