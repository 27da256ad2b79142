#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace iim::tests {

/// Runs what is awaited on an event loop of this thread, as a worker of the service does. The loop must
/// outlive the store when the store may answer too late.
template <class T>
T awaiting(boost::asio::awaitable<T> what, boost::asio::io_context& loop) {
    std::optional<T> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(loop, std::move(what), [&](std::exception_ptr error, T value) {
        thrown = error;
        result = std::move(value);
    });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return *std::move(result);
}
template <class T>
T awaiting(boost::asio::awaitable<T> what) {
    boost::asio::io_context loop(1);
    return awaiting(std::move(what), loop);
}

}  // namespace iim::tests
