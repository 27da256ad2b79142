#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/thiopurine_dose.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using namespace thiopurine;

constexpr std::array sources{lbl_aza, lbl_feb};
constexpr auto overrides = word_list<3>("specialist-plan benefit-outweighs-risk data-incorrect");
constexpr auto parameter_names =
    word_list<6>("azaxo.fraction aza.weight_basis folic.regimen mtx.max_start mtx.start_dose "
                 "mtx.supply_weeks");

constexpr double usual_mg_per_kg = 2;
constexpr double quarter = 0.25, half_tablet_mg = 12.5;

/// A thiopurine and the drug that stops its breakdown.
struct Pair {
    const Order* thiopurine = nullptr;
    const Order* inhibitor = nullptr;
    const Order* about = nullptr;  ///< the one that this call is about
    bool febuxostat = false;
    Dose dose;

    /// Already at a third of the usual dose or less.
    bool reduced(const Policy& policy) const {
        return dose.mg && dose.weight && !dose.above(policy.azaxo_fraction * usual_mg_per_kg);
    }
};

/// Stopped today is not yet stopped for a day.
bool ended_today(const Patient& patient, const Order& order) {
    return order.state == OrderState::historical && order.end == patient.now();
}

Patient::Orders taken_thiopurines(const Patient& patient) {
    Patient::Orders taken = patient.current(group::thiopurines);
    for (const Order& order : patient.facts().orders)
        if (order.is_any(group::thiopurines) && ended_today(patient, order)) taken.push_back(&order);
    return taken;
}

/// The selected or drafted one comes before the others, then febuxostat, then the higher dose.
const Order* first_of(const Patient::Orders& orders, const Patient::Orders& in_question) {
    const auto rank = [&](const Order* one) {
        const bool asked = std::ranges::find(in_question, one) != in_question.end();
        return std::pair(asked, one->is(drug::febuxostat));
    };
    return *std::ranges::max_element(orders, {}, rank);
}

std::optional<Pair> find_pair(const Patient& patient) {
    const auto thiopurines = taken_thiopurines(patient);
    const auto inhibitors = patient.current(group::xanthine_oxidase_inhibitors);
    if (thiopurines.empty() || inhibitors.empty()) return {};
    const auto drafted = patient.ordering(group::thiopurines);
    const auto added = patient.ordering(group::xanthine_oxidase_inhibitors);
    if (patient.hook() != Hook::patient_view && drafted.empty() && added.empty()) return {};
    Pair pair;
    pair.thiopurine = first_of(thiopurines, drafted);
    pair.inhibitor = first_of(inhibitors, added);
    pair.about = drafted.empty() && !added.empty() ? pair.inhibitor : pair.thiopurine;
    pair.febuxostat =
        std::ranges::any_of(inhibitors, [](const Order* one) { return one->is(drug::febuxostat); });
    pair.dose = dose_of(patient, *pair.thiopurine);
    return pair;
}

std::string inhibitor_name(const Patient& patient, const Pair& pair) {
    if (pair.febuxostat) return words::capitalised(patient.name(drug::febuxostat));
    return words::capitalised(words::drug(patient, *pair.inhibitor, group::xanthine_oxidase_inhibitors));
}

std::string summary(const Patient& patient, const Pair& pair) {
    const auto drug = words::drug(patient, *pair.thiopurine, group::thiopurines);
    const auto advice = [&]() -> std::string {
        if (pair.febuxostat) return "avoid the combination";
        if (pair.reduced(patient.policy()))
            return fmt::format("keep {} at one quarter-one third of the usual dose", drug);
        return fmt::format("reduce {} to about one quarter-one third", drug);
    };
    return fmt::format(
        "{} greatly raises {} toxicity: {} and monitor CBC", inhibitor_name(patient, pair), drug, advice()
    );
}

std::vector<std::string> facts(const Patient& patient, const Pair& pair) {
    std::vector<std::string> lines{dose_in_words(patient, pair.dose)};
    if (const auto per_kg = pair.dose.mg_per_kg())
        lines.push_back(fmt::format(
            "That is {:.0f} % of the usual {} mg/kg/day",
            100 * *per_kg / usual_mg_per_kg,
            words::number(usual_mg_per_kg)
        ));
    for (const Order* one : patient.current(group::xanthine_oxidase_inhibitors))
        lines.push_back(fmt::format(
            "{} is {}{}{}",
            words::capitalised(words::drug(patient, *one, group::xanthine_oxidase_inhibitors)),
            is_draft(*one) ? "ordered" : "current",
            one->reported ? ", patient-reported" : "",
            words::from(one->source)
        ));
    return lines;
}

std::vector<std::string> advice(const Pair& pair) {
    if (pair.febuxostat)
        return {
            "Febuxostat is labelled as contraindicated with azathioprine and mercaptopurine",
            "If both were taken: blood count now and weekly"};
    std::vector<std::string> lines{
        "With allopurinol the label asks to reduce azathioprine to about one third to one quarter of the "
        "usual "
        "dose, and to consider another drug",
        "Blood count weekly at first"};
    if (!pair.dose.mg_per_kg())
        lines.emplace_back("The reduction cannot be computed: dose or weight of the patient is not known");
    return lines;
}

/// A quarter of what is written, or of the usual dose when that is less; half a tablet when a quarter is less
/// than that and half a tablet is still within `azaxo.fraction`. 0 when nothing fits.
double reduced_mg(const Patient& patient, const Pair& pair) {
    const double usual = usual_mg_per_kg * pair.dose.weight->kg;
    const double within = patient.policy().azaxo_fraction * usual;
    const auto tablets = [&](double mg) { return tablets_for(*pair.thiopurine, mg, half_tablet_mg); };
    const double mg = tablets(quarter * std::min(*pair.dose.mg, usual));
    return mg > 0 ? mg : std::min(half_tablet_mg, tablets(within));
}

/// A poor metaboliser gets no reduced dose.
void offer_reduction(Finding& finding, const Patient& patient, const Pair& pair) {
    const bool poor = patient.thiopurine_status().any_poor();
    if (pair.febuxostat || poor || !pair.dose.mg_per_kg()) return;
    if (pair.reduced(patient.policy())) {
        if (auto counts = weekly_counts(patient)) finding.suggest(std::move(*counts));
        return;
    }
    if (auto click = reduce_to(patient, pair.dose, reduced_mg(patient, pair)))
        finding.suggest(std::move(*click));
}

void check(const Patient& patient, Findings& found) {
    const auto pair = find_pair(patient);
    if (!pair) return;
    const bool already_low = !pair->febuxostat && pair->reduced(patient.policy());
    Finding& finding = found.add(
        already_low ? Indicator::warning : Indicator::critical, pair->about, summary(patient, *pair)
    );
    finding.why = facts(patient, *pair);
    finding.consider = advice(*pair);
    finding.not_checked = dose_not_checked(pair->dose);
    if (is_open_draft(*pair->inhibitor))
        finding.suggest(
            {fmt::format(
                 "Remove {}", words::drug(patient, *pair->inhibitor, group::xanthine_oxidase_inhibitors)
             ),
             {RemoveOrder{pair->inhibitor}},
             false}
        );
    offer_reduction(finding, patient, *pair);
    offer_other_agent(finding, patient, *pair->thiopurine);
    const auto per_kg = pair->dose.mg_per_kg();
    finding.trigger = fmt::format(
        "{} with {} mg/kg", inhibitor_name(patient, *pair), per_kg ? words::number(*per_kg) : "unknown"
    );
}

}  // namespace

extern constinit const Rule azathioprine_xanthine_oxidase_inhibitor = {
    .number = "R07",
    .id = "azathioprine-xanthine-oxidase-inhibitor",
    .title = "Azathioprine with allopurinol or febuxostat",
    .version = "1.0.0",
    .priority = Priority::p0,
    .weight = 93,
    .hooks = Hook::patient_view | Hook::order_select | Hook::order_sign | Hook::medication_refill
             | Hook::encounter_discharge,
    .may_be_critical = true,
    .any_indication = true,
    .group = Group::thiopurine,
    .rank = 2,
    .why =
        "Xanthine oxidase inhibitors stop the breakdown of azathioprine: the usual dose destroys the marrow.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
