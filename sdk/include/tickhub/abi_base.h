/* What everything at the border between the hub and a plugin is made of; abi.h has the rest, and the rules. */
#ifndef TICKHUB_ABI_BASE_H
#define TICKHUB_ABI_BASE_H

#include "tickhub/events.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif

#endif
