#include "engine/coverage/catalogue.hpp"

#include "engine/coverage/embedded.hpp"
#include "engine/terms/csv.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

namespace iim::engine {

namespace {

struct Catalogue {
    Catalogue() {
        CsvReader row("catalogue.csv", embedded_catalogue(), unescaped);
        while (row.next())
            all.push_back(
                {row["number"],
                 row["when"],
                 row["not_when"],
                 row["missing_data"],
                 row["indicator"],
                 row["summary"],
                 row["offers"]}
            );
    }
    std::deque<std::string> unescaped;
    std::vector<CatalogueEntry> all;
};

}  // namespace

const CatalogueEntry* catalogue_entry(std::string_view number) {
    static const Catalogue catalogue;
    const auto found = std::ranges::find(catalogue.all, number, &CatalogueEntry::number);
    return found == catalogue.all.end() ? nullptr : &*found;
}

}  // namespace iim::engine
