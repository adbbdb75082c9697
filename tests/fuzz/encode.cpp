// Arbitrary bytes as a record, and as the texts that the sdk parses: nothing crashes, what is valid encodes to the size
// it says, and what is written is read back as it was.
#include <tickhub/encode.hpp>
#include <tickhub/order_book.hpp>
#include <tickhub/order_by_order_book.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

using namespace tickhub;

namespace {

class fixed_names final : public names {
public:
    std::string_view symbol(tickhub_instrument_id id) const override { return id % 2 == 0 ? "" : "A\"B"; }
    std::string_view publisher(std::uint16_t id) const override { return id == 0 ? "hub" : "feed"; }
    unsigned quantity_decimals(tickhub_instrument_id id) const override { return id % 9; }
};

void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void use_record(std::string_view bytes) {
    // In memory of its own, so that one byte too far is seen; aligned as records are.
    std::vector<std::uint64_t> words((std::max(bytes.size(), sizeof(tickhub_event_header)) + 7) / 8);
    std::memcpy(words.data(), bytes.data(), bytes.size());
    auto& header = reinterpret_cast<tickhub_event_header&>(*words.data());
    // Most sizes would be refused at once; the nearest that is there lets the rest be looked at.
    if (header.size > words.size() * 8 || header.size % 8 != 0) {
        header.size = static_cast<std::uint32_t>(words.size() * 8);
    }
    if (!valid_record(header, words.size() * 8)) {
        return;
    }
    fixed_names const names;
    std::string json;
    must(append_json(json, header, names));
    must(json.size() > 2 && json.front() == '{' && json.back() == '}');
    must(json.find('\n') == std::string::npos);
    std::vector<char> half(json.size() / 2);
    must(encode_json(header, names, half.data(), half.size()) == json.size());

    if (header.record == TICKHUB_RECORD_BOOK) {
        order_book book{5, 1};
        book.apply(reinterpret_cast<tickhub_book const&>(header));
        book.checksum();
        must(book.bids().size() <= 5 && book.asks().size() <= 5);
    }
}

void use_orders(std::string_view bytes) {
    order_by_order_book book{1, 1};
    for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
        tickhub_mbo record{};
        record.action = static_cast<std::uint8_t>(bytes[0] & 7);
        record.side = static_cast<std::uint8_t>((bytes[0] >> 3) & 3);
        record.order_id = static_cast<unsigned char>(bytes[1]);
        record.price = bytes[2];
        record.quantity = bytes[3] == 0x7f ? TICKHUB_UNDEFINED_INT64 - 1 : bytes[3];
        book.apply(record);
        auto const& levels = book.levels();
        must(book.order_count() != 0 || (levels.bids().empty() && levels.asks().empty()));
        must(levels.bids().size() + levels.asks().size() <= book.order_count());
    }
}

void use_text(std::string_view text) {
    for (unsigned decimals = 0; decimals <= 9; ++decimals) {
        auto const parsed = parse_decimal(text, decimals, exponent_form::accepted);
        must(static_cast<bool>(parsed) || !parse_decimal(text, decimals)); // an exponent only adds what is accepted
        if (parsed) {
            char out[max_decimal_size];
            char* const end = format_decimal(out, parsed.value, decimals);
            auto const again = parse_decimal({out, static_cast<std::size_t>(end - out)}, decimals);
            must(again && again.value == parsed.value);
        }
    }
    if (auto const when = parse_time(text)) {
        char out[time_size];
        char* const end = format_time(out, *when);
        must(end == out + time_size && parse_time({out, time_size}) == when);
    }
    for (std::string_view rest = text; !rest.empty();) {
        auto const step = next_character(rest);
        must(step.size >= 1 && step.size <= rest.size());
        rest.remove_prefix(step.size);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    if (size == 0) {
        return 0;
    }
    switch (data[0] % 3) {
    case 0:
        use_record(bytes.substr(1));
        break;
    case 1:
        use_orders(bytes.substr(1));
        break;
    default:
        use_text(bytes.substr(1));
    }
    return 0;
}
