#pragma once

#include "fhir/json.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace iim::service {

/// A document for one call, taken from those that this thread has at hand and given back at its end. A call
/// that waits keeps its own while other calls of the thread go on; an idle connection holds none.
class Scratch {
public:
    Scratch() : document_(taken()) {}
    ~Scratch() {
        if (spare().size() < most_spare) spare().push_back(std::move(document_));
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    fhir::Document& document() noexcept { return document_; }

private:
    static constexpr std::size_t most_spare = 4;
    static fhir::Document taken() {
        if (spare().empty()) return {};
        fhir::Document one = std::move(spare().back());
        spare().pop_back();
        return one;
    }
    static std::vector<fhir::Document>& spare() {
        static thread_local std::vector<fhir::Document> documents = [] {
            std::vector<fhir::Document> none;
            none.reserve(most_spare);
            return none;
        }();
        return documents;
    }

    fhir::Document document_;
};

}  // namespace iim::service
