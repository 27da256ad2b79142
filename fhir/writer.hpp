#pragma once

#include "fhir/json.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace iim::fhir {

/// Writes one JSON document, member by member. Members with no value are the caller's to leave out.
/// Numbers are written in their shortest decimal form that reads back the same.
class Writer {
public:
    Writer();
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);
    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(bool yes);
    Writer& value(double number);
    Writer& value(int number);
    /// A parsed value, written as it was read.
    Writer& value(Json parsed);
    /// A finished JSON object, array or scalar, taken over byte by byte and not checked.
    Writer& raw(std::string_view json);

    template <class T>
    Writer& member(std::string_view name, const T& v) {
        key(name);
        return value(v);
    }
    /// `"name": "text"`, or nothing when the text is empty: JSN-2 forbids empty strings.
    Writer& optional(std::string_view name, std::string_view text);

    /// The finished document; the writer starts afresh.
    std::string take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace iim::fhir
