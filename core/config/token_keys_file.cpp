#include "config/token_keys_file.hpp"

#include "config/private_file.hpp"
#include "config/private_yaml.hpp"

#include <sys/random.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <stdexcept>
#include <utility>

namespace tickhub::config {
namespace {

constexpr std::chrono::seconds patience{5};
constexpr std::size_t largest = 64 * 1024;
constexpr std::size_t most_keys = 8; // rotating more often than that within a token's life ends the oldest tokens
constexpr std::string_view digits = "0123456789abcdef";

std::string hex(std::span<unsigned char const> bytes) {
    std::string out;
    for (unsigned char const byte : bytes) {
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

bool from_hex(std::string_view text, std::span<unsigned char> bytes) {
    if (text.size() != bytes.size() * 2)
        return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const high = digits.find(text[2 * i]);
        auto const low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return false;
        bytes[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return true;
}

void fill_randomly(std::span<unsigned char> bytes) {
    // Up to 256 bytes come whole.
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error{"the system gives no random numbers"};
}

token_key make_key(std::int64_t now) {
    token_key key;
    std::array<unsigned char, 8> id{};
    fill_randomly(id);
    fill_randomly(key.secret);
    key.id = hex(id);
    key.created = now;
    return key;
}

declared_setting text_member(std::string name, bool required) {
    declared_setting result{};
    result.name = std::move(name);
    result.type = setting_type::text;
    result.required = required;
    return result;
}

problem about_file(std::filesystem::path const& file, std::string message) {
    return {file.string(), 0, 0, 0, std::move(message), {}, {}};
}

std::int64_t time_of(private_entry const& e, char const* name) {
    auto const node = e.tree.member(e.object, name);
    if (node == 0)
        return 0;
    auto const seconds = parse_utc(e.tree.text(node));
    if (!seconds)
        e.found.add(e.tree.where(node), "`" + std::string{name} + "` must be a time such as 2026-11-24T02:33:12Z");
    return seconds.value_or(0);
}

token_key key_of(private_entry const& e) {
    token_key key;
    key.id = e.written.key;
    std::array<unsigned char, 8> id{};
    if (!from_hex(key.id, id))
        e.found.add(e.written.where, "the name of a key must be 16 hex digits");
    auto const secret = e.tree.member(e.object, "secret");
    if (!from_hex(e.tree.text(secret), key.secret))
        e.found.add(e.tree.where(secret), "`secret` must be 64 hex digits");
    key.created = time_of(e, "created");
    key.retired = time_of(e, "retired");
    return key;
}

std::string keys_text(std::vector<token_key> const& keys) {
    std::string out =
        "# Whoever has these keys can make tokens for anybody. `tickhub user rotate-key` makes new ones.\n"
        "keys:\n";
    for (token_key const& key : keys) {
        out += "  \"" + key.id + "\":\n    secret: \"" + hex(key.secret) + "\"\n";
        out += "    created: \"" + utc_text(key.created) + "\"\n";
        if (key.retired != 0)
            out += "    retired: \"" + utc_text(key.retired) + "\"\n";
    }
    return out;
}

bool is_there(std::filesystem::path const& file) {
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::symlink_status(file, ignored));
}

} // namespace

std::filesystem::path token_keys_file(std::filesystem::path const& users_file) {
    return users_file.string() + ".keys";
}

token_keys_outcome read_token_keys(std::filesystem::path const& file) {
    std::string fault;
    auto text = read_private_file(file, largest, fault);
    if (!text)
        return {std::nullopt, {about_file(file, "can't read the keys of tokens: " + fault)}};
    std::vector<token_key> keys;
    private_yaml const form{"keys",
                            "the key",
                            {text_member("secret", true), text_member("created", true), text_member("retired", false)},
                            "secret"};
    auto problems = read_private_yaml(std::move(*text), file.string(), form,
                                      [&](private_entry const& entry) { keys.push_back(key_of(entry)); });
    for (problem& p : problems)
        p.excerpt.clear();
    auto const signing = [](token_key const& key) { return key.retired == 0; };
    if (problems.empty() && std::count_if(keys.begin(), keys.end(), signing) != 1)
        problems.push_back(about_file(file, "exactly one key must not be retired; "
                                            "`tickhub user rotate-key --end-sessions` mends it"));
    if (!problems.empty())
        return {std::nullopt, std::move(problems)};
    std::stable_partition(keys.begin(), keys.end(), signing);
    return {std::move(keys), {}};
}

token_keys_outcome read_or_make_token_keys(std::filesystem::path const& file, std::int64_t now) {
    if (!is_there(file)) {
        file_lock const lock{file, patience};
        if (!lock.fault().empty())
            return {std::nullopt, {about_file(file, lock.fault())}};
        if (!is_there(file)) {
            if (std::string why = replace_private_file(file, keys_text({make_key(now)})); !why.empty())
                return {std::nullopt, {about_file(file, std::move(why))}};
        }
    }
    return read_token_keys(file);
}

std::vector<problem> rotate_token_keys(std::filesystem::path const& file, std::int64_t now, old_tokens fate) {
    file_lock const lock{file, patience};
    if (!lock.fault().empty())
        return {about_file(file, lock.fault())};
    std::vector<token_key> keys{make_key(now)};
    // With the old tokens ended, a file that can't be read is no reason to refuse a new one.
    if (fate == old_tokens::run_out && is_there(file)) {
        auto old = read_token_keys(file);
        if (!old.keys)
            return std::move(old.problems);
        for (token_key& key : *old.keys) {
            if (key.retired == 0)
                key.retired = now;
            if (keys.size() < most_keys && now - key.retired <= longest_token_lifetime)
                keys.push_back(std::move(key));
        }
    }
    if (std::string why = replace_private_file(file, keys_text(keys)); !why.empty())
        return {about_file(file, std::move(why))};
    return {};
}

} // namespace tickhub::config
