#include "cards/actions.hpp"

#include "cards/changed_order.hpp"
#include "cards/prescription.hpp"
#include "cards/resources.hpp"
#include "cards/taper_request.hpp"
#include "cards/text.hpp"
#include "cards/worded_resource.hpp"

#include <utility>
#include <variant>

#include <fmt/format.h>

namespace iim::cards {
namespace {

constexpr std::string_view is_signed = "the order is signed already: change it where it was written";

MadeAction make(const engine::DrugProposal& drug, const engine::Patient& patient) {
    std::optional<std::string> resource = medication_request(drug, patient);
    if (!resource) return {{}, fmt::format("no verified code to order {}", patient.name(drug.drug))};
    Action action;
    action.description =
        fmt::format("{}{}. {}.", draft_order, patient.name(drug.drug), instruction_text(drug));
    action.resource = std::move(*resource);
    return {std::move(action), {}};
}

MadeAction make(const engine::TestProposal& test, const engine::Patient& patient) {
    std::optional<std::string> resource = service_request(test, patient);
    if (!resource) return {{}, "the request could not be written"};
    const std::string when = shorten(test.when, label_limit);
    Action action;
    action.description = fmt::format(
        "Draft {}request: {}{}{}",
        test.urgent ? "urgent " : "",
        patient.name(test.what),
        when.empty() ? "" : ", ",
        when
    );
    action.resource = std::move(*resource);
    return {std::move(action), {}};
}

/// Only what the client holds in its basket can be taken out of it (checklist ACT-6).
MadeAction make(const engine::RemoveOrder& remove, const engine::Patient& patient) {
    const engine::Order* const order = remove.order;
    if (patient.hook() == engine::Hook::order_dispatch) return {{}, std::string(is_signed)};
    const bool in_basket = order && (order->in_context || order->state == engine::OrderState::draft);
    std::optional<std::string> reference = in_basket ? reference_to(order->source) : std::nullopt;
    if (!reference) return {{}, "the order to remove has no id that could be named"};
    Action action;
    action.type = Action::Type::remove;
    action.subject = order_name(*order, patient);
    action.description = fmt::format("{}{}", remove_order, action.subject);
    action.resource_id = std::move(*reference);
    return {std::move(action), {}};
}

MadeAction make(const engine::ChangeOrder& change, const engine::Patient& patient) {
    if (!change.order) return {{}, "the order to change is not known"};
    if (patient.hook() == engine::Hook::order_dispatch) return {{}, std::string(is_signed)};
    ChangedOrder changed = changed_order(change, patient);
    const std::string name = order_name(*change.order, patient);
    if (changed.resource.empty())
        return {{}, fmt::format("{} cannot be rewritten here: {}", name, changed.because)};
    Action action;
    action.type = Action::Type::update;
    action.description = fmt::format("{}{}. ", change_order, name);
    if (change.move_days != 0)
        action.description += fmt::format("All its dates move by {} days. ", change.move_days);
    action.description += changed.instruction.empty() ? "The instruction stays." : changed.instruction + ".";
    action.resource = std::move(changed.resource);
    action.resource_id = *reference_to(change.order->source);
    action.subject = name;
    return {std::move(action), {}};
}

std::string_view kind_words(engine::TaskProposal::Kind kind) noexcept {
    using Kind = engine::TaskProposal::Kind;
    switch (kind) {
    case Kind::task: return "Task for the clinic: ";
    case Kind::communication: return "Draft message to the patient: ";
    case Kind::plan: return "Draft care plan: ";
    case Kind::request: return "Draft request: ";
    }
    return "";
}

MadeAction make(const engine::TaskProposal& task, const engine::Patient& patient) {
    std::optional<std::string> resource = worded_resource(task, patient);
    if (!resource) return {{}, "it could not be written"};
    Action action;
    action.description = fmt::format("{}{}", kind_words(task.kind), shorten(task.what, label_limit));
    action.resource = std::move(*resource);
    return {std::move(action), {}};
}

MadeAction make(const engine::TaperProposal& taper, const engine::Patient& patient) {
    return taper_action(taper, patient);
}

}  // namespace

std::string order_name(const engine::Order& order, const engine::Patient& patient) {
    std::string name = shorten(order.label, label_limit);
    if (name.empty()) name = patient.name(order.drugs.first());
    return name.empty() ? "order without a name" : name;
}

MadeAction make_action(const engine::Action& wanted, const engine::Patient& patient) {
    return std::visit([&](const auto& each) { return make(each, patient); }, wanted);
}

}  // namespace iim::cards
