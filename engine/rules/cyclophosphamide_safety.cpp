#include "engine/derive/compare.hpp"
#include "engine/derive/dose_peak.hpp"
#include "engine/derive/orders.hpp"
#include "engine/evidence.hpp"
#include "engine/options/oncology.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/options/pjp_subject.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/rule.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace iim::engine {

namespace {

using namespace source;

constexpr std::array sources{seed_002, seed_001, dro_cyc};
constexpr auto overrides = word_list<6>(
    "already-addressed specialist-plan contraindicated patient-declined will-do-later data-incorrect"
);
constexpr auto parameter_names = word_list<1>("cyc.age_adjust");

constexpr double pulse_mg_m2 = 500, low_neutrophils = 1.5, very_low_neutrophils = 1;
constexpr double low_egfr = 30;
constexpr double much_by_vein_mg = 20000, much_by_mouth_mg = 36000;
constexpr Days recent{14}, kidney_window{42}, open_request{21};
constexpr std::size_t longest_summary = 139;

constexpr std::array mesna{drug::mesna};
constexpr std::array antiemetic{drug::antiemetic};
constexpr std::array fluid{drug::intravenous_fluid};
constexpr std::array fluid_procedure{procedure::intravenous_fluids};
constexpr std::array count_tests{lab::wbc, lab::neutrophils, lab::cbc_panel};
constexpr std::array judged_counts{lab::wbc, lab::neutrophils};
constexpr std::array urine_tests{lab::urinalysis, lab::urine_blood};

class Look {
public:
    Look(const Patient& patient, const Order& order) : patient_(patient), order_(order) {}

    void judge(Findings& found) {
        infusion_care();
        laboratory();
        bladder();
        prophylaxis();
        reminders();
        if (found.holds(
                "nothing is missing and nothing speaks against it",
                missing_.empty() && dangers_.empty() && hints_.empty()
            ))
            return;
        fertility();
        say(found);
    }

private:
    Day now() const { return patient_.now(); }
    bool searched() const { return found(false, patient_.sources().observations) == Truth::no; }
    bool by_vein() const { return order_.route == Route::iv; }

    void infusion_care() {
        if (!by_vein()) return;
        const bool hydrated =
            !patient_.current(fluid).empty() || patient_.requested(fluid_procedure, open_request);
        if (!hydrated) missing_.emplace_back("hydration");
        const auto mg = dose_peak(order_, now()).mg_per_dose.hi;
        const auto bsa = patient_.facts().body.bsa_m2;
        if (!mg || !bsa) {
            not_checked_.emplace_back("mesna and anti-emetic: dose per m2 is not known");
            return;
        }
        if (*mg < pulse_mg_m2 * *bsa - 1e-6) return;
        facts_.push_back(fmt::format("Dose {:.0f} mg/m2 by vein", *mg / *bsa));
        if (patient_.current(mesna).empty()) missing_.emplace_back("mesna");
        if (patient_.current(antiemetic).empty()) missing_.emplace_back("anti-emetic");
    }

    void test(std::string_view what, const TestNeed& need, bool missing) {
        if (!missing || already_asked(patient_, need)) return;
        missing_.emplace_back(what);
        clicks_.push_back(
            {fmt::format("Order {}", what), {TestProposal{need.order, false, "before the dose"}}, false}
        );
    }

    void laboratory() {
        if (!searched()) {
            not_checked_.emplace_back(
                "could not check blood count, urinalysis and kidney function: laboratory data not available"
            );
            return;
        }
        const Labs& labs = patient_.labs();
        test(
            "blood count", {lab::cbc_panel, count_tests, recent}, !labs.latest_of(count_tests, now(), recent)
        );
        test(
            "urinalysis", {lab::urinalysis, urine_tests, recent}, !labs.latest_of(urine_tests, now(), recent)
        );
        unread(unreadable_results(patient_, judged_counts, recent));
        unread(unreadable_kidney(patient_, kidney_window));
        if (const Result* neutrophils = labs.measured(lab::neutrophils, now(), recent);
            neutrophils && is_below(*neutrophils, low_neutrophils)) {
            critical_ = critical_ || is_below(*neutrophils, very_low_neutrophils);
            dangers_.push_back(fmt::format("neutrophils {}", words::number(*neutrophils->value)));
            facts_.push_back(words::result(*neutrophils, "Neutrophils", "x10^9/L"));
        }
        kidney();
    }

    void unread(std::vector<std::string> lines) {
        std::ranges::move(lines, std::back_inserter(not_checked_));
    }

    void kidney() {
        const auto kidney = patient_.kidney(kidney_window);
        if (!kidney) {
            const TestNeed need{lab::creatinine, group::kidney_tests, kidney_window};
            if (already_asked(patient_, need)) return;
            if (unreadable_kidney(patient_, kidney_window).empty())
                not_checked_.emplace_back("kidney function: no creatinine or eGFR of the last 42 days");
            clicks_.push_back(
                {"Order creatinine", {TestProposal{lab::creatinine, false, "before the dose"}}, false}
            );
        } else if (kidney->below(low_egfr)) {
            dangers_.push_back(words::egfr(*kidney) + ", reduce the dose");
            facts_.push_back(words::egfr(*kidney) + " on " + fhir::to_string(kidney->date));
        }
    }

    /// Blood in the urine of someone who has had a cystitis from it.
    void bladder() {
        const bool cystitis = std::ranges::any_of(patient_.facts().conditions, [](const Condition& one) {
            return one.concepts.has(condition::haemorrhagic_cystitis) && !one.low_certainty;
        });
        const Result* urine = patient_.labs().latest(lab::urine_blood, now(), recent);
        const bool blood =
            patient_.condition(condition::haematuria) || (urine && urine->reading == Reading::positive);
        if (!cystitis || !blood) return;
        critical_ = true;
        dangers_.emplace_back("haematuria after earlier cystitis");
        facts_.emplace_back("Haematuria, and a cystitis is on record");
    }

    /// R03 says it while ordering; at dispatch only this rule speaks.
    void prophylaxis() {
        if (patient_.hook() != Hook::order_dispatch || pjp::is_settled(patient_)) return;
        if (!pjp::cover_on(patient_, pjp::first_day(patient_)).found)
            missing_.emplace_back("Pneumocystis prophylaxis");
    }

    void reminders() {
        const auto age = patient_.facts().demographics.age_years;
        if (age && *age > patient_.policy().cyc_age_adjust)
            hints_.push_back(fmt::format("age {}: a lower dose is usual", *age));
        double given = 0;
        for (const Event& one : patient_.facts().administrations)
            if (one.what.has(drug::cyclophosphamide) && one.mg) given += *one.mg;
        if (given > (by_vein() ? much_by_vein_mg : much_by_mouth_mg))
            hints_.push_back(fmt::format("{} g given so far", words::number(given / 1000)));
    }

    void fertility() {
        constexpr std::array referral{procedure::fertility_referral};
        if (patient_.pregnancy().childbearing_potential != Truth::yes) return;
        if (patient_.requested(referral, open_request)) return;
        clicks_.push_back(
            {"Refer to a fertility clinic",
             {TestProposal{procedure::fertility_referral, false, "before cyclophosphamide"}},
             false}
        );
    }

    std::string summary() const {
        std::vector<std::string> parts = dangers_;
        if (!missing_.empty()) parts.push_back("no " + words::either(missing_) + " found");
        if (parts.empty()) parts = hints_;
        const std::string start = "Cyclophosphamide: " + words::all_of(parts);
        const std::string whole =
            start + " - check counts, hydration/mesna, PJP prophylaxis and fertility plan";
        return whole.size() <= longest_summary ? whole : start;
    }

    void say(Findings& found) {
        const Indicator indicator = critical_                              ? Indicator::critical
                                    : missing_.empty() && dangers_.empty() ? Indicator::info
                                                                           : Indicator::warning;
        Finding& finding = found.add(indicator, &order_, summary());
        for (const std::string& each : missing_) finding.because("Not found: " + each);
        for (std::string& fact : facts_) finding.because(std::move(fact));
        for (const std::string& hint : hints_) finding.because(words::capitalised(hint));
        finding.consider = {
            "Check counts, hydration and mesna, Pneumocystis prophylaxis and the fertility plan",
            "Harms: opportunistic infection, liver, bladder and marrow toxicity (source document 002)",
            "No dose is suggested here: a specialist sets it",
            "Mesna, hydration and anti-emetic are not offered as orders: their dose is the site's protocol"};
        finding.not_checked = std::move(not_checked_);
        finding.at_most_one = false;
        finding.suggestions = std::move(clicks_);
        if (critical_ && order_.state == OrderState::draft && order_.in_context)
            finding.suggest({"Remove cyclophosphamide", {RemoveOrder{&order_}}, false});
        finding.trigger = summary();
    }

    const Patient& patient_;
    const Order& order_;
    bool critical_ = false;
    std::vector<std::string> missing_, dangers_, hints_, facts_, not_checked_;
    std::vector<Suggestion> clicks_;
};

void check(const Patient& patient, Findings& found) {
    for (const Order* order : patient.ordering(group::cyclophosphamide)) {
        const bool oncology = order->oncology || is_for_neoplasm(*order);
        if (found.holds("an oncology protocol, or a neoplasm as the reason", oncology)) continue;
        if (!may_be_systemic(*order)) continue;
        Look(patient, *order).judge(found);
    }
}

}  // namespace

extern constinit const Rule cyclophosphamide_safety = {
    .number = "R30",
    .id = "cyclophosphamide-safety",
    .title = "Cyclophosphamide safety bundle",
    .version = "1.0.0",
    .priority = Priority::p1,
    .weight = 60,
    .hooks = Hook::order_select | Hook::order_sign | Hook::order_dispatch,
    .may_be_critical = true,
    .why =
        "Cyclophosphamide harms marrow and bladder and opens the way to infection; simple checks prevent it.",
    .override_codes = overrides,
    .evidence = sources,
    .parameters = parameter_names,
    .reviewed = "not yet reviewed by a clinician",
    .check = check,
};

}  // namespace iim::engine
