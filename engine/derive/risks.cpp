#include "engine/derive/risks.hpp"

#include "engine/derive/orders.hpp"
#include "engine/facts/patient.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/risk_groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine {
namespace {

// RULES 3.5.
constexpr int thrombosis_age = 65;  ///< from this age on
constexpr int renal_age = 65;       ///< above this age
constexpr double renal_egfr = 60;
constexpr double obese_bmi = 35;
/// "Uncontrolled" in RULES 3.5 has no number; 160 mmHg is the one of R27.
constexpr double uncontrolled_systolic = 160;
constexpr Days pressure_counts{90}, kidney_counts{365};

struct Factor {
    Concept kind;
    std::string_view words;
};

constexpr std::array fragile_bones{
    condition::osteoporosis, condition::osteoporosis_with_fracture, condition::fragility_fracture};
constexpr std::array glaucoma{condition::glaucoma};
constexpr std::array hypertension{condition::hypertension};
constexpr std::array sepsis{condition::sepsis};
constexpr std::array volume_depletion{condition::volume_depletion};
constexpr std::array paraprotein{condition::hyperviscosity};

constexpr std::array hormones{drug::contraceptive_hormonal, drug::estrogen_class};

/// What a hormonal contraceptive is called decides: an oestrogen, a progestogen alone, or not known which.
enum class Hormone { oestrogen, progestogen, unknown };
Hormone hormone_of(std::string_view label) noexcept {
    for (const std::string_view part : {"estradiol", "estrogen", "oestr", "mestranol"})
        if (has_part(label, part)) return Hormone::oestrogen;
    return has_part(label, "gest") || has_part(label, "norethi") ? Hormone::progestogen : Hormone::unknown;
}

constexpr std::array liver{
    Factor{condition::autoimmune_hepatitis, "autoimmune hepatitis"},
    Factor{condition::cirrhosis, "cirrhosis"},
    Factor{condition::alcohol_use_disorder, "alcohol-use disorder"},
    Factor{condition::hepatitis_b, "hepatitis B"},
    Factor{condition::hepatitis_c, "hepatitis C"},
    Factor{condition::liver_disease, "liver disease"},
};

class Reader {
public:
    explicit Reader(const Patient& patient) : patient_(patient) {}

    Risks read() {
        high_steroid();
        thrombosis();
        renal();
        for (const Factor& one : liver) add(risks_.hepatic, ConceptGroup(&one.kind, 1), one.words);
        const Sources& sources = patient_.sources();
        if (found(false, sources.conditions) == Truth::unknown) risks_.not_checked.emplace_back("diagnoses");
        if (found(false, sources.medications) == Truth::unknown)
            risks_.not_checked.emplace_back("medication list");
        return std::move(risks_);
    }

private:
    void add(Risks::Factors& factors, ConceptGroup kinds, std::string_view words) const {
        const Condition* const one = patient_.condition(kinds);
        if (!one) return;
        std::string line(words);
        if (one->since()) line += fmt::format(", since {}", fhir::to_string(*one->since()));
        if (one->low_certainty) line += " (not confirmed)";
        factors.push_back(std::move(line));
    }

    void add_prior(Concept kind) {
        for (const Condition& one : patient_.facts().conditions) {
            if (!one.concepts.has(kind) || one.low_certainty) continue;
            std::string line = fmt::format("prior {}", patient_.name(kind));
            if (one.since()) line += fmt::format(" ({})", fhir::to_string(*one.since()));
            risks_.thrombosis.push_back(std::move(line));
            return;
        }
    }

    void high_steroid() {
        add(risks_.high_steroid, group::diabetes, "diabetes");
        add(risks_.high_steroid, fragile_bones, "osteoporosis or fragility fracture");
        add(risks_.high_steroid, glaucoma, "glaucoma");
        const Result* const pressure =
            patient_.labs().measured(observation::systolic_bp, patient_.now(), pressure_counts);
        if (patient_.condition(hypertension) && pressure && pressure->value
            && *pressure->value >= uncontrolled_systolic)
            risks_.high_steroid_minor.push_back(fmt::format(
                "hypertension, systolic {:.0f} mmHg on {}", *pressure->value, fhir::to_string(pressure->date)
            ));
        const auto bmi = patient_.facts().body.bmi;
        if (bmi && *bmi >= obese_bmi) risks_.high_steroid_minor.push_back(fmt::format("BMI {:.1f}", *bmi));
    }

    std::optional<int> age() const { return patient_.facts().demographics.age_years; }

    void thrombosis() {
        if (age().value_or(0) >= thrombosis_age) risks_.thrombosis.push_back(fmt::format("age {}", *age()));
        for (const Concept one : group::earlier_clots) add_prior(one);
        add_each(group::clotting_tendencies);
        add_each(group::cardiovascular_risks);
        add(risks_.thrombosis, group::diabetes, "diabetes");
        oestrogen();
    }

    void add_each(ConceptGroup kinds) {
        for (const Concept& one : kinds) add(risks_.thrombosis, ConceptGroup(&one, 1), patient_.name(one));
    }

    /// A patch acts on the whole body as a tablet does, so every route counts.
    void oestrogen() {
        for (const Order* order : patient_.current(hormones)) {
            const bool certain = order->is(drug::estrogen_class);
            const Hormone hormone = certain ? Hormone::oestrogen : hormone_of(order->label);
            if (hormone == Hormone::progestogen) continue;
            risks_.thrombosis.emplace_back(
                hormone == Hormone::oestrogen ? "oestrogen" : "hormonal contraceptive (may hold an oestrogen)"
            );
            return;
        }
    }

    void renal() {
        const auto kidney = patient_.kidney(kidney_counts);
        if (kidney && kidney->below(renal_egfr))
            risks_.renal.push_back(
                fmt::format("eGFR {:.0f} on {}", kidney->egfr, fhir::to_string(kidney->date))
            );
        add(risks_.renal, group::diabetes, "diabetes");
        if (age().value_or(0) > renal_age) risks_.renal.push_back(fmt::format("age {}", *age()));
        add(risks_.renal, sepsis, "sepsis");
        add(risks_.renal, volume_depletion, "volume depletion");
        add(risks_.renal, paraprotein, "hyperviscosity or paraprotein");
        nephrotoxic_drugs();
    }

    void nephrotoxic_drugs() {
        for (const Order* order : patient_.current(group::nephrotoxic)) {
            if (!may_be_systemic(*order)) continue;
            std::string line(patient_.name(order->drugs.first_of(group::nephrotoxic)));
            if (std::ranges::find(risks_.renal, line) == risks_.renal.end())
                risks_.renal.push_back(std::move(line));
        }
    }

    const Patient& patient_;
    Risks risks_;
};

}  // namespace

Risks derive_risks(const Patient& patient) {
    return Reader(patient).read();
}

}  // namespace iim::engine
