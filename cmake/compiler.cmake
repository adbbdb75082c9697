# How every file of this tree is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-omit-frame-pointer
                    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # GCC 12 sees overlapping copies inside std::string's own operator+ (GCC bug 105651).
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()

# Neither programs nor messages name the folder they were built in, and worktrees share one compiler cache.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")

if(TICKHUB_DEBUG_CHECKS)
    add_compile_definitions(TICKHUB_DEBUG_CHECKS=1 _GLIBCXX_ASSERTIONS)
endif()

if(TICKHUB_SANITIZE)
    add_compile_options(-fsanitize=${TICKHUB_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${TICKHUB_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        # The sanitizers' extra branches make GCC guess at uninitialised reads that aren't there.
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
endif()
if(TICKHUB_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Boost and libstdc++ use atomic_thread_fence, which the thread sanitizer doesn't model; GCC warns at each use.
    add_compile_options(-Wno-tsan)
endif()
if(TICKHUB_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
        message(FATAL_ERROR "TICKHUB_FUZZ needs clang: cmake --preset fuzz")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# A precompiled header is only cached when ccache may trust that its macros and times don't matter.
find_program(TICKHUB_CCACHE ccache)
if(TICKHUB_CCACHE)
    set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
                 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${TICKHUB_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
endif()
