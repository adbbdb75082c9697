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
 *   [control]     called while the instance is built or ended (create, start, stop, destroy), by one thread at a time,
 *                 never during another callback of the instance;
 *   [serialised]  all callbacks of one instance are serialised and never re-entered: one at a time, with everything
 * that an earlier one wrote visible to the next. A host function with this word may be called only from inside a
 * callback (start and stop included). No host function makes a callback before it returns; [any thread]  may be called
 * from any thread at any time between create and the return of stop.
 */
#ifndef TICKHUB_ABI_H
#define TICKHUB_ABI_H

#include "tickhub/events.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TICKHUB_ABI_MAJOR 1u
#define TICKHUB_ABI_MINOR 0u

/* Text: pointer and length, UTF-8, not terminated, borrowed. {NULL, 0} is the empty text. */
typedef struct tickhub_text {
    char const* data;
    uint64_t size;
} tickhub_text;

/* What every fallible call returns. */
typedef int32_t tickhub_status;
enum {
    TICKHUB_OK = 0,
    TICKHUB_FAILED = 1,         /* the message is in the tickhub_error */
    TICKHUB_REFUSED = 2,        /* settings were refused; the reasons went through settings.refuse */
    TICKHUB_LIMIT = 3,          /* a bound is reached; nothing was done */
    TICKHUB_CLOSED = 4,         /* the other side is gone, or the hub is stopping */
    TICKHUB_UNKNOWN = 5,        /* no such thing */
    TICKHUB_INVALID = 6,        /* an argument breaks the contract; nothing was done */
    TICKHUB_FAILED_FOR_GOOD = 7 /* like FAILED, and starting the instance again would end the same way */
};

/* Room for a message, owned by the caller: write at most capacity bytes to data and set size. */
typedef struct tickhub_error {
    uint32_t struct_size;
    uint32_t reserved;
    char* data;
    uint64_t capacity;
    uint64_t size;
} tickhub_error;

/* Records one behind the other in memory, the first aligned to 8; step by header.size. */
typedef struct tickhub_batch {
    tickhub_event_header const* first;
    uint64_t bytes;
    uint32_t count;
    uint32_t reserved;
} tickhub_batch;

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
 * The http service: what a sink needs to be a server. A sink mounts paths on listeners in start and gets requests by
 * on_request. It answers each request exactly once: with a response, or by opening an event stream or a WebSocket on
 * it, which gives a connection. Connections join groups; a message to a group is framed once, whoever listens. Joins, sends and closes of
 * one sink take effect on each connection in the order of the calls.
 */
typedef uint64_t tickhub_request_id; /* answered once, then invalid */
typedef uint64_t tickhub_connection; /* generation-checked; a stale one is ignored */
typedef uint64_t tickhub_group;

/* What a user may do; whoever has logged in is a viewer. */
enum { TICKHUB_ROLE_VIEWER = 1, TICKHUB_ROLE_TRADER = 2, TICKHUB_ROLE_ADMIN = 4 };

typedef struct tickhub_request {
    uint32_t struct_size;
    uint32_t mount; /* the number that mount gave */
    tickhub_request_id id;
    tickhub_text method; /* GET, POST … */
    tickhub_text path;   /* normalised, percent-decoded */
    tickhub_text body;
    tickhub_text remote; /* the peer's address, for logs */
    void* context;
    /* The percent-decoded value of a query parameter (those of equal names are joined by a comma), or of a header (by
     * name, any case); the empty text with data NULL when absent. Valid during on_request.  [serialised] */
    tickhub_text (*query)(void* context, tickhub_text name);
    tickhub_text (*header)(void* context, tickhub_text name);
    /* The percent-decoded name of the query parameter at a place from 0, in the order given, each name once; the empty
     * text with data NULL behind the last. Valid during on_request.  [serialised] */
    tickhub_text (*query_name)(void* context, uint64_t place);
    uint32_t wants_websocket; /* 1 = open_websocket may answer it; respond may, too */
    uint32_t reserved;
    /* Who asks: the empty text, no roles and no accounts when nobody has logged in. All valid during on_request. */
    tickhub_text user;
    tickhub_text const* accounts; /* those that the user may act for */
    uint32_t account_count;
    uint32_t roles; /* bits, TICKHUB_ROLE_… */
    /* 1 when the listener's access rules let this client have the topic, 0 when not: leave such a topic out, and tell
     * the client.  [serialised] */
    uint32_t (*may_have)(void* context, tickhub_text topic);
} tickhub_request;

typedef struct tickhub_response {
    uint32_t struct_size;
    uint32_t status; /* 200 … 599; to 405 the host adds `Allow`: GET and HEAD without the method refused */
    tickhub_text content_type;
    tickhub_text body; /* copied */
} tickhub_response;

typedef struct tickhub_stream_options {
    uint32_t struct_size;
    uint32_t retry_ms;  /* the `retry:` that the client is told first; 0 = none */
    uint64_t heartbeat; /* nanoseconds between `event: heartbeat`s; 0 = 15 s */
    uint64_t epoch;     /* of this sink's numbering: ids are "<epoch in hex>-<sequence>" */
    uint64_t sequence;  /* the position of this client at the start: everything up to it needs no resume */
    uint8_t paced;      /* 1 = the replay waits for this client (pace: clients) rather than conflate or drop */
    uint8_t resumes;    /* 1 = a client comes back, and resume follows: until then only the control lane is sent */
    uint8_t reserved[6];
} tickhub_stream_options;

typedef struct tickhub_websocket_options {
    uint32_t struct_size;
    uint8_t paced;   /* as for streams */
    uint8_t resumes; /* as for streams */
    uint8_t reserved[2];
    uint64_t heartbeat;       /* nanoseconds between pings, each with an event `heartbeat`; 0 = 15 s. Two without an
                                 answer, and the connection is gone */
    uint64_t epoch;           /* as for streams */
    uint64_t sequence;        /* as for streams */
    uint64_t longest_message; /* bytes that the client may send at once; 0 = 64 KiB, 16 MiB at most */
    tickhub_text subprotocol; /* one of those that the request's header sec-websocket-protocol offers, or empty */
} tickhub_websocket_options;

/* What a WebSocket's client has sent. It sends no more than 64 messages, and 256 KiB, ahead of those that on_message has
 * returned from. */
typedef struct tickhub_websocket_message {
    uint32_t struct_size;
    uint32_t binary; /* 0 = a text, which is valid UTF-8 */
    tickhub_connection connection;
    tickhub_text data; /* valid during on_message */
} tickhub_websocket_message;

/* Lanes, drained in this order. */
enum {
    TICKHUB_LANE_CONTROL = 1, /* hello, replies, resume, definition, status, feed_status; never waits for coalescing */
    TICKHUB_LANE_PRIVATE = 2,
    TICKHUB_LANE_EVENT = 3,
    TICKHUB_LANE_KEYED = 4,
    TICKHUB_LANE_STATE = 5
};

/* What may happen to a message that a client is too slow to take. */
enum {
    TICKHUB_DELIVERY_STATE = 1, /* superseded by the next one of the same key; the client gets the current one */
    TICKHUB_DELIVERY_FAST = 2,  /* the oldest of the connection's lane are dropped; a `gap` stands in their place */
    TICKHUB_DELIVERY_STRICT = 3 /* never dropped: over the bound the client gets a `gap` and is closed, to resume */
};

/* In which form a message is sent. */
enum {
    TICKHUB_FORM_EVENT = 0, /* an event stream's event; to WebSockets the text {"event": …, "id": …, "data": …} */
    TICKHUB_FORM_TEXT = 1,  /* for WebSockets alone: data as it is, which must be UTF-8 */
    TICKHUB_FORM_BINARY = 2 /* for WebSockets alone: data as it is, in a binary message */
};

typedef struct tickhub_message {
    uint32_t struct_size;
    uint8_t lane;     /* TICKHUB_LANE_… */
    uint8_t delivery; /* TICKHUB_DELIVERY_… */
    uint8_t form;     /* TICKHUB_FORM_… */
    uint8_t reserved;
    tickhub_text event; /* the event's name: [a-z0-9_]; for gaps and metrics also the topic's name */
    tickhub_text data;  /* one line of JSON, or what the form says */
    uint64_t key;       /* delivery STATE: what supersedes what, within the sink */
    uint64_t sequence;  /* nonzero: the message carries an id; strictly rising over the sink's messages */
} tickhub_message;

/* How much of a topic is kept for clients that come back. Memory is taken for each topic: the frames, and on each I/O
 * thread up to 8 * count numbers, so that what can't be sent again can still be counted. */
typedef struct tickhub_history {
    uint32_t struct_size;
    uint32_t reserved;
    uint64_t epoch; /* of this sink's numbering, as in tickhub_stream_options; not 0 */
    uint64_t count; /* messages: 1 ... 1,000,000 */
    uint64_t bytes; /* of their frames: 1 or more. The newest is kept whatever its size */
    uint64_t age;   /* nanoseconds; 0 = whatever their age */
} tickhub_history;

typedef struct tickhub_http {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    /* Routes requests for exactly this path to on_request; *mount numbers them. TICKHUB_FAILED with a message when the
     * listener does not exist or the path is taken.  [serialised], from start */
    tickhub_status (*mount)(void* context, tickhub_text listener, tickhub_text path, uint32_t* mount,
                            tickhub_error* error);
    /* Answers a request.  [serialised] */
    tickhub_status (*respond)(void* context, tickhub_request_id request, tickhub_response const* response);
    /* Answers a request with status 200 and an event stream; *connection stays valid until on_closed.  [serialised] */
    tickhub_status (*open_stream)(void* context, tickhub_request_id request, tickhub_stream_options const* options,
                                  tickhub_connection* connection);
    tickhub_group (*create_group)(void* context); /* 0 when the sink has 1,048,576 groups  [serialised] */
    /* The connection gets what is sent to the group from now on, and first, when with_current is 1, the current message
     * of every STATE key that was ever sent to the group. Those are drawn as the socket takes them.  [serialised] */
    void (*join)(void* context, tickhub_connection connection, tickhub_group group, uint32_t with_current);
    void (*leave)(void* context, tickhub_connection connection, tickhub_group group); /* [serialised] */
    /* Sends to one connection.  [serialised] */
    void (*send)(void* context, tickhub_connection connection, tickhub_message const* message);
    /* Sends to the members of up to 64 groups; framed once. A connection in several of them gets it once.
     * Also makes it the current message of its key in these groups (delivery STATE).  [serialised] */
    void (*broadcast)(void* context, tickhub_group const* groups, uint32_t group_count, tickhub_message const* message);
    /* Forgets the current messages of the group's STATE keys (a reset): later joiners do not get them.  [serialised] */
    void (*clear)(void* context, tickhub_group group);
    /* Flushes what is queued, then closes (a WebSocket with code 1000). on_closed follows.  [serialised] */
    void (*close)(void* context, tickhub_connection connection);
    /* From now on broadcasts of form EVENT in lane EVENT with this event name and a sequence are kept, in memory, to be sent again.
     * TICKHUB_INVALID for limits out of range, or when the topic is kept already; TICKHUB_LIMIT over 64 topics; from
     * start.  [serialised] */
    tickhub_status (*keep_history)(void* context, tickhub_text topic, tickhub_history const* how);
    /* For a client that gives an id which this sink sent it: sends `event: resume`, which says for each of up to 64
     * topics either {"recovered": true, "replayed": n}, and all that came after the id in groups that the connection
     * has joined follows; or {"recovered": false, "missed": n}, n being null where it isn't known, and nothing of it
     * follows but what is new. An id that can't be read, of another epoch or of the future has missed an unknown part
     * of everything. Once, after the joins, on a stream opened with `resumes`.  [serialised] */
    void (*resume)(void* context, tickhub_connection connection, tickhub_text last_event_id, tickhub_text const* topics,
                   uint32_t topic_count);
    /* Answers a request that wants a WebSocket: on_message tells what its client sends. All that is said of connections
     * and groups holds for it.  [serialised] */
    tickhub_status (*open_websocket)(void* context, tickhub_request_id request,
                                     tickhub_websocket_options const* options, tickhub_connection* connection);
    /* As close, with a code of RFC 6455 (or 3000 to 4999) and a reason in UTF-8, of which 123 bytes are sent.
     * [serialised] */
    tickhub_status (*close_websocket)(void* context, tickhub_connection connection, uint32_t code, tickhub_text reason);
} tickhub_http;

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
