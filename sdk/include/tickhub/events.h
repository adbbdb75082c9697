/* The records of the normalised data model, as C structs: what feeds publish, routes copy, sinks read and
 * recordings hold. Pure C11 and C++20; shared/VOCABULARY's rules in short:
 *
 *   - prices are int64 counts of 1e-9 of the currency unit, percentages int64 counts of 1e-9 of one percent;
 *   - quantities are int64 counts of 10^-quantity_decimals (a field of the instrument's definition);
 *   - money is a signed 128-bit count of 1e-9; times are uint64 nanoseconds since the epoch, UTC;
 *   - every record begins with the same 40-byte header, its size is a multiple of 8, and it has no implicit padding;
 *   - variable parts (text, levels, entries) stand behind the struct and are named by offset and size from its start;
 *   - enum value 0 means none, values are fixed here once and never reused, reserved bytes are zero.
 *
 * A record is immutable once it is published. Ids (publisher, instrument) are valid for one epoch of the hub.
 */
#ifndef TICKHUB_EVENTS_H
#define TICKHUB_EVENTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int64_t tickhub_price;      /* 1e-9 of the currency unit */
typedef int64_t tickhub_quantity;   /* 10^-quantity_decimals of the instrument's unit */
typedef int64_t tickhub_percent;    /* 1e-9 of one percent */
typedef uint64_t tickhub_timestamp; /* nanoseconds since 1970-01-01T00:00:00Z */
typedef uint32_t tickhub_instrument_id;

/* A signed 128-bit count of 1e-9 of the currency unit, two's complement, low word first. */
typedef struct tickhub_money {
    uint64_t low;
    int64_t high;
} tickhub_money;

/* Undefined values: a field that holds one is absent, and is left out of JSON. Undefined money holds both: the largest
 * value in each word. */
#define TICKHUB_UNDEFINED_INT64 INT64_MAX
#define TICKHUB_UNDEFINED_UINT64 UINT64_MAX
#define TICKHUB_UNDEFINED_UINT32 UINT32_MAX

/* No record is larger than this, its variable part included. */
#define TICKHUB_MAX_RECORD_SIZE 69632u
/* The most text that one record carries, over all its text fields. */
#define TICKHUB_MAX_TEXT_SIZE 65536u

/* The kinds of record. The class column (state, keyed, event) says what may happen to data for a slow client. */
enum {
    TICKHUB_RECORD_NONE = 0,
    TICKHUB_RECORD_DEFINITION = 1,        /* state */
    TICKHUB_RECORD_STATUS = 2,            /* state */
    TICKHUB_RECORD_FEED_STATUS = 3,       /* state */
    TICKHUB_RECORD_RESET = 4,             /* event */
    TICKHUB_RECORD_TRADES = 5,            /* event */
    TICKHUB_RECORD_BBO = 6,               /* state */
    TICKHUB_RECORD_MBO = 7,               /* event */
    TICKHUB_RECORD_BOOK = 8,              /* keyed */
    TICKHUB_RECORD_TICKER = 9,            /* state */
    TICKHUB_RECORD_OHLCV = 10,            /* event when final, state while forming */
    TICKHUB_RECORD_INDEX = 11,            /* state */
    TICKHUB_RECORD_MOVERS = 12,           /* state */
    TICKHUB_RECORD_IMBALANCE = 13,        /* state */
    TICKHUB_RECORD_STATISTICS = 14,       /* state */
    TICKHUB_RECORD_NEWS = 15,             /* event */
    TICKHUB_RECORD_ALERT = 16,            /* event */
    TICKHUB_RECORD_CORPORATE_ACTION = 17, /* event */
    TICKHUB_RECORD_EXECUTION_REPORT = 18, /* event, private: never on a route */
    TICKHUB_RECORD_PORTFOLIO = 19,        /* state, private: never on a route */
    TICKHUB_RECORD_NOTICE = 20,           /* event */
    TICKHUB_RECORD_GAP = 21,              /* event */
    TICKHUB_RECORD_COUNT = 22
};

/* Bits of tickhub_event_header.flags. */
enum {
    TICKHUB_FLAG_LAST = 128,        /* the last record of one venue event */
    TICKHUB_FLAG_TOB = 64,          /* top of book, not an order */
    TICKHUB_FLAG_SNAPSHOT = 32,     /* sent to bring a reader up to date, not because it happened now */
    TICKHUB_FLAG_MBP = 16,          /* an aggregated price level, not an order */
    TICKHUB_FLAG_BAD_TS = 8,        /* ts_event is repaired or unreliable */
    TICKHUB_FLAG_MAYBE_BAD_BOOK = 4 /* the book may be wrong from here on */
};

/* The first 40 bytes of every record. The host stamps publisher_id, ts_recv and sequence when it takes a record. */
typedef struct tickhub_event_header {
    uint32_t size;                       /* of the whole record with its variable part; a multiple of 8 */
    uint8_t record;                      /* TICKHUB_RECORD_… */
    uint8_t flags;                       /* TICKHUB_FLAG_… */
    uint16_t publisher_id;               /* which component published it; 0 = the hub */
    tickhub_instrument_id instrument_id; /* 0 = about no one instrument */
    uint32_t reserved;
    tickhub_timestamp ts_event; /* when it happened at the venue */
    tickhub_timestamp ts_recv;  /* when the hub took it in */
    uint64_t sequence;          /* per publisher, gapless, from 1; a snapshot keeps its own; 0 = a gap */
} tickhub_event_header;

/* Text behind a record: bytes [offset, offset + size) counted from the start of the record; UTF-8, no terminator. */
typedef struct tickhub_text_ref {
    uint32_t offset;
    uint32_t size;
} tickhub_text_ref;

/* An array behind a record: count items, the first at offset (a multiple of 8) from the start of the record. */
typedef struct tickhub_array_ref {
    uint32_t offset;
    uint32_t count;
} tickhub_array_ref;

enum { TICKHUB_SIDE_NONE = 0, TICKHUB_SIDE_BUY = 1, TICKHUB_SIDE_SELL = 2 };

enum {
    TICKHUB_INSTRUMENT_CLASS_NONE = 0,
    TICKHUB_INSTRUMENT_CLASS_STOCK = 1,
    TICKHUB_INSTRUMENT_CLASS_INDEX = 2,
    TICKHUB_INSTRUMENT_CLASS_FUTURE = 3,
    TICKHUB_INSTRUMENT_CLASS_OPTION = 4,
    TICKHUB_INSTRUMENT_CLASS_FX = 5,
    TICKHUB_INSTRUMENT_CLASS_CRYPTO = 6
};

/* Describes an instrument; ids of header.instrument_id mean what their latest definition says. */
typedef struct tickhub_definition {
    tickhub_event_header header;
    tickhub_text_ref symbol;
    tickhub_text_ref name;
    tickhub_text_ref isin;
    tickhub_text_ref sector;
    tickhub_text_ref currency; /* ISO 4217 */
    uint8_t instrument_class;  /* TICKHUB_INSTRUMENT_CLASS_… */
    uint8_t quantity_decimals; /* 0 to 8 */
    uint8_t reserved[6];
    tickhub_price min_price_increment;
    tickhub_quantity lot_size;
    int64_t multiplier; /* 1e-9 */
    tickhub_price prev_close;
    tickhub_price low_limit_price;
    tickhub_price high_limit_price;
    tickhub_quantity freeze_quantity;
    int64_t shares;             /* count */
    tickhub_percent free_float; /* 1e-9 of one percent of shares */
} tickhub_definition;

enum {
    TICKHUB_STATUS_ACTION_NONE = 0,
    TICKHUB_STATUS_ACTION_PRE_OPEN = 1,
    TICKHUB_STATUS_ACTION_PRE_CROSS = 2,
    TICKHUB_STATUS_ACTION_QUOTING = 3,
    TICKHUB_STATUS_ACTION_CROSS = 4,
    TICKHUB_STATUS_ACTION_TRADING = 7,
    TICKHUB_STATUS_ACTION_HALT = 8,
    TICKHUB_STATUS_ACTION_PAUSE = 9,
    TICKHUB_STATUS_ACTION_SUSPEND = 10,
    TICKHUB_STATUS_ACTION_PRE_CLOSE = 11,
    TICKHUB_STATUS_ACTION_CLOSE = 12,
    TICKHUB_STATUS_ACTION_POST_CLOSE = 13
};

enum {
    TICKHUB_STATUS_REASON_NONE = 0,
    TICKHUB_STATUS_REASON_SCHEDULED = 1,
    TICKHUB_STATUS_REASON_SURVEILLANCE = 2,
    TICKHUB_STATUS_REASON_NEWS_PENDING = 30,
    TICKHUB_STATUS_REASON_ORDER_IMBALANCE = 40,
    TICKHUB_STATUS_REASON_LULD_PAUSE = 50,
    TICKHUB_STATUS_REASON_OPERATIONAL = 60,
    TICKHUB_STATUS_REASON_CORPORATE_ACTION = 100,
    TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_1 = 120,
    TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_2 = 121,
    TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_3 = 122
};

/* The trading phase of one instrument, or with instrument_id 0 of the whole market. */
typedef struct tickhub_status_record {
    tickhub_event_header header;
    uint8_t action; /* TICKHUB_STATUS_ACTION_… */
    uint8_t reason; /* TICKHUB_STATUS_REASON_… */
    uint8_t reserved[6];
} tickhub_status_record;

enum {
    TICKHUB_FEED_CONDITION_NONE = 0,
    TICKHUB_FEED_CONDITION_LIVE = 1,
    TICKHUB_FEED_CONDITION_STALE = 2,
    TICKHUB_FEED_CONDITION_RECOVERING = 3,
    TICKHUB_FEED_CONDITION_REPLAY = 4,
    TICKHUB_FEED_CONDITION_PAUSED = 5,
    TICKHUB_FEED_CONDITION_ENDED = 6
};

/* How a publisher is doing: staleness as data. */
typedef struct tickhub_feed_status {
    tickhub_event_header header;
    tickhub_text_ref publisher; /* its name */
    uint8_t condition;          /* TICKHUB_FEED_CONDITION_… */
    uint8_t reserved[7];
    tickhub_timestamp since;
    int64_t speed; /* 1e-9; 0 = as fast as it is taken; TICKHUB_UNDEFINED_INT64 when not a replay */
} tickhub_feed_status;

enum {
    TICKHUB_RESET_REASON_NONE = 0,
    TICKHUB_RESET_REASON_SEEK = 1,
    TICKHUB_RESET_REASON_LOOP = 2,
    TICKHUB_RESET_REASON_NEW_DAY = 3,
    TICKHUB_RESET_REASON_RESTART = 4
};

/* What was derived from this publisher's earlier records no longer holds: drop it. */
typedef struct tickhub_reset {
    tickhub_event_header header;
    uint8_t reason; /* TICKHUB_RESET_REASON_… */
    uint8_t reserved[7];
} tickhub_reset;

enum {
    TICKHUB_TRADE_ACTION_NONE = 0,
    TICKHUB_TRADE_ACTION_NEW = 1,
    TICKHUB_TRADE_ACTION_CORRECTION = 2,
    TICKHUB_TRADE_ACTION_CANCEL = 3
};

typedef struct tickhub_trade {
    tickhub_event_header header;
    tickhub_price price;
    tickhub_quantity quantity;
    uint64_t trade_id;     /* 0 = none */
    uint64_t ref_trade_id; /* the trade that is corrected or cancelled; 0 = none */
    uint8_t action;        /* TICKHUB_TRADE_ACTION_… */
    uint8_t side;          /* of the aggressor: TICKHUB_SIDE_… */
    uint8_t reserved[6];
} tickhub_trade;

typedef struct tickhub_bbo {
    tickhub_event_header header;
    tickhub_price bid_price;
    tickhub_quantity bid_quantity;
    tickhub_price ask_price;
    tickhub_quantity ask_quantity;
    uint32_t bid_orders; /* TICKHUB_UNDEFINED_UINT32 = unknown */
    uint32_t ask_orders;
} tickhub_bbo;

enum {
    TICKHUB_MBO_ACTION_NONE = 0,
    TICKHUB_MBO_ACTION_ADD = 1,
    TICKHUB_MBO_ACTION_CANCEL = 2,
    TICKHUB_MBO_ACTION_MODIFY = 3,
    TICKHUB_MBO_ACTION_CLEAR = 4,
    TICKHUB_MBO_ACTION_TRADE = 5,
    TICKHUB_MBO_ACTION_FILL = 6
};

typedef struct tickhub_mbo {
    tickhub_event_header header;
    uint64_t order_id;
    tickhub_price price;
    tickhub_quantity quantity;
    uint8_t action; /* TICKHUB_MBO_ACTION_… */
    uint8_t side;   /* of the resting order; for trade the aggressor's */
    uint8_t reserved[6];
} tickhub_mbo;

enum { TICKHUB_BOOK_KIND_NONE = 0, TICKHUB_BOOK_KIND_SNAPSHOT = 1, TICKHUB_BOOK_KIND_UPDATE = 2 };

/* One level of a book: an absolute quantity; 0 deletes the level. */
typedef struct tickhub_book_level {
    tickhub_price price;
    tickhub_quantity quantity;
    uint32_t orders; /* TICKHUB_UNDEFINED_UINT32 = unknown */
    uint32_t reserved;
} tickhub_book_level;

typedef struct tickhub_book {
    tickhub_event_header header;
    uint64_t book_sequence; /* per publisher and instrument */
    uint64_t prev_sequence; /* of the message that this subscription got before */
    tickhub_array_ref bids; /* tickhub_book_level, best first */
    tickhub_array_ref asks; /* tickhub_book_level, best first */
    uint32_t checksum;
    uint8_t kind; /* TICKHUB_BOOK_KIND_… */
    uint8_t reserved[3];
} tickhub_book;

/* The last known state of an instrument; sums are cumulative over trading_date within one sum_epoch. */
typedef struct tickhub_ticker {
    tickhub_event_header header;
    tickhub_price last_price;
    tickhub_quantity last_quantity;
    tickhub_price average_price;
    tickhub_quantity volume;
    uint64_t trade_count; /* TICKHUB_UNDEFINED_UINT64 = unknown */
    tickhub_money turnover;
    uint32_t trading_date; /* yyyymmdd; 0 = unknown */
    uint32_t sum_epoch;
    tickhub_price open;
    tickhub_price high;
    tickhub_price low;
    tickhub_price prev_close;
    tickhub_price change;
    tickhub_percent change_pct;
    tickhub_price bid_price;
    tickhub_quantity bid_quantity;
    tickhub_price ask_price;
    tickhub_quantity ask_quantity;
    tickhub_quantity total_buy_quantity;
    tickhub_quantity total_sell_quantity;
    tickhub_price low_limit_price;
    tickhub_price high_limit_price;
} tickhub_ticker;

/* One bar; ts_event is its open time. */
typedef struct tickhub_ohlcv {
    tickhub_event_header header;
    uint64_t interval; /* nanoseconds */
    tickhub_price open;
    tickhub_price high;
    tickhub_price low;
    tickhub_price close;
    tickhub_quantity volume;
    uint64_t trade_count; /* TICKHUB_UNDEFINED_UINT64 = unknown */
    tickhub_price vwap;
    uint8_t is_final; /* 1 = this bar no longer changes */
    uint8_t reserved[7];
} tickhub_ohlcv;

typedef struct tickhub_index {
    tickhub_event_header header;
    tickhub_price value; /* 1e-9 of one index point, as are all below */
    tickhub_price open;
    tickhub_price high;
    tickhub_price low;
    tickhub_price prev_close;
    tickhub_price change;
    tickhub_percent change_pct;
} tickhub_index;

typedef struct tickhub_mover {
    tickhub_instrument_id instrument_id;
    uint32_t reserved;
    tickhub_price last_price;
    tickhub_price change;
    tickhub_percent change_pct;
    tickhub_quantity volume;
} tickhub_mover;

typedef struct tickhub_movers {
    tickhub_event_header header;
    tickhub_text_ref universe;
    tickhub_array_ref gainers; /* tickhub_mover, the strongest first */
    tickhub_array_ref losers;
    tickhub_array_ref most_active;
} tickhub_movers;

/* The state of a call auction. */
typedef struct tickhub_imbalance {
    tickhub_event_header header;
    tickhub_price ref_price;
    tickhub_price indicative_price;
    tickhub_quantity paired_quantity;
    tickhub_quantity imbalance_quantity;
    uint8_t side; /* of the imbalance: TICKHUB_SIDE_… */
    uint8_t reserved[7];
} tickhub_imbalance;

typedef struct tickhub_statistics {
    tickhub_event_header header;
    tickhub_price opening;
    tickhub_price indicative_opening;
    tickhub_price settlement;
    tickhub_price low;
    tickhub_price high;
    tickhub_price close;
    tickhub_price vwap;
} tickhub_statistics;

enum {
    TICKHUB_ITEM_ACTION_NONE = 0,
    TICKHUB_ITEM_ACTION_NEW = 1,
    TICKHUB_ITEM_ACTION_CORRECTION = 2,
    TICKHUB_ITEM_ACTION_WITHDRAWAL = 3
};

typedef struct tickhub_news {
    tickhub_event_header header;
    uint64_t id;
    uint64_t ref_id; /* the item that is corrected or withdrawn; 0 = none */
    tickhub_timestamp created_at;
    tickhub_text_ref headline;
    tickhub_text_ref summary;
    tickhub_text_ref author;
    tickhub_text_ref source;
    tickhub_text_ref url;
    tickhub_array_ref symbols; /* uint64_t, each an instrument id */
    uint8_t action;            /* TICKHUB_ITEM_ACTION_… */
    uint8_t reserved[7];
} tickhub_news;

enum {
    TICKHUB_SEVERITY_NONE = 0,
    TICKHUB_SEVERITY_INFO = 1,
    TICKHUB_SEVERITY_WARNING = 2,
    TICKHUB_SEVERITY_CRITICAL = 3
};

typedef struct tickhub_alert {
    tickhub_event_header header;
    uint64_t id;
    int64_t value;     /* 1e-9 */
    int64_t threshold; /* 1e-9 */
    tickhub_text_ref rule;
    tickhub_text_ref text;
    uint8_t severity; /* TICKHUB_SEVERITY_… */
    uint8_t reserved[7];
} tickhub_alert;

enum {
    TICKHUB_CORPORATE_ACTION_NONE = 0,
    TICKHUB_CORPORATE_ACTION_DIVIDEND = 1,
    TICKHUB_CORPORATE_ACTION_SPLIT = 2,
    TICKHUB_CORPORATE_ACTION_BONUS = 3,
    TICKHUB_CORPORATE_ACTION_EARNINGS = 4
};

typedef struct tickhub_corporate_action {
    tickhub_event_header header;
    uint64_t id;
    uint64_t ref_id; /* 0 = none */
    int64_t ratio;   /* 1e-9 new shares for one old share */
    tickhub_price amount;
    uint32_t ex_date; /* yyyymmdd */
    uint8_t action;   /* TICKHUB_ITEM_ACTION_… */
    uint8_t kind;     /* TICKHUB_CORPORATE_ACTION_… */
    uint8_t reserved[2];
} tickhub_corporate_action;

/* The hub about itself, for operators. */
typedef struct tickhub_notice {
    tickhub_event_header header;
    tickhub_text_ref component; /* its name; empty = the hub */
    tickhub_text_ref code;      /* stable, for programs: component_started, component_failed … */
    tickhub_text_ref text;      /* for people */
    uint8_t severity;           /* TICKHUB_SEVERITY_… */
    uint8_t reserved[7];
} tickhub_notice;

enum {
    TICKHUB_GAP_REASON_NONE = 0,
    TICKHUB_GAP_REASON_INBOX_FULL = 1,
    TICKHUB_GAP_REASON_SLOW_CLIENT = 2,
    TICKHUB_GAP_REASON_QUARANTINED = 3,
    TICKHUB_GAP_REASON_NOT_RUNNING = 4
};

/* What a reader of a route missed: records of header.publisher_id, sequences first to last, count of them its own. */
typedef struct tickhub_gap {
    tickhub_event_header header;
    uint64_t first;
    uint64_t last;
    uint64_t count;
    tickhub_text_ref topic; /* empty = several */
    uint8_t reason;         /* TICKHUB_GAP_REASON_… */
    uint8_t reserved[7];
} tickhub_gap;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TICKHUB_EVENTS_H */
