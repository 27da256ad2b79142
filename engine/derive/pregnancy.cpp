#include "engine/derive/pregnancy.hpp"

#include "engine/derive/orders.hpp"
#include "engine/policy.hpp"
#include "engine/terms/concepts.hpp"

#include <algorithm>
#include <array>

namespace iim::engine {
namespace {

// RULES 2.10.
constexpr Days status_counts{300};
constexpr Days positive_test_counts{42};
constexpr Days negative_test_counts{14};
constexpr Days observation_counts{365};
constexpr Days device_lasts{5 * 365 + 1};

constexpr std::array pregnancy_tests{lab::pregnancy_test_serum, lab::pregnancy_test_urine};
constexpr std::array pregnant_conditions{condition::pregnancy, condition::pregnancy_test_positive};
constexpr std::array incapable{
    condition::hysterectomy,
    condition::oophorectomy_bilateral,
    condition::menopause,
    condition::premature_ovarian_failure};
constexpr std::array permanent{condition::sterilization, condition::sterilization_female};

/// Codes of a concept that do not mean it: cervix removed with the uterus left, contraceptive counselling
/// only, coil taken out.
bool means_something_else(std::string_view code) {
    return code == "Z90.712" || code == "Z30.09" || code == "Z30.432";
}

bool has(const Facts& facts, ConceptGroup kinds) {
    return std::ranges::any_of(facts.conditions, [&](const Condition& one) {
        return one.active() && !one.low_certainty && one.concepts.any_of(kinds)
               && !means_something_else(one.code);
    });
}

bool done(const Facts& facts, ConceptGroup kinds) {
    return std::ranges::any_of(facts.procedures, [&](const Event& one) { return one.what.any_of(kinds); });
}

/// One sign for or against a pregnancy.
struct Sign {
    Day date{};
    std::string_view label;
};

class Reader {
public:
    Reader(const Facts& facts, const Policy& policy) : facts_(facts), policy_(policy) {}

    Pregnancy read() {
        Pregnancy found;
        found.childbearing_potential = potential();
        signs();
        if (for_ || condition_) {
            found.pregnant = Truth::yes;
            const Sign sign = condition_ ? *condition_ : *for_;
            found.evidence = sign.label;
            if (sign.date != Day{}) found.evidence_date = sign.date;
        } else if (against_recent_ || found.childbearing_potential == Truth::no) {
            found.pregnant = Truth::no;
        }
        constexpr std::array planning{condition::pregnancy_planning};
        constexpr std::array lactation{condition::lactation};
        const Result* const wish =
            facts_.labs.latest(observation::pregnancy_intention, facts_.now, observation_counts);
        found.planning = has(facts_, planning) || (wish && wish->reading == Reading::positive);
        const Result* const feeding =
            facts_.labs.latest(observation::breastfeeding_status, facts_.now, observation_counts);
        found.breastfeeding = has(facts_, lactation) || (feeding && feeding->reading == Reading::positive);
        found.sterilised =
            facts_.demographics.sex != Sex::male && (has(facts_, permanent) || done(facts_, permanent));
        found.contraception = found.sterilised || contraception();
        return found;
    }

private:
    Truth potential() const {
        const Demographics& who = facts_.demographics;
        if (who.sex == Sex::male) return Truth::no;
        if (has(facts_, incapable) || done(facts_, incapable)) return Truth::no;
        if (!who.age_years) return Truth::unknown;
        if (*who.age_years < policy_.preg_age_min || *who.age_years > policy_.preg_age_max) return Truth::no;
        return who.sex == Sex::female ? Truth::yes : Truth::unknown;
    }

    void signs() {
        condition_ends();
        result_ends();
        condition_signs();
        result_signs();
    }

    void condition_signs() {
        for (const Condition& one : facts_.conditions) {
            if (!one.active() || !one.concepts.any_of(pregnant_conditions)) continue;
            const Day date = one.since().value_or(Day{});
            if (one.concepts.has(condition::pregnancy)) {
                // A pregnancy on the problem list stands until something later ends it.
                if (!ended_after(date) || !one.since()) condition_ = Sign{date, one.label};
            } else if (one.since() && recent(date, positive_test_counts)) {
                add(date, one.label);
            }
        }
    }

    void result_signs() {
        for (const Concept test : pregnancy_tests)
            for (const Result* one : facts_.labs.all(test))
                // In a man hCG is a tumour marker.
                if (one->reading == Reading::positive && recent(one->date, positive_test_counts)
                    && facts_.demographics.sex != Sex::male)
                    add(one->date, label_of(*one, "pregnancy test positive"));
        for (const Result* one : facts_.labs.all(observation::pregnancy_status))
            if (one->reading == Reading::positive && recent(one->date, status_counts))
                add(one->date, label_of(*one, "pregnancy status"));
        for (const Result* one : facts_.labs.all(observation::estimated_delivery_date))
            if (one->value_day && *one->value_day >= facts_.now && recent(one->date, status_counts))
                add(one->date, "estimated delivery date in the future");
    }

    /// What speaks against: later than a sign for, it takes it away.
    void condition_ends() {
        for (const Condition& one : facts_.conditions) {
            const bool over = one.concepts.has(condition::pregnancy) && !one.active();
            const bool not_pregnant = one.concepts.has(condition::not_pregnant) && one.active();
            if (over && one.abatement && *one.abatement <= facts_.now) ended(*one.abatement);
            if (not_pregnant && one.since()) ended(*one.since());
        }
    }

    void result_ends() {
        for (const Result* one : facts_.labs.all(observation::pregnancy_status))
            if (one->reading == Reading::negative && recent(one->date, status_counts)) ended(one->date);
        for (const Concept test : pregnancy_tests)
            for (const Result* one : facts_.labs.all(test))
                if (one->reading == Reading::negative && recent(one->date, negative_test_counts)) {
                    against_recent_ = true;
                    negative_test_ = std::max(negative_test_.value_or(one->date), one->date);
                }
    }

    void add(Day date, std::string_view label) {
        const bool over = ended_after(date) || (negative_test_ && *negative_test_ > date);
        if (!over && (!for_ || date > for_->date)) for_ = Sign{date, label};
    }

    void ended(Day date) {
        if (date > facts_.now) return;
        end_ = std::max(end_.value_or(date), date);
        if (facts_.now - date <= negative_test_counts) against_recent_ = true;
    }

    bool ended_after(Day date) const { return end_ && *end_ > date; }
    bool recent(Day date, Days window) const { return date <= facts_.now && facts_.now - date <= window; }
    static std::string_view label_of(const Result& one, std::string_view otherwise) {
        return one.text.empty() ? otherwise : one.text;
    }

    bool contraception() const {
        constexpr std::array kinds{condition::contraception};
        const auto listed = [&](const Condition& one) {
            const bool fresh = !one.since() || facts_.now - *one.since() <= device_lasts;
            return one.active() && one.concepts.any_of(kinds) && fresh && !means_something_else(one.code);
        };
        const auto placed = [&](const Event& one) {
            return one.what.any_of(kinds) && one.date && recent(*one.date, device_lasts);
        };
        // A device that is listed as in use is in use, also when nobody says since when.
        const auto used = [&](const Event& one) {
            return one.what.any_of(kinds) && (!one.date || recent(*one.date, device_lasts));
        };
        // A single dose is emergency contraception.
        const auto once = [](const fhir::DosePhase& one) { return one.frequency == fhir::Frequency::once; };
        const auto drug = [&](const Order& one) {
            return one.is(drug::contraceptive_hormonal) && (is_draft(one) || is_current(one, facts_.now))
                   && std::ranges::none_of(one.dose.phases, once);
        };
        return std::ranges::any_of(facts_.conditions, listed)
               || std::ranges::any_of(facts_.procedures, placed) || std::ranges::any_of(facts_.devices, used)
               || std::ranges::any_of(facts_.orders, drug);
    }

    const Facts& facts_;
    const Policy& policy_;
    std::optional<Sign> condition_, for_;
    std::optional<Day> end_, negative_test_;
    bool against_recent_ = false;
};

}  // namespace

Pregnancy derive_pregnancy(const Facts& facts, const Policy& policy) {
    return Reader(facts, policy).read();
}

}  // namespace iim::engine
