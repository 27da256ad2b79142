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
/// A member's name is its parameter's name with '.' for '_' after the first word; policy.cpp holds the
/// registry (unit, range, who may change it). Immutable once loaded; shared by threads.
class Policy {
public:
    // R01 steroid-monotherapy
    double mono_min_mg = 10;      ///< mg prednisone-equivalent/day
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
    // doses that suggestions use
    double mtx_start_dose = 15;      ///< mg/week
    double mtx_max_week_child = 25;  ///< mg/week
    double mtx_supply_weeks = 4;     ///< weeks
    std::string folic_regimen = "daily-1mg";
    double tmp_k_limit = 5.5;  ///< mmol/L; 5.0 with a RAAS blocker, K-sparing diuretic or CNI
    std::string ild_mtx_option = "avoid";
    // facts
    double severity_mrc_severe_max = 3;  ///< MRC
    double preg_age_min = 12;            ///< y
    double preg_age_max = 50;            ///< y
    std::string meds_same_ingredient = "replace";
    double assume_open_days = 90;  ///< d
    bool gap_show_on_patient_view = true;
    // cards a call may show
    double cards_max_patient_view = 4, cards_max_order_select = 3, cards_max_order_sign = 5;
    double cards_max_refill = 3, cards_max_discharge = 4, cards_max_dispatch = 2;

    /// rule.<id>.enabled and rule.<id>.indicator_cap; a rule that is not named is enabled and uncapped.
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

/// One value of the configuration, set by its parameter name. Throws std::invalid_argument with a sentence
/// that names key, value and range when the name is unknown, the type is wrong or the value is out of range.
void set_number(Policy&, std::string_view name, double value);
void set_flag(Policy&, std::string_view name, bool value);
void set_text(Policy&, std::string_view name, std::string_view value);
void set_list(Policy&, std::string_view name, const std::vector<std::string>& value);

}  // namespace iim::engine
