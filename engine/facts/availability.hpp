#pragma once

#include "engine/facts/facts.hpp"
#include "fhir/json.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace iim::engine {

/// The kinds of data that a prefetch query asks for.
enum class Kind : std::size_t {
    patient,
    conditions,
    medications,
    statements,
    observations,
    allergies,
    immunizations,
    procedures,
    requests,
    administrations,
};
inline constexpr std::size_t kind_count = 10;

/// What a resource of this type answers; nothing for types that no rule asks for.
std::optional<Kind> kind_of_type(std::string_view resource_type) noexcept;

/// What a prefetch key asks for: our own keys and a closed list of usual names. Sites name keys themselves
/// (checklist 17.3); an unknown name is no answer about what is *not* there.
std::optional<Kind> kind_of_key(std::string_view key) noexcept;

/// Whether a key as a client wrote it is `name`, which is in lower case: '-', '_', spaces and Epic's "-user"
/// at the end do not count.
bool is_key(std::string_view key, std::string_view name) noexcept;

/// "medication statements and allergies": what Sources::cut holds; empty when every question was answered.
std::string names_of_cut(const Sources& sources);

/// Keeps book of which sources answered (RULES 2.1, checklist PFD-1 … PFD-7).
class SourceBook {
public:
    /// One prefetch key and its value, before its resources are read.
    void open(std::string_view key, fhir::Json value) { open(kind_of_key(key), value); }
    /// The same where a site has its own names for keys (prefetch_keys.hpp).
    void open(std::optional<Kind> asked, fhir::Json value);
    /// A resource of this patient that stood under the key opened last.
    void row(Kind kind) noexcept;
    /// A resource that was left out because it is another patient's.
    void foreign_row() noexcept { foreign_ = true; }
    /// An OperationOutcome inside a Bundle.
    void outcome(fhir::Json operation_outcome) noexcept;
    /// Something that is no resource where one should stand: what it meant to say is lost.
    void unreadable_row() noexcept { error_ = true; }
    /// The pages that follow the value given to open() have been read too: all, or as many as there was time
    /// for.
    void pages_followed(bool to_the_end) noexcept { more_ = !to_the_end; }
    /// Call when all resources under the key have been read.
    void close() noexcept;

    Sources sources() const noexcept;

private:
    struct State {
        bool rows = false;        ///< under a key that asks for this kind
        bool stray_rows = false;  ///< under another key: found, but nobody said that it is all
        bool empty = false;
        bool failed = false;
        bool refused = false;  ///< failed with an error, not only left unanswered
        bool more = false;     ///< pages or warnings
    };
    State& at(Kind kind) noexcept { return states_[static_cast<std::size_t>(kind)]; }
    void settle(State& state) const noexcept;
    Availability of(Kind kind) const noexcept;
    Availability medication_list() const noexcept;
    bool failed(Kind kind) const noexcept { return states_[static_cast<std::size_t>(kind)].failed; }
    bool is_cut(Kind kind) const noexcept;

    std::array<State, kind_count> states_{};
    std::optional<Kind> asked_;
    std::array<bool, kind_count> seen_{};
    bool is_answer_ = false, more_ = false, warned_ = false, left_out_ = false, error_ = false,
         foreign_ = false;
};

}  // namespace iim::engine
