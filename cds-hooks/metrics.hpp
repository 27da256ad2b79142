#pragma once

#include "cds-hooks/log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace iim::service {

/// A number that another part counts; asked for when the page is read.
struct Counted {
    std::string name, help;
    bool grows_only = true;    ///< a counter; else a gauge
    std::string label, value;  ///< one label at most; empty: none
    std::function<double()> now;
};

/// Counts what the service does, for Prometheus. Its labels are words of ours: ids of services and rules,
/// codes, numbers of statuses; no patient, caller or text of a request. For all threads.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// A call of a service that was answered.
    void call(const log::Call& call);
    /// Findings that were answered before and not shown again, by the id of their rule.
    void snoozed(std::string_view rule);
    void feedback(int status);
    /// What was fetched from an EHR: "fetched", or why it was not.
    void fetch(std::string_view outcome);
    /// Call it before the server runs. What `now` asks outlives the last page.
    void add(Counted counted);

    /// All of it in the text format of Prometheus.
    std::string page() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::service
