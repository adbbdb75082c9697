// What the settings of csv_replay are, as `tickhub describe csv_replay` shows them.
#pragma once

#include <tickhub/manifest.hpp>

#include <string_view>

namespace tickhub::csv_replay {

inline constexpr std::string_view policy_choices[] = {"reject", "skip", "repair"};
inline constexpr std::string_view policy_choices_without_repair[] = {"reject", "skip"};
inline constexpr std::string_view range_choices[] = {"all", "file_day"};
inline constexpr std::string_view rebase_choices[] = {"none", "now"};
inline constexpr std::string_view class_choices[] = {"stock", "index", "future", "option", "fx", "crypto"};
inline constexpr std::string_view time_choices[] = {"text", "seconds", "milliseconds", "microseconds", "nanoseconds"};

inline constexpr declaration header_declaration = {
    .name = "header",
    .type = type::boolean,
    .doc = "The first row names the columns; without, they stand in the preset's order, or are mapped by number.",
    .by_default = "true"};
inline constexpr declaration time_declaration = {
    .name = "time",
    .type = type::choice,
    .doc = "How times are written: as text (2021-06-11 09:15:50, with an offset or in the zone), or counted from 1970.",
    .by_default = "text",
    .choices = time_choices};

inline constexpr declaration ticks_members[] = {header_declaration, time_declaration};

inline constexpr declaration ohlcv_members[] = {
    {.name = "interval",
     .type = type::duration,
     .doc = "How long a bar is. A bar is told when it has closed: its timestamp, at which it opens, and this.",
     .required = true,
     .min = "1ms",
     .max = "31d"},
    header_declaration,
    time_declaration};

inline constexpr declaration column_members[] = {
    {.name = "time", .type = type::text, .doc = "When it happened; of a bar, when it opens.", .required = true},
    {.name = "price", .type = type::text, .doc = "The last price; this, or open, high, low and close."},
    {.name = "open", .type = type::text, .doc = "A bar's first price."},
    {.name = "high", .type = type::text, .doc = "A bar's highest price."},
    {.name = "low", .type = type::text, .doc = "A bar's lowest price."},
    {.name = "close", .type = type::text, .doc = "A bar's last price."},
    {.name = "volume", .type = type::text, .doc = "Of a tick the day's volume so far; of a bar its own."},
    {.name = "quantity", .type = type::text, .doc = "Of a tick: what this very trade moved; instead of volume."}};

inline constexpr declaration mapping_members[] = {
    {.name = "columns",
     .type = type::object,
     .doc = "Which column is what: by its name in the header, or by its number, from 1.",
     .required = true,
     .members = column_members},
    {.name = "price_unit",
     .type = type::decimal,
     .doc = "What prices are multiplied by: 0.01 for a file that counts paise.",
     .by_default = "1",
     .min = "0.000000001",
     .max = "1000000000"},
    {.name = "interval",
     .type = type::duration,
     .doc = "How long a bar is; with open, high, low and close.",
     .min = "1ms",
     .max = "31d"},
    header_declaration,
    time_declaration};

inline constexpr alternative format_alternatives[] = {
    {.name = "ticks",
     .doc = "timestamp,ltp,volume: a price, and the volume of the day so far (always 0 for an index).",
     .members = ticks_members},
    {.name = "ohlcv",
     .doc = "timestamp,open,high,low,close,volume, in the usual spellings: one bar a row.",
     .members = ohlcv_members},
    {.name = "mapping", .doc = "Any other file: say which column is what.", .members = mapping_members}};

inline constexpr declaration fault_members[] = {
    {.name = "all",
     .type = type::choice,
     .doc = "For each kind that is not named beside it. Without it: time_out_of_range skip, all others reject.",
     .choices = policy_choices_without_repair},
    {.name = "unparsable",
     .type = type::choice,
     .doc = "A row that cannot be read.",
     .choices = policy_choices_without_repair},
    {.name = "time_out_of_range",
     .type = type::choice,
     .doc = "A row outside the range.",
     .choices = policy_choices_without_repair},
    {.name = "time_backwards",
     .type = type::choice,
     .doc = "A row earlier than the last one taken from its file; repaired it has that row's time and the flag BAD_TS.",
     .choices = policy_choices},
    {.name = "exact_duplicate",
     .type = type::choice,
     .doc = "A row with the same text as that row.",
     .choices = policy_choices_without_repair},
    {.name = "volume_falls",
     .type = type::choice,
     .doc = "A row whose cumulative volume is below that row's; repaired it keeps its price and has that row's volume.",
     .choices = policy_choices}};

inline constexpr char const zone_doc[] = "Where local times in the files are local, and whose days are days.";
inline constexpr char const range_doc[] =
    "`file_day` replays only the day that the file's name holds (TCS_2021-06-11.csv).";
inline constexpr char const from_doc[] =
    "Rows before this are out of range: 2021-06-11 09:15:00 in the zone, or with range file_day 09:15.";
inline constexpr char const to_doc[] = "Rows at or after this are out of range; written as `from`.";

inline constexpr declaration file_members[] = {
    {.name = "path", .type = type::path, .doc = "The file.", .required = true},
    {.name = "symbol",
     .type = type::symbol,
     .doc = "Whose rows these are. Several files may have the same symbol; the first of them describes it.",
     .required = true},
    {.name = "name", .type = type::text, .doc = "The instrument's full name."},
    {.name = "instrument_class", .type = type::choice, .doc = "What it is.", .choices = class_choices},
    {.name = "currency", .type = type::text, .doc = "The currency of its prices, as INR."},
    {.name = "isin", .type = type::text, .doc = "Its ISIN."},
    {.name = "sector", .type = type::text, .doc = "Its sector."},
    {.name = "quantity_decimals",
     .type = type::integer,
     .doc = "How many decimals its quantities have: 0 for shares.",
     .min = "0",
     .max = "8"},
    {.name = "min_price_increment", .type = type::price, .doc = "Its tick size."},
    {.name = "lot_size", .type = type::decimal, .doc = "Its lot size, in units."},
    {.name = "prev_close",
     .type = type::price,
     .doc = "The close of the day before the first; tickers then tell the change."},
    {.name = "format",
     .type = type::one_of,
     .doc = "How its rows are read; instead of the feed's.",
     .tag = "preset",
     .alternatives = format_alternatives},
    {.name = "zone", .type = type::time_zone, .doc = "Instead of the feed's."},
    {.name = "range", .type = type::choice, .doc = "Instead of the feed's.", .choices = range_choices},
    {.name = "from", .type = type::text, .doc = "Instead of the feed's."},
    {.name = "to", .type = type::text, .doc = "Instead of the feed's."},
    {.name = "faults", .type = type::object, .doc = "Instead of the feed's, kind by kind.", .members = fault_members}};

// Not inline: GCC 12 with -fsanitize=undefined won't compare the address of an inline variable in a constant
// expression.
constexpr declaration file_declaration = {
    .name = "file", .type = type::object, .doc = "One file of one instrument.", .members = file_members};

inline constexpr declaration declarations[] = {
    {.name = "files",
     .type = type::list,
     .doc = "What is replayed, merged by time; rows of the same time come in the order of this list.",
     .required = true,
     .items = &file_declaration},
    {.name = "format",
     .type = type::one_of,
     .doc = "How rows are read. Without it: {preset: ticks}.",
     .tag = "preset",
     .alternatives = format_alternatives},
    {.name = "zone", .type = type::time_zone, .doc = zone_doc, .by_default = "UTC"},
    {.name = "range", .type = type::choice, .doc = range_doc, .by_default = "all", .choices = range_choices},
    {.name = "from", .type = type::text, .doc = from_doc},
    {.name = "to", .type = type::text, .doc = to_doc},
    {.name = "faults",
     .type = type::object,
     .doc = "What happens to rows that are not right: the replay fails (reject), they are left out (skip) or mended "
            "(repair). All are counted, and told by file and line.",
     .members = fault_members},
    {.name = "instrument_class",
     .type = type::choice,
     .doc = "What the instruments are, when their file does not say.",
     .by_default = "stock",
     .choices = class_choices},
    {.name = "currency", .type = type::text, .doc = "The currency of prices, when their file does not say."},
    {.name = "speed",
     .type = type::text,
     .doc = "How fast recorded time passes: 1x, 60x, 0.5x, or max, which is as fast as it is taken.",
     .by_default = "1x"},
    {.name = "loop",
     .type = type::boolean,
     .doc = "Begin again at the end, with a `reset`. Otherwise the replay ends with feed_status `ended`.",
     .by_default = "false"},
    {.name = "rebase",
     .type = type::choice,
     .doc = "`now` shifts all times so that the first row happens when the replay starts, and each pass of a loop "
            "follows the one before; `none` keeps the file's times.",
     .by_default = "none",
     .choices = rebase_choices},
    {.name = "report_first",
     .type = type::integer,
     .doc = "How many faults of each kind in each file are logged one by one; all are summed up at the end.",
     .by_default = "5",
     .min = "0",
     .max = "1000000"}};

} // namespace tickhub::csv_replay
