#include "engine/options/rituximab_checks.hpp"

#include "engine/derive/compare.hpp"
#include "engine/derive/orders.hpp"
#include "engine/options/infection.hpp"
#include "engine/options/limits_in_words.hpp"
#include "engine/options/pjp_cover.hpp"
#include "engine/options/pjp_exposure.hpp"
#include "engine/options/pjp_subject.hpp"
#include "engine/options/readability.hpp"
#include "engine/options/tests.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/concepts.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::rituximab {

namespace {

constexpr double low_igg = 5;  // g/L
constexpr std::string_view in_time = "at least {rtx.vaccine_lead_days} days before rituximab";
constexpr Days same_infusion_pair{28}, same_course{180}, half_year{183};
constexpr std::array igg{lab::igg};
constexpr std::array igra{lab::tb_igra, lab::tb_igra_panel, lab::tb_igra_quantitative};
constexpr std::array skin_test{procedure::tuberculin_skin_test};
/// Any "infection code" (R29), also one that other rules do not call serious.
constexpr auto infections =
    group::joined(group::serious_infections, std::array{condition::urinary_tract_infection});
constexpr std::array influenza{
    vaccine::influenza_inactivated, vaccine::influenza_live, vaccine::influenza_unspecified};
constexpr std::array pneumococcal{
    vaccine::pneumococcal_conjugate_unspecified,
    vaccine::pneumococcal_pcv13,
    vaccine::pneumococcal_pcv15,
    vaccine::pneumococcal_pcv20,
    vaccine::pneumococcal_pcv21,
    vaccine::pneumococcal_ppsv23,
    vaccine::pneumococcal_unspecified};

bool searched(Availability source) {
    return found(false, source) == Truth::no;
}

bool was_done(const std::vector<Event>& events, ConceptGroup what, Day from, Day now) {
    return std::ranges::any_of(events, [&](const Event& one) {
        return one.what.any_of(what) && one.date && *one.date >= from && *one.date <= now;
    });
}

class Look {
public:
    Look(const Patient& patient, const Order& order) : patient_(patient), order_(order) {}

    Checks all() && {
        reactions();
        history();
        immunoglobulin_level();
        infection();
        if (!is_repeat()) {
            tests();
            vaccines();
        }
        prophylaxis();
        return std::move(found_);
    }

private:
    Day now() const { return patient_.now(); }

    /// RULES R29 names any previous severe reaction, whatever drug caused it: on the allergy list or among
    /// the problems, where the cause is seldom said.
    void reactions() {
        const Allergy* worst = nullptr;
        for (const Allergy& one : patient_.facts().allergies)
            if (one.severe_skin && (!worst || one.substances.any_of(group::anti_cd20))) worst = &one;
        if (!worst) return recorded_reactions();
        const bool same = worst->substances.any_of(group::anti_cd20);
        found_.dangers.emplace_back(
            same ? "previous severe mucocutaneous reaction to it" : "previous severe mucocutaneous reaction"
        );
        found_.facts.push_back(fmt::format(
            "Severe mucocutaneous reaction (SJS, TEN or DRESS) {}is recorded{}",
            same ? "" : "to another drug ",
            words::from(worst->source)
        ));
    }

    void recorded_reactions() {
        danger(reaction::sjs_ten, "previous severe mucocutaneous reaction");
        if (found_.dangers.empty()) danger(reaction::dress, "previous severe mucocutaneous reaction");
    }

    /// What once happened stays a danger, whether the problem is still open or not.
    void history() { danger(condition::pml, "history of progressive multifocal leukoencephalopathy"); }

    void danger(Concept what, std::string_view words) {
        for (const Condition& one : patient_.facts().conditions) {
            if (!one.concepts.has(what)) continue;
            found_.dangers.emplace_back(words);
            found_.facts.push_back(fmt::format(
                "{} is recorded{}", words::capitalised(patient_.name(what)), words::from(one.source)
            ));
            return;
        }
    }

    void immunoglobulin_level() {
        const Days window(static_cast<int>(patient_.policy().rtx_igg_days));
        std::ranges::move(unreadable_results(patient_, igg, window), std::back_inserter(found_.not_checked));
        const Result* level = patient_.labs().measured(lab::igg, now(), window);
        if (!level || !is_below(*level, low_igg)) return;
        found_.warnings.push_back(fmt::format("IgG {} g/L", words::number(*level->value)));
        found_.facts.push_back(words::result(*level, "IgG", "g/L"));
    }

    void infection() {
        const auto found = active_infection(patient_, infections);
        if (!found) return;
        found_.warnings.push_back(found->what());
        found_.facts.push_back(words::capitalised(found->fact()));
    }

    /// An infusion other than the one that is ordered or dispatched now.
    bool given_within(Days window) const {
        const auto lately = [&](std::optional<Day> day) {
            return day && *day <= now() && now() - *day <= window;
        };
        const Facts& facts = patient_.facts();
        const auto ordered = [&](const Order& one) {
            return one.is_any(group::anti_cd20) && !is_draft(one) && lately(last_given(one, now()));
        };
        const auto given = [&](const Event& one) {
            return one.what.any_of(group::anti_cd20) && lately(one.date);
        };
        return std::ranges::any_of(facts.orders, ordered) || std::ranges::any_of(facts.administrations, given)
               || std::ranges::any_of(facts.procedures, given);
    }

    /// The second infusion of a pair; later ones of the course when the screen is on file.
    bool is_repeat() const {
        if (given_within(same_infusion_pair)) return true;
        const Policy& policy = patient_.policy();
        const Days igg_then = same_course + Days(static_cast<int>(policy.rtx_igg_days));
        const Days tb_then = same_course + Days(static_cast<int>(policy.rtx_tb_days));
        return given_within(same_course) && patient_.labs().latest_of(igg, now(), igg_then)
               && tuberculosis_tested(tb_then);
    }

    bool tuberculosis_tested(Days window) const {
        return patient_.labs().latest_of(igra, now(), window)
               || was_done(patient_.facts().procedures, skin_test, now() - window, now());
    }

    void missing_test(std::string_view name, std::vector<Action> order) {
        found_.missing.emplace_back(name);
        if (!order.empty()) found_.clicks.push_back({fmt::format("Order {}", name), std::move(order), false});
    }

    void tests() {
        if (!searched(patient_.sources().observations)) {
            found_.not_checked.emplace_back(
                "IgG, tuberculosis test and blood count (laboratory data not available)"
            );
            return;
        }
        const Policy& policy = patient_.policy();
        const TestNeed level{lab::igg, igg, Days(static_cast<int>(policy.rtx_igg_days))};
        const TestNeed tuberculosis{lab::tb_igra, igra, Days(static_cast<int>(policy.rtx_tb_days)), true};
        if (!patient_.labs().latest_of(igg, now(), level.window) && !already_asked(patient_, level))
            missing_test("IgG", repeat_tests(patient_, {level}, {}));
        const bool asked = already_asked(patient_, tuberculosis) || patient_.requested(skin_test, Days{21});
        if (!tuberculosis_tested(tuberculosis.window) && !asked)
            missing_test("latent tuberculosis test", repeat_tests(patient_, {tuberculosis}, {}));
        if (!answered(patient_, need::blood_count) && !already_asked(patient_, need::blood_count))
            missing_test("blood count", repeat_tests(patient_, {need::blood_count}, {}));
    }

    /// Only while they can still work: the infusion is further away than rtx.vaccine_lead_days.
    void vaccines() {
        const Days lead(static_cast<int>(patient_.policy().rtx_vaccine_lead_days));
        const Day infusion = std::max(first_day(order_).value_or(now()), now());
        if (infusion - now() <= lead) return;
        if (!searched(patient_.sources().immunizations)) {
            found_.not_checked.emplace_back("vaccines (immunisation data not available)");
            return;
        }
        vaccine(influenza, now() - half_year, "influenza vaccine", vaccine::influenza_inactivated);
        vaccine(
            pneumococcal, Day::min(), "pneumococcal vaccine", vaccine::pneumococcal_conjugate_unspecified
        );
    }

    void vaccine(ConceptGroup kinds, Day from, std::string_view name, Concept order) {
        const bool ordered = patient_.requested(kinds, Days{21}) || !patient_.drafts(kinds).empty();
        if (ordered || was_done(patient_.facts().immunizations, kinds, from, now())) return;
        missing_test(name, {TestProposal{order, false, words::with_limits(in_time, patient_.policy())}});
    }

    /// R03 says it while ordering; at dispatch only this rule speaks.
    void prophylaxis() {
        if (patient_.hook() != Hook::order_dispatch || pjp::is_settled(patient_)) return;
        const auto exposures = pjp::exposures(patient_);
        const bool needed = std::ranges::any_of(exposures, [](const pjp::Exposure& one) {
            return one.trigger == pjp::Trigger::rituximab;
        });
        if (needed && !pjp::cover_on(patient_, pjp::first_day(patient_)).found)
            found_.missing.emplace_back("Pneumocystis prophylaxis");
    }

    const Patient& patient_;
    const Order& order_;
    Checks found_;
};

}  // namespace

Checks look(const Patient& patient, const Order& order) {
    return Look(patient, order).all();
}

}  // namespace iim::engine::rituximab
