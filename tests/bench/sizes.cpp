// What parsing and gathering cost as a request grows from 5 kB to 10 MB: the bytes a second should stay the
// same. The record repeats payloads/records.jsonl: a laboratory result, a diagnosis and a prescription that
// the rules know, and one of each that they do not. Every resource has an id of its own.
#include "engine/facts/gather.hpp"
#include "fhir/json.hpp"

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

using namespace iim;

namespace {

constexpr fhir::Instant now = std::chrono::sys_days(std::chrono::year(2025) / 6 / 1) + std::chrono::hours(9);

constexpr std::string_view head =
    R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
    R"("context":{"userId":"Practitioner/1","patientId":"p","draftOrders":{"resourceType":"Bundle","entry":[]}},)"
    R"("prefetch":{"all":{"resourceType":"Bundle","type":"searchset","entry":[)"
    R"({"resource":{"resourceType":"Patient","id":"p","birthDate":"1970-01-01"}})";
constexpr std::string_view tail = "]}}}";

std::vector<std::string> records() {
    std::ifstream in(IIM_PAYLOADS "/records.jsonl");
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error("cannot read records.jsonl");
    return lines;
}

std::string with_id(std::string record, int id) {
    constexpr std::string_view place = "ID\"";
    return record.replace(record.find(place), place.size() - 1, std::to_string(id));
}

std::string request(std::size_t bytes) {
    const std::vector<std::string> lines = records();
    std::string text(head);
    for (int id = 0; text.size() < bytes; ++id)
        for (const std::string& line : lines) text.append(",").append(with_id(line, id));
    return text.append(tail);
}

void parse(benchmark::State& state) {
    const std::string body = request(static_cast<std::size_t>(state.range(0)));
    fhir::Document document;
    for (auto _ : state) benchmark::DoNotOptimize(document.parse(body));
    state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}

void gather(benchmark::State& state) {
    static const engine::Terms terms = engine::Terms::embedded();
    static const engine::Policy policy;
    const std::string body = request(static_cast<std::size_t>(state.range(0)));
    fhir::Document document;
    const auto parsed = document.parse(body);
    if (!parsed) throw std::runtime_error("the request of this benchmark is not JSON");
    for (auto _ : state) {
        const engine::GatherInput input{*parsed, engine::Hook::order_sign, now, {}};
        benchmark::DoNotOptimize(engine::gather(input, terms, policy));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(body.size()) * state.iterations());
}

constexpr int smallest = 5'000, largest = 10'240'000, factor = 8;
BENCHMARK(parse)->RangeMultiplier(factor)->Range(smallest, largest)->Unit(benchmark::kMicrosecond);
BENCHMARK(gather)->RangeMultiplier(factor)->Range(smallest, largest)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
