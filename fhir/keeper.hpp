#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace iim::fhir {

/// Copies one member of the root object while its bytes are still there: parsing in place destroys them. The
/// copy is taken blindly up to a limit and cut when the value ends, which costs less than to look for its end
/// first.
class Keeper {
public:
    /// `body` is what is being parsed; an empty `name` keeps nothing.
    Keeper(std::string_view name, std::string& into, std::string_view body, std::size_t most) noexcept
        : name_(name), kept_(into), end_(body.data() + body.size()), most_(most) {
        kept_.clear();
    }

    /// `key` lies in the body and is the name of a member of the root object; what follows is not parsed yet.
    void begin(std::string_view key) {
        if (name_.empty() || key != name_ || from_) return;
        // A name with escapes was longer in the body: then no colon follows here, and nothing is kept.
        const char* at = skip_space(key.data() + key.size() + 1);
        if (at >= end_ || *at != ':') return;
        at = skip_space(at + 1);
        if (at >= end_ || (*at != '{' && *at != '[')) return;
        from_ = at;
        kept_.assign(at, std::min(static_cast<std::size_t>(end_ - at), most_));
    }
    /// The value of a member of the root object has ended before `here`.
    void end(const char* here) {
        if (!from_ || whole_) return;
        const auto size = static_cast<std::size_t>(here - from_);
        whole_ = size <= kept_.size();
        kept_.resize(whole_ ? size : 0);
    }
    /// What did not end within the limit is not handed out.
    void finish() {
        if (!whole_) kept_.clear();
    }

private:
    const char* skip_space(const char* at) const noexcept {
        while (at < end_ && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) ++at;
        return at;
    }

    std::string_view name_;
    std::string& kept_;
    const char* end_;
    std::size_t most_;
    const char* from_ = nullptr;
    bool whole_ = false;
};

}  // namespace iim::fhir
