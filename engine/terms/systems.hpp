#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace iim::engine {

using SystemId = std::uint8_t;

/// A code system whatever its URI looks like in a record; id 0 is none.
struct System {
    SystemId id = 0;
    bool icd = false;
    explicit operator bool() const noexcept { return id != 0; }
};

/// The code systems of the tables with the other URIs under which the same codes travel.
class Systems {
public:
    Systems();
    System find(std::string_view uri) const noexcept;
    /// Nothing new when the system is known.
    void add(std::string_view uri);
    /// `uri` holds the codes of the known system `same_as`.
    void add_alias(std::string_view uri, System same_as) { entries_.push_back({uri, same_as}); }
    /// No more systems can be told apart.
    bool full() const noexcept { return last_ >= 250; }

private:
    struct Entry {
        std::string_view uri;
        System system;
    };
    std::vector<Entry> entries_;
    SystemId last_ = 0;
};

/// A code as the tables spell it: ICD without its dot and the marks + * ! behind it, upper case where the
/// system has no lower case, CVX with two digits. Lives on the stack.
class CodeKey {
public:
    CodeKey(System system, std::string_view code) noexcept;
    System system() const noexcept { return system_; }
    /// Empty when `code` cannot be a code of any table.
    std::string_view text() const noexcept { return {text_, size_}; }
    void shorten() noexcept { --size_; }

private:
    System system_;
    std::uint8_t size_ = 0;
    char text_[29];  // with what stands above: half a cache line
};

}  // namespace iim::engine
