// Each scalar of the requests we know, replaced by what should not stand there: never a crash, never a rule
// that throws, always cards or a refusal in the form of an OperationOutcome.
#include "tests/unit/cds-hooks/vignette_requests.hpp"

#include <array>
#include <cstdlib>
#include <map>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace iim;
using namespace iim::service::test;
namespace json = boost::json;

namespace {

/// What a broken export, a careless form or malice may put in the place of a value.
const json::array& hostile() {
    static const json::array all{
        nullptr,
        true,
        -1,
        0,
        1e308,
        -1e308,
        5e-324,
        18446744073709551615u,
        "",
        "NaN",
        "-Infinity",
        "1e999",
        "0001-01-01",
        "9999-12-31T23:59:60+14:00",
        std::string(5000, 'x'),
        std::string("\0\u202e<script>*[x](y)", 19),
        json::object{},
        json::array{},
        json::array{nullptr, 7, "x", json::object{{"value", "7"}}},
        json::object{{"value", json::array{}}, {"reference", 7}, {"coding", "x"}, {"resourceType", 1}},
    };
    return all;
}

/// One scalar, or an object or list as a whole, of a vignette.
struct Site {
    const Vignette* vignette = nullptr;
    std::string pointer;  // RFC 6901
};

/// Sites by what they are ("Observation.valueQuantity.value"), a few of each kind.
using Sites = std::map<std::string, std::vector<Site>>;
constexpr std::size_t sites_of_a_kind = 2;

void add(Sites& sites, std::string kind, const Site& site) {
    auto& list = sites[std::move(kind)];
    const bool known = !list.empty() && list.back().vignette == site.vignette;
    if (list.size() < sites_of_a_kind && !known) list.push_back(site);
}

std::string escaped(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

void collect(Sites& sites, const json::value& value, const std::string& kind, const Site& at) {
    if (!at.pointer.empty()) add(sites, kind, at);
    if (value.is_array()) {
        std::size_t index = 0;
        for (const auto& one : value.as_array())
            collect(sites, one, kind + "[]", {at.vignette, at.pointer + "/" + std::to_string(index++)});
    }
    if (!value.is_object()) return;
    const auto* type = value.as_object().if_contains("resourceType");
    const bool bundle = type && type->is_string() && type->as_string() == "Bundle";
    const std::string base = type && type->is_string() && !bundle ? std::string(type->as_string()) : kind;
    for (const auto& member : value.as_object()) {
        const std::string key(member.key());
        collect(sites, member.value(), base + "." + key, {at.vignette, at.pointer + "/" + escaped(key)});
    }
}

const Sites& sites() {
    static const Sites all = [] {
        Sites found;
        for (const Vignette& one : all_vignettes()) collect(found, one.request, "", {&one, ""});
        return found;
    }();
    return all;
}

/// Nothing is said when all is well: ten thousand checks would drown the report.
void stands(const Vignette& vignette, const json::value& request, const std::string& what) {
    const auto reply = ask(vignette, request);
    const bool cards = reply.status == 200 && reply.body.starts_with(R"({"cards":[)");
    const bool refusal = reply.status >= 400 && reply.status < 500
                         && reply.body.starts_with(R"({"resourceType":"OperationOutcome")");
    if (!cards && !refusal)
        BOOST_ERROR(vignette.name << " " << what << ": " << reply.status << " " << reply.body);
    if (!reply.failed.empty())
        BOOST_ERROR(vignette.name << " " << what << ": threw " << reply.failed.front());
}

/// The first replacement of each kind of site is the next in the list, so that all replacements meet all
/// resources, and every site meets `tries` of them.
void replace_each(std::size_t tries, std::size_t shift) {
    std::size_t turn = shift;
    for (const auto& [kind, list] : sites())
        for (const Site& site : list)
            for (std::size_t i = 0; i < tries; ++i) {
                const json::value& by = hostile()[turn++ % hostile().size()];
                json::value request = site.vignette->request;
                boost::system::error_code failed;
                auto* target = request.find_pointer(site.pointer, failed);
                BOOST_TEST_REQUIRE(target != nullptr);
                *target = by;
                stands(*site.vignette, request, site.pointer + " = " + json::serialize(by).substr(0, 60));
            }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_values)

BOOST_AUTO_TEST_CASE(every_value_in_turn_is_something_else) {
    BOOST_TEST(sites().size() > 300u);
    const bool thorough = std::getenv("IIM_THOROUGH") != nullptr;  // NOLINT(concurrency-mt-unsafe)
    replace_each(thorough ? hostile().size() : 3, 0);
}

BOOST_AUTO_TEST_CASE(many_values_at_once_are_something_else) {
    std::mt19937 random(20261120);
    std::vector<const Site*> all;
    for (const auto& [kind, list] : sites())
        for (const Site& site : list) all.push_back(&site);
    std::map<const Vignette*, std::vector<const Site*>> by_vignette;
    for (const Site* site : all) by_vignette[site->vignette].push_back(site);
    for (const auto& [vignette, list] : by_vignette) {
        json::value request = vignette->request;
        for (int i = 0; i < 5; ++i) {
            boost::system::error_code failed;
            auto* target = request.find_pointer(list[random() % list.size()]->pointer, failed);
            if (target) *target = hostile()[random() % hostile().size()];
        }
        stands(*vignette, request, "five values at once");
    }
}

BOOST_AUTO_TEST_SUITE_END()
