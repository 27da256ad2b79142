#include "engine/terms/tables.hpp"

#include <algorithm>
#include <utility>

namespace iim::engine {
namespace {

/// What is asked for, and the rows that answer.
class Search {
public:
    Search(const Terms& terms, const Terms::Tables& tables) : terms_(terms), tables_(tables) {}

    /// Calls `wanted(system, code, concept id)` for every row of every table.
    template <class Wanted>
    std::vector<CodeRow> rows(Wanted wanted) {
        std::vector<CodeRow> found;
        std::deque<std::string> unescaped;
        if (!tables_.overlay_text.empty()) {
            std::string_view text = tables_.overlay_text;
            if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
            read({tables_.overlay_name, text}, unescaped, "concept", wanted, found);
        }
        for (const TableFile& file : embedded_tables())
            if (holds_codes(file)) read(file, unescaped, "concept_id", wanted, found);
        return found;
    }

    CodeKey key(std::string_view system, std::string_view code) const { return tables_.key(system, code); }

private:
    template <class Wanted>
    void read(
        const TableFile& file,
        std::deque<std::string>& unescaped,
        std::string_view concept_column,
        Wanted& wanted,
        std::vector<CodeRow>& found
    ) {
        CsvReader row(file.name, file.text, unescaped);
        while (row.next())
            if (wanted(row["system"], row["code"], row[concept_column]))
                found.push_back(made(row, file, concept_column));
    }

    CodeRow made(const CsvReader& row, const TableFile& file, std::string_view concept_column) const {
        CodeRow one;
        one.what = terms_.find(row[concept_column]);
        one.file = file.name;
        one.line = row.line();
        one.system = row["system"];
        one.code = row["code"];
        one.display = row.optional("display");
        one.kind = row.optional("kind");
        one.source = row.optional("source");
        one.note = row.optional("note");
        one.local = concept_column == "concept";
        one.prefix = one.kind == "disorder-prefix";
        const auto meanings = terms_.lookup(one.system, one.code);
        one.in_force =
            !one.what || std::ranges::find(meanings, one.what, &Meaning::concept_) != meanings.end();
        return one;
    }

    const Terms& terms_;
    const Terms::Tables& tables_;
};

bool same(const CodeKey& a, const CodeKey& b) {
    return a.system().id == b.system().id && a.text() == b.text() && !a.text().empty();
}

}  // namespace

Concept Terms::find(std::string_view id) const noexcept {
    const auto found = tables_->by_id.find(id);
    return found == tables_->by_id.end() ? Concept{} : found->second;
}

std::vector<CodeRow> Terms::rows(Concept what) const {
    const std::string_view wanted = id(what);
    return Search(*this, *tables_).rows([&](std::string_view, std::string_view, std::string_view concept_id) {
        return concept_id == wanted;
    });
}

std::vector<CodeRow> Terms::rows(std::string_view system, std::string_view code) const {
    Search search(*this, *tables_);
    const auto is_wanted = [&](std::string_view row_system, std::string_view row_code) {
        const CodeKey row = search.key(row_system, row_code);
        return same(row, search.key(system.empty() ? row_system : system, code));
    };
    auto exact = search.rows([&](std::string_view row_system, std::string_view row_code, std::string_view) {
        return is_wanted(row_system, row_code);
    });
    if (!exact.empty()) {
        for (CodeRow& one : exact) one.prefix = false;
        return exact;
    }
    auto above = search.rows([&](std::string_view row_system, std::string_view row_code, std::string_view) {
        const CodeKey row = search.key(row_system, row_code);
        const CodeKey asked = search.key(system.empty() ? row_system : system, code);
        return row.system().icd && row.system().id == asked.system().id
               && asked.text().starts_with(row.text());
    });
    std::erase_if(above, [](const CodeRow& one) { return !one.prefix; });
    std::size_t longest = 0;
    for (const CodeRow& one : above) longest = std::max(longest, one.code.size());
    std::erase_if(above, [&](const CodeRow& one) { return one.code.size() < longest; });
    return above;
}

}  // namespace iim::engine
