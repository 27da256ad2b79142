#include "engine/options/combined_agents.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace iim::engine::combined {

namespace {

constexpr Days switch_takes{28};

constexpr std::array ciclosporin{drug::ciclosporin};
constexpr std::array leflunomide{drug::leflunomide};
constexpr auto biologics = group::joined(
    group::anti_cd20,
    std::array{drug::abatacept, drug::tocilizumab},
    group::tnf_inhibitors,
    group::other_biologics
);

constexpr std::string_view refractory = "an option for refractory disease, for specialists (seed 002)";
constexpr std::string_view two_targeted = "two targeted agents together are a combination to be warned of";

/// The first row that fits a pair of drugs speaks for it.
constexpr std::array rows{
    Row{group::methotrexate, leflunomide, Indicator::warning, "a combination to be warned of"},
    Row{group::cyclophosphamide,
        group::continuous_immunosuppressants,
        Indicator::warning,
        "cyclophosphamide is usually not combined with another immunosuppressant"},
    Row{group::cyclophosphamide,
        group::anti_cd20,
        Indicator::warning,
        "cyclophosphamide is usually not combined with another immunosuppressant"},
    Row{biologics, biologics, Indicator::warning, two_targeted},
    Row{biologics, group::jak_inhibitors, Indicator::warning, two_targeted},
    Row{group::thiopurines,
        group::mycophenolate,
        Indicator::info,
        "both suppress the marrow; an option for refractory disease, for specialists (seed 002)"},
    Row{group::methotrexate, group::mycophenolate, Indicator::info, refractory},
    Row{group::methotrexate, group::thiopurines, Indicator::info, refractory},
    Row{ciclosporin, group::methotrexate, Indicator::info, refractory},
    Row{group::thiopurines,
        ciclosporin,
        Indicator::info,
        "with the corticosteroid these are three immunosuppressants",
        true},
};

std::optional<Concept> among(const Order& order, ConceptGroup drugs) {
    for (const Concept one : drugs)
        if (order.is(one)) return one;
    return {};
}

bool takes_steroid(const Patient& patient) {
    return std::ranges::any_of(patient.current(group::corticosteroids), [](const Order* one) {
        return may_be_systemic(*one);
    });
}

/// One replaces the other: the other has an end within the time that a switch takes, or one ends before the
/// other begins.
bool is_switch(const Patient& patient, const Order& drafted, const Order& other) {
    const auto end = stated_end(other);
    if (end && *end <= patient.now() + switch_takes) return true;
    const Day begins = std::max(first_day(drafted).value_or(patient.now()), patient.now());
    if (end && *end < begins) return true;
    const auto drafted_end = stated_end(drafted);
    const auto other_begins = first_day(other);
    return drafted_end && other_begins && *drafted_end < *other_begins;
}

class Search {
public:
    explicit Search(const Patient& patient)
        : patient_(patient),
          immunosuppressants_(patient.non_steroid_immunosuppressants()),
          steroid_(takes_steroid(patient)) {}

    std::vector<Pair> run() {
        for (const Row& row : rows) {
            if (row.only_with_steroid && !steroid_) continue;
            look(row, row.one, row.other);
            look(row, row.other, row.one);
        }
        return std::move(pairs_);
    }

private:
    void look(const Row& row, ConceptGroup drafted, ConceptGroup others) {
        for (const Order* one : patient_.ordering(drafted))
            for (const Order* other : patient_.current(others)) {
                const auto drug = among(*one, drafted);
                const auto beside = among(*other, others);
                if (drug && beside && counts(*one, *other)) add({&row, one, other, {}, *drug, *beside});
            }
        for (const Concept other : others) look_back(row, drafted, other);
    }

    void look_back(const Row& row, ConceptGroup drafted, Concept other) {
        const auto last = still_acts(other);
        if (!last || is_ended_course(other)) return;
        for (const Order* one : patient_.ordering(drafted)) {
            const auto drug = among(*one, drafted);
            if (drug && may_be_systemic(*one)) add({&row, one, nullptr, last, *drug, other});
        }
    }

    /// Current without an order: the last dose was given lately (RULES 3.4). Where it is ordered as well, the
    /// order says what is meant.
    std::optional<Day> still_acts(Concept drug) const {
        const ConceptGroup only(&drug, 1);
        if (!in(drug, immunosuppressants_) || !patient_.current(only).empty()) return {};
        return patient_.last_given(only);
    }

    /// A course of cyclophosphamide whose end is written down is the documented switch to what follows it.
    bool is_ended_course(Concept drug) const {
        return drug == drug::cyclophosphamide
               && std::ranges::any_of(patient_.facts().orders, [&](const Order& order) {
                      const auto end = stated_end(order) ? stated_end(order) : order.end;
                      return order.is(drug) && end && *end <= patient_.now() + switch_takes;
                  });
    }

    bool counts(const Order& one, const Order& other) const {
        return &one != &other && !same_ingredient(one, other) && may_be_systemic(one)
               && may_be_systemic(other) && !is_switch(patient_, one, other);
    }

    void add(Pair pair) {
        const bool known = std::ranges::any_of(pairs_, [&](const Pair& each) {
            return same(each.drafted_drug, each.other_drug, pair);
        });
        if (known) return;
        pair.undated = pair.other && !is_draft(*pair.other) && !first_day(*pair.other) && !pair.other->end;
        pair.strength = pair.undated ? Indicator::info : pair.row->strength;
        pairs_.push_back(pair);
    }

    static bool same(Concept a, Concept b, const Pair& pair) {
        return (a == pair.drafted_drug && b == pair.other_drug)
               || (b == pair.drafted_drug && a == pair.other_drug);
    }

    const Patient& patient_;
    std::vector<Concept> immunosuppressants_;
    bool steroid_;
    std::vector<Pair> pairs_;
};

}  // namespace

std::vector<Pair> pairs(const Patient& patient) {
    return Search(patient).run();
}

}  // namespace iim::engine::combined
