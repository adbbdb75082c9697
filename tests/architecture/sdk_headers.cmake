# Every header of the sdk compiles alone, and twice in one file, with the tree's own compiler and with clang and libc++;
# the C headers also as C11 with the strictest warnings.

find_program(TICKHUB_CLANGXX clang++-14 REQUIRED)
set(sdk "${CMAKE_SOURCE_DIR}/sdk/include")
set(strict -Wall -Wextra -Wpedantic -Werror "-I${sdk}")

file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${sdk}" "${sdk}/*.h" "${sdk}/*.hpp")
foreach(header IN LISTS headers)
    file(CONFIGURE OUTPUT "headers/${header}.cpp" CONTENT "#include <${header}>\n#include <${header}>\n")
    set(stub "${CMAKE_CURRENT_BINARY_DIR}/headers/${header}.cpp")
    tickhub_add_compile_test("<${header}> compiles alone" "${stub}"
        COMMAND "${CMAKE_CXX_COMPILER}" -std=c++20 -Wshadow -Wconversion ${strict})
    tickhub_add_compile_test("<${header}> compiles alone with clang and libc++" "${stub}"
        COMMAND "${TICKHUB_CLANGXX}" -std=c++20 -stdlib=libc++ -Wshadow ${strict})
    if(header MATCHES "\\.h$")
        file(CONFIGURE OUTPUT "headers/${header}.c" CONTENT "#include <${header}>\n#include <${header}>\n")
        tickhub_add_compile_test("<${header}> is plain C11" "${CMAKE_CURRENT_BINARY_DIR}/headers/${header}.c"
            COMMAND "${CMAKE_C_COMPILER}" -std=c11 -pedantic ${strict})
    endif()
endforeach()
