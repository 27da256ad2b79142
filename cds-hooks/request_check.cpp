#include "cds-hooks/request_check.hpp"

#include "fhir/bundle.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace iim::service {
namespace {

using engine::Hook;
using engine::Hooks;
using fhir::Json;

enum class Shape { text, list, bundle, object };

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
    Required{Hook::problem_list_item_create, "conditions", Shape::bundle},
    Required{Hook::allergyintolerance_create, "allergyIntolerance", Shape::object},
};

std::string_view wanted(Shape shape) {
    switch (shape) {
    case Shape::text: return "a text that is not empty";
    case Shape::list: return "a list of texts such as \"MedicationRequest/123\"";
    case Shape::bundle: return "a FHIR Bundle";
    case Shape::object: return "an object";
    }
    return "there";
}

bool has_shape(Json value, Shape shape) {
    switch (shape) {
    case Shape::text: return !value.text().empty();
    case Shape::list: return value.is_array();
    case Shape::bundle:
        return value["resourceType"].is("Bundle") && (!value["entry"] || value["entry"].is_array());
    case Shape::object: return value.is_object();
    }
    return false;
}

Reply missing_or_wrong(Json value, Shape shape, std::string_view where) {
    if (!value)
        return refusal(
            400, "required", fmt::format("{} is missing; it must be {}.", where, wanted(shape)), where
        );
    return refusal(400, "structure", fmt::format("{} must be {}.", where, wanted(shape)), where);
}

/// Request text that may stand in an answer: a plain short word, nothing else.
std::string_view quotable(std::string_view text) {
    const bool plain = text.size() <= 40 && std::ranges::all_of(text, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                  || c == '-' || c == '.';
                       });
    return plain ? text : std::string_view("(another)");
}

std::optional<Reply> doubled(Json object, std::string_view where) {
    const auto name = object.duplicate_member();
    if (!name) return {};
    const std::string_view place = where.empty() ? std::string_view("the request") : where;
    return refusal(
        400, "structure", fmt::format("The member \"{}\" stands twice in {}.", quotable(*name), place), where
    );
}

std::optional<Reply> frame_problem(Json request, Hook service) {
    if (!request.is_object())
        return refusal(400, "structure", "The body must be a JSON object: a CDS Hooks request.");
    if (auto twice = doubled(request, "")) return twice;
    if (request["hook"].text().empty()) return missing_or_wrong(request["hook"], Shape::text, "hook");
    if (!request["hook"].is(engine::to_string(service))) {
        const auto text = fmt::format(
            "The request is for the hook {}, but this service answers {}; use the service of that hook.",
            quotable(request["hook"].text()),
            engine::to_string(service)
        );
        return refusal(400, "value", text, "hook");
    }
    if (request["hookInstance"].text().empty())
        return missing_or_wrong(request["hookInstance"], Shape::text, "hookInstance");
    if (!request["context"].is_object())
        return missing_or_wrong(request["context"], Shape::object, "context");
    if (request["prefetch"] && !request["prefetch"].is_object())
        return missing_or_wrong(request["prefetch"], Shape::object, "prefetch");
    return {};
}

std::optional<Reply> context_problem(Json context, Hook service) {
    for (const Required& one : required) {
        if (!one.hooks.has(service)) continue;
        const Json value = context[one.member];
        if (!has_shape(value, one.shape))
            return missing_or_wrong(value, one.shape, fmt::format("context.{}", one.member));
    }
    if (context["patientId"].text().find('/') != std::string_view::npos)
        return refusal(
            400, "value", "context.patientId must be a bare id, without \"Patient/\".", "context.patientId"
        );
    const Json selections = context["selections"];
    if (service == Hook::order_select && selections && !selections.is_array())
        return missing_or_wrong(selections, Shape::list, "context.selections");
    return {};
}

/// A draft that cannot be read as a resource would be passed over, and silence looks like approval.
std::optional<Reply> draft_problem(Json drafts) {
    const Json entries = drafts["entry"];
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Json entry = entries.at(i);
        const Json resource = entry["resource"];
        const bool fine = entry.is_object() && (!resource || !resource["resourceType"].text().empty());
        if (fine) continue;
        const std::string where = fmt::format("context.draftOrders.entry[{}]", i);
        if (!entry.is_object()) return missing_or_wrong(entry, Shape::object, where);
        if (!resource.is_object()) return missing_or_wrong(resource, Shape::object, where + ".resource");
        return missing_or_wrong(resource["resourceType"], Shape::text, where + ".resource.resourceType");
    }
    return {};
}

/// DSTU2 writes prescriptions as MedicationOrder. To skip them would look like "nothing to say" (VER-3).
std::optional<Reply> version_problem(Json context) {
    std::optional<Reply> problem;
    fhir::for_each_resource(context["draftOrders"], [&](Json order) {
        if (!problem && order["resourceType"].is("MedicationOrder"))
            problem = refusal(
                422,
                "not-supported",
                "The draft orders are FHIR DSTU2 (MedicationOrder); this service reads FHIR R4. Nothing was "
                "checked.",
                "context.draftOrders"
            );
    });
    return problem;
}

/// True when the client answered this key with data or with "there is none" (null); an OperationOutcome says
/// that its attempt failed.
bool answered(Json value) {
    if (!value || value.is_array()) return true;
    return value["resourceType"] && !value["resourceType"].is("OperationOutcome");
}

bool any_data(Json prefetch) {
    for (std::size_t i = 0; i < prefetch.member_count(); ++i)
        if (answered(prefetch.member(i).value)) return true;
    return false;
}

/// An order form just opened names no drug yet.
bool names_something(Json order) {
    const Json drug =
        order["medicationCodeableConcept"] ? order["medicationCodeableConcept"] : order["medication"];
    if (order["medicationReference"].is_object()) return true;
    const Json what = drug ? drug : order["code"];
    return what && (!fhir::label(what).empty() || what["reference"] || what["concept"]);
}

/// A selection is "Type/id"; some clients send a bare id. Sorted: both lists may be long.
class Selections {
public:
    explicit Selections(Json selections) : all_(!selections) {
        for (const Json one : selections) names_.push_back(one.text());
        std::ranges::sort(names_);
    }
    bool has(Json order) const {
        const std::string_view id = order["id"].text();
        return all_ || named(id) || named(fmt::format("{}/{}", order["resourceType"].text(), id));
    }

private:
    bool named(std::string_view name) const {
        return !name.empty() && std::ranges::binary_search(names_, name);
    }
    bool all_;
    std::vector<std::string_view> names_;
};

bool something_to_judge(Json context, Hook service) {
    if (!engine::is_order_hook(service)) return true;
    const Selections selections(service == Hook::order_select ? context["selections"] : Json());
    bool any = false;
    fhir::for_each_resource(context["draftOrders"], [&](Json order) {
        any = any || (names_something(order) && selections.has(order));
    });
    return any;
}

bool other_patient(Json prefetched, std::string_view patient_id) {
    bool other = false;
    fhir::for_each_resource(prefetched, [&](Json resource) {
        const bool patient = resource["resourceType"].is("Patient") && resource["id"];
        other = other || (patient && !resource["id"].is(patient_id));
    });
    return other;
}

}  // namespace

std::optional<Reply> shape_problem(Json request, Hook service) {
    if (auto problem = frame_problem(request, service)) return problem;
    if (auto twice = doubled(request["context"], "context")) return twice;
    if (auto twice = doubled(request["prefetch"], "prefetch")) return twice;
    if (auto problem = context_problem(request["context"], service)) return problem;
    if (auto problem = draft_problem(request["context"]["draftOrders"])) return problem;
    return version_problem(request["context"]);
}

std::optional<Reply> data_problem(Json request, Hook service) {
    const Json context = request["context"];
    const Json prefetch = request["prefetch"];
    if (other_patient(prefetch["patient"], context["patientId"].text()))
        return refusal(
            400, "conflict", "prefetch.patient is another patient than context.patientId.", "prefetch.patient"
        );
    if (any_data(prefetch) || !something_to_judge(context, service)) return {};
    return refusal(
        412,
        "incomplete",
        "No clinical data came with the request, and this service cannot fetch it; send at least the "
        "prefetch keys "
        "conditions, medications and observations of its discovery document.",
        "prefetch"
    );
}

}  // namespace iim::service
