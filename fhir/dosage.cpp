#include "fhir/dosage.hpp"

#include "fhir/dosage_raw.hpp"
#include "fhir/dosage_text.hpp"
#include "fhir/frequency_words.hpp"
#include "fhir/instruction.hpp"
#include "fhir/phases.hpp"
#include "fhir/types.hpp"
#include "fhir/week_words.hpp"

#include <algorithm>
#include <array>

#include <boost/container/small_vector.hpp>

namespace iim::fhir {
namespace {

constexpr std::size_t most_phases = 400;  // a year of dated single doses
constexpr std::array<const char*, 2> text_members{"text", "patientInstruction"};

using Instructions = boost::container::small_vector<Instruction, 4>;

Json dosages_of(Json resource) {
    return resource["dosageInstruction"] ? resource["dosageInstruction"] : resource["dosage"];
}

// The instruction with its sequence number, if it has one.
void set_sequence(Instruction& one, Json sequence) {
    constexpr double most = 1e6;
    const auto number = sequence.number();
    if (!number || !(*number >= -most && *number <= most)) return;
    one.phase.sequence = static_cast<int>(*number);
    one.sequenced = true;
}

// What the patient reads of a weekly drug that is more than once a week.
Frequency told_beside_weekly(Json dosage) {
    auto told = Frequency::weekly;
    for (const auto* member : text_members) {
        const auto text = dosage[member].text();
        if (says_daily(text)) return Frequency::daily;
        if (frequency_words(text).several_days) told = Frequency::multi_weekly;
    }
    for (const Json each : dosage["additionalInstruction"])
        if (says_daily(label(each))) return Frequency::daily;
    return told;
}

class Reader {
public:
    Reader(Json resource, const DoseContext& context)
        : context_(context), administration_(resource["resourceType"].is("MedicationAdministration")) {}

    void read(Json dosage, bool alone);
    void note_words(Json dosage);
    void note_weekday(Json dosage);

    Instructions list;
    DoseReading out;

private:
    void add(Instruction one, Json dosage);
    void add_events(Instruction one, Json dosage, Json events);
    bool add_text(const DosageFacts& facts, Json dosage, bool alone);
    void add_part(Instruction one, int sequence, Json dosage);
    void check_text(Instruction& one, Json dosage);

    const DoseContext& context_;
    bool administration_ = false;
};

void Reader::add(Instruction one, Json dosage) {
    if (list.size() == most_phases) {
        out.problems |= dose_unreadable | frequency_unreadable;
        return;
    }
    check_text(one, dosage);
    if (one.phase.timing_conflict) out.problems |= timing_conflict;
    list.push_back(one);
}

// Free text is never a source of numbers beside structured ones, but it may say that the two do not mean the
// same.
void Reader::check_text(Instruction& one, Json dosage) {
    const auto structured = one.rate.frequency;
    if (structured == Frequency::unknown || structured == Frequency::once || one.phase.timing_conflict)
        return;
    for (const auto* member : text_members) {
        const auto text = dosage[member].text();
        const auto said = text.empty() ? std::nullopt : text_frequency(text);
        if (!said || *said == structured) continue;
        one.phase.timing_conflict = true;
        one.phase.conflicting = *said;
    }
    if (structured != Frequency::weekly || one.phase.timing_conflict) return;
    const auto told = told_beside_weekly(dosage);
    if (told == structured) return;
    one.phase.timing_conflict = true;
    one.phase.conflicting = told;
}

void Reader::add_events(Instruction one, Json dosage, Json events) {
    const auto first = list.size();
    std::size_t unread = 0;
    for (const Json event : events) {
        const auto date = parse_date(event.text(), context_.zone);
        if (!date || list.size() >= most_phases) {
            ++unread;
            continue;
        }
        one.bounds = {date->first, date->first, std::nullopt, false};
        one.at = date->instant;
        add(one, dosage);
    }
    if (unread > 0) out.problems |= frequency_unreadable;
    rate_events({list.data() + first, list.size() - first});
    if (list.size() == first) {
        one.bounds = {};
        list.push_back(one);
    }
}

// The missing part from the first text that matches the grammar. A text of several phases is only used when
// it stands alone: beside other instructions its place is not known.
bool Reader::add_text(const DosageFacts& facts, Json dosage, bool alone) {
    for (const auto* member : text_members) {
        const auto parts = parse_dosage_text(dosage[member].text());
        if (!parts || parts->empty()) continue;
        const bool several = parts->size() > 1;
        if (several && (!alone || facts.has_dose())) continue;
        int sequence = 0;
        for (const auto& part : *parts)
            add_part(from_text(facts, part, context_), several ? ++sequence : 0, dosage);
        return true;
    }
    return false;
}

void Reader::add_part(Instruction one, int sequence, Json dosage) {
    set_sequence(one, dosage["sequence"]);
    if (sequence > 0) {
        one.phase.sequence = sequence;
        one.sequenced = true;
    }
    out.problems |= one.problems;
    add(one, dosage);
}

void Reader::read(Json dosage, bool alone) {
    DosageFacts facts = read_facts(dosage, context_);
    if (administration_ && facts.timing.state == Timing::State::absent) {
        facts.timing.state = Timing::State::readable;
        facts.timing.rate = one_off_rate({1.0, 1.0});
    }
    if (facts.text_may_help() && add_text(facts, dosage, alone)) return;
    auto one = from_facts(facts);
    set_sequence(one, dosage["sequence"]);
    out.problems |= one.problems;
    if (facts.timing.events)
        add_events(one, dosage, facts.timing.events);
    else
        add(one, dosage);
}

void Reader::note_words(Json dosage) {
    const auto note = [&](std::string_view text) {
        const auto words = frequency_words(text);
        out.text_says_daily |= words.daily;
        out.text_says_weekly |= words.weekly;
        out.text_says_several_days |= words.several_days;
    };
    for (const auto* member : text_members) note(dosage[member].text());
    note(label(dosage["timing"].first()["code"]));
}

void Reader::note_weekday(Json dosage) {
    for (const auto* member : text_members) {
        const auto text = dosage[member].text();
        out.text_names_day = out.text_names_day || WeekWords(text).names_day();
    }
}

bool names_its_day(const DosePhase& phase) noexcept {
    return phase.weekdays != 0 || phase.frequency == Frequency::daily;
}

template <class Each>
void each_dosage(Json dosages, Each each) {
    if (dosages.is_object()) each(dosages);
    for (const Json dosage : dosages)
        if (dosage.is_object()) each(dosage);
}

}  // namespace

DoseReading read_dosage(Json resource, const DoseContext& context) {
    const Json dosages = dosages_of(resource);
    Reader reader(resource, context);
    std::size_t count = 0;
    each_dosage(dosages, [&](Json) { ++count; });
    each_dosage(dosages, [&](Json dosage) { reader.read(dosage, count == 1); });
    auto& out = reader.out;
    if (count == 0) out.problems |= dose_unreadable | frequency_unreadable;
    const auto layout = lay_out({reader.list.data(), reader.list.size()}, order_dates(resource, context));
    out.problems |= layout.problems;
    out.phases.reserve(layout.kept);
    for (std::size_t i = 0; i < layout.kept; ++i) out.phases.push_back(reader.list[i].phase);
    if (out.problems != 0) out.raw = describe_dosages(dosages);
    if (out.has(frequency_unreadable)) each_dosage(dosages, [&](Json dosage) { reader.note_words(dosage); });
    if (std::ranges::none_of(out.phases, names_its_day))
        each_dosage(dosages, [&](Json dosage) { reader.note_weekday(dosage); });
    return std::move(out);
}

std::string_view to_string(Frequency frequency) {
    switch (frequency) {
    case Frequency::unknown: return "unknown";
    case Frequency::daily: return "daily";
    case Frequency::alternate: return "every other day";
    case Frequency::weekly: return "weekly";
    case Frequency::multi_weekly: return "several times a week";
    case Frequency::cyclic: return "every two weeks or more";
    case Frequency::once: return "once";
    case Frequency::prn: return "as needed";
    }
    return "unknown";
}

std::string_view to_string(Confidence confidence) {
    switch (confidence) {
    case Confidence::structured: return "structured";
    case Confidence::text_parsed: return "text-parsed";
    case Confidence::product_only: return "product-only";
    case Confidence::unknown: return "unknown";
    }
    return "unknown";
}

}  // namespace iim::fhir
