#include "engine/derive/phenotype.hpp"

#include "engine/derive/orders.hpp"
#include "engine/policy.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {
namespace {

/// A test that was asked for, or whose result is preliminary, for longer is not on its way any more.
constexpr Days request_counts{21};
/// RULES R02: below this haemoglobin a transfusion that we were not told of is likely.
constexpr double transfused_below_g_l = 80;

constexpr std::array tpmt_gene{lab::tpmt_genotype, lab::tpmt_phenotype};
constexpr std::array tpmt_activity{lab::tpmt_activity};
constexpr std::array nudt15_gene{lab::nudt15_genotype};

bool is_low(Phenotype one) noexcept {
    return one == Phenotype::poor || one == Phenotype::intermediate
           || one == Phenotype::possible_intermediate;
}

bool is_normal(Phenotype one) noexcept {
    return one == Phenotype::normal || one == Phenotype::rapid;
}

bool fully_answered(Availability source) noexcept {
    return source == Availability::present || source == Availability::empty;
}

void keep_newer(const Result*& kept, const Result* one) noexcept {
    if (!kept || one->date > kept->date) kept = one;
}

/// Newest final result with a readable phenotype; when none reads, the newest of all.
const Result* best_of(const Labs& labs, ConceptGroup tests, Day now) {
    const Result* readable = nullptr;
    const Result* newest = nullptr;
    for (const Concept test : tests)
        for (const Result* one : labs.all(test)) {
            if (one->date > now) continue;
            keep_newer(newest, one);
            if (one->phenotype != Phenotype::unknown) keep_newer(readable, one);
        }
    return readable ? readable : newest;
}

const Result* pending_of(const Labs& labs, ConceptGroup tests, Day now) {
    for (const Concept test : tests)
        if (const Result* one = labs.pending(test, now); one && one->date >= now - request_counts) return one;
    return nullptr;
}

const Request* request_of(const Facts& facts, ConceptGroup tests) {
    for (const Request& one : facts.requests) {
        const bool recent = one.authored && *one.authored >= facts.now - request_counts;
        if (one.what.any_of(tests) && (one.draft || recent)) return &one;
    }
    return nullptr;
}

/// What an enzyme activity says: its own interpretation, else the laboratory's flag, else its place in the
/// range. "Low" alone does not tell intermediate from poor.
Phenotype activity_phenotype(const Result& one) noexcept {
    if (one.phenotype != Phenotype::unknown) return one.phenotype;
    if (one.flag == 'L') return Phenotype::intermediate;
    if (one.flag == 'N' || one.flag == 'H') return Phenotype::normal;
    if (!one.value || !one.range_low) return Phenotype::unknown;
    if (*one.value < *one.range_low)
        return one.comparator == '>' ? Phenotype::unknown : Phenotype::intermediate;
    return one.comparator == '<' ? Phenotype::unknown : Phenotype::normal;
}

/// Donor cells carry donor enzyme (RULES 2.8).
class Transfusions {
public:
    Transfusions(const Facts& facts, Days window) : facts_(facts), window_(window) {}

    bool before(Day sample) const {
        return std::ranges::any_of(facts_.procedures, [&](const Event& one) {
            return one.what.has(procedure::transfusion_red_cells) && one.date && in_window(*one.date, sample);
        });
    }
    /// A transfusion may have gone before, but the record cannot tell.
    bool maybe_before(const Result& activity) const {
        const bool unclear = std::ranges::any_of(facts_.procedures, [&](const Event& one) {
            return one.what.has(procedure::transfusion_red_cells) && (!one.date || !activity.dated);
        });
        if (unclear) return true;
        return !fully_answered(facts_.sources.procedures) && severe_anaemia(activity.date);
    }

private:
    bool in_window(Day day, Day sample) const { return day <= sample && sample - day <= window_; }
    bool severe_anaemia(Day sample) const {
        const auto all = facts_.labs.all(lab::hemoglobin);
        return std::ranges::any_of(all, [&](const Result* one) {
            return one->value && *one->value < transfused_below_g_l && in_window(one->date, sample);
        });
    }

    const Facts& facts_;
    Days window_;
};

bool on_thiopurine(const Facts& facts, Day sample) {
    return std::ranges::any_of(facts.orders, [&](const Order& one) {
        const auto first = first_day(one);
        const auto last = last_given(one, facts.now);
        return one.is_any(group::thiopurines) && !is_draft(one) && first && last && *first <= sample
               && sample <= *last;
    });
}

void read_activity(GeneStatus& gene, const Facts& facts, Days window) {
    const Result* const activity = best_of(facts.labs, tpmt_activity, facts.now);
    if (!activity) return;
    const Phenotype says = activity_phenotype(*activity);
    if (gene.result) {
        // The gene reads normal but the enzyme is low: treated as intermediate (RULES R08).
        const Transfusions transfusions(facts, window);
        if (!transfusions.before(activity->date) && is_normal(gene.phenotype) && is_low(says)) {
            gene.phenotype = Phenotype::intermediate;
            gene.discrepant = activity;
        }
        return;
    }
    const Transfusions transfusions(facts, window);
    gene.invalidated = transfusions.before(activity->date);
    gene.unreliable = gene.invalidated || transfusions.maybe_before(*activity);
    gene.on_treatment = on_thiopurine(facts, activity->date);
    if (!gene.invalidated) gene.result = activity;
    // A low activity stays a warning even when donor cells were in the sample; a normal one proves nothing.
    if (!gene.invalidated || is_low(says)) gene.phenotype = says;
}

void read_gene(GeneStatus& gene, const Facts& facts, ConceptGroup tests) {
    gene.result = best_of(facts.labs, tests, facts.now);
    if (gene.result) gene.phenotype = gene.result->phenotype;
}

bool has_deficiency(const Facts& facts) {
    return std::ranges::any_of(facts.conditions, [](const Condition& one) {
        return one.active() && !one.low_certainty && one.concepts.has(condition::tpmt_deficiency);
    });
}

}  // namespace

bool ThiopurineStatus::both_normal() const noexcept {
    return tpmt.valid() && nudt15.valid() && is_normal(tpmt.phenotype) && is_normal(nudt15.phenotype);
}

bool ThiopurineStatus::any_poor() const noexcept {
    return tpmt.phenotype == Phenotype::poor || nudt15.phenotype == Phenotype::poor;
}

bool ThiopurineStatus::any_intermediate() const noexcept {
    const auto middle = [](const GeneStatus& gene) {
        return gene.phenotype == Phenotype::intermediate
               || gene.phenotype == Phenotype::possible_intermediate;
    };
    return middle(tpmt) || middle(nudt15);
}

ThiopurineStatus derive_thiopurine_status(const Facts& facts, const Policy& policy) {
    constexpr std::array tpmt_tests{lab::tpmt_genotype, lab::tpmt_phenotype, lab::tpmt_activity};
    ThiopurineStatus status;
    status.source = facts.sources.observations;
    read_gene(status.tpmt, facts, tpmt_gene);
    read_activity(status.tpmt, facts, Days(static_cast<int>(policy.tpmt_transfusion_days)));
    if (status.tpmt.phenotype == Phenotype::unknown && has_deficiency(facts))
        status.tpmt.phenotype = Phenotype::poor;
    read_gene(status.nudt15, facts, nudt15_gene);
    status.tpmt.pending = status.tpmt.valid() ? nullptr : pending_of(facts.labs, tpmt_tests, facts.now);
    status.nudt15.pending = status.nudt15.valid() ? nullptr : pending_of(facts.labs, nudt15_gene, facts.now);
    status.tpmt.requested = request_of(facts, tpmt_tests);
    status.nudt15.requested = request_of(facts, nudt15_gene);
    for (const DataNote& note : facts.notes) {
        status.tpmt.in_words_only |= note.code == "unmapped-tpmt-test";
        status.nudt15.in_words_only |= note.code == "unmapped-nudt15-test";
    }
    return status;
}

}  // namespace iim::engine
