// The http service without a network: it writes down, for each client, what it was sent.
#pragma once

#include <tickhub/abi.h>
#include <tickhub/testing/fake_history.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tickhub::testing {

class fake_host;

/// The clients of one sink, numbered from 1, and what reached them. Nobody is slow, and nothing is ever dropped; but
/// what is sent to a throttled group arrives when the host's steady clock has been moved past the tick.
class fake_http {
public:
    using pairs = std::map<std::string, std::string>;

    explicit fake_http(fake_host& host);
    fake_http(fake_http const&) = delete;
    fake_http& operator=(fake_http const&) = delete;

    [[nodiscard]] tickhub_http const& raw() const noexcept { return raw_; }

    /// What was mounted, as "listener path", in the order of their numbers, from 1.
    [[nodiscard]] std::vector<std::string> const& mounts() const noexcept { return mounts_; }

    /// A new client's request; give it to on_request. Borrowed until the next one is made.
    tickhub_request const& make_request(pairs query, pairs headers, std::string method, std::uint32_t mount = 1);
    /// The same by a client that wants a WebSocket, and offers these subprotocols.
    tickhub_request const& make_websocket_request(pairs query, pairs headers, std::string subprotocols,
                                                  std::uint32_t mount = 1);
    [[nodiscard]] std::size_t client_count() const noexcept { return clients_.size(); }
    /// How often the client's request was answered: once is right, and it may still be open.
    [[nodiscard]] int answers(std::size_t client) const { return clients_.at(client - 1).answers; }
    [[nodiscard]] bool has_websocket(std::size_t client) const {
        auto const& who = clients_.at(client - 1);
        return who.open && who.websocket;
    }
    /// The client goes; give its number to on_closed. False when it has no stream.
    bool disconnect(std::size_t client);

    /// What the client has been sent since the last call: a line for each event, "name #id data"; an answer that is no
    /// stream as "405 text/plain …". A WebSocket's begins with "subprotocol …", its texts are "text …", its binary
    /// messages "binary …" in hex, and a close is "close 1000 …". The epoch, which differs from run to run, is EPOCH.
    std::string read(std::size_t client);
    /// The lane and delivery of each event since the last read: "ticker: state/state".
    std::string manners(std::size_t client);
    [[nodiscard]] tickhub_stream_options const& options(std::size_t client) const {
        return clients_.at(client - 1).options;
    }

    /// The client gets no deltas of the key (delivery KEYED) until it begins anew: as a slow one's. See
    /// stage::want_snapshot.
    void break_chain(std::size_t client, std::uint64_t key) { clients_.at(client - 1).chains.erase(key); }

    /// How many broadcasts there were.
    [[nodiscard]] std::size_t broadcasts() const noexcept { return broadcasts_; }
    /// While muted, clients are not written down, and nothing is allocated here.
    void mute(bool muted) noexcept { muted_ = muted; }

private:
    struct sent {
        std::string event, data;
        std::uint64_t key, sequence;
        std::uint8_t lane, delivery, form;
        bool begins = false;
    };
    struct client_state {
        tickhub_stream_options options{};
        std::string text, how;
        int answers = 0;
        bool open = false;
        bool wants_websocket = false;
        bool websocket = false;
        bool awaits_resume = false;
        std::set<std::uint64_t> chains; // keys of delivery KEYED whose deltas come
        std::vector<sent> held;         // until it has resumed
    };
    struct group_state {
        std::set<std::uint64_t> keys;       // of delivery KEYED
        std::uint64_t step = 0;             // of a throttled group
        std::vector<std::uint64_t> waiting; // keys, for the next tick
        std::uint64_t due = 0;              // the tick, in steady time
        std::vector<std::size_t> members;
        std::vector<std::pair<std::uint64_t, sent>> current; // in the order in which keys were first sent
    };

    static sent copy(tickhub_message const& message);
    void write_down(client_state& to, sent const& message);
    void deliver(std::size_t client, sent const& message);
    void broadcast(std::vector<tickhub_group> const& groups, sent const& message);
    void make_current(tickhub_group group, sent const& message);
    void hold_back(tickhub_group group, std::uint64_t key);
    void run_ticks();
    [[nodiscard]] bool is_member(std::size_t client, std::vector<tickhub_group> const& groups) const;
    void resume(std::size_t client, std::string_view last_event_id, std::vector<std::string> const& topics);
    void fill();
    // Checks that the call comes from inside a callback, as all of this service must.
    static fake_http& self(void* context, char const* function);

    fake_host& host_;
    std::vector<std::string> mounts_;
    std::deque<client_state> clients_;
    std::deque<group_state> groups_;
    fake_history<sent> history_;
    std::uint64_t latest_ = 0; // the highest number that was sent
    std::string method_;
    pairs query_, headers_;
    tickhub_request request_{};
    std::size_t broadcasts_ = 0;
    bool muted_ = false;
    tickhub_http raw_{};
};

} // namespace tickhub::testing
