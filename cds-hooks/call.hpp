#pragma once

#include "cds-hooks/auth/authenticator.hpp"
#include "cds-hooks/services.hpp"
#include "cds-hooks/site.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace iim::service {

/// A request for one service whose caller may call. `site` outlives it.
struct Call {
    const Site& site;
    ServiceEntry service;
    std::string body;
    const auth::Caller* caller = nullptr;  ///< null: nobody is asked who he is. Outlives the call
};

/// The whole of a call: read, fetch what is missing, judge, leave out what was answered before, say, remember
/// and record. That the EHR or the store fails never takes the advice down.
boost::asio::awaitable<Reply> advise(Call call);

/// Feedback on cards shown before.
boost::asio::awaitable<Reply> feedback(Call call);

}  // namespace iim::service
