#include "cds-hooks/ehr/missing.hpp"

#include "cds-hooks/ehr/paging.hpp"
#include "cds-hooks/http/url.hpp"
#include "cds-hooks/prefetch.hpp"
#include "fhir/bundle.hpp"

#include <algorithm>
#include <array>

namespace iim::service::ehr {
namespace {

using fhir::Json;

constexpr std::size_t most_medications = 20;

std::string joined(std::string_view base, std::string_view query) {
    while (base.ends_with('/')) base.remove_suffix(1);
    std::string url(base);
    url += '/';
    return url += query;
}

/// "Patient" of "Patient/1"; empty for a search.
std::string_view type_of_read(std::string_view query_template) {
    const auto end = query_template.find_first_of("/?");
    if (end == query_template.npos || query_template[end] == '?') return {};
    return query_template.substr(0, end);
}

/// The value of a token as it stands in a URL; empty when it has none. "." and ".." would lead to another
/// place.
std::string value_of(std::string_view token, Json context) {
    constexpr std::string_view root = "context.";
    if (!token.starts_with(root)) return {};
    std::string_view value = context[token.substr(root.size())].text();
    value = value.substr(value.rfind('/') + 1);
    if (value == "." || value == "..") return {};
    return http::percent_encoded(value);
}

bool names_its_drug(Json order) {
    return order["medicationCodeableConcept"]["coding"].size() > 0;
}

/// The id behind a reference to a Medication on the server at `base`.
std::string_view medication_id(Json order, std::string_view base) {
    constexpr std::string_view type = "Medication/";
    const Json link = order["medicationReference"];
    std::string_view text = link["reference"].text();
    if (text.find("://") != text.npos) {
        while (base.ends_with('/')) base.remove_suffix(1);
        if (!text.starts_with(base) || !text.substr(base.size()).starts_with('/')) return {};
    } else if (!text.starts_with(type)) {
        return {};
    }
    text = fhir::reference(link);
    return text.starts_with(type) ? text.substr(type.size()) : std::string_view();
}

}  // namespace

std::optional<std::string> filled(std::string_view query_template, Json context) {
    std::string query;
    for (;;) {
        const auto open = query_template.find("{{");
        query += query_template.substr(0, open);
        if (open == query_template.npos) return query;
        const auto close = query_template.find("}}", open);
        if (close == query_template.npos) return {};
        const std::string value = value_of(query_template.substr(open + 2, close - open - 2), context);
        if (value.empty()) return {};
        query += value;
        query_template.remove_prefix(close + 2);
    }
}

Missing missing(Json request, std::string_view base, std::span<const engine::KeyAlias> aliases) {
    Missing found;
    std::array<bool, engine::kind_count> answered{};
    const Json prefetch = request["prefetch"];
    const engine::PrefetchKeys keys(prefetch, aliases);
    for (std::size_t i = 0; i < prefetch.member_count(); ++i) {
        const auto [key, value] = prefetch.member(i);
        const auto kind = keys.kind_of(key);
        if (kind) answered.at(static_cast<std::size_t>(*kind)) = true;
        NextPage next = next_page(value, base);
        if (next.where == NextPage::Where::elsewhere) ++found.pages_elsewhere;
        if (kind && next.where == NextPage::Where::here)
            found.questions.push_back({key, std::move(next.url), {}, true});
    }
    for (const PrefetchQuery& one : prefetch_queries) {
        const auto kind = engine::kind_of_key(one.key);
        if (!kind || answered.at(static_cast<std::size_t>(*kind))) continue;
        const auto query = filled(one.query, request["context"]);
        if (query) found.questions.push_back({one.key, joined(base, *query), type_of_read(one.query), false});
    }
    return found;
}

std::vector<Question> missing_medications(const std::vector<Json>& values, std::string_view base) {
    std::vector<std::string_view> wanted, there;
    for (const Json value : values)
        fhir::for_each_resource(value, [&](Json resource) {
            const std::string_view type = resource["resourceType"].text();
            if (type == "Medication") there.push_back(resource["id"].text());
            if (!type.starts_with("Medication") || names_its_drug(resource)) return;
            const std::string_view id = medication_id(resource, base);
            if (!id.empty() && std::ranges::find(wanted, id) == wanted.end()
                && wanted.size() < 8 * most_medications)
                wanted.push_back(id);
        });
    std::erase_if(wanted, [&](std::string_view id) { return std::ranges::find(there, id) != there.end(); });
    if (wanted.size() > most_medications) wanted.resize(most_medications);
    std::vector<Question> questions;
    questions.reserve(wanted.size());
    for (const std::string_view id : wanted)
        questions.push_back(
            {medication_key, joined(base, "Medication/" + http::percent_encoded(id)), "Medication", false}
        );
    return questions;
}

}  // namespace iim::service::ehr
