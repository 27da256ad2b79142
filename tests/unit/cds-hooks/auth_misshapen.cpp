#include "tests/unit/cds-hooks/auth_attacks.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace iim::tests {

using namespace std::string_literals;
using service::auth::Reason;

Attacks spoiled_texts() {
    Attacks all;
    const std::string real = honest();
    const std::string end = real.substr(real.size() - 1);
    const std::string_view tails[] = {"=", "==", ".", " x", "\t", "\n", "A", ",", "%3D"};
    for (const auto tail : tails)
        all.push_back(attack("tail " + std::string(tail), real + std::string(tail), Reason::malformed));
    all.push_back(attack("a byte more of signature", real + "AA", Reason::signature));
    const std::size_t first = real.find('.');
    const std::size_t second = real.rfind('.');
    for (const std::string& bad : {"="s, "+"s, "/"s, " "s, "\n"s, "\0"s, "\xc3\xa9"s, "."s})
        for (const std::size_t at :
             {std::size_t{0}, std::size_t{4}, first, first + 1, second, second + 1, real.size() - 2}) {
            std::string spoiled = real;
            spoiled.insert(at, bad);
            const bool leading_space = bad == " " && at == 0;  // that is only a wider gap after "Bearer"
            if (!leading_space)
                all.push_back(attack("inserted at " + std::to_string(at), spoiled, Reason::malformed));
        }
    const std::string_view objects[] = {
        "",
        "{",
        "null",
        "[]",
        "1",
        "{}",
        "\"x\"",
        "{\"alg\":\"ES384\"",
        "\xef\xbb\xbf{}",
        "{\"a\":\xff}",
        "{\"alg\":\"ES384\",}",
    };
    for (const auto object : objects) {
        const std::string text = base64url_of(object) + "." + base64url_of(payload());
        all.push_back(attack("header " + std::string(object), text + real.substr(second), Reason::malformed));
        all.push_back(attack(
            "payload " + std::string(object),
            token(keys().ec, "ES384", header("ES384"), object),
            Reason::malformed
        ));
    }
    all.push_back(attack("8 KiB and more", std::string(9'000, 'A') + real, Reason::malformed));
    all.push_back(attack("a megabyte", std::string(1'000'000, 'A') + "." + real, Reason::malformed));
    all.push_back(attack("a million dots", std::string(1'000'000, '.'), Reason::malformed));
    all.push_back(attack(
        "deep",
        token(keys().ec, "ES384", header("ES384"), payload(",\"x\":" + std::string(5'000, '['))),
        Reason::malformed
    ));
    return all;
}

Attacks twice_said() {
    Attacks all;
    const std::pair<std::string, std::string> cases[] = {
        {R"(,"alg":"none")", ""},
        {R"(,"alg":"ES384")", ""},
        {R"(,"kid":"rsa")", ""},
        {R"(,"\u0061lg":"none")", ""},
        {"", R"(,"iss":"https://other.example")"},
        {"", R"(,"aud":"https://other.example")"},
        {"", R"(,"exp":9999999999)"},
        {"", R"(,"iat":1)"},
        {"", R"(,"jti":"other")"},
        {"", R"(,"i\u0073s":"https://other.example")"},
        {"", R"(,"sub":"a","sub":"b")"},
        {"", R"(,"tenant":"a","tenant":"b")"},
        {"", R"(,"nbf":1,"nbf":2)"},
    };
    for (const auto& [head, claims] : cases)
        all.push_back(attack("twice " + head + claims, honest(head, claims), Reason::malformed));
    return all;
}

Attacks wrong_claims() {
    Attacks all;
    const auto says = [&](const std::string& name, const std::string& claims, Reason want) {
        all.push_back(attack(name, token(keys().ec, "ES384", header("ES384"), claims), want));
    };
    const auto made =
        [](std::string_view iss, std::string_view aud, std::string_view iat, std::string_view exp) {
        static int count = 0;
        return R"({"iss":)" + std::string(iss) + R"(,"aud":)" + std::string(aud) + R"(,"iat":)"
               + std::string(iat) + R"(,"exp":)" + std::string(exp) + R"(,"jti":"w)" + std::to_string(++count)
               + "\"}";
    };
    const std::string iss = R"("https://ehr.example")";
    const std::string aud = R"("https://cds.example/cds-services/iim-order-sign")";
    for (const std::string exp :
         {R"("1400000300")",
          "null",
          "true",
          "[]",
          "{}",
          "-1",
          "-1400000300",
          "1e400",
          "1e308",
          "9223372036854775807",
          "18446744073709551616",
          "NaN",
          "1400000300.",
          "0x7fffffff"})
        says("exp " + exp, made(iss, aud, "1400000000", exp), Reason::malformed);
    for (const std::string iat : {R"("1400000000")", "null", "false", "-5", "1e309", "[1400000000]"})
        says("iat " + iat, made(iss, aud, iat, "1400000300"), Reason::malformed);
    says("expired", made(iss, aud, "1399999000", "1399999940"), Reason::expired);
    says("expired, with a fraction", made(iss, aud, "1399999000", "1399999939.9"), Reason::expired);
    says("exp 0", made(iss, aud, "1400000000", "0"), Reason::expired);
    says("from the future", made(iss, aud, "1400000061", "1400000361"), Reason::not_yet);
    says("for a day", made(iss, aud, "1400000000", "1400086400"), Reason::lifetime);
    says("for ever", made(iss, aud, "0", "253402300799"), Reason::lifetime);
    says("ends before it begins", made(iss, aud, "1400000050", "1400000040"), Reason::lifetime);
    for (const std::string bad : {"null", "1", "{}", "[]", "[1]", R"([["a"]])"})
        says("aud " + bad, made(iss, bad, "1400000000", "1400000300"), Reason::malformed);
    for (const std::string bad :
         {R"("")",
          R"("*")",
          R"("https://cds.example")",
          R"("https://cds.example/cds-services")",
          R"("https://cds.example/cds-services/iim-patient-view")",
          R"(["https://other.example"])",
          R"("https://cds.example/cds-services/iim-order-sign/feedback")",
          R"("https://cds.example/cds-services/iim-order-sign\u0000")"})
        says("aud " + bad, made(iss, bad, "1400000000", "1400000300"), Reason::audience);
    for (const std::string bad :
         {R"("https://other.example")",
          R"("https://ehr.example/")",
          R"("HTTPS://ehr.example")",
          R"("https://ehr.example ")",
          R"("*")"})
        says("iss " + bad, made(bad, aud, "1400000000", "1400000300"), Reason::unknown_issuer);
    for (const std::string bad :
         {"null", "1", R"("")", R"(["https://ehr.example"])", R"("https://ehr.example\u0000")"})
        says("iss " + bad, made(bad, aud, "1400000000", "1400000300"), Reason::malformed);
    says("nbf ahead", payload(R"(,"nbf":1400000061)"), Reason::not_yet);
    says("nbf text", payload(R"(,"nbf":"1399999000")"), Reason::malformed);
    says("tenant a number", payload(R"(,"tenant":1)"), Reason::malformed);
    return all;
}

}  // namespace iim::tests
