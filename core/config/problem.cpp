#include "config/problem.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <tuple>

namespace tickhub::config {
std::string text_of(problem const& p) {
    std::string text = p.file + ':';
    if (p.line > 0)
        text += std::to_string(p.line) + ':' + std::to_string(p.column) + ':';
    text += ' ' + p.message;
    if (!p.suggestion.empty())
        text += "; did you mean `" + p.suggestion + "`?";
    text += '\n';
    return text + p.excerpt;
}

std::string text_of(std::vector<problem> const& problems) {
    std::string text;
    for (problem const& p : problems)
        text += text_of(p);
    return text;
}

std::string json_of(std::vector<problem> const& problems) {
    boost::json::array array;
    for (problem const& p : problems) {
        boost::json::object object;
        object["file"] = p.file;
        object["line"] = p.line;
        object["column"] = p.column;
        object["end_column"] = p.end_column;
        object["message"] = p.message;
        if (p.suggestion.empty())
            object["suggestion"] = nullptr;
        else
            object["suggestion"] = p.suggestion;
        array.push_back(std::move(object));
    }
    return boost::json::serialize(array) + '\n';
}

void sort_problems(std::vector<problem>& problems) {
    std::stable_sort(problems.begin(), problems.end(), [](problem const& a, problem const& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    std::vector<problem> once;
    for (problem& p : problems) {
        // Equal ones have the same place, so they are among the last few.
        bool seen = false;
        for (auto other = once.rbegin(); other != once.rend() && !seen; ++other) {
            if (other->line != p.line || other->column != p.column || other->file != p.file)
                break;
            seen = *other == p;
        }
        if (!seen)
            once.push_back(std::move(p));
    }
    problems = std::move(once);
}

} // namespace tickhub::config
