#include "cards/card.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <unistd.h>

namespace iim::cards {
namespace {

/// The entropy of sixteen uuids at a time: one call of the system instead of sixteen. One thread.
class Entropy {
public:
    void take(boost::uuids::uuid& into) {
        if (used_ == bytes_.size()) refill();
        std::copy_n(bytes_.data() + used_, into.size(), into.begin());
        used_ += into.size();
    }

private:
    void refill() {
        if (::getentropy(bytes_.data(), bytes_.size()) != 0)
            throw std::runtime_error("the operating system gives no random numbers");
        used_ = 0;
    }
    std::array<std::uint8_t, 256> bytes_{};  // as many as the call gives at once
    std::size_t used_ = bytes_.size();
};

}  // namespace

std::string random_uuid() {
    thread_local Entropy entropy;
    boost::uuids::uuid made{};
    entropy.take(made);
    made.data[6] = static_cast<std::uint8_t>((made.data[6] & 0x0F) | 0x40);  // RFC 9562: version 4,
    made.data[8] = static_cast<std::uint8_t>((made.data[8] & 0x3F) | 0x80);  // the variant of that RFC
    return boost::uuids::to_string(made);
}

}  // namespace iim::cards
