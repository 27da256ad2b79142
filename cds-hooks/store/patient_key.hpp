#pragma once

#include "cds-hooks/auth/authenticator.hpp"
#include "engine/facts/order.hpp"
#include "engine/terms/terms.hpp"
#include "fhir/json.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace iim::service::store {

/// Turns ids into what may be stored: HMAC-SHA256 with a secret of the site, as hex. Immutable; shared by
/// threads.
class PatientKey {
public:
    /// At least 32 bytes; throws std::runtime_error otherwise.
    explicit PatientKey(std::string secret);
    /// From a file; when it does not exist, it is made with 32 random bytes (mode 0600). Throws
    /// std::runtime_error with a sentence.
    static PatientKey from_file(const std::filesystem::path& file);

    /// One patient of one EHR: issuer, tenant and FHIR server tell EHRs apart. Empty when the request names
    /// no patient.
    std::string of_patient(const auth::Caller* caller, fhir::Json request) const;
    /// One order, however often it is asked about; empty for none or one without an id.
    std::string of_order(const engine::Order* order, const engine::Terms& terms) const;
    /// Tells whether two processes have the same secret, and nothing else.
    std::string fingerprint() const;

private:
    std::string hash(std::string_view kind, std::string_view what) const;

    std::string secret_;
};

/// "issuer|tenant", for whom a card was shown; empty for nobody.
std::string name_of(const auth::Caller* caller);

}  // namespace iim::service::store
