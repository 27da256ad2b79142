#include "cds-hooks/auth/jwk_set.hpp"

#include "cds-hooks/auth/base64url.hpp"
#include "fhir/json.hpp"

#include <algorithm>
#include <utility>

namespace iim::service::auth {
namespace {

using fhir::Json;

constexpr unsigned most_depth = 16;

std::optional<std::string> number(Json text) {
    if (!text.string()) return {};
    return base64url(*text.string());
}

std::optional<PublicKey> rsa_key(Json jwk) {
    const auto modulus = number(jwk["n"]);
    const auto exponent = number(jwk["e"]);
    if (!modulus || !exponent) return {};
    return PublicKey::rsa(*modulus, *exponent);
}

std::optional<PublicKey> ec_key(Json jwk) {
    const auto x = number(jwk["x"]);
    const auto y = number(jwk["y"]);
    if (!x || !y) return {};
    return PublicKey::ec(jwk["crv"].text(), *x, *y);
}

/// RFC 7517 4.2 and 4.3. Private members make a key public knowledge, and so worthless.
bool may_verify(Json jwk) {
    if (jwk["d"] || jwk["k"]) return false;
    if (jwk["use"] && !jwk["use"].is("sig")) return false;
    const Json operations = jwk["key_ops"];
    return !operations
           || std::any_of(operations.begin(), operations.end(), [](Json each) { return each.is("verify"); });
}

std::optional<PublicKey> key_of(Json jwk) {
    if (!jwk.is_object() || jwk.duplicate_member() || jwk["kid"].text().empty() || !may_verify(jwk))
        return {};
    if (jwk["kty"].is("EC")) return ec_key(jwk);
    if (jwk["kty"].is("RSA")) return rsa_key(jwk);
    return {};
}

/// The key does what its own `alg` says, when it says anything.
bool agrees(const PublicKey& key, Json alg) {
    if (!alg) return true;
    const auto only = algorithm(alg.text());
    return only && key.fits(*only);
}

}  // namespace

std::optional<JwkSet> JwkSet::parse(std::string text) {
    if (text.size() > most_bytes) return {};
    fhir::Document document;
    const auto root = document.parse(std::move(text), most_depth);
    if (!root || !root->is_object() || root->duplicate_member() || !(*root)["keys"].is_array()) return {};

    JwkSet set;
    for (const Json jwk : (*root)["keys"]) {
        auto key = set.size() < most_keys ? key_of(jwk) : std::nullopt;
        if (key && agrees(*key, jwk["alg"]) && !set.has(jwk["kid"].text(), *key))
            set.keys_.push_back(
                {std::string(jwk["kid"].text()), std::move(*key), algorithm(jwk["alg"].text())}
            );
        else
            ++set.left_out_;
    }
    return set;
}

// One kid for keys of several types is allowed, two keys that fit one signature are not (SEC-7).
bool JwkSet::has(std::string_view kid, const PublicKey& key) const {
    return std::any_of(keys_.begin(), keys_.end(), [&](const Key& other) {
        return other.kid == kid && other.key.same_type(key);
    });
}

const PublicKey* JwkSet::find(std::string_view kid, Algorithm algorithm) const noexcept {
    for (const Key& each : keys_)
        if (each.kid == kid && each.key.fits(algorithm) && each.only.value_or(algorithm) == algorithm)
            return &each.key;
    return nullptr;
}

}  // namespace iim::service::auth
