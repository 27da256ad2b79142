// Where the time of one answer goes: parse, gather (with what follows from the facts), judge, render, and all
// of it.
#include "cards/bundle.hpp"
#include "cards/from_judgement.hpp"
#include "cards/json.hpp"
#include "cards/suggestion.hpp"
#include "cds-hooks/answer.hpp"
#include "engine/facts/gather.hpp"
#include "engine/judge.hpp"
#include "engine/self_check.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

using namespace iim;

namespace {

/// A vignette of 17 kB whose cards offer six drugs: what the self-check of suggestions costs.
constexpr int with_suggestions = 17;

/// The day that the request was written for.
constexpr fhir::Instant moment(int kilobytes) {
    using std::chrono::sys_days, std::chrono::year;
    const auto day = kilobytes == with_suggestions ? year(2026) / 11 / 20 : year(2025) / 6 / 1;
    return sys_days(day) + std::chrono::hours(9);
}

const service::Knowledge& knowledge() {
    static const service::Knowledge one{engine::Terms::embedded(), {}, {}};
    return one;
}

std::string payload(int kilobytes) {
    const std::string name =
        kilobytes == with_suggestions
            ? "../../vignettes/steroid-monotherapy/tpmt-and-nudt15-normal-on-file/request.json"
        : kilobytes == 5   ? "payload_5k.json"
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
    fhir::Instant now;
    explicit Parsed(int kilobytes)
        : request(document.parse(payload(kilobytes), 64, "context").value()), now(moment(kilobytes)) {}
    engine::Facts gather() const {
        const engine::GatherInput input{
            request, engine::Hook::order_sign, now, knowledge().zone, document.kept()};
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
    const fhir::Instant now = moment(static_cast<int>(state.range(0)));
    fhir::Document document;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            service::answer(document, body, engine::Hook::order_sign, knowledge(), now, cards::random_uuid)
        );
    count_bytes(state, body.size());
}

/// All suggestions of the rules, each judged again; without the text of the cards.
void self_check(benchmark::State& state) {
    const Parsed parsed(static_cast<int>(state.range(0)));
    const engine::Patient patient = parsed.patient();
    const engine::Judgement judgement = engine::judge(engine::all_rules(), patient);
    const std::vector<cards::Problem> problems = cards::bundle(judgement.findings);
    std::size_t judged = 0;
    for (auto _ : state) {
        engine::SelfCheck check(patient, judgement.findings);
        judged = 0;
        const auto review = [&](const engine::Accepted& accepted) {
            judged += engine::SelfCheck::concerns(*accepted.suggestion);
            return check.judge(accepted);
        };
        benchmark::DoNotOptimize(cards::offers(problems, patient, review, cards::random_uuid));
    }
    state.counters["judged"] = static_cast<double>(judged);
}

BENCHMARK(parse)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(gather)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(derive)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(judge)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(self_check)->Arg(with_suggestions)->Unit(benchmark::kMicrosecond);
BENCHMARK(render)->Arg(5)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(answer)->Arg(5)->Arg(with_suggestions)->Arg(125)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
