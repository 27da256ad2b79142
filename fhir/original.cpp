#include "fhir/original.hpp"

#include <algorithm>

namespace iim::fhir {
namespace {

constexpr std::string_view space = " \t\r\n";

/// Walks over text that a parser has accepted: it need not look for faults, only never run past the end.
class Slices {
public:
    explicit Slices(std::string_view text) : text_(text) {}

    void skip_space() { at_ = std::min(text_.find_first_not_of(space, at_), text_.size()); }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    /// Steps over `c` and the space around it; false when something else stands here.
    bool take(char c) {
        skip_space();
        if (peek() != c) return false;
        ++at_;
        skip_space();
        return true;
    }
    std::string_view value() {
        skip_space();
        const std::size_t from = at_;
        if (peek() == '"')
            skip_string();
        else if (peek() == '{' || peek() == '[')
            skip_nested();
        else
            at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
        return text_.substr(from, at_ - from);
    }

private:
    void skip_string() {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\') ++at_;
        at_ = std::min(at_ + 1, text_.size());
    }
    void skip_nested() {
        std::size_t depth = 0;
        do {
            const char c = peek();
            if (c == '"') {
                skip_string();
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            ++at_;
        } while (depth > 0 && at_ < text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Original in_value(const Original& value, const void* identity);

Original in_list(const Original& list, const void* identity) {
    for (const Original& each : list.elements())
        if (const Original found = in_value(each, identity); !found.text.empty()) return found;
    return {};
}

/// A resource, an entry that holds one, a Bundle or a list.
Original in_value(const Original& value, const void* identity) {
    if (value.value.identity() == identity) return value;
    if (value.value.is_array()) return in_list(value, identity);
    if (value.value["entry"]) return in_list(value["entry"], identity);
    if (value.value["resource"].identity() == identity) return value["resource"];
    return {};
}

}  // namespace

std::vector<Original::Member> Original::members() const {
    std::vector<Member> all;
    Slices slices(text);
    if (text.empty() || !value.is_object() || !slices.take('{')) return all;
    all.reserve(value.member_count());
    for (std::size_t at = 0; at < value.member_count(); ++at) {
        const std::string_view key = slices.value();
        if (!slices.take(':')) return {};
        const auto [name, parsed] = value.member(at);
        all.push_back({name, key, {parsed, slices.value()}});
        slices.take(',');
    }
    return all;
}

std::vector<Original> Original::elements() const {
    std::vector<Original> all;
    Slices slices(text);
    if (text.empty() || !value.is_array() || !slices.take('[')) return all;
    all.reserve(value.size());
    for (const Json one : value) {
        all.push_back({one, slices.value()});
        slices.take(',');
    }
    return all;
}

Original Original::operator[](std::string_view name) const {
    for (const Member& each : members())
        if (each.name == name) return each.value;
    return {};
}

Original find_resource(const Original& context, const void* identity) {
    if (!identity) return {};
    for (const Original::Member& each : context.members())
        if (const Original found = in_value(each.value, identity); !found.text.empty()) return found;
    return {};
}

}  // namespace iim::fhir
