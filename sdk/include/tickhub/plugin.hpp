// All that a plugin's author needs: derive from timer_feed, pull_feed, loop_feed, processor or sink, declare a
// manifest, and write TICKHUB_PLUGIN(your_class, your_manifest) once, at namespace scope.
//
//     class counter : public tickhub::processor {
//     public:
//         counter(tickhub::host& host, tickhub::setting settings) : processor{host},
//         every_{settings["every"].as_nanoseconds()} {} void on_events(tickhub::event_batch batch) override { … }
//     };
//     constexpr tickhub::declaration settings[] = {{.name = "every", .type = tickhub::type::duration, .by_default =
//     "1s"}}; constexpr tickhub::manifest manifest = {.name = "counter", .version = "1.0.0", .doc = "Counts.",
//     .settings = settings}; TICKHUB_PLUGIN(counter, manifest)
//
// The constructor acquires nothing exclusive and may refuse settings; start() acquires; stop() releases. All callbacks
// of one instance are serialised and never re-entered, so no lock is needed. An exception that leaves a callback is
// told to the operator, and the hub restarts the component within its budget; after a permanent_failure it doesn't.
#pragma once

#include "tickhub/abi.h"
#include "tickhub/events.hpp"
#include "tickhub/failure.hpp"
#include "tickhub/host.hpp"
#include "tickhub/http.hpp"
#include "tickhub/manifest.hpp"
#include "tickhub/settings.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <type_traits>

namespace tickhub {

/// What every component may do. The host passed to the constructor outlives the component.
class component {
public:
    explicit component(tickhub::host& h) noexcept : host_{h} {}
    component(component const&) = delete;
    component& operator=(component const&) = delete;
    virtual ~component() = default;

    /// Acquire what is exclusive: files, ports, mounts. Throw when it fails: the hub tries again later.
    virtual void start() {}
    /// A timer of host.set_…_timer is due.
    virtual void on_timer(std::uint64_t /*token*/) {}
    /// A job of host.run_in_background is done.
    virtual void on_background(std::uint64_t /*token*/) {}
    /// No more events come; finish what is under way before `deadline` (steady time).
    virtual void drain(std::uint64_t /*deadline*/) {}
    /// Release what start acquired. May be called without start, and twice.
    virtual void stop() {}

protected:
    tickhub::host& host_;
};

/// A feed that lives by its timers. Set the first one in start().
class timer_feed : public component {
public:
    using component::component;
    static constexpr std::uint32_t kind = TICKHUB_KIND_FEED;
    static constexpr std::uint32_t feed_style = TICKHUB_FEED_TIMER;
};

/// What a pull feed says after each call.
struct pull_result {
    std::uint32_t next;        ///< TICKHUB_PULL_…
    std::uint64_t wake_at = 0; ///< steady time in nanoseconds, for TICKHUB_PULL_WAIT

    [[nodiscard]] static pull_result more() noexcept { return {TICKHUB_PULL_MORE}; }
    [[nodiscard]] static pull_result wait_until(std::uint64_t steady_time) noexcept {
        return {TICKHUB_PULL_WAIT, steady_time};
    }
    [[nodiscard]] static pull_result ended() noexcept { return {TICKHUB_PULL_ENDED}; }
};

/// A feed that the hub asks for more: a replay. May run in lock-step, and be the hub's clock.
class pull_feed : public component {
public:
    using component::component;
    static constexpr std::uint32_t kind = TICKHUB_KIND_FEED;
    static constexpr std::uint32_t feed_style = TICKHUB_FEED_PULL;

    /// Publish at most max_events records that are due, in order, and say what comes next.
    virtual pull_result next(std::uint32_t max_events) = 0;
};

/// What a loop feed calls while it runs.
class loop {
public:
    explicit loop(tickhub_loop const& raw) noexcept : raw_{&raw} {}
    /// Makes the pending callbacks; returns true once steady time has reached `until`, or earlier when it made a
    /// callback, and false when run must return.
    [[nodiscard]] bool wait(std::uint64_t until) const noexcept {
        return raw_->wait(raw_->context, until) == TICKHUB_OK;
    }

private:
    tickhub_loop const* raw_;
};

/// A feed with a loop of its own; its other callbacks are made only inside context.wait.
class loop_feed : public component {
public:
    using component::component;
    static constexpr std::uint32_t kind = TICKHUB_KIND_FEED;
    static constexpr std::uint32_t feed_style = TICKHUB_FEED_LOOP;

    /// Runs until context.wait returns false, or the feed has nothing more to say.
    virtual void run(loop context) = 0;
};

/// Consumes events and publishes what it derives.
class processor : public component {
public:
    using component::component;
    static constexpr std::uint32_t kind = TICKHUB_KIND_PROCESSOR;
    static constexpr std::uint32_t feed_style = TICKHUB_FEED_NONE;

    virtual void on_events(event_batch batch) = 0;
};

/// Consumes events and carries them to people and programs.
class sink : public component {
public:
    using component::component;
    static constexpr std::uint32_t kind = TICKHUB_KIND_SINK;
    static constexpr std::uint32_t feed_style = TICKHUB_FEED_NONE;

    virtual void on_events(event_batch batch) = 0;
    /// A request on a mounted path; answer it exactly once, now or later.
    virtual void on_request(request const& /*r*/) {}
    /// A WebSocket's client has said something.
    virtual void on_message(websocket_message const& /*m*/) {}
    /// The connection is gone; its number is not used again.
    virtual void on_closed(tickhub_connection /*connection*/) {}
    /// The connection missed deltas of the key (delivery::keyed): send it a message of the key that `begins`.
    virtual void on_snapshot_wanted(tickhub_connection /*connection*/, std::uint64_t /*key*/) {}
};

namespace detail {

inline void tell(tickhub_error* error, char const* text) noexcept {
    if (error == nullptr || error->data == nullptr)
        return;
    std::size_t size = 0;
    while (text[size] != '\0' && size < error->capacity)
        ++size;
    for (std::size_t i = 0; i < size; ++i)
        error->data[i] = text[i];
    error->size = size;
}

// Turns what `body` throws into a status and a message: no exception crosses the border.
template <class Body>
tickhub_status guarded(tickhub_error* error, Body body) noexcept {
    try {
        body();
        return TICKHUB_OK;
    } catch (settings_refused const&) {
        return TICKHUB_REFUSED;
    } catch (permanent_failure const& e) {
        tell(error, e.what());
        return TICKHUB_FAILED_FOR_GOOD;
    } catch (std::exception const& e) {
        tell(error, e.what());
    } catch (...) {
        tell(error, "an exception of an unknown type");
    }
    return TICKHUB_FAILED;
}

template <class Component>
struct instance {
    instance(tickhub_host const& raw, tickhub_settings const& settings)
        : host{raw}
        , component{host, setting{settings, settings.root}} {}
    tickhub::host host;
    Component component;
};

template <class Component>
struct thunks {
    static Component& self(void* p) noexcept { return static_cast<instance<Component>*>(p)->component; }

    static tickhub_status create(tickhub_host const* host, tickhub_settings const* settings, void** out,
                                 tickhub_error* error) noexcept {
        return guarded(error, [&] { *out = std::make_unique<instance<Component>>(*host, *settings).release(); });
    }
    static tickhub_status start(void* p, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).start(); });
    }
    static tickhub_status on_events(void* p, tickhub_batch const* batch, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_events(event_batch{*batch}); });
    }
    static tickhub_status on_timer(void* p, std::uint64_t token, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_timer(token); });
    }
    static tickhub_status on_background(void* p, std::uint64_t token, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_background(token); });
    }
    static tickhub_status on_request(void* p, tickhub_request const* r, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_request(request{*r}); });
    }
    static tickhub_status on_message(void* p, tickhub_websocket_message const* m, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_message(websocket_message{*m}); });
    }
    static tickhub_status on_closed(void* p, tickhub_connection connection, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_closed(connection); });
    }
    static tickhub_status on_snapshot_wanted(void* p, tickhub_connection connection, std::uint64_t key,
                                             tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).on_snapshot_wanted(connection, key); });
    }
    static tickhub_status next(void* p, tickhub_pull* pull, tickhub_error* error) noexcept {
        return guarded(error, [&] {
            pull_result const result = self(p).next(pull->max_events);
            pull->next = result.next;
            pull->wake_at = result.wake_at;
        });
    }
    static tickhub_status run(void* p, tickhub_loop const* raw, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).run(loop{*raw}); });
    }
    static tickhub_status drain(void* p, std::uint64_t deadline, tickhub_error* error) noexcept {
        return guarded(error, [&] { self(p).drain(deadline); });
    }
    static void stop(void* p) noexcept {
        guarded(nullptr, [&] { self(p).stop(); });
    }
    static void destroy(void* p) noexcept { delete static_cast<instance<Component>*>(p); }
};

template <class Component>
constexpr tickhub_component make_component() noexcept {
    using t = thunks<Component>;
    tickhub_component c{};
    c.struct_size = sizeof(tickhub_component);
    c.create = &t::create;
    c.start = &t::start;
    c.on_timer = &t::on_timer;
    c.on_background = &t::on_background;
    if constexpr (Component::kind != TICKHUB_KIND_FEED)
        c.on_events = &t::on_events;
    if constexpr (Component::kind == TICKHUB_KIND_SINK) {
        c.on_request = &t::on_request;
        c.on_message = &t::on_message;
        c.on_closed = &t::on_closed;
        c.on_snapshot_wanted = &t::on_snapshot_wanted;
    }
    if constexpr (Component::feed_style == TICKHUB_FEED_PULL)
        c.next = &t::next;
    if constexpr (Component::feed_style == TICKHUB_FEED_LOOP)
        c.run = &t::run;
    c.drain = &t::drain;
    c.stop = &t::stop;
    c.destroy = &t::destroy;
    return c;
}

} // namespace detail
} // namespace tickhub

/// Exports the class as this library's plugin. Once per library, at global namespace scope.
#define TICKHUB_PLUGIN(Class, Manifest)                                                                                \
    static_assert(std::is_base_of_v<::tickhub::component, Class>, "derive from a feed, processor or sink");            \
    extern "C" {                                                                                                       \
    __attribute__((section(TICKHUB_MANIFEST_SECTION), used, retain,                                                    \
                   aligned(8))) extern constexpr auto tickhub_manifest_block_v1 =                                      \
        ::tickhub::detail::make_manifest_block<::tickhub::detail::manifest_size(                                       \
            Manifest, Class::kind, Class::feed_style)>(Manifest, Class::kind, Class::feed_style);                      \
    extern constexpr tickhub_component tickhub_component_v1 = ::tickhub::detail::make_component<Class>();              \
    TICKHUB_EXPORT extern constexpr tickhub_plugin tickhub_plugin_v1 = {                                               \
        sizeof(tickhub_plugin),                                                                                        \
        TICKHUB_ABI_MAJOR,                                                                                             \
        TICKHUB_ABI_MINOR,                                                                                             \
        {tickhub_manifest_block_v1.json, sizeof(tickhub_manifest_block_v1.json)},                                      \
        &tickhub_component_v1};                                                                                        \
    }
