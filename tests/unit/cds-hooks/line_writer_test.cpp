#include "cds-hooks/line_writer.hpp"

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

using iim::service::LineWriter;
using When = LineWriter::When;

BOOST_AUTO_TEST_SUITE(line_writer)

/// What a pipe holds: the writer writes into one end, the test reads the other.
struct Pipe {
    Pipe() { BOOST_TEST_REQUIRE(::pipe(ends.data()) == 0); }
    ~Pipe() {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    std::string read(std::size_t size) const {
        std::string text(size, '\0');
        std::size_t have = 0;
        while (have < size) {
            const ssize_t count = ::read(ends[0], text.data() + have, size - have);
            BOOST_TEST_REQUIRE(count > 0);
            have += static_cast<std::size_t>(count);
        }
        return text;
    }
    std::array<int, 2> ends{};
};

BOOST_AUTO_TEST_CASE(lines_come_out_in_order_soon_and_at_the_latest_at_the_end) {
    const Pipe pipe;
    {
        LineWriter writer(pipe.ends[1]);
        writer.add("one", When::soon);
        BOOST_TEST(pipe.read(4) == "one\n");
        writer.add("two", When::now);
        writer.add("three", When::soon);
        BOOST_TEST(writer.take_lost() == 0U);
    }
    BOOST_TEST(pipe.read(10) == "two\nthree\n");
}

BOOST_AUTO_TEST_CASE(what_a_slow_file_cannot_take_is_lost_and_counted) {
    const Pipe pipe;
    const std::string line(LineWriter::most_waiting / 4, 'x');
    auto writer = std::make_unique<LineWriter>(pipe.ends[1]);
    for (int i = 0; i < 40; ++i) writer->add(line, When::now);  // nobody reads the pipe yet
    const std::size_t lost = writer->take_lost();
    BOOST_TEST(lost > 0U);
    BOOST_TEST(writer->take_lost() == 0U);
    const std::size_t accepted = 40 - lost;
    std::thread reader([&] { (void)pipe.read(accepted * (line.size() + 1)); });
    writer.reset();
    reader.join();
}

BOOST_AUTO_TEST_CASE(lines_of_many_threads_stay_whole) {
    const Pipe pipe;
    constexpr int threads = 4, each = 500;
    LineWriter writer(pipe.ends[1]);
    std::string got;
    std::thread reader([&] { got = pipe.read(threads * each * std::string_view("line\n").size()); });
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i)
        all.emplace_back([&] {
            for (int n = 0; n < each; ++n) writer.add("line", When::soon);
        });
    for (std::thread& one : all) one.join();
    reader.join();
    std::string want;
    for (int i = 0; i < threads * each; ++i) want += "line\n";
    BOOST_TEST((got == want));
}

BOOST_AUTO_TEST_SUITE_END()
