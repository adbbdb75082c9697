// The keys that sign tokens, in a file beside the users file: `users.yaml` has `users.yaml.keys`.
#pragma once

#include "config/problem.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tickhub::config {

struct token_key {
    std::string id; ///< the `kid` of its tokens: 16 hex digits
    std::array<unsigned char, 32> secret{};
    std::int64_t created = 0; ///< seconds since 1970
    std::int64_t retired = 0; ///< 0: signs new tokens; otherwise only those made before this time are accepted

    friend bool operator==(token_key const&, token_key const&) = default;
};

struct token_keys_outcome {
    std::optional<std::vector<token_key>> keys; ///< the first signs; only when there are no problems
    std::vector<problem> problems;
};

[[nodiscard]] std::filesystem::path token_keys_file(std::filesystem::path const& users_file);

/// Reads a file that must be private. No problem shows anything of it. [any thread]
[[nodiscard]] token_keys_outcome read_token_keys(std::filesystem::path const& file);

/// The same, with a first key made when there is no file. [any thread]
[[nodiscard]] token_keys_outcome read_or_make_token_keys(std::filesystem::path const& file, std::int64_t now);

/// What becomes of tokens that the last key has signed.
enum class old_tokens { run_out, end_at_once };

/// Puts a new key in front; those that can't have a living token any more are dropped. Returns what went wrong.
/// [any thread]
[[nodiscard]] std::vector<problem> rotate_token_keys(std::filesystem::path const& file, std::int64_t now,
                                                     old_tokens fate);

/// No token lives longer; so a key that was retired longer ago is of no use.
inline constexpr std::int64_t longest_token_lifetime = 24 * 3600;

} // namespace tickhub::config
