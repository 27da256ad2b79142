#include "cds-hooks/store/lane.hpp"

#include "cds-hooks/log.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <string>

namespace iim::service::store {
namespace {

constexpr std::size_t most_together = 256;  ///< jobs in one transaction

}  // namespace

Lane::Lane(Kind kind, std::vector<std::unique_ptr<Connection>> connections, std::size_t room)
    : kind_(kind),
      room_(room),
      most_threads_(std::max<std::size_t>(connections.size(), 1)),
      idle_(std::move(connections)),
      threads_(most_threads_) {}

Lane::~Lane() {
    stop(std::chrono::milliseconds(0));
}

boost::system::error_code Lane::submit(Job job) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return make_error_code(StoreError::stopped);
    if (queue_.size() >= room_) return make_error_code(StoreError::busy);
    const bool may_wait = job.may_wait;
    queue_.push_back(std::move(job));
    if (idle_.empty()) return {};
    if (may_wait)
        serve_later();
    else
        boost::asio::post(threads_, [this] { serve(); });
    return {};
}

/// Under the mutex. A job that cannot wait takes those that can along: they stay in their order.
void Lane::serve_later() {
    if (std::exchange(gathering_, true)) return;
    gathered_.expires_at(served_ + gathering);
    gathered_.async_wait([this](boost::system::error_code) {
        {
            const std::lock_guard lock(mutex_);
            gathering_ = false;
        }
        serve();
    });
}

std::size_t Lane::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

bool Lane::out_of_patience() const {
    const std::lock_guard lock(mutex_);
    return stopping_ && std::chrono::steady_clock::now() >= give_up_;
}

Lane::Batch Lane::take() {
    const std::lock_guard lock(mutex_);
    const std::size_t most = kind_ == Kind::writing ? most_together : 1;
    const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), most));
    Batch batch(std::move_iterator(queue_.begin()), std::move_iterator(std::next(queue_.begin(), count)));
    queue_.erase(queue_.begin(), std::next(queue_.begin(), count));
    return batch;
}

/// One thread's turn: until nothing waits.
void Lane::serve() {
    std::unique_ptr<Connection> connection;
    {
        const std::lock_guard lock(mutex_);
        if (idle_.empty() || queue_.empty()) return;
        connection = std::move(idle_.back());
        idle_.pop_back();
    }
    for (Batch batch = take(); !batch.empty(); batch = take()) perform(*connection, batch);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    served_ = std::chrono::steady_clock::now();
    // A job may have come in after the last look, when no connection was idle.
    if (!queue_.empty()) boost::asio::post(threads_, [this] { serve(); });
}

/// One bad job does not take down those it shares the transaction with.
void Lane::perform(Connection& connection, Batch& batch) {
    const auto finish = [](Job& job, StoreError why) {
        if (job.done) job.done(make_error_code(why));
    };
    if (out_of_patience()) {
        for (Job& each : batch) finish(each, StoreError::stopped);
        return;
    }
    if (kind_ == Kind::reading && batch.front().abandoned && *batch.front().abandoned) return;
    const bool together = commit(connection, batch);
    for (Job& each : batch) {
        const bool done = together || (batch.size() > 1 && commit(connection, {&each, 1}));
        if (done && each.done) each.done({});
        if (!done) finish(each, StoreError::failed);
    }
}

bool Lane::commit(Connection& connection, std::span<Job> jobs) {
    const bool power =
        std::ranges::any_of(jobs, [](const Job& job) { return job.durability == Durability::power; });
    try {
        if (kind_ == Kind::writing) connection.begin(power ? Durability::power : Durability::process);
        for (Job& each : jobs) each.work(connection);
        if (kind_ == Kind::writing) connection.commit();
        heard(true, "");
        return true;
    } catch (const Failure& failure) { heard(false, failure.what()); } catch (const std::exception&) {
        heard(false, "a fault of the service's own");
    }
    if (kind_ == Kind::writing) connection.rollback();
    return false;
}

/// Says only changes: a database that is down would fill the log.
void Lane::heard(bool well, const char* why) {
    if (healthy_.exchange(well) == well) return;
    log::event(well ? std::string("the store works again") : std::string("the store does not work: ") + why);
}

void Lane::stop(std::chrono::milliseconds patience) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_) give_up_ = std::chrono::steady_clock::now() + patience;
        stopping_ = true;
        gathered_.cancel();
    }
    threads_.join();
}

}  // namespace iim::service::store
