#include "engine/facts/stop_reason.hpp"

#include "engine/facts/words.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

/// Codes of the HL7 code system medicationrequest-status-reason that say it; the others (surgery, washout,
/// not available) are reasons of another kind. SINTOL is the v3 act reason of the same meaning.
constexpr std::array intolerance_codes{std::string_view("sintol"), std::string_view("salg")};

constexpr std::array intolerance_words{
    std::string_view("intoleran"),
    std::string_view("side effect"),
    std::string_view("side-effect"),
    std::string_view("adverse"),
    std::string_view("toxic"),
    std::string_view("not tolerated"),
    std::string_view("allerg"),
};
constexpr std::array ineffective_words{
    std::string_view("ineffective"),
    std::string_view("not effective"),
    std::string_view("lack of efficacy"),
    std::string_view("lack of effect"),
    std::string_view("inadequate response"),
    std::string_view("treatment failure"),
    std::string_view("no response"),
};

bool has_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(words, [text](std::string_view one) { return has_part(text, one); });
}

/// "Other" says more than nothing and less than the rest.
bool says_less(StopReason a, StopReason b) noexcept {
    const auto rank = [](StopReason one) {
        if (one == StopReason::none) return 0;
        return one == StopReason::other ? 1 : 2;
    };
    return rank(a) < rank(b);
}

StopReason reason_in(fhir::Json coded) {
    bool intolerance = false;
    fhir::for_each_coding(coded, [&](const fhir::Coding& code) {
        for (const std::string_view known : intolerance_codes)
            intolerance = intolerance || equals_words(code.code, known);
    });
    const std::string_view text = fhir::label(coded);
    if (intolerance || has_any(text, intolerance_words)) return StopReason::intolerance;
    if (has_any(text, ineffective_words)) return StopReason::ineffective;
    return coded ? StopReason::other : StopReason::none;
}

}  // namespace

StopReason stop_reason(fhir::Json resource) {
    StopReason found = StopReason::none;
    const auto take = [&found](fhir::Json coded) {
        if (found == StopReason::none || found == StopReason::other)
            found = std::max(found, reason_in(coded), says_less);
    };
    for (const char* name : {"statusReason", "reasonNotTaken", "reasonEnded"}) {
        const fhir::Json value = resource[name];
        if (value.is_object()) take(value);
        for (const fhir::Json one : value) take(one);
    }
    return found;
}

}  // namespace iim::engine
