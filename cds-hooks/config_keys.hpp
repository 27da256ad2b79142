#pragma once

namespace iim::service {

class ConfigValue;
struct Config;

/// Puts every key below `root` into the configuration. Throws ConfigError: a key that is not known, a value
/// of the wrong type or out of range.
void set_keys(Config& config, const ConfigValue& root);

}  // namespace iim::service
