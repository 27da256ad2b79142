#include "fhir/date.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>

#include <date/tz.h>

namespace iim::fhir {
namespace {

using std::chrono::day;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::seconds;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int earliest_year = 1850;
constexpr int latest_year = 2200;
constexpr minutes widest_offset = hours(14);

const date::time_zone* zone_of(const void* zone) noexcept {
    return static_cast<const date::time_zone*>(zone);
}

/// Reads fixed-width fields from the left; once something does not fit it stays failed.
class Fields {
public:
    explicit Fields(std::string_view text) noexcept : rest_(text) {}

    int number(std::size_t digits) noexcept {
        if (rest_.size() < digits) return fail();
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return fail();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    void expect(char c) noexcept {
        if (!accept(c)) fail();
    }
    bool accept(char c) noexcept {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_digits() noexcept {
        const std::size_t end = rest_.find_first_not_of("0123456789");
        if (end == 0 || rest_.empty()) fail();
        rest_.remove_prefix(std::min(end, rest_.size()));
    }
    bool done() const noexcept { return rest_.empty(); }
    bool good() const noexcept { return good_; }
    int fail() noexcept {
        good_ = false;
        return 0;
    }

private:
    std::string_view rest_;
    bool good_ = true;
};

/// hh:mm:ss and an optional fraction. A leap second counts as the second before it.
seconds time_of_day(Fields& fields) noexcept {
    const int hour = fields.number(2);
    fields.expect(':');
    const int minute = fields.number(2);
    fields.expect(':');
    const int second = fields.number(2);
    if (fields.accept('.')) fields.skip_digits();
    if (hour > 23 || minute > 59 || second > 60) fields.fail();
    return hours(hour) + minutes(minute) + seconds(std::min(second, 59));
}

/// "Z" or ±hh:mm; nothing at the end of the text.
std::optional<minutes> offset(Fields& fields) noexcept {
    if (fields.done()) return {};
    if (fields.accept('Z')) return minutes(0);
    const bool west = fields.accept('-');
    if (!west) fields.expect('+');
    const int hour = fields.number(2);
    fields.expect(':');
    const int minute = fields.number(2);
    const minutes distance = hours(hour) + minutes(minute);
    if (minute > 59 || distance > widest_offset) fields.fail();
    return west ? -distance : distance;
}

std::optional<Date> whole_year(int y) {
    return Date{Day(year(y) / 1 / 1), Day(year(y) / 12 / 31), Date::Precision::year, {}};
}

std::optional<Date> whole_month(year_month_day first) {
    const Day last = first.year() / first.month() / std::chrono::last;
    return Date{first, last, Date::Precision::month, {}};
}

std::optional<Date> with_time(Day written, Fields& fields, const Zone& zone) {
    const seconds time = time_of_day(fields);
    const auto ahead_of_utc = offset(fields);
    if (!fields.good() || !fields.done()) return {};
    if (!ahead_of_utc) return Date{written, written, Date::Precision::time, {}};
    const Instant at = Instant(written) + time - *ahead_of_utc;
    const Day shown = zone.day_of(at);
    return Date{shown, shown, Date::Precision::time, at};
}

}  // namespace

std::optional<Zone> Zone::named(std::string_view name) {
    Zone zone;
    if (name == "UTC" || name == "Etc/UTC") return zone;  // needs no database
    try {
        const date::time_zone* const found = date::locate_zone(name);
        found->get_info(Instant{});  // reads the file now, so that day_of() cannot fail later
        zone.zone_ = found;
        return zone;
    } catch (const std::exception&) {
        return {};  // no database, or no such zone
    }
}

Day Zone::day_of(Instant at) const {
    if (!zone_) return std::chrono::floor<Days>(at);
    return std::chrono::floor<Days>(at + zone_of(zone_)->get_info(at).offset);
}

std::string_view Zone::name() const noexcept {
    if (!zone_) return "UTC";
    return zone_of(zone_)->name();
}

std::optional<Date> parse_date(std::string_view text, const Zone& zone) {
    Fields fields(text);
    const int y = fields.number(4);
    if (!fields.good() || y < earliest_year || y > latest_year) return {};
    if (fields.done()) return whole_year(y);

    fields.expect('-');
    const auto m = static_cast<unsigned>(fields.number(2));
    const year_month_day first{year(y), month(m), day(1)};
    if (!fields.good() || !first.ok()) return {};
    if (fields.done()) return whole_month(first);

    fields.expect('-');
    const auto d = static_cast<unsigned>(fields.number(2));
    const year_month_day written{year(y), month(m), day(d)};
    if (!fields.good() || !written.ok()) return {};
    if (fields.done()) return Date{written, written, Date::Precision::day, {}};

    fields.expect('T');
    if (!fields.good()) return {};
    return with_time(written, fields, zone);
}

std::string to_string(Day of) {
    const year_month_day parts(of);
    const int y = static_cast<int>(parts.year());
    std::string text = "0000-00-00";
    const auto put = [&text](std::size_t last_digit, unsigned value) {
        for (; value > 0; value /= 10) text[last_digit--] = static_cast<char>('0' + value % 10);
    };
    put(3, static_cast<unsigned>(std::clamp(y, 0, 9999)));
    put(6, static_cast<unsigned>(parts.month()));
    put(9, static_cast<unsigned>(parts.day()));
    return text;
}

int full_years(Day birth, Day on) {
    const year_month_day from(birth);
    const year_month_day to(on);
    const auto years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    const bool before_birthday =
        to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
    return before_birthday ? years - 1 : years;
}

}  // namespace iim::fhir
