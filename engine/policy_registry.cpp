#include "engine/policy.hpp"
#include "engine/rule.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace iim::engine {
namespace {

constexpr auto site = Safety::site;
constexpr auto fixed = Safety::fixed;

struct Range {
    double min, max;
    std::string_view unit;
};

/// `part` names what uses it beside the rules.
Parameter row(std::string_view name, std::string_view part) {
    Parameter one;
    one.name = name;
    one.used_by = part;
    return one;
}

Parameter number(
    std::string_view name, double Policy::*member, Range range, Safety safety, std::string_view part = {}
) {
    Parameter one = row(name, part);
    one.number = member;
    one.min = range.min;
    one.max = range.max;
    one.unit = range.unit;
    one.safety = safety;
    return one;
}

Parameter flag(std::string_view name, bool Policy::*member, std::string_view part = {}) {
    Parameter one = row(name, part);
    one.flag = member;
    return one;
}

Parameter choice(
    std::string_view name,
    std::string Policy::*member,
    std::vector<std::string_view> choices,
    std::string_view part = {}
) {
    Parameter one = row(name, part);
    one.choice = member;
    one.choices = std::move(choices);
    return one;
}

Parameter order(std::string_view name, std::vector<std::string> Policy::*member) {
    Parameter one = row(name, {});
    one.order = member;
    return one;
}

// RULES section 10, row by row; rows with several values are split. "taper", "facts" and "cards" name parts
// of the product that are no rules; which rules use a parameter they say themselves (Rule::parameters).
std::vector<Parameter> registry() {  // NOLINT(readability-function-size): a table, one row a line
    // clang-format off: one row a line is what a reviewer compares with the catalogue
    return {
        // R01 steroid-monotherapy
        number("mono.min_mg", &Policy::mono_min_mg, {5, 20, "mg/day"}, site),
        number("mono.min_days", &Policy::mono_min_days, {7, 28, "d"}, site, "facts"),
        number("mono.grace_days", &Policy::mono_grace_days, {0, 28, "d"}, site),
        flag("mono.hcq_counts", &Policy::mono_hcq_counts),
        flag("mono.ivig_counts", &Policy::mono_ivig_counts),
        // R02 tpmt-before-azathioprine
        choice("tpmt.require", &Policy::tpmt_require, {"before-start", "with-cbc-weekly", "off"}),
        number("tpmt.transfusion_days", &Policy::tpmt_transfusion_days, {60, 180, "d"}, site),
        flag("tpmt.any_indication", &Policy::tpmt_any_indication),
        flag("tpmt.retro", &Policy::tpmt_retro),
        flag("nudt15.require", &Policy::nudt15_require),
        // R03 pjp-prophylaxis-missing
        number("pjp.mg", &Policy::pjp_mg, {15, 30, "mg/day"}, site),
        number("pjp.days", &Policy::pjp_days, {14, 28, "d"}, site),
        flag("pjp.eular_band", &Policy::pjp_eular_band),
        number("pjp.lymph", &Policy::pjp_lymph, {0.3, 1, "10*9/L"}, site),
        choice("pjp.t5", &Policy::pjp_t5, {"off", "info", "warning"}),
        number("pjp.t5_min_mg", &Policy::pjp_t5_min_mg, {0, 15, "mg/day"}, site),
        flag("pjp.any_indication", &Policy::pjp_any_indication),
        order("pjp.agent_order", &Policy::pjp_agent_order),
        choice(
            "pjp.mtx_policy", &Policy::pjp_mtx_policy, {"alternative-first", "allow-with-monitoring", "avoid"}
        ),
        choice("pjp.tmpsmx_regimen", &Policy::pjp_tmpsmx_regimen, {"ss-daily", "ds-tiw"}),
        number("pjp.stop_mg", &Policy::pjp_stop_mg, {5, 20, "mg/day"}, site),
        // methotrexate
        number("mtx.max_week", &Policy::mtx_max_week, {20, 30, "mg/week"}, fixed),
        number("mtx.max_start", &Policy::mtx_max_start, {7.5, 20, "mg/week"}, site),
        number("mtx.start_dose", &Policy::mtx_start_dose, {7.5, 15, "mg/week"}, site),
        number("mtx.max_week_child", &Policy::mtx_max_week_child, {20, 40, "mg/week"}, fixed),
        number("mtx.max_m2", &Policy::mtx_max_m2, {15, 20, "mg/m2"}, fixed),
        flag("mtx.weekday_required", &Policy::mtx_weekday_required),
        number("mtx.split_hours", &Policy::mtx_split_hours, {24, 48, "h"}, fixed),
        number("mtx.supply_weeks", &Policy::mtx_supply_weeks, {1, 12, "weeks"}, site),
        number("mtx.baseline_days", &Policy::mtx_baseline_days, {14, 90, "d"}, site),
        number("mtx.cxr_days", &Policy::mtx_cxr_days, {0, 730, "d"}, site),
        flag("mtx.ck_adjust", &Policy::mtx_ck_adjust),
        choice("mtxtmp.proph_level", &Policy::mtxtmp_proph_level, {"info", "warning", "critical"}),
        choice("folic.regimen", &Policy::folic_regimen, {"daily-1mg", "weekly-5mg"}),
        // thiopurines
        number("aza.max_mg_per_kg", &Policy::aza_max_mg_per_kg, {1.5, 2.5, "mg/kg/day"}, site),
        choice(
            "aza.weight_basis", &Policy::aza_weight_basis, {"min-ibw-actual", "ibw", "actual", "adjusted"}
        ),
        number("aza.abs_cap", &Policy::aza_abs_cap, {100, 250, "mg/day"}, site),
        number("aza.start_max", &Policy::aza_start_max, {25, 100, "mg/day"}, site),
        number("aza.step_days", &Policy::aza_step_days, {7, 28, "d"}, site),
        number("azaxo.fraction", &Policy::azaxo_fraction, {0.25, 0.33, ""}, fixed),
        number("cpic.im_hi", &Policy::cpic_im_hi, {0.3, 0.8, ""}, fixed),
        number("cpic.imim_hi", &Policy::cpic_imim_hi, {0.2, 0.5, ""}, fixed),
        // mycophenolate, pregnancy, hepatitis
        number("mmf.max", &Policy::mmf_max, {2000, 3000, "mg/day"}, fixed),
        number("preg.age_min", &Policy::preg_age_min, {10, 14, "y"}, site, "facts"),
        number("preg.age_max", &Policy::preg_age_max, {45, 55, "y"}, site, "facts"),
        number("preg.hcg_days", &Policy::preg_hcg_days, {7, 30, "d"}, site),
        choice("preg.male_counselling", &Policy::preg_male_counselling, {"off", "info"}),
        number("hep.days", &Policy::hep_days, {90, 1825, "d"}, site),
        choice("hep.scope", &Policy::hep_scope, {"mtx", "all-is"}),
        number("rtx.hbv_days", &Policy::rtx_hbv_days, {90, 365, "d"}, site),
        number("rtx.igg_days", &Policy::rtx_igg_days, {90, 365, "d"}, site),
        number("rtx.tb_days", &Policy::rtx_tb_days, {180, 730, "d"}, site),
        number("rtx.vaccine_lead_days", &Policy::rtx_vaccine_lead_days, {14, 28, "d"}, site),
        // corticosteroids
        number("steroid.max_mg", &Policy::steroid_max_mg, {60, 80, "mg/day"}, fixed, "taper"),
        number("steroid.max_mgkg", &Policy::steroid_max_mgkg, {0.75, 1, "mg/kg/day"}, site),
        number("steroid.low_mgkg", &Policy::steroid_low_mgkg, {0.3, 0.5, "mg/kg"}, site),
        number("steroid.low_tol", &Policy::steroid_low_tol, {0, 0.2, ""}, site),
        number("steroid.prolonged_days", &Policy::steroid_prolonged_days, {28, 84, "d"}, site),
        number(
            "steroid.prolonged_warning_days", &Policy::steroid_prolonged_warning_days, {56, 168, "d"}, site
        ),
        number("pulse.max_mg", &Policy::pulse_max_mg, {250, 1000, "mg"}, fixed),
        number("pulse.max_days", &Policy::pulse_max_days, {3, 5, "d"}, fixed, "facts"),
        number("jdm.max_mg", &Policy::jdm_max_mg, {30, 60, "mg/day"}, fixed),
        number("jdm.max_mgkg", &Policy::jdm_max_mgkg, {1, 2, "mg/kg/day"}, fixed),
        choice("jdm.taper", &Policy::jdm_taper, {"printo", "seed-bands", "off"}, "taper"),
        number("jdm.review_days", &Policy::jdm_review_days, {90, 365, "d"}, site),
        number("stop.min_days", &Policy::stop_min_days, {21, 28, "d"}, site),
        number("stop.min_mg", &Policy::stop_min_mg, {4, 7.5, "mg"}, site),
        // taper planner
        number("taper.hold_days", &Policy::taper_hold_days, {14, 42, "d"}, site, "taper"),
        number("taper.step_days", &Policy::taper_step_days, {14, 28, "d"}, site, "taper"),
        number("taper.step_above_40", &Policy::taper_step_above_40, {10, 20, "mg"}, site, "taper"),
        number("taper.tail_step", &Policy::taper_tail_step, {1, 2.5, "mg"}, site, "taper"),
        number("taper.tail_days", &Policy::taper_tail_days, {14, 28, "d"}, site, "taper"),
        number("taper.maintenance_mg", &Policy::taper_maintenance_mg, {2.5, 7.5, "mg"}, site, "taper"),
        number("taper.plan_min_mg", &Policy::taper_plan_min_mg, {7.5, 40, "mg"}, site),
        number("taper.plan_window_days", &Policy::taper_plan_window_days, {28, 84, "d"}, site),
        number("taper.fast_interval_days", &Policy::taper_fast_interval_days, {7, 14, "d"}, site),
        number("taper.fast_fraction", &Policy::taper_fast_fraction, {0.2, 0.5, ""}, site),
        // live vaccines
        number("live.mg", &Policy::live_mg, {10, 20, "mg/day"}, fixed),
        number("live.days", &Policy::live_days, {14, 28, "d"}, fixed),
        number("live.after_days", &Policy::live_after_days, {28, 90, "d"}, fixed),
        // immunoglobulin
        number("ivig.max_course", &Policy::ivig_max_course, {2, 2.5, "g/kg"}, fixed),
        number("ivig.interval_min", &Policy::ivig_interval_min, {14, 28, "d"}, site),
        number("ivig.rate_max", &Policy::ivig_rate_max, {0.5, 4, "mg/kg/min"}, fixed),
        number("ivig.creat_days", &Policy::ivig_creat_days, {3, 28, "d"}, site),
        choice("ivig.premed", &Policy::ivig_premed, {"off", "prior-reaction", "always"}),
        choice(
            "ivig.weight_basis", &Policy::ivig_weight_basis, {"ibw-if-obese", "ibw", "actual", "adjusted"}
        ),
        number("ivig.pe_gap_days", &Policy::ivig_pe_gap_days, {1, 7, "d"}, site),
        number("iga.days", &Policy::iga_days, {365, 36525, "d"}, site),
        // bone
        number("bone.days", &Policy::bone_days, {30, 90, "d"}, site),
        number("dxa.days", &Policy::dxa_days, {365, 1095, "d"}, site),
        number("frax.high", &Policy::frax_high, {10, 20, "%"}, site),
        number("bp.min_egfr", &Policy::bp_min_egfr, {30, 35, "mL/min"}, fixed),
        // disease, pathway
        number("severity.mrc_severe_max", &Policy::severity_mrc_severe_max, {3, 4, "MRC"}, site, "facts"),
        choice(
            "pathway.mmf_first_line",
            &Policy::pathway_mmf_first_line,
            {"ild-or-skin", "always", "second-line-only"}
        ),
        order("pathway.ild_order", &Policy::pathway_ild_order),
        number("pathway.rows", &Policy::pathway_rows, {4, 20, "rows"}, site),
        flag("pathway.show_when_treated", &Policy::pathway_show_when_treated),
        choice("ild.mtx_indicator", &Policy::ild_mtx_indicator, {"info", "warning"}),
        choice("ild.mtx_option", &Policy::ild_mtx_option, {"avoid", "caution"}),
        choice("ibm.trial", &Policy::ibm_trial, {"document-required", "info-only", "discourage"}),
        number("ibm.trial_days", &Policy::ibm_trial_days, {90, 180, "d"}, site),
        number("ibm.trial_warning_days", &Policy::ibm_trial_warning_days, {90, 180, "d"}, site),
        number("esc.days", &Policy::esc_days, {28, 180, "d"}, site),
        number("esc.jdm_days", &Policy::esc_jdm_days, {28, 180, "d"}, site),
        number("esc.severe_days", &Policy::esc_severe_days, {28, 180, "d"}, site),
        number("cancer.window_years", &Policy::cancer_window_years, {1, 5, "y"}, site),
        number("ici.steroid_mgkg", &Policy::ici_steroid_mgkg, {0.5, 2, "mg/kg"}, site),
        number("imnm.window_days", &Policy::imnm_window_days, {90, 365, "d"}, site),
        // other drugs
        number("g6pd.transfusion_days", &Policy::g6pd_transfusion_days, {60, 180, "d"}, site),
        number("tmp.k_limit", &Policy::tmp_k_limit, {5, 5.5, "mmol/L"}, fixed),
        number("tmp.k_limit_at_risk", &Policy::tmp_k_limit_at_risk, {5, 5.5, "mmol/L"}, fixed),
        number("cyc.age_adjust", &Policy::cyc_age_adjust, {55, 75, "y"}, site),
        number("cni.trough_days", &Policy::cni_trough_days, {7, 90, "d"}, site),
        number("cni.creat_days", &Policy::cni_creat_days, {7, 90, "d"}, site),
        number("cni.bp_days", &Policy::cni_bp_days, {7, 90, "d"}, site),
        number("cni.cbc_days", &Policy::cni_cbc_days, {7, 90, "d"}, site),
        // follow-up
        number("mon.early_days", &Policy::mon_early_days, {7, 28, "d"}, site),
        number("mon.mid_days", &Policy::mon_mid_days, {28, 84, "d"}, site),
        number("mon.late_days", &Policy::mon_late_days, {28, 180, "d"}, site),
        number("act.ck_days", &Policy::act_ck_days, {30, 365, "d"}, site),
        number("act.strength_days", &Policy::act_strength_days, {30, 365, "d"}, site),
        number("act.mri_days", &Policy::act_mri_days, {30, 365, "d"}, site),
        number("tox.bp_days", &Policy::tox_bp_days, {30, 730, "d"}, site),
        number("tox.glucose_days", &Policy::tox_glucose_days, {30, 730, "d"}, site),
        number("tox.lipid_days", &Policy::tox_lipid_days, {30, 730, "d"}, site),
        number("tox.eye_days", &Policy::tox_eye_days, {30, 730, "d"}, site),
        number("support.days", &Policy::support_days, {90, 730, "d"}, site),
        // facts
        choice("meds.same_ingredient", &Policy::meds_same_ingredient, {"replace", "sum"}, "facts"),
        number("assume_open_days", &Policy::assume_open_days, {28, 365, "d"}, site, "facts"),
        flag("gap.show_on_patient_view", &Policy::gap_show_on_patient_view),
        // cards a call may show
        number("cards.max_patient_view", &Policy::cards_max_patient_view, {1, 10, "cards"}, site, "cards"),
        number("cards.max_order_select", &Policy::cards_max_order_select, {1, 10, "cards"}, site, "cards"),
        number("cards.max_order_sign", &Policy::cards_max_order_sign, {1, 10, "cards"}, site, "cards"),
        number("cards.max_refill", &Policy::cards_max_refill, {1, 10, "cards"}, site, "cards"),
        number("cards.max_discharge", &Policy::cards_max_discharge, {1, 10, "cards"}, site, "cards"),
        number("cards.max_dispatch", &Policy::cards_max_dispatch, {1, 10, "cards"}, site, "cards"),
    };
    // clang-format on
}

/// "R05, R54": the rules that state it, then the part that is no rule.
std::string users_of(const Parameter& one) {
    std::string users;
    const auto add = [&](std::string_view user) {
        if (!user.empty()) users.append(users.empty() ? "" : ", ").append(user);
    };
    for (const Rule* rule : all_rules())
        if (std::ranges::find(rule->parameters, one.name) != rule->parameters.end()) add(rule->number);
    add(one.used_by);
    return users;
}

struct Registry {
    std::vector<Parameter> rows = registry();
    std::vector<std::string> users;  ///< owns what the rows name
    Registry() {
        for (const Parameter& one : rows) users.push_back(users_of(one));
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].used_by = users[i];
    }
};

}  // namespace

std::span<const Parameter> parameters() {
    static const Registry all;
    return all.rows;
}

const Parameter* parameter(std::string_view name) noexcept {
    for (const Parameter& one : parameters())
        if (one.name == name) return &one;
    return nullptr;
}

}  // namespace iim::engine
