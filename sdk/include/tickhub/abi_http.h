/* The http service: what a sink needs to be a server. A sink mounts paths on listeners in start and gets requests by
 * on_request. It answers each request exactly once: with a response, or by opening an event stream or a WebSocket on
 * it, which gives a connection. Connections join groups; a message to a group is framed once, whoever listens. Joins,
 * sends and closes of one sink take effect on each connection in the order of the calls.
 */
#ifndef TICKHUB_ABI_HTTP_H
#define TICKHUB_ABI_HTTP_H

#include "tickhub/abi_base.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/* What a WebSocket's client has sent. It sends no more than 64 messages, and 256 KiB, ahead of those that on_message
 * has returned from. */
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
    TICKHUB_DELIVERY_STATE = 1,  /* superseded by the next one of the same key; the client gets the current one */
    TICKHUB_DELIVERY_FAST = 2,   /* the oldest of the connection's lane are dropped; a `gap` stands in their place */
    TICKHUB_DELIVERY_STRICT = 3, /* never dropped: over the bound the client gets a `gap` and is closed, to resume */
    /* Deltas of a key (a book), in lane KEYED and in order. Where they don't fit, those of the key that wait and all
     * that follow are dropped, until a message that `begins` comes: on_snapshot_wanted asks for it when there is room
     * again. Nor does a connection get deltas of a key before its first such message; leaving a group forgets its
     * keys. Whatever the reason, a delta comes only if the one before has come. */
    TICKHUB_DELIVERY_KEYED = 4
};

/* In which form a message is sent. */
enum {
    TICKHUB_FORM_EVENT = 0, /* an event stream's event; to WebSockets the text {"event": …, "id": …, "data": …} */
    TICKHUB_FORM_TEXT = 1,  /* for WebSockets alone: data as it is, which must be UTF-8 */
    TICKHUB_FORM_BINARY = 2 /* for WebSockets alone: data as it is, in a binary message */
};

typedef struct tickhub_message {
    uint32_t struct_size;
    uint8_t lane;       /* TICKHUB_LANE_… */
    uint8_t delivery;   /* TICKHUB_DELIVERY_… */
    uint8_t form;       /* TICKHUB_FORM_… */
    uint8_t begins;     /* delivery KEYED: 1 = needs none before it: a snapshot */
    tickhub_text event; /* the event's name: [a-z0-9_]; for gaps and metrics also the topic's name */
    tickhub_text data;  /* one line of JSON, or what the form says */
    uint64_t key;       /* delivery STATE: what supersedes what; KEYED: what follows what; within the sink */
    uint64_t sequence;  /* nonzero: the message carries an id; strictly rising over the sink's messages. 0 for STATE
                           and KEYED */
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
    /* From now on broadcasts of form EVENT in lane EVENT with this event name and a sequence are kept, in memory, to be
     * sent again. TICKHUB_INVALID for limits out of range, or when the topic is kept already; TICKHUB_LIMIT over 64
     * topics; from start.  [serialised] */
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
    /* A group whose messages of delivery STATE reach its members at most once per step and key: those that are
     * broadcast to it wait for the next multiple of the step (steady time), at which the current one of each key is
     * sent, the same frame to all. The step in nanoseconds is one of 0 (as create_group), 100, 250 or 500 ms, 1, 2 or
     * 5 s. All else passes at once: other deliveries, send, and what join asks for, which may come once more at the
     * tick. A connection in several groups gets a message at each group's time. 0 for another step, or when the sink
     * has 1,048,576 groups.  [serialised] */
    tickhub_group (*create_throttled_group)(void* context, uint64_t step);
} tickhub_http;

#ifdef __cplusplus
}
#endif

#endif
