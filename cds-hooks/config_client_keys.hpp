#pragma once

#include "cds-hooks/config.hpp"
#include "cds-hooks/config_value.hpp"

#include <string>

namespace iim::service {

/// [client], or the table that an issuer has in its place.
void set_client_keys(Client& client, const ConfigValue& table);
void write_client_keys(std::string& out);

/// `client` of an issuer: the name of a profile, or a table with the keys of [client].
void set_client(Client& client, const ConfigValue& value);

}  // namespace iim::service
