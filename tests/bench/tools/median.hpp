#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bench {

/// Of at least one value.
inline double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The median of what `of` says of each.
template <class T, class Of>
double median_of(std::vector<T> const& all, Of of) {
    std::vector<double> values;
    for (T const& one : all)
        values.push_back(of(one));
    return median(std::move(values));
}

/// The median of the ratios of pairs taken in one round.
template <class T, class Of>
double median_ratio(std::vector<T> const& ours, std::vector<T> const& measure, Of of) {
    std::vector<double> values;
    for (std::size_t i = 0; i != ours.size() && i != measure.size(); ++i)
        values.push_back(of(ours[i]) / of(measure[i]));
    return median(std::move(values));
}

} // namespace bench
