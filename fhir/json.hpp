#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

namespace iim::fhir {

/// A read-only view of one JSON value, one pointer wide. A missing member, a JSON null and a wrong type
/// are the same empty view, so paths chain: `patient["name"].at(0)["family"].string()`.
/// Valid until its Document parses again or dies.
class Json {
public:
    Json() noexcept = default;
    explicit Json(const void* rapidjson_value) noexcept : value_(rapidjson_value) {}

    /// The member of an object; the first one if the name stands twice. Linear in the object's size.
    Json operator[](std::string_view member) const noexcept;
    Json operator[](const char* member) const noexcept { return (*this)[std::string_view(member)]; }
    /// The element of an array.
    Json at(std::size_t index) const noexcept;
    /// The value itself when it is no array, else the first element: FHIR versions differ in cardinality.
    Json first() const noexcept;

    explicit operator bool() const noexcept { return value_ != nullptr; }
    bool is(std::string_view text) const noexcept { return string() == text; }
    bool is_object() const noexcept;
    bool is_array() const noexcept;
    std::optional<std::string_view> string() const noexcept;
    std::string_view text() const noexcept { return string().value_or(std::string_view{}); }
    std::optional<double> number() const noexcept;
    std::optional<bool> boolean() const noexcept;
    /// Elements of an array; 0 for anything else.
    std::size_t size() const noexcept;

    struct Member;
    /// Members of an object in their order; 0 and {} for anything else.
    std::size_t member_count() const noexcept;
    Member member(std::size_t index) const noexcept;
    /// The name of the first member that stands twice in this object, if any.
    std::optional<std::string_view> duplicate_member() const noexcept;
    /// The same of this value and all that is in it. Readers differ in which of the two they take, so what
    /// one reads another may read otherwise (JSN-8). Linear, but a tenth of what parsing costs.
    std::optional<std::string_view> duplicate_within() const noexcept;

    struct Iterator;
    Iterator begin() const noexcept;
    Iterator end() const noexcept;

    /// Identity of the value in its Document, for maps from a resource to what was read of it.
    const void* identity() const noexcept { return value_; }

private:
    const void* value_ = nullptr;  // rapidjson::Value, or null for "missing or JSON null"
};

struct Json::Member {
    std::string_view name;
    Json value;
};

struct Json::Iterator {
    using value_type = Json;
    using difference_type = std::ptrdiff_t;
    Json array;
    std::size_t index = 0;
    Json operator*() const noexcept { return array.at(index); }
    Iterator& operator++() noexcept {
        ++index;
        return *this;
    }
    Iterator operator++(int) noexcept {
        auto old = *this;
        ++index;
        return old;
    }
    bool operator==(const Iterator& other) const noexcept { return index == other.index; }
};

inline Json::Iterator Json::begin() const noexcept {
    return {*this, 0};
}
inline Json::Iterator Json::end() const noexcept {
    return {*this, size()};
}

enum class JsonError { embedded_nul = 1, syntax, too_deep, bad_utf8, too_large };
boost::system::error_code make_error_code(JsonError) noexcept;

/// Owns the bytes of one request and the tree parsed in place from them. One per connection, reused:
/// in the steady state a parse does not grow memory. All views die at the next parse. One thread at a time.
class Document {
public:
    Document();
    ~Document();
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;

    /// Spare bytes that `parse` wants behind the body; a caller that reserves them saves a copy.
    static constexpr std::size_t padding = 8;

    /// Takes the body and parses it. Refused: NUL bytes, bytes that are not UTF-8, nesting deeper than
    /// `max_depth` (256 at most), numbers beyond a double, anything but one JSON value.
    /// Parsing destroys the body's bytes. Those of the root object's member `keep`, when it is an object or a
    /// list of at most `kept_most` bytes, can be had from kept() afterwards.
    boost::system::result<Json> parse(std::string body, unsigned max_depth = 64, std::string_view keep = {});
    static constexpr std::size_t kept_most = std::size_t{128} << 10;

    /// The bytes that the last parse was asked to keep; empty when there were none. Valid until the next one.
    std::string_view kept() const noexcept;

    /// Where the last parse failed: byte offset from the start of the body.
    std::size_t error_offset() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::fhir

template <>
struct boost::system::is_error_code_enum<iim::fhir::JsonError> : std::true_type {};
