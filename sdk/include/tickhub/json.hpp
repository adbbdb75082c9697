#pragma once

#include "tickhub/decimal.hpp"
#include "tickhub/money.hpp"
#include "tickhub/time.hpp"
#include "tickhub/timestamp.hpp"
#include "tickhub/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tickhub {

/// Writes JSON, without white space, into memory that the caller owns; allocates nothing. What doesn't fit is counted
/// and not written, so that size() always says how much room the whole would take. Commas are put where they belong;
/// that keys and values alternate and that all is closed is up to the caller. [serialised]
///
///     json_writer json{buffer, sizeof buffer};
///     json.begin_object();
///     json.key("last_price").decimal(2188650000000);
///     json.end_object();
class json_writer {
public:
    json_writer(char* out, std::size_t capacity) : begin_{out}, at_{out}, end_{out + capacity} {}

    /// Bytes that the text takes so far, written or not.
    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_) + lost_; }
    /// Whether all of it was written.
    bool complete() const { return lost_ == 0; }
    /// What was written.
    std::string_view text() const { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    /// The name of the member that comes next.
    json_writer& key(std::string_view name) {
        separate();
        put_quoted(name);
        put(':');
        after_value_ = false;
        return *this;
    }
    /// The same for a literal that needs no escaping, such as a field's name; faster.
    template <std::size_t Size>
    json_writer& plain_key(char const (&name)[Size]) {
        separate();
        if (char* out = room(Size + 2)) {
            *out++ = '"';
            std::memcpy(out, name, Size - 1);
            out[Size - 1] = '"';
            out[Size] = ':';
        }
        after_value_ = false;
        return *this;
    }

    /// A string. Bytes that aren't UTF-8 are replaced by U+FFFD, one for each maximal wrong part.
    void string(std::string_view text) {
        separate();
        put_quoted(text);
    }
    /// A string that needs no escaping: a name from a closed list. Anything else would break the JSON.
    void plain_string(std::string_view text) {
        separate();
        put('"');
        put(text);
        put('"');
    }
    void boolean(bool value) {
        separate();
        put(value ? std::string_view{"true"} : std::string_view{"false"});
    }
    void null() {
        separate();
        put("null");
    }
    void number(std::uint64_t value) {
        format<20>([value](char* out) { return detail::write_integer(out, value); });
    }
    void signed_number(std::int64_t value) {
        format<20>([value](char* out) { return format_decimal(out, value, 0); });
    }
    /// value × 10^-decimals, exact, no exponent.
    void decimal(std::int64_t value, unsigned decimals = 9) {
        format<max_decimal_size>([=](char* out) { return format_decimal(out, value, decimals); });
    }
    /// Money, exact, no exponent.
    void decimal(money value) {
        format<max_money_size>([value](char* out) { return format_money(out, value); });
    }
    /// A 64-bit id, as a string: JavaScript's numbers are exact to 2^53 only.
    void id(std::uint64_t value) {
        quote<20>([value](char* out) { return detail::write_integer(out, value); });
    }
    /// RFC 3339, UTC, nine decimals.
    void time(timestamp when) {
        quote<time_size>([when](char* out) { return format_time(out, when); });
    }
    /// "2021-06-11"; at most 99991231.
    void date(std::uint32_t yyyymmdd) {
        quote<date_size>([yyyymmdd](char* out) { return format_date(out, yyyymmdd); });
    }
    /// "1m", "90s", "250ms".
    void interval(std::uint64_t nanoseconds) {
        quote<max_interval_size>([nanoseconds](char* out) { return format_interval(out, nanoseconds); });
    }
    /// A value that is JSON already, such as a record that encode_json wrote.
    void raw(std::string_view json) {
        separate();
        put(json);
    }

private:
    void open(char bracket) {
        separate();
        put(bracket);
        after_value_ = false;
    }
    void close(char bracket) {
        put(bracket);
        after_value_ = true;
    }
    /// Before each key and value; what follows counts as a value.
    void separate() {
        if (after_value_) {
            put(',');
        }
        after_value_ = true;
    }
    /// Room for `size` bytes that the caller then writes, or nullptr; from then on nothing more is written, so that
    /// what is there stays a prefix of the whole.
    char* room(std::size_t size) {
        if (static_cast<std::size_t>(end_ - at_) < size) {
            end_ = at_;
            lost_ += size;
            return nullptr;
        }
        char* const out = at_;
        at_ += size;
        return out;
    }
    void put(char c) {
        if (char* out = room(1)) {
            *out = c;
        }
    }
    void put(std::string_view text) {
        if (text.empty()) {
            return; // its data may be null
        }
        if (char* out = room(text.size())) {
            std::memcpy(out, text.data(), text.size());
        }
    }
    /// Lets write put at most Limit bytes.
    template <std::size_t Limit, class Write>
    void format(Write write) {
        separate();
        put_formatted<Limit>(write);
    }
    template <std::size_t Limit, class Write>
    void quote(Write write) {
        format<Limit + 2>([&write](char* out) {
            *out++ = '"';
            out = write(out);
            *out++ = '"';
            return out;
        });
    }
    template <std::size_t Limit, class Write>
    void put_formatted(Write write) {
        if (static_cast<std::size_t>(end_ - at_) >= Limit) {
            at_ = write(at_);
        } else {
            char near_the_end[Limit];
            char const* const written_to = write(near_the_end);
            put({near_the_end, static_cast<std::size_t>(written_to - near_the_end)});
        }
    }
    void put_quoted(std::string_view text) {
        put('"');
        while (!text.empty()) {
            std::size_t const plain = detail::plain_json_prefix(text);
            put(text.substr(0, plain));
            text.remove_prefix(plain);
            if (!text.empty()) {
                text.remove_prefix(put_special(text));
            }
        }
        put('"');
    }
    /// Writes what stands for the first character, which can't stand for itself or isn't ASCII; returns its bytes.
    std::size_t put_special(std::string_view text) {
        auto const byte = static_cast<unsigned char>(text.front());
        if (byte >= 0x80) {
            utf8_step const step = next_character(text);
            put(step.valid ? text.substr(0, step.size) : replacement_character);
            return step.size;
        }
        put('\\');
        switch (byte) {
        case '"':
        case '\\':
            put(text.front());
            break;
        case '\b':
            put('b');
            break;
        case '\f':
            put('f');
            break;
        case '\n':
            put('n');
            break;
        case '\r':
            put('r');
            break;
        case '\t':
            put('t');
            break;
        default:
            put("u00");
            put("0123456789abcdef"[byte >> 4]);
            put("0123456789abcdef"[byte & 15]);
        }
        return 1;
    }

    char* begin_;
    char* at_;
    char* end_; ///< at_ once something didn't fit
    std::size_t lost_ = 0;
    bool after_value_ = false;
};

/// Appends what write(json_writer&) writes to a string, growing it as needed; write is called a second time when the
/// string's spare capacity was too small. Reuse the string, and it no longer allocates. [any thread]
template <class Write>
void append_json(std::string& out, Write write) {
    std::size_t const before = out.size();
    std::size_t needed = out.capacity() - before;
    for (;;) {
        out.resize(before + needed);
        json_writer json{out.data() + before, needed};
        write(json);
        bool const complete = json.complete();
        needed = json.size();
        if (complete) {
            out.resize(before + needed);
            return;
        }
    }
}

} // namespace tickhub
