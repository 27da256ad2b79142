#include "cds-hooks/http/lookup.hpp"

#include <algorithm>
#include <memory>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace iim::service::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);

/// The system's resolver cannot be interrupted; whoever waits for it leaves at the deadline, and this stays
/// behind until the resolver is done. There is one resolver an event loop, which takes one question after
/// another: a question that nobody waits for any more must not be asked.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), wake(executor) {}
    tcp::resolver resolver;
    asio::steady_timer wake;
    std::vector<AddressBytes> found;
    bool done = false;
};

AddressBytes bytes_of(const asio::ip::address& address) {
    if (address.is_v6()) return address.to_v6().to_bytes();
    return asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
}

Addresses allowed(std::vector<AddressBytes> found, const Networks& open) {
    if (found.empty()) return make_error_code(ClientError::unknown_host);
    std::erase_if(found, [&](const AddressBytes& address) { return !open.allow(address); });
    if (found.empty()) return make_error_code(ClientError::address_refused);
    return found;
}

}  // namespace

asio::awaitable<Addresses> look_up(const std::string& host, const Networks& open, Deadline deadline) {
    if (const auto numeric = parse_address(host)) co_return allowed({*numeric}, open);
    const auto state = std::make_shared<Lookup>(co_await asio::this_coro::executor);
    state->resolver.async_resolve(
        host,
        "",
        [state](error_code error, const tcp::resolver::results_type& results) {
        if (!error)
            for (const auto& one : results) state->found.push_back(bytes_of(one.endpoint().address()));
        state->done = true;
        state->wake.cancel();
        });
    state->wake.expires_at(deadline);
    co_await state->wake.async_wait(nothrow);
    if (!state->done) {
        state->resolver.cancel();
        co_return make_error_code(ClientError::timed_out);
    }
    co_return allowed(std::move(state->found), open);
}

}  // namespace iim::service::http
