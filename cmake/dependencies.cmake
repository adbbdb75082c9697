# The hub's third-party libraries, all from Debian 12. Plugins bring their own in their own CMakeLists.txt.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(prometheus-cpp REQUIRED) # Debian's package, 1.0, states no version to CMake
find_package(CLI11 2.1 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(PkgConfig REQUIRED) # libsodium has no CMake package
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)

# yaml-cpp 0.7 exports its target without a namespace; with one, a missing package is an error at configure time.
if(NOT TARGET yaml-cpp::yaml-cpp)
    add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
