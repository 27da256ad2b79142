#include "engine/derive/steroid_days.hpp"

#include <algorithm>

namespace iim::engine {

void DailyDose::add(const Stretch& stretch, const Window& window) noexcept {
    const int step = static_cast<int>(stretch.every.count());
    const int end = std::min(window.index(stretch.last), Window::size - 1);
    const int dated_end = window.index(stretch.dated_last);
    int i = window.index(stretch.first);
    if (i < 0) i += (-i + step - 1) / step * step;
    for (; i <= end; i += step) {
        const auto at = static_cast<std::size_t>(i);
        hi[at] += static_cast<float>(stretch.hi);
        lo[at] += static_cast<float>(stretch.lo);
        if (!stretch.open || i <= dated_end) dated[at] += static_cast<float>(stretch.hi);
    }
}

void DailyDose::add(const DailyDose& other) noexcept {
    for (std::size_t i = 0; i < hi.size(); ++i) {
        hi[i] += other.hi[i];
        lo[i] += other.lo[i];
        dated[i] += other.dated[i];
    }
}

void DrugDays::given(int index, float mg) noexcept {
    const auto at = static_cast<std::size_t>(index);
    reported_.hi[at] = reported_.lo[at] = reported_.dated[at] = 0;
    ordered_.hi[at] = ordered_.lo[at] = ordered_.dated[at] = mg;
}

void DrugDays::merge() noexcept {
    for (std::size_t i = 0; i < ordered_.hi.size(); ++i) {
        ordered_.hi[i] = std::max(ordered_.hi[i], reported_.hi[i]);
        ordered_.lo[i] = std::max(ordered_.lo[i], reported_.lo[i]);
        ordered_.dated[i] = std::max(ordered_.dated[i], reported_.dated[i]);
    }
}

}  // namespace iim::engine
