#include "engine/pathway/overlay.hpp"

#include "engine/evidence.hpp"
#include "engine/pathway/combinations.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace iim::engine::pathway {

namespace {

using namespace source;

constexpr std::array child_sources{seed_000, seed_001, seed_004, share17, bsr22};
constexpr std::array checkpoint_sources{seed_004, seed_003, asco21};
constexpr std::array lung_sources{seed_000, seed_001, acrild23};
constexpr std::array rapid_sources{mda5rec};
constexpr std::array necrotising_sources{seed_000, seed_001, seed_002, imnmrev};

constexpr auto any = Column::any;

// clang-format off
constexpr std::array juvenile_table{
    Option{"JDM1", any, Line::induction, Tier::basis, Whom::all, "prednisone or prednisolone",
           "{jdm.max_mgkg} mg/kg/day, at most {jdm.max_mg} mg/day; taper after 2-4 weeks", of::steroid, "from the onset, with methotrexate",
           "R54", child_sources},
    Option{"JDM2", any, Line::induction, Tier::primary, Whom::all, "methotrexate SC", "15 mg/m2 once weekly",
           of::methotrexate, "from the onset, with the steroid", "R54 R04 R05", child_sources},
    Option{"JDM3", any, Line::induction, Tier::basis, Whom::some, "methylprednisolone IV pulse",
           "30 mg/kg, at most {pulse.max_mg:g}", of::pulse, "severe disease", "R54 R44", child_sources},
    Option{"JDM4", any, Line::second, Tier::add_on, Whom::unstated, "IVIG",
           "2 g/kg in divided doses over 2-5 consecutive days, every 4 weeks", of::immunoglobulin,
           "kidney and thrombosis harms", "R22 R23 R25", child_sources},
    Option{"JDM5", any, Line::second, Tier::secondary, Whom::unstated, "mycophenolate", "specialist dose",
           of::mycophenolate, "not enough response, or not tolerated", "R09 R21", child_sources},
    Option{"JDM6", any, Line::second, Tier::specialist, Whom::unstated, "ciclosporin", "specialist dose",
           of::ciclosporin, "not enough response, or not tolerated", "R27 R28", child_sources},
};

constexpr std::array checkpoint_table{
    Option{"ICI1", any, Line::induction, Tier::basis, Whom::all, "hold the checkpoint inhibitor", "with oncology", {},
           "first step of every grade that needs treatment", "R56", checkpoint_sources},
    Option{"ICI2", any, Line::induction, Tier::basis, Whom::some, "prednisone, grade 2", "0.5-1 mg/kg/day",
           of::steroid, "by mouth, with a taper by response", "R56", checkpoint_sources},
    Option{"ICI3", any, Line::induction, Tier::basis, Whom::some, "methylprednisolone IV, grade 3-4",
           "1-2 mg/kg/day", of::pulse, "in hospital", "R56", checkpoint_sources},
    Option{"ICI4", any, Line::induction, Tier::specialist, Whom::some, "IVIG, or plasma exchange",
           "grade 3-4; no IVIG immediately before plasma exchange", of::immunoglobulin,
           "little response to steroid, or life at risk", "R56 R24", checkpoint_sources},
    Option{"ICI5", any, Line::second, Tier::specialist, Whom::some, "another immunosuppressant later",
           "specialist dose", of::later_agents, "no response in 2 weeks, or worse", "R56", checkpoint_sources},
};

constexpr std::array rapid_table{
    Option{"RP1", any, Line::induction, Tier::specialist, Whom::all,
           "steroid with ciclosporin or tacrolimus at once, with or without cyclophosphamide", "specialist dose",
           of::steroid_with_inhibitor, "anti-MDA5 with rapidly progressive lung disease", "R58 R27 R30",
           rapid_sources},
    Option{"RP2", any, Line::induction, Tier::specialist, Whom::some, "rescue: rituximab, IVIG or plasma exchange",
           "specialist dose", of::rescue, "when that is not enough", "R13 R25 R24", rapid_sources},
};

constexpr std::array lung_table{
    Option{"ILD1", any, Line::induction, Tier::specialist, Whom::some,
           "rituximab, ciclosporin, tacrolimus or cyclophosphamide", "specialist dose", of::lung_agents,
           "with lung disease also as first treatment", "R58 R13 R27 R30", lung_sources},
};

constexpr std::array hmgcr_table{
    Option{"IMNM1", any, Line::induction, Tier::add_on, Whom::some, "IVIG as first line in anti-HMGCR myopathy",
           "2 g/kg in divided doses over 2-5 consecutive days, every 4 weeks", of::immunoglobulin,
           "may be used alone there; kidney and thrombosis harms", "R49 R22 R25", necrotising_sources},
    Option{"IMNM2", any, Line::induction, Tier::specialist, Whom::some, "rituximab early in anti-SRP myopathy",
           "specialist dose", of::rituximab, "often needed", "R49 R13 R29", necrotising_sources},
};
// clang-format on

bool is_necrotising(const Iim& iim) {
    return iim.subtype == Subtype::imnm || iim.hmgcr || iim.srp;
}

std::string_view plain_name(std::string_view key) {
    if (key == "mmf") return "mycophenolate";
    if (key == "aza") return "azathioprine";
    if (key == "rtx") return "rituximab";
    if (key == "cni") return "calcineurin inhibitor";
    return key == "cyc" ? "cyclophosphamide" : key;
}

std::vector<std::string> inclusion_body_advice() {
    return {
        "Inclusion body myositis usually does not respond to immunosuppression: no drug is listed",
        "A trial is reserved for active inflammation (biopsy, CK), with goals and a stop date documented; "
        "review at 3-6 months",
        "Exercise with a physiotherapist, and early care of swallowing"};
}

std::vector<std::string> lung_advice(const Patient& patient) {
    std::vector<std::string> lines;
    if (patient.iim().ild)
        lines.push_back("With lung disease in this order: " + lung_order(patient.policy()));
    else
        lines.emplace_back(
            "Antisynthetase syndrome: assess for lung disease; with it " + lung_order(patient.policy())
        );
    lines.emplace_back("Methotrexate with caution; ciclosporin or tacrolimus also for maintenance");
    return lines;
}

std::vector<std::string> necrotising_advice() {
    return {
        "Necrotising myopathy: combination therapy from the start; steroid alone is rarely sufficient "
        "(source "
        "documents 000 and 001)",
        "Stop a statin; treat to a normal CK"};
}

std::vector<std::string> juvenile_advice() {
    return {"Watch for calcinosis, vasculopathy and gut vasculopathy", "Doses for adults do not apply"};
}

}  // namespace

std::vector<std::string_view> lung_agents(const Policy& policy) {
    std::vector<std::string_view> names;
    for (const std::string& key : policy.pathway_ild_order) names.push_back(plain_name(key));
    return names;
}

std::string lung_order(const Policy& policy) {
    return fmt::format("{}", fmt::join(lung_agents(policy), ", "));
}

std::vector<Overlay> overlays_of(const Patient& patient) {
    const Iim& iim = patient.iim();
    if (iim.subtype == Subtype::ibm) return {Overlay::inclusion_body};
    if (iim.subtype == Subtype::ici) return {Overlay::checkpoint};
    std::vector<Overlay> found;
    const auto add = [&](bool holds, Overlay one) {
        if (holds) found.push_back(one);
    };
    add(iim.subtype == Subtype::jdm && !patient.facts().demographics.adult(), Overlay::juvenile);
    add(iim.mda5 && iim.rp_ild, Overlay::rapid_lung);
    add(iim.ild || iim.subtype == Subtype::antisynthetase, Overlay::lung);
    add(is_necrotising(iim), Overlay::necrotising);
    add(iim.severe_skin, Overlay::skin);
    add(iim.subtype == Subtype::unspecified, Overlay::unspecified);
    return found;
}

std::span<const Option> options_of(Overlay overlay) noexcept {
    switch (overlay) {
    case Overlay::juvenile: return juvenile_table;
    case Overlay::checkpoint: return checkpoint_table;
    case Overlay::rapid_lung: return rapid_table;
    case Overlay::lung: return lung_table;
    case Overlay::necrotising: return hmgcr_table;
    case Overlay::inclusion_body:
    case Overlay::skin:
    case Overlay::unspecified: break;
    }
    return {};
}

bool hides(Overlay overlay, Line line) noexcept {
    if (overlay == Overlay::inclusion_body || overlay == Overlay::checkpoint) return true;
    return overlay == Overlay::juvenile && (line == Line::induction || line == Line::second);
}

std::vector<std::string> advice_of(const Patient& patient, Overlay overlay) {
    switch (overlay) {
    case Overlay::inclusion_body: return inclusion_body_advice();
    case Overlay::checkpoint:
        return {
            "Hold the checkpoint inhibitor and treat by grade; another agent when there is no response in 2 "
            "weeks"};
    case Overlay::juvenile: return juvenile_advice();
    case Overlay::rapid_lung:
        return {
            "Anti-MDA5 with rapidly progressive lung disease: combination from the start, urgent referral"};
    case Overlay::lung: return lung_advice(patient);
    case Overlay::necrotising: return necrotising_advice();
    case Overlay::skin:
        return {"Severe rash: mycophenolate is preferred (source document 001); IVIG is an add-on"};
    case Overlay::unspecified:
        return {
            "The type of myositis is not specified: the general table is shown; antibodies and biopsy may "
            "change it"};
    }
    return {};
}

}  // namespace iim::engine::pathway
