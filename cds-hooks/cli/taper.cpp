#include "cards/taper_request.hpp"
#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/cli/taper_text.hpp"
#include "cds-hooks/knowledge.hpp"
#include "engine/taper/tablets.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

namespace taper = engine::taper;
using engine::Policy;
using taper::Kind;

Kind kind_of(const std::string& name) {
    for (const Kind each : {Kind::standard, Kind::slow_tail, Kind::maintenance, Kind::jdm})
        if (to_string(each) == name) return each;
    throw ConfigError(
        fmt::format("--plan \"{}\" is not a plan; write standard, slow-tail, maintenance or jdm", name)
    );
}

engine::Concept drug_of(const std::string& name) {
    if (name == "prednisone") return engine::drug::prednisone;
    if (name == "prednisolone") return engine::drug::prednisolone;
    throw ConfigError(fmt::format("--drug \"{}\" has no plan; write prednisone or prednisolone", name));
}

engine::Day day_of(const std::string& text) {
    const auto date = fhir::parse_date(text, {});
    if (date && date->precision == fhir::Date::Precision::day) return date->first;
    throw ConfigError(fmt::format("--start \"{}\" is not a day; write it as 2026-01-05", text));
}

/// The site's own values, changed for this one plan within the ranges that the catalogue allows.
Policy policy_of(Policy policy, const TaperOptions& options) {
    const std::array wishes{
        std::pair{std::string_view("taper.hold_days"), options.hold_days},
        std::pair{std::string_view("taper.step_days"), options.step_days},
        std::pair{std::string_view("taper.maintenance_mg"), options.maintenance_mg},
    };
    try {
        for (const auto& [name, value] : wishes)
            if (value) set_number(policy, name, *value);
    } catch (const std::invalid_argument& error) { throw ConfigError(error.what()); }
    return policy;
}

std::optional<double> weight_of(const TaperOptions& options) {
    constexpr double least = 2, most = 300;  // RULES 2.7
    if (!options.weight_kg) return {};
    if (*options.weight_kg >= least && *options.weight_kg <= most) return options.weight_kg;
    throw ConfigError(
        fmt::format("--weight-kg {:g} is no weight of a patient; write 2 to 300", *options.weight_kg)
    );
}

/// The dose that is named, else the usual first dose by weight.
double dose_of(Kind kind, const TaperOptions& options, const Policy& policy) {
    if (options.start_mg) return *options.start_mg;
    const auto weight = weight_of(options);
    if (!weight)
        throw ConfigError(
            "the dose to start from is missing; write --start-mg 60, or --weight-kg for the dose "
            "by weight"
        );
    if (kind == Kind::jdm) return taper::jdm_start(*weight, policy);
    if (!options.mg_per_kg)
        throw ConfigError(
            "the dose to start from is missing; write --start-mg 60, or --mg-per-kg 0.75 beside "
            "--weight-kg"
        );
    if (!(*options.mg_per_kg > 0))
        throw ConfigError(
            fmt::format("--mg-per-kg {:g} is no dose; write one above 0, such as 0.75", *options.mg_per_kg)
        );
    return taper::start_by_weight(*weight, *options.mg_per_kg, policy);
}

/// RULES 7.1: the first dose by weight is capped; the plan says so.
std::string cap_of(Kind kind, const TaperOptions& options, const Policy& policy) {
    if (kind == Kind::jdm || options.start_mg || !options.mg_per_kg) return {};
    if (*options.mg_per_kg > policy.steroid_max_mgkg)
        return fmt::format(
            "The first dose is by {:g} mg/kg, the usual maximum, not by {:g} mg/kg",
            policy.steroid_max_mgkg,
            *options.mg_per_kg
        );
    if (*options.mg_per_kg * options.weight_kg.value_or(0) > policy.steroid_max_mg)
        return fmt::format(
            "The first dose is {:g} mg/day, the usual maximum, not {:g} mg/kg",
            policy.steroid_max_mg,
            *options.mg_per_kg
        );
    return {};
}

taper::Plan plan_of(Kind kind, const TaperOptions& options, const Policy& policy) {
    if (options.days_at_dose < 0)
        throw ConfigError(
            fmt::format("--days-at-dose {} is below 0; write the days taken so far", options.days_at_dose)
        );
    for (const double each : options.tablets)
        if (!(each >= 0.1) || each > 100)
            throw ConfigError(
                fmt::format("--tablets {:g} is no tablet; write strengths of 0.1 to 100 mg", each)
            );
    taper::Wish wish;
    wish.kind = kind;
    wish.mg = dose_of(kind, options, policy);
    wish.start = day_of(options.start);
    wish.days_at_start = options.days_at_dose;
    wish.weight_kg = weight_of(options);
    const std::span<const double> tablets =
        options.tablets.empty() ? std::span<const double>(taper::usual_tablets) : options.tablets;
    taper::Plan made = taper::fit_to_tablets(taper::plan(wish, policy), tablets, policy);
    const std::string cap = cap_of(kind, options, policy);
    if (!cap.empty()) made.note = made.note.empty() ? cap : cap + ". " + made.note;
    return made;
}

bool is_fhir_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
               || c == '.';
    });
}

std::string fhir_of(
    const TaperSheet& sheet, engine::Concept drug, const TaperOptions& options, const Knowledge& knowledge
) {
    if (!is_fhir_id(options.patient))
        throw ConfigError(fmt::format(
            "--patient \"{}\" is no FHIR id; write up to 64 letters, digits, - and .", options.patient
        ));
    const auto code = knowledge.terms.orderable(drug);
    if (!code) throw ConfigError(fmt::format("no verified code to order {}", sheet.drug));
    const cards::TaperOrder order{*code, sheet.drug, options.patient};
    std::string note =
        "Planned taper; reduce only while strength and CK are stable. Sick-day advice applies.";
    if (!sheet.plan.note.empty()) note += " " + sheet.plan.note + ".";
    return cards::taper_request(order, sheet.plan.steps, note);
}

}  // namespace

int taper(const TaperOptions& options) {
    const Knowledge knowledge = knowledge_of(config_of(options.config_file));
    const Policy policy = policy_of(knowledge.policy, options);
    const engine::Concept drug = drug_of(options.drug);
    TaperSheet sheet;
    sheet.kind = kind_of(options.plan);
    if (options.maintenance_mg && sheet.kind != Kind::maintenance)
        throw ConfigError("--maintenance-mg belongs to --plan maintenance; write both or neither");
    sheet.drug = knowledge.terms.name(drug);
    sheet.plan = plan_of(sheet.kind, options, policy);
    sheet.weight_kg = options.weight_kg;
    sheet.max_mg_per_kg = sheet.kind == Kind::jdm ? policy.jdm_max_mgkg : policy.steroid_max_mgkg;
    sheet.pjp_mg = policy.pjp_mg;
    sheet.pjp_days = static_cast<int>(policy.pjp_days);
    if (sheet.plan.steps.empty()) {
        fmt::print(stderr, "iim-cds: no plan: {}\n", sheet.plan.refused);
        return input_is_bad;
    }
    switch (options.format) {
    case TaperFormat::text: fmt::print("{}", text_of(sheet)); break;
    case TaperFormat::json: fmt::print("{}\n", json_of(sheet)); break;
    case TaperFormat::fhir: fmt::print("{}\n", fhir_of(sheet, drug, options, knowledge)); break;
    }
    return fine;
}

}  // namespace iim::service::cli
