#include "cds-hooks/log.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <random>
#include <utility>

#include <boost/core/demangle.hpp>
#include <cxxabi.h>
#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace iim::service::log {
namespace {

constexpr std::size_t queue_lines = 8192;

std::shared_ptr<spdlog::logger>& logger() {
    static std::shared_ptr<spdlog::logger> one;
    return one;
}

/// Ids and type names only: nothing that needs more escaping than this.
void put_text(fmt::memory_buffer& out, std::string_view text) {
    out.push_back('"');
    for (const char c : text)
        if (c >= ' ' && c != '"' && c != '\\') out.push_back(c);
    out.push_back('"');
}

void put_list(fmt::memory_buffer& out, std::span<const std::string_view> texts) {
    out.push_back('[');
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) out.push_back(',');
        put_text(out, texts[i]);
    }
    out.push_back(']');
}

void put_counts(fmt::memory_buffer& out, std::span<const Oddity> oddities) {
    out.push_back('{');
    for (std::size_t i = 0; i < oddities.size(); ++i) {
        if (i > 0) out.push_back(',');
        put_text(out, oddities[i].code);
        fmt::format_to(std::back_inserter(out), ":{}", oddities[i].times);
    }
    out.push_back('}');
}

void put(spdlog::level::level_enum level, const fmt::memory_buffer& line) {
    if (logger()) logger()->log(level, spdlog::string_view_t(line.data(), line.size()));
}

void put_event(spdlog::level::level_enum level, std::string_view what) {
    fmt::memory_buffer line;
    line.append(std::string_view(R"("event":)"));
    put_text(line, what);
    put(level, line);
}

/// Lines that were dropped since this was last asked are said in a line of their own.
void say_what_was_lost() {
    static std::atomic<std::size_t> said{0};
    const auto pool = spdlog::thread_pool();
    if (!pool || !logger()) return;
    const std::size_t lost = pool->overrun_counter();
    const std::size_t before = said.exchange(lost);
    if (lost > before)
        logger()->log(spdlog::level::warn, R"("event":"lines-lost","count":{})", lost - before);
}

}  // namespace

void start() {
    spdlog::init_thread_pool(queue_lines, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto made = std::make_shared<spdlog::async_logger>(
        "calls", std::move(sink), spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest
    );
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::err);
    logger() = std::move(made);
}

void stop() {
    say_what_was_lost();
    const std::shared_ptr<spdlog::logger> last = std::move(logger());
    if (last) last->flush();
    spdlog::shutdown();  // waits for the writing thread, so that the logger ends here and not there
}

void call(const Call& call) {
    if (!logger()) return;
    say_what_was_lost();
    fmt::memory_buffer line;
    const auto out = std::back_inserter(line);
    fmt::format_to(out, R"("event":"call","id":"{}","service":)", call.id);
    put_text(line, call.service);
    fmt::format_to(
        out,
        R"(,"status":{},"bytes":{},"us":{},"cards":{},"rules":)",
        call.status,
        call.bytes,
        call.took.count(),
        call.cards
    );
    put_list(line, call.rules);
    if (!call.failed.empty()) {
        line.append(std::string_view(R"(,"failed":)"));
        put_list(line, call.failed);
    }
    if (!call.oddities.empty()) {
        line.append(std::string_view(R"(,"odd":)"));
        put_counts(line, call.oddities);
    }
    put(call.failed.empty() ? spdlog::level::info : spdlog::level::err, line);
}

void event(std::string_view what) {
    put_event(spdlog::level::info, what);
}

void warning(std::string_view what) {
    put_event(spdlog::level::warn, what);
}

std::string quoted(std::string_view claimed) {
    constexpr std::size_t most = 128;
    std::string text = "'";
    for (const char c : claimed.substr(0, most)) text += c > ' ' && c <= '~' && c != '\'' ? c : '?';
    return text + (claimed.size() > most ? "...'" : "'");
}

void fault(std::string_view id, std::string_view type) {
    fmt::memory_buffer line;
    fmt::format_to(std::back_inserter(line), R"("event":"fault","id":"{}","type":)", id);
    put_text(line, type);
    put(spdlog::level::err, line);
}

std::string current_exception_type() {
    const std::type_info* const type = abi::__cxa_current_exception_type();
    return type ? boost::core::demangle(type->name()) : "none";
}

std::string new_id() {
    thread_local std::mt19937_64 source{[] {
        std::random_device entropy;
        return (std::uint64_t{entropy()} << 32) | entropy();
    }()};
    return fmt::format("{:016x}", source());
}

}  // namespace iim::service::log
