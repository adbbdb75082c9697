// Gathers what is wrong while a file is read.
#pragma once

#include "config/problem.hpp"
#include "config/source.hpp"
#include "config/span.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tickhub::config {

/// What is wrong, by place in the text. Becomes problems at the end, when all secrets are known.
class findings {
public:
    /// More than this many help nobody; the rest is left out.
    static constexpr std::size_t most = 200;

    void add(span where, std::string message, std::string suggestion = {});
    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return found_.size(); }

    /// By place, the same one told once.
    [[nodiscard]] std::vector<problem> as_problems(source const& text) const;

private:
    struct finding {
        span where;
        std::string message;
        std::string suggestion;
    };
    std::vector<finding> found_;
};

} // namespace tickhub::config
