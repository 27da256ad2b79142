# Warnings and hardening shared by every target of the project; third-party headers are SYSTEM.
add_library(iim_options INTERFACE)
target_include_directories(iim_options INTERFACE ${PROJECT_SOURCE_DIR})
target_include_directories(iim_options SYSTEM INTERFACE ${Boost_INCLUDE_DIRS} ${IIM_RAPIDJSON_INCLUDE})
target_compile_options(iim_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast)
if(IIM_WERROR)
    target_compile_options(iim_options INTERFACE -Werror)
endif()
target_compile_definitions(iim_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED)

if(CMAKE_BUILD_TYPE MATCHES "Rel")
    target_compile_options(iim_options INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    target_link_options(iim_options INTERFACE -pie -Wl,-z,relro,-z,now)
endif()

find_program(IIM_CCACHE ccache)
if(IIM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${IIM_CCACHE})
    if(IIM_PCH)  # without these ccache keeps nothing that was built with a precompiled header
        list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
            CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
    endif()
endif()
find_program(IIM_LLD ld.lld)
if(IIM_LLD)
    add_link_options(-fuse-ld=lld)
endif()

# iim_precompile(<target> <header>…): the standard library, and what nearly all of the target includes.
function(iim_precompile target)
    if(IIM_PCH)
        target_precompile_headers(${target} PRIVATE <algorithm> <array> <chrono> <functional> <map> <memory> <optional>
            <span> <string> <string_view> <utility> <variant> <vector> ${ARGN})
    endif()
endfunction()

# iim_layer(<target> PATTERNS <globs>… DEPENDS <libraries>…): a static library from every file that fits a pattern.
function(iim_layer target)
    cmake_parse_arguments(LAYER "" "" "DEPENDS;PATTERNS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${LAYER_PATTERNS})
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC iim_options ${LAYER_DEPENDS})
endfunction()
