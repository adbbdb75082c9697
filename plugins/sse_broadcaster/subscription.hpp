// What one client wants, read from its request.
#pragma once

#include "topics.hpp"

#include <tickhub/host.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::sse_broadcaster {

/// Which records a client is sent: those of its topics that are about its instruments, or about no one instrument.
struct subscription {
    topic_set topics;
    bool every_instrument = true;                   ///< those that become known later too
    std::vector<tickhub_instrument_id> instruments; ///< ascending, when not every one

    friend bool operator==(subscription const&, subscription const&) = default;
};

/// What a request says of it; borrowed from the request.
struct asked {
    std::optional<std::string_view> topics = {};   ///< a comma-separated list; absent or empty means all
    std::optional<std::string_view> symbols = {};  ///< the same; so does a symbol `*`
    std::vector<std::string_view> parameters = {}; ///< the names of all that the request gives
};

/// Something in a request that can't be had; the client is told, and gets the rest.
struct problem {
    std::string_view code;         ///< for programs: unknown_parameter, unknown_topic, forbidden_topic, unknown_symbol,
                                   ///< too_many_symbols, more_problems
    std::string_view subject = {}; ///< which member names it: "parameter", "topic" or "symbol"; empty = none
    std::string_view name = {};    ///< as the client wrote it; borrowed from the request
    std::string text;              ///< for people
};

struct wanted {
    subscription what;
    std::vector<problem> problems;
};

/// What a server offers, and how much of it to one client.
struct offer {
    topic_set topics = {}; ///< that are served to this client
    std::size_t max_symbols = 0;
    topic_set forbidden = {}; ///< that others may have
};

/// Reads what a request asks for. The instruments are those that `find_instrument` knows now; a symbol that becomes
/// known later isn't joined by itself. The problems borrow from the request. [any thread]
template <class Find>
[[nodiscard]] wanted read_subscription(asked const& request, offer const& offered, Find find_instrument);

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

/// No more problems than these are told one by one: a request must not make its answer many times its own size.
inline constexpr std::size_t told_problems = 20;

/// The first item of a comma-separated list, without the blanks around it, which is taken off the list.
[[nodiscard]] std::string_view take_item(std::string_view& list) noexcept;

void read_parameters(std::span<std::string_view const> names, wanted& result);
void read_topics(std::string_view list, offer const& offered, wanted& result);
[[nodiscard]] problem unknown_symbol(std::string_view symbol);
[[nodiscard]] problem too_many_symbols(std::size_t max);
/// Orders the instruments, and folds the problems over the bound into one.
void settle(wanted& result);

} // namespace detail

template <class Find>
wanted read_subscription(asked const& request, offer const& offered, Find find_instrument) {
    wanted result;
    detail::read_parameters(request.parameters, result);
    detail::read_topics(request.topics.value_or(std::string_view{}), offered, result);

    std::string_view list = request.symbols.value_or(std::string_view{});
    std::size_t named = 0;
    bool every = list.empty();
    while (!list.empty() && !every) {
        auto const symbol = detail::take_item(list);
        if (symbol.empty())
            continue;
        if (symbol == "*") {
            every = true;
        } else if (++named > offered.max_symbols) {
            // The first of all: behind many unknown symbols it would be folded away.
            result.problems.insert(result.problems.begin(), detail::too_many_symbols(offered.max_symbols));
            break;
        } else if (tickhub_instrument_id const id = find_instrument(symbol); id != 0) {
            result.what.instruments.push_back(id);
        } else {
            result.problems.push_back(detail::unknown_symbol(symbol));
        }
    }
    result.what.every_instrument = every;
    detail::settle(result);
    return result;
}

} // namespace tickhub::sse_broadcaster
