// What follows when a user accepts a suggestion: the vignette's basket is changed as the actions say, and the
// service is asked again at signing. The outside proof of the self-check (RULES 6.1).
#include "tests/unit/cds-hooks/vignette_requests.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace iim;
using namespace iim::service::test;
namespace json = boost::json;

namespace {

std::string_view text(const json::value& object, std::string_view member) {
    const auto* found = object.is_object() ? object.as_object().if_contains(member) : nullptr;
    return found && found->is_string() ? std::string_view(found->as_string()) : std::string_view();
}

json::array list(const json::value& object, std::string_view member) {
    const auto* found = object.is_object() ? object.as_object().if_contains(member) : nullptr;
    return found && found->is_array() ? found->as_array() : json::array();
}

std::string reference_of(const json::value& resource) {
    return fmt::format("{}/{}", text(resource, "resourceType"), text(resource, "id"));
}

json::array& basket(json::value& request) {
    return request.at("context").at("draftOrders").at("entry").as_array();
}

/// The request as one of order-sign; nothing for hooks whose orders are not in a basket.
std::optional<Vignette> at_signing(const Vignette& vignette) {
    using engine::Hook;
    const Hook hook = vignette.hook;
    const bool ordering = hook == Hook::order_sign || hook == Hook::order_select;
    if (!ordering && hook != Hook::patient_view && hook != Hook::encounter_start) return {};
    Vignette signing = vignette;
    signing.hook = Hook::order_sign;
    signing.policy.cards_max_order_sign = 10;
    signing.request.as_object()["hook"] = "order-sign";
    json::object& context = signing.request.at("context").as_object();
    if (!ordering) context["draftOrders"] = json::object{{"resourceType", "Bundle"}};
    json::object& drafts = context.at("draftOrders").as_object();
    if (!drafts.contains("entry")) drafts["entry"] = json::array();
    return signing;
}

json::array cards_of(const Vignette& vignette, const json::value& request) {
    const auto reply = ask(vignette, request);
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    return list(json::parse(reply.body), "cards");
}

std::set<std::string> orders_of(const json::value& card) {
    std::set<std::string> orders;
    const auto* extension = card.as_object().if_contains("extension");
    if (!extension) return orders;
    for (const json::value& each : list(*extension, "davinci-crd.associated-resource"))
        orders.emplace(each.is_string() ? std::string_view(each.as_string()) : text(each, "reference"));
    return orders;
}

std::string_view topic_of(const json::value& card) {
    return text(card.at("source").at("topic"), "code");
}

/// Puts into effect what one suggestion asks of the client.
class Basket {
public:
    explicit Basket(json::value request) : request_(std::move(request)) {}

    void accept(const json::value& suggestion) {
        for (const json::value& action : list(suggestion, "actions")) {
            const std::string_view type = text(action, "type");
            if (type == "create")
                add(action.at("resource"));
            else if (type == "update")
                replace(reference_of(action.at("resource")), action.at("resource"));
            else
                take_out(text(action, "resourceId"));
        }
    }

    const json::value& request() const { return request_; }
    /// Orders that were created or removed or got another instruction.
    const std::set<std::string>& touched() const { return touched_; }

private:
    void add(json::value resource) {
        resource.as_object()["id"] = fmt::format("accepted-{}", touched_.size());
        touched_.insert(reference_of(resource));
        json::object entry;
        entry["resource"] = std::move(resource);
        basket(request_).emplace_back(std::move(entry));
    }

    json::array::iterator find(std::string_view reference) {
        json::array& entries = basket(request_);
        const auto found = std::ranges::find_if(entries, [&](const json::value& entry) {
            const auto* resource = entry.as_object().if_contains("resource");
            return resource && reference_of(*resource) == reference;
        });
        BOOST_TEST_REQUIRE((found != entries.end()), "no draft " << reference);
        return found;
    }

    /// A note alone leaves the order as it was.
    void replace(const std::string& reference, const json::value& resource) {
        json::value& old = find(reference)->as_object()["resource"];
        if (list(old, "dosageInstruction") != list(resource, "dosageInstruction")) touched_.insert(reference);
        old = resource;
    }

    void take_out(std::string_view reference) {
        basket(request_).erase(find(reference));
        touched_.emplace(reference);
    }

    json::value request_;
    std::set<std::string> touched_;
};

bool is_about_drugs(const json::value& suggestion) {
    return std::ranges::any_of(list(suggestion, "actions"), [](const json::value& action) {
        return text(action, "type") != "create"
               || text(action.at("resource"), "resourceType") == "MedicationRequest";
    });
}

bool takes_or_changes(const json::value& suggestion) {
    return std::ranges::any_of(list(suggestion, "actions"), [](const json::value& action) {
        return text(action, "type") != "create";
    });
}

struct Proof {
    const Vignette& signing;
    const json::array& before;

    void of(const json::value& card, const json::value& suggestion) const {
        Basket basket(signing.request);
        basket.accept(suggestion);
        for (const json::value& after : cards_of(signing, basket.request())) {
            if (text(after, "indicator") != "critical" || is_of_the_patient(card, after)) continue;
            BOOST_TEST(!is_new(after), "new critical: " << text(after, "summary"));
            if (!takes_or_changes(suggestion) || topic_of(after) != topic_of(card)) continue;
            for (const std::string& order : orders_of(after))
                BOOST_TEST(!basket.touched().contains(order), "still critical: " << text(after, "summary"));
        }
    }

private:
    /// R56 is critical for the danger that the patient is in; a steroid is the treatment and does not end it.
    static bool is_of_the_patient(const json::value& card, const json::value& after) {
        constexpr std::string_view checkpoint = "ici-myositis-urgent";
        return topic_of(card) == checkpoint && topic_of(after) == checkpoint
               && text(card, "indicator") == "critical";
    }
    /// A card stands for the rules that were merged into it, too; its last line names them all.
    static bool speaks_for(const json::value& card, std::string_view rule) {
        return text(card, "detail").find(fmt::format("`{}` v", rule)) != std::string_view::npos;
    }

    bool is_new(const json::value& after) const {
        return std::ranges::none_of(before, [&](const json::value& old) {
            return text(old, "indicator") == "critical" && speaks_for(old, topic_of(after));
        });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(service_accepted_suggestions)

BOOST_AUTO_TEST_CASE(no_suggestion_ends_in_a_critical_card) {
    std::size_t accepted = 0;
    for (const Vignette* vignette : some_vignettes(1)) BOOST_TEST_CONTEXT(vignette->name) {
            const auto signing = at_signing(*vignette);
            if (!signing) continue;
            std::optional<json::array> before;
            for (const json::value& card : cards_of(*vignette, vignette->request))
                for (const json::value& suggestion : list(card, "suggestions")) {
                    if (!is_about_drugs(suggestion)) continue;
                    if (!before) before = cards_of(*signing, signing->request);
                    BOOST_TEST_CONTEXT(topic_of(card) << ": " << text(suggestion, "label"))
                    Proof{*signing, *before}.of(card, suggestion);
                    ++accepted;
                }
        }
    BOOST_TEST(accepted > 500);
}

BOOST_AUTO_TEST_SUITE_END()
