#include "cds-hooks/auth/reason.hpp"

namespace iim::service::auth {

std::string_view text(Reason why) noexcept {
    switch (why) {
    case Reason::no_token: return "no bearer token, or more than one";
    case Reason::malformed: return "the token is malformed";
    case Reason::algorithm: return "the signature algorithm is not accepted";
    case Reason::critical_header: return "the token has a crit header";
    case Reason::unknown_issuer: return "the issuer is not registered";
    case Reason::foreign_jku: return "the jku is not registered for the issuer";
    case Reason::no_key: return "no usable key of this kid";
    case Reason::signature: return "the signature is wrong";
    case Reason::audience: return "the token is for another address";
    case Reason::expired: return "the token has expired";
    case Reason::lifetime: return "the token lives too long";
    case Reason::not_yet: return "the token is not valid yet";
    case Reason::tenant: return "the tenant is not registered for the issuer";
    case Reason::replayed: return "the token was used before";
    case Reason::replay_full: return "the memory of used tokens is full";
    case Reason::replay_unknown: return "the store of used tokens does not answer";
    }
    return "refused";
}

}  // namespace iim::service::auth
