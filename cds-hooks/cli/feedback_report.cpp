#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/cli/feedback_words.hpp"
#include "cds-hooks/store/postgres.hpp"
#include "cds-hooks/store/sqlite.hpp"
#include "fhir/date.hpp"

#include <chrono>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace iim::service::cli {
namespace {

using store::Settings;

constexpr std::chrono::milliseconds patience{30'000};

store::Settings settings_of(const FeedbackReportOptions& options) {
    store::Settings settings = config_of(options.config_file).store;
    if (options.data_dir.empty()) return settings;
    settings.kind = Settings::Kind::sqlite;
    settings.data_dir = options.data_dir;
    return settings;
}

std::unique_ptr<store::Connection> connection_to(const Settings& settings) {
    if (settings.kind == Settings::Kind::none) throw store::Failure("this configuration keeps no feedback");
    if (settings.kind == Settings::Kind::postgres)
        return store::postgres({settings.postgres, patience, [](store::Connection&) {}});
    return store::open_sqlite(settings.data_dir / "feedback.sqlite", store::SqliteMode::existing);
}

std::string in(ReportFormat format, const store::Report& report) {
    switch (format) {
    case ReportFormat::text: return text_of(report);
    case ReportFormat::csv: return csv_of(report);
    case ReportFormat::json: return json_of(report);
    }
    return {};
}

}  // namespace

int feedback_report(const FeedbackReportOptions& options) {
    store::Moment since{};
    if (!options.since.empty()) {
        const auto date = fhir::parse_date(options.since, fhir::Zone());
        if (!date) {
            fmt::print(
                stderr, "iim-cds: --since \"{}\" is no date; write for example 2026-11-01\n", options.since
            );
            return use_is_bad;
        }
        since = date->instant ? store::Moment(*date->instant) : store::Moment(date->first);
    }
    try {
        const auto connection = connection_to(settings_of(options));
        fmt::print("{}", in(options.format, store::report(*connection, since)));
        return fine;
    } catch (const store::Failure& failure) {
        fmt::print(stderr, "iim-cds: the feedback cannot be read: {}\n", failure.what());
        return input_is_bad;
    }
}

}  // namespace iim::service::cli
