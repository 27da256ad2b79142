#include "engine/derive/compare.hpp"
#include "engine/evidence.hpp"
#include "engine/options/ivig.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_004, lbl_ivig};
constexpr auto overrides = word_list<3>("already-addressed benefit-outweighs-risk specialist-plan");
constexpr auto parameter_names = word_list<1>("iga.days");

constexpr double deficient_g_l = 0.07;  // 7 mg/dL
constexpr double mg_dl_per_g_l = 100;
constexpr Days lifetime{365 * 120};
constexpr int low_by_age_days = 183;  ///< six months
constexpr std::array iga_tests{lab::iga};

/// What the record says of IgA and of earlier infusions.
struct Record {
    const Result* level = nullptr;  ///< the newest with a number
    std::vector<std::string> unreadable;
    bool low = false;         ///< by that level
    bool may_be_low = false;  ///< "<10": below the limit or not
    bool recent = false;      ///< within iga.days
    const Condition* deficiency = nullptr;
    const Result* antibody = nullptr;  ///< positive
    ivig::Reaction reaction;
    std::optional<Day> last_infusion;
    bool infant = false;
    bool deficient() const noexcept { return low || may_be_low || deficiency; }
    bool tolerated() const noexcept { return last_infusion && !reaction.any(); }
};

Record look(const Patient& patient) {
    Record record;
    const Labs& labs = patient.labs();
    const Days window(static_cast<int>(patient.policy().iga_days));
    record.level = labs.measured(lab::iga, patient.now(), lifetime);
    record.unreadable = unreadable_results(patient, iga_tests, window);
    if (record.level) {
        record.low = is_below(*record.level, deficient_g_l);
        record.may_be_low = record.level->comparator == '<' && !record.low;
        record.recent = patient.now() - record.level->date <= window;
    }
    const Result* antibody = labs.latest(lab::antibody_iga, patient.now(), lifetime);
    if (antibody && antibody->reading == Reading::positive) record.antibody = antibody;
    record.deficiency = patient.condition(condition::iga_deficiency);
    record.reaction = ivig::reaction(patient);
    record.last_infusion = ivig::last_infusion(patient);
    const auto age = patient.facts().demographics.age_days;
    record.infant = age && *age < low_by_age_days;
    return record;
}

std::string level_in_words(const Result& level) {
    const std::string_view sign = level.comparator == '<' ? "<" : "";
    return fmt::format(
        "IgA {}{} mg/dL on {}{}",
        sign,
        words::number(*level.value * mg_dl_per_g_l),
        fhir::to_string(level.date),
        words::from(level.source)
    );
}

void tell(Finding& finding, const Record& record) {
    if (record.level) finding.because(level_in_words(*record.level));
    if (record.deficiency)
        finding.because("IgA deficiency is recorded" + words::from(record.deficiency->source));
    if (record.antibody)
        finding.because("Anti-IgA antibody is positive" + words::from(record.antibody->source));
    if (record.reaction.any())
        finding.because(fmt::format(
            "A {}reaction to immunoglobulin is recorded{}",
            record.reaction.severe() ? "severe " : "",
            words::from(record.reaction.worst->source)
        ));
    if (record.last_infusion)
        finding.because("Last immunoglobulin infusion on " + fhir::to_string(*record.last_infusion));
}

void offer_test(Finding& finding, const Patient& patient) {
    const TestNeed level{lab::iga, iga_tests, lifetime};
    auto order = repeat_tests(patient, {level}, {});
    if (order.empty())
        finding.consider.emplace_back("IgA is ordered already: wait for the result before the first infusion"
        );
    else
        finding.suggest({"Order IgA level", std::move(order), false});
}

void offer_referral(Finding& finding) {
    finding.suggest({"Refer to immunology", {TestProposal{procedure::immunology_referral, false, {}}}, false}
    );
}

bool is_editable(const Order& order) noexcept {
    return order.state == OrderState::draft && order.in_context;
}

void say_contraindicated(const Order& order, const Record& record, Findings& found) {
    const bool reaction = record.reaction.severe();
    Finding& finding = found.critical(
        &order,
        "{}: IVIG is contraindicated by its label - do not give, seek specialist advice",
        reaction ? "Earlier anaphylaxis or severe reaction to immunoglobulin"
                 : "IgA deficiency with anti-IgA antibodies"
    );
    tell(finding, record);
    finding.consider = {"Choose another treatment with a specialist"};
    finding.at_most_one = false;
    if (is_editable(order)) finding.suggest({"Remove IVIG", {RemoveOrder{&order}}, false});
    offer_referral(finding);
    finding.trigger = reaction ? "severe reaction" : "IgA deficiency with antibodies";
}

void offer_antibody_test(Finding& finding, const Patient& patient) {
    static constexpr std::array tests{lab::antibody_iga};
    auto order = repeat_tests(patient, {TestNeed{lab::antibody_iga, tests, lifetime}}, "before the infusion");
    if (!order.empty()) finding.suggest({"Order anti-IgA antibody", std::move(order), false});
}

void say_low(const Patient& patient, const Order& order, const Record& record, Findings& found) {
    const Indicator indicator = record.infant ? Indicator::info : Indicator::warning;
    const std::string_view what = record.deficient() ? "IgA low" : "Anti-IgA antibodies";
    Finding& finding = found.add(
        indicator,
        &order,
        fmt::format(
            "{} before IVIG: risk of severe reaction in IgA deficiency - choose low-IgA product, discuss",
            what
        )
    );
    tell(finding, record);
    finding.not_checked = record.unreadable;
    if (record.infant) finding.because("Below 6 months of age IgA is low in most children");
    if (record.may_be_low) finding.because("The laboratory's limit is above 7 mg/dL: it may be low");
    finding.consider = {
        "Anti-IgA antibodies with IgA deficiency are a contraindication: check them before the first "
        "infusion",
        "A product low in IgA, a slow start, and anaphylaxis treatment at hand"};
    finding.at_most_one = false;
    if (!record.antibody) offer_antibody_test(finding, patient);
    if (is_editable(order)) {
        ChangeOrder note;
        note.order = &order;
        note.timing = false;
        note.note = "IgA is low: use an immunoglobulin product low in IgA";
        finding.suggest({"Add the note: use a low-IgA product", {std::move(note)}, false});
    }
    offer_referral(finding);
    finding.trigger = "IgA low";
}

void say_missing(const Patient& patient, const Order& order, const Record& record, Findings& found) {
    const bool searched = engine::found(false, patient.sources().observations) == Truth::no;
    const bool none = searched && record.unreadable.empty();
    Finding& finding =
        none
            ? found.info(&order, "IgA missing before IVIG: risk of severe reaction in IgA deficiency - check")
            : found.warning(&order, "IVIG: could not check IgA - severe reactions occur in IgA deficiency");
    tell(finding, record);
    finding.not_checked = record.unreadable;
    if (none) {
        const int years = static_cast<int>(patient.policy().iga_days) / 365;
        finding.because(fmt::format("No IgA result of the last {} years was found", years));
    } else if (!searched) {
        finding.not_checked.emplace_back("IgA (laboratory data not available)");
    }
    if (engine::found(false, patient.sources().administrations) == Truth::unknown)
        finding.not_checked.emplace_back("earlier infusions (administrations not available)");
    finding.at_most_one = false;
    offer_test(finding, patient);
    finding.trigger = "IgA missing";
}

void check(const Patient& patient, Findings& found) {
    const Patient::Orders orders = ivig::ordered(patient);
    if (found.holds("no immunoglobulin by vein is ordered", orders.empty())) return;
    const Order& order = *orders.front();
    const Record record = look(patient);
    if (found.holds(
            "an earlier severe reaction, or IgA deficiency with antibodies",
            record.reaction.severe() || (record.deficient() && record.antibody)
        ))
        return say_contraindicated(order, record, found);
    if (found.holds("IgA is low or anti-IgA antibodies are positive", record.deficient() || record.antibody))
        return say_low(patient, order, record, found);
    if (found.holds("IgA is on file", record.recent)) return;
    if (found.holds("an earlier infusion was tolerated", record.tolerated())) return;
    say_missing(patient, order, record, found);
}

}  // namespace

extern constinit const Rule ivig_iga_check = {
    .number = "R25",
    .id = "ivig-iga-check",
    .title = "IgA before first IVIG",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 85,
    .hooks = Hook::order_sign | Hook::order_dispatch,
    .may_be_critical = true,
    .group = Group::ivig,
    .rank = 1,
    .why = "With IgA deficiency and antibodies against IgA, immunoglobulin can cause anaphylaxis.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
