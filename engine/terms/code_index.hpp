#pragma once

#include "engine/terms/systems.hpp"
#include "engine/terms/terms.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace iim::engine {

/// From a code to its meanings: open addressing, filled once, then read by all threads.
class CodeIndex {
public:
    struct Row {
        CodeKey key;
        Meaning meaning;
        bool prefix = false;  ///< stands for every code that begins with it
    };
    /// Repeated meanings of a code are kept once.
    explicit CodeIndex(std::vector<Row> rows);

    std::span<const Meaning> exact(const CodeKey& key) const noexcept;
    /// The meanings of the longest prefix row above `key`.
    std::span<const Meaning> above(CodeKey key) const noexcept;

private:
    /// Holds its code itself: a look-up is one place in memory, cold most of the time.
    struct Slot {
        CodeKey key{{}, {}};  ///< without text: free
        std::uint32_t first = 0;
        std::uint16_t count = 0;
        bool prefix = false;
    };
    const Slot* find(const CodeKey& key) const noexcept;
    std::size_t home(const CodeKey& key) const noexcept;

    std::vector<Meaning> meanings_;
    std::vector<Slot> slots_;
};

}  // namespace iim::engine
