#include "config/findings.hpp"

#include <utility>

namespace tickhub::config {

void findings::add(span where, std::string message, std::string suggestion) {
    if (found_.size() < most)
        found_.push_back({where, std::move(message), std::move(suggestion)});
}

std::vector<problem> findings::as_problems(source const& text) const {
    std::vector<problem> problems;
    problems.reserve(found_.size());
    for (finding const& f : found_)
        problems.push_back(text.at(f.where, f.message, f.suggestion));
    sort_problems(problems);
    return problems;
}

} // namespace tickhub::config
