#include "cds-hooks/store/patient_key.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

namespace iim::service::store {
namespace {

constexpr std::size_t secret_bytes = 32;

std::string hex(std::span<const unsigned char> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned char each : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", each);
    return text;
}

std::string random_secret() {
    std::array<unsigned char, secret_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("this machine gives no random numbers");
    return hex(bytes);
}

/// Written whole under another name first: whoever starts at the same moment reads all of it or makes none.
void make_file(const std::filesystem::path& file) {
    const std::string part = file.string() + fmt::format(".{}", ::getpid());
    constexpr mode_t owner_only = 0600;
    const int made = ::open(part.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, owner_only);
    const std::string secret = random_secret();
    const bool written = made >= 0
                         && ::write(made, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size())
                         && ::fsync(made) == 0;
    const int why = errno;
    if (made >= 0) ::close(made);
    const bool linked = written && (::link(part.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int why_not_linked = errno;
    ::unlink(part.c_str());
    if (linked) return;
    throw std::runtime_error(fmt::format(
        "{}: the secret for patients' keys cannot be written: {}",
        file.string(),
        std::generic_category().message(written ? why_not_linked : why)
    ));
}

/// Several parts are told apart however they are written.
void add(std::string& all, std::string_view part) {
    fmt::format_to(std::back_inserter(all), "{}:{}|", part.size(), part);
}

std::string_view without_slash(std::string_view url) {
    while (url.ends_with('/')) url.remove_suffix(1);
    return url;
}

}  // namespace

PatientKey::PatientKey(std::string secret) : secret_(std::move(secret)) {
    if (secret_.size() < secret_bytes)
        throw std::runtime_error("the secret for patients' keys needs 32 bytes or more");
}

PatientKey PatientKey::from_file(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) make_file(file);
    std::ifstream in(file, std::ios::binary);
    std::string secret{std::istreambuf_iterator<char>(in), {}};
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    if (secret.size() < secret_bytes)
        throw std::runtime_error(fmt::format(
            "{}: this file must hold a secret of 32 bytes or more and be readable by the service; remove it "
            "to "
            "have one made",
            file.string()
        ));
    return PatientKey(std::move(secret));
}

std::string PatientKey::hash(std::string_view kind, std::string_view what) const {
    std::string all;
    add(all, kind);
    add(all, what);
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    const auto* const data = reinterpret_cast<const unsigned char*>(all.data());
    const unsigned char* const done = HMAC(
        EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), data, all.size(), bytes.data(), &size
    );
    if (!done) throw std::runtime_error("HMAC-SHA256 failed");
    return hex(std::span(bytes).first(size));
}

std::string PatientKey::of_patient(const auth::Caller* caller, fhir::Json request) const {
    const std::string_view patient = request["context"]["patientId"].text();
    if (patient.empty()) return {};
    std::string all;
    add(all, caller ? std::string_view(caller->issuer) : std::string_view());
    add(all, caller ? std::string_view(caller->tenant) : std::string_view());
    add(all, without_slash(request["fhirServer"].text()));
    // Some clients write a reference where an id belongs.
    add(all, patient.starts_with("Patient/") ? patient.substr(patient.find('/') + 1) : patient);
    return hash("patient", all);
}

std::string PatientKey::of_order(const engine::Order* order, const engine::Terms& terms) const {
    if (!order || order->source.id.empty()) return {};
    std::string all;
    add(all, order->source.type);
    add(all, order->source.id);
    // The drug and the day it was ordered: clients use ids of drafts again.
    for (const engine::Concept each : order->drugs) add(all, terms.id(each));
    if (order->authored) add(all, fhir::to_string(*order->authored));
    return hash("order", all);
}

std::string PatientKey::fingerprint() const {
    constexpr std::size_t enough = 16;
    return hash("fingerprint", "").substr(0, enough);
}

std::string name_of(const auth::Caller* caller) {
    if (!caller) return {};
    return caller->tenant.empty() ? caller->issuer : caller->issuer + "|" + caller->tenant;
}

}  // namespace iim::service::store
