#pragma once

// For the routes (the owner of the process makes one Store after the configuration is read, and calls stop()
// after the server's run() has returned and before the server is destroyed):
//   before judging:   auto verdicts = co_await store.verdicts_on(store.key().of_patient(caller, request));
//   after judge():    auto snoozed = store::snooze(judgement, patient, {verdicts, store.key(), now});
//   cards:            cards::from_judgement(judgement, patient, uuid), then adapt();
//   after adapt():    store.remember(store::shown_cards(cards, {…}));
//   feedback:         co_await take_feedback({store, body, caller, now});  (cds-hooks/feedback.hpp)
//   503:              the route adds Retry-After, as it does for a full server.

#include "cds-hooks/auth/replay.hpp"
#include "cds-hooks/store/patient_key.hpp"
#include "cds-hooks/store/records.hpp"
#include "cds-hooks/store/settings.hpp"
#include "cds-hooks/store/store_error.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

namespace iim::service::store {

class Lane;

/// Cards shown, feedback and used tokens. One for the process, shared by all threads: the work is done on the
/// store's own threads, and whoever awaits comes back on his own executor, which runs one thing at a time (a
/// worker's io_context).
class Store final : public auth::ReplayStore {
public:
    /// Throws std::runtime_error with a sentence when the data folder, the SQLite file or the settings are
    /// unusable. A PostgreSQL server that cannot be reached is no reason not to start.
    explicit Store(Settings settings);
    ~Store() override;

    /// Feedback on cards that were shown for this patient, the newest first. An empty list when there is
    /// none, and when the store does not answer in time (it is counted): then nothing is snoozed.
    boost::asio::awaitable<std::vector<Verdict>> verdicts_on(std::string patient);

    /// Keeps cards for feedback to come. Never waits; what finds no room is counted.
    void remember(std::vector<ShownCard> cards);

    /// Stores items, each once per (card, outcome, stated time). When this returns a value, all of them are
    /// durable: they survive the end of the process and of the power.
    boost::asio::awaitable<boost::system::result<Stored>> add(std::vector<FeedbackItem> items);

    /// Survives a restart. Throws boost::system::system_error when the store cannot tell.
    boost::asio::awaitable<bool> first_use(
        std::string_view issuer, std::string_view jti, fhir::Instant expires
    ) override;

    /// Whether the last job of each kind was done: for readiness and metrics.
    bool healthy() const noexcept;
    std::uint64_t dropped() const noexcept { return dropped_; }  ///< cards that were not remembered
    std::uint64_t unheard() const noexcept { return unheard_; }  ///< look-ups without an answer
    std::size_t waiting() const noexcept;                        ///< jobs in the queues

    const Settings& settings() const noexcept { return settings_; }
    const PatientKey& key() const noexcept { return key_; }

    /// Finishes the jobs that wait, for a few seconds at most, and ends the threads.
    void stop();

private:
    void clean_sometimes();

    const Settings settings_;
    const PatientKey key_;
    std::unique_ptr<Lane> writes_, reads_;
    std::atomic<std::uint64_t> dropped_{0}, unheard_{0};
    std::atomic<std::int64_t> next_cleaning_{0};
};

}  // namespace iim::service::store
