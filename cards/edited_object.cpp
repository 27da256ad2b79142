#include "cards/edited_object.hpp"

#include "cards/text.hpp"
#include "fhir/writer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace iim::cards {

EditedObject::EditedObject(const fhir::Original& object) {
    for (const fhir::Original::Member& each : object.members())
        members_.push_back({std::string(each.name), std::string(each.key), std::string(each.value.text)});
}

void EditedObject::set(std::string_view name, std::string json) {
    erase_exactly(fmt::format("_{}", name));
    const auto first = std::ranges::find(members_, name, &Member::name);
    if (first == members_.end()) {
        members_.push_back({std::string(name), fmt::format("\"{}\"", name), std::move(json)});
        return;
    }
    first->value = std::move(json);
    const auto again = [&](const Member& each) { return each.name == name; };
    members_.erase(std::remove_if(first + 1, members_.end(), again), members_.end());
}

void EditedObject::erase(std::string_view name) {
    erase_exactly(name);
    erase_exactly(fmt::format("_{}", name));  // FHIR's extensions of a primitive
}

void EditedObject::erase_exactly(std::string_view name) {
    std::erase_if(members_, [&](const Member& each) { return each.name == name; });
}

std::string EditedObject::text() const {
    std::string out = "{";
    for (const Member& each : members_) {
        if (out.size() > 1) out += ',';
        out.append(each.key).append(":").append(each.value);
    }
    return out += '}';
}

void add_note(EditedObject& order, const fhir::Original& draft, std::string_view text) {
    const std::string line = shorten(text, line_limit);
    if (line.empty()) return;
    std::string notes = "[";
    for (const fhir::Original& each : draft["note"].elements()) notes.append(each.text).append(",");
    notes += fhir::Writer().begin_object().member("text", line).end_object().take();
    order.set("note", notes + "]");
}

}  // namespace iim::cards
