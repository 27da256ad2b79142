#include "engine/options/hepatitis.hpp"

#include "engine/derive/orders.hpp"
#include "engine/options/words.hpp"
#include "engine/terms/groups.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace iim::engine::hepatitis {

namespace {

constexpr Days passive_for{180};
constexpr std::array immunoglobulins{
    drug::immunoglobulin_human, drug::ivig, drug::scig, drug::immunoglobulin_im};

/// A final result, or the newest preliminary one, of the past.
const Result* newest(const Patient& patient, Concept test) {
    for (const Result* each : patient.labs().all(test))
        if (each->date <= patient.now()) return each;
    return nullptr;
}

const Result* positive(const Patient& patient, Concept test) {
    for (const Result* each : patient.labs().all(test))
        if (each->date <= patient.now() && each->reading == Reading::positive) return each;
    return nullptr;
}

bool is_asked(const Patient& patient, Concept test, Days within) {
    if (patient.requested(ConceptGroup(&test, 1), within)) return true;
    const Result* pending = patient.labs().pending(test, patient.now());
    return pending && pending->date >= patient.now() - within;
}

Marker marker(const Patient& patient, Concept test, std::string_view name, Days valid) {
    Marker one{test, name};
    if (const Result* found = positive(patient, test)) {
        one.standing = Standing::positive;
        one.result = found;
        return one;
    }
    one.result = newest(patient, test);
    const Result* recent = patient.labs().latest(test, patient.now(), valid);
    if (recent && recent->reading == Reading::negative) {
        one.standing = Standing::negative;
        one.result = recent;
    }
    return one;
}

/// Immunoglobulin, of any order or infusion, in the 180 days before that sample.
bool follows_immunoglobulin(const Patient& patient, Day sample) {
    const auto before = [&](std::optional<Day> day) {
        return day && *day <= sample && sample - *day <= passive_for;
    };
    const Facts& facts = patient.facts();
    const auto ordered = [&](const Order& order) {
        return order.is_any(immunoglobulins) && before(last_given(order, sample));
    };
    const auto given = [&](const Event& event) {
        return event.what.any_of(immunoglobulins) && before(event.date);
    };
    return std::ranges::any_of(facts.orders, ordered) || std::ranges::any_of(facts.administrations, given)
           || std::ranges::any_of(facts.procedures, given);
}

bool every_positive_is_passive(const Patient& patient, Concept test) {
    return std::ranges::all_of(patient.labs().all(test), [&](const Result* each) {
        return each->reading != Reading::positive || follows_immunoglobulin(patient, each->date);
    });
}

/// On the problem list, and not only suspected.
const Condition* recorded(const Patient& patient, Concept what) {
    const Condition* found = patient.condition(what);
    return found && !found->low_certainty ? found : nullptr;
}

class Reader {
public:
    Reader(const Patient& patient, Days valid, Days asked_within)
        : patient_(patient), valid_(valid), asked_within_(asked_within) {}

    Status read() {
        Status found;
        found.searched = engine::found(false, patient_.sources().observations) == Truth::no;
        read_b(found);
        read_c(found);
        constexpr std::array screening{procedure::hepatitis_b_screening};
        const bool screened = patient_.requested(screening, asked_within_) != nullptr;
        for (Marker* each : {&found.hbsag, &found.anti_hbc, &found.hcv}) {
            each->asked = is_asked(patient_, each->test, asked_within_);
            if (screened && each != &found.hcv) each->asked = true;
            if (each->missing() && each->result && patient_.now() - each->result->date <= valid_)
                found.not_checked.push_back(words::unreadable(*each->result, each->name));
        }
        if (!found.searched)
            found.not_checked.emplace_back(
                "laboratory data were not available to this service, or not complete"
            );
        return found;
    }

private:
    void read_b(Status& found) {
        found.hbsag = marker(patient_, lab::hbsag, "HBsAg", valid_);
        found.anti_hbc = marker(patient_, lab::anti_hbc_total, "anti-HBc total", valid_);
        const bool others = add_condition(found, condition::hepatitis_b, "hepatitis B")
                            | add_result(found, found.hbsag.standing, positive(patient_, lab::hbsag), "HBsAg")
                            | add_dna(found)
                            | add_condition(found, condition::hepatitis_b_core_antibody_positive, "anti-HBc");
        const Result* core = positive(patient_, lab::anti_hbc_total);
        if (!core) return;
        found.passive_antibody = !others && found.hbsag.standing == Standing::negative
                                 && every_positive_is_passive(patient_, lab::anti_hbc_total);
        add_result(found, found.anti_hbc.standing, core, "anti-HBc");
    }

    static bool add_result(Status& found, Standing standing, const Result* result, std::string_view name) {
        if (standing != Standing::positive || !result) return false;
        if (found.b_sign.empty()) found.b_sign = name;
        found.hepatitis_b.push_back(words::result(*result, fmt::format("{} positive", name), ""));
        return true;
    }

    bool add_dna(Status& found) {
        const Result* dna = positive(patient_, lab::hbv_dna);
        return dna && add_result(found, Standing::positive, dna, "HBV DNA");
    }

    bool add_condition(Status& found, Concept what, std::string_view name) {
        const Condition* one = recorded(patient_, what);
        if (!one) return false;
        if (found.b_sign.empty()) found.b_sign = name;
        found.hepatitis_b.push_back(
            fmt::format("{} is recorded{}", patient_.name(what), words::from(one->source))
        );
        return true;
    }

    /// A negative RNA on or after the first positive antibody makes it an old, cleared infection; a positive
    /// RNA stands until a negative one.
    void read_c(Status& found) {
        found.hcv = marker(patient_, lab::hcv_ab, "HCV antibody", valid_);
        const Result* rna = newest(patient_, lab::hcv_rna);
        const bool cleared = rna && rna->reading == Reading::negative && rna->date >= first_antibody();
        if (rna && rna->reading == Reading::positive)
            add_c(found, words::result(*rna, "HCV RNA positive", ""), "HCV RNA");
        if (cleared) {
            if (found.hcv.standing == Standing::positive) found.hcv.standing = Standing::negative;
            return;
        }
        if (found.hcv.standing == Standing::positive)
            add_c(found, words::result(*found.hcv.result, "HCV antibody positive", ""), "HCV antibody");
        for (const Concept what : {condition::hepatitis_c, condition::hepatitis_c_antibody_positive})
            if (const Condition* one = recorded(patient_, what))
                add_c(
                    found,
                    fmt::format("{} is recorded{}", patient_.name(what), words::from(one->source)),
                    patient_.name(what)
                );
    }

    Day first_antibody() const {
        Day first = Day::min();
        for (const Result* each : patient_.labs().all(lab::hcv_ab))
            if (each->date <= patient_.now() && each->reading == Reading::positive) first = each->date;
        return first;  // the list runs from the newest to the oldest
    }

    static void add_c(Status& found, std::string fact, std::string_view name) {
        if (found.c_sign.empty()) found.c_sign = name;
        found.hepatitis_c.push_back(std::move(fact));
    }

    const Patient& patient_;
    Days valid_, asked_within_;
};

std::string in_words(const Marker& marker, bool searched) {
    if (!marker.result)
        return fmt::format("{}{}", marker.name, searched ? ": none on file" : ": could not be checked");
    if (marker.missing())
        return fmt::format(
            "{}: {}{}",
            marker.name,
            marker.result->dated
                ? "last on " + fhir::to_string(marker.result->date) + ", too long ago or not readable"
                : "on file without a date",
            words::from(marker.result->source)
        );
    const std::string_view standing = marker.standing == Standing::negative ? "negative" : "positive";
    return words::result(*marker.result, fmt::format("{} {}", marker.name, standing), "");
}

}  // namespace

Status status(const Patient& patient, Days valid, Days asked_within) {
    return Reader(patient, valid, asked_within).read();
}

std::vector<std::string> missing_names(std::initializer_list<const Marker*> markers) {
    std::vector<std::string> names;
    for (const Marker* each : markers)
        if (each->missing()) names.emplace_back(each->name);
    return names;
}

bool all_asked(std::initializer_list<const Marker*> markers) {
    return std::ranges::all_of(markers, [](const Marker* each) { return !each->missing() || each->asked; });
}

void add_last_dates(
    std::vector<std::string>& lines, const Status& status, std::initializer_list<const Marker*> markers
) {
    const auto told = [&](const Result* result) {
        const std::string source = result ? words::from(result->source) : "";
        return !source.empty()
               && std::ranges::any_of(lines, [&](const std::string& line) { return line.ends_with(source); });
    };
    for (const Marker* each : markers) {
        if (told(each->result) || (!each->result && !status.searched && !each->asked)) continue;
        std::string line = in_words(*each, status.searched);
        if (each->asked) line += "; ordered or pending";
        lines.push_back(std::move(line));
    }
}

}  // namespace iim::engine::hepatitis
