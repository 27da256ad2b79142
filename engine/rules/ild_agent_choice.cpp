#include "engine/evidence.hpp"
#include "engine/options/fitness.hpp"
#include "engine/options/methotrexate_week.hpp"
#include "engine/options/myositis_order.hpp"
#include "engine/options/pathways.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/pathway/overlay.hpp"
#include "engine/pathway/selection.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_000, seed_001, seed_002, seed_003, acrild23, mda5rec};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names =
    word_list<14>("pathway.ild_order mtx.max_week aza.start_max aza.max_mg_per_kg aza.weight_basis "
                  "mmf.max steroid.max_mg steroid.max_mgkg ild.mtx_option pathway.rows "
                  "pathway.mmf_first_line preg.hcg_days pulse.max_mg pulse.max_days");

constexpr Days year{365};
/// Advised against as first treatment of lung disease (ACR/CHEST 2023); methotrexate is R17's.
constexpr auto advised_against =
    group::joined(std::array{drug::leflunomide, drug::abatacept}, group::tnf_inhibitors);
constexpr auto for_the_lung = group::joined(
    group::mycophenolate,
    group::thiopurines,
    group::anti_cd20,
    group::calcineurin_inhibitors,
    group::cyclophosphamide,
    group::jak_inhibitors
);

bool has_lung_agent(const Patient& patient) {
    const auto taken = patient.non_steroid_immunosuppressants();
    return std::ranges::any_of(taken, [](Concept one) { return in(one, for_the_lung); });
}

bool has_lung_agent_in_basket(const Patient& patient) {
    return !patient.drafts(for_the_lung).empty();
}

/// What R17 says of methotrexate is not said twice.
bool is_said_of_methotrexate(const Patient& patient) {
    if (!patient.policy().enabled("methotrexate-in-ild")) return false;
    return std::ranges::any_of(mtx::in_question(patient), [&](const Order* order) {
        return !mtx::is_oncology(patient, *order) && !mtx::is_single_dose(*order);
    });
}

/// An agent that is advised against: about to be ordered, at patient-view taken.
const Order* wrong_order(const Patient& patient) {
    const auto orders =
        is_order_hook(patient.hook()) ? patient.ordering(advised_against) : patient.active(advised_against);
    return orders.empty() ? nullptr : orders.front();
}

/// In the site's order; with the short name that leaves room in a summary.
std::string order_of_agents(const Patient& patient) {
    std::vector<std::string> names;
    for (const std::string_view name : pathway::lung_agents(patient.policy()))
        names.emplace_back(name == "calcineurin inhibitor" ? "CNI" : name);
    return words::either(names);
}

std::vector<std::string> facts(const Patient& patient) {
    std::vector<std::string> lines = patient.iim().used;
    const Condition* lung = patient.condition(condition::interstitial_lung_disease);
    lines.push_back(
        lung ? "Interstitial lung disease is recorded" + words::from(lung->source)
             : std::string("Interstitial lung disease is recorded")
    );
    if (patient.iim().rp_ild) lines.emplace_back("It is rapidly progressive");
    const auto taken = patient.non_steroid_immunosuppressants();
    std::vector<std::string> names;
    names.reserve(taken.size());
    for (const Concept one : taken) names.emplace_back(patient.name(one));
    lines.push_back(
        names.empty() ? std::string("Immunosuppressants besides steroid: none found")
                      : "Immunosuppressants besides steroid: " + words::all_of(names)
    );
    return lines;
}

std::vector<std::string> advice(const Patient& patient) {
    std::vector<std::string> lines;
    const bool rapid = patient.iim().rp_ild;
    if (rapid && patient.iim().mda5)
        lines.emplace_back(
            "Anti-MDA5 with rapidly progressive lung disease: combination from the start, steroid "
            "with a calcineurin inhibitor, with or without cyclophosphamide; refer urgently"
        );
    else if (rapid)
        lines.emplace_back("Rapidly progressive lung disease: refer urgently");
    lines.push_back("Usual order here: " + pathway::lung_order(patient.policy()));
    lines.emplace_back(
        "Methotrexate, leflunomide, TNF inhibitors and abatacept are conditionally advised against "
        "as first treatment of lung disease (ACR/CHEST 2023)"
    );
    return lines;
}

/// `order` goes out when it can be taken back; the others start beside what is taken.
void offer_agent(Finding& finding, const Order* order, const Fitness& fit, std::optional<Suggestion> start) {
    if (!start || !fit.offered()) return;
    if (!fit.fits()) start->label += fmt::format(" - {}", fit.first_caution());
    if (order) start->actions.insert(start->actions.begin(), RemoveOrder{order});
    if (order) start->label += ", instead";
    start->recommended = false;
    finding.suggest(std::move(*start));
}

void offer(Finding& finding, const Patient& patient, const Order* wrong) {
    const bool removable = wrong && wrong->state == OrderState::draft && wrong->in_context;
    const Order* order = removable ? wrong : nullptr;
    if (!has_lung_agent(patient)) {
        offer_agent(finding, order, mycophenolate_fitness(patient), pathway::mycophenolate(patient));
        if (patient.current(group::xanthine_oxidase_inhibitors).empty())
            offer_agent(finding, order, azathioprine_fitness(patient), pathway::azathioprine(patient));
    }
    constexpr std::array function{
        procedure::pulmonary_function_test, observation::fvc, observation::fvc_percent_predicted};
    constexpr std::array imaging{procedure::hrct_chest};
    const TestNeed lung_function{procedure::pulmonary_function_test, function, year};
    const TestNeed lung_image{procedure::hrct_chest, imaging, year};
    if (auto tests = missing_tests(patient, {lung_function, lung_image}); !tests.empty())
        finding.suggest(order_named(patient, std::move(tests)));
    const bool rapid = patient.iim().rp_ild;
    if (auto refer = pathway::specialist(
            patient,
            rapid ? "Refer urgently: rapidly progressive lung disease"
                  : "Refer to rheumatology: agent for the lung",
            "myositis with interstitial lung disease: choice of agent"
        )) {
        std::get<TestProposal>(refer->actions.front()).urgent = rapid;
        finding.suggest(std::move(*refer));
    }
}

std::string summary(const Patient& patient, const Order* wrong) {
    if (wrong)
        return fmt::format(
            "ILD in myositis: prefer {} over {}",
            order_of_agents(patient),
            words::drug(patient, *wrong, advised_against)
        );
    if (patient.iim().mda5 && patient.iim().rp_ild)
        return "Anti-MDA5 rapidly progressive ILD: consider steroid with CNI, with or without "
               "cyclophosphamide, at "
               "once";
    return "ILD in myositis without an agent for the lung: consider " + order_of_agents(patient);
}

/// The lung is ill, and no other rule speaks of this myositis.
bool concerns(const Patient& patient, Findings& found) {
    const Iim& iim = patient.iim();
    const bool own_rule = iim.subtype == Subtype::ibm || iim.subtype == Subtype::ici;
    if (found.holds("inclusion body or checkpoint-inhibitor myositis (R53, R56)", own_rule)) return false;
    if (found.holds("interstitial lung disease", iim.ild)) return true;
    if (engine::found(false, patient.sources().conditions) == Truth::unknown)
        found.gap("Agent choice with lung disease: diagnoses not available");
    return false;
}

/// Beside an agent for the lung what is taken already is not the first treatment.
const Order* agent_to_avoid(const Patient& patient) {
    return !is_order_hook(patient.hook()) && has_lung_agent(patient) ? nullptr : wrong_order(patient);
}

bool is_settled(const Patient& patient, const Order* wrong, Findings& found) {
    const bool open = wrong || !has_lung_agent(patient);
    if (!found.holds("an agent that is advised against, or none for the lung", open)) return true;
    const bool drafted = is_order_hook(patient.hook()) && has_lung_agent_in_basket(patient);
    if (found.holds("an agent for the lung in the same basket", drafted)) return true;
    return !wrong
           && found.holds("methotrexate with lung disease is said by R17", is_said_of_methotrexate(patient));
}

void say(const Patient& patient, const Order* wrong, const Order* about, Findings& found) {
    Finding& finding =
        found.add(wrong ? Indicator::warning : Indicator::info, about, summary(patient, wrong));
    finding.why = facts(patient);
    if (patient.non_steroid_immunosuppressants().empty())
        finding.not_checked = words::not_delivered(patient, words::Medicines::reported_and_infused);
    finding.consider = advice(patient);
    if (!pathway::is_shown_by_itself(patient))
        for (const pathway::Row& row :
             pathway::select(patient, pathway::cell_of(patient), {pathway::Line::induction}).rows)
            finding.options.push_back(row.shown);
    offer(finding, patient, wrong);
    finding.trigger = wrong ? std::string(words::drug(patient, *wrong, advised_against)) : "no agent";
}

void check(const Patient& patient, Findings& found) {
    if (!concerns(patient, found)) return;
    const Order* const wrong = agent_to_avoid(patient);
    if (is_settled(patient, wrong, found)) return;
    const Order* const about = wrong ? wrong : myositis_order(patient);
    const bool has_subject = about || !is_order_hook(patient.hook());
    if (!found.holds("an order of this call treats the myositis", has_subject)) return;
    if (!wrong && engine::found(false, patient.sources().medications) == Truth::unknown)
        return found.gap("Agent choice with lung disease: " + words::medication_list(patient));
    say(patient, wrong, about, found);
}

}  // namespace

extern constinit const Rule ild_agent_choice = {
    .number = "R58",
    .id = "ild-agent-choice",
    .title = "Agent choice with ILD",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 38,
    .hooks = Hook::patient_view | Hook::order_sign,
    .group = Group::subtype,
    .rank = 6,
    .why = "Lung disease takes more lives in myositis than weakness; some agents do not help the lung.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
