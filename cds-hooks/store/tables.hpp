#pragma once

#include "cds-hooks/store/connection.hpp"
#include "cds-hooks/store/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the store keeps, in words that every Connection understands. None of these opens a transaction, but
/// migrate().
namespace iim::service::store {

/// Brings the tables to the version of this program, from nothing or from an older one, in one transaction.
/// `fingerprint` is PatientKey's: a database that was written with another key is refused. Throws Failure.
void migrate(Connection& connection, std::string_view fingerprint);

void remember(Connection& connection, std::span<const ShownCard> cards);
Stored add(Connection& connection, std::span<const FeedbackItem> items);
/// Feedback on cards that were shown for the patient, by whom they were shown to; the newest first.
std::vector<Verdict> verdicts_on(Connection& connection, std::string_view patient);
/// True when the pair was not there before.
bool use_token(Connection& connection, std::string_view issuer, std::string_view jti, std::int64_t expires);

/// The last word on each card that was shown since then, counted.
std::vector<Count> counts(Connection& connection, Moment since);
/// Items of feedback received since then for cards that nobody remembers.
std::int64_t unknown_feedback(Connection& connection, Moment since);

/// Removes some of what is older than `before`, and used tokens that expired before `now`. True when there
/// may be more.
bool forget(Connection& connection, Moment before, Moment now);

}  // namespace iim::service::store
