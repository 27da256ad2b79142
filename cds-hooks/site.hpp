#pragma once

#include "cds-hooks/answer.hpp"
#include "cds-hooks/config.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace iim::service {

namespace auth {
class Authenticator;
}
namespace ehr {
class Fetcher;
}
namespace store {
class Audit;
class Store;
}  // namespace store
class Metrics;

/// What a running service has besides its knowledge; null where a site does without. For all threads.
struct Parts {
    auth::Authenticator* authenticator = nullptr;
    ehr::Fetcher* ehr = nullptr;
    store::Store* store = nullptr;
    store::Audit* audit = nullptr;
    Metrics* metrics = nullptr;
};

/// What the connections share. Immutable while the service runs, but for `draining`.
struct Site {
    const Config& config;
    const Knowledge& knowledge;
    std::string discovery;  ///< the same bytes for every caller
    std::function<std::chrono::system_clock::time_point()> now;
    Parts parts = {};
    std::string policy = knowledge.policy.hash();
    std::atomic<bool> draining{false};  ///< the service is going down: not ready
};

}  // namespace iim::service
