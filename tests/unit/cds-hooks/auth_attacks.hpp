#pragma once

#include "cds-hooks/auth/reason.hpp"
#include "tests/unit/cds-hooks/auth_signer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace iim::tests {

/// A call that must be refused, and why.
struct Attack {
    std::string name;
    std::vector<std::string> authorization;
    service::auth::Reason want = service::auth::Reason::malformed;
};
using Attacks = std::vector<Attack>;

Attack attack(std::string name, const std::string& token, service::auth::Reason want);

/// The client's keys (EC and RSA) and the attacker's own.
struct Keys {
    Signer ec = Signer::ec("P-384", "ec");
    Signer rsa = Signer::rsa(2048, "rsa");
    Signer weak = Signer::rsa(1024, "weak");
    Signer epic = Signer::ec("P-384", "y8c/i4bp2yQC7+CmtBo2LJ0vc83QbhGzZ0kmrKYKhm8=");
    Signer p256 = Signer::ec("P-256", "ec");
    Signer evil_ec = Signer::ec("P-384", "ec");
    Signer evil_rsa = Signer::rsa(2048, "rsa");
};
const Keys& keys();

/// Header and payload as the client writes them, up to `more`: members that follow, with their comma. Every
/// payload has a jti of its own.
std::string header(std::string_view alg, std::string_view kid = "ec", std::string_view more = {});
std::string payload(std::string_view more = {});
/// What the client itself would send, to be spoiled.
std::string honest(std::string_view more_header = {}, std::string_view more_payload = {});

// Signatures that are none (auth_forged.cpp).
Attacks without_signature();
/// The public key as the secret of a symmetric signature; keys of another type, curve or digest.
Attacks confused_algorithms();
Attacks spoiled_signatures();

// Texts that are no token (auth_misshapen.cpp).
Attacks spoiled_texts();
/// Signed by the client's own key, so that only the rule under test can refuse them.
Attacks twice_said();
/// Signed by the client itself, with times and names that cannot be.
Attacks wrong_claims();

// Names of keys, and keys, that a token brings along (auth_brought_keys.cpp).
Attacks injected_names();
/// A key, or the address of one, that the token itself brings.
Attacks brought_keys();

}  // namespace iim::tests
