#pragma once

#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/store/settings.hpp"
#include "fhir/date.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service::store {

/// One access (SEC-21). Only what stands here can reach the audit: no token, no name, no free text.
struct Access {
    std::string_view id;       ///< of the request: log::Call::id
    std::string_view service;  ///< "iim-order-sign", "iim-order-sign/feedback"
    int status = 200;
    const auth::Caller* caller = nullptr;
    std::string_view patient;        ///< PatientKey::of_patient
    std::string_view plain_patient;  ///< context.patientId; written only when the settings ask for it
    std::string_view policy;         ///< Policy::hash()
    std::span<const std::string_view> evaluated;  ///< rule ids
    std::span<const std::string_view> failed;
    std::span<const std::string_view> snoozed;
    /// Of the cards shown: rule id (or topic code) and uuid.
    struct Shown {
        std::string_view rule, card;
    };
    std::span<const Shown> cards;
};

/// Appends one JSON line for each access to a file of its own. A file rather than a table: it goes on when
/// the database is down, it can only grow (O_APPEND; operators may set the append-only attribute), and what
/// a site uses to collect and keep logs takes it as it is. Written and synced to the disk in batches by a
/// thread of its own; whoever records never waits.
class Audit {
public:
    /// Throws std::runtime_error with a sentence when the file cannot be opened. `file` stands for an empty
    /// settings.file.
    Audit(AuditSettings settings, const std::filesystem::path& file);
    ~Audit();
    Audit(const Audit&) = delete;
    Audit& operator=(const Audit&) = delete;

    void record(const Access& access, fhir::Instant now);

    std::uint64_t lost() const noexcept;  ///< lines that found no room, or that the disk did not take
    bool healthy() const noexcept;        ///< the last batch is on the disk
    /// Opens the file anew, for a logrotate of the operator's own: SIGHUP.
    void reopen();
    /// Writes what waits.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service::store
