#include "fhir/json.hpp"

#include "fhir/bundle.hpp"
#include "fhir/types.hpp"
#include "fhir/writer.hpp"
#include "tests/fuzz/check.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

using namespace iim::fhir;

namespace {

/// Looks at a value in every way the service can.
void look(Json value) {
    if (const auto number = value.number()) IIM_CHECK(std::isfinite(*number));
    IIM_CHECK(!(value.is_array() && value.is_object()));
    IIM_CHECK(value.string().value_or("").size() <= 1u << 20);
    (void)value.boolean();
    (void)value.first()["x"].at(3)["resourceType"].text();
    (void)value.duplicate_member();
    (void)label(value);
    (void)quantity(value);
    (void)reference(value);
    (void)period(value, Zone{});
    (void)has_code(value, "active");
    (void)has_next_page(value);
    for (const Json one : value) look(one);
    for (std::size_t i = 0; i < value.member_count(); ++i) look(value.member(i).value);
}

void resolve_everything(Json root) {
    References known;
    for_each_resource(root, [&](Json one) { known.add(one, one["fullUrl"].text()); });
    known.freeze();
    for_each_resource(root, [&](Json one) { (void)known.resolve(one["medicationReference"], one); });
}

/// Numbers beyond 15 digits may differ in the last bit: RapidJSON parses them without full precision.
bool same_number(double a, double b) {
    return std::abs(a - b) <= 1e-14 * std::abs(a);
}

bool same(Json a, Json b) {
    if (a.member_count() != b.member_count() || a.size() != b.size() || bool(a) != bool(b)) return false;
    if (a.string() != b.string() || a.boolean() != b.boolean() || a.is_object() != b.is_object())
        return false;
    if (a.number().has_value() != b.number().has_value()) return false;
    if (a.number() && !same_number(*a.number(), *b.number())) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!same(a.at(i), b.at(i))) return false;
    for (std::size_t i = 0; i < a.member_count(); ++i)
        if (a.member(i).name != b.member(i).name || !same(a.member(i).value, b.member(i).value)) return false;
    return true;
}

/// What was read once is read again the same after it was written.
void write_and_read(Json root) {
    Writer out;
    Document again;
    const auto second = again.parse(out.value(root).take());
    IIM_CHECK(second.has_value());
    IIM_CHECK(same(root, *second));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Document scratch;
    const std::string body(reinterpret_cast<const char*>(data), size);
    const auto root = scratch.parse(body);
    if (root) {
        look(*root);
        resolve_everything(*root);
        write_and_read(*root);
    } else {
        IIM_CHECK(scratch.error_offset() <= size);
    }
    return 0;
}
