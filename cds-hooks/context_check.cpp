#include "cds-hooks/context_check.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace iim::service {
namespace {

using engine::Hook;
using engine::Hooks;
using fhir::Json;

/// A required member of a hook's context (checklist §14).
struct Required {
    Hooks hooks;
    std::string_view member;
    Shape shape;
};

constexpr Hooks all_hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::order_dispatch
                            | Hook::medication_refill | Hook::encounter_start | Hook::encounter_discharge
                            | Hook::problem_list_item_create | Hook::allergyintolerance_create;
constexpr Hooks with_user = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::encounter_start
                            | Hook::encounter_discharge | Hook::problem_list_item_create
                            | Hook::allergyintolerance_create;

/// `selections` is not here: where it is missing, every draft counts as selected.
constexpr std::array required{
    Required{all_hooks, "patientId", Shape::text},
    Required{with_user, "userId", Shape::text},
    Required{Hook::encounter_start | Hook::encounter_discharge, "encounterId", Shape::text},
    Required{Hook::order_select | Hook::order_sign, "draftOrders", Shape::bundle},
    Required{Hook::medication_refill, "medications", Shape::bundle},
    Required{Hook::order_dispatch, "dispatchedOrders", Shape::names},
    Required{Hook::order_dispatch, "performer", Shape::text},
    Required{Hook::problem_list_item_create, "conditions", Shape::bundle},
    Required{Hook::allergyintolerance_create, "allergyIntolerance", Shape::allergy},
};

/// Lists of resources in a context: a bad entry would be passed over, and silence looks like approval.
constexpr std::array bundles{
    Required{Hook::order_select | Hook::order_sign, "draftOrders", Shape::bundle},
    Required{Hook::medication_refill, "medications", Shape::bundle},
    Required{Hook::problem_list_item_create, "conditions", Shape::bundle},
    Required{Hook::allergyintolerance_create, "allergyIntolerances", Shape::bundle},
};

/// Members that may be missing, but must be readable when they are there.
constexpr std::array optional_lists{
    Required{Hook::order_select, "selections", Shape::texts},
    Required{Hook::order_dispatch, "fulfillmentTasks", Shape::list},
};

/// The same member in other versions of a hook: order-dispatch 1.0 sent one `order`, its examples
/// `dispatched-orders`; allergyintolerance-create is also seen with a Bundle.
struct Alias {
    std::string_view member, other;
};
constexpr std::array aliases{
    Alias{"dispatchedOrders", "dispatched-orders"},
    Alias{"dispatchedOrders", "order"},
    Alias{"allergyIntolerance", "allergyIntolerances"},
};

Json member_of(Json context, std::string_view member) {
    Json value = context[member];
    for (const Alias& alias : aliases)
        if (!value && alias.member == member) value = context[alias.other];
    return value;
}

std::string_view wanted(Shape shape) {
    switch (shape) {
    case Shape::text: return "a text that is not empty";
    case Shape::list: return "a list";
    case Shape::texts:
    case Shape::names: return "a list of texts such as \"MedicationRequest/123\"";
    case Shape::bundle: return "a FHIR Bundle";
    case Shape::object: return "an object";
    case Shape::allergy: return "an AllergyIntolerance";
    }
    return "there";
}

/// A list of nothing but texts; it may be empty.
bool are_texts(Json value) {
    bool fine = value.is_array();
    for (const Json one : value) fine = fine && !one.text().empty();
    return fine;
}

/// A text, or a list of nothing but texts.
bool are_names(Json value) {
    return !value.text().empty() || (value.size() > 0 && are_texts(value));
}

bool is_resource(Json value) {
    return !value["resourceType"].text().empty();
}

bool has_shape(Json value, Shape shape) {
    switch (shape) {
    case Shape::text: return !value.text().empty();
    case Shape::list: return value.is_array();
    case Shape::bundle:
        return value["resourceType"].is("Bundle") && (!value["entry"] || value["entry"].is_array());
    case Shape::texts: return are_texts(value);
    case Shape::names: return are_names(value);
    case Shape::object: return value.is_object();
    case Shape::allergy: return is_resource(value) || is_resource(value["resource"]);
    }
    return false;
}

std::optional<Reply> entry_problem(Json bundle, std::string_view member) {
    const Json entries = bundle["entry"];
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Json entry = entries.at(i);
        const Json resource = entry["resource"];
        const bool fine = entry.is_object() && (!resource || !resource["resourceType"].text().empty());
        if (fine) continue;
        const std::string where = fmt::format("context.{}.entry[{}]", member, i);
        if (!entry.is_object()) return missing_or_wrong(entry, Shape::object, where);
        if (!resource.is_object()) return missing_or_wrong(resource, Shape::object, where + ".resource");
        return missing_or_wrong(resource["resourceType"], Shape::text, where + ".resource.resourceType");
    }
    return {};
}

std::optional<Reply> entries_problem(Json context, Hook service) {
    for (const Required& one : bundles) {
        if (!one.hooks.has(service)) continue;
        if (auto problem = entry_problem(context[one.member], one.member)) return problem;
    }
    return {};
}

}  // namespace

std::string_view quotable(std::string_view text) {
    const bool plain = text.size() <= 40 && std::ranges::all_of(text, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                  || c == '-' || c == '.';
                       });
    return plain ? text : std::string_view("(another)");
}

Reply missing_or_wrong(Json value, Shape shape, std::string_view where) {
    if (!value)
        return refusal(
            400, "required", fmt::format("{} is missing; it must be {}.", where, wanted(shape)), where
        );
    return refusal(400, "structure", fmt::format("{} must be {}.", where, wanted(shape)), where);
}

std::optional<Reply> context_problem(Json context, Hook service) {
    for (const Required& one : required) {
        if (!one.hooks.has(service)) continue;
        const Json value = member_of(context, one.member);
        if (!has_shape(value, one.shape))
            return missing_or_wrong(value, one.shape, fmt::format("context.{}", one.member));
    }
    if (context["patientId"].text().find('/') != std::string_view::npos)
        return refusal(
            400, "value", "context.patientId must be a bare id, without \"Patient/\".", "context.patientId"
        );
    for (const Required& one : optional_lists) {
        const Json value = context[one.member];
        if (one.hooks.has(service) && value && !has_shape(value, one.shape))
            return missing_or_wrong(value, one.shape, fmt::format("context.{}", one.member));
    }
    return entries_problem(context, service);
}

std::string_view basket_of(Hook service) noexcept {
    return service == Hook::medication_refill ? "medications" : "draftOrders";
}

}  // namespace iim::service
