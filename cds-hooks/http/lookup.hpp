#pragma once

#include "cds-hooks/http/client.hpp"

#include <string>
#include <vector>

namespace iim::service::http {

using Addresses = boost::system::result<std::vector<AddressBytes>>;

/// The addresses of a host that a question may go to, in the order to try them; never an empty list. A
/// numeric host is its own address. `host` and `open` outlive the wait.
boost::asio::awaitable<Addresses> look_up(const std::string& host, const Networks& open, Deadline deadline);

}  // namespace iim::service::http
