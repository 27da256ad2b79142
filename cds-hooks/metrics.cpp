#include "cds-hooks/metrics.hpp"

#include "cds-hooks/services.hpp"
#include "cds-hooks/version.hpp"
#include "engine/rule.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace iim::service {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Registry;

Family<Counter>& counter(Registry& registry, std::string_view name, std::string_view help) {
    return prometheus::BuildCounter().Name(std::string(name)).Help(std::string(help)).Register(registry);
}

/// From a tenth of a millisecond to ten seconds: an answer without questions to others takes less than one.
Histogram::BucketBoundaries boundaries() {
    return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

using ById = std::map<std::string_view, Counter*, std::less<>>;

/// One counter a rule, made beforehand: counting then needs no lock.
ById by_rule(Family<Counter>& family) {
    ById all;
    for (const engine::Rule* const rule : engine::all_rules())
        all[rule->id] = &family.Add({{"rule", std::string(rule->id)}});
    return all;
}

void increment(const ById& counters, std::string_view id) {
    if (const auto found = counters.find(id); found != counters.end()) found->second->Increment();
}

prometheus::MetricFamily family_of(const Counted& counted) {
    prometheus::MetricFamily family;
    family.name = counted.name;
    family.help = counted.help;
    family.type = counted.grows_only ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    return family;
}

prometheus::ClientMetric metric_of(const Counted& counted) {
    prometheus::ClientMetric metric;
    if (!counted.label.empty()) metric.label.push_back({counted.label, counted.value});
    if (counted.grows_only)
        metric.counter.value = counted.now();
    else
        metric.gauge.value = counted.now();
    return metric;
}

}  // namespace

struct Metrics::State {
    Registry registry;
    Family<Counter>& requests = counter(registry, "iim_requests_total", "Calls of services, by HTTP status");
    Family<Histogram>& seconds = prometheus::BuildHistogram()
                                     .Name("iim_request_seconds")
                                     .Help("From the whole request to the answer")
                                     .Register(registry);
    Family<Counter>& feedback = counter(registry, "iim_feedback_total", "Feedback calls, by HTTP status");
    Family<Counter>& fetches =
        counter(registry, "iim_fetches_total", "Questions to EHRs, by what came of them");
    ById cards = by_rule(counter(registry, "iim_cards_total", "Cards shown, by rule"));
    ById failures =
        by_rule(counter(registry, "iim_rule_failures_total", "Rules that failed: faults of ours"));
    ById snoozed =
        by_rule(counter(registry, "iim_snoozed_total", "Findings not shown: answered before, by rule"));
    std::map<std::string_view, std::pair<Counter*, Histogram*>, std::less<>> answered;
    std::vector<Counted> counted;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {
    for (const ServiceEntry& service : services) {
        const std::string id(service.id);
        state_->answered[service.id] = {
            &state_->requests.Add({{"service", id}, {"status", "200"}}),
            &state_->seconds.Add({{"service", id}}, boundaries())};
    }
    prometheus::BuildGauge()
        .Name("iim_build_info")
        .Help("Which iim-cds this is")
        .Register(state_->registry)
        .Add({{"version", std::string(version())}})
        .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::call(const log::Call& call) {
    const auto known = state_->answered.find(call.service);
    if (known == state_->answered.end()) return;
    const auto& [fine, seconds] = known->second;
    seconds->Observe(std::chrono::duration<double>(call.took).count());
    if (call.status == 200)
        fine->Increment();
    else
        state_->requests
            .Add({{"service", std::string(call.service)}, {"status", fmt::format("{}", call.status)}})
            .Increment();
    for (const std::string_view rule : call.rules) increment(state_->cards, rule);
    for (const std::string_view rule : call.failed) increment(state_->failures, rule);
}

void Metrics::snoozed(std::string_view rule) {
    increment(state_->snoozed, rule);
}

void Metrics::feedback(int status) {
    state_->feedback.Add({{"status", fmt::format("{}", status)}}).Increment();
}

void Metrics::fetch(std::string_view outcome) {
    state_->fetches.Add({{"outcome", std::string(outcome)}}).Increment();
}

void Metrics::add(Counted counted) {
    state_->counted.push_back(std::move(counted));
}

std::string Metrics::page() const {
    std::vector<prometheus::MetricFamily> families = state_->registry.Collect();
    for (const Counted& counted : state_->counted) {
        if (families.empty() || families.back().name != counted.name) families.push_back(family_of(counted));
        families.back().metric.push_back(metric_of(counted));
    }
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace iim::service
