#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace iim::tests {

/// Runs a coroutine to its end on a loop of its own, and throws what it throws.
template <class T>
T await(boost::asio::awaitable<T> coroutine) {
    boost::asio::io_context io(1);
    std::optional<T> result;
    std::exception_ptr error;
    boost::asio::co_spawn(io, std::move(coroutine), [&](std::exception_ptr thrown, T got) {
        error = std::move(thrown);
        result = std::move(got);
    });
    io.run();
    if (error) std::rethrow_exception(error);
    return *std::move(result);
}

}  // namespace iim::tests
