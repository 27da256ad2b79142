#include "cds-hooks/log.hpp"

#include "cds-hooks/line_writer.hpp"

#include <cstdint>
#include <ctime>
#include <iterator>
#include <memory>
#include <random>

#include <boost/core/demangle.hpp>
#include <cxxabi.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

namespace iim::service::log {
namespace {

using When = LineWriter::When;

std::unique_ptr<LineWriter>& writer() {
    static std::unique_ptr<LineWriter> one;
    return one;
}

/// "2026-11-20T09:00:00": made once a second a thread.
std::string_view this_second(std::time_t now) {
    thread_local std::time_t at = 0;
    thread_local std::string text;
    if (now != at || text.empty()) {
        text = fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(now));
        at = now;
    }
    return text;
}

/// A line begins here and goes on with its own members.
fmt::memory_buffer begin_line(std::string_view level) {
    using namespace std::chrono;
    const auto now = time_point_cast<milliseconds>(system_clock::now());
    const auto ms = (now - floor<seconds>(now)).count();
    fmt::memory_buffer line;
    fmt::format_to(
        std::back_inserter(line),
        R"({{"time":"{}.{:03}Z","level":"{}",)",
        this_second(system_clock::to_time_t(now)),
        ms,
        level
    );
    return line;
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

void end_line(fmt::memory_buffer& line, When when) {
    line.push_back('}');
    if (writer()) writer()->add({line.data(), line.size()}, when);
}

void say_what_was_lost() {
    const std::size_t lost = writer() ? writer()->take_lost() : 0;
    if (lost == 0) return;
    fmt::memory_buffer line = begin_line("warning");
    fmt::format_to(std::back_inserter(line), R"("event":"lines-lost","count":{})", lost);
    end_line(line, When::soon);
}

}  // namespace

void start() {
    writer() = std::make_unique<LineWriter>(STDERR_FILENO);
}

void stop() {
    say_what_was_lost();
    writer().reset();
}

void call(const Call& call) {
    if (!writer()) return;
    say_what_was_lost();
    const bool fine = call.failed.empty();
    fmt::memory_buffer line = begin_line(fine ? "info" : "error");
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
    if (!fine) {
        line.append(std::string_view(R"(,"failed":)"));
        put_list(line, call.failed);
    }
    if (!call.oddities.empty()) {
        line.append(std::string_view(R"(,"odd":)"));
        put_counts(line, call.oddities);
    }
    end_line(line, fine ? When::soon : When::now);
}

void event(std::string_view what) {
    fmt::memory_buffer line = begin_line("info");
    line.append(std::string_view(R"("event":)"));
    put_text(line, what);
    end_line(line, When::now);
}

void fault(std::string_view id, std::string_view type) {
    fmt::memory_buffer line = begin_line("error");
    fmt::format_to(std::back_inserter(line), R"("event":"fault","id":"{}","type":)", id);
    put_text(line, type);
    end_line(line, When::now);
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
