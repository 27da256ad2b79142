#include "engine/terms/code_index.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

namespace iim::engine {

namespace {

auto order(const CodeIndex::Row& row) {
    return std::tuple(row.key.system().id, row.key.text());
}

}  // namespace

CodeIndex::CodeIndex(std::vector<Row> rows) {
    std::ranges::stable_sort(rows, {}, order);
    slots_.resize(std::bit_ceil(std::max<std::size_t>(rows.size() * 2, 16)));
    meanings_.reserve(rows.size());
    for (auto row = rows.cbegin(); row != rows.cend();) {
        Slot slot;
        slot.key = row->key;
        slot.first = static_cast<std::uint32_t>(meanings_.size());
        for (const auto wanted = order(*row); row != rows.cend() && order(*row) == wanted; ++row) {
            slot.prefix |= row->prefix;
            const auto so_far = std::span(meanings_).subspan(slot.first);
            if (std::ranges::find(so_far, row->meaning.concept_, &Meaning::concept_) == so_far.end())
                meanings_.push_back(row->meaning);
        }
        slot.count = static_cast<std::uint16_t>(meanings_.size() - slot.first);
        std::size_t at = home(slot.key);
        while (!slots_[at].key.text().empty()) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = slot;
    }
}

std::span<const Meaning> CodeIndex::exact(const CodeKey& key) const noexcept {
    const Slot* const slot = find(key);
    return slot ? std::span(meanings_).subspan(slot->first, slot->count) : std::span<const Meaning>();
}

std::span<const Meaning> CodeIndex::above(CodeKey key) const noexcept {
    constexpr std::size_t category = 3;
    while (key.text().size() > category) {
        key.shorten();
        const Slot* const slot = find(key);
        if (slot && slot->prefix) return std::span(meanings_).subspan(slot->first, slot->count);
    }
    return {};
}

const CodeIndex::Slot* CodeIndex::find(const CodeKey& key) const noexcept {
    const std::string_view code = key.text();
    if (code.empty()) return nullptr;
    for (std::size_t at = home(key);; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& slot = slots_[at];
        if (slot.key.text().empty()) return nullptr;
        if (slot.key.system().id == key.system().id && slot.key.text() == code) return &slot;
    }
}

std::size_t CodeIndex::home(const CodeKey& key) const noexcept {
    std::uint64_t hash = 14695981039346656037u ^ key.system().id;  // FNV-1a
    for (const char c : key.text()) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return static_cast<std::size_t>(hash ^ (hash >> 32)) & (slots_.size() - 1);
}

}  // namespace iim::engine
