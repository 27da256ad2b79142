#include "cds-hooks/auth/token.hpp"

#include "cds-hooks/auth/base64url.hpp"
#include "fhir/json.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace iim::service::auth {
namespace {

using fhir::Json;

constexpr unsigned most_depth = 16;
constexpr double last_second = 253402300799;  // of the year 9999

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
    const auto to_lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [&](char a, char b) {
        return to_lower(a) == b;
    });
}

std::optional<std::string_view> bearer(std::span<const std::string> authorization) {
    if (authorization.size() != 1) return {};
    constexpr std::string_view scheme = "bearer";
    std::string_view value = authorization.front();
    if (value.size() <= scheme.size() || value[scheme.size()] != ' ') return {};
    if (!equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
    value.remove_prefix(std::min(value.find_first_not_of(' ', scheme.size()), value.size()));
    value.remove_suffix(value.size() - std::min(value.find_last_not_of(' ') + 1, value.size()));
    return value;
}

/// The three parts of the compact form, still encoded.
std::optional<std::array<std::string_view, 3>> split(std::string_view token) {
    const std::size_t first = token.find('.');
    if (first == std::string_view::npos) return {};
    const std::size_t second = token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return {};
    return std::array{
        token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

bool has_member(Json object, std::string_view name) {
    for (std::size_t i = 0; i < object.member_count(); ++i)
        if (object.member(i).name == name) return true;
    return false;
}

/// False when the member is there and is no text that we keep, compare and log. Absent and empty leave `into`
/// empty.
bool read_text(Json member, std::string& into) {
    if (!member) return true;
    const auto text = member.string();
    if (!text || text->size() > most_text_bytes) return false;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(text->begin(), text->end(), is_control)) return false;
    into = *text;
    return true;
}

bool read_required(Json member, std::string& into) {
    return read_text(member, into) && !into.empty();
}

std::optional<double> moment(Json member) {
    const auto number = member.number();
    if (!number || *number < 0 || *number > last_second) return {};
    return number;
}

bool read_audience(Json aud, std::vector<std::string>& into) {
    if (const auto one = aud.string()) {
        into.emplace_back(*one);
        return true;
    }
    for (const Json each : aud) {
        if (!each.string()) return false;
        into.emplace_back(*each.string());
    }
    return !into.empty();
}

/// A JSON object in which no member stands twice: readers that differ in which one they take can be played
/// off against each other.
Checked<Json> object_of(fhir::Document& document, std::string_view part) {
    auto bytes = base64url(part);
    if (!bytes) return Reason::malformed;
    const auto root = document.parse(std::move(*bytes), most_depth);
    if (!root || !root->is_object() || root->duplicate_member()) return Reason::malformed;
    return *root;
}

Checked<void> read_header(Json header, Token& token) {
    if (has_member(header, "crit")) return Reason::critical_header;
    if (!header["alg"].string()) return Reason::malformed;
    const auto named = algorithm(header["alg"].text());
    if (!named) return Reason::algorithm;
    token.algorithm = *named;
    if (has_member(header, "typ") && !equal_ignoring_case(header["typ"].text(), "jwt"))
        return Reason::malformed;
    if (!read_required(header["kid"], token.kid)) return Reason::malformed;
    if (!has_member(header, "jku")) return {};
    if (!read_required(header["jku"], token.jku.emplace())) return Reason::malformed;
    return {};
}

Checked<void> read_claims(Json payload, Claims& claims) {
    const auto exp = moment(payload["exp"]);
    const auto iat = moment(payload["iat"]);
    claims.nbf = moment(payload["nbf"]);
    const bool fine = read_required(payload["iss"], claims.iss) && read_required(payload["jti"], claims.jti)
                      && read_text(payload["tenant"], claims.tenant) && read_text(payload["sub"], claims.sub)
                      && read_audience(payload["aud"], claims.aud) && exp && iat
                      && (claims.nbf || !has_member(payload, "nbf"));
    if (!fine) return Reason::malformed;
    claims.exp = *exp;
    claims.iat = *iat;
    return {};
}

}  // namespace

Checked<Token> read_token(std::span<const std::string> authorization) {
    const auto text = bearer(authorization);
    if (!text) return Reason::no_token;
    if (text->size() > most_token_bytes) return Reason::malformed;
    const auto parts = split(*text);
    if (!parts) return Reason::malformed;
    const auto& [header, payload, signature] = *parts;

    Token token;
    fhir::Document document;
    const auto header_object = object_of(document, header);
    if (!header_object) return header_object.error();
    if (const auto read = read_header(*header_object, token); !read) return read.error();
    const auto payload_object = object_of(document, payload);  // ends the views of the header
    if (!payload_object) return payload_object.error();
    if (const auto read = read_claims(*payload_object, token.claims); !read) return read.error();
    auto bytes = base64url(signature);
    if (!bytes || bytes->empty()) return Reason::malformed;
    token.signature = std::move(*bytes);
    token.signed_text = text->substr(0, header.size() + 1 + payload.size());
    return token;
}

}  // namespace iim::service::auth
