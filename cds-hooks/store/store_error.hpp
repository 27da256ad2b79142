#pragma once

#include <type_traits>

#include <boost/system/error_code.hpp>

namespace iim::service::store {

/// Why the store did not do what it was asked.
enum class StoreError {
    busy = 1,  ///< too many jobs wait
    late,      ///< it did not answer in time; it may still do it
    failed,    ///< the database refused or cannot be reached
    stopped,   ///< the service is going down
};
boost::system::error_code make_error_code(StoreError) noexcept;

}  // namespace iim::service::store

template <>
struct boost::system::is_error_code_enum<iim::service::store::StoreError> : std::true_type {};
