#include "cds-hooks/store/store_error.hpp"

#include <string>

namespace iim::service::store {
namespace {

class ErrorCategory final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "iim.store"; }
    std::string message(int value) const override {
        switch (static_cast<StoreError>(value)) {
        case StoreError::busy: return "too many jobs wait for the store";
        case StoreError::late: return "the store did not answer in time";
        case StoreError::failed: return "the database refused or cannot be reached";
        case StoreError::stopped: return "the store was stopped";
        }
        return "no error of the store";
    }
};

}  // namespace

boost::system::error_code make_error_code(StoreError error) noexcept {
    static const ErrorCategory category;
    return {static_cast<int>(error), category};
}

}  // namespace iim::service::store
