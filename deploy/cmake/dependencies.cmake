# Every library comes from Debian 12. Whatever is missing stops the configuration with the command that mends it.
set(IIM_MEND "Run deploy/install-deps (Debian 12), or install the package named above.")

find_package(Boost 1.81 QUIET COMPONENTS url)
if(NOT Boost_FOUND)
    message(FATAL_ERROR "Boost 1.81 was not found (libboost1.81-dev, libboost-url1.81-dev). ${IIM_MEND}")
endif()
if(NOT Boost_VERSION_STRING VERSION_GREATER_EQUAL 1.81 OR NOT Boost_VERSION_STRING VERSION_LESS 1.82)
    message(FATAL_ERROR "iim-cds is built and tested with Boost 1.81; found ${Boost_VERSION_STRING} "
                        "(libboost1.81-dev). ${IIM_MEND}")
endif()

find_path(IIM_RAPIDJSON_INCLUDE rapidjson/document.h)
if(NOT IIM_RAPIDJSON_INCLUDE)
    message(FATAL_ERROR "RapidJSON was not found (rapidjson-dev). ${IIM_MEND}")
endif()

# name of the CMake package, its target, the Debian package
foreach(wanted
        "OpenSSL|OpenSSL::SSL|libssl-dev"
        "fmt|fmt::fmt|libfmt-dev"
        "spdlog|spdlog::spdlog|libspdlog-dev"
        "tomlplusplus|tomlplusplus::tomlplusplus|libtomlplusplus-dev"
        "CLI11|CLI11::CLI11|libcli11-dev"
        "simdjson|simdjson::simdjson|libsimdjson-dev"
        "date|date::date-tz|libhowardhinnant-date-dev"
        "SQLite3|SQLite::SQLite3|libsqlite3-dev"
        "PostgreSQL|PostgreSQL::PostgreSQL|libpq-dev"
        "Threads|Threads::Threads|libc6-dev")
    string(REPLACE "|" ";" wanted "${wanted}")
    list(GET wanted 0 package)
    list(GET wanted 1 target)
    list(GET wanted 2 debian)
    find_package(${package} QUIET)
    if(NOT TARGET ${target})
        message(FATAL_ERROR "${package} was not found (${debian}). ${IIM_MEND}")
    endif()
endforeach()

# Only the core: its own CMake package would ask for what its HTTP server and client need.
find_path(IIM_PROMETHEUS_INCLUDE prometheus/registry.h)
find_library(IIM_PROMETHEUS_CORE prometheus-cpp-core)
if(NOT IIM_PROMETHEUS_INCLUDE OR NOT IIM_PROMETHEUS_CORE)
    message(FATAL_ERROR "prometheus-cpp was not found (prometheus-cpp-dev). ${IIM_MEND}")
endif()
add_library(prometheus_core INTERFACE)
target_include_directories(prometheus_core SYSTEM INTERFACE ${IIM_PROMETHEUS_INCLUDE})
target_link_libraries(prometheus_core INTERFACE ${IIM_PROMETHEUS_CORE})

find_package(Python3 QUIET COMPONENTS Interpreter)
if(NOT Python3_FOUND)
    message(FATAL_ERROR "Python 3 was not found (python3); it generates the list of concepts. ${IIM_MEND}")
endif()
