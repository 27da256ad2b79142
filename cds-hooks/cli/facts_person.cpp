#include "cds-hooks/cli/facts.hpp"

#include <array>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using engine::Availability;
using engine::Patient;
using engine::Truth;

struct NamedSource {
    std::string_view name;
    Availability engine::Sources::*of;
};
constexpr std::array named_sources{
    NamedSource{"Patient", &engine::Sources::patient},
    NamedSource{"diagnoses", &engine::Sources::conditions},
    NamedSource{"medication list", &engine::Sources::medications},
    NamedSource{"statements, in that list", &engine::Sources::statements},
    NamedSource{"results and measurements", &engine::Sources::observations},
    NamedSource{"allergies", &engine::Sources::allergies},
    NamedSource{"vaccines", &engine::Sources::immunizations},
    NamedSource{"procedures", &engine::Sources::procedures},
    NamedSource{"requests for tests", &engine::Sources::requests},
    NamedSource{"administrations", &engine::Sources::administrations},
};

std::string_view words(Availability one) {
    switch (one) {
    case Availability::present: return "came, with entries";
    case Availability::empty: return "came, without entries: what is not there counts as absent";
    case Availability::partial: return "came in part: what is not there counts as unknown";
    case Availability::unavailable: return "did not come: all of it counts as unknown";
    }
    return "unknown";
}

std::string_view words(Truth one) {
    return one == Truth::yes ? "true" : one == Truth::no ? "false" : "unknown";
}

std::string_view words(engine::Sex sex) {
    switch (sex) {
    case engine::Sex::female: return "female";
    case engine::Sex::male: return "male";
    case engine::Sex::other: return "other";
    case engine::Sex::unknown: return "unknown";
    }
    return "unknown";
}

std::string_view words(engine::Certainty one) {
    switch (one) {
    case engine::Certainty::none: return "none";
    case engine::Certainty::possible: return "possible";
    case engine::Certainty::probable: return "probable";
    case engine::Certainty::confirmed: return "confirmed";
    }
    return "none";
}

std::string_view words(engine::Phenotype one) {
    switch (one) {
    case engine::Phenotype::unknown: return "unknown";
    case engine::Phenotype::normal: return "normal";
    case engine::Phenotype::rapid: return "rapid";
    case engine::Phenotype::possible_intermediate: return "possibly intermediate";
    case engine::Phenotype::intermediate: return "intermediate";
    case engine::Phenotype::poor: return "poor";
    case engine::Phenotype::indeterminate: return "indeterminate";
    }
    return "unknown";
}

FactLine age(const Patient& patient) {
    const engine::Demographics& who = patient.facts().demographics;
    FactLine line{"age and sex"};
    if (patient.sources().patient != Availability::unavailable)
        line.source = name_of({"Patient", patient.facts().patient_id});
    if (who.age_years) line.with("age", *who.age_years, "years");
    line.with("born", who.birth).with("sex", std::string(words(who.sex))).with_if(who.deceased, "deceased");
    if (!who.age_years) line.unread.emplace_back("no birth date that can be read: age is unknown");
    return line;
}

FactLine body(const Patient& patient) {
    const engine::Anthropometrics& body = patient.facts().body;
    FactLine line{"body"};
    line.with("weight", body.weight_kg, "kg").with("weighed", body.weight_date);
    line.with("height", body.height_cm, "cm").with("measured", body.height_date);
    line.with("surface", body.bsa_m2, "m2").with("bmi", body.bmi, "kg/m2");
    line.with("idealWeight", body.ibw_kg, "kg");
    if (!body.weight_kg && !body.weight_implausible && !body.weight_stale)
        line.unread.emplace_back("no weight: doses per kg cannot be judged");
    if (body.weight_stale) line.unread.emplace_back("the newest weight is too old for this age");
    if (body.weight_implausible)
        line.unread.emplace_back("the newest weight cannot be right and is not used");
    if (body.weight_jump) line.unread.emplace_back("the weight differs much from the one before");
    if (body.sex_unknown) line.unread.emplace_back("sex unknown: the lower ideal weight is taken");
    return line;
}

FactLine pregnancy(const Patient& patient) {
    const engine::Pregnancy& found = patient.pregnancy();
    FactLine line{"pregnancy"};
    line.with("pregnant", std::string(words(found.pregnant)));
    line.with("childbearingPotential", std::string(words(found.childbearing_potential)));
    line.with_if(found.planning, "planning").with_if(found.breastfeeding, "breastfeeding");
    line.with_if(found.contraception, "contraception").with_if(found.sterilised, "sterilised");
    line.with("because", cleaned(found.evidence)).with("on", found.evidence_date);
    return line;
}

FactLine gene(std::string_view name, const engine::GeneStatus& status) {
    FactLine line{std::string(name)};
    line.with("phenotype", std::string(words(status.phenotype)));
    if (status.result) {
        line.source = name_of(status.result->source);
        if (status.result->dated) line.with("sampled", status.result->date);
    } else {
        line.with("result", "none that is valid");
    }
    line.with_if(status.requested != nullptr, "requested").with_if(status.pending != nullptr, "pending");
    line.with_if(status.on_treatment, "sampledOnThiopurine");
    if (status.unreliable) line.unread.emplace_back("not reliable: a transfusion before it, or unknown");
    if (status.invalidated)
        line.unread.emplace_back("an activity result does not count: transfusion before it");
    return line;
}

}  // namespace

FactSection sources_section(const Patient& patient) {
    FactSection section{"sources", "What came with the request", {}};
    for (const NamedSource& one : named_sources) {
        FactLine& line = section.lines.emplace_back(FactLine{std::string(one.name)});
        line.with("delivery", std::string(words(patient.sources().*one.of)));
    }
    return section;
}

FactSection person_section(const Patient& patient) {
    FactSection section{"person", "Person", {age(patient), body(patient), pregnancy(patient)}};
    section.lines.push_back(gene("TPMT", patient.thiopurine_status().tpmt));
    section.lines.push_back(gene("NUDT15", patient.thiopurine_status().nudt15));
    if (const auto kidney = patient.kidney(engine::Days(365))) {
        FactLine line{"kidney"};
        line.with("egfr", kidney->egfr, "mL/min/1.73m2").with("on", kidney->date);
        section.lines.push_back(std::move(line));
    }
    return section;
}

FactSection myositis_section(const Patient& patient) {
    const engine::Iim& iim = patient.iim();
    FactSection section{"myositis", "Myositis", {}};
    FactLine line{std::string(to_string(iim.subtype))};
    line.with("certainty", std::string(words(iim.certainty))).with("since", iim.onset);
    if (iim.because) line.source = name_of(iim.because->source);
    line.with_if(iim.amyopathic, "amyopathic").with_if(iim.remission, "remission");
    line.with_if(iim.ild, "lungDisease").with_if(iim.rp_ild, "rapidlyProgressiveLungDisease");
    line.with_if(iim.ici_exposure, "checkpointInhibitor");
    section.lines.push_back(std::move(line));
    for (const std::string& fact : iim.used)
        section.lines.push_back(FactLine{"fact used"}.with("is", cleaned(fact)));
    FactLine severe{"severe"};
    severe.with("is", std::string(words(iim.severe)));
    for (const std::string& why : iim.severe_because) severe.with("because", cleaned(why));
    section.lines.push_back(std::move(severe));
    return section;
}

}  // namespace iim::service::cli
