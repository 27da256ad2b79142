#pragma once

#include "cds-hooks/store/connection.hpp"
#include "cds-hooks/store/store_error.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/result.hpp>

namespace iim::service::store {

/// Work for a database, done in turn by threads of its own, one for each connection. A writing lane has one
/// connection and puts the jobs that wait into one transaction (group commit): a slow disk is paid once.
/// Jobs that may wait are gathered until `gathering` after the last ones, so that a busy service pays once
/// for many; after a pause they do not wait. Thread-safe.
class Lane {
public:
    struct Job {
        std::function<void(Connection&)> work;
        std::function<void(boost::system::error_code)>
            done;  ///< called once, on the lane's thread; may be empty
        Durability durability = Durability::process;
        bool may_wait = false;  ///< nobody waits for its result
        /// Set when nobody waits for the result any more; a reading lane then leaves the work out.
        std::shared_ptr<const std::atomic<bool>> abandoned;
    };
    enum class Kind { reading, writing };
    static constexpr std::chrono::milliseconds gathering{20};

    Lane(Kind kind, std::vector<std::unique_ptr<Connection>> connections, std::size_t room);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// Nothing when the job is in; else why not.
    boost::system::error_code submit(Job job);

    struct Limits {
        Durability durability = Durability::process;
        std::chrono::milliseconds wait{0};
    };
    /// Has `work` done and comes back on the caller's executor, at the latest after `limits.wait`; the work
    /// may then still be done. The caller's executor runs one thing at a time and outlives the lane's stop().
    template <class T>
    boost::asio::awaitable<boost::system::result<T>> ask(std::function<T(Connection&)> work, Limits limits);

    /// The last job was done, and in time.
    bool healthy() const noexcept { return healthy_; }
    std::size_t waiting() const;
    /// Does what waits, for at most this long; the rest ends with StoreError::stopped.
    void stop(std::chrono::milliseconds patience);

private:
    using Batch = std::vector<Job>;

    template <class T>
    struct Pending;

    void serve();
    void serve_later();
    Batch take();
    void perform(Connection& connection, Batch& batch);
    bool commit(Connection& connection, std::span<Job> jobs);
    void heard(bool well, const char* why);
    bool out_of_patience() const;

    const Kind kind_;
    const std::size_t room_, most_threads_;
    mutable std::mutex mutex_;
    std::deque<Job> queue_;                            // of mutex_
    std::vector<std::unique_ptr<Connection>> idle_;    // of mutex_
    bool stopping_ = false;                            // of mutex_
    bool gathering_ = false;                           // of mutex_
    std::chrono::steady_clock::time_point served_{};   // of mutex_
    std::chrono::steady_clock::time_point give_up_{};  // of mutex_
    std::atomic<bool> healthy_{true};
    boost::asio::thread_pool threads_;
    boost::asio::steady_timer gathered_{threads_};  // of mutex_; dies before the pool
};

/// What the caller and the lane share until the answer is there or too late. `value` is the lane's until
/// `finished`, all else is the caller's thread's. It may outlive the caller, so it holds nothing of the
/// caller's loop: the timer is a local of the caller and is known here only while the caller waits.
template <class T>
struct Lane::Pending {
    boost::asio::steady_timer* bell = nullptr;
    T value{};
    boost::system::error_code error;
    bool finished = false;
    std::shared_ptr<std::atomic<bool>> abandoned = std::make_shared<std::atomic<bool>>(false);
};

template <class T>
boost::asio::awaitable<boost::system::result<T>> Lane::ask(
    std::function<T(Connection&)> work, Limits limits
) {
    namespace asio = boost::asio;
    const auto home = co_await asio::this_coro::executor;
    auto pending = std::make_shared<Pending<T>>();
    asio::steady_timer bell(home, limits.wait);
    struct Hung {
        Pending<T>& on;
        ~Hung() { on.bell = nullptr; }
    };
    const Hung hung{*pending};
    pending->bell = &bell;
    Job job;
    job.durability = limits.durability;
    job.abandoned = pending->abandoned;
    job.work = [pending, work = std::move(work)](Connection& connection) {
        pending->value = work(connection);
    };
    job.done = [pending, home](boost::system::error_code error) {
        asio::post(home, [pending, error] {
            pending->finished = true;
            pending->error = error;
            if (pending->bell) pending->bell->cancel();
        });
    };
    if (const auto refused = submit(std::move(job))) co_return refused;
    boost::system::error_code rung;
    auto until_rung = asio::redirect_error(asio::use_awaitable, rung);
    if (!pending->finished) co_await bell.async_wait(until_rung);
    if (!pending->finished) {
        *pending->abandoned = true;
        heard(false, "it did not answer in time");
        co_return make_error_code(StoreError::late);
    }
    if (pending->error) co_return pending->error;
    co_return std::move(pending->value);
}

}  // namespace iim::service::store
