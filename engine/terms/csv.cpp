#include "engine/terms/csv.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace iim::engine {

CsvReader::CsvReader(std::string_view name, std::string_view text, std::deque<std::string>& unescaped)
    : name_(name), rest_(text), unescaped_(&unescaped) {
    if (read_row()) header_ = fields_;
}

bool CsvReader::next() {
    do {
        if (!read_row()) return false;
    } while (fields_.size() == 1 && fields_.front().empty() && header_.size() > 1);
    if (fields_.size() != header_.size())
        fail(fmt::format("{} fields, the header has {}", fields_.size(), header_.size()));
    return true;
}

std::string_view CsvReader::operator[](std::string_view column) const {
    const auto found = std::ranges::find(header_, column);
    if (found == header_.end()) fail(fmt::format("no column \"{}\"", column));
    return fields_[static_cast<std::size_t>(found - header_.begin())];
}

bool CsvReader::has(std::string_view column) const noexcept {
    return std::ranges::find(header_, column) != header_.end();
}

void CsvReader::fail_at(std::string_view column, std::string_view why) const {
    const auto found = std::ranges::find(header_, column);
    throw std::runtime_error(
        fmt::format("{} line {}, column {} ({}): {}", name_, line_, found - header_.begin() + 1, column, why)
    );
}

void CsvReader::fail(std::string_view why) const {
    throw std::runtime_error(fmt::format("{} line {}: {}", name_, line_, why));
}

bool CsvReader::read_row() {
    fields_.clear();
    line_ = next_line_;
    if (rest_.empty()) return false;
    while (true) {
        fields_.push_back(rest_.starts_with('"') ? quoted() : plain());
        if (!rest_.starts_with(',')) break;
        rest_.remove_prefix(1);
    }
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    if (!rest_.empty() && rest_.front() != '\n') fail("text after a closing quote");
    if (!rest_.empty()) rest_.remove_prefix(1);
    ++next_line_;
    return true;
}

std::string_view CsvReader::plain() {
    const auto field = rest_.substr(0, rest_.find_first_of(",\r\n"));
    rest_.remove_prefix(field.size());
    return field;
}

std::string_view CsvReader::quoted() {
    rest_.remove_prefix(1);
    std::size_t end = rest_.find('"');
    bool doubled = false;
    while (end != rest_.npos && rest_.substr(end + 1).starts_with('"')) {
        doubled = true;
        end = rest_.find('"', end + 2);
    }
    if (end == rest_.npos) fail("a quote is not closed");
    const auto field = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    next_line_ += static_cast<int>(std::ranges::count(field, '\n'));
    if (!doubled) return field;

    std::string& text = unescaped_->emplace_back();
    for (std::size_t at = 0; at < field.size(); ++at) {
        text += field[at];
        if (field[at] == '"') ++at;
    }
    return text;
}

}  // namespace iim::engine
