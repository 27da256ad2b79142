#include "engine/evidence.hpp"
#include "engine/options/ivig_exchange.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;
using exchange::Sequence;

constexpr std::array sources{seed_004, asco21};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("ivig.pe_gap_days");

std::string day_or_moment(Day day, const std::optional<fhir::Instant>& at) {
    if (!at) return fhir::to_string(day);
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(*at - std::chrono::floor<Days>(*at)).count();
    return fmt::format("{} {:02}:{:02} UTC", fhir::to_string(day), minutes / 60, minutes % 60);
}

/// The order with later dates, the day after the last exchange first. The exchange is not moved: it may be
/// urgent, and the other way round the immunoglobulin would be given first.
void offer_later_infusion(Finding& finding, const Patient& patient, const Sequence& worst) {
    finding.at_most_one = true;
    const auto days = exchange::days_to_move(patient, worst);
    if (!days) {
        finding.consider.emplace_back(
            "No change of the dates is offered: it needs both orders in this basket, each exchange on one "
            "stated day and no other immunoglobulin"
        );
        return;
    }
    ChangeOrder later{.order = worst.infusion, .timing = false};
    later.move_days = *days;
    finding.suggest(
        {fmt::format(
             "Move the immunoglobulin by {}, to begin the day after the last exchange", words::duration(*days)
         ),
         {later},
         false}
    );
}

void check(const Patient& patient, Findings& found) {
    const std::optional<Sequence> worst = exchange::worst_sequence(patient);
    if (!found.holds("immunoglobulin and plasma exchange are ordered together", worst.has_value())) return;
    if (found.holds("the exchange comes before, or long enough after", worst->order == exchange::Place::fine))
        return;
    const bool unknown = worst->order == exchange::Place::unknown;
    Finding& finding = unknown ? found.info(
                           worst->infusion,
                           "IVIG and plasma exchange are planned without clear times: check the "
                           "sequence, exchange before IVIG"
                       )
                               : found.warning(
                                   worst->infusion,
                                   "Plasma exchange soon after IVIG removes it; consider giving IVIG after "
                                   "the exchange"
                               );
    if (worst->given)
        finding.because("Immunoglobulin on " + day_or_moment(*worst->given, worst->given_at));
    else
        finding.because("Immunoglobulin ordered without a date");
    finding.because(
        "Plasma exchange "
        + (worst->exchanged ? "on " + day_or_moment(*worst->exchanged, worst->exchanged_at)
                            : std::string("asked for without a date"))
        + words::from(worst->request->source)
    );
    if (unknown) finding.not_checked.emplace_back("which of the two comes first");
    finding.consider = {fmt::format(
        "Give the immunoglobulin after the last exchange; after immunoglobulin leave {} days before an "
        "exchange",
        words::number(patient.policy().ivig_pe_gap_days)
    )};
    if (!unknown) offer_later_infusion(finding, patient, *worst);
    finding.trigger = unknown ? "times not known" : "exchange after immunoglobulin";
}

}  // namespace

extern constinit const Rule ivig_plasmapheresis_sequence = {
    .number = "R24",
    .id = "ivig-plasmapheresis-sequence",
    .title = "IVIG before plasma exchange",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 45,
    .hooks = Hook::order_sign | Hook::order_dispatch,
    .group = Group::ivig,
    .rank = 4,
    .why = "Plasma exchange removes the immunoglobulin that was just given.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
