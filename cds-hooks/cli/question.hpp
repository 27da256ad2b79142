#pragma once

#include "cds-hooks/cli/commands.hpp"
#include "cds-hooks/knowledge.hpp"
#include "engine/facts/patient.hpp"

#include <optional>
#include <string>

namespace iim::service::cli {

/// What RequestOptions name, read and ready to be answered. Throws ConfigError for what cannot be read.
struct Question {
    Knowledge knowledge;
    fhir::Instant now;
    std::string body;
    engine::Hook hook;
};
Question question_of(const RequestOptions& options);

/// A request and the patient that the service sees in it.
class Understood {
public:
    /// Where the request cannot be read the refusal goes to standard output and a sentence to standard error,
    /// and there is no patient.
    explicit Understood(Question question);

    engine::Patient* patient() noexcept { return patient_ ? &*patient_ : nullptr; }
    fhir::Json request() const noexcept { return request_; }

private:
    Question question_;
    fhir::Document document_;
    fhir::Json request_;
    std::optional<engine::Patient> patient_;
};

/// Says on standard error that a request was refused, and gives the exit code for that.
int refused(const Reply& reply);

}  // namespace iim::service::cli
