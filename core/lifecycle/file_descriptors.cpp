#include "lifecycle/file_descriptors.hpp"

#include <sys/resource.h>

#include <limits>
#include <string>

namespace tickhub::lifecycle {
namespace {

constexpr std::uint64_t for_all_else = 128;
constexpr char const* how_to_raise = "raise the limit (ulimit -n, LimitNOFILE= of a systemd service, --ulimit nofile= "
                                     "of a container)";

std::uint64_t limit() noexcept {
    rlimit now{};
    if (::getrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur == RLIM_INFINITY)
        return std::numeric_limits<std::uint64_t>::max();
    return now.rlim_cur;
}

} // namespace

void raise_file_descriptor_limit() noexcept {
    rlimit now{};
    if (::getrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur == now.rlim_max)
        return;
    now.rlim_cur = now.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &now); // whether it worked shows when the limit is looked at
}

std::uint64_t file_descriptors_wanted(config::hub_config const& config) noexcept {
    std::uint64_t wanted = for_all_else;
    for (auto const& listener : config.listeners)
        wanted += listener.max_connections;
    return wanted;
}

void tell_of_few(notices& to, config::hub_config const& config) {
    std::uint64_t const wanted = file_descriptors_wanted(config);
    std::uint64_t const there = limit();
    if (wanted <= there)
        return;
    to.tell(notice::few_file_descriptors, "",
            "this process may open " + std::to_string(there) + " files, but the listeners' max_connections need " +
                std::to_string(wanted) + ": " + how_to_raise + " or lower max_connections");
}

void tell_of(notices& to, http::accept_failure const& failed) {
    std::string text =
        "the listener " + std::string{failed.listener} + " can't accept clients that wait: " + failed.text;
    if (failed.times > 1)
        text += ", " + std::to_string(failed.times) + " times since this was last told";
    if (failed.error == http::accept_error::no_file_descriptor)
        text += std::string{": "} + how_to_raise + ", or lower max_connections";
    to.tell(notice::accept_failed, "", text);
}

} // namespace tickhub::lifecycle
