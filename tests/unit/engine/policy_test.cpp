#include "engine/policy.hpp"

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

using namespace iim::engine;

namespace {

struct Number {
    std::string_view name;
    double preset, min, max;
    Safety safety;
};

// RULES section 10, written from the catalogue; one row a number.
const Number numbers[] = {
    // clang-format off
    {"mono.min_mg", 10, 5, 20, Safety::site},
    {"mono.min_days", 14, 7, 28, Safety::site},
    {"mono.grace_days", 14, 0, 28, Safety::site},
    {"tpmt.transfusion_days", 120, 60, 180, Safety::site},
    {"pjp.mg", 20, 15, 30, Safety::site},
    {"pjp.days", 28, 14, 28, Safety::site},
    {"pjp.lymph", 0.8, 0.3, 1, Safety::site},
    {"pjp.t5_min_mg", 5, 0, 15, Safety::site},
    {"pjp.stop_mg", 15, 5, 20, Safety::site},
    {"mtx.max_week", 25, 20, 30, Safety::fixed},
    {"mtx.max_start", 15, 7.5, 20, Safety::site},
    {"mtx.start_dose", 15, 7.5, 15, Safety::site},
    {"mtx.max_week_child", 25, 20, 40, Safety::fixed},
    {"mtx.max_m2", 20, 15, 20, Safety::fixed},
    {"mtx.split_hours", 36, 24, 48, Safety::fixed},
    {"mtx.supply_weeks", 4, 1, 12, Safety::site},
    {"mtx.baseline_days", 42, 14, 90, Safety::site},
    {"mtx.cxr_days", 365, 0, 730, Safety::site},
    {"aza.max_mg_per_kg", 2, 1.5, 2.5, Safety::site},
    {"aza.abs_cap", 200, 100, 250, Safety::site},
    {"aza.start_max", 50, 25, 100, Safety::site},
    {"aza.step_days", 14, 7, 28, Safety::site},
    {"azaxo.fraction", 0.33, 0.25, 0.33, Safety::fixed},
    {"cpic.im_hi", 0.8, 0.3, 0.8, Safety::fixed},
    {"cpic.imim_hi", 0.5, 0.2, 0.5, Safety::fixed},
    {"mmf.max", 3000, 2000, 3000, Safety::fixed},
    {"preg.age_min", 12, 10, 14, Safety::site},
    {"preg.age_max", 50, 45, 55, Safety::site},
    {"preg.hcg_days", 14, 7, 30, Safety::site},
    {"hep.days", 365, 90, 1825, Safety::site},
    {"rtx.hbv_days", 365, 90, 365, Safety::site},
    {"rtx.igg_days", 180, 90, 365, Safety::site},
    {"rtx.tb_days", 365, 180, 730, Safety::site},
    {"rtx.vaccine_lead_days", 14, 14, 28, Safety::site},
    {"steroid.max_mg", 80, 60, 80, Safety::fixed},
    {"steroid.max_mgkg", 1, 0.75, 1, Safety::site},
    {"steroid.low_mgkg", 0.5, 0.3, 0.5, Safety::site},
    {"steroid.low_tol", 0.1, 0, 0.2, Safety::site},
    {"steroid.prolonged_days", 42, 28, 84, Safety::site},
    {"steroid.prolonged_warning_days", 84, 56, 168, Safety::site},
    {"pulse.max_mg", 1000, 250, 1000, Safety::fixed},
    {"pulse.max_days", 5, 3, 5, Safety::fixed},
    {"jdm.max_mg", 60, 30, 60, Safety::fixed},
    {"jdm.max_mgkg", 2, 1, 2, Safety::fixed},
    {"jdm.review_days", 180, 90, 365, Safety::site},
    {"stop.min_days", 28, 21, 28, Safety::site},
    {"stop.min_mg", 5, 4, 7.5, Safety::site},
    {"taper.hold_days", 28, 14, 42, Safety::site},
    {"taper.step_days", 14, 14, 28, Safety::site},
    {"taper.step_above_40", 10, 10, 20, Safety::site},
    {"taper.tail_step", 1, 1, 2.5, Safety::site},
    {"taper.tail_days", 28, 14, 28, Safety::site},
    {"taper.maintenance_mg", 5, 2.5, 7.5, Safety::site},
    {"taper.plan_min_mg", 20, 7.5, 40, Safety::site},
    {"taper.plan_window_days", 56, 28, 84, Safety::site},
    {"taper.fast_interval_days", 14, 7, 14, Safety::site},
    {"taper.fast_fraction", 0.25, 0.2, 0.5, Safety::site},
    {"live.mg", 20, 10, 20, Safety::fixed},
    {"live.days", 14, 14, 28, Safety::fixed},
    {"live.after_days", 28, 28, 90, Safety::fixed},
    {"ivig.max_course", 2.2, 2, 2.5, Safety::fixed},
    {"ivig.interval_min", 21, 14, 28, Safety::site},
    {"ivig.rate_max", 4, 0.5, 4, Safety::fixed},
    {"ivig.creat_days", 14, 3, 28, Safety::site},
    {"ivig.pe_gap_days", 2, 1, 7, Safety::site},
    {"iga.days", 1825, 365, 36525, Safety::site},
    {"bone.days", 90, 30, 90, Safety::site},
    {"dxa.days", 730, 365, 1095, Safety::site},
    {"frax.high", 20, 10, 20, Safety::site},
    {"bp.min_egfr", 35, 30, 35, Safety::fixed},
    {"severity.mrc_severe_max", 3, 3, 4, Safety::site},
    {"pathway.rows", 8, 4, 20, Safety::site},
    {"ibm.trial_days", 90, 90, 180, Safety::site},
    {"ibm.trial_warning_days", 180, 90, 180, Safety::site},
    {"esc.days", 90, 28, 180, Safety::site},
    {"esc.jdm_days", 84, 28, 180, Safety::site},
    {"esc.severe_days", 28, 28, 180, Safety::site},
    {"cancer.window_years", 3, 1, 5, Safety::site},
    {"ici.steroid_mgkg", 1, 0.5, 2, Safety::site},
    {"imnm.window_days", 180, 90, 365, Safety::site},
    {"g6pd.transfusion_days", 120, 60, 180, Safety::site},
    {"tmp.k_limit", 5.5, 5, 5.5, Safety::fixed},
    {"tmp.k_limit_at_risk", 5, 5, 5.5, Safety::fixed},
    {"cyc.age_adjust", 60, 55, 75, Safety::site},
    {"cni.trough_days", 30, 7, 90, Safety::site},
    {"cni.creat_days", 14, 7, 90, Safety::site},
    {"cni.bp_days", 28, 7, 90, Safety::site},
    {"cni.cbc_days", 28, 7, 90, Safety::site},
    {"mon.early_days", 28, 7, 28, Safety::site},
    {"mon.mid_days", 84, 28, 84, Safety::site},
    {"mon.late_days", 84, 28, 180, Safety::site},
    {"act.ck_days", 90, 30, 365, Safety::site},
    {"act.strength_days", 180, 30, 365, Safety::site},
    {"act.mri_days", 365, 30, 365, Safety::site},
    {"tox.bp_days", 90, 30, 730, Safety::site},
    {"tox.glucose_days", 180, 30, 730, Safety::site},
    {"tox.lipid_days", 365, 30, 730, Safety::site},
    {"tox.eye_days", 365, 30, 730, Safety::site},
    {"support.days", 365, 90, 730, Safety::site},
    {"assume_open_days", 90, 28, 365, Safety::site},
    {"cards.max_patient_view", 4, 1, 10, Safety::site},
    {"cards.max_order_select", 3, 1, 10, Safety::site},
    {"cards.max_order_sign", 5, 1, 10, Safety::site},
    {"cards.max_refill", 3, 1, 10, Safety::site},
    {"cards.max_discharge", 4, 1, 10, Safety::site},
    {"cards.max_dispatch", 2, 1, 10, Safety::site},
    // clang-format on
};

struct Choice {
    std::string_view name, preset;
    std::vector<std::string_view> others;
};
const Choice choices[] = {
    {"tpmt.require", "before-start", {"with-cbc-weekly", "off"}},
    {"pjp.t5", "info", {"off", "warning"}},
    {"pjp.mtx_policy", "alternative-first", {"allow-with-monitoring", "avoid"}},
    {"pjp.tmpsmx_regimen", "ss-daily", {"ds-tiw"}},
    {"mtxtmp.proph_level", "warning", {"info", "critical"}},
    {"folic.regimen", "daily-1mg", {"weekly-5mg"}},
    {"aza.weight_basis", "min-ibw-actual", {"ibw", "actual", "adjusted"}},
    {"preg.male_counselling", "off", {"info"}},
    {"hep.scope", "mtx", {"all-is"}},
    {"jdm.taper", "printo", {"seed-bands", "off"}},
    {"ivig.premed", "prior-reaction", {"off", "always"}},
    {"ivig.weight_basis", "ibw-if-obese", {"ibw", "actual", "adjusted"}},
    {"pathway.mmf_first_line", "ild-or-skin", {"always", "second-line-only"}},
    {"ild.mtx_indicator", "warning", {"info"}},
    {"ild.mtx_option", "avoid", {"caution"}},
    {"ibm.trial", "document-required", {"info-only", "discourage"}},
    {"meds.same_ingredient", "replace", {"sum"}},
};

struct Flag {
    std::string_view name;
    bool preset;
};
const Flag flags[] = {
    {"mono.hcq_counts", false},
    {"mono.ivig_counts", true},
    {"tpmt.any_indication", true},
    {"tpmt.retro", false},
    {"nudt15.require", false},
    {"pjp.eular_band", true},
    {"pjp.any_indication", false},
    {"mtx.weekday_required", true},
    {"mtx.ck_adjust", true},
    {"pathway.show_when_treated", true},
    {"gap.show_on_patient_view", true},
};

/// The sentence of the refusal; empty when the value was taken.
template <class Set>
std::string refusal(Set set) {
    try {
        set();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return {};
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy)

BOOST_AUTO_TEST_CASE(numbers_are_those_of_the_catalogue) {
    for (const Number& want : numbers) {
        BOOST_TEST_CONTEXT(want.name) {
            const Parameter* row = parameter(want.name);
            BOOST_TEST_REQUIRE(row != nullptr);
            BOOST_TEST_REQUIRE((row->number != nullptr));
            BOOST_TEST((Policy{}.*row->number) == want.preset);
            BOOST_TEST(row->min == want.min);
            BOOST_TEST(row->max == want.max);
            BOOST_TEST((row->safety == want.safety));
            BOOST_TEST(!row->used_by.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_taken_up_to_both_limits_and_not_beyond) {
    for (const Number& want : numbers) {
        BOOST_TEST_CONTEXT(want.name) {
            Policy policy;
            const Parameter& row = *parameter(want.name);
            for (const double good : {want.min, want.max}) {
                BOOST_TEST(refusal([&] { set_number(policy, want.name, good); }) == "");
                BOOST_TEST((policy.*row.number) == good);
            }
            const double infinity = std::numeric_limits<double>::infinity();
            for (const double bad :
                 {std::nextafter(want.min, -infinity),
                  std::nextafter(want.max, infinity),
                  std::nan(""),
                  infinity}) {
                const std::string sentence = refusal([&] { set_number(policy, want.name, bad); });
                BOOST_TEST(has(sentence, want.name));
                BOOST_TEST((policy.*row.number) == want.max);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(choices_are_those_of_the_catalogue) {
    for (const Choice& want : choices) {
        BOOST_TEST_CONTEXT(want.name) {
            const Parameter* row = parameter(want.name);
            BOOST_TEST_REQUIRE(row != nullptr);
            BOOST_TEST_REQUIRE((row->choice != nullptr));
            Policy policy;
            BOOST_TEST((policy.*row->choice) == want.preset);
            BOOST_TEST(row->choices.size() == want.others.size() + 1);
            for (const std::string_view other : want.others) {
                BOOST_TEST(refusal([&] { set_text(policy, want.name, other); }) == "");
                BOOST_TEST((policy.*row->choice) == other);
            }
            const std::string sentence = refusal([&] { set_text(policy, want.name, "nonsense"); });
            BOOST_TEST(has(sentence, want.name));
            BOOST_TEST(has(sentence, "nonsense"));
            BOOST_TEST(has(sentence, want.preset));
            BOOST_TEST((policy.*row->choice) == want.others.back());
        }
    }
}

BOOST_AUTO_TEST_CASE(flags_are_those_of_the_catalogue) {
    for (const Flag& want : flags) {
        BOOST_TEST_CONTEXT(want.name) {
            const Parameter* row = parameter(want.name);
            BOOST_TEST_REQUIRE(row != nullptr);
            BOOST_TEST_REQUIRE((row->flag != nullptr));
            Policy policy;
            BOOST_TEST((policy.*row->flag) == want.preset);
            set_flag(policy, want.name, !want.preset);
            BOOST_TEST((policy.*row->flag) == !want.preset);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_row_is_covered_above_and_has_one_member) {
    std::set<std::string_view> named{"pjp.agent_order", "pathway.ild_order"};
    for (const Number& one : numbers) named.insert(one.name);
    for (const Choice& one : choices) named.insert(one.name);
    for (const Flag& one : flags) named.insert(one.name);
    BOOST_TEST(parameters().size() == named.size());
    for (const Parameter& row : parameters()) {
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(named.count(row.name) == 1u);
            const int members = (row.number != nullptr) + (row.flag != nullptr) + (row.choice != nullptr)
                                + (row.order != nullptr);
            BOOST_TEST(members == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(orders_are_permutations) {
    Policy policy;
    const std::vector<std::string> turned{"atovaquone", "tmp-smx", "dapsone", "pentamidine"};
    set_list(policy, "pjp.agent_order", turned);
    BOOST_TEST(policy.pjp_agent_order == turned, boost::test_tools::per_element());
    const std::vector<std::string> refused[] = {
        {"atovaquone"},
        {"atovaquone", "tmp-smx", "dapsone", "dapsone"},
        {"atovaquone", "tmp-smx", "dapsone", "clindamycin"},
        {"atovaquone", "tmp-smx", "dapsone", "pentamidine", "clindamycin"},
        {},
    };
    for (const auto& list : refused) {
        const std::string sentence = refusal([&] { set_list(policy, "pjp.agent_order", list); });
        BOOST_TEST(has(sentence, "pjp.agent_order"));
        BOOST_TEST(has(sentence, "pentamidine"));
    }
    BOOST_TEST(policy.pjp_agent_order == turned, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refusal_names_key_value_and_range) {
    Policy policy;
    const std::string sentence = refusal([&] { set_number(policy, "mono.min_mg", 4); });
    BOOST_TEST(sentence == "mono.min_mg is 4; it must be from 5 to 20 mg/day");
    BOOST_TEST(has(refusal([&] { set_number(policy, "mono.min", 4); }), "mono.min is not a parameter"));
    BOOST_TEST(has(refusal([&] { set_flag(policy, "mono.min_mg", true); }), "must be a number"));
    BOOST_TEST(has(refusal([&] { set_number(policy, "tpmt.retro", 1); }), "must be true or false"));
    BOOST_TEST(has(refusal([&] { set_text(policy, "pjp.agent_order", "dapsone"); }), "must be a list"));
    BOOST_TEST(has(refusal([&] { set_list(policy, "folic.regimen", {}); }), "must be a text"));
}

BOOST_AUTO_TEST_CASE(a_rule_can_be_switched_off_and_capped) {
    Policy policy;
    BOOST_TEST(policy.enabled("steroid-monotherapy"));
    BOOST_TEST((policy.cap("steroid-monotherapy") == Indicator::critical));
    set_flag(policy, "rule.steroid-monotherapy.enabled", false);
    BOOST_TEST(!policy.enabled("steroid-monotherapy"));
    set_flag(policy, "rule.steroid-monotherapy.enabled", true);
    BOOST_TEST(policy.enabled("steroid-monotherapy"));
    set_text(policy, "rule.steroid-monotherapy.indicator_cap", "info");
    BOOST_TEST((policy.cap("steroid-monotherapy") == Indicator::info));
    set_text(policy, "rule.steroid-monotherapy.indicator_cap", "warning");
    BOOST_TEST((policy.cap("steroid-monotherapy") == Indicator::warning));
    set_text(policy, "rule.steroid-monotherapy.indicator_cap", "none");
    BOOST_TEST((policy.cap("steroid-monotherapy") == Indicator::critical));

    BOOST_TEST(has(refusal([&] { set_flag(policy, "rule.no-such-rule.enabled", false); }), "no-such-rule"));
    BOOST_TEST(
        has(refusal([&] { set_text(policy, "rule.steroid-monotherapy.indicator_cap", "loud"); }), "loud")
    );
    BOOST_TEST(has(refusal([&] { set_flag(policy, "rule.steroid-monotherapy.on", true); }), "not a parameter")
    );
}

BOOST_AUTO_TEST_CASE(daily_methotrexate_can_be_neither_switched_off_nor_toned_down) {
    Policy policy;
    constexpr std::string_view id = "methotrexate-daily-dosing";
    BOOST_TEST(has(refusal([&] { set_flag(policy, "rule.methotrexate-daily-dosing.enabled", false); }), id));
    for (const std::string_view cap : {"info", "warning"})
        BOOST_TEST(
            has(refusal([&] { set_text(policy, "rule.methotrexate-daily-dosing.indicator_cap", cap); }), id)
        );
    BOOST_TEST(policy.rules.empty());
    // Not even by a policy that was filled in past the setters.
    policy.rules["methotrexate-daily-dosing"] = {false, Indicator::info};
    BOOST_TEST(policy.enabled(id));
    BOOST_TEST((policy.cap(id) == Indicator::critical));
}

BOOST_AUTO_TEST_CASE(the_hash_is_eight_hex_digits_and_sees_every_value) {
    const std::string before = Policy{}.hash();
    BOOST_TEST(before.size() == 8u);
    BOOST_TEST(before.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(before == Policy{}.hash());
    std::set<std::string> seen{before};
    for (const Parameter& row : parameters()) {
        Policy policy;
        if (row.number) policy.*row.number += 0.125;
        if (row.flag) policy.*row.flag = !(policy.*row.flag);
        if (row.choice) policy.*row.choice = std::string(row.choices.back()) + "x";
        if (row.order) std::swap((policy.*row.order)[0], (policy.*row.order)[1]);
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(seen.insert(policy.hash()).second);
        }
    }
    Policy off;
    off.rules["steroid-monotherapy"].enabled = false;
    BOOST_TEST(seen.insert(off.hash()).second);
    Policy capped;
    capped.rules["steroid-monotherapy"].cap = Indicator::info;
    BOOST_TEST(seen.insert(capped.hash()).second);
    Policy named;
    named.rules["steroid-monotherapy"] = {};
    BOOST_TEST(named.hash() == before);
}

BOOST_AUTO_TEST_SUITE_END()
