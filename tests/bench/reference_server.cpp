// The yardstick: the same server, but a handler that only parses the body and answers that there is nothing
// to say.
//   bench_reference ADDRESS:PORT THREADS
#include "cds-hooks/http/server.hpp"
#include "fhir/json.hpp"

#include <atomic>
#include <charconv>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

using namespace iim;

namespace {

class ParseOnly final : public service::http::Handler {
public:
    boost::asio::awaitable<service::http::Response> handle(service::http::Request request) override {
        const bool parsed = document_.parse(std::move(request.body)).has_value();
        service::http::Response response{parsed ? 200 : 400, "application/json", R"({"cards":[]})", {}};
        co_return response;
    }
    service::http::Response refuse(int status, std::string_view, const service::http::Request&) noexcept
        override {
        return {status, {}, {}, {}};
    }

private:
    fhir::Document document_;
};

unsigned number(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int run(std::string_view listen, std::string_view threads) {
    const auto colon = listen.rfind(':');
    const service::http::Listen where{
        std::string(listen.substr(0, colon)), static_cast<std::uint16_t>(number(listen.substr(colon + 1)))};
    service::http::Door door{where, [] { return std::make_unique<ParseOnly>(); }, {}};
    service::http::Server server({std::move(door)}, number(threads), {});
    std::atomic<bool> draining = false;
    server.run(draining);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        (void)std::fputs("usage: bench_reference ADDRESS:PORT THREADS\n", stderr);
        return 2;
    }
    try {
        return run(argv[1], argv[2]);
    } catch (const std::exception& error) {
        (void)std::fprintf(stderr, "bench_reference: %s\n", error.what());
        return 1;
    }
}
