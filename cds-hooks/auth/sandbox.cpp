#include "cds-hooks/auth/sandbox.hpp"

namespace iim::service::auth {

// The key set of github.com/cds-hooks/sandbox, file .well-known/jwks.json at commit c6cc0da4.
Issuer public_sandbox() {
    Issuer sandbox;
    sandbox.iss = "https://sandbox.cds-hooks.org";
    sandbox.jku = {"https://sandbox.cds-hooks.org/.well-known/jwks.json"};
    sandbox.algorithms = {"ES384"};
    sandbox.jwks = R"({"keys": [{
        "kty": "EC", "use": "sig", "alg": "ES384", "crv": "P-384",
        "kid": "44823f3d-0b01-4a6c-a80e-b9d3e8a7226f",
        "x": "dw_JGR8nB2I6XveNxUOl2qk699ZPLM2nYI5STSdiEl9avAkrm3CkfYMbrrjr8laB",
        "y": "Sm3mLE-n1zYNla_aiE3cb3nZsL51RbC7ysw3q8aJLxGm-hx79RPMYpITDjp7kgzy"
    }]})";
    return sandbox;
}

}  // namespace iim::service::auth
