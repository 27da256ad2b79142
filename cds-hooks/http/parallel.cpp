#include "cds-hooks/http/parallel.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace iim::service::http {
namespace {

namespace asio = boost::asio;
constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);

/// What the jobs tell the one who waits. The timer never expires: its cancel() is the signal.
struct Signal {
    explicit Signal(const asio::any_io_executor& executor)
        : wake(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer wake;
    std::size_t running = 0;
    std::exception_ptr first_error;
};

}  // namespace

asio::awaitable<void> run_all(std::vector<asio::awaitable<void>> jobs, std::size_t at_most) {
    const auto executor = co_await asio::this_coro::executor;
    const auto signal = std::make_shared<Signal>(executor);
    for (asio::awaitable<void>& job : jobs) {
        while (signal->running >= std::max<std::size_t>(1, at_most))
            co_await signal->wake.async_wait(nothrow);
        ++signal->running;
        asio::co_spawn(executor, std::move(job), [signal](const std::exception_ptr& error) {
            --signal->running;
            if (error && !signal->first_error) signal->first_error = error;
            signal->wake.cancel();
        });
    }
    while (signal->running > 0) co_await signal->wake.async_wait(nothrow);
    if (signal->first_error) std::rethrow_exception(signal->first_error);
}

}  // namespace iim::service::http
