#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/version.hpp"
#include "engine/terms/left_out.hpp"

#include <exception>
#include <map>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

namespace cli = iim::service::cli;

struct Choice {
    cli::ServeOptions serve;
    cli::RequestOptions request;
    cli::TaperOptions taper;
    cli::FeedbackReportOptions feedback;
    cli::CoverageOptions coverage;
    bool json = false, all = false, example = false;
    std::string term, rule;
    cli::RulesFormat format = cli::RulesFormat::text;
    std::string config_file;
};

/// Options of the sub-commands that look at one request.
CLI::App* on_request(CLI::App& app, Choice& choice, const std::string& name, const std::string& what) {
    auto* const command = app.add_subcommand(name, what);
    command->add_option("file", choice.request.file, "The request as JSON, or - for standard input")
        ->required();
    command->add_option("--config", choice.request.config_file, "TOML file");
    command->add_option("--now", choice.request.now, "The day or moment to judge at, such as 2026-11-20");
    command->add_option("--hook", choice.request.hook, "The hook of a request that names none");
    return command;
}

CLI::Validator report_formats() {
    const std::map<std::string, cli::ReportFormat> formats{
        {"text", cli::ReportFormat::text},
        {"csv", cli::ReportFormat::csv},
        {"json", cli::ReportFormat::json},
    };
    return CLI::CheckedTransformer(formats).description("");
}

void describe_coverage(CLI::App& app, cli::CoverageOptions& coverage) {
    auto* const command =
        app.add_subcommand("coverage", "Show what the treatment sources say and which rule shows it");
    command->add_option(
        "--vignettes", coverage.vignettes, "A folder of vignettes, to count each rule's cases"
    );
    command->add_option("--format", coverage.format, "text, csv or json")->transform(report_formats());
}

void describe_feedback(CLI::App& app, Choice& choice) {
    auto* const feedback = app.add_subcommand("feedback", "What clinicians did with the cards");
    feedback->require_subcommand(1);
    auto* const report =
        feedback->add_subcommand("report", "For each rule: shown, accepted, overridden by reason, ignored");
    report->add_option("--config", choice.feedback.config_file, "TOML file that says where the store is");
    report->add_option("--data", choice.feedback.data_dir, "The data folder of a SQLite store");
    report->add_option("--since", choice.feedback.since, "Only cards shown from this day on");
    report->add_option("--format", choice.feedback.format, "text, csv or json")->transform(report_formats());
}

void describe_taper(CLI::App& app, cli::TaperOptions& taper) {
    const std::map<std::string, cli::TaperFormat> formats{
        {"text", cli::TaperFormat::text},
        {"json", cli::TaperFormat::json},
        {"fhir", cli::TaperFormat::fhir},
    };
    auto* const command = app.add_subcommand("taper", "Plan a dated taper of prednisone or prednisolone");
    command->add_option("--start-mg", taper.start_mg, "The dose to start from, mg a day");
    command->add_option("--start", taper.start, "The first day, such as 2026-01-05")->required();
    command->add_option("--plan", taper.plan, "standard, slow-tail, maintenance or jdm");
    command->add_option("--weight-kg", taper.weight_kg, "Needed for jdm and for --mg-per-kg");
    command->add_option("--mg-per-kg", taper.mg_per_kg, "The first dose by weight instead of --start-mg");
    command->add_option("--days-at-dose", taper.days_at_dose, "Days that this dose was taken already");
    command->add_option("--hold-days", taper.hold_days, "How long the first dose is held");
    command->add_option("--step-days", taper.step_days, "How long each later dose is taken");
    command->add_option("--maintenance-mg", taper.maintenance_mg, "The dose that plan maintenance keeps");
    command->add_option("--tablets", taper.tablets, "Strengths in mg, such as 1,2.5,5,20")->delimiter(',');
    command->add_option("--drug", taper.drug, "prednisone or prednisolone");
    command->add_option("--patient", taper.patient, "Patient id for --format fhir");
    command->add_option("--config", taper.config_file, "TOML file, for the values of a site");
    command->add_option("--format", taper.format, "text, json or fhir")
        ->transform(CLI::CheckedTransformer(formats).description(""));
}

void describe_check(CLI::App& app, Choice& choice) {
    auto* const check =
        app.add_subcommand("check-config", "Read a configuration file and say whether it is fine");
    auto* const file = check->add_option("file", choice.config_file, "TOML file");
    auto* const example =
        check->add_flag("--example", choice.example, "Print a file that documents every key");
    check->require_option(1);
    file->excludes(example);
}

void describe(CLI::App& app, Choice& choice) {
    const std::string without = iim::engine::left_out_notice();
    app.set_version_flag(
        "--version",
        "iim-cds " + std::string(iim::service::version()) + (without.empty() ? "" : "\n" + without)
    );
    app.require_subcommand(1);

    auto* const serve = app.add_subcommand("serve", "Answer CDS Hooks calls over HTTP");
    serve->add_option(
        "--config", choice.serve.config_file, "TOML file; without it the demo on 127.0.0.1:8080"
    );
    serve->add_option("--listen", choice.serve.listen, "Address and port, such as 127.0.0.1:8080");
    serve->add_option("--data", choice.serve.data_dir, "Folder in which feedback and the audit are kept");

    on_request(app, choice, "evaluate", "Answer one CDS Hooks request from a file, without a server");
    on_request(app, choice, "facts", "Show what the service understands of one request")
        ->add_flag("--json", choice.json, "As JSON");
    auto* const explain =
        on_request(app, choice, "explain", "Show why a rule spoke or stayed silent on one request");
    explain->add_option("--rule", choice.rule, "The rule's number or id, such as R01 or steroid-monotherapy")
        ->required();
    explain->add_flag("--all", choice.all, "Also the questions that found nothing");

    const std::map<std::string, cli::RulesFormat> formats{
        {"text", cli::RulesFormat::text},
        {"markdown", cli::RulesFormat::markdown},
        {"json", cli::RulesFormat::json},
    };
    auto* const rules =
        app.add_subcommand("rules", "List the clinical rules, their evidence and review status");
    rules->add_option("--format", choice.format, "text, markdown or json")
        ->transform(CLI::CheckedTransformer(formats).description(""));

    auto* const terms =
        app.add_subcommand("terms", "Show what a code means here and why, or the codes of a concept");
    terms
        ->add_option(
            "what", choice.term, "A code, SYSTEM|CODE, a concept such as lab/tpmt-activity, or a drug's name"
        )
        ->required();
    terms->add_option("--config", choice.config_file, "TOML file, for the local codes of a site");

    describe_feedback(app, choice);
    describe_coverage(app, choice.coverage);

    describe_taper(app, choice.taper);
    describe_check(app, choice);
}

int run(const CLI::App& app, const Choice& choice) {
    if (app.got_subcommand("serve")) return cli::serve(choice.serve);
    if (app.got_subcommand("evaluate")) return cli::evaluate(choice.request);
    if (app.got_subcommand("facts")) return cli::facts(choice.request, choice.json);
    if (app.got_subcommand("rules")) return cli::rules(choice.format);
    if (app.got_subcommand("explain")) return cli::explain(choice.request, choice.rule, choice.all);
    if (app.got_subcommand("coverage")) return cli::coverage(choice.coverage);
    if (app.got_subcommand("feedback")) return cli::feedback_report(choice.feedback);
    if (app.got_subcommand("taper")) return cli::taper(choice.taper);
    if (app.got_subcommand("terms")) return cli::terms(choice.term, choice.config_file);
    if (choice.example) return cli::example_config();
    return cli::check_config(choice.config_file);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        CLI::App app(
            "Clinical decision support for idiopathic inflammatory myopathies: a CDS Hooks service", "iim-cds"
        );
        Choice choice;
        describe(app, choice);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? cli::fine : cli::use_is_bad; }
        return run(app, choice);
    } catch (const std::exception& error) {
        fmt::print(stderr, "iim-cds: {}\n", error.what());
        return cli::use_is_bad;
    }
}
