#include "tests/unit/cds-hooks/auth_attacks.hpp"

#include <string>
#include <string_view>

namespace iim::tests {

using namespace std::string_literals;
using service::auth::Reason;

Attacks injected_names() {
    Attacks all;
    for (const std::string kid :
         {"../../../../../../dev/null",
          "/dev/null",
          "file:///etc/passwd",
          "ec' OR '1'='1",
          "ec'; DROP TABLE tokens; --",
          "ec%00",
          "EC",
          "ec ",
          " ec",
          "e",
          "ecc",
          "*",
          "%",
          "${jndi:ldap://x}",
          "|id",
          "`id`",
          "http://169.254.169.254/"})
        all.push_back(attack(
            "kid " + kid, token(keys().evil_ec, "ES384", header("ES384", kid), payload()), Reason::no_key
        ));
    for (const std::string& kid :
         {R"(ec\u0000)"s, R"(\u0000)"s, R"(ec\n)"s, R"(ec\u007f)"s, ""s, std::string(600, 'a')})
        all.push_back(attack(
            "kid " + kid, token(keys().evil_ec, "ES384", header("ES384", kid), payload()), Reason::malformed
        ));
    return all;
}

Attacks brought_keys() {
    Attacks all;
    const Signer& evil = keys().evil_ec;
    const auto brings = [&](const std::string& more, Reason want) {
        all.push_back(attack(
            "brings " + more.substr(0, 60), token(evil, "ES384", header("ES384", "ec", more), payload()), want
        ));
    };
    brings(",\"jwk\":" + evil.jwk(), Reason::signature);
    brings(R"(,"x5c":["MIIB"])", Reason::signature);
    brings(R"(,"x5u":"https://foreign.example/cert.pem")", Reason::signature);
    brings(R"(,"x5t":"abc","x5t#S256":"def")", Reason::signature);
    brings(R"(,"jwk":{"kty":"oct","k":""})", Reason::signature);
    for (const std::string jku :
         {"http://127.0.0.1/jwks",
          "https://127.0.0.1/jwks",
          "https://localhost/jwks",
          "https://[::1]/jwks",
          "https://0/jwks",
          "https://2130706433/jwks",
          "https://0x7f.1/jwks",
          "https://[::ffff:127.0.0.1]/jwks",
          "http://169.254.169.254/latest/meta-data/",
          "https://169.254.169.254/",
          "http://metadata.google.internal/",
          "https://[fd00:ec2::254]/",
          "https://10.0.0.1/jwks",
          "https://192.168.1.1/jwks",
          "https://foreign.example/jwks",
          "http://ehr.example/jwks",
          "https://ehr.example/jwks/",
          "https://ehr.example/jwks/../evil",
          "https://ehr.example/jwks?x=1",
          "https://ehr.example/jwks#",
          "https://ehr.example:444/jwks",
          "https://ehr.example@foreign.example/jwks",
          "https://foreign.example/?https://ehr.example/jwks",
          "https://ehr.example.foreign.example/jwks",
          "https://EHR.example/jwks",
          "HTTPS://ehr.example/jwks",
          "//ehr.example/jwks",
          "file:///etc/passwd",
          "data:application/json,{}",
          "gopher://127.0.0.1/",
          "jwks",
          "https://"})
        brings(",\"jku\":\"" + jku + "\"", Reason::foreign_jku);
    for (const std::string jku :
         {R"("")",
          "null",
          "1",
          "{}",
          R"(["https://ehr.example/jwks"])",
          R"("https://ehr.example/jwks\u0000")"})
        brings(",\"jku\":" + jku, Reason::malformed);
    brings(R"(,"jku":"https://ehr.example/jwks")", Reason::signature);  // the right address, the wrong key
    for (const std::string crit : {R"(["exp"])", "[]", "null", R"("exp")", R"(["b64"],"b64":false)", "{}"})
        all.push_back(attack("crit " + crit, honest(",\"crit\":" + crit), Reason::critical_header));
    return all;
}

}  // namespace iim::tests
