#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/version.hpp"

#include <exception>
#include <map>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

namespace cli = iim::service::cli;

struct Choice {
    cli::ServeOptions serve;
    cli::EvaluateOptions evaluate;
    cli::RulesFormat format = cli::RulesFormat::text;
    std::string config_file;
};

void describe(CLI::App& app, Choice& choice) {
    app.set_version_flag("--version", std::string("iim-cds ") + iim::service::version());
    app.require_subcommand(1);

    auto* const serve = app.add_subcommand("serve", "Answer CDS Hooks calls over HTTP");
    serve->add_option(
        "--config", choice.serve.config_file, "TOML file; without it the demo on 127.0.0.1:8080"
    );
    serve->add_option("--listen", choice.serve.listen, "Address and port, such as 127.0.0.1:8080");

    auto* const evaluate =
        app.add_subcommand("evaluate", "Answer one CDS Hooks request from a file, without a server");
    evaluate->add_option("file", choice.evaluate.file, "The request as JSON, or - for standard input")
        ->required();
    evaluate->add_option("--config", choice.evaluate.config_file, "TOML file");
    evaluate->add_option("--now", choice.evaluate.now, "The day or moment to judge at, such as 2026-11-20");
    evaluate->add_option("--hook", choice.evaluate.hook, "The hook to answer; without it the request's own");

    const std::map<std::string, cli::RulesFormat> formats{
        {"text", cli::RulesFormat::text},
        {"markdown", cli::RulesFormat::markdown},
        {"json", cli::RulesFormat::json},
    };
    auto* const rules =
        app.add_subcommand("rules", "List the clinical rules, their evidence and review status");
    rules->add_option("--format", choice.format, "text, markdown or json")
        ->transform(CLI::CheckedTransformer(formats).description(""));

    auto* const check =
        app.add_subcommand("check-config", "Read a configuration file and say whether it is fine");
    check->add_option("file", choice.config_file, "TOML file")->required();
}

int run(const CLI::App& app, const Choice& choice) {
    if (app.got_subcommand("serve")) return cli::serve(choice.serve);
    if (app.got_subcommand("evaluate")) return cli::evaluate(choice.evaluate);
    if (app.got_subcommand("rules")) return cli::rules(choice.format);
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
