# cmake --install: bin/tickhub, lib/tickhub/plugins/*.so, include/tickhub/*, what find_package(tickhub) reads, and the
# template plugins to start from.

include(CMakePackageConfigHelpers)
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/tickhub")

install(DIRECTORY sdk/include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS tickhub_sdk EXPORT tickhub_targets)
# The testing library goes as source, so that a plugin's own compiler and runtime build it: tickhubConfig.cmake.
install(DIRECTORY sdk/testing/include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY sdk/testing/ DESTINATION "${CMAKE_INSTALL_DATADIR}/tickhub/testing"
    FILES_MATCHING PATTERN "*.cpp" PATTERN "*.hpp" PATTERN include EXCLUDE PATTERN program EXCLUDE PATTERN plugins EXCLUDE)
install(DIRECTORY sdk/testing/plugins/ DESTINATION "${CMAKE_INSTALL_DATADIR}/tickhub/test_plugins")
install(TARGETS tickhub_contract_checks RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(EXPORT tickhub_targets NAMESPACE tickhub:: FILE tickhubTargets.cmake DESTINATION "${package_folder}")

configure_package_config_file(cmake/tickhubConfig.cmake.in "${CMAKE_BINARY_DIR}/tickhubConfig.cmake"
    INSTALL_DESTINATION "${package_folder}"
    PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_DATADIR CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
# A plugin that was built against 1.x loads in every 1.y, and so does its source.
write_basic_package_version_file("${CMAKE_BINARY_DIR}/tickhubConfigVersion.cmake" COMPATIBILITY SameMajorVersion)
install(FILES "${CMAKE_BINARY_DIR}/tickhubConfig.cmake" "${CMAKE_BINARY_DIR}/tickhubConfigVersion.cmake"
    cmake/tickhub_add_plugin.cmake cmake/tickhub_plugin.map DESTINATION "${package_folder}")

install(DIRECTORY sdk/template DESTINATION "${CMAKE_INSTALL_DATADIR}/tickhub")
