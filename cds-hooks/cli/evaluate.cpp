#include "cards/card.hpp"
#include "cds-hooks/cli/question.hpp"

#include <utility>

#include <fmt/format.h>

namespace iim::service::cli {

int evaluate(const RequestOptions& options) {
    Question question = question_of(options);
    fhir::Document scratch;
    const Reply reply = answer(
        scratch, std::move(question.body), question.hook, question.knowledge, question.now, cards::random_uuid
    );
    if (reply.status != 200) return refused(reply);
    fmt::print("{}\n", reply.body);
    return fine;
}

}  // namespace iim::service::cli
