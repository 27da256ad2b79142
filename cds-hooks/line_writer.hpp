#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace iim::service {

/// Writes lines to a file descriptor from a thread of its own, many at once: a line costs its caller a copy,
/// and the system one call a moment instead of several a line. What is written late is never written twice.
class LineWriter {
public:
    explicit LineWriter(int file);
    /// Writes what is left.
    ~LineWriter();
    LineWriter(const LineWriter&) = delete;
    LineWriter& operator=(const LineWriter&) = delete;

    enum class When { soon, now };
    /// `line` ends without a line end. When the file is so slow that `most_waiting` bytes wait, the line is
    /// lost and counted: a slow disk must not slow a prescription.
    void add(std::string_view line, When when);
    /// How many lines were lost since this was last asked.
    std::size_t take_lost();

    static constexpr std::size_t most_waiting = std::size_t{1} << 20;

private:
    void run();

    const int file_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;  ///< under mutex_, like all below
    std::size_t lost_ = 0;
    bool hurry_ = false;
    bool stopping_ = false;
    std::thread thread_;  ///< last: it uses all others
};

}  // namespace iim::service
