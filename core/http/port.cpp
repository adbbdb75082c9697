#include "http/port.hpp"

#include "http/handles.hpp"
#include "http/utf8.hpp"

#include <algorithm>
#include <utility>

namespace tickhub::http {

namespace {

constexpr std::uint64_t most_sink_groups = 1'048'576;
constexpr std::size_t most_cells = 1'048'576;
constexpr std::size_t longest_message = 1024 * 1024;

std::string_view view(tickhub_text text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

} // namespace

port::port(http::site& site, std::string_view component, sink_events& events)
    : site_{site}
    , component_{component}
    , table_{make_table(*this)}
    , events_{&events} {
    for (std::size_t i = 0; i < site_.queues.size(); ++i)
        shares_.push_back(std::make_unique<share>());
}

tickhub_status port::mount(std::string_view listener, std::string_view path, std::uint32_t& number, std::string& why) {
    auto const found = site_.places.find(listener);
    if (found == site_.places.end()) {
        why = "there is no listener " + std::string{listener};
        return TICKHUB_FAILED;
    }
    auto const normal = parse_target(path, why);
    if (!normal || normal->path != path) {
        why = std::string{path} + " is no path that a URL can have" + (why.empty() ? "" : ": " + why);
        return TICKHUB_FAILED;
    }
    if (own_path(path) || found->second->files.has(path)) {
        why = "the path " + std::string{path} + " is served by " +
              (own_path(path) ? "the hub itself" : "a file of the listener " + std::string{listener});
        return TICKHUB_FAILED;
    }
    auto where = std::make_shared<mount_point>();
    where->port = shared_from_this();
    where->number = mounts_ + 1;
    why = site_.mounts.add(listener, path, component_, std::move(where));
    if (!why.empty())
        return TICKHUB_FAILED;
    number = ++mounts_;
    return TICKHUB_OK;
}

tickhub_status port::respond(tickhub_request_id request, tickhub_response const& response) {
    if (response.struct_size < sizeof(tickhub_response) || response.status < 200 || response.status > 599 ||
        view(response.content_type).find_first_of("\r\n") != std::string_view::npos)
        return TICKHUB_INVALID;
    if (!take(request))
        return TICKHUB_UNKNOWN;
    command what{.kind = command_kind::respond, .port = this, .connection = request};
    what.extra = std::make_unique<command_extra>();
    what.extra->status = response.status;
    what.extra->content_type = view(response.content_type);
    what.extra->body = view(response.body);
    post(std::move(what), queue_of(request), command_queue::when_full::squeeze);
    return TICKHUB_OK;
}

tickhub_status port::open(tickhub_request_id request, connection_options options, tickhub_connection& connection) {
    {
        std::lock_guard const lock{pending_mutex_};
        auto const found = pending_.find(request);
        if (found == pending_.end())
            return TICKHUB_UNKNOWN;
        if (found->second != options.websocket.has_value())
            return TICKHUB_INVALID;
        pending_.erase(found);
    }
    epoch_ = options.epoch;
    has_websockets_ = has_websockets_ || options.websocket.has_value();
    connection = request;
    command what{.kind = command_kind::open, .port = this, .connection = request};
    what.extra = std::make_unique<command_extra>();
    what.extra->opening = std::move(options);
    post(std::move(what), queue_of(request), command_queue::when_full::squeeze);
    return TICKHUB_OK;
}

tickhub_group port::create_group(throttle_step step) {
    if (groups_ == most_sink_groups)
        return 0;
    for (command_queue* const queue : site_.queues) {
        if (step == throttle_step::none)
            break;
        command what{.kind = command_kind::throttle, .group_count = 1, .port = this};
        what.few[0] = static_cast<group_number>(groups_);
        what.extra = std::make_unique<command_extra>();
        what.extra->step = step;
        post(std::move(what), *queue, command_queue::when_full::squeeze);
    }
    return ++groups_;
}

void port::membership(command_kind kind, tickhub_connection connection, tickhub_group group) {
    if (!knows(group)) {
        refused_messages_.add(1);
        return;
    }
    command what{.kind = kind, .group_count = 1, .port = this, .connection = connection};
    what.few[0] = static_cast<group_number>(group - 1);
    post(std::move(what), queue_of(connection), command_queue::when_full::squeeze);
}

void port::send(tickhub_connection connection, tickhub_message const& message) {
    command what{.kind = command_kind::send, .port = this, .connection = connection};
    if (!prepare(message, what))
        return;
    command lost{.kind = command_kind::answer_lost, .port = this, .connection = connection, .key = what.key};
    bool const begins = what.begins;
    if (!post(std::move(what), queue_of(connection), command_queue::when_full::wait) && begins)
        post(std::move(lost), queue_of(connection), command_queue::when_full::squeeze);
}

void port::broadcast(tickhub_group const* groups, std::uint32_t count, tickhub_message const& message) {
    command what{.kind = command_kind::broadcast, .port = this};
    if (count > most_groups || !std::all_of(groups, groups + count, [this](tickhub_group g) { return knows(g); })) {
        refused_messages_.add(1);
        return;
    }
    if (!prepare(message, what))
        return;
    if (what.lane == lane::event && message.sequence != 0 && message.form == TICKHUB_FORM_EVENT)
        what.kept = number_of(view(message.event));
    if (what.kept != not_kept) {
        if (message.sequence <= last_kept_) {
            refused_messages_.add(1);
            return;
        }
        last_kept_ = message.sequence;
    }
    what.group_count = static_cast<std::uint8_t>(count);
    if (count > few_groups)
        what.extra = std::make_unique<command_extra>();
    std::transform(groups, groups + count, what.groups().begin(),
                   [](tickhub_group g) { return static_cast<group_number>(g - 1); });
    if (what.delivery == delivery::state && !number_cells(what))
        what.delivery = delivery::fast;
    if (what.delivery == delivery::keyed && !number_cells(what)) {
        refused_messages_.add(1);
        return;
    }
    for (std::size_t i = site_.queues.size(); i-- > 0;) {
        command one = i == 0 ? std::move(what) : what.copy();
        topic_number const kept = one.kept;
        std::optional<command> lost;
        if (one.delivery == delivery::keyed) {
            lost = one.copy();
            lost->kind = command_kind::keyed_lost;
            lost->frame = {};
        }
        if (post(std::move(one), *site_.queues[i], command_queue::when_full::wait))
            continue;
        if (kept != not_kept)
            shares_[i]->source.lost_at_handover.store(message.sequence, std::memory_order_relaxed);
        if (lost)
            post(std::move(*lost), *site_.queues[i], command_queue::when_full::squeeze);
    }
}

void port::clear(tickhub_group group) {
    if (!knows(group)) {
        refused_messages_.add(1);
        return;
    }
    for (command_queue* const queue : site_.queues) {
        command what{.kind = command_kind::clear, .group_count = 1, .port = this};
        what.few[0] = static_cast<group_number>(group - 1);
        post(std::move(what), *queue, command_queue::when_full::squeeze);
    }
}

void port::close(tickhub_connection connection, farewell last_words) {
    command what{.kind = command_kind::close, .port = this, .connection = connection};
    what.extra = std::make_unique<command_extra>();
    what.extra->last_words = std::move(last_words);
    post(std::move(what), queue_of(connection), command_queue::when_full::squeeze);
}

void port::callback_ends() {
    in_callback_ = false;
    for (command_queue* const queue : site_.queues)
        queue->ring();
}

void port::close_all() {
    for (command_queue* const queue : site_.queues)
        post_from_outside({.kind = command_kind::close_all, .port = this}, *queue);
}

void port::retire() {
    {
        std::lock_guard const lock{events_mutex_};
        events_ = nullptr;
    }
    site_.mounts.remove_all_of(*this);
    for (command_queue* const queue : site_.queues) {
        command what{.kind = command_kind::retire, .port = this};
        what.extra = std::make_unique<command_extra>();
        what.extra->keep_alive = shared_from_this();
        post_from_outside(std::move(what), *queue);
    }
}

bool port::prepare(tickhub_message const& message, command& out) {
    bool const is_text = message.form != TICKHUB_FORM_BINARY && (has_websockets_ || message.form == TICKHUB_FORM_TEXT);
    bool const sound = message.struct_size >= sizeof(tickhub_message) && valid_event_name(view(message.event)) &&
                       message.data.size <= longest_message && message.lane >= TICKHUB_LANE_CONTROL &&
                       message.lane <= TICKHUB_LANE_STATE && message.form <= TICKHUB_FORM_BINARY &&
                       message.delivery >= TICKHUB_DELIVERY_STATE && message.delivery <= TICKHUB_DELIVERY_KEYED &&
                       (message.delivery != TICKHUB_DELIVERY_KEYED || message.lane == TICKHUB_LANE_KEYED) &&
                       // What may be superseded can't be resumed, so a number would promise too much.
                       (message.sequence == 0 ||
                        (message.delivery != TICKHUB_DELIVERY_STATE && message.delivery != TICKHUB_DELIVERY_KEYED)) &&
                       // A browser ends a WebSocket on which anything else comes.
                       (!is_text || valid_utf8(view(message.data)));
    if (!sound) {
        refused_messages_.add(1);
        return false;
    }
    out.lane = static_cast<http::lane>(message.lane - TICKHUB_LANE_CONTROL);
    out.delivery = static_cast<http::delivery>(message.delivery - TICKHUB_DELIVERY_STATE);
    out.begins = out.delivery == delivery::keyed && message.begins != 0;
    out.key = message.key;
    if (message.form == TICKHUB_FORM_EVENT) {
        out.frame = make_event(pool_, {view(message.event), view(message.data), epoch_, message.sequence},
                               has_websockets_ ? forms::both : forms::event_stream);
    } else {
        out.frame = make_message(
            pool_, {view(message.event), view(message.data), message.form == TICKHUB_FORM_BINARY, message.sequence});
    }
    return true;
}

bool port::number_cells(command& out) {
    for (std::size_t i = 0; i < out.group_count; ++i) {
        cell_key const key{out.key, out.groups()[i]};
        auto found = cells_.find(key);
        if (found == cells_.end()) {
            if (cells_.size() >= most_cells)
                return false;
            found = cells_.emplace(key, static_cast<cell_number>(cells_.size())).first;
        }
        out.cells()[i] = found->second;
    }
    return true;
}

bool port::post(command&& what, command_queue& queue, command_queue::when_full policy) {
    auto const when = in_callback_ ? command_queue::waking::later : command_queue::waking::now;
    bool const taken = queue.push(std::move(what), policy, when);
    if (!taken)
        handover_dropped_.fetch_add(1, std::memory_order_relaxed);
    return taken;
}

void port::post_from_outside(command&& what, command_queue& queue) {
    queue.push(std::move(what), command_queue::when_full::squeeze);
}

command_queue& port::queue_of(std::uint64_t handle) const noexcept {
    return *site_.queues[std::min(thread_of(handle), site_.queues.size() - 1)];
}

bool port::take(tickhub_request_id request) {
    std::lock_guard const lock{pending_mutex_};
    return pending_.erase(request) != 0;
}

bool port::forget(tickhub_request_id request) {
    return take(request);
}

bool port::deliver(std::unique_ptr<request_data> request) {
    tickhub_request_id const id = request->id;
    {
        std::lock_guard const lock{pending_mutex_};
        pending_.emplace(id, request->wants_websocket);
    }
    bool taken = false;
    {
        std::lock_guard const lock{events_mutex_};
        taken = events_ != nullptr && events_->on_request(std::move(request));
    }
    if (!taken)
        forget(id);
    return taken;
}

bool port::deliver(std::unique_ptr<message_data> message) {
    std::lock_guard const lock{events_mutex_};
    return events_ != nullptr && events_->on_message(std::move(message));
}

bool port::want_snapshot(tickhub_connection connection, std::uint64_t key) {
    std::lock_guard const lock{events_mutex_};
    return events_ != nullptr && events_->on_snapshot_wanted(connection, key);
}

void port::announce() {
    std::lock_guard const lock{events_mutex_};
    if (events_ != nullptr)
        events_->on_messages_wait();
}

void port::closed(tickhub_connection connection) {
    std::lock_guard const lock{events_mutex_};
    if (events_ != nullptr)
        events_->on_closed(connection);
}

sink_metrics port::metrics() const {
    sink_metrics sum;
    sum.component = component_;
    sum.refused_messages = refused_messages_.value();
    sum.handover_dropped = handover_dropped_.load(std::memory_order_relaxed);
    for (auto const& per_thread : shares_) {
        stream_source const& s = per_thread->source;
        sum.streams += s.streams.value();
        sum.offered += s.books[fate::offered];
        sum.primed += s.books[fate::primed];
        sum.replayed += s.books[fate::replayed];
        sum.sent += s.books[fate::sent];
        sum.superseded += s.books[fate::superseded];
        sum.dropped_slow += s.books[fate::dropped_slow];
        sum.dropped_closed += s.books[fate::dropped_closed];
        sum.received += s.received.value();
        sum.throttled += s.throttled.value();
        sum.bytes_sent += s.bytes_sent.value();
        sum.slow_closes += s.slow_closes.value();
        sum.refused_joins += s.refused_joins.value();
    }
    sum.queued =
        sum.offered + sum.primed + sum.replayed - sum.sent - sum.superseded - sum.dropped_slow - sum.dropped_closed;
    return sum;
}

} // namespace tickhub::http
