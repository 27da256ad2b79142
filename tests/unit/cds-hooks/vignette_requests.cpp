#include "tests/unit/cds-hooks/vignette_requests.hpp"

#include "tests/support/site_policy.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json/src.hpp>
#include <boost/test/unit_test.hpp>

namespace iim::service::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Knowledge& knowledge() {
    static Knowledge one{engine::Terms::embedded(), {}, {}};
    return one;
}

bool read(const fs::path& folder, Vignette& into) {
    fhir::Document document;
    const auto expected = document.parse(text_of(folder / "expected.json"));
    if (!expected || expected.value()["status"]) return false;
    const auto now = fhir::parse_date(expected.value()["now"].text(), {});
    boost::system::error_code failed;
    into.request = json::parse(text_of(folder / "request.json"), failed);
    if (failed || !now || !now->instant || !into.request.is_object()) return false;
    const auto* hook = into.request.as_object().if_contains("hook");
    const auto known = hook && hook->is_string() ? engine::parse_hook(hook->as_string()) : std::nullopt;
    if (!known) return false;
    into.name = fs::relative(folder, fs::path(IIM_TESTS_DIR) / "vignettes").string();
    into.hook = *known;
    into.now = *now->instant;
    tests::apply(into.policy, expected.value()["policy"]);
    return true;
}

void add_entries(json::value* value, std::vector<json::array*>& out) {
    if (!value || !value->is_object()) return;
    auto* entry = value->as_object().if_contains("entry");
    if (entry && entry->is_array() && !entry->as_array().empty()) out.push_back(&entry->as_array());
}

std::vector<json::array*> entries_under(json::value& request, std::string_view part) {
    std::vector<json::array*> out;
    auto* found = request.as_object().if_contains(part);
    if (found && found->is_object())
        for (auto& member : found->as_object()) add_entries(&member.value(), out);
    return out;
}

}  // namespace

const std::vector<Vignette>& all_vignettes() {
    static const std::vector<Vignette> all = [] {
        std::vector<Vignette> list;
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(IIM_TESTS_DIR) / "vignettes")) {
            if (entry.path().filename() != "request.json") continue;
            Vignette one;
            if (read(entry.path().parent_path(), one)) list.push_back(std::move(one));
        }
        std::ranges::sort(list, {}, &Vignette::name);
        return list;
    }();
    return all;
}

std::vector<const Vignette*> some_vignettes(std::size_t every, std::size_t from) {
    const bool thorough = std::getenv("IIM_THOROUGH") != nullptr;  // NOLINT(concurrency-mt-unsafe)
    std::vector<const Vignette*> list;
    const auto& all = all_vignettes();
    for (std::size_t i = thorough ? 0 : from; i < all.size(); i += thorough ? 1 : every)
        list.push_back(&all[i]);
    return list;
}

Reply ask(const Vignette& vignette, const json::value& request) {
    static fhir::Document scratch;
    knowledge().policy = vignette.policy;
    int uuids = 0;
    return answer(scratch, json::serialize(request), vignette.hook, knowledge(), vignette.now, [&] {
        return std::to_string(++uuids);
    });
}

std::vector<json::array*> prefetched_entries(json::value& request) {
    return entries_under(request, "prefetch");
}

std::vector<json::array*> context_entries(json::value& request) {
    return entries_under(request, "context");
}

}  // namespace iim::service::test
