#include "cds-hooks/auth/replay_memory.hpp"

#include <cstring>
#include <new>
#include <string>

#include <openssl/evp.h>

namespace iim::service::auth {

ReplayMemory::Mark ReplayMemory::mark_of(std::string_view issuer, std::string_view jti) {
    std::string pair(issuer);
    pair += '\0';  // stands in neither
    pair += jti;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    if (EVP_Digest(pair.data(), pair.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc();
    Mark mark{};
    std::memcpy(mark.data(), digest.data(), sizeof(mark));
    return mark;
}

void ReplayMemory::forget_expired(Instant now) {
    while (!by_end_.empty() && by_end_.begin()->first < now) {
        for (const Mark& mark : by_end_.begin()->second) used_.erase(mark);
        by_end_.erase(by_end_.begin());
    }
}

ReplayMemory::Use ReplayMemory::use(
    std::string_view issuer, std::string_view jti, Instant expires, Instant now
) {
    const Mark mark = mark_of(issuer, jti);
    const std::lock_guard lock(mutex_);
    forget_expired(now);
    if (used_.contains(mark)) return Use::again;
    if (used_.size() >= most_) return Use::no_room;
    by_end_[expires].push_back(mark);
    used_.insert(mark);
    return Use::first;
}

std::size_t ReplayMemory::size() const {
    const std::lock_guard lock(mutex_);
    return used_.size();
}

}  // namespace iim::service::auth
