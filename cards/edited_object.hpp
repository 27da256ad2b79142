#pragma once

#include "fhir/original.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iim::cards {

/// A JSON object of the client, given back with some members changed. What is not named keeps its bytes and
/// its place.
class EditedObject {
public:
    /// Starts empty where there is no object.
    explicit EditedObject(const fhir::Original& object);

    /// The member gets this JSON value, in its old place or at the end. What extended the old value goes.
    void set(std::string_view name, std::string json);
    void erase(std::string_view name);
    bool empty() const noexcept { return members_.empty(); }
    std::string text() const;

private:
    struct Member {
        std::string name, key, value;  ///< `key` and `value` as they are written
    };
    void erase_exactly(std::string_view name);

    std::vector<Member> members_;
};

/// A plain-text note behind those that the draft has; nothing for an empty text.
void add_note(EditedObject& order, const fhir::Original& draft, std::string_view text);

}  // namespace iim::cards
