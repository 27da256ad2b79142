#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace iim::engine {

enum class Indicator { info, warning, critical };
std::string_view to_string(Indicator) noexcept;

/// The site's choices within the ranges that RULES section 10 allows. A default Policy is the catalogue's.
/// A member's name is its parameter's name with '_' for '.'; policy_registry.cpp holds the registry (unit,
/// range, who may change it). Immutable once loaded; shared by threads.
class Policy {
public:
    // R01 steroid-monotherapy
    double mono_min_mg = 10;      ///< mg/day
    double mono_min_days = 14;    ///< d
    double mono_grace_days = 14;  ///< d
    bool mono_hcq_counts = false;
    bool mono_ivig_counts = true;
    // R02 tpmt-before-azathioprine
    std::string tpmt_require = "before-start";
    double tpmt_transfusion_days = 120;  ///< d
    bool tpmt_any_indication = true;
    bool tpmt_retro = false;
    bool nudt15_require = false;
    // R03 pjp-prophylaxis-missing
    double pjp_mg = 20;    ///< mg/day
    double pjp_days = 28;  ///< d
    bool pjp_eular_band = true;
    double pjp_lymph = 0.8;  ///< 10*9/L
    std::string pjp_t5 = "info";
    double pjp_t5_min_mg = 5;  ///< mg/day
    bool pjp_any_indication = false;
    std::vector<std::string> pjp_agent_order{"tmp-smx", "atovaquone", "pentamidine", "dapsone"};
    std::string pjp_mtx_policy = "alternative-first";
    std::string pjp_tmpsmx_regimen = "ss-daily";
    double pjp_stop_mg = 15;  ///< mg/day
    // methotrexate
    double mtx_max_week = 25;        ///< mg/week
    double mtx_max_start = 15;       ///< mg/week
    double mtx_start_dose = 15;      ///< mg/week
    double mtx_max_week_child = 25;  ///< mg/week
    double mtx_max_m2 = 20;          ///< mg/m2
    bool mtx_weekday_required = true;
    double mtx_split_hours = 36;    ///< h
    double mtx_supply_weeks = 4;    ///< weeks
    double mtx_baseline_days = 42;  ///< d
    double mtx_cxr_days = 365;      ///< d; 0: off
    bool mtx_ck_adjust = true;
    std::string mtxtmp_proph_level = "warning";
    std::string folic_regimen = "daily-1mg";
    // thiopurines
    double aza_max_mg_per_kg = 2;  ///< mg/kg/day
    std::string aza_weight_basis = "min-ibw-actual";
    double aza_abs_cap = 200;      ///< mg/day
    double aza_start_max = 50;     ///< mg/day
    double aza_step_days = 14;     ///< d
    double azaxo_fraction = 0.33;  ///< fraction
    double cpic_im_hi = 0.8;       ///< fraction
    double cpic_imim_hi = 0.5;     ///< fraction
    // mycophenolate, pregnancy, hepatitis
    double mmf_max = 3000;      ///< mg/day
    double preg_age_min = 12;   ///< y
    double preg_age_max = 50;   ///< y
    double preg_hcg_days = 14;  ///< d
    std::string preg_male_counselling = "off";
    double hep_days = 365;  ///< d
    std::string hep_scope = "mtx";
    double rtx_hbv_days = 365;          ///< d
    double rtx_igg_days = 180;          ///< d
    double rtx_tb_days = 365;           ///< d
    double rtx_vaccine_lead_days = 14;  ///< d
    // corticosteroids
    double steroid_max_mg = 80;                  ///< mg/day
    double steroid_max_mgkg = 1;                 ///< mg/kg/day
    double steroid_low_mgkg = 0.5;               ///< mg/kg
    double steroid_low_tol = 0.1;                ///< fraction
    double steroid_prolonged_days = 42;          ///< d; from here info
    double steroid_prolonged_warning_days = 84;  ///< d; from here warning
    double pulse_max_mg = 1000;                  ///< mg
    double pulse_max_days = 5;                   ///< d
    double jdm_max_mg = 60;                      ///< mg/day
    double jdm_max_mgkg = 2;                     ///< mg/kg/day
    std::string jdm_taper = "printo";
    double jdm_review_days = 180;  ///< d
    double stop_min_days = 28;     ///< d
    double stop_min_mg = 5;        ///< mg
    // taper planner
    double taper_hold_days = 28;           ///< d
    double taper_step_days = 14;           ///< d
    double taper_step_above_40 = 10;       ///< mg
    double taper_tail_step = 1;            ///< mg
    double taper_tail_days = 28;           ///< d
    double taper_maintenance_mg = 5;       ///< mg
    double taper_plan_min_mg = 20;         ///< mg
    double taper_plan_window_days = 56;    ///< d
    double taper_fast_interval_days = 14;  ///< d
    double taper_fast_fraction = 0.25;     ///< fraction
    // live vaccines
    double live_mg = 20;          ///< mg/day
    double live_days = 14;        ///< d
    double live_after_days = 28;  ///< d
    // immunoglobulin
    double ivig_max_course = 2.2;   ///< g/kg
    double ivig_interval_min = 21;  ///< d
    double ivig_rate_max = 4;       ///< mg/kg/min
    double ivig_creat_days = 14;    ///< d
    std::string ivig_premed = "prior-reaction";
    std::string ivig_weight_basis = "ibw-if-obese";
    double ivig_pe_gap_days = 2;  ///< d
    double iga_days = 1825;       ///< d; 36525: lifetime
    // bone
    double bone_days = 90;    ///< d
    double dxa_days = 730;    ///< d
    double frax_high = 20;    ///< %
    double bp_min_egfr = 35;  ///< mL/min
    // disease, pathway
    double severity_mrc_severe_max = 3;  ///< MRC
    std::string pathway_mmf_first_line = "ild-or-skin";
    std::vector<std::string> pathway_ild_order{"mmf", "aza", "rtx", "cni", "cyc"};
    double pathway_rows = 8;  ///< rows
    bool pathway_show_when_treated = true;
    std::string ild_mtx_indicator = "warning";
    std::string ild_mtx_option = "avoid";
    std::string ibm_trial = "document-required";
    double ibm_trial_days = 90;           ///< d; review of a trial: info
    double ibm_trial_warning_days = 180;  ///< d; review of a trial: warning
    double esc_days = 90;                 ///< d
    double esc_jdm_days = 84;             ///< d
    double esc_severe_days = 28;          ///< d
    double cancer_window_years = 3;       ///< y
    double ici_steroid_mgkg = 1;          ///< mg/kg
    double imnm_window_days = 180;        ///< d
    // other drugs
    double g6pd_transfusion_days = 120;  ///< d
    double tmp_k_limit = 5.5;            ///< mmol/L
    double tmp_k_limit_at_risk = 5;      ///< mmol/L; with a RAAS blocker, K-sparing diuretic or CNI
    double cyc_age_adjust = 60;          ///< y
    double cni_trough_days = 30;         ///< d
    double cni_creat_days = 14;          ///< d
    double cni_bp_days = 28;             ///< d
    double cni_cbc_days = 28;            ///< d
    // follow-up
    double mon_early_days = 28;      ///< d
    double mon_mid_days = 84;        ///< d
    double mon_late_days = 84;       ///< d
    double act_ck_days = 90;         ///< d
    double act_strength_days = 180;  ///< d
    double act_mri_days = 365;       ///< d
    double tox_bp_days = 90;         ///< d
    double tox_glucose_days = 180;   ///< d
    double tox_lipid_days = 365;     ///< d
    double tox_eye_days = 365;       ///< d
    double support_days = 365;       ///< d
    // facts
    std::string meds_same_ingredient = "replace";
    double assume_open_days = 90;  ///< d
    bool gap_show_on_patient_view = true;
    // cards a call may show
    double cards_max_patient_view = 4;  ///< cards
    double cards_max_order_select = 3;  ///< cards
    double cards_max_order_sign = 5;    ///< cards
    double cards_max_refill = 3;        ///< cards
    double cards_max_discharge = 4;     ///< cards
    double cards_max_dispatch = 2;      ///< cards

    /// rule.<id>.enabled and rule.<id>.indicator_cap; a rule that is not named is enabled and uncapped.
    /// methotrexate-daily-dosing (R04) is always enabled and uncapped: the setters refuse anything else.
    struct RuleSwitch {
        bool enabled = true;
        Indicator cap = Indicator::critical;
    };
    std::map<std::string, RuleSwitch, std::less<>> rules;

    bool enabled(std::string_view rule_id) const;
    Indicator cap(std::string_view rule_id) const;
    /// Eight hex digits over every value: stands in each card's footer.
    std::string hash() const;
};

enum class Safety {
    fixed,
    site
};  // F: widening needs a code change; W: a site may change it inside the range

/// One row of the registry, for `check-config`, the documentation and the loader.
struct Parameter {
    std::string_view name, unit, used_by;
    Safety safety = Safety::site;
    double Policy::*number = nullptr;
    bool Policy::*flag = nullptr;
    std::string Policy::*choice = nullptr;
    std::vector<std::string> Policy::*order = nullptr;  ///< a permutation of its default
    double min = 0, max = 0;                            ///< of `number`, both included
    std::vector<std::string_view> choices;              ///< of `choice`
};
std::span<const Parameter> parameters();

/// The registry's row of a name; null when there is none (rule.<id>.… has none either).
const Parameter* parameter(std::string_view name) noexcept;

/// One value of the configuration, set by its parameter name. Throws std::invalid_argument with a sentence
/// that names key, value and range when the name is unknown, the type is wrong or the value is out of range.
void set_number(Policy&, std::string_view name, double value);
void set_flag(Policy&, std::string_view name, bool value);
void set_text(Policy&, std::string_view name, std::string_view value);
void set_list(Policy&, std::string_view name, const std::vector<std::string>& value);

}  // namespace iim::engine
