#include "cds-hooks/request_check.hpp"

#include "cds-hooks/context_check.hpp"
#include "cds-hooks/doubled_members.hpp"
#include "engine/facts/other_patient.hpp"
#include "engine/facts/prefetch_keys.hpp"
#include "engine/rule.hpp"
#include "fhir/bundle.hpp"
#include "fhir/types.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace iim::service {
namespace {

using engine::Hook;
using fhir::Json;

std::optional<Reply> frame_problem(Json request, Hook service) {
    if (!request.is_object())
        return refusal(400, "structure", "The body must be a JSON object: a CDS Hooks request.");
    if (auto twice = doubled_members(request)) return twice;
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

/// DSTU2 writes prescriptions as MedicationOrder. To skip them would look like "nothing to say" (VER-3).
std::optional<Reply> version_problem(Json context, Hook service) {
    std::optional<Reply> problem;
    fhir::for_each_resource(context[basket_of(service)], [&](Json order) {
        if (!problem && order["resourceType"].is("MedicationOrder"))
            problem = refusal(
                422,
                "not-supported",
                "The orders are FHIR DSTU2 (MedicationOrder); this service reads FHIR R4. Nothing was "
                "checked.",
                fmt::format("context.{}", basket_of(service))
            );
    });
    return problem;
}

bool holds_a_known_type(Json value) {
    bool known = false;
    fhir::for_each_resource(value, [&](Json resource) {
        known = known || engine::kind_of_type(resource["resourceType"].text()).has_value();
    });
    return known;
}

/// Under a key that means nothing to us only what stands there counts, not that nothing stands there (PFD-9).
bool any_data(Json prefetch, std::span<const engine::KeyAlias> aliases) {
    const engine::PrefetchKeys keys(prefetch, aliases);
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) {
        const auto [key, value] = prefetch.member(i);
        if (keys.kind_of(key) ? fhir::says_something(value) : holds_a_known_type(value)) return true;
    }
    return false;
}

/// An order form just opened names no drug yet.
bool names_something(Json order) {
    const Json drug =
        order["medicationCodeableConcept"] ? order["medicationCodeableConcept"] : order["medication"];
    if (order["medicationReference"].is_object()) return true;
    if (order["recommendation"].size() > 0) return true;  // ImmunizationRecommendation
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

bool holds_other_patient(Json prefetched, std::string_view patient_id) {
    bool other = false;
    fhir::for_each_resource(prefetched, [&](Json resource) {
        const bool patient = resource["resourceType"].is("Patient") && resource["id"];
        other = other || (patient && !resource["id"].is(patient_id));
    });
    return other;
}

std::optional<Reply> other_patient_prefetched(
    Json prefetch, std::span<const engine::KeyAlias> aliases, std::string_view patient_id
) {
    const engine::PrefetchKeys keys(prefetch, aliases);
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) {
        const auto [key, value] = prefetch.member(i);
        if (keys.kind_of(key) != engine::Kind::patient || !holds_other_patient(value, patient_id)) continue;
        const std::string where = fmt::format("prefetch.{}", quotable(key));
        return refusal(
            400, "conflict", fmt::format("{} is another patient than context.patientId.", where), where
        );
    }
    return {};
}

/// An order that is left out would look like one that was checked (REQ-17).
std::optional<Reply> other_patient_ordered(Json context, Hook service) {
    const std::string_view basket = basket_of(service);
    const std::string_view patient_id = context["patientId"].text();
    bool other = false;
    fhir::for_each_resource(context[basket], [&](Json order) {
        const bool patient = order["resourceType"].is("Patient");
        other = other || (!patient && engine::is_of_other_patient(order, patient_id));
    });
    if (!other) return {};
    return refusal(
        400,
        "conflict",
        fmt::format(
            "An order of context.{} is of another patient than context.patientId. Nothing was checked.",
            basket
        ),
        fmt::format("context.{}", basket)
    );
}

std::string no_data_text(std::string_view why_none) {
    if (why_none.empty()) why_none = "this service cannot fetch it";
    return fmt::format(
        "No clinical data came with the request, and {}; send at least the prefetch keys conditions, "
        "medications and observations of its discovery document.",
        why_none
    );
}

}  // namespace

bool is_judged(Hook service) {
    const Hook like = service == Hook::encounter_start ? Hook::patient_view : service;
    return std::ranges::any_of(engine::all_rules(), [like](const engine::Rule* rule) {
        return rule->hooks.has(like);
    });
}

bool something_to_judge(Json context, Hook service) {
    if (!is_judged(service)) return false;
    if (!engine::is_order_hook(service) && service != Hook::medication_refill) return true;
    const Selections selections(service == Hook::order_select ? context["selections"] : Json());
    bool any = false;
    fhir::for_each_resource(context[basket_of(service)], [&](Json order) {
        any = any || (names_something(order) && selections.has(order));
    });
    return any;
}

std::size_t drafts_of_older_fhir(Json context, Hook service) {
    std::size_t count = 0;
    fhir::for_each_resource(context[basket_of(service)], [&](Json draft) {
        const Json type = draft["resourceType"];
        count +=
            type.is("ProcedureRequest") || type.is("ReferralRequest") || type.is("DiagnosticOrder") ? 1 : 0;
    });
    return count;
}

std::optional<Reply> shape_problem(Json request, Hook service) {
    if (auto problem = frame_problem(request, service)) return problem;
    if (auto problem = context_problem(request["context"], service)) return problem;
    return version_problem(request["context"], service);
}

std::optional<Reply> data_problem(const Asked& asked, const Beside& beside) {
    const Json context = asked.request["context"];
    const Json prefetch = asked.request["prefetch"];
    if (auto problem = other_patient_prefetched(prefetch, asked.aliases, context["patientId"].text()))
        return problem;
    if (auto problem = other_patient_ordered(context, asked.service)) return problem;
    const bool data = any_data(prefetch, asked.aliases) || !beside.answers.empty();
    if (data || !something_to_judge(context, asked.service)) return {};
    return refusal(412, "incomplete", no_data_text(beside.why_none), "prefetch");
}

}  // namespace iim::service
