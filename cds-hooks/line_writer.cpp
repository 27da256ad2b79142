#include "cds-hooks/line_writer.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace iim::service {
namespace {

constexpr std::chrono::milliseconds soon{50};  // what may lie between two calls of a busy service
constexpr int patience_ms = 1000;              // with a reader who lets a pipe run full

bool wait_until_writable(int file) {
    pollfd wanted{file, POLLOUT, 0};
    return ::poll(&wanted, 1, patience_ms) > 0;
}

/// Gives up on a file that cannot be written to: the service goes on without its log.
void write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count > 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EAGAIN ? !wait_until_writable(file) : errno != EINTR)
            return;
    }
}

}  // namespace

LineWriter::LineWriter(int file) : file_(file), thread_([this] { run(); }) {}

LineWriter::~LineWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void LineWriter::add(std::string_view line, When when) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() + line.size() >= most_waiting) {
            ++lost_;
            return;
        }
        hurry_ = hurry_ || when == When::now || waiting_.size() > most_waiting / 2;
        wake = waiting_.empty() || hurry_;
        waiting_.append(line).push_back('\n');
    }
    if (wake) changed_.notify_one();
}

std::size_t LineWriter::take_lost() {
    const std::lock_guard lock(mutex_);
    return std::exchange(lost_, 0);
}

void LineWriter::run() {
    std::string batch;
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return !waiting_.empty() || stopping_; });
        if (waiting_.empty()) return;
        changed_.wait_for(lock, soon, [this] { return hurry_ || stopping_; });
        hurry_ = false;
        batch.clear();
        batch.swap(waiting_);
        lock.unlock();
        write_all(file_, batch);
        lock.lock();
    }
}

}  // namespace iim::service
