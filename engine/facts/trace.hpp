#pragma once

#include "engine/terms/terms.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

enum class Truth;

/// What one rule asked on its way to a decision, for `iim-cds explain`. The conditions are written down by
/// the code that decides on them, the questions by the record that answers them: nothing here is a second
/// copy of a rule. Without a Trace both cost one comparison with null.
class Trace {
public:
    explicit Trace(const Terms& terms) : terms_(&terms) {}

    struct Line {
        bool condition = false;  ///< else a question to the record
        std::string words;
        Truth truth{};       ///< of a condition
        std::string answer;  ///< to a question
    };

    void condition(std::string_view words, Truth truth);
    /// A question about some concepts. The same question with the same answer is written once.
    void asked(std::string_view what, ConceptGroup about, std::string answer);
    void asked(std::string what, std::string answer);

    const std::vector<Line>& lines() const noexcept { return lines_; }
    const Terms& terms() const noexcept { return *terms_; }

private:
    const Terms* terms_;
    std::vector<Line> lines_;
};

}  // namespace iim::engine
