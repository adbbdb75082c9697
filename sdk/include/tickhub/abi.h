/* The border between the hub and a plugin: plain C11, and nothing else crosses it.
 *
 * A plugin is a shared library that exports one data symbol, `tickhub_plugin_v1`, of type tickhub_plugin. Nobody needs
 * to write against this header by hand: tickhub/plugin.hpp wraps it for C++20. It is the contract all the same, and a
 * plugin in plain C includes this file alone.
 *
 * Promise: a plugin built against 1.x loads in every 1.y. Structs of function pointers begin with `struct_size`, which
 * says how much of them the other side knows; new members are added at the end only, and are looked at only when
 * struct_size covers them. Ownership never crosses: a pointer passed to a function is borrowed for that call, unless
 * its comment says otherwise. No exception may cross in either direction.
 *
 * Thread words; each function's comment ends in one of them:
 *
 * - [control]: called while the instance is built or ended (create, start, stop, destroy), by one thread at a time,
 * never during another callback of the instance.
 * - [serialised]: all callbacks of one instance are serialised and never re-entered: one at a time, with everything
 * that an earlier one wrote visible to the next. A host function with this word may be called only from inside a
 * callback (start and stop included). No host function makes a callback before it returns.
 * - [any thread]: may be called from any thread at any time between create and the return of stop.
 *
 * abi_base.h has what all of it is made of, abi_http.h what sinks serve clients with.
 */
#ifndef TICKHUB_ABI_H
#define TICKHUB_ABI_H

#include "tickhub/abi_base.h"
#include "tickhub/abi_http.h"
#include "tickhub/events.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TICKHUB_ABI_MAJOR 1u
#define TICKHUB_ABI_MINOR 0u

/* ---------------------------------------------------------------------------------------------------------------
 * Settings: the component's checked settings, a read-only tree. The host has applied the declaration: types and ranges
 * hold, defaults are filled in, units are converted (durations in nanoseconds, sizes in bytes, booleans 0 or 1, prices
 * and decimals in 1e-9). Nodes live as long as the instance.
 */
typedef uint32_t tickhub_node; /* 0 = no such node */

enum {
    TICKHUB_NODE_NONE = 0,
    TICKHUB_NODE_INTEGER =
        1, /* get_integer: integer, boolean, duration, size, decimal, price, date (yyyymmdd), time_of_day (ns) */
    TICKHUB_NODE_TEXT =
        2, /* get_text: text, symbol, path (absolute), choice, secret, listener, url_path, component, time_zone */
    TICKHUB_NODE_LIST = 3,  /* item, count */
    TICKHUB_NODE_MAP = 4,   /* key, item, count, member */
    TICKHUB_NODE_OBJECT = 5 /* member; a one_of also: its tag is a text member */
};

typedef struct tickhub_settings {
    uint32_t struct_size;
    tickhub_node root; /* an object */
    void* context;
    uint32_t (*kind)(void* context, tickhub_node node);                          /* TICKHUB_NODE_…  [any thread] */
    tickhub_node (*member)(void* context, tickhub_node node, tickhub_text name); /* 0 when absent  [any thread] */
    tickhub_node (*item)(void* context, tickhub_node node, uint32_t index);      /* 0 past the end  [any thread] */
    uint32_t (*count)(void* context, tickhub_node node);                         /* of items  [any thread] */
    tickhub_text (*key)(void* context, tickhub_node node, uint32_t index);       /* of a map  [any thread] */
    int64_t (*get_integer)(void* context, tickhub_node node);                    /* 0 when not one  [any thread] */
    tickhub_text (*get_text)(void* context, tickhub_node node);                  /* empty when not one  [any thread] */
    /* Refuses the settings: the operator is shown text at the file, line and column of node, offset bytes into its
     * text. May be called several times before create returns TICKHUB_REFUSED.  [control] */
    void (*refuse)(void* context, tickhub_node node, uint32_t offset, tickhub_text text);
} tickhub_settings;

/* ---------------------------------------------------------------------------------------------------------------
 * Host services. Got by id from tickhub_host.service, and possibly absent (NULL): log, metrics, clock, timers, publish,
 * instruments, background and status are always there; http for sinks; "tickhub.commands/1", "tickhub.orders/1" and
 * "tickhub.secrets/1" are reserved ids of services that a later 1.y brings.
 */
#define TICKHUB_SERVICE_LOG "tickhub.log/1"
#define TICKHUB_SERVICE_METRICS "tickhub.metrics/1"
#define TICKHUB_SERVICE_CLOCK "tickhub.clock/1"
#define TICKHUB_SERVICE_TIMERS "tickhub.timers/1"
#define TICKHUB_SERVICE_PUBLISH "tickhub.publish/1"
#define TICKHUB_SERVICE_INSTRUMENTS "tickhub.instruments/1"
#define TICKHUB_SERVICE_BACKGROUND "tickhub.background/1"
#define TICKHUB_SERVICE_STATUS "tickhub.status/1"
#define TICKHUB_SERVICE_ENCODE "tickhub.encode/1"
#define TICKHUB_SERVICE_HTTP "tickhub.http/1"
#define TICKHUB_SERVICE_COMMANDS "tickhub.commands/1"
#define TICKHUB_SERVICE_ORDERS "tickhub.orders/1"
#define TICKHUB_SERVICE_SECRETS "tickhub.secrets/1"

enum { TICKHUB_LOG_DEBUG = 1, TICKHUB_LOG_INFO = 2, TICKHUB_LOG_WARNING = 3, TICKHUB_LOG_ERROR = 4 };

typedef struct tickhub_log {
    uint32_t struct_size;
    uint32_t level; /* the lowest that is written; skip the work for lower ones */
    void* context;
    void (*write)(void* context, uint32_t level,
                  tickhub_text text); /* one line, the component's name is added  [any thread] */
} tickhub_log;

enum { TICKHUB_METRIC_COUNTER = 1, TICKHUB_METRIC_GAUGE = 2 };
typedef uint64_t tickhub_metric; /* 0 = none; adding to it does nothing */

typedef struct tickhub_label {
    tickhub_text name;
    tickhub_text value;
} tickhub_label;

typedef struct tickhub_metrics {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Makes or finds a metric; name in snake_case without the tickhub_ prefix, counters end in _total. The component's
     * name is added as a label. Allocates: keep the handle.  [any thread] */
    tickhub_metric (*create)(void* context, uint32_t kind, tickhub_text name, tickhub_text help,
                             tickhub_label const* labels, uint32_t label_count);
    void (*add)(void* context, tickhub_metric metric, int64_t amount); /* never allocates  [any thread] */
    void (*set)(void* context, tickhub_metric metric, int64_t value);  /* gauges only; never allocates  [any thread] */
} tickhub_metrics;

typedef struct tickhub_clock {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* The time of the market, UTC: the host's clock, or that of the replay that is the hub's clock. Drives bars, alerts
     * and phases.  [any thread] */
    tickhub_timestamp (*market_time)(void* context);
    /* Nanoseconds of the host's monotonic clock; never virtual. Drives heartbeats, grace times, rates.  [any thread] */
    uint64_t (*steady_time)(void* context);
} tickhub_clock;

enum { TICKHUB_TIME_MARKET = 1, TICKHUB_TIME_STEADY = 2 };

typedef struct tickhub_timers {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Calls on_timer(token) once, at or after due on the named time. Returns the timer's id, or 0 when the instance
     * already has 65,536 timers.  [serialised] */
    uint64_t (*set)(void* context, uint32_t time, uint64_t due, uint64_t token);
    void (*cancel)(void* context,
                   uint64_t timer); /* it is not called any more; unknown ids are ignored  [serialised] */
} tickhub_timers;

typedef struct tickhub_publish {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Copies the batch into every inbox whose route selects it. ts_event is the author's; publisher_id and sequence are
     * stamped by the host, and ts_recv is too, except that the feed that is the hub's clock may bring its own
     * (nonzero). When an inbox with policy `block` is full, a feed's call waits for room. The batch may be reused on
     * return. TICKHUB_INVALID for a malformed or private record (nothing of the batch is taken), TICKHUB_CLOSED while
     * stopping. [serialised] */
    tickhub_status (*publish)(void* context, tickhub_batch const* batch);
} tickhub_publish;

typedef struct tickhub_instruments {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* The id of a symbol that this feed brings; made when new. The feed's `prefix` is put in front. Returns 0 when
     * another feed brings it and not both say `share: true`, or the symbol is empty, over 64 bytes or not printable.
     * Best called in create, so that `tickhub check` sees clashes.  [serialised] */
    tickhub_instrument_id (*define)(void* context, tickhub_text symbol);
    tickhub_instrument_id (*find)(void* context, tickhub_text symbol); /* 0 when unknown  [any thread] */
    tickhub_text (*symbol)(void* context,
                           tickhub_instrument_id id); /* empty when unknown; lives as long as the hub  [any thread] */
    uint32_t (*count)(void* context);                 /* ids run from 1 to count  [any thread] */
} tickhub_instruments;

typedef struct tickhub_background {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Runs job(argument) on a thread where blocking is allowed, one job of an instance after the other; then calls
     * on_background(token). argument must stay valid until then. A job may call [any thread] functions only. Before
     * drain and before stop the host lets jobs end, within the stop deadline; when an instance fails, the job that runs
     * is waited for and the others are forgotten. None runs while stop is called. TICKHUB_LIMIT when 1,024 jobs of the
     * instance wait.  [serialised] */
    tickhub_status (*submit)(void* context, void (*job)(void* argument), void* argument, uint64_t token);
} tickhub_background;

enum { TICKHUB_CONDITION_OK = 1, TICKHUB_CONDITION_DEGRADED = 2, TICKHUB_CONDITION_FAILED = 3 };

typedef struct tickhub_status_service {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Says how the component is; shown by /readyz and told to operators. FAILED makes the hub restart the component
     * within its budget, after the running callback has returned.  [any thread] */
    void (*report)(void* context, uint32_t condition, tickhub_text text);
} tickhub_status_service;

typedef struct tickhub_encode {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Writes the canonical JSON of one record to out; returns the bytes it takes, which when over capacity were not
     * (all) written. 0 for a malformed record.  [any thread] */
    uint64_t (*json)(void* context, tickhub_event_header const* event, char* out, uint64_t capacity);
} tickhub_encode;

/* ---------------------------------------------------------------------------------------------------------------
 * The host, as one instance sees it.
 */
typedef struct tickhub_host {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    void* context;
    /* The service with this id, or NULL. It lives as long as the instance.  [any thread] */
    void const* (*service)(void* context, tickhub_text id);
    tickhub_text component; /* the instance's name in the config */
} tickhub_host;

/* ---------------------------------------------------------------------------------------------------------------
 * The plugin's side.
 */
enum { TICKHUB_KIND_NONE = 0, TICKHUB_KIND_FEED = 1, TICKHUB_KIND_PROCESSOR = 2, TICKHUB_KIND_SINK = 3 };
enum { TICKHUB_FEED_NONE = 0, TICKHUB_FEED_TIMER = 1, TICKHUB_FEED_PULL = 2, TICKHUB_FEED_LOOP = 3 };

enum { TICKHUB_PULL_MORE = 1, TICKHUB_PULL_WAIT = 2, TICKHUB_PULL_ENDED = 3 };

/* One call of a pull feed: it publishes up to max_events records that are due, and says what comes next. */
typedef struct tickhub_pull {
    uint32_t struct_size;
    uint32_t max_events;
    uint32_t next; /* out: MORE = call again, WAIT = not before wake_at, ENDED = never again */
    uint32_t reserved;
    uint64_t wake_at; /* out, with WAIT: steady time in nanoseconds */
} tickhub_pull;

/* What a loop feed calls while it runs. */
typedef struct tickhub_loop {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Makes the pending callbacks of this instance, and returns TICKHUB_OK once steady time has reached until, or
     * earlier when it made a callback; TICKHUB_CLOSED when run should return.  [serialised], inside run */
    tickhub_status (*wait)(void* context, uint64_t until);
} tickhub_loop;

/* A member may be NULL where its comment says so. Each returns TICKHUB_OK, or TICKHUB_FAILED or TICKHUB_FAILED_FOR_GOOD
 * with a message. */
typedef struct tickhub_component {
    uint32_t struct_size;
    uint32_t reserved;
    /* Makes an instance and acquires nothing exclusive: no port, file or path. May refuse settings.  [control] */
    tickhub_status (*create)(tickhub_host const* host, tickhub_settings const* settings, void** instance,
                             tickhub_error* error);
    tickhub_status (*start)(void* instance, tickhub_error* error); /* acquires  [control], counts as a callback */
    /* The events of the routes to this instance, in batches. NULL: none is wanted.  [serialised] */
    tickhub_status (*on_events)(void* instance, tickhub_batch const* batch, tickhub_error* error);
    tickhub_status (*on_timer)(void* instance, uint64_t token, tickhub_error* error);      /* or NULL  [serialised] */
    tickhub_status (*on_background)(void* instance, uint64_t token, tickhub_error* error); /* or NULL  [serialised] */
    tickhub_status (*on_request)(void* instance, tickhub_request const* request,
                                 tickhub_error* error); /* or NULL  [serialised] */
    tickhub_status (*on_message)(void* instance, tickhub_websocket_message const* message,
                                 tickhub_error* error); /* or NULL  [serialised] */
    tickhub_status (*on_closed)(void* instance, tickhub_connection connection,
                                tickhub_error* error);                                /* or NULL  [serialised] */
    tickhub_status (*next)(void* instance, tickhub_pull* pull, tickhub_error* error); /* pull feeds  [serialised] */
    tickhub_status (*run)(void* instance, tickhub_loop const* loop,
                          tickhub_error* error); /* loop feeds  [serialised] */
    /* Publishes a SNAPSHOT book of the instrument, for a reader that starts late. NULL: no books.  [serialised] */
    tickhub_status (*snapshot)(void* instance, tickhub_instrument_id instrument, tickhub_error* error);
    /* No more events come; finish what is under way before the deadline (steady time).  [serialised] */
    tickhub_status (*drain)(void* instance, uint64_t deadline, tickhub_error* error); /* or NULL */
    /* Releases what start acquired and joins private threads; legal without start, and twice.  [control] */
    void (*stop)(void* instance);
    void (*destroy)(void* instance); /* [control] */
    /* The connection was too slow for the deltas of this key (delivery KEYED) and has room again: answer by sending it
     * a message of the key that `begins`, an empty one when the key has ended. Once per key until it is answered; of
     * one connection at most 16 wait for their answers.  NULL: nothing is sent with delivery KEYED.  [serialised] */
    tickhub_status (*on_snapshot_wanted)(void* instance, tickhub_connection connection, uint64_t key,
                                         tickhub_error* error);
} tickhub_component;

/* What a plugin exports as `tickhub_plugin_v1`. */
typedef struct tickhub_plugin {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    tickhub_text manifest; /* the JSON of the block in the ELF section: the very same bytes */
    tickhub_component const* component;
} tickhub_plugin;

/* The fixed header of the block in the ELF section `.tickhub.manifest`, little-endian, aligned to 8; the manifest's
 * JSON follows it at once. It holds no pointer, so that it is read from the file without running anything. The JSON:
 * {"name", "version", "kind": feed|processor|sink, "feed": timer|pull|loop (feeds), "doc", "capabilities": [..],
 *  "settings": [setting…]}, a setting being {"name", "type", "doc", "required", "default", "min", "max", "choices",
 *  "items": setting, "members": [setting…], "tag", "alternatives": [{"name", "doc", "members"}…]}; tickhub/manifest.hpp
 * says what each type takes. */
#define TICKHUB_MANIFEST_SECTION ".tickhub.manifest"
#define TICKHUB_MANIFEST_MAGIC "TICKHUBM"
typedef struct tickhub_manifest_header {
    char magic[8];
    uint16_t abi_major;
    uint16_t abi_minor;
    uint32_t size; /* bytes of JSON behind this header, at most 1 MiB */
} tickhub_manifest_header;

#define TICKHUB_PLUGIN_SYMBOL "tickhub_plugin_v1"

#if defined(_WIN32)
#error "tickhub plugins are ELF shared libraries: Linux is the platform"
#endif
#define TICKHUB_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TICKHUB_ABI_H */
