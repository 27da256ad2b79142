#include "engine/options/limits_in_words.hpp"
#include "engine/pathway/overlay.hpp"
#include "engine/pathway/selection.hpp"
#include "tests/unit/engine/facts_builder.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace iim::engine::test {
namespace {

using pathway::Cell;
using pathway::Line;
using pathway::Option;
using Fill = std::function<void(Build&)>;

constexpr SeverityLevel severities[] = {
    SeverityLevel::unknown, SeverityLevel::mild, SeverityLevel::moderate, SeverityLevel::severe};
constexpr Phase phases[] = {
    Phase::untreated,
    Phase::induction,
    Phase::second_line_candidate,
    Phase::third_line_candidate,
    Phase::maintenance,
    Phase::unclear};
constexpr pathway::Overlay overlays[] = {
    pathway::Overlay::inclusion_body,
    pathway::Overlay::checkpoint,
    pathway::Overlay::juvenile,
    pathway::Overlay::rapid_lung,
    pathway::Overlay::lung,
    pathway::Overlay::necrotising,
    pathway::Overlay::skin,
    pathway::Overlay::unspecified};

std::vector<Option> base_options() {
    std::vector<Option> all;
    for (const auto table :
         {pathway::severe_options(), pathway::other_options(), pathway::maintenance_options()})
        all.insert(all.end(), table.begin(), table.end());
    return all;
}

/// The text that the card may show of the options with this id.
std::string words_of(std::string_view id) {
    std::string text;
    for (const Option& each : base_options())
        if (each.id == id)
            text.append(each.name)
                .append(" ")
                .append(words::with_limits(each.dose, {}))
                .append(" ")
                .append(each.note)
                .append("\n");
    return text;
}

void moderate(Build& b) {
    b.dermatomyositis();
}

/// Rows of this patient in a cell of the table that is not cut.
std::vector<pathway::Row> rows(Build& b, SeverityLevel severity, Phase phase) {
    b.policy().pathway_rows = 20;
    const Patient patient = b.patient();
    return pathway::select(patient, {severity, phase}, pathway::lines_of(phase)).rows;
}

std::vector<std::string> ids(const std::vector<pathway::Row>& rows) {
    std::vector<std::string> list;
    for (const pathway::Row& each : rows) list.emplace_back(each.option->id);
    return list;
}

const pathway::Row* row_with(const std::vector<pathway::Row>& rows, std::string_view name) {
    for (const pathway::Row& each : rows)
        if (each.option->name.starts_with(name)) return &each;
    return nullptr;
}

std::string_view verdict(const std::vector<pathway::Row>& rows, std::string_view name) {
    const pathway::Row* const row = row_with(rows, name);
    if (!row) return "not shown";
    return row->shown.verdict == OptionRow::Verdict::fits      ? "fits"
           : row->shown.verdict == OptionRow::Verdict::caution ? "caution"
                                                               : "avoid";
}

bool has(const std::vector<std::string>& list, std::string_view wanted) {
    return std::ranges::find(list, wanted) != list.end();
}

/// RULES 8.5, one patient each.
struct Kind {
    std::string_view name;
    Fill fill;
    bool drugs = true;
};
const Kind kinds[] =
    {
        {"dermatomyositis", moderate},
        {"inclusion body", [](Build& b) { b.condition(condition::inclusion_body_myositis); }, false},
        {"necrotising, anti-HMGCR", [](Build& b) { b.dermatomyositis().positive(lab::antibody_hmgcr); }},
        {"necrotising, anti-SRP", [](Build& b) { b.dermatomyositis().positive(lab::antibody_srp); }},
        {"lung disease",
         [](Build& b) { b.dermatomyositis().condition(condition::interstitial_lung_disease); }},
        {"anti-MDA5, rapidly progressive",
         [](Build& b) {
    b.dermatomyositis().condition(condition::interstitial_lung_disease).positive(lab::antibody_mda5);
    b.lab(observation::spo2, -3, 85);
         }},
        {"juvenile", [](Build& b) { b.age(9).condition(condition::juvenile_dermatomyositis); }},
        {"checkpoint inhibitor",
         [](Build& b) {
    b.condition(condition::dermatomyositis, -10).takes(drug::pembrolizumab, {{.mg = 200, .from = -60}});
         }},
           {"polymyositis", [](Build& b) { b.condition(condition::polymyositis); }},
           };

}  // namespace

BOOST_AUTO_TEST_SUITE(pathway_)

/// RULES 8.8 (7): the ids of 8.2–8.4.
BOOST_AUTO_TEST_CASE(every_option_of_the_tables_is_there) {
    const std::vector<std::string_view> wanted{
        "SV1a", "SV1b", "SV1c", "SV1d", "SV1e", "SV1f", "SV2a", "SV2b", "SV2c", "SV2d", "SV2s",
        "SV3a", "SV3b", "SV3c", "SV3s", "SV0",  "NS1a", "NS1b", "NS1c", "NS1d", "NS1e", "NS2a",
        "NS2b", "NS3a", "NS3b", "NS3c", "NS3d", "M1",   "M2",   "M3",   "M4",   "M5",   "M6"};
    std::set<std::string_view> there;
    for (const Option& each : base_options()) there.insert(each.id);
    for (const std::string_view id : wanted) BOOST_TEST(there.contains(id), id);
    BOOST_TEST(there.size() == wanted.size());
}

/// The dose texts and remarks of source document 002, as section 8 words them.
BOOST_AUTO_TEST_CASE(every_statement_of_the_source_is_said) {
    struct Row {
        std::string_view id;
        std::vector<std::string_view> says;
    };
    const Row statements[] = {
        {"SV1a", {"methylprednisolone IV", "1 g every 24 hours for 3-5 days", "less harm"}},
        {"SV1b", {"0.5-1 mg/kg/day", "80 mg/day", "taper over several months by response"}},
        {"SV1c", {"methotrexate", "7.5-25 mg once weekly", "by mouth, SC or IM", "the same day each week"}},
        {"SV1d", {"azathioprine", "25-50 mg daily", "raised gradually", "2 mg/kg/day (ideal weight)"}},
        {"SV1e",
         {"mycophenolate", "500 mg once or twice daily", "3000 mg/day in 2 doses", "lung disease", "skin"}},
        {"SV1f",
         {"IVIG",
          "2 g/kg in divided doses over 2-5 consecutive days, every 4 weeks",
          "alone in pregnancy, infection or malignancy",
          "kidney and thrombosis"}},
        {"SV2a",
         {"ciclosporin with steroid",
          "specialist",
          "refractory weakness or lung disease",
          "replaces or adds"}},
        {"SV2b", {"tacrolimus with steroid", "specialist"}},
        {"SV2c", {"mycophenolate with steroid", "3000 mg/day", "not tolerated"}},
        {"SV2d", {"IVIG", "steroid-sparing or adjunct"}},
        {"SV2s", {"steroid", "taper by response"}},
        {"SV3a",
         {"rituximab with steroid",
          "2 x 1000 mg, 14 days apart",
          "Jo-1, Mi-2",
          "anti-SRP",
          "anti-MDA5",
          "83 %"}},
        {"SV3b",
         {"cyclophosphamide with steroid",
          "every 4 weeks, 3-6, up to 12 months",
          "infection, liver, bladder and marrow"}},
        {"SV3c", {"IVIG"}},
        {"SV3s", {"steroid", "taper by response"}},
        {"SV0",
         {"IVIG, cyclophosphamide, rituximab or ciclosporin", "life-threatening or rapidly progressive"}},
        {"NS1a", {"0.5-1 mg/kg/day", "80 mg/day", "below 5 mg/day"}},
        {"NS1b", {"7.5-25 mg once weekly", "start 15 mg", "3-6 months"}},
        {"NS1c", {"azathioprine", "25-50 mg daily", "2 mg/kg/day"}},
        {"NS1d", {"mycophenolate", "500 mg once or twice daily"}},
        {"NS1e", {"IVIG", "2 g/kg"}},
        {"NS2a",
         {"ciclosporin with steroid",
          "tacrolimus with steroid",
          "mycophenolate with steroid",
          "not tolerated"}},
        {"NS2b", {"IVIG"}},
        {"NS3a", {"rituximab with steroid", "persistently active"}},
        {"NS3b", {"cyclophosphamide with steroid", "remission"}},
        {"NS3c", {"abatacept with steroid", "specialist", "phase 2b"}},
        {"NS3d", {"IVIG"}},
        {"M1", {"methotrexate", "azathioprine", "mycophenolate", "effective for most"}},
        {"M2", {"ciclosporin or tacrolimus", "lung disease"}},
        {"M3", {"IVIG", "2 g/kg"}},
        {"M4",
         {"ciclosporin with methotrexate", "methotrexate or azathioprine with mycophenolate", "refractory"}},
        {"M5", {"tacrolimus, rituximab, cyclophosphamide, tocilizumab or abatacept", "resistant"}},
        {"M6", {"stop, or a low dose", "below 5 mg/day"}},
    };
    for (const Row& each : statements)
        for (const std::string_view part : each.says)
            BOOST_TEST(contains(words_of(each.id), part), each.id << " says: " << part);
}

BOOST_AUTO_TEST_CASE(for_all_and_for_some) {
    const std::set<std::string_view> all{
        "SV1a", "SV1b", "SV1c", "SV1d", "SV1e", "SV2s", "SV3s", "NS1a", "NS1b", "NS1c"};
    const std::set<std::string_view> some{"SV1f", "SV2d", "SV3c", "NS1e", "NS2b", "NS3d", "M3"};
    for (const Option& each : base_options()) BOOST_TEST_CONTEXT(each.id) {
            BOOST_TEST((each.whom == pathway::Whom::all) == all.contains(each.id));
            BOOST_TEST((each.whom == pathway::Whom::some) == some.contains(each.id));
        }
}

/// RULES 8.8: every severity × line × subtype has something to show, but for inclusion body myositis.
BOOST_AUTO_TEST_CASE(no_cell_is_empty) {
    for (const Kind& kind : kinds)
        for (const SeverityLevel severity : severities)
            for (const Phase phase : phases) BOOST_TEST_CONTEXT(kind.name << ", " << to_string(phase)) {
                    Build b(Hook::patient_view);
                    kind.fill(b);
                    const Patient patient = b.patient();
                    const auto shown = pathway::select(patient, {severity, phase}, pathway::lines_of(phase));
                    const bool later =
                        kind.name == "checkpoint inhibitor"
                        && (phase == Phase::third_line_candidate || phase == Phase::maintenance);
                    BOOST_TEST((shown.rows.empty() != (kind.drugs && !later)));
                    BOOST_TEST(shown.rows.size() <= 8U);
                    for (const pathway::Row& each : shown.rows) {
                        BOOST_TEST(!each.shown.option.empty());
                        BOOST_TEST(!each.shown.because.empty(), each.option->id);
                    }
                    const bool plain = kind.name == "dermatomyositis" || kind.name == "polymyositis";
                    BOOST_TEST((plain || phase == Phase::maintenance || !shown.advice.empty()));
                }
}

/// Each row of every table is shown to somebody.
BOOST_AUTO_TEST_CASE(every_option_is_reached) {
    std::set<std::string> seen;
    for (const Kind& kind : kinds)
        for (const SeverityLevel severity : severities)
            for (const Phase phase : phases) {
                Build b(Hook::patient_view);
                kind.fill(b);
                for (const std::string& id : ids(rows(b, severity, phase))) seen.insert(id);
            }
    // An add-on is said once: the infusion of the later lines stands with its patients only.
    for (const Option& each : base_options()) BOOST_TEST(seen.contains(std::string(each.id)), each.id);
    for (const pathway::Overlay overlay : overlays)
        for (const Option& each : pathway::options_of(overlay))
            BOOST_TEST(seen.contains(std::string(each.id)), each.id);
}

BOOST_AUTO_TEST_CASE(severe_and_untreated) {  // 8.8 (1)
    Build b(Hook::patient_view);
    moderate(b);
    const auto found = ids(rows(b, SeverityLevel::severe, Phase::untreated));
    for (const auto* id : {"SV1a", "SV1b", "SV1c", "SV1d", "SV1e", "SV1f"}) BOOST_TEST(has(found, id), id);
    BOOST_TEST(found.front() == "SV1a");
    BOOST_TEST(!has(found, "SV0"));
    BOOST_TEST(!has(found, "NS1a"));
    b.condition(condition::respiratory_failure);
    BOOST_TEST(has(ids(rows(b, SeverityLevel::severe, Phase::untreated)), "SV0"));
}

BOOST_AUTO_TEST_CASE(lung_disease_promotes_mycophenolate) {  // 8.8 (2), C7, C18
    const auto agents = [](const Fill& more, SeverityLevel severity) {
        Build b(Hook::patient_view);
        moderate(b);
        more(b);
        std::string order;
        for (const pathway::Row& each : rows(b, severity, Phase::untreated))
            for (const std::string_view name : {"methotrexate", "azathioprine", "mycophenolate"})
                if (each.option->line == Line::induction && each.option->name == name)
                    order.append(name.substr(0, 3)).append(" ");
        return order;
    };
    const auto nothing = [](Build&) {};
    const auto lung = [](Build& b) { b.condition(condition::interstitial_lung_disease); };
    BOOST_TEST(agents(nothing, SeverityLevel::severe) == "met aza myc ");
    BOOST_TEST(agents(lung, SeverityLevel::severe) == "myc aza met ");
    BOOST_TEST(agents(lung, SeverityLevel::moderate) == "myc aza met ");
    const auto rash = [](Build& b) { b.facts().conditions.front().severe = true; };
    BOOST_TEST(agents(rash, SeverityLevel::moderate) == "myc met aza ");
    const auto azathioprine_first = [&](Build& b) {
        lung(b);
        b.policy().pathway_ild_order = {"aza", "mmf", "rtx", "cni", "cyc"};
    };
    BOOST_TEST(agents(azathioprine_first, SeverityLevel::moderate) == "aza myc met ");
    const auto second_line_only = [](Build& b) { b.policy().pathway_mmf_first_line = "second-line-only"; };
    BOOST_TEST(agents(second_line_only, SeverityLevel::moderate) == "met aza ");
    BOOST_TEST(agents(second_line_only, SeverityLevel::severe) == "met aza myc ");
}

BOOST_AUTO_TEST_CASE(pregnancy_avoids_what_harms) {  // 8.8 (3)
    Build b(Hook::patient_view);
    b.age(30, Sex::female).dermatomyositis().condition(condition::pregnancy, -60);
    const auto first = rows(b, SeverityLevel::moderate, Phase::untreated);
    BOOST_TEST(verdict(first, "methotrexate") == "avoid");
    BOOST_TEST(verdict(first, "mycophenolate") == "avoid");
    BOOST_TEST(verdict(first, "azathioprine") != "avoid");
    BOOST_TEST(verdict(first, "IVIG") == "fits");
    BOOST_TEST(verdict(first, "ciclosporin") != "avoid");
    const auto third = rows(b, SeverityLevel::moderate, Phase::third_line_candidate);
    BOOST_TEST(verdict(third, "cyclophosphamide") == "avoid");
    BOOST_TEST(verdict(third, "rituximab") == "caution");
}

BOOST_AUTO_TEST_CASE(maintenance_has_its_own_rows) {  // 8.8 (4)
    Build b(Hook::patient_view);
    moderate(b);
    for (const SeverityLevel severity : severities)
        for (const std::string& id : ids(rows(b, severity, Phase::maintenance)))
            BOOST_TEST(id.starts_with("M"), id);
    Build limited(Hook::patient_view);
    moderate(limited);
    const Patient patient = limited.patient();
    const auto shown =
        pathway::select(patient, {SeverityLevel::mild, Phase::maintenance}, {Line::maintenance});
    BOOST_TEST(shown.rows.size() == 8U);
    BOOST_TEST(shown.left_out.empty());
}

BOOST_AUTO_TEST_CASE(unknown_severity_shows_both_once) {  // 8.8 (6)
    Build b(Hook::patient_view);
    moderate(b);
    const auto both = rows(b, SeverityLevel::unknown, Phase::untreated);
    BOOST_TEST(both.front().shown.option.starts_with("If severe: "));
    BOOST_TEST(std::ranges::count(ids(both), "NS1b") == 1);
    BOOST_TEST(!has(ids(both), "SV1c"));
    const Patient patient = b.patient();
    const auto shown =
        pathway::select(patient, {SeverityLevel::unknown, Phase::untreated}, {Line::induction});
    BOOST_TEST(any_contains(shown.advice, "Severity is not recorded"));
}

BOOST_AUTO_TEST_CASE(immunoglobulin_has_its_reasons) {  // 8.6
    struct Case {
        std::string_view reason;
        Fill fill;
    };
    const Case cases[] = {
        {"severe weakness", [](Build& b) { b.condition(condition::unable_to_walk); }},
        {"dysphagia", [](Build& b) { b.condition(condition::dysphagia); }},
        {"weight loss", [](Build& b) { b.condition(condition::weight_loss); }},
        {"severe rash", [](Build& b) { b.facts().conditions.front().severe = true; }},
        {"steroid resistance",
         [](Build& b) { b.facts().conditions.front().label = "steroid-resistant myositis"; }},
        {"anti-HMGCR", [](Build& b) { b.positive(lab::antibody_hmgcr); }},
        {"active malignancy: may be used alone", [](Build& b) { b.condition(condition::malignancy); }},
        {"active infection (sepsis): may be used alone",
         [](Build& b) { b.condition(condition::sepsis, -5); }},
    };
    const auto because = [](const Fill& fill) {
        Build b(Hook::patient_view);
        moderate(b);
        fill(b);
        const auto found = rows(b, SeverityLevel::moderate, Phase::untreated);
        const pathway::Row* const row = row_with(found, "IVIG");
        return row ? row->shown.because : std::string();
    };
    for (const Case& each : cases) BOOST_TEST(contains(because(each.fill), each.reason), each.reason);
    const std::string none = because([](Build&) {});
    BOOST_TEST(contains(none, "no usual reason for it is recorded"));
    BOOST_TEST(contains(none, "kidney and thrombosis harms"));
}

BOOST_AUTO_TEST_CASE(what_was_tried_is_said) {
    Build b(Hook::patient_view);
    moderate(b);
    b.takes(drug::methotrexate, {{.mg = 15, .per_day = 1.0 / 7, .from = -30}});
    Order& stopped =
        b.order(OrderState::historical, drug::azathioprine, {{.mg = 100, .from = -200, .days = 60}});
    stopped.stop_reason = StopReason::intolerance;
    const auto found = rows(b, SeverityLevel::moderate, Phase::induction);
    BOOST_TEST(contains(row_with(found, "methotrexate")->shown.because, "taken now"));
    BOOST_TEST(contains(row_with(found, "azathioprine")->shown.because, "not tolerated before"));
    BOOST_TEST(verdict(found, "azathioprine") == "caution");
}

BOOST_AUTO_TEST_CASE(combinations_are_as_good_as_their_worse_part) {
    Build b(Hook::patient_view);
    moderate(b);
    b.allergy(drug::mycophenolate_mofetil).allergy(allergy::mycophenolate).condition(condition::cirrhosis);
    const auto found = rows(b, SeverityLevel::moderate, Phase::maintenance);
    BOOST_TEST(verdict(found, "methotrexate") == "avoid");
    BOOST_TEST(verdict(found, "mycophenolate") == "avoid");
    BOOST_TEST(verdict(found, "combination") == "avoid");
    BOOST_TEST(contains(row_with(found, "combination")->shown.because, "methotrexate: avoid"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace iim::engine::test
