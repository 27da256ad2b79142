#pragma once

#include "fhir/dosage.hpp"

#include <string_view>

namespace iim::fhir {

/// Reads the closed grammar of RULES 2.5 step 7 one instruction ("… then …") at a time, without allocating.
/// Until `finished()` is true after the last `next()`, nothing read may be used: the whole text must match.
class DosageText {
public:
    explicit DosageText(std::string_view text) noexcept;
    /// The next instruction; false at the end of the text or at the first word outside the grammar.
    bool next(TextInstruction& out) noexcept;
    bool finished() const noexcept { return finished_; }

private:
    std::string_view peek() const noexcept { return word_; }
    bool accept(std::string_view word) noexcept;
    void advance() noexcept;
    bool amount(TextInstruction& out) noexcept;
    bool strength(TextInstruction& out) noexcept;
    bool route(TextInstruction& out) noexcept;
    bool frequency(TextInstruction& out) noexcept;
    bool once(TextInstruction& out) noexcept;
    bool every(TextInstruction& out) noexcept;
    bool weekly(TextInstruction& out) noexcept;
    bool weekday(TextInstruction& out) noexcept;
    bool weekdays(TextInstruction& out) noexcept;
    bool length(TextInstruction& out) noexcept;

    std::string_view rest_;
    std::string_view word_;  // the word under the cursor; empty at the end
    bool finished_ = false;
};

/// The frequency of a text that matches the grammar as a whole, when all its parts have the same class.
std::optional<Frequency> text_frequency(std::string_view text) noexcept;

}  // namespace iim::fhir
