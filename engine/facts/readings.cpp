#include "engine/facts/readings.hpp"

#include "engine/facts/answer_words.hpp"
#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {

namespace {

constexpr std::array positive_answers{
    value::positive,
    value::detected,
    value::present,
    value::reactive,
    value::weakly_positive,
    value::pregnant,
    value::breastfeeding,
    condition::pregnancy,
    condition::pregnancy_test_positive,
};
constexpr std::array negative_answers{
    value::negative,
    value::not_detected,
    value::absent,
    value::non_reactive,
    value::not_breastfeeding,
    condition::not_pregnant};
constexpr std::array unclear_answers{
    value::equivocal, value::inconclusive, value::indeterminate, value::pregnancy_unknown};

/// Tests that ask whether something is there; a laboratory may report them as an amount.
constexpr std::array presence_tests{
    lab::pregnancy_test_serum,
    lab::pregnancy_test_urine,
    lab::hbsag,
    lab::hbeag,
    lab::anti_hbc_total,
    lab::anti_hbc_igm,
    lab::hcv_ab,
    lab::hiv_ab,
    lab::hiv_ag_ab,
    lab::antibody_cn1a,
    lab::antibody_ej,
    lab::antibody_hmgcr,
    lab::antibody_jo_1,
    lab::antibody_ku,
    lab::antibody_mda5,
    lab::antibody_mi_2,
    lab::antibody_nxp2,
    lab::antibody_oj,
    lab::antibody_pl_12,
    lab::antibody_pl_7,
    lab::antibody_pm_scl,
    lab::antibody_ro52,
    lab::antibody_sae,
    lab::antibody_srp,
    lab::antibody_tif1_gamma,
};
/// Here any amount that was measured is a presence.
constexpr std::array viral_loads{lab::hbv_dna, lab::hcv_rna, lab::hiv_rna};

constexpr Word interpretations[] = {
    {"POS", Reading::positive},
    {"DET", Reading::positive},
    {"RR", Reading::positive},
    {"WR", Reading::positive},
    {"NEG", Reading::negative},
    {"ND", Reading::negative},
    {"NR", Reading::negative},
    {"IND", Reading::indeterminate},
    {"E", Reading::indeterminate},
};

struct Status {
    std::string_view phrase;
    Phenotype phenotype;
};

/// Longest first where one phrase holds another.
constexpr Status statuses[] = {
    {"possible intermediate", Phenotype::possible_intermediate},
    {"indeterminate", Phenotype::indeterminate},
    {"intermediate metaboli", Phenotype::intermediate},
    {"intermediate activity", Phenotype::intermediate},
    {"intermediate function", Phenotype::intermediate},
    {"poor metaboli", Phenotype::poor},
    {"deficient", Phenotype::poor},
    {"deficiency", Phenotype::poor},
    {"absent activity", Phenotype::poor},
    {"very low activity", Phenotype::poor},
    {"low activity", Phenotype::poor},
    {"ultrarapid metaboli", Phenotype::rapid},
    {"ultra-rapid metaboli", Phenotype::rapid},
    {"rapid metaboli", Phenotype::rapid},
    {"normal metaboli", Phenotype::normal},
    {"extensive metaboli", Phenotype::normal},
    {"normal activity", Phenotype::normal},
    {"normal/high activity", Phenotype::normal},
    {"normal enzyme activity", Phenotype::normal},
    {"high activity", Phenotype::normal},
};

/// Texts that are the status and nothing else.
constexpr Status whole_texts[] = {
    {"normal", Phenotype::normal},
    {"high", Phenotype::normal},
    {"intermediate", Phenotype::intermediate},
    {"low", Phenotype::poor},
    {"poor", Phenotype::poor},
    {"absent", Phenotype::poor},
};

/// The phenotype that the phrases of `text` agree on; indeterminate when they do not; unknown when none is
/// there.
Phenotype status_in(std::string_view text) noexcept {
    Phenotype found = Phenotype::unknown;
    while (!text.empty()) {
        std::size_t step = 1;
        for (const Status& status : statuses) {
            if (text.size() < status.phrase.size()) continue;
            if (!equals_words(text.substr(0, status.phrase.size()), status.phrase)) continue;
            if (found != Phenotype::unknown && found != status.phenotype) return Phenotype::indeterminate;
            found = status.phenotype;
            step = status.phrase.size();
            break;
        }
        text.remove_prefix(step);
    }
    return found;
}

/// "TPMT deficiency not found", "not normal". What else a normal text excludes ("no variant") is no matter.
bool is_negated(std::string_view text, Phenotype stated) noexcept {
    if (stated == Phenotype::normal) return has_words(text, "not normal") || has_words(text, "not a normal");
    return has_words(text, "not") || has_words(text, "no") || has_words(text, "without");
}

constexpr bool is_allele(char c) noexcept {
    const char low = lower_ascii(c);
    return (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z') || c == '.';
}

/// "3A" at the front of "3A/*1"; empty when there is none.
std::string_view take_allele(std::string_view& text) noexcept {
    text = trimmed(text);
    if (!text.starts_with('*')) return {};
    std::size_t end = 1;
    while (end < text.size() && is_allele(text[end])) ++end;
    const auto allele = text.substr(1, end - 1);
    text.remove_prefix(end);
    return allele;
}

constexpr std::string_view tpmt_without_function[] = {"2", "3a", "3b", "3c"};
constexpr std::string_view nudt15_without_function[] = {"2", "3", "9"};

/// Of the alleles that CPIC counts as without function the common ones; any other is left to a person.
bool lacks_function(std::string_view allele, Gene gene) noexcept {
    const auto is_it = [&](std::string_view one) { return equals_words(allele, one); };
    return gene == Gene::tpmt ? std::ranges::any_of(tpmt_without_function, is_it)
                              : std::ranges::any_of(nudt15_without_function, is_it);
}

/// *1/*1 is normal, *1 with an allele without function intermediate (RULES R08: TPMT *1/*3A), two without
/// function poor.
Phenotype phenotype_of_pair(std::string_view a, std::string_view b, Gene gene) noexcept {
    const auto is_known = [&](std::string_view one) { return one == "1" || lacks_function(one, gene); };
    if (!is_known(a) || !is_known(b)) return Phenotype::indeterminate;
    const int lost = (a == "1" ? 0 : 1) + (b == "1" ? 0 : 1);
    constexpr std::array by_loss{Phenotype::normal, Phenotype::intermediate, Phenotype::poor};
    return by_loss.at(static_cast<std::size_t>(lost));
}

Phenotype diplotype_in(std::string_view text, Gene gene) noexcept {
    const auto star = text.find('*');
    if (star == text.npos) return Phenotype::unknown;
    text.remove_prefix(star);
    const auto first = take_allele(text);
    text = trimmed(text);
    if (first.empty() || !text.starts_with('/')) return Phenotype::indeterminate;
    text.remove_prefix(1);
    const auto second = take_allele(text);
    return second.empty() ? Phenotype::indeterminate : phenotype_of_pair(first, second, gene);
}

std::size_t find_words(std::string_view text, std::string_view word) noexcept {
    // Not ranges::search: clang 14 cannot read its result with the standard library of g++ 12.
    const auto same = [](char a, char b) { return lower_ascii(a) == lower_ascii(b); };
    const auto* const hit = std::search(text.begin(), text.end(), word.begin(), word.end(), same);
    return hit == text.end() ? text.npos : static_cast<std::size_t>(hit - text.begin());
}

/// What a text says of `gene`: all of it, or the part from its name to the other gene's name.
std::string_view part_about(std::string_view text, Gene gene) noexcept {
    const auto own = find_words(text, gene == Gene::tpmt ? "tpmt" : "nudt15");
    const auto other = find_words(text, gene == Gene::tpmt ? "nudt15" : "tpmt");
    if (other == text.npos) return text;
    if (own == text.npos) return {};
    return own < other ? text.substr(own, other - own) : text.substr(own);
}

constexpr std::string_view no_results[] = {
    "not performed",
    "not done",
    "not tested",
    "unable to perform",
    "could not be performed",
    "qns",
    "cancelled",
    "canceled",
    "haemolysed",
    "hemolysed",
    "haemolyzed",
    "hemolyzed",
    "clotted",
    "specimen rejected",
    "sample rejected",
    "specimen lost",
    "sample lost",
    "not received",
    "no specimen",
    "no sample",
    "unsuitable",
    "see report",
    "see scanned",
    "scanned report",
    "see attached",
    "see separate report",
    "result pending",
    "results pending",
    "to follow",
    "please repeat",
};

constexpr bool is_letter(char c) noexcept {
    return lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z';
}

/// The phrase that stands at the front of `text` as whole words; none: null.
const Word* word_at(std::string_view text) noexcept {
    for (const Word& one : answer_words) {
        if (text.size() < one.text.size()) continue;
        const bool ends = text.size() == one.text.size() || !is_letter(text[one.text.size()]);
        if (ends && equals_words(text.substr(0, one.text.size()), one.text)) return &one;
    }
    return nullptr;
}

/// The reading that all phrases of a text agree on; indeterminate when they do not.
Reading agreed(std::string_view text) noexcept {
    Reading found = Reading::unknown;
    for (bool fresh = true; !text.empty();) {
        const Word* const one = fresh ? word_at(text) : nullptr;
        if (one && found != Reading::unknown && found != one->reading) return Reading::indeterminate;
        if (one) found = one->reading;
        const std::size_t step = one ? one->text.size() : 1;
        fresh = !is_letter(text[step - 1]);
        text.remove_prefix(step);
    }
    return found;
}

/// "No HBsAg detected" is negative; "not clearly positive" is for a person to read.
Reading settled(std::string_view text) noexcept {
    const Reading found = agreed(text);
    if (found != Reading::positive) return found;
    if (has_words(text, "no") && (has_words(text, "detected") || has_words(text, "present")))
        return Reading::negative;
    constexpr std::array denials{"not", "no", "without", "false", "nicht", "kein", "keine", "pas", "non"};
    const bool denied = std::ranges::any_of(denials, [&](const char* each) { return has_words(text, each); });
    return denied ? Reading::indeterminate : Reading::positive;
}

}  // namespace

Reading reading_of(const Concepts& answers) noexcept {
    if (answers.any_of(unclear_answers)) return Reading::indeterminate;
    const bool yes = answers.any_of(positive_answers), no = answers.any_of(negative_answers);
    if (yes && no) return Reading::indeterminate;
    if (yes) return Reading::positive;
    return no ? Reading::negative : Reading::unknown;
}

Reading reading_of_interpretation(std::string_view code) noexcept {
    for (const Word& one : interpretations)
        if (one.text == code) return one.reading;
    return Reading::unknown;
}

Reading reading_of_text(std::string_view text) noexcept {
    constexpr std::size_t longest = 80;  // a longer text tells a story that a person must read
    text = trimmed(text);
    return text.size() > longest ? Reading::unknown : settled(text);
}

bool says_no_result(std::string_view text) noexcept {
    for (const std::string_view phrase : no_results)
        if (has_words(text, phrase)) return true;
    if (!has_words(text, "insufficient")) return false;
    for (const std::string_view of : {"specimen", "sample", "quantity", "material", "volume", "dna"})
        if (has_words(text, of)) return true;
    return equals_words(trimmed(text), "insufficient");
}

Phenotype phenotype_of(const Concepts& answers) noexcept {
    if (answers.has(value::poor_metabolizer)) return Phenotype::poor;
    if (answers.has(value::intermediate_metabolizer)) return Phenotype::intermediate;
    if (answers.has(value::normal_metabolizer)) return Phenotype::normal;
    if (answers.has(value::rapid_metabolizer) || answers.has(value::ultrarapid_metabolizer))
        return Phenotype::rapid;
    if (answers.has(value::indeterminate) || answers.has(value::inconclusive))
        return Phenotype::indeterminate;
    return Phenotype::unknown;
}

bool is_presence_test(Concept test) noexcept {
    return in(test, presence_tests) || in(test, viral_loads);
}

namespace {

/// An amount that nobody flagged and that lies in no way above its range.
Reading unflagged(const Result& result, bool above_range) noexcept {
    const bool below = result.comparator == '<';
    if (in(result.test, viral_loads))
        return below || *result.value <= 0 ? Reading::negative : Reading::positive;
    if (result.flag == 'N' || (below && !above_range)) return Reading::negative;
    const bool more = result.comparator == '>';
    return result.range_high && !above_range && !more ? Reading::negative : Reading::unknown;
}

}  // namespace

Reading reading_of_amount(const Result& result) noexcept {
    if (!is_presence_test(result.test)) return Reading::unknown;
    const bool high = result.flag == 'H' || result.flag == 'A';
    if (!result.value) return high ? Reading::positive : Reading::unknown;
    const bool above_range = result.range_high && *result.value > *result.range_high;
    const bool clearly_above = above_range && result.comparator != '<';
    return high || clearly_above ? Reading::positive : unflagged(result, above_range);
}

std::optional<Gene> gene_of(Concept test) noexcept {
    if (test == lab::tpmt_genotype || test == lab::tpmt_phenotype || test == lab::tpmt_activity)
        return Gene::tpmt;
    if (test == lab::nudt15_genotype) return Gene::nudt15;
    return {};
}

Phenotype phenotype_of_text(std::string_view text, Gene gene) noexcept {
    text = trimmed(part_about(text, gene));
    for (const Status& status : whole_texts)
        if (equals_words(text, status.phrase)) return status.phenotype;
    const Phenotype stated = status_in(text);
    if (stated == Phenotype::unknown) return diplotype_in(text, gene);
    return is_negated(text, stated) ? Phenotype::indeterminate : stated;
}

}  // namespace iim::engine
