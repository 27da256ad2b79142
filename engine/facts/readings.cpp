#include "engine/facts/readings.hpp"

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
    condition::pregnancy,
    condition::pregnancy_test_positive,
};
constexpr std::array negative_answers{
    value::negative, value::not_detected, value::absent, value::non_reactive, condition::not_pregnant};
constexpr std::array unclear_answers{
    value::equivocal, value::inconclusive, value::indeterminate, value::pregnancy_unknown};

struct Word {
    std::string_view text;
    Reading reading;
};

constexpr Word words[] = {
    {"positive",        Reading::positive     },
    {"pos",             Reading::positive     },
    {"detected",        Reading::positive     },
    {"present",         Reading::positive     },
    {"reactive",        Reading::positive     },
    {"weakly positive", Reading::positive     },
    {"weak positive",   Reading::positive     },
    {"low positive",    Reading::positive     },
    {"strong positive", Reading::positive     },
    {"weakly reactive", Reading::positive     },
    {"pregnant",        Reading::positive     },
    {"negative",        Reading::negative     },
    {"neg",             Reading::negative     },
    {"not detected",    Reading::negative     },
    {"none detected",   Reading::negative     },
    {"undetected",      Reading::negative     },
    {"absent",          Reading::negative     },
    {"nonreactive",     Reading::negative     },
    {"non-reactive",    Reading::negative     },
    {"non reactive",    Reading::negative     },
    {"not reactive",    Reading::negative     },
    {"not pregnant",    Reading::negative     },
    {"indeterminate",   Reading::indeterminate},
    {"equivocal",       Reading::indeterminate},
    {"borderline",      Reading::indeterminate},
    {"inconclusive",    Reading::indeterminate},
};

constexpr Word interpretations[] = {
    {"POS", Reading::positive     },
    {"DET", Reading::positive     },
    {"RR",  Reading::positive     },
    {"WR",  Reading::positive     },
    {"NEG", Reading::negative     },
    {"ND",  Reading::negative     },
    {"NR",  Reading::negative     },
    {"IND", Reading::indeterminate},
    {"E",   Reading::indeterminate},
};

struct Status {
    std::string_view phrase;
    Phenotype phenotype;
};

/// Longest first where one phrase holds another.
constexpr Status statuses[] = {
    {"possible intermediate",  Phenotype::possible_intermediate},
    {"indeterminate",          Phenotype::indeterminate        },
    {"intermediate metaboli",  Phenotype::intermediate         },
    {"intermediate activity",  Phenotype::intermediate         },
    {"intermediate function",  Phenotype::intermediate         },
    {"poor metaboli",          Phenotype::poor                 },
    {"deficient",              Phenotype::poor                 },
    {"deficiency",             Phenotype::poor                 },
    {"absent activity",        Phenotype::poor                 },
    {"very low activity",      Phenotype::poor                 },
    {"low activity",           Phenotype::poor                 },
    {"ultrarapid metaboli",    Phenotype::rapid                },
    {"ultra-rapid metaboli",   Phenotype::rapid                },
    {"rapid metaboli",         Phenotype::rapid                },
    {"normal metaboli",        Phenotype::normal               },
    {"extensive metaboli",     Phenotype::normal               },
    {"normal activity",        Phenotype::normal               },
    {"normal/high activity",   Phenotype::normal               },
    {"normal enzyme activity", Phenotype::normal               },
    {"high activity",          Phenotype::normal               },
};

/// Texts that are the status and nothing else.
constexpr Status whole_texts[] = {
    {"normal",       Phenotype::normal      },
    {"high",         Phenotype::normal      },
    {"intermediate", Phenotype::intermediate},
    {"low",          Phenotype::poor        },
    {"poor",         Phenotype::poor        },
    {"absent",       Phenotype::poor        },
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

/// The allele pairs of RULES R08: *1/*1 is normal, TPMT *1/*3A intermediate. No other pair is stated there.
Phenotype phenotype_of_pair(std::string_view a, std::string_view b, Gene gene) noexcept {
    if (a != "1") std::swap(a, b);
    if (a == "1" && b == "1") return Phenotype::normal;
    if (gene == Gene::tpmt && a == "1" && equals_words(b, "3a")) return Phenotype::intermediate;
    return Phenotype::indeterminate;
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
    const auto hit = std::ranges::search(text, word, {}, lower_ascii, lower_ascii);
    return hit.empty() ? text.npos : static_cast<std::size_t>(hit.begin() - text.begin());
}

/// What a text says of `gene`: all of it, or the part from its name to the other gene's name.
std::string_view part_about(std::string_view text, Gene gene) noexcept {
    const auto own = find_words(text, gene == Gene::tpmt ? "tpmt" : "nudt15");
    const auto other = find_words(text, gene == Gene::tpmt ? "nudt15" : "tpmt");
    if (other == text.npos) return text;
    if (own == text.npos) return {};
    return own < other ? text.substr(own, other - own) : text.substr(own);
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
    text = trimmed(text);
    if (text.ends_with('.')) text.remove_suffix(1);
    for (const Word& one : words)
        if (equals_words(text, one.text)) return one.reading;
    return Reading::unknown;
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
