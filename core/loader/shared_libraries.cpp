#include "loader/shared_libraries.hpp"

#include <boost/dll/shared_library.hpp>

#include <cassert>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>

namespace tickhub::loader {
namespace {

struct registry {
    std::mutex lock;
    std::map<std::filesystem::path, boost::dll::shared_library> libraries;
};

// Reachable for ever, destroyed never.
registry& the_registry() {
    static auto& instance = *new registry;
    return instance;
}

// The dynamic linker's own words inside of Boost's: "load() failed (dlerror system message: WORDS): Bad file
// descriptor".
std::string linker_words(std::system_error const& error, std::filesystem::path const& path) {
    std::string_view text = error.what();
    constexpr std::string_view before = "(dlerror system message: ";
    if (auto const at = text.find(before); at != std::string_view::npos) {
        text.remove_prefix(at + before.size());
        text = text.substr(0, text.rfind("): "));
    }
    if (std::string const prefix = path.string() + ": "; text.substr(0, prefix.size()) == prefix)
        text.remove_prefix(prefix.size());
    return std::string{text};
}

} // namespace

std::variant<tickhub_plugin const*, refusal> load_library(std::filesystem::path const& path) {
    assert(path.is_absolute());
    registry& all = the_registry();
    std::scoped_lock const hold{all.lock};
    try {
        auto& library = all.libraries[path];
        if (!library.is_loaded())
            library.load(path, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
        return &library.get<tickhub_plugin const>(TICKHUB_PLUGIN_SYMBOL);
    } catch (std::system_error const& error) {
        return refusal{"the dynamic linker refuses it: " + linker_words(error, path)};
    }
}

} // namespace tickhub::loader
