#include "engine/coverage/statements.hpp"

#include "engine/coverage/embedded.hpp"
#include "engine/terms/csv.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <string>

namespace iim::engine {

namespace {

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!word.empty()) words.push_back(word);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return words;
}

struct Matrix {
    Matrix() {
        CsvReader row("statements.csv", embedded_statements(), unescaped);
        while (row.next())
            all.push_back({row["id"], row["statement"], row["status"], words_of(row["rules"]), row["where"]});
    }
    std::deque<std::string> unescaped;
    std::vector<Statement> all;
};

constexpr std::array<std::string_view, 7> extensions{"R06", "R07", "R18", "R50", "R51", "R52", "R60"};

}  // namespace

std::span<const Statement> statements() {
    static const Matrix matrix;
    return matrix.all;
}

std::span<const std::string_view> safety_extensions() noexcept {
    return extensions;
}

}  // namespace iim::engine
