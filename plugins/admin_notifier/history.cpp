#include "history.hpp"

namespace tickhub::admin_notifier {

std::uint64_t history::add(std::string_view event, severity grade, std::string_view json) {
    ++here_.sequence;
    entries_.push_back({here_.sequence, grade, event, std::string{json}});
    bytes_ += json.size();
    while (entries_.size() > max_entries_ || bytes_ > max_bytes) {
        bytes_ -= entries_.front().json.size();
        entries_.pop_front();
    }
    return here_.sequence;
}

} // namespace tickhub::admin_notifier
