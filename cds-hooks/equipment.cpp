#include "cds-hooks/equipment.hpp"

#include "cds-hooks/http/tls.hpp"
#include "cds-hooks/log.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace iim::service {
namespace {

http::ClientSettings client_settings(const Outbound& outbound) {
    http::ClientSettings settings;
    settings.ca_file = outbound.ca_file;
    settings.allow_plain = outbound.plain_http;
    for (const std::string& one : outbound.networks)
        if (!settings.open.add(one))
            throw ConfigError(fmt::format("outbound.networks has \"{}\", which is no network", one));
    return settings;
}

std::filesystem::path audit_file(const Config& config) {
    return config.audit.file.empty() ? config.store.data_dir / "audit.jsonl" : config.audit.file;
}

fhir::Instant this_moment() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// "not_yet" from "not yet": a label, not a sentence.
std::string label_of(std::string_view words) {
    std::string label(words);
    for (char& c : label)
        if (c == ' ') c = '-';
    return label;
}

std::unique_ptr<auth::Authenticator> authenticator_of(
    const Config& config, auth::Fetcher* fetcher, auth::ReplayStore* replay
) {
    return std::make_unique<auth::Authenticator>(
        callers_of(config), auth::Authenticator::Outside{this_moment, fetcher, replay}
    );
}

}  // namespace

void check_files(const Config& config) {
    if (config.tls.on()) (void)http::make_tls(config.tls);
    const http::Client client(client_settings(config.outbound));
    auth::ClientFetcher fetcher(client);
    (void)authenticator_of(config, &fetcher, nullptr);
}

Equipment::Equipment(const Config& config)
    : client_(client_settings(config.outbound)),
      key_fetcher_(client_),
      store_(std::make_unique<store::Store>(config.store)) {
    if (config.audit.on) audit_ = std::make_unique<store::Audit>(config.audit, audit_file(config));
    auth::ReplayStore* const replay =
        config.store.kind == store::Settings::Kind::none ? nullptr : store_.get();
    authenticator_ = authenticator_of(config, &key_fetcher_, replay);
    if (config.ehr.enabled) ehr_ = std::make_unique<ehr::Fetcher>(config.ehr, client_);
    count();
}

Parts Equipment::parts() {
    return {authenticator_.get(), ehr_.get(), store_.get(), audit_.get(), &metrics_};
}

void Equipment::reload() {
    const std::vector<std::string> unusable = authenticator_->reload();
    for (const std::string& sentence : unusable) log::warning(fmt::format("keys-not-reloaded: {}", sentence));
    if (audit_) audit_->reopen();
    if (unusable.empty()) log::event("reloaded");
}

void Equipment::stop() {
    store_->stop();
    if (audit_) audit_->stop();
}

void Equipment::count() {
    const auto number = [](auto value) { return static_cast<double>(value); };
    const auto grows = [&](std::string name, std::string help, std::function<double()> now) {
        metrics_.add({std::move(name), std::move(help), true, {}, {}, std::move(now)});
    };
    const auto stands = [&](std::string name, std::string help, std::function<double()> now) {
        metrics_.add({std::move(name), std::move(help), false, {}, {}, std::move(now)});
    };
    grows("iim_auth_accepted_total", "Calls whose token was good", [=, this] {
        return number(authenticator_->accepted());
    });
    for (std::size_t i = 1; i <= auth::reasons; ++i) {
        const auto why = static_cast<auth::Reason>(i);
        metrics_.add(
            {"iim_auth_refused_total",
             "Calls refused with 401, by reason",
             true,
             "reason",
             label_of(auth::text(why)),
             [=, this] { return number(authenticator_->refused(why)); }}
        );
    }
    stands("iim_store_healthy", "1: the last job of each kind was done", [=, this] {
        return store_->healthy() ? 1.0 : 0.0;
    });
    stands("iim_store_waiting", "Jobs in the store's queues", [=, this] {
        return number(store_->waiting());
    });
    grows("iim_store_dropped_total", "Shown cards that were not remembered", [=, this] {
        return number(store_->dropped());
    });
    grows("iim_store_unanswered_total", "Look-ups that the store did not answer in time", [=, this] {
        return number(store_->unheard());
    });
    if (!audit_) return;
    stands("iim_audit_healthy", "1: the last lines are on the disk", [this] {
        return audit_->healthy() ? 1.0 : 0.0;
    });
    grows("iim_audit_lost_total", "Lines of the audit that were lost", [=, this] {
        return number(audit_->lost());
    });
}

}  // namespace iim::service
