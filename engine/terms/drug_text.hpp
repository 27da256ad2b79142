#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <boost/container/static_vector.hpp>

namespace iim::engine {

/// A short text as words, one way of writing for all: small letters without accents, numbers apart from
/// their units ("20mg"), "/" for every sign between two substances, no hyphens, brackets or dots ("p.o.").
class DrugText {
public:
    explicit DrugText(std::string_view text) noexcept;
    DrugText(const DrugText&) = delete;
    DrugText& operator=(const DrugText&) = delete;

    /// 0 for a text that is too long to be a name.
    std::size_t size() const noexcept { return words_.size(); }
    std::string_view operator[](std::size_t word) const noexcept { return words(word, word + 1); }
    /// Some words in a row, one blank between two.
    std::string_view words(std::size_t first, std::size_t end) const noexcept;

private:
    enum class Sort : unsigned char { blank, letter, digit, sign };
    struct Word {
        unsigned short begin = 0, end = 0;
    };
    void take(std::string_view text) noexcept;
    void take_ascii(char before, char c, char after) noexcept;
    std::size_t take_other(std::string_view rest) noexcept;
    void put(char c, Sort sort) noexcept;
    void letters(std::string_view text) noexcept;

    std::array<char, 256> buffer_{};
    std::size_t length_ = 0;
    boost::container::static_vector<Word, 40> words_;
    Sort last_ = Sort::blank;
    bool full_ = false;
};

}  // namespace iim::engine
