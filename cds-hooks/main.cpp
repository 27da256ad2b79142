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
    bool json = false, all = false;
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
    command->add_option("--hook", choice.request.hook, "The hook to answer; without it the request's own");
    return command;
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

    auto* const check =
        app.add_subcommand("check-config", "Read a configuration file and say whether it is fine");
    check->add_option("file", choice.config_file, "TOML file")->required();
}

int run(const CLI::App& app, const Choice& choice) {
    if (app.got_subcommand("serve")) return cli::serve(choice.serve);
    if (app.got_subcommand("evaluate")) return cli::evaluate(choice.request);
    if (app.got_subcommand("facts")) return cli::facts(choice.request, choice.json);
    if (app.got_subcommand("rules")) return cli::rules(choice.format);
    if (app.got_subcommand("explain")) return cli::explain(choice.request, choice.rule, choice.all);
    if (app.got_subcommand("terms")) return cli::terms(choice.term, choice.config_file);
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
