#include "cds-hooks/http/tls.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iim::service::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using std::filesystem::path;

/// TLS 1.2 without forward secrecy or with CBC is left out; the suites of TLS 1.3 are all fine.
constexpr const char* suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
/// As ALPN writes it: length, name.
constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

[[noreturn]] void refuse(std::string_view key, const path& file, std::string_view what_to_change) {
    throw std::runtime_error(fmt::format("tls.{}: {} {}", key, file.string(), what_to_change));
}

void must_be_readable(std::string_view key, const path& file) {
    if (::access(file.c_str(), R_OK) == 0) return;
    refuse(key, file, fmt::format("cannot be read: {}", std::generic_category().message(errno)));
}

/// Whoever has the key can pose as this service.
void must_be_private(const path& key) {
    struct stat info = {};
    if (::stat(key.c_str(), &info) != 0)
        refuse("key", key, fmt::format("cannot be read: {}", std::generic_category().message(errno)));
    if (info.st_mode & (S_IROTH | S_IWOTH))
        refuse("key", key, "can be read by everybody on this machine; make it private: chmod 600");
}

/// A client that offers protocols and not this one is told so (RFC 7301 3.2).
// NOLINTNEXTLINE(readability-function-size): OpenSSL's signature
int choose_protocol(
    SSL* /*connection*/,
    const unsigned char** chosen,
    unsigned char* length,
    const unsigned char* offered,
    unsigned offered_length,
    void* /*argument*/
) {
    unsigned char* found = nullptr;
    const int result =
        ::SSL_select_next_proto(&found, length, http_1_1.data(), http_1_1.size(), offered, offered_length);
    if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

void set_protocol(ssl::context& tls) {
    SSL_CTX* const native = tls.native_handle();
    ::SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    ::SSL_CTX_set_options(
        native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
    );
    ::SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // an idle connection holds no buffers
    ::SSL_CTX_set_cipher_list(native, suites);
    ::SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
}

void use_certificate(ssl::context& tls, const TlsSettings& settings) {
    must_be_readable("certificate", settings.certificate);
    error_code error;
    tls.use_certificate_chain_file(settings.certificate.string(), error);
    if (error)
        refuse(
            "certificate",
            settings.certificate,
            fmt::format("is no usable PEM certificate: {}", error.message())
        );
    must_be_readable("key", settings.key);
    must_be_private(settings.key);
    // Without this OpenSSL would ask for a passphrase on the terminal.
    tls.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
    tls.use_private_key_file(settings.key.string(), ssl::context::pem, error);
    const unsigned long code = error ? static_cast<unsigned long>(error.value()) : 0;
    const bool other = ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
    if (error && !other)
        refuse(
            "key", settings.key, fmt::format("is no PEM private key without passphrase: {}", error.message())
        );
    if (other || ::SSL_CTX_check_private_key(tls.native_handle()) != 1)
        refuse("key", settings.key, fmt::format("does not belong to {}", settings.certificate.string()));
}

/// The certificates of clients, when they are wanted.
void ask_clients(ssl::context& tls, const TlsSettings& settings) {
    using Client = TlsSettings::ClientCertificate;
    if (settings.client == Client::none) return;
    must_be_readable("client_ca", settings.client_ca);
    error_code error;
    tls.load_verify_file(settings.client_ca.string(), error);
    STACK_OF(X509_NAME)* const names = ::SSL_load_client_CA_file(settings.client_ca.c_str());
    if (error || !names) {
        ::ERR_clear_error();
        refuse("client_ca", settings.client_ca, "holds no PEM certificate");
    }
    ::SSL_CTX_set_client_CA_list(tls.native_handle(), names);  // takes the names over
    const ssl::verify_mode required =
        settings.client == Client::required ? ssl::verify_fail_if_no_peer_cert : 0;
    tls.set_verify_mode(ssl::verify_peer | required, error);
    // A resumed session must come from a context that asked the same.
    static constexpr std::array<unsigned char, 7> id{'i', 'i', 'm', '-', 'c', 'd', 's'};
    ::SSL_CTX_set_session_id_context(tls.native_handle(), id.data(), id.size());
}

}  // namespace

TlsContext make_tls(const TlsSettings& settings) {
    auto tls = std::make_shared<ssl::context>(ssl::context::tls_server);
    set_protocol(*tls);
    use_certificate(*tls, settings);
    ask_clients(*tls, settings);
    return tls;
}

}  // namespace iim::service::http
