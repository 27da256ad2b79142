#pragma once

#include <cstddef>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace iim::service::http {

/// Runs jobs on the thread that awaits this, `at_most` of them at the same time, and ends when all have
/// ended. When jobs throw, the others go on and the first exception is thrown at the end.
boost::asio::awaitable<void> run_all(std::vector<boost::asio::awaitable<void>> jobs, std::size_t at_most);

}  // namespace iim::service::http
