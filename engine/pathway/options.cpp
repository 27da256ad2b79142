#include "engine/evidence.hpp"
#include "engine/pathway/combinations.hpp"

namespace iim::engine::pathway {

namespace {

using namespace source;

constexpr std::array from_002{seed_002};
constexpr std::array pulse_sources{seed_002, seed_001, seed_004};
constexpr std::array with_001{seed_002, seed_001};
constexpr std::array first_mycophenolate{seed_000, seed_001, seed_003, seed_004};
constexpr std::array at_once{seed_000, seed_004};
constexpr std::array weekly{seed_002, seed_001};

constexpr std::string_view oral_dose = "0.5-{steroid.max_mgkg} mg/kg/day, at most {steroid.max_mg} mg/day";
constexpr std::string_view weekly_dose =
    "7.5-{mtx.max_week} mg once weekly by mouth, SC or IM, the same day each week";
constexpr std::string_view azathioprine_dose =
    "25-{aza.start_max} mg daily, raised gradually, at most {aza.max_mg_per_kg} mg/kg/day (ideal weight)";
constexpr std::string_view mycophenolate_dose =
    "500 mg once or twice daily, at most {mmf.max} mg/day in 2 doses";
constexpr std::string_view infusions = "2 g/kg in divided doses over 2-5 consecutive days, every 4 weeks";
constexpr std::string_view specialist = "specialist dose";
constexpr std::string_view two_infusions = "specialist dose (adults: 2 x 1000 mg, 14 days apart)";
constexpr std::string_view monthly_infusions = "specialist dose (every 4 weeks, 3-6, up to 12 months)";

constexpr std::string_view infusion_note =
    "steroid-sparing or adjunct, with other immunosuppressants; alone in pregnancy, infection or malignancy; "
    "kidney and thrombosis harms";
constexpr std::string_view rituximab_note =
    "better with a positive autoantibody (Jo-1, Mi-2) and little damage; reports in anti-SRP myopathy and "
    "anti-MDA5 lung disease; the RIM trial missed its primary end point, 83 % met its definition of "
    "improvement";
constexpr std::string_view cyclophosphamide_note = "severe weakness, lung disease or rapidly progressive "
                                                   "lung disease; infection, liver, bladder and marrow risk";
constexpr std::string_view next_agent = "when the first agents did not suffice, or were not tolerated";

constexpr std::string_view mtx_rules = "R04 R05 R10 R14 R15 R16 R17 R18";
constexpr std::string_view aza_rules = "R02 R07 R08 R19 R20";
constexpr std::string_view mmf_rules = "R09 R21";
constexpr std::string_view ivig_rules = "R22 R23 R24 R25 R26";
constexpr std::string_view cni_rules = "R27 R28";
constexpr std::string_view rtx_rules = "R13 R29";
constexpr std::string_view cyc_rules = "R30 R09 R03";
constexpr std::string_view taper_rules = "R36 R37";

constexpr auto severe = Column::severe;
constexpr auto other = Column::not_severe;
constexpr auto any = Column::any;

// clang-format off
constexpr std::array severe_table{
    Option{"SV1a", severe, Line::induction, Tier::basis, Whom::all, "methylprednisolone IV",
           "{pulse.max_mg:g} every 24 hours for 3-{pulse.max_days} days (also 250-{pulse.max_mg} mg or 10-20 mg/kg for "
           "1-{pulse.max_days} days)", of::pulse,
           "more effect and less harm than the same steroid by mouth is the aim", "R44 R11", pulse_sources},
    Option{"SV1b", severe, Line::induction, Tier::basis, Whom::all, "then prednisone or prednisolone", oral_dose,
           of::steroid, "after the pulse; taper over several months by response", "R11 R35 R36 R37 R38", from_002},
    Option{"SV1c", severe, Line::induction, Tier::primary, Whom::all, "methotrexate", weekly_dose, of::methotrexate,
           "with the steroid from the start", mtx_rules, from_002},
    Option{"SV1d", severe, Line::induction, Tier::primary, Whom::all, "azathioprine", azathioprine_dose,
           of::azathioprine, "with the steroid from the start; TPMT first", aza_rules, from_002},
    Option{"SV1e", severe, Line::induction, Tier::secondary, Whom::all, "mycophenolate", mycophenolate_dose,
           of::mycophenolate, "first line in severe disease with lung disease; data in lung disease and refractory "
           "skin disease", mmf_rules, from_002},
    Option{"SV1f", severe, Line::induction, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"SV0", severe, Line::induction, Tier::specialist, Whom::unstated,
           "pulse with IVIG, cyclophosphamide, rituximab or ciclosporin at once", "as above", of::pulse_with_another,
           "accepted from the start in life-threatening or rapidly progressive lung disease", "R44 R30 R29", at_once},
    Option{"SV2a", severe, Line::second, Tier::specialist, Whom::unstated, "ciclosporin with steroid", specialist,
           of::ciclosporin, "refractory weakness or lung disease; replaces or adds", cni_rules, from_002},
    Option{"SV2b", severe, Line::second, Tier::specialist, Whom::unstated, "tacrolimus with steroid", specialist,
           of::tacrolimus, "refractory weakness or lung disease; replaces or adds", cni_rules, from_002},
    Option{"SV2c", severe, Line::second, Tier::secondary, Whom::unstated, "mycophenolate with steroid",
           mycophenolate_dose, of::mycophenolate, next_agent, mmf_rules, from_002},
    Option{"SV2d", severe, Line::second, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"SV2s", severe, Line::second, Tier::basis, Whom::all, "steroid goes on", "taper by response", of::steroid,
           "with every agent of this line", taper_rules, from_002},
    Option{"SV3a", severe, Line::third, Tier::specialist, Whom::unstated, "rituximab with steroid", two_infusions,
           of::rituximab, rituximab_note, rtx_rules, with_001},
    Option{"SV3b", severe, Line::third, Tier::specialist, Whom::unstated, "cyclophosphamide with steroid",
           monthly_infusions, of::cyclophosphamide, cyclophosphamide_note, cyc_rules, with_001},
    Option{"SV3c", severe, Line::third, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"SV3s", severe, Line::third, Tier::basis, Whom::all, "steroid goes on", "taper by response", of::steroid,
           "with every agent of this line", taper_rules, from_002},
};

constexpr std::array other_table{
    Option{"NS1a", other, Line::induction, Tier::basis, Whom::all, "prednisone or prednisolone", oral_dose,
           of::steroid, "taper by response once a sparing agent is started; maintenance usually below 5 mg/day",
           "R11 R39", from_002},
    Option{"NS1b", other, Line::induction, Tier::primary, Whom::all, "methotrexate", weekly_dose, of::methotrexate,
           "start 15 mg, 25 mg within 3-6 months", mtx_rules, weekly},
    Option{"NS1c", other, Line::induction, Tier::primary, Whom::all, "azathioprine", azathioprine_dose,
           of::azathioprine, "with the steroid from the start; TPMT first", aza_rules, from_002},
    Option{"NS1d", other, Line::induction, Tier::secondary, Whom::unstated, "mycophenolate", mycophenolate_dose,
           of::mycophenolate, "alternative after methotrexate and azathioprine", mmf_rules, first_mycophenolate},
    Option{"NS1e", other, Line::induction, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"NS2a", other, Line::second, Tier::specialist, Whom::unstated, "ciclosporin with steroid", specialist,
           of::ciclosporin, next_agent, cni_rules, from_002},
    Option{"NS2a", other, Line::second, Tier::specialist, Whom::unstated, "tacrolimus with steroid", specialist,
           of::tacrolimus, next_agent, cni_rules, from_002},
    Option{"NS2a", other, Line::second, Tier::secondary, Whom::unstated, "mycophenolate with steroid",
           mycophenolate_dose, of::mycophenolate, next_agent, mmf_rules, from_002},
    Option{"NS2b", other, Line::second, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"NS3a", other, Line::third, Tier::specialist, Whom::unstated, "rituximab with steroid", two_infusions,
           of::rituximab, "persistently active disease", rtx_rules, with_001},
    Option{"NS3b", other, Line::third, Tier::specialist, Whom::unstated, "cyclophosphamide with steroid",
           monthly_infusions, of::cyclophosphamide, "to induce remission", cyc_rules, with_001},
    Option{"NS3c", other, Line::third, Tier::specialist, Whom::unstated, "abatacept with steroid", specialist,
           of::abatacept, "phase 2b evidence in dermatomyositis and polymyositis", "R58", from_002},
    Option{"NS3d", other, Line::third, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
};

constexpr std::array maintenance_table{
    Option{"M1", any, Line::maintenance, Tier::primary, Whom::unstated, "methotrexate", weekly_dose, of::methotrexate,
           "effective for most", mtx_rules, from_002},
    Option{"M1", any, Line::maintenance, Tier::primary, Whom::unstated, "azathioprine", azathioprine_dose,
           of::azathioprine, "effective for most", aza_rules, from_002},
    Option{"M1", any, Line::maintenance, Tier::primary, Whom::unstated, "mycophenolate", mycophenolate_dose,
           of::mycophenolate, "effective for most; where lung disease predominates", mmf_rules, from_002},
    Option{"M2", any, Line::maintenance, Tier::secondary, Whom::unstated, "ciclosporin or tacrolimus", specialist,
           of::calcineurin_inhibitor, "where lung disease predominates", cni_rules, from_002},
    Option{"M3", any, Line::maintenance, Tier::add_on, Whom::some, "IVIG", infusions, of::immunoglobulin,
           infusion_note, ivig_rules, from_002},
    Option{"M4", any, Line::maintenance, Tier::specialist, Whom::unstated,
           "combination: ciclosporin with methotrexate; methotrexate or azathioprine with mycophenolate", specialist,
           of::two_agents, "refractory disease", "R59", from_002},
    Option{"M5", any, Line::maintenance, Tier::specialist, Whom::unstated,
           "tacrolimus, rituximab, cyclophosphamide, tocilizumab or abatacept", specialist, of::resistant,
           "resistant disease; tacrolimus when it was not the first treatment of lung disease", "R27 R29 R30",
           from_002},
    Option{"M6", any, Line::maintenance, Tier::basis, Whom::unstated, "steroid: stop, or a low dose",
           "below 5 mg/day", of::steroid, "the lowest dose that keeps the remission", "R47", from_002},
};
// clang-format on

}  // namespace

std::span<const Option> severe_options() noexcept {
    return severe_table;
}
std::span<const Option> other_options() noexcept {
    return other_table;
}
std::span<const Option> maintenance_options() noexcept {
    return maintenance_table;
}

std::string_view to_string(Line line) noexcept {
    switch (line) {
    case Line::induction: return "First line";
    case Line::second: return "Second line";
    case Line::third: return "Third line";
    case Line::maintenance: return "Maintenance";
    }
    return "";
}

}  // namespace iim::engine::pathway
