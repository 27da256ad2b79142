#include "cds-hooks/store/audit.hpp"

#include "cds-hooks/log.hpp"
#include "cds-hooks/store/audit_file.hpp"
#include "fhir/writer.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace iim::service::store {
namespace {

void put_list(fhir::Writer& out, std::string_view name, std::span<const std::string_view> list) {
    if (list.empty()) return;
    out.key(name).begin_array();
    for (const std::string_view each : list) out.value(each);
    out.end_array();
}

void put_caller(fhir::Writer& out, const auth::Caller* caller) {
    if (!caller) return;
    out.key("caller").begin_object().member("issuer", std::string_view(caller->issuer));
    out.optional("tenant", caller->tenant).optional("subject", caller->subject);
    out.optional("jti", caller->jti).end_object();
}

void put_cards(fhir::Writer& out, std::span<const Access::Shown> cards) {
    out.key("cards").begin_array();
    for (const Access::Shown& each : cards)
        out.begin_object().member("rule", each.rule).member("card", each.card).end_object();
    out.end_array();
}

std::string line_of(const Access& access, fhir::Instant now, bool plain_patient) {
    fhir::Writer out;
    out.begin_object().member("time", std::string_view(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", now)));
    out.member("id", access.id).member("service", access.service).member("status", access.status);
    put_caller(out, access.caller);
    out.optional("patient", access.patient);
    if (plain_patient) out.optional("patientId", access.plain_patient);
    out.optional("policy", access.policy);
    put_list(out, "evaluated", access.evaluated);
    put_list(out, "failed", access.failed);
    put_list(out, "snoozed", access.snoozed);
    put_cards(out, access.cards);
    return out.end_object().take() + "\n";
}

}  // namespace

struct Audit::State {
    State(AuditSettings wanted, const std::filesystem::path& name)
        : settings(std::move(wanted)), file(settings.file.empty() ? name : settings.file, settings) {}

    void submit(std::string line) {
        const std::lock_guard lock(mutex);
        if (stopped || lines.size() >= settings.queue) {
            ++lost;
            return;
        }
        lines.push_back(std::move(line));
        if (!std::exchange(busy, true)) boost::asio::post(thread, [this] { serve(); });
    }

    void gather() {
        constexpr std::chrono::milliseconds gathering{20};
        std::unique_lock lock(mutex);
        ended.wait_until(lock, written + gathering, [this] { return stopped; });
    }

    /// All that waits; with nothing the thread is done for now.
    bool take() {
        taken.clear();
        const std::lock_guard lock(mutex);
        taken.swap(lines);
        busy = !taken.empty();
        return busy;
    }

    /// Puts what waits on the disk with one write and one sync. A busy service's calls of 20 ms share them; a
    /// call after a pause is written at once.
    void serve() {
        gather();
        while (take()) write();
    }

    /// A gap in the audit is said in the audit.
    void write() {
        const std::uint64_t missing = lost - said;
        const bool well = on_disk(missing);
        written = std::chrono::steady_clock::now();
        if (well)
            said += missing;
        else
            lost += taken.size();
        if (healthy.exchange(well) != well)
            log::event(well ? "the audit is written again" : "the audit cannot be written");
    }

    /// Whatever goes wrong, down to the memory of the machine: these lines are lost, the thread is not.
    bool on_disk(std::uint64_t missing) noexcept try {
        if (renew.exchange(false)) file.reopen();
        std::string batch;
        if (missing > 0) batch = fmt::format("{{\"event\":\"lines-lost\",\"count\":{}}}\n", missing);
        for (const std::string& each : taken) batch += each;
        return file.append(batch);
    } catch (...) { return false; }

    const AuditSettings settings;
    AuditFile file;  // of the thread, as are the next three
    std::deque<std::string> taken;
    std::chrono::steady_clock::time_point written{};
    std::uint64_t said = 0;
    std::mutex mutex;
    std::deque<std::string> lines;  // of mutex, as are the next two
    bool busy = false, stopped = false;
    std::condition_variable ended;
    std::atomic<std::uint64_t> lost{0};
    std::atomic<bool> healthy{true}, renew{false};
    boost::asio::thread_pool thread{1};
};

Audit::Audit(AuditSettings settings, const std::filesystem::path& file) {
    if (const std::string wrong = what_is_wrong(settings); !wrong.empty()) throw std::runtime_error(wrong);
    if (settings.on) state_ = std::make_unique<State>(std::move(settings), file);
}

Audit::~Audit() {
    stop();
}

void Audit::record(const Access& access, fhir::Instant now) {
    if (state_) state_->submit(line_of(access, now, state_->settings.plain_patient));
}

std::uint64_t Audit::lost() const noexcept {
    return state_ ? state_->lost.load() : 0;
}

bool Audit::healthy() const noexcept {
    return !state_ || state_->healthy;
}

void Audit::reopen() {
    if (state_) state_->renew = true;
}

void Audit::stop() {
    if (!state_) return;
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopped = true;
    }
    state_->ended.notify_all();
    state_->thread.join();
}

}  // namespace iim::service::store
