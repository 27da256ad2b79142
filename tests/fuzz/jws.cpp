#include "cds-hooks/auth/base64url.hpp"
#include "cds-hooks/auth/jwk_set.hpp"
#include "cds-hooks/auth/token.hpp"
#include "cds-hooks/auth/token_check.hpp"
#include "tests/fuzz/check.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace iim::service::auth;

namespace {

std::string encode(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned bits = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6) text += alphabet[bits >> (held - 6) & 63U];
        bits &= (1U << held) - 1;
    }
    if (held > 0) text += alphabet[bits << (6 - held) & 63U];
    return text;
}

/// The public key of the specification's example; its signatures are in no seed but one.
const PublicKey& example_key() {
    static const PublicKey key = *PublicKey::ec(
        "P-384",
        *base64url("46SDH7Znh821wblCBglA61sNE9ZrHYKKt3qRtRTmSXyOI_FIGBLWrWa0GPUkDCEk"),
        *base64url("XMcRuuoGW7CXjQdy-F5i3FeBE0x9hPLdeFdSoDd3ELmx404tLX0VRRcqzAsPhXcI")
    );
    return key;
}

const Settings& settings() {
    static const Settings made = [] {
        Settings one;
        one.public_urls = {"https://cds.example.org"};
        Issuer issuer;
        issuer.iss = "https://fhir-ehr.example.com/";
        issuer.jku = {"https://fhir-ehr.example.com/jwk_uri"};
        one.issuers = {issuer};
        return one;
    }();
    return made;
}

bool is_kept_text(std::string_view text) {
    return text.size() <= most_text_bytes && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20;
           });
}

/// What every later step relies on.
void look(const Token& token) {
    IIM_CHECK(!token.kid.empty() && is_kept_text(token.kid));
    IIM_CHECK(!token.claims.iss.empty() && is_kept_text(token.claims.iss));
    IIM_CHECK(!token.claims.jti.empty() && is_kept_text(token.claims.jti));
    IIM_CHECK(is_kept_text(token.claims.tenant) && is_kept_text(token.claims.sub));
    IIM_CHECK(!token.claims.aud.empty() && !token.signature.empty());
    IIM_CHECK(token.claims.exp >= 0 && token.claims.exp < 1e12 && token.claims.iat >= 0);

    const Instant now(std::chrono::seconds(1'400'000'000));
    IIM_CHECK(end_of(token.claims, settings()) > Instant());
    const auto admitted = admit(token, settings());
    if (admitted) (void)check_claims(token.claims, **admitted, settings(), "/cds-services/some-service", now);
    if (token.signature.size() != 96
        || !example_key().verifies(token.algorithm, token.signed_text, token.signature))
        return;
    // Nobody here has the private key: this can only be the example itself.
    IIM_CHECK(token.claims.jti == "ee22b021-e1b7-4611-ba5b-8eec6a33ac1e");
}

void read(std::string value) {
    const std::vector<std::string> field{std::move(value)};
    if (const auto token = read_token(field)) look(*token);
}

}  // namespace

// Any text is a token or none, any bytes are header and payload of one or not, any text is a key set or none.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    read(text);
    read("Bearer " + text);
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view rest = std::string_view(text).substr(std::min(end + 1, text.size()));
    read(
        "Bearer " + encode(std::string_view(text).substr(0, end)) + "." + encode(rest) + "."
        + encode(std::string(96, 'x'))
    );

    IIM_CHECK(base64url(encode(text)) == text);
    if (const auto bytes = base64url(text)) IIM_CHECK(encode(*bytes) == text);
    if (const auto set = JwkSet::parse(text)) IIM_CHECK(set->size() <= JwkSet::most_keys);
    return 0;
}
