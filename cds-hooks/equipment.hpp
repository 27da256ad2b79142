#pragma once

#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/auth/client_fetcher.hpp"
#include "cds-hooks/config.hpp"
#include "cds-hooks/ehr/fetcher.hpp"
#include "cds-hooks/http/client.hpp"
#include "cds-hooks/metrics.hpp"
#include "cds-hooks/site.hpp"
#include "cds-hooks/store/audit.hpp"
#include "cds-hooks/store/store.hpp"

#include <memory>

namespace iim::service {

/// Reads every file that the configuration names and the service would need at its start: certificates and
/// keys. Makes nothing. Throws std::runtime_error with a sentence.
void check_files(const Config& config);

/// Owns what a configuration asks for besides the server: client of other servers, authenticator, store,
/// audit, metrics. Outlives the event loops.
class Equipment {
public:
    /// Throws std::runtime_error or ConfigError with a sentence: a file, folder or setting that is unusable.
    explicit Equipment(const Config& config);
    Equipment(const Equipment&) = delete;
    Equipment& operator=(const Equipment&) = delete;

    Parts parts();
    Metrics& metrics() noexcept { return metrics_; }
    /// Key sets and the audit's file are opened anew. What cannot be used is said in the log and changes
    /// nothing.
    void reload();
    /// What waits is stored. Call it when no more calls can come, while their event loops live.
    void stop();

private:
    void count();

    http::Client client_;
    auth::ClientFetcher key_fetcher_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<store::Audit> audit_;
    std::unique_ptr<auth::Authenticator> authenticator_;
    std::unique_ptr<ehr::Fetcher> ehr_;
    Metrics metrics_;
};

}  // namespace iim::service
