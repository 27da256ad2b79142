#include "cds-hooks/store/lane.hpp"
#include "tests/support/await.hpp"

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace iim::service::store;
using iim::tests::await;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// A database that writes down what it is asked for.
struct Record {
    std::mutex mutex;
    std::vector<std::string> calls;
    std::atomic<bool> broken{false};

    void say(std::string what) {
        const std::lock_guard lock(mutex);
        calls.push_back(std::move(what));
    }
    std::vector<std::string> all() {
        const std::lock_guard lock(mutex);
        return calls;
    }
};

class Recording final : public Connection {
public:
    explicit Recording(Record& record) : record_(record) {}
    void begin(Durability durability) override {
        record_.say(durability == Durability::power ? "begin power" : "begin process");
    }
    void commit() override {
        if (record_.broken) throw Failure("the disk is full");
        record_.say("commit");
    }
    void rollback() noexcept override { record_.say("rollback"); }
    std::int64_t run(const char* sql, std::span<const Value>, const Take&) override {
        record_.say(sql);
        return 1;
    }

private:
    Record& record_;
};

std::vector<std::unique_ptr<Connection>> one(Record& record) {
    std::vector<std::unique_ptr<Connection>> list;
    list.push_back(std::make_unique<Recording>(record));
    return list;
}

/// Holds a lane's thread until it is opened.
class Gate {
public:
    Lane::Job job() {
        Lane::Job one;
        one.work = [this](Connection&) {
            entered_.set_value();
            open_.get_future().wait();
        };
        return one;
    }
    void wait_until_held() { entered_.get_future().wait(); }
    void open() { open_.set_value(); }

private:
    std::promise<void> entered_, open_;
};

/// A job that says its name to the database and its end to the test.
Lane::Job named(
    const char* name, std::vector<std::string>& ends, Durability durability = Durability::process
) {
    Lane::Job one;
    one.work = [name](Connection& connection) {
        if (std::string_view(name) == "bad") throw Failure("a bad value");
        connection.run(name, {});
    };
    one.done = [name, &ends](boost::system::error_code error) {
        ends.push_back(std::string(name) + (error ? " " + error.message() : " done"));
    };
    one.durability = durability;
    return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_lane)

BOOST_AUTO_TEST_CASE(what_waits_is_committed_together) {
    Record record;
    std::vector<std::string> ends;
    Lane lane(Lane::Kind::writing, one(record), 10);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    for (const char* const each : {"a", "b", "c"}) lane.submit(named(each, ends));
    BOOST_TEST(lane.waiting() == 3U);
    gate.open();
    lane.stop(milliseconds(5000));
    const std::vector<std::string> want{"begin process", "commit", "begin process", "a", "b", "c", "commit"};
    BOOST_TEST(record.all() == want, boost::test_tools::per_element());
    BOOST_TEST((ends == std::vector<std::string>{"a done", "b done", "c done"}));
}

BOOST_AUTO_TEST_CASE(the_most_durable_of_a_batch_decides) {
    Record record;
    std::vector<std::string> ends;
    Lane lane(Lane::Kind::writing, one(record), 10);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    lane.submit(named("a", ends));
    lane.submit(named("b", ends, Durability::power));
    gate.open();
    lane.stop(milliseconds(5000));
    const std::vector<std::string> want{"begin process", "commit", "begin power", "a", "b", "commit"};
    BOOST_TEST(record.all() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nobody_is_told_done_before_the_commit) {
    Record record;
    record.broken = true;
    std::vector<std::string> ends;
    Lane lane(Lane::Kind::writing, one(record), 10);
    lane.submit(named("a", ends));
    lane.stop(milliseconds(5000));
    BOOST_TEST((ends == std::vector<std::string>{"a the database refused or cannot be reached"}));
    BOOST_TEST(!lane.healthy());
    BOOST_TEST(record.all().back() == "rollback");
}

BOOST_AUTO_TEST_CASE(a_bad_job_takes_no_other_down) {
    Record record;
    std::vector<std::string> ends;
    Lane lane(Lane::Kind::writing, one(record), 10);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    for (const char* const each : {"a", "bad", "b"}) lane.submit(named(each, ends));
    gate.open();
    lane.stop(milliseconds(5000));
    const std::vector<std::string> want{"a done", "bad the database refused or cannot be reached", "b done"};
    BOOST_TEST(ends == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses) {
    Record record;
    std::vector<std::string> ends;
    Lane lane(Lane::Kind::writing, one(record), 2);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    BOOST_TEST(!lane.submit(named("a", ends)));
    BOOST_TEST(!lane.submit(named("b", ends)));
    BOOST_TEST((lane.submit(named("c", ends)) == StoreError::busy));
    gate.open();
    lane.stop(milliseconds(5000));
    BOOST_TEST(ends.size() == 2U);
    BOOST_TEST((lane.submit(named("d", ends)) == StoreError::stopped));
}

BOOST_AUTO_TEST_CASE(an_answer_comes_back_on_the_callers_thread) {
    Record record;
    Lane lane(Lane::Kind::reading, one(record), 10);
    std::thread::id worker;
    std::function<int(Connection&)> work = [&](Connection&) {
        worker = std::this_thread::get_id();
        return 42;
    };
    const auto got = await(lane.ask<int>(work, {Durability::process, milliseconds(5000)}));
    BOOST_TEST(got.value() == 42);
    BOOST_TEST((worker != std::this_thread::get_id()));
    BOOST_TEST(lane.healthy());
}

BOOST_AUTO_TEST_CASE(nobody_waits_longer_than_the_limit) {
    boost::asio::io_context loop(1);
    Record record;
    Lane lane(Lane::Kind::reading, one(record), 10);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    bool done = false;
    std::function<int(Connection&)> work = [&](Connection&) {
        done = true;
        return 1;
    };
    const auto began = steady_clock::now();
    const auto got = await(lane.ask<int>(work, {Durability::process, milliseconds(50)}), loop);
    const auto took = steady_clock::now() - began;
    BOOST_TEST((got.error() == StoreError::late));
    BOOST_TEST((took >= milliseconds(45)));
    BOOST_TEST((took < milliseconds(3000)));
    BOOST_TEST(!lane.healthy());
    gate.open();
    lane.stop(milliseconds(5000));
    BOOST_TEST(!done);  // nobody wants to know any more
}

BOOST_AUTO_TEST_CASE(what_was_to_be_written_is_written_late) {
    boost::asio::io_context loop(1);
    Record record;
    Lane lane(Lane::Kind::writing, one(record), 10);
    Gate gate;
    lane.submit(gate.job());
    gate.wait_until_held();
    std::function<int(Connection&)> work = [](Connection& connection) {
        return static_cast<int>(connection.run("late", {}));
    };
    const auto got = await(lane.ask<int>(work, {Durability::power, milliseconds(20)}), loop);
    BOOST_TEST((got.error() == StoreError::late));
    gate.open();
    lane.stop(milliseconds(5000));
    BOOST_TEST(record.all().at(3) == "late");
}

BOOST_AUTO_TEST_CASE(whoever_asks_after_the_end_is_told_so) {
    Record record;
    Lane lane(Lane::Kind::reading, one(record), 10);
    lane.stop(milliseconds(0));
    std::function<int(Connection&)> work = [](Connection&) { return 1; };
    const auto got = await(lane.ask<int>(work, {Durability::process, milliseconds(5000)}));
    BOOST_TEST((got.error() == StoreError::stopped));
}

BOOST_AUTO_TEST_CASE(many_threads_lose_nothing) {
    Record record;
    Lane lane(Lane::Kind::writing, one(record), 100'000);
    constexpr int each = 500;
    std::atomic<int> right{0};
    {
        std::vector<std::jthread> callers;
        for (int caller = 0; caller < 4; ++caller)
            callers.emplace_back([&] {
                for (int i = 0; i < each; ++i) {
                    std::function<int(Connection&)> work = [i](Connection&) { return i; };
                    const auto got = await(lane.ask<int>(work, {Durability::process, milliseconds(30'000)}));
                    right += got && *got == i ? 1 : 0;
                }
            });
    }
    BOOST_TEST(right == 4 * each);
    BOOST_TEST(lane.waiting() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
