#include "tests/support/site_policy.hpp"

#include <string>
#include <vector>

namespace iim::tests {

void apply(engine::Policy& policy, fhir::Json changes) {
    for (std::size_t i = 0; i < changes.member_count(); ++i) {
        const auto [name, value] = changes.member(i);
        if (const auto flag = value.boolean()) {
            engine::set_flag(policy, name, *flag);
        } else if (const auto number = value.number()) {
            engine::set_number(policy, name, *number);
        } else if (value.is_array()) {
            std::vector<std::string> order;
            for (const fhir::Json each : value) order.emplace_back(each.text());
            engine::set_list(policy, name, order);
        } else {
            engine::set_text(policy, name, value.text());
        }
    }
}

}  // namespace iim::tests
