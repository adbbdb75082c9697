/* A processor in plain C, against abi.h alone: a quote around each last price. What tickhub/plugin.hpp does for C++ is
 * written out here: the manifest in its section, the table of functions, and the descriptor that is exported. */
#include <tickhub/abi.h>

#include <stdlib.h>
#include <string.h>

#define MANIFEST                                                                                                       \
    "{\"name\":\"my_c_processor\",\"version\":\"1.0.0\",\"kind\":\"processor\",\"doc\":\"Quotes around each price.\"," \
    "\"capabilities\":[],\"settings\":[{\"name\":\"spread\",\"type\":\"price\",\"doc\":\"Between bid and ask.\","      \
    "\"default\":\"0.10\",\"min\":\"0\"}]}"

static struct {
    tickhub_manifest_header header;
    char json[sizeof(MANIFEST) - 1]; /* without a terminator */
} const block __attribute__((section(TICKHUB_MANIFEST_SECTION), used, retain, aligned(8))) = {
    {TICKHUB_MANIFEST_MAGIC, TICKHUB_ABI_MAJOR, TICKHUB_ABI_MINOR, sizeof(MANIFEST) - 1}, MANIFEST};

typedef struct processor {
    tickhub_publish const* publish;
    int64_t half_spread; /* 1e-9 of the currency unit */
} processor;

#define TEXT(literal) ((tickhub_text){literal, sizeof(literal) - 1})

static tickhub_status fail(tickhub_error* error, char const* text) {
    uint64_t const size = strlen(text);
    error->size = size < error->capacity ? size : error->capacity;
    memcpy(error->data, text, error->size);
    return TICKHUB_FAILED;
}

static tickhub_status create(tickhub_host const* host, tickhub_settings const* settings, void** instance,
                             tickhub_error* error) {
    processor* self = calloc(1, sizeof(*self));
    if (self == NULL)
        return fail(error, "out of memory");
    self->publish = host->service(host->context, TEXT(TICKHUB_SERVICE_PUBLISH));
    tickhub_node const spread = settings->member(settings->context, settings->root, TEXT("spread"));
    self->half_spread = settings->get_integer(settings->context, spread) / 2;
    *instance = self;
    return TICKHUB_OK;
}

static tickhub_status start(void* instance, tickhub_error* error) {
    (void)instance, (void)error;
    return TICKHUB_OK;
}

static tickhub_status quote(processor const* self, tickhub_ticker const* ticker, tickhub_error* error) {
    tickhub_bbo bbo = {0};
    bbo.header.size = sizeof(bbo);
    bbo.header.record = TICKHUB_RECORD_BBO;
    bbo.header.instrument_id = ticker->header.instrument_id;
    bbo.header.ts_event = ticker->header.ts_event;
    bbo.bid_price = ticker->last_price - self->half_spread;
    bbo.ask_price = ticker->last_price + self->half_spread;
    bbo.bid_quantity = bbo.ask_quantity = 1;
    bbo.bid_orders = bbo.ask_orders = TICKHUB_UNDEFINED_UINT32;
    tickhub_batch const batch = {&bbo.header, sizeof(bbo), 1, 0};
    tickhub_status const status = self->publish->publish(self->publish->context, &batch);
    return status == TICKHUB_OK || status == TICKHUB_CLOSED ? TICKHUB_OK : fail(error, "the hub refused a quote");
}

static tickhub_status on_events(void* instance, tickhub_batch const* batch, tickhub_error* error) {
    char const* at = (char const*)batch->first;
    for (uint32_t i = 0; i < batch->count; ++i) {
        tickhub_event_header const* event = (tickhub_event_header const*)at;
        at += event->size;
        if (event->record != TICKHUB_RECORD_TICKER)
            continue;
        tickhub_ticker const* ticker = (tickhub_ticker const*)event;
        if (ticker->last_price == TICKHUB_UNDEFINED_INT64)
            continue;
        tickhub_status const status = quote(instance, ticker, error);
        if (status != TICKHUB_OK)
            return status;
    }
    return TICKHUB_OK;
}

static void stop(void* instance) {
    (void)instance;
}

static void destroy(void* instance) {
    free(instance);
}

static tickhub_component const component = {.struct_size = sizeof(tickhub_component),
                                            .create = create,
                                            .start = start,
                                            .on_events = on_events,
                                            .stop = stop,
                                            .destroy = destroy};

TICKHUB_EXPORT tickhub_plugin const tickhub_plugin_v1 = {
    sizeof(tickhub_plugin), TICKHUB_ABI_MAJOR, TICKHUB_ABI_MINOR, {block.json, sizeof(block.json)}, &component};
