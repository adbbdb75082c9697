#include "state_key.hpp"

#include <algorithm>

namespace tickhub::sse_broadcaster {

namespace {

// There are a handful of forms, so that looking through them all is the fastest way.
template <class Forms, class Form>
std::uint64_t number_of(Forms& forms, Form const& form) {
    auto const found = std::find(forms.begin(), forms.end(), form);
    auto const place = static_cast<std::uint64_t>(found - forms.begin());
    if (found == forms.end())
        forms.emplace_back(form);
    return place + 1;
}

} // namespace

std::uint64_t state_keys::form_of(event e) {
    if (auto const* bar = e.as<tickhub_ohlcv>())
        return number_of(intervals_, bar->interval);
    if (auto const* movers = e.as<tickhub_movers>())
        return number_of(universes_, e.text(movers->universe));
    return 0;
}

std::uint64_t state_keys::of(event e) {
    bool const about_instrument = e.instrument() != 0;
    std::uint64_t const subject = about_instrument ? e.instrument() : e.header().publisher_id;
    // record 8 bits, whose number the subject is 1 bit, form 23 bits, subject 32 bits
    return std::uint64_t{e.record()} << 56 | std::uint64_t{about_instrument} << 55 | (form_of(e) & 0x7fffffu) << 32 |
           subject;
}

} // namespace tickhub::sse_broadcaster
