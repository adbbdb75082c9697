// What waits for one connection, and in which order it leaves. Knows no socket and no time.
#pragma once

#include "http/event_frames.hpp"
#include "http/keyed_chains.hpp"
#include "http/memberships.hpp"
#include "http/message_lane.hpp"
#include "http/options.hpp"
#include "http/replay.hpp"
#include "http/state_lane.hpp"
#include "http/stream_source.hpp"

#include <tickhub/abi.h>

#include <sys/uio.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tickhub::http {

enum class lane : std::uint8_t { control, private_, event, keyed, state };
enum class delivery : std::uint8_t { state, fast, strict, keyed };

struct outbox_options {
    outbox_limits limits;
    http::framing framing = http::framing::chunked;
    bool resumes = false;       ///< nothing but what is in the control lane leaves before resume
    bool paced = false;         ///< state is queued as it is, as long as there is room
    std::uint64_t epoch = 0;    ///< for heartbeats
    std::uint64_t position = 0; ///< the client needs nothing up to here
    /// What a client is told that is closed for being slow.
    std::chrono::milliseconds invite_after{1000};
};

/// RFC 6455, 7.4.1.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t protocol_error = 1002;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t restart = 1012;
inline constexpr std::uint16_t try_again_later = 1013;
inline constexpr std::uint16_t unauthorized = 3000; // of IANA's registry
} // namespace close_code

/// The last words of a connection that is closed.
struct farewell {
    std::optional<std::chrono::milliseconds> retry{}; ///< event streams: when to come back, if at all
    std::uint16_t code = close_code::normal;          ///< WebSockets: RFC 6455, 7.4
    std::string reason{};
};

/// By the connection's I/O thread alone.
class outbox {
public:
    /// `joined`: the groups of the connection. It and the source outlive the outbox.
    outbox(outbox_options const& options, stream_source& source, memberships const& joined);
    outbox(outbox const&) = delete;
    outbox& operator=(outbox const&) = delete;

    /// Sent before all else, in no lane, and not counted: the response's head, the first `retry:`.
    void preface(frame_ref frame);

    /// A message of delivery fast or strict, or one of delivery state for this connection alone.
    /// `kept`: the topic, when the message has just been added to the source's history.
    void push(http::lane lane, http::delivery delivery, std::uint64_t key, frame_ref const& frame,
              topic_number kept = not_kept);
    /// One of delivery keyed, which waits in lane keyed: a delta that has all before it with the client, or a
    /// beginning.
    void push_keyed(std::uint64_t key, frame_ref const& frame, keyed_place const& place);
    /// The next key whose deltas go on when a beginning comes, and for which there is room now. Each once.
    [[nodiscard]] std::optional<std::uint64_t> next_wanted();
    /// What was asked for will not come: it is wanted again.
    void answer_lost(std::uint64_t key);
    /// The connection has left the group of these keys.
    void forget_keys(std::span<std::uint64_t const> keys);
    /// The cell's new current message. False when it waits for nothing but its turn behind a join of the cell's group.
    bool push_state(cell_number cell);
    /// All current messages of a group the connection has just joined.
    void prime(group_number group);
    /// The connection has left the group: what prime promised and was not drawn is taken back.
    void unprime(group_number group) noexcept;

    /// What came after `position` of these topics is to be sent, for each topic of which all that is there. Answers
    /// each topic. Only when the options say so, and once: see awaits_resume.
    [[nodiscard]] std::vector<recovery> resume(std::optional<std::uint64_t> position,
                                               std::span<topic_number const> topics);
    [[nodiscard]] bool awaits_resume() const noexcept { return replay_ && !replay_->resumed(); }
    /// Everything up to this number is with the client, or it has been told otherwise; nothing while it catches up.
    [[nodiscard]] std::optional<std::uint64_t> settled_position() const noexcept;
    /// The connection has joined the group: of what a resume brings it gets what is later than this.
    void note_join(group_number group, std::uint64_t latest);

    /// Says something of the server's own, in the control lane.
    void say(frame_ref frame);
    /// Makes the next frames of the control lane end in a heartbeat, unless one waits already.
    void request_heartbeat();

    /// Takes no more. Sends what is queued, then the farewell, then the end.
    void finish(farewell const& how);
    /// Takes no more, and drops what is queued: these bytes are the end. What is being written is written whole.
    void finish_with(frame_ref last);
    /// The connection is lost: everything queued is dropped.
    void abandon() noexcept;
    /// From now on the client gets its class's treatment.
    void stop_pacing() noexcept { options_.paced = false; }

    /// Fills in what to write next, in order, and keeps it until written. Returns how many entries were filled; 0 when
    /// there is nothing. What a call has returned is what the next call begins with.
    std::size_t next_frames(std::span<iovec> out);
    void written(std::size_t bytes) noexcept;

    [[nodiscard]] bool has_work() const noexcept;
    /// Everything is written, the end included.
    [[nodiscard]] bool finished() const noexcept;
    [[nodiscard]] bool accepting() const noexcept { return phase_ == phase::open; }
    /// The bounds are at most half used: what one event brings will fit.
    [[nodiscard]] bool roomy() const noexcept;
    [[nodiscard]] bool has_form_of(frame const& what) const noexcept { return what.has_form(options_.framing); }
    /// The control lane has something, which does not wait for coalescing.
    [[nodiscard]] bool urgent() const noexcept { return !lanes_[0].empty() || !urgent_state_.empty(); }
    /// Messages that are queued: the books' balance, counted the other way.
    [[nodiscard]] std::size_t queued() const noexcept;
    [[nodiscard]] std::uint64_t epoch() const noexcept { return options_.epoch; }
    [[nodiscard]] http::framing framing() const noexcept { return options_.framing; }
    [[nodiscard]] tally const& books() const noexcept { return books_; }

private:
    enum class phase : std::uint8_t { open, finishing, ended };
    struct writing_entry {
        frame_ref frame;
        bool counts = false; ///< a message, not the server's own words
    };
    static constexpr std::size_t message_lanes = 4;

    [[nodiscard]] message_lane& at(http::lane lane) noexcept;
    [[nodiscard]] bool fits(std::size_t bytes) const noexcept;
    [[nodiscard]] std::size_t frames_used() const noexcept;
    bool make_room(http::lane lane, http::delivery delivery, std::size_t bytes);
    bool drop_fast(message_lane& lane);
    bool break_oldest_key();
    void drop_key(std::uint64_t key);
    void refuse_slow(http::lane lane, http::delivery delivery, frame_ref const& frame);
    bool draw();
    bool draw_from(std::size_t lane);
    bool draw_state(state_lane& from);
    [[nodiscard]] state_lane& lane_of(state_cells::cell const& cell) noexcept;
    [[nodiscard]] std::size_t held_bytes() const noexcept { return urgent_state_.held_bytes() + state_.held_bytes(); }
    [[nodiscard]] bool anything_below(std::size_t lane) const noexcept;
    void drop_lanes() noexcept;
    void write(frame_ref frame, bool counts);
    void write_entry(lane_entry entry);
    void write_replayed();
    void write_end();
    [[nodiscard]] bool replay_is_next();
    void end_replay() noexcept;
    [[nodiscard]] std::uint64_t latest() const noexcept;
    [[nodiscard]] std::uint64_t position();

    outbox_options options_;
    stream_source* source_;
    std::array<message_lane, message_lanes> lanes_;
    std::array<std::uint8_t, message_lanes> since_lower_{}; // frames since a lower lane got one
    state_lane urgent_state_;                               // of the control lane
    state_lane state_;
    std::size_t bytes_ = 0; // of the messages in the message lanes
    ring<writing_entry> writing_;
    std::size_t writing_bytes_ = 0;
    std::size_t offset_ = 0; // written of the first
    farewell farewell_;
    phase phase_ = phase::open;
    bool end_written_ = false;
    bool slow_ = false;      // why it finishes
    bool answering_ = false; // the answer to a resume has not left: nothing may overtake it
    bool heartbeat_waits_ = false;
    tally books_;
    std::unique_ptr<keyed_chains> chains_; // once there is a key
    std::unique_ptr<replay> replay_;       // until the client has caught up; it goes with the lane `event`
};

} // namespace tickhub::http
