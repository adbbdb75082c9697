# The build's half of the law: with the include paths that the targets really have, a forbidden include finds no file.
# Beside each stands its control, the same command on a lawful file, so that a broken command isn't taken for the law.

# Never built: it lends its include paths, which are those of every plugin.
tickhub_add_plugin(architecture_probe testdata/plugin_includes_sdk.cpp)
set_target_properties(architecture_probe architecture_probe_parts PROPERTIES EXCLUDE_FROM_ALL ON)

function(includes_of target out)
    set(folders "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
    set(${out} "$<$<BOOL:${folders}>:-I$<JOIN:${folders},$<SEMICOLON>-I>>" PARENT_SCOPE)
endfunction()

set(data "${CMAKE_CURRENT_SOURCE_DIR}/testdata")

includes_of(architecture_probe_parts folders)
set(compile "${CMAKE_CXX_COMPILER}" -std=c++20 "${folders}")
tickhub_add_compile_test("a plugin that includes the sdk compiles" "${data}/plugin_includes_sdk.cpp"
    COMMAND ${compile})
tickhub_add_compile_test("a plugin that includes a core header does not compile" "${data}/plugin_includes_core.cpp"
    COMMAND ${compile} FAILS_WITH "fatal error: config/hub_config.hpp: No such file")

includes_of(tickhub_config folders)
set(compile "${CMAKE_CXX_COMPILER}" -std=c++20 "${folders}")
tickhub_add_compile_test("a core folder that includes downward compiles" "${data}/config_includes_observe.cpp"
    COMMAND ${compile})
tickhub_add_compile_test("a core folder that includes upward does not compile" "${data}/config_includes_loader.cpp"
    COMMAND ${compile} FAILS_WITH "fatal error: loader/loader.hpp: No such file")
