#include "tests/unit/cds-hooks/auth_attacks.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace iim::tests {

using namespace std::string_literals;
using service::auth::Reason;

const Keys& keys() {
    static const Keys made;
    return made;
}

std::string header(std::string_view alg, std::string_view kid, std::string_view more) {
    return R"({"alg":")" + std::string(alg) + R"(","typ":"JWT","kid":")" + std::string(kid) + '"'
           + std::string(more) + "}";
}

std::string payload(std::string_view more) {
    static int count = 0;
    return R"({"iss":"https://ehr.example","aud":"https://cds.example/cds-services/iim-order-sign","iat":1400000000,)"
           R"("exp":1400000300,"jti":")"
           + std::to_string(++count) + '"' + std::string(more) + "}";
}

std::string honest(std::string_view more_header, std::string_view more_payload) {
    return token(keys().ec, "ES384", header("ES384", "ec", more_header), payload(more_payload));
}

Attack attack(std::string name, const std::string& token, Reason want) {
    return {std::move(name), {"Bearer " + token}, want};
}

namespace {

std::string joined(std::string_view head, std::string_view claims, std::string_view signature) {
    return base64url_of(head) + "." + base64url_of(claims) + "." + base64url_of(signature);
}

std::string hmac(
    std::string_view head, std::string_view claims, std::string_view secret, const EVP_MD* digest
) {
    const std::string text = base64url_of(head) + "." + base64url_of(claims);
    std::string mac(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    HMAC(
        digest,
        secret.data(),
        static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        reinterpret_cast<unsigned char*>(mac.data()),
        &size
    );
    return text + "." + base64url_of(std::string_view(mac).substr(0, size));
}

}  // namespace

Attacks without_signature() {
    Attacks all;
    for (const std::string alg :
         {"none", "None", "NONE", "nOnE", "", "null", "HS256", "HS384", "HS512", "ES384 "}) {
        all.push_back(attack("alg " + alg + ", empty", joined(header(alg), payload(), ""), Reason::algorithm)
        );
        all.push_back(
            attack("alg " + alg + ", one byte", joined(header(alg), payload(), "x"), Reason::algorithm)
        );
        std::string real = honest();
        all.push_back(attack(
            "alg " + alg + ", real rest",
            base64url_of(header(alg)) + real.substr(real.find('.')),
            Reason::algorithm
        ));
    }
    all.push_back(attack("ES384 without signature", joined(header("ES384"), payload(), ""), Reason::malformed)
    );
    const std::string real = honest();
    all.push_back(attack("two parts", real.substr(0, real.rfind('.')), Reason::malformed));
    return all;
}

Attacks confused_algorithms() {
    Attacks all;
    const std::string secrets[] = {
        keys().rsa.public_pem(),
        keys().rsa.public_der(),
        keys().rsa.jwk(),
        keys().ec.public_pem(),
        keys().ec.public_der(),
        keys().ec.jwk(),
        keys().rsa.number(OSSL_PKEY_PARAM_RSA_N),
        keys().rsa.public_pem().substr(0, keys().rsa.public_pem().size() - 1),
        "",
        "\0"s,
        "secret",
    };
    for (const std::string& secret : secrets)
        for (const auto& [alg, digest] :
             {std::pair("HS256", EVP_sha256()),
              std::pair("HS384", EVP_sha384()),
              std::pair("HS512", EVP_sha512())}) {
            all.push_back(attack(alg, hmac(header(alg, "rsa"), payload(), secret, digest), Reason::algorithm)
            );
            all.push_back(attack(
                alg + " named RS384"s,
                hmac(header("RS384", "rsa"), payload(), secret, digest),
                Reason::signature
            ));
        }
    const auto& [ec, rsa, weak, epic, p256, evil_ec, evil_rsa] = keys();
    const auto as = [&](std::string_view named, const Signer& signer, std::string_view signing, Reason want) {
        all.push_back(attack(
            "signed " + std::string(signing) + " named " + std::string(named) + " for " + signer.kid(),
            token(signer, signing, header(named, signer.kid()), payload()),
            want
        ));
    };
    as("RS384", ec, "ES384", Reason::no_key);
    as("ES384", rsa, "RS384", Reason::no_key);
    as("RS384", rsa, "RS256", Reason::signature);
    as("RS384", rsa, "RS512", Reason::signature);
    as("RS384", rsa, "PS384", Reason::signature);
    as("ES384", ec, "ES256", Reason::signature);  // the right key with the wrong digest
    as("ES384", p256, "ES256", Reason::signature);
    as("ES256", p256, "ES256", Reason::algorithm);  // not among this client's algorithms
    as("ES256", ec, "ES256", Reason::algorithm);
    as("RS256", rsa, "RS256", Reason::algorithm);
    as("PS384", rsa, "PS384", Reason::algorithm);
    as("RS384", weak, "RS384", Reason::no_key);  // 1024 bits: in the client's set, left out of ours
    as("ES384", evil_ec, "ES384", Reason::signature);
    as("RS384", evil_rsa, "RS384", Reason::signature);
    return all;
}

Attacks spoiled_signatures() {
    Attacks all;
    const std::string head = header("ES384");
    const std::string claims = payload();
    const std::string text = base64url_of(head) + "." + base64url_of(claims);
    const std::string real = keys().ec.sign(text, "ES384");
    const std::string zero(48, '\0');
    const std::string raw[] = {
        zero + zero,
        real.substr(0, 48) + zero,
        zero + real.substr(48),
        std::string(96, '\xff'),
        std::string(96, '\x01'),
        real.substr(0, 95),
        real.substr(1),
        real + '\0',
        '\0' + real,
        real + real,
        real.substr(48) + real.substr(0, 48),
        keys().ec.sign_der(text, "ES384"),
        keys().ec.sign(text + " ", "ES384"),
        std::string(64, '\x01'),
        "x",
    };
    for (std::size_t i = 0; i < std::size(raw); ++i)
        all.push_back(attack(
            "signature shape " + std::to_string(i), text + "." + base64url_of(raw[i]), Reason::signature
        ));
    for (std::size_t bit = 0; bit < real.size() * 8; bit += 7) {
        std::string flipped = real;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        all.push_back(attack(
            "signature bit " + std::to_string(bit), text + "." + base64url_of(flipped), Reason::signature
        ));
    }
    const std::string signature = "." + base64url_of(real);
    all.push_back(attack(
        "another payload under it",
        base64url_of(head) + "." + base64url_of(payload(R"(,"sub":"admin")")) + signature,
        Reason::signature
    ));
    all.push_back(attack(
        "another header over it",
        base64url_of(header("ES384", "ec", R"(,"x":1)")) + "." + base64url_of(claims) + signature,
        Reason::signature
    ));
    return all;
}

}  // namespace iim::tests
