#pragma once

#include "cds-hooks/http/budget.hpp"
#include "cds-hooks/http/limits.hpp"
#include "cds-hooks/http/message.hpp"
#include "cds-hooks/http/tls.hpp"

#include <cstddef>
#include <functional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>

namespace iim::service::http {

/// The live connections of one worker thread. Draining closes idle ones and lets busy ones finish.
class Sessions {
public:
    class Entry : public boost::intrusive::list_base_hook<> {
    public:
        bool busy = false;  ///< a request has begun to arrive or is being answered
        /// Ends the wait for a next request.
        virtual void cancel() noexcept = 0;
        /// Ends the connection, whatever it is doing.
        virtual void close() noexcept = 0;

    protected:
        ~Entry() = default;
    };

    explicit Sessions(Budget& bodies) noexcept : bodies_(bodies) {}

    void add(Entry& entry) { live_.push_back(entry); }
    void remove(Entry& entry);
    std::size_t size() const noexcept { return live_.size(); }
    /// What bodies may take, shared with the other workers.
    Budget& bodies() const noexcept { return bodies_; }

    bool draining() const noexcept { return draining_; }
    /// Calls `when_empty` once the last connection has ended: now, if there is none.
    void drain(std::function<void()> when_empty);
    void close_all();

private:
    Budget& bodies_;
    boost::intrusive::list<Entry> live_;
    bool draining_ = false;
    std::function<void()> when_empty_;
};

/// `no`: there are too many connections; the client is told to come back.
enum class Welcome { no, yes };

/// Somebody who has connected.
struct Guest {
    boost::asio::ip::tcp::socket socket;
    Welcome welcome = Welcome::yes;
    TlsContext tls;  ///< null on a plain port
};

/// Serves HTTP/1.1 on one connection until either side ends it. The referenced objects outlive it.
boost::asio::awaitable<void> serve_connection(
    Guest guest, const Limits& limits, Sessions& all, const NewHandler& new_handler
);

}  // namespace iim::service::http
