#include "tools/memory.hpp"

#include "tools/fail.hpp"

#include <fstream>
#include <string>

namespace bench {

std::uint64_t resident_bytes(pid_t process) {
    std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
    std::string word;
    while (status >> word) {
        std::uint64_t kib = 0;
        if (word == "RssAnon:" && status >> kib)
            return kib * 1024;
    }
    fail("a server has ended early");
}

} // namespace bench
