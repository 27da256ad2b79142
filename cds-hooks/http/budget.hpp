#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace iim::service::http {

/// Bytes that all connections together may hold in request bodies. Without it every connection could hold a
/// body of the largest size at once. For all threads.
class Budget {
public:
    explicit Budget(std::uint64_t most) noexcept : most_(most) {}

    /// Bytes taken from a budget; its end gives them back.
    class Share {
    public:
        Share(Share&& other) noexcept : from_(std::exchange(other.from_, nullptr)), bytes_(other.bytes_) {}
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        Share& operator=(Share&&) = delete;
        ~Share() {
            if (from_) from_->used_ -= bytes_;
        }

    private:
        friend Budget;
        Share(Budget& from, std::uint64_t bytes) noexcept : from_(&from), bytes_(bytes) {}
        Budget* from_;
        std::uint64_t bytes_;
    };

    /// Nothing when that many are not left.
    std::optional<Share> take(std::uint64_t bytes) noexcept {
        const std::uint64_t before = used_.fetch_add(bytes);
        Share share(*this, bytes);
        if (bytes > most_ || before > most_ - bytes) return {};
        return share;
    }

private:
    const std::uint64_t most_;
    std::atomic<std::uint64_t> used_{0};
};

}  // namespace iim::service::http
