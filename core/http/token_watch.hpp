// Ends the connections of one I/O thread whose tokens expire or are revoked.
#pragma once

#include "http/deadlines.hpp"
#include "http/live_tokens.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace tickhub::http {

class authority;

/// By its I/O thread alone.
class token_watch final : public timed {
public:
    /// Tells `carry_out` what happens to which connection.
    token_watch(deadlines& clock, std::function<void(token_step const&)> carry_out)
        : clock_{clock}
        , carry_out_{std::move(carry_out)} {}

    /// A connection was opened with this token, which may have been ended in the meantime.
    void add(std::uint64_t connection, std::shared_ptr<identity const> who, authority const& by, steady_time now);
    void remove(std::uint64_t connection);
    /// Some tokens were ended: looks at all.
    void look_again(authority const& by);
    void extend(std::string_view session, unix_time expires, authority const& by, steady_time now);

private:
    void on_deadline(steady_time now) override;
    void set_deadline();

    deadlines& clock_;
    std::function<void(token_step const&)> carry_out_;
    live_tokens tokens_;
};

} // namespace tickhub::http
