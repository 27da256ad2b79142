#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

/// Rows of RFC 4180 text. Fields are views into the text, or into `unescaped` where a doubled quote had to be
/// undone; both must outlive them. The first row, the header, is read by the constructor.
class CsvReader {
public:
    /// `name` is the file as error messages call it.
    CsvReader(std::string_view name, std::string_view text, std::deque<std::string>& unescaped);

    /// The next row, of as many fields as the header; blank lines are passed over; false at the end. Throws
    /// std::runtime_error.
    bool next();
    /// A field of the current row by the name of its column; throws when there is no such column.
    std::string_view operator[](std::string_view column) const;
    bool has(std::string_view column) const noexcept;
    /// A field of the current row, or nothing when there is no such column.
    std::string_view optional(std::string_view column) const {
        return has(column) ? (*this)[column] : std::string_view();
    }
    /// The line on which the current row starts.
    int line() const noexcept { return line_; }
    std::span<const std::string_view> header() const noexcept { return header_; }
    /// Throws std::runtime_error "<file> line <n>, column <m> (<name>): <why>".
    [[noreturn]] void fail_at(std::string_view column, std::string_view why) const;
    /// Throws std::runtime_error "<file> line <n>: <why>".
    [[noreturn]] void fail(std::string_view why) const;

private:
    bool read_row();
    std::string_view quoted();
    std::string_view plain();

    std::string_view name_, rest_;
    std::deque<std::string>* unescaped_;
    std::vector<std::string_view> header_, fields_;
    int line_ = 0;       ///< where the current row starts
    int next_line_ = 1;  ///< where the next one starts
};

}  // namespace iim::engine
