#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace iim::fhir {

/// One buffer that outlives its users, one user at a time: RapidJSON's allocator for the parse stack, which
/// would otherwise be grown anew for every document. The names of its members are RapidJSON's.
class KeptBuffer {
public:
    static const bool kNeedFree = false;  // NOLINT(readability-identifier-naming)

    KeptBuffer() noexcept = default;
    KeptBuffer(const KeptBuffer&) = delete;
    KeptBuffer& operator=(const KeptBuffer&) = delete;
    ~KeptBuffer() { drop(); }

    // NOLINTBEGIN(readability-identifier-naming, cppcoreguidelines-no-malloc)
    void* Malloc(std::size_t size) { return Realloc(nullptr, 0, size); }
    void* Realloc(void* /*old*/, std::size_t /*old_size*/, std::size_t size) {
        if (size <= capacity_) return buffer_;
        void* const grown = std::realloc(buffer_, size);
        if (!grown) throw std::bad_alloc();
        buffer_ = grown;
        capacity_ = size;
        return buffer_;
    }
    static void Free(void* /*kept*/) noexcept {}
    // NOLINTEND(readability-identifier-naming, cppcoreguidelines-no-malloc)

    /// Gives the memory back after an unusually large document.
    void trim(std::size_t most) noexcept {
        if (capacity_ > most) drop();
    }

private:
    void drop() noexcept {
        std::free(buffer_);  // NOLINT(cppcoreguidelines-no-malloc)
        buffer_ = nullptr;
        capacity_ = 0;
    }
    void* buffer_ = nullptr;
    std::size_t capacity_ = 0;
};

}  // namespace iim::fhir
