#define BOOST_TEST_MODULE vignettes
#include "cds-hooks/answer.hpp"
#include "tests/support/expectation.hpp"
#include "tests/support/site_policy.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
namespace data = boost::unit_test::data;
using namespace iim;

namespace {

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, "cannot read " << path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "<rule id>/<case>" of every folder that holds a request.
std::vector<std::string> cases() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(IIM_VIGNETTES))
        if (entry.path().filename() == "request.json")
            names.push_back(fs::relative(entry.path().parent_path(), IIM_VIGNETTES).string());
    std::ranges::sort(names);
    return names;
}

/// uuids in the order they are asked for, so that answers can be compared.
cards::UuidSource counted() {
    return [n = 0]() mutable {
        std::string text = "00000000-0000-4000-8000-000000000000";
        const std::string digits = std::to_string(++n);
        std::ranges::copy(digits, text.end() - static_cast<std::ptrdiff_t>(digits.size()));
        return text;
    };
}

/// Answers are kept for the schema check, which runs after this program; those for another client in a folder
/// of its own.
void keep(const std::string& name, const std::string& body, const fs::path& client = {}) {
    const char* root = std::getenv("IIM_RESPONSES");  // NOLINT(concurrency-mt-unsafe): one thread
    if (root == nullptr) return;
    const fs::path folder = fs::path(root) / client;
    std::string file = name;
    std::ranges::replace(file, '/', '.');
    fs::create_directories(folder);
    std::ofstream(folder / (file + ".json"), std::ios::binary) << body;
}

}  // namespace

BOOST_DATA_TEST_CASE(says_what_a_clinician_expects, data::make(cases()), name) {
    const fs::path folder = fs::path(IIM_VIGNETTES) / name;
    fhir::Document expectation;
    const auto parsed = expectation.parse(read(folder / "expected.json"));
    BOOST_REQUIRE_MESSAGE(parsed.has_value(), "expected.json is not JSON");
    const fhir::Json expected = parsed.value();
    BOOST_TEST(!expected["why"].text().empty(), "expected.json gives no reason");
    BOOST_REQUIRE_MESSAGE(
        expected["cards"] || expected["silent"] || expected["only"] || expected["status"],
        "expected.json expects nothing"
    );

    static service::Knowledge knowledge{engine::Terms::embedded(), {}, {}};
    knowledge.policy = {};
    tests::apply(knowledge.policy, expected["policy"]);
    const auto now = fhir::parse_date(expected["now"].text(), knowledge.zone);
    BOOST_REQUIRE_MESSAGE(now && now->instant, "expected.json: now is not an instant");

    const std::string request = read(folder / "request.json");
    fhir::Document asked;
    const auto call = asked.parse(request);
    BOOST_REQUIRE_MESSAGE(call.has_value(), "request.json is not JSON");
    const auto hook = engine::parse_hook(call.value()["hook"].text());
    BOOST_REQUIRE_MESSAGE(hook, "request.json names no hook");

    fhir::Document scratch;
    const service::Reply reply =
        service::answer(scratch, request, *hook, knowledge, *now->instant, counted());
    BOOST_TEST(reply.status == static_cast<int>(expected["status"].number().value_or(200)), reply.body);
    if (reply.status == 200) keep(name, reply.body);
    knowledge.client = *cards::find_client_profile("epic");
    const service::Reply other =
        service::answer(scratch, request, *hook, knowledge, *now->instant, counted());
    knowledge.client = {};
    BOOST_TEST(other.status == reply.status);
    if (other.status == 200) keep(name, other.body, "epic");

    fhir::Document document;
    const auto response = document.parse(reply.body);
    BOOST_REQUIRE_MESSAGE(response.has_value(), "the answer is not JSON");
    for (const std::string& difference : tests::differences(expected, response.value()))
        BOOST_ERROR(expected["why"].text() << "\n    " << difference);
}
