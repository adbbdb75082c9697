# tickhub_add_plugin(<name> <source>... [LIBRARIES <target>...])
#
# Makes <name>.so, a plugin that any tickhub 1.x loads: C++ or plain C, in tickhub's own tree or after
# find_package(tickhub). It links the sdk and the LIBRARIES given, and shows the world a single symbol.
#
# <name>_parts is the same code as an object library, for the plugin's own tests.

set(TICKHUB_PLUGIN_MAP "${CMAKE_CURRENT_LIST_DIR}/tickhub_plugin.map")

function(tickhub_add_plugin name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES")
    set(sources ${arg_UNPARSED_ARGUMENTS})
    if(NOT sources)
        message(FATAL_ERROR "tickhub_add_plugin(${name}): no sources given")
    endif()

    add_library(${name}_parts OBJECT ${sources})
    target_include_directories(${name}_parts PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
    target_link_libraries(${name}_parts PUBLIC tickhub::sdk ${arg_LIBRARIES})
    set_target_properties(${name}_parts PROPERTIES
        POSITION_INDEPENDENT_CODE ON
        C_STANDARD 11 C_STANDARD_REQUIRED ON
        CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    # A GNU_UNIQUE symbol is shared by all plugins in the process, whatever RTLD_LOCAL and hidden visibility say.
    target_compile_options(${name}_parts PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)

    add_library(${name} MODULE $<TARGET_OBJECTS:${name}_parts>)
    target_link_libraries(${name} PRIVATE tickhub::sdk ${arg_LIBRARIES})
    target_link_options(${name} PRIVATE "-Wl,--version-script=${TICKHUB_PLUGIN_MAP}")
    set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" LINK_DEPENDS "${TICKHUB_PLUGIN_MAP}")
    if(DEFINED TICKHUB_PLUGIN_DIRECTORY)
        set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${TICKHUB_PLUGIN_DIRECTORY}")
    endif()
    _tickhub_linker_language(${name} ${sources})
    _tickhub_refuse_undefined_symbols(${name})
    _tickhub_keep_libcxx_private(${name})
endfunction()

# CMake can't tell from objects alone whether the C++ runtime is wanted.
function(_tickhub_linker_language name)
    set(language C)
    foreach(source IN LISTS ARGN)
        if(NOT source MATCHES "\\.[ch]$")
            set(language CXX)
        endif()
    endforeach()
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE ${language})
endfunction()

# A forgotten library is found here and not in the operator's log. clang's sanitizer runtime lives in the executable,
# so that there symbols must stay open.
function(_tickhub_refuse_undefined_symbols name)
    get_target_property(language ${name} LINKER_LANGUAGE)
    get_directory_property(options LINK_OPTIONS)
    string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
    set(flags "${CMAKE_${language}_FLAGS} ${CMAKE_${language}_FLAGS_${type}} ${CMAKE_MODULE_LINKER_FLAGS} ${options}")
    if(NOT (CMAKE_${language}_COMPILER_ID MATCHES Clang AND flags MATCHES "-fsanitize="))
        target_link_options(${name} PRIVATE -Wl,-z,defs)
    endif()
endfunction()

# A shared libc++ would mix its exception runtime with the host's libstdc++: an exception in flight is freed twice.
function(_tickhub_keep_libcxx_private name)
    get_target_property(language ${name} LINKER_LANGUAGE)
    if(NOT language STREQUAL CXX)
        return()
    endif()
    include(CheckCXXSymbolExists)
    check_cxx_symbol_exists(_LIBCPP_VERSION version TICKHUB_WITH_LIBCXX)
    if(TICKHUB_WITH_LIBCXX)
        target_link_options(${name} PRIVATE -static-libstdc++)
        target_link_libraries(${name} PRIVATE -Wl,-Bstatic -lc++abi -Wl,-Bdynamic)
    endif()
endfunction()
