#include "engine/options/oncology.hpp"

#include "engine/facts/words.hpp"
#include "engine/terms/concepts.hpp"

#include <string_view>

namespace iim::engine {

namespace {

/// Words of a reason or a protocol that leave no doubt.
bool speaks_of_neoplasm(std::string_view text) {
    for (const std::string_view word :
         {"leukemia",
          "leukaemia",
          "lymphoma",
          "carcinoma",
          "sarcoma",
          "cancer",
          "neoplasm",
          "oncolog",
          "chemotherapy",
          "trophoblast"})
        if (has_part(text, word)) return true;
    return false;
}

}  // namespace

bool is_for_neoplasm(const Order& order) {
    // "Cancer-associated myositis" is a myositis.
    const bool in_words = speaks_of_neoplasm(order.reason_label) && !has_part(order.reason_label, "myositis");
    return order.reasons.has(condition::malignancy) || in_words;
}

}  // namespace iim::engine
