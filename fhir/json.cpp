#include "fhir/json.hpp"

#include "fhir/json_text.hpp"
#include "fhir/keeper.hpp"
#include "fhir/kept_buffer.hpp"
#include "fhir/rapidjson.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace iim::fhir {
namespace {

using tree::Pool;
using tree::Value;

const Value& value(const void* p) noexcept {
    return *static_cast<const Value*>(p);
}

Json view(const Value& v) noexcept {
    return v.IsNull() ? Json() : Json(&v);
}

std::string_view text_of(const Value& v) noexcept {
    return {v.GetString(), v.GetStringLength()};
}

}  // namespace

// The hottest loop of gathering: length and first characters settle nearly every comparison without a call.
Json Json::operator[](std::string_view name) const noexcept {
    if (!value_ || !value(value_).IsObject()) return {};
    const char first = name.empty() ? '\0' : name.front();
    const auto end = value(value_).MemberEnd();
    for (auto m = value(value_).MemberBegin(); m != end; ++m) {
        if (m->name.GetStringLength() != name.size()) continue;
        const char* const text = m->name.GetString();
        if (*text == first && std::memcmp(text, name.data(), name.size()) == 0) return view(m->value);
    }
    return {};
}

Json Json::at(std::size_t index) const noexcept {
    return index < size() ? view(value(value_).Begin()[index]) : Json();
}

Json Json::first() const noexcept {
    return is_array() ? at(0) : *this;
}

bool Json::is_object() const noexcept {
    return value_ && value(value_).IsObject();
}

bool Json::is_array() const noexcept {
    return value_ && value(value_).IsArray();
}

std::optional<std::string_view> Json::string() const noexcept {
    if (!value_ || !value(value_).IsString()) return {};
    return text_of(value(value_));
}

std::optional<double> Json::number() const noexcept {
    if (!value_ || !value(value_).IsNumber()) return {};
    const double number = value(value_).GetDouble();
    if (!std::isfinite(number)) return {};
    return number;
}

std::optional<bool> Json::boolean() const noexcept {
    if (!value_ || !value(value_).IsBool()) return {};
    return value(value_).GetBool();
}

std::size_t Json::size() const noexcept {
    return is_array() ? value(value_).Size() : 0;
}

std::size_t Json::member_count() const noexcept {
    return is_object() ? value(value_).MemberCount() : 0;
}

Json::Member Json::member(std::size_t index) const noexcept {
    if (index >= member_count()) return {};
    const auto m = value(value_).MemberBegin() + static_cast<std::ptrdiff_t>(index);
    return {text_of(m->name), view(m->value)};
}

namespace {

/// False when surely all names differ: most objects are settled here, without comparing any two.
bool may_repeat(const Value& object) noexcept {
    std::uint64_t seen = 0;
    const auto code = [](char c) { return static_cast<std::size_t>(static_cast<unsigned char>(c)); };
    for (auto m = object.MemberBegin(); m != object.MemberEnd(); ++m) {
        const std::size_t size = m->name.GetStringLength();
        const char* const text = m->name.GetString();  // an empty one ends with its NUL
        const std::size_t last = size > 0 ? size - 1 : 0;
        const std::size_t mixed =
            7 * size + 31 * code(text[0]) + 5 * code(text[size / 2]) + 17 * code(text[last]);
        const std::uint64_t bit = std::uint64_t{1} << (mixed % 64);
        if ((seen & bit) != 0) return true;
        seen |= bit;
    }
    return false;
}

/// The first of at most a handful that repeats one before it.
std::optional<std::string_view> repeated_of_few(Json object, std::size_t count) noexcept {
    for (std::size_t later = 1; later < count; ++later)
        for (std::size_t earlier = 0; earlier < later; ++earlier)
            if (object.member(earlier).name == object.member(later).name) return object.member(later).name;
    return {};
}

std::optional<std::string_view> repeated_of_many(Json object, std::size_t count) {
    std::vector<std::pair<std::string_view, std::size_t>> names(count);
    for (std::size_t i = 0; i < count; ++i) names[i] = {object.member(i).name, i};
    std::sort(names.begin(), names.end());
    std::size_t found = count;
    for (std::size_t i = 1; i < count; ++i)
        if (names[i].first == names[i - 1].first) found = std::min(found, names[i].second);
    if (found == count) return {};
    return object.member(found).name;
}

}  // namespace

std::optional<std::string_view> Json::duplicate_member() const noexcept {
    const std::size_t count = member_count();
    if (count < 2 || !may_repeat(value(value_))) return {};
    constexpr std::size_t small = 16;  // below it comparing all pairs is faster than sorting
    return count <= small ? repeated_of_few(*this, count) : repeated_of_many(*this, count);
}

std::optional<std::string_view> Json::duplicate_within() const noexcept {
    if (is_array()) {
        for (const Value& element : value(value_).GetArray())
            if (const auto name = view(element).duplicate_within()) return name;
        return {};
    }
    if (!is_object()) return {};
    if (const auto name = duplicate_member()) return name;
    for (auto m = value(value_).MemberBegin(); m != value(value_).MemberEnd(); ++m)
        if (const auto name = view(m->value).duplicate_within()) return name;
    return {};
}

namespace {

constexpr std::size_t arena_least = std::size_t{64} << 10;
constexpr std::size_t arena_most = std::size_t{4} << 20;
// The parser calls itself once a level. DepthLimit ends it before it goes deeper, so this bounds the stack;
// the iterative parser of RapidJSON needs no bound and takes half as long again.
constexpr unsigned depth_most = 256;
constexpr std::size_t body_most = std::size_t{1} << 30;  // RapidJSON counts in 32 bits

using Tree = rapidjson::GenericDocument<tree::Encoding, Pool, KeptBuffer>;

/// Forwards parse events to a tree and stops before nesting passes the limit.
class DepthLimit {
public:
    using Ch = char;
    using Count = rapidjson::SizeType;
    using Stream = rapidjson::InsituStringStream;
    DepthLimit(Tree& into, unsigned limit, const Stream& bytes, Keeper& keeper) noexcept
        : tree_(into), bytes_(bytes), keeper_(keeper), left_(limit), in_root_(limit - 1) {}
    bool exceeded() const noexcept { return exceeded_; }

    bool Null() { return tree_.Null(); }
    bool Bool(bool v) { return tree_.Bool(v); }
    bool Int(int v) { return tree_.Int(v); }
    bool Uint(unsigned v) { return tree_.Uint(v); }
    bool Int64(int64_t v) { return tree_.Int64(v); }
    bool Uint64(uint64_t v) { return tree_.Uint64(v); }
    bool Double(double v) { return std::isfinite(v) && tree_.Double(v); }  // RapidJSON lets 1.8e308 through
    bool RawNumber(const char* s, Count n, bool copy) { return tree_.RawNumber(s, n, copy); }
    bool String(const char* s, Count n, bool copy) { return tree_.String(s, n, copy); }
    bool Key(const char* s, Count n, bool copy) {
        if (left_ == in_root_) keeper_.begin({s, n});
        return tree_.Key(s, n, copy);
    }
    bool StartObject() { return enter() && tree_.StartObject(); }
    bool EndObject(Count n) {
        leave();
        return tree_.EndObject(n);
    }
    bool StartArray() { return enter() && tree_.StartArray(); }
    bool EndArray(Count n) {
        leave();
        return tree_.EndArray(n);
    }

private:
    void leave() {
        if (++left_ == in_root_) keeper_.end(bytes_.src_);
    }
    bool enter() noexcept {
        if (left_ == 0) {
            exceeded_ = true;
            return false;
        }
        --left_;
        return true;
    }
    Tree& tree_;
    const Stream& bytes_;
    Keeper& keeper_;
    unsigned left_;
    unsigned in_root_;  // what is left among the root's members
    bool exceeded_ = false;
};

struct Category final : boost::system::error_category {
    const char* name() const noexcept override { return "json"; }
    std::string message(int code) const override {
        switch (static_cast<JsonError>(code)) {
        case JsonError::embedded_nul: return "the body contains a NUL byte";
        case JsonError::syntax: return "the body is not valid JSON";
        case JsonError::too_deep: return "the JSON is nested too deeply";
        case JsonError::bad_utf8: return "the body is not valid UTF-8";
        case JsonError::too_large: return "the body is too large";
        }
        return "unknown JSON error";
    }
};

}  // namespace

boost::system::error_code make_error_code(JsonError error) noexcept {
    static const Category category;
    return {static_cast<int>(error), category};
}

/// The tree lives in `arena`. Its size follows the recent documents (fast up, slowly down), so that after
/// the first few requests of a connection a parse takes no memory from the system.
struct Document::State {
    std::string body, kept;
    std::unique_ptr<std::byte[]> arena;
    std::size_t arena_size = 0;
    std::size_t recent = 0;  // bytes of tree that recent documents needed
    KeptBuffer stack;
    std::optional<Pool> pool;
    std::optional<Tree> root;
    std::size_t error_offset = 0;

    Tree& renew() {
        const std::size_t used = pool ? pool->Size() : 0;
        root.reset();
        pool.reset();
        stack.trim(arena_most);
        recent = std::max(used, recent - recent / 16);
        const std::size_t wanted = std::clamp(recent + recent / 4, arena_least, arena_most);
        if (wanted > arena_size || wanted < arena_size / 4) {
            arena.reset();
            arena_size = 0;
            arena.reset(new std::byte[wanted]);  // not make_unique: it would clear the memory
            arena_size = wanted;
        }
        pool.emplace(arena.get(), arena_size);
        return root.emplace(&*pool, arena_least / 4, &stack);
    }
};

Document::Document() : state_(std::make_unique<State>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

boost::system::result<Json> Document::parse(std::string body, unsigned max_depth, std::string_view keep) {
    if (!state_) state_ = std::make_unique<State>();  // moved from
    State& state = *state_;
    Tree& tree = state.renew();
    state.body = std::move(body);
    state.kept.clear();
    state.error_offset = 0;
    if (state.body.size() > body_most) return JsonError::too_large;
    if (const auto fault = text_fault(state.body)) {
        state.error_offset = fault->offset;
        return fault->error;
    }
    state.body.append(padding, '\0');

    std::optional<JsonError> error;
    auto generate = [&](Tree& into) {
        rapidjson::InsituStringStream bytes(state.body.data());
        Keeper keeper(keep, state.kept, state.body, kept_most);
        DepthLimit handler(into, std::min(max_depth, depth_most), bytes, keeper);
        const auto parsed = rapidjson::Reader().Parse<rapidjson::kParseInsituFlag>(bytes, handler);
        if (parsed.IsError()) {
            error = handler.exceeded() ? JsonError::too_deep : JsonError::syntax;
            state.error_offset = parsed.Offset();
        }
        keeper.finish();
        return !error;
    };
    tree.Populate(generate);
    if (error) return *error;
    return view(tree);
}

std::string_view Document::kept() const noexcept {
    return state_ ? std::string_view(state_->kept) : std::string_view();
}

std::size_t Document::error_offset() const noexcept {
    return state_ ? state_->error_offset : 0;
}

}  // namespace iim::fhir
