#include "http/mounts.hpp"

namespace tickhub::http {

std::string mounts::add(std::string_view listener, std::string_view path, std::string_view owner,
                        std::shared_ptr<mount_point> where) {
    std::lock_guard const lock{mutex_};
    auto const [place, fresh] =
        entries_.try_emplace({std::string{listener}, std::string{path}}, entry{std::string{owner}, std::move(where)});
    if (!fresh)
        return "the path " + std::string{path} + " is served by " + place->second.owner + " already";
    return {};
}

void mounts::remove_all_of(port const& port) {
    std::lock_guard const lock{mutex_};
    for (auto next = entries_.begin(); next != entries_.end();)
        next = next->second.where->port.get() == &port ? entries_.erase(next) : std::next(next);
}

std::shared_ptr<mount_point> mounts::find(std::string_view listener, std::string_view path) const {
    std::lock_guard const lock{mutex_};
    auto const found = entries_.find({std::string{listener}, std::string{path}});
    return found == entries_.end() ? nullptr : found->second.where;
}

} // namespace tickhub::http
