# tickhub_core_library(<folder> [DEPENDS <folder>...] [LIBRARIES <target>...] [PRECOMPILE <header>...])
#
# Makes the target tickhub_<folder> from all of core/<folder>/*.cpp (but main.cpp). While the folder has none it is an
# INTERFACE target, so that others can already link it.
#
# The layer law is kept by the include path: a folder sees itself, its DEPENDS and what those depend on, through
# build/<preset>/layers/<folder>/<folder>, a link to core/<folder>. Including upward doesn't compile.
function(tickhub_core_library folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;LIBRARIES;PRECOMPILE")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tickhub_core_library(${folder}): what is ${arg_UNPARSED_ARGUMENTS}?")
    endif()
    set(target tickhub_${folder})
    set(layer "${CMAKE_BINARY_DIR}/layers/${folder}")
    file(MAKE_DIRECTORY "${layer}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${layer}/${folder}" SYMBOLIC)

    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    if(sources)
        add_library(${target} STATIC ${sources})
        set(scope PUBLIC)
        # Private: a header of ours that shows a third-party type in its face is looked at twice.
        target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
        if(arg_PRECOMPILE)
            target_precompile_headers(${target} PRIVATE ${arg_PRECOMPILE})
        endif()
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${target} ${scope} "${layer}")
    target_link_libraries(${target} ${scope} tickhub::sdk)
    foreach(lower IN LISTS arg_DEPENDS)
        if(NOT TARGET tickhub_${lower})
            message(FATAL_ERROR "core/${folder} depends on core/${lower}, which is not below it")
        endif()
        target_link_libraries(${target} ${scope} tickhub_${lower})
    endforeach()
endfunction()
