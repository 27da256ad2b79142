#include "cds-hooks/config.hpp"

#include <string_view>

// Any text is a configuration or a sentence that says why not.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace iim::service;
    try {
        check(parse_config({reinterpret_cast<const char*>(data), size}, "fuzz.toml"));
    } catch (const ConfigError& error) {
        if (std::string_view(error.what()).empty()) __builtin_trap();
    }
    return 0;
}
