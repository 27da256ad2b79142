#include "cds-hooks/http/client.hpp"

namespace iim::service::http {
namespace {

class Category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "http-client"; }
    std::string message(int value) const override {
        return std::string(to_string(static_cast<ClientError>(value)));
    }
};

}  // namespace

boost::system::error_code make_error_code(ClientError error) noexcept {
    static const Category category;
    return {static_cast<int>(error), category};
}

std::string_view to_string(ClientError error) noexcept {
    switch (error) {
    case ClientError::bad_question: return "fetch-bad-question";
    case ClientError::plain_refused: return "fetch-plain-refused";
    case ClientError::unknown_host: return "fetch-unknown-host";
    case ClientError::address_refused: return "fetch-address-refused";
    case ClientError::not_connected: return "fetch-not-connected";
    case ClientError::not_trusted: return "fetch-not-trusted";
    case ClientError::timed_out: return "fetch-timed-out";
    case ClientError::too_large: return "fetch-too-large";
    case ClientError::broken: return "fetch-broken";
    }
    return "fetch-failed";
}

}  // namespace iim::service::http
