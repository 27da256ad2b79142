// Where the time of one answer goes: parse, gather (with what follows from the facts), judge, render, and all
// of it.
#include "cards/from_judgement.hpp"
#include "cards/json.hpp"
#include "cds-hooks/answer.hpp"
#include "engine/facts/gather.hpp"
#include "engine/judge.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

using namespace iim;

namespace {

constexpr fhir::Instant now = std::chrono::sys_days(std::chrono::year(2025) / 6 / 1) + std::chrono::hours(9);

const service::Knowledge& knowledge() {
    static const service::Knowledge one{engine::Terms::embedded(), {}, {}};
    return one;
}

std::string payload(int kilobytes) {
    const std::string name = kilobytes == 5     ? "payload_5k.json"
                             : kilobytes == 125 ? "payload.json"
                                                : "payload_1m.json";
    std::ifstream in(std::string(IIM_PAYLOADS) + "/" + name, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + name);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// One request read once; the stages after parsing work on it.
struct Parsed {
    fhir::Document document;
    fhir::Json request;
    explicit Parsed(int kilobytes) : request(document.parse(payload(kilobytes)).value()) {}
    engine::Facts gather() const {
        const engine::GatherInput input{request, engine::Hook::order_sign, now, knowledge().zone};
        return engine::gather(input, knowledge().terms, knowledge().policy);
    }
    engine::Patient patient() const { return {gather(), knowledge().terms, knowledge().policy}; }
};

void count_bytes(benchmark::State& state, std::size_t bytes) {
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void parse(benchmark::State& state) {
    const std::string body = payload(static_cast<int>(state.range(0)));
    fhir::Document document;
    for (auto _ : state) benchmark::DoNotOptimize(document.parse(body));
    count_bytes(state, body.size());
}

void gather(benchmark::State& state) {
    const Parsed parsed(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(parsed.gather());
}

void derive(benchmark::State& state) {
    const Parsed parsed(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(parsed.patient());
}

void judge(benchmark::State& state) {
    const Parsed parsed(static_cast<int>(state.range(0)));
    const engine::Patient patient = parsed.patient();
    for (auto _ : state) benchmark::DoNotOptimize(engine::judge(engine::all_rules(), patient));
}

void render(benchmark::State& state) {
    const Parsed parsed(static_cast<int>(state.range(0)));
    const engine::Patient patient = parsed.patient();
    const engine::Judgement judgement = engine::judge(engine::all_rules(), patient);
    std::size_t shown = 0;
    for (auto _ : state) {
        const auto list = cards::from_judgement(judgement, patient, cards::random_uuid);
        shown = list.size();
        benchmark::DoNotOptimize(cards::to_json(list));
    }
    state.counters["cards"] = static_cast<double>(shown);
}

void answer(benchmark::State& state) {
    const std::string body = payload(static_cast<int>(state.range(0)));
    fhir::Document document;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            service::answer(document, body, engine::Hook::order_sign, knowledge(), now, cards::random_uuid)
        );
    count_bytes(state, body.size());
}

BENCHMARK(parse)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(gather)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(derive)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(judge)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(render)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(answer)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
