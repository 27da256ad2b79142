#include "engine/options/steroid_raises.hpp"

namespace iim::engine {

namespace {

constexpr double least_mg = 2.5;
constexpr double slack = 1e-3;  // the timeline keeps floats

}  // namespace

int raises_after_lowering(const Patient& patient) {
    const SteroidTimeline& steroid = patient.steroid();
    int raises = 0;
    bool lowered = false;
    double lowest = 0;
    for (int ago = SteroidTimeline::half_window; ago >= 0; --ago) {
        const double mg = steroid.on(patient.now() - Days(ago));
        const bool counts = mg > slack && mg <= patient.policy().steroid_max_mg + slack;
        if (!counts) continue;
        if (lowest > 0 && mg < lowest - slack) lowered = true;
        if (lowered && mg >= lowest + least_mg - slack) {
            ++raises;
            lowered = false;
            lowest = mg;
        }
        if (lowest <= 0 || mg < lowest || !lowered) lowest = mg;
    }
    return raises;
}

}  // namespace iim::engine
