#include "fhir/writer.hpp"

#include "fhir/rapidjson.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace iim::fhir {
namespace {

/// Plain decimals for sizes that people write, exponents beyond.
std::string_view decimal(double number, std::array<char, 64>& room) {
    const double size = std::abs(number);
    const bool plain = size == 0 || (size >= 1e-7 && size < 1e15);
    const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(room.data(), room.data() + room.size(), number, format).ptr;
    return {room.data(), static_cast<std::size_t>(end - room.data())};
}

/// RapidJSON takes no null pointer, not even for an empty text.
const char* bytes(std::string_view text) {
    return text.data() ? text.data() : "";
}

rapidjson::SizeType length(std::string_view text) {
    return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

struct Writer::State {
    rapidjson::StringBuffer text;
    rapidjson::Writer<rapidjson::StringBuffer> out{text};
};

Writer::Writer() : state_(std::make_unique<State>()) {}
Writer::~Writer() = default;

Writer& Writer::begin_object() {
    state_->out.StartObject();
    return *this;
}

Writer& Writer::end_object() {
    state_->out.EndObject();
    return *this;
}

Writer& Writer::begin_array() {
    state_->out.StartArray();
    return *this;
}

Writer& Writer::end_array() {
    state_->out.EndArray();
    return *this;
}

Writer& Writer::key(std::string_view name) {
    state_->out.Key(bytes(name), length(name));
    return *this;
}

Writer& Writer::value(std::string_view text) {
    state_->out.String(bytes(text), length(text));
    return *this;
}

Writer& Writer::value(bool yes) {
    state_->out.Bool(yes);
    return *this;
}

Writer& Writer::value(double number) {
    if (!std::isfinite(number)) throw std::invalid_argument("JSON has no infinite or undefined numbers");
    std::array<char, 64> room{};
    const std::string_view text = decimal(number, room);
    state_->out.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    return *this;
}

Writer& Writer::value(int number) {
    state_->out.Int(number);
    return *this;
}

Writer& Writer::value(Json parsed) {
    if (const void* const value = parsed.identity())
        static_cast<const tree::Value*>(value)->Accept(state_->out);
    else
        state_->out.Null();
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    if (json.empty()) throw std::invalid_argument("a JSON value is not empty");
    // RapidJSON copies a raw value byte by byte: it gets the first one, for the comma before it.
    state_->out.RawValue(json.data(), 1, rapidjson::kObjectType);
    json.remove_prefix(1);
    if (!json.empty()) std::memcpy(state_->text.Push(json.size()), json.data(), json.size());
    return *this;
}

Writer& Writer::optional(std::string_view name, std::string_view text) {
    return text.empty() ? *this : member(name, text);
}

std::string Writer::take() {
    if (!state_->out.IsComplete()) throw std::logic_error("the JSON document is not finished");
    std::string text(state_->text.GetString(), state_->text.GetSize());
    state_->text.Clear();
    state_->out.Reset(state_->text);
    return text;
}

}  // namespace iim::fhir
