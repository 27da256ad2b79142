#pragma once

#include <filesystem>
#include <functional>
#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace iim::service::http {

/// With which certificate a port answers, and whose certificates it wants to see.
struct TlsSettings {
    /// `optional`: a certificate that is shown must be good, but none need be shown.
    enum class ClientCertificate { none, optional, required };

    std::filesystem::path certificate;  ///< PEM, the chain included; empty: the port speaks plain HTTP
    std::filesystem::path key;          ///< PEM, without passphrase
    std::filesystem::path client_ca;    ///< PEM: who may sign the certificates of clients
    ClientCertificate client = ClientCertificate::none;

    bool on() const noexcept { return !certificate.empty(); }
};

/// TLS 1.2 and 1.3, forward secrecy only, HTTP/1.1 by ALPN; no compression, no renegotiation.
using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// Reads the files. Throws std::runtime_error with a sentence: a file that cannot be read or is not what it
/// should be, a key that everybody can read or that belongs to another certificate.
TlsContext make_tls(const TlsSettings& settings);

/// Called for a port's first context and again for a new one when the files may have changed.
using MakeTls = std::function<TlsContext()>;

}  // namespace iim::service::http
