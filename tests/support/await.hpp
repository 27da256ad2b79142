#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace iim::tests {

/// Runs a coroutine to its end on `loop`, as a worker of the service does, and throws what it throws. The
/// loop must outlive a store that may answer too late.
template <class T>
T await(boost::asio::awaitable<T> coroutine, boost::asio::io_context& loop) {
    std::optional<T> result;
    std::exception_ptr error;
    boost::asio::co_spawn(loop, std::move(coroutine), [&](std::exception_ptr thrown, T got) {
        error = std::move(thrown);
        result = std::move(got);
    });
    loop.restart();
    loop.run();
    if (error) std::rethrow_exception(error);
    return *std::move(result);
}

/// The same on a loop of its own.
template <class T>
T await(boost::asio::awaitable<T> coroutine) {
    boost::asio::io_context loop(1);
    return await(std::move(coroutine), loop);
}

}  // namespace iim::tests
